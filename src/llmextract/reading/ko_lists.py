"""Two or more Korean points that share one unit: 2025~2029년, 3~4월, 29·30일, 1·3·5월."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from llmextract.reading import ko_forms as forms
from llmextract.reading.ko_years import century

if TYPE_CHECKING:
    from llmextract.reading.points import Point

__all__ = ["Numbered", "pair", "short_years"]

Numbered = Literal["year", "quarter", "month", "day"]
_FULL_YEAR = 1000
_ROUND = 5


def pair(base: Point, found: re.Match[str], unit: Numbered) -> list[Point]:
    """Both ends; of a list that skips some (3·7일) only the first, for each stands for itself."""
    low, high = int(found["low"]), int(found["high"])
    if unit == "year":
        low = low if low >= _FULL_YEAR or "년대" in found.group() else century(found["low"])
        high = high if high >= _FULL_YEAR else low // 100 * 100 + high
    if listed := found.groupdict().get("list"):
        between = [int(number) for number in re.findall(r"\d+", listed)]
        if [*between, high] != list(range(low + 1, high + 1)):
            return _first_of_list(base, unit, found, [low, *between, high])
    return [
        _numbered(base, unit, low, found.end("low")),
        _numbered(base, unit, high, found.end()),
    ]


def _first_of_list(
    base: Point, unit: Numbered, found: re.Match[str], numbers: list[int]
) -> list[Point]:
    """The 3 of 3·7일. With commas (3, 7일) it may count something else, so a month must lead."""
    led = base.end > base.start or numbers[0] >= _FULL_YEAR or "," not in found["list"]
    if not led or numbers != sorted(set(numbers)):
        return []
    return [_numbered(base, unit, numbers[0], found.end("low"))]


def _numbered(base: Point, unit: Numbered, number: int, end: int) -> Point:
    if unit == "year":
        return base._replace(end=end, year=number)
    if unit == "quarter":
        return base._replace(end=end, quarter=number)
    if unit == "month":
        return base._replace(end=end, month=number)
    return base._replace(end=end, day=number)


def short_years(text: str, start: int) -> re.Match[str] | None:
    """24~26년 without apostrophes, where it cannot be a length."""
    found = forms.SHORT_YEARS.match(text, start)
    if found is None or int(found["low"]) >= int(found["high"]):
        return None
    bracketed = text[start - 1 : start] in {"(", "（", "["}
    is_round = not (int(found["low"]) % _ROUND and int(found["high"]) % _ROUND)
    return found if bracketed or not is_round else None
