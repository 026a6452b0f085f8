"""English dates: March 3, 2025; 3 March; Q1 2026; the first half of 2026; by the end of 2027.

What fixes the reading is inside the text ('by 2027', 'since March', 'last year'); a mere
'in' or 'on' is not. Fiscal years are read as calendar years: texts rarely say when they begin.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from llmextract.reading import en_forms as forms
from llmextract.reading.en_tense import is_to_come, is_weekday, looks_ahead, timed
from llmextract.reading.points import Point, inherit, precision_of
from llmextract.reading.resolving import resolve
from llmextract.reading.said import Said
from llmextract.spans import DateSpan

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from llmextract.reading.calendar import Period, Unit

__all__ = ["scan_english_dates"]


class _Phrase(NamedTuple):
    left: Point
    start: int
    end: int
    right: Point | None = None
    limit: str | None = None
    about: bool = False


def scan_english_dates(text: str, *, published: date | None = None) -> Iterator[DateSpan]:
    """Finds dates and periods written the English way, in order.

    Args:
        text: Any text.
        published: The day from which relative words count; without it they have no days.
    """
    position, said = 0, Said()
    while start := forms.START.search(text, position):
        position = start.start() + 1
        phrase = _phrase(text, start.start())
        if phrase is None or not said.holds(phrase.left):
            continue
        anchored = phrase._replace(left=said.told(phrase.left, None))
        mention = _mention(text, anchored, published)
        said.remember(mention)
        yield mention
        position = max(position, phrase.end)


def _phrase(text: str, start: int) -> _Phrase | None:
    lead = (
        forms.ABOUT.match(text, start)
        or forms.BETWEEN.match(text, start)
        or forms.LIMIT.match(text, start)
    )
    shared = _sharing(text, lead.end() if lead else start)
    if shared is not None:
        low, high = shared
        return _Phrase(low, start if lead else low.start, high.end, high)
    left = _point(text, lead.end() if lead else start, led=lead is not None)
    word = _word(lead)
    if left is not None and lead is not None and lead.groupdict().get("clock"):
        # 'after 2am on Tuesday' is on Tuesday, 'by 5pm on Friday' until it
        word = word if forms.LIMITS[word] == "until" else ""
    if left is None or (word in {"from", "between"} and is_weekday(left)):
        return None  # 'from Monday to Friday' is of every week
    right = _second(text, left, forms.AND if word == "between" else forms.TO)
    if right is not None:
        whole = word == "between" or forms.LIMITS.get(word) == "from"
        right = timed(text, left.start, right) if right.month is not None else right
        return _Phrase(left, start if whole else left.start, right.end, right)
    left = timed(text, start, left, word)
    opens = word == "from" and _is_named(left) and looks_ahead(text, start)
    if not opens and word in {"", "between", "from"}:  # 'from last year' compares
        return _Phrase(left, left.start, left.end)
    if word not in forms.LIMITS:
        return _Phrase(left, left.start, left.end, about=True)
    return _Phrase(left, start, left.end, limit=forms.LIMITS[word])


def _word(lead: re.Match[str] | None) -> str:
    if lead is None:
        return ""
    return (lead.groupdict().get("word") or lead.group().strip()).lower()


def _is_named(point: Point) -> bool:
    """Whether the point names a year or month, and does not count from another (last year)."""
    return point.year is not None or (point.month is not None and point.years is None)


def _sharing(text: str, start: int) -> tuple[Point, Point] | None:
    """13 to 16 November: the day on the left takes its month from the right."""
    short = forms.SHORT_LEFT.match(text, start)
    right = _point(text, short.end(), led=True) if short else None
    if short is None or right is None or right.day is None or right.month is None:
        return None
    low = int(short["low"])
    if not 0 < low < right.day:
        return None
    right = timed(text, start, right)
    return right._replace(start=short.start(), end=short.end("low"), day=low), right


def _second(text: str, left: Point, link: re.Pattern[str]) -> Point | None:
    found = link.match(text, left.end)
    if found is None:
        return None
    if found.group() == "/":
        return _next_year(left, text, found.end())
    right = _point(text, found.end(), led=True)
    if right is not None:
        return right if precision_of(right) != "decade" else None
    short = forms.SHORT_RIGHT.match(text, found.end())
    return _completed(left, short) if short else None


def _next_year(left: Point, text: str, start: int) -> Point | None:
    """2026/27: a school, fiscal or sports year that runs on into the next."""
    short = int(text[start : start + 2])
    if left.year is None or precision_of(left) != "year" or short != (left.year + 1) % 100:
        return None
    return left._replace(start=start, end=start + 2, year=left.year + 1)


def _completed(left: Point, short: re.Match[str]) -> Point | None:
    """March 3-5, 2025 and 2025-29: the right side as a whole point."""
    high = int(short["high"])
    if left.day is not None and high <= forms.LONGEST_MONTH:
        year = int(short["year"]) if short["year"] else left.year
        return left._replace(start=short.start(), end=short.end(), day=high, year=year)
    if left.year is not None and precision_of(left) == "year" and high < forms.FULL_YEAR:
        return left._replace(
            start=short.start(), end=short.end("high"), year=left.year // 100 * 100 + high
        )
    return None


# ---- points -----------------------------------------------------------------


def _point(text: str, start: int, *, led: bool) -> Point | None:
    for form in forms.forms_at(text, start):
        found = form.match(text, start)
        if found is None:
            continue
        groups = {key: value for key, value in found.groupdict().items() if value is not None}
        if "plain" in groups and not _is_year(text, found, groups, led=led):
            continue
        if "bare" in groups and not (
            led
            or "part" in groups
            or (
                forms.BEFORE_MONTH.search(text[max(0, start - 8) : start])
                and not (
                    text.startswith(forms.NAMES, start)
                    and forms.NAME_BEHIND.match(text, found.end())
                )
            )
            or forms.MONTH_RANGE.match(text, found.end())
        ):
            continue
        if "ahead" in groups and not is_to_come(text, start):
            continue
        if "window" in groups and forms.LASTS_BEFORE.search(text[max(0, start - 8) : start]):
            continue
        if (
            "said" in groups
            and not led
            and not forms.AFTER_WEEKDAY.match(text, found.end())
            and not forms.BEFORE_WEEKDAY.search(text[max(0, start - 16) : start])
        ):
            continue
        # 'on Tuesday' and 'the first half' are read with their first word, which stays outside.
        plain = forms.OUTSIDE.match(text, start)
        return _read(groups, plain.end() if plain else start, found.end())
    return None


def _is_year(text: str, found: re.Match[str], groups: dict[str, str], *, led: bool) -> bool:
    if led or "part" in groups or found.group()[0] not in "12":
        return True
    if found.group() == found.string.strip():  # a year is all that is asked about
        return True
    before = text[max(0, found.start() - 9) : found.start()]
    if forms.THE.search(before) and forms.NAME_BEHIND.match(text, found.end()):
        return False
    opened = forms.YEAR_RANGE.match(text, found.end())
    # 2025-29 is a range; 2025-03 is a month.
    opens_range = opened and (opened["short"] is None or opened["short"] > groups["year"][2:])
    return bool(opens_range) or forms.BEFORE_YEAR.search(before) is not None


def _read(groups: dict[str, str], start: int, end: int) -> Point:
    point = Point(start=start, end=end)
    for key, value in groups.items():
        setter = _SETTERS.get(key)
        if setter is not None:
            point = setter(point, value)
    return _told_by_way(point, groups)


def _told_by_way(point: Point, groups: dict[str, str]) -> Point:
    way = forms.WAYS.get(groups.get("way", "").lower())
    unit = groups.get("unit")
    if "count" in groups and unit is not None:
        return _counted(point, groups, forms.COUNTS.get(groups["count"].lower()), unit)
    if "weekend" in groups:
        return point._replace(weeks=way or 0, part="end")
    if unit is not None:
        return _OFFSETS[unit](point, way or 0)
    if way is None:
        return point
    # 'last March' is the nearest one; 'the second half of last year' counts the year.
    recurring = point.weekday is not None or set(groups) <= {"way", "month", "season"}
    return point._replace(direction=way) if recurring else point._replace(years=way)


def _counted(point: Point, groups: dict[str, str], number: int | None, told: str) -> Point:
    """Past three years, three years ago, in three years, within three years, three years later."""
    number = (number or int(groups["count"])) * (10 if told == "decade" else 1)
    unit = _UNITS[told]
    if "window" in groups:
        return point._replace(span=-number, unit=unit)
    if "later" in groups:
        return _LATER[unit](point, number)
    if groups.get("ahead") == "within":
        return point._replace(span=number, unit=unit, within=True)
    return point._replace(ago=((number if "ahead" in groups else -number, unit),))


_UNITS: dict[str, Unit] = {
    "decade": "year",
    "year": "year", "quarter": "quarter", "month": "month", "week": "week", "day": "day",
}  # fmt: skip
_OFFSETS: dict[str, Callable[[Point, int], Point]] = {
    "year": lambda p, n: p._replace(years=n),
    "quarter": lambda p, n: p._replace(quarters=n),
    "month": lambda p, n: p._replace(months=n),
    "week": lambda p, n: p._replace(weeks=n),
}
# Two years later: from the last year that the text names.
_LATER: dict[str, Callable[[Point, int], Point]] = {
    "year": lambda p, n: p._replace(years=n, same="year"),
    "month": lambda p, n: p._replace(months=n, same="month"),
    "week": lambda p, n: p._replace(days=7 * n, same="day"),
    "day": lambda p, n: p._replace(days=n, same="day"),
}
_SETTERS: dict[str, Callable[[Point, str], Point]] = {
    "month": lambda p, v: p._replace(month=forms.MONTHS[v]),
    "number": lambda p, v: p._replace(month=int(v)),
    "day": lambda p, v: p._replace(day=int(v)),
    "year": lambda p, v: p._replace(year=int(v)),
    "short": lambda p, v: p._replace(year=2000 + int(v)),
    "decade": lambda p, v: p._replace(year=int(v), is_decade=True),
    "decade_part": lambda p, v: p._replace(among=forms.DECADE_PARTS[v]),
    "season": lambda p, v: p._replace(season=forms.SEASONS[v]),
    "half": lambda p, v: p._replace(half=forms.NTH[v]),
    "h": lambda p, v: p._replace(half=int(v)),
    "h2": lambda p, v: p._replace(half=int(v)),
    "quarter": lambda p, v: p._replace(quarter=forms.NTH[v]),
    "q": lambda p, v: p._replace(quarter=int(v)),
    "q2": lambda p, v: p._replace(quarter=int(v)),
    "part": lambda p, v: p._replace(part=forms.PARTS[v.lower()]),
    "weekday": lambda p, v: p._replace(weekday=forms.WEEKDAYS.index(v), direction=-1),
    "on": lambda p, _: p._replace(or_today=True),
    "said": lambda p, _: p._replace(or_today=True),
    "feast": lambda p, v: p._replace(month=forms.FEASTS[v][0], day=forms.FEASTS[v][1]),
    "word": lambda p, v: p._replace(days=forms.DAYS[v.lower()]),
}


# ---- days -------------------------------------------------------------------


def _mention(text: str, phrase: _Phrase, published: date | None) -> DateSpan:
    first, last = _days(phrase, published)
    points = [phrase.left, phrase.right] if phrase.right else [phrase.left]
    order = ("day", "week", "month", "quarter", "half", "year", "decade")
    return DateSpan(
        repeats=[],  # cheaper than a copy of the default
        text=text[phrase.start : phrase.end],
        start=phrase.start,
        end=phrase.end,
        first=first,
        last=last,
        precision=min((precision_of(point) for point in points), key=order.index),
        approximate=phrase.about,
    )


def _days(phrase: _Phrase, published: date | None) -> tuple[date | None, date | None]:
    if phrase.right is not None:
        left, right = inherit(phrase.left, phrase.right), inherit(phrase.right, phrase.left)
        high = resolve(right, published, near=True)
        low = _low_end(left, high) or resolve(left, published, near=True)
        first, last = (low.first if low else None), (high.last if high else None)
        return (first, None) if first and last and last < first else (first, last)
    period = resolve(phrase.left, published, near=phrase.limit is not None)
    if period is None:
        return None, None
    return _limited(period, phrase.limit, ends=phrase.left.part == "end")


def _low_end(left: Point, high: Period | None) -> Period | None:
    """A month without its year, or the one before, lies ahead of the other end of its range."""
    if high is None or left.month is None or left.year is not None or left.years is not None:
        return None
    low = resolve(left._replace(year=high.last.year, direction=0), None)
    if low is not None and low.first > high.last:
        return resolve(left._replace(year=high.last.year - 1, direction=0), None)
    return low


def _limited(period: Period, limit: str | None, *, ends: bool) -> tuple[date | None, date | None]:
    """Before the end of a year is until its last day; before March ends with February."""
    one = timedelta(days=1)
    if limit == "until" or (limit == "before" and ends):
        return None, period.last
    if limit == "from":
        return period.first, None
    if limit == "before" and not ends:
        return None, (period.first - one if period.first > date.min else None)
    if limit == "after":
        return (period.last + one if period.last < date.max else None), None
    return period.first, period.last
