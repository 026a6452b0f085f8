"""Korean words for one point of the calendar: 오는 2026년 상반기, 지난달 28일(일), 2025. 3. 4.

A point is read part by part, the coarse before the fine: 오는 | 2026년 | 5월 | 초 | 께.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from llmextract.reading import ko_forms as forms
from llmextract.reading import ko_words as words
from llmextract.reading.ko_lists import Numbered, pair, short_years
from llmextract.reading.ko_relative import (
    ago,
    count,
    day_word,
    deadline,
    look_up,
    month_word,
    new_year,
    quarter_word,
    same_day,
    week_word,
    window,
)
from llmextract.reading.ko_years import (
    century,
    decade,
    dotted,
    is_number,
    of_decade,
    old_year,
    year_at,
)
from llmextract.reading.numerals import hangul_number
from llmextract.reading.points import LAST_DAY, Point, precision_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["read_points"]

_LONGEST_LENGTH = 5  # 100 년: a year of four digits is no length
_LONGEST_WORD = 7  # 다가오는, two spaces, 주(말)


def read_points(text: str, start: int, *, after: Point | None = None) -> list[Point]:
    """Reads the point, or the two ends of a range with one unit, at an offset.

    Args:
        text: The text.
        start: Where to read.
        after: The point before a range sign; then '5.31' after '2025.3.1~' is a day.

    Returns:
        No, one or two points. Both ends of '11월 17∼19일' hold the month.
    """
    number = forms.NUMBER.match(text, start) if is_number(text, start) else None
    for read in _readers(text, start, number):
        point = read(text, start)
        if point is not None:
            return [_finished(text, _end_of(text, point))]
    short = _right(text, start, after) if after is not None else None
    if short is not None:
        return [_finished(text, short)]
    return _numbers(text, start, number) if number else _words(text, start)


def _right(text: str, start: int, left: Point) -> Point | None:
    """What the right side of a range may leave out: 2025.3.1~5.31, 2024년~26년."""
    if left.day is not None and _is_dotted(text, left):
        found = forms.RIGHT_DOTTED.match(text, start)
        if found is not None:
            month = int(found["month"]) if found["month"] else None
            return Point(start=start, end=found.end(), month=month, day=int(found["day"]))
    elif left.ordinal is not None and left.weekday is None:
        found = forms.ORDINAL.match(text, start)
        if found is not None and found["week"]:
            return _nth(left._replace(start=start), found)
    elif left.month is not None and precision_of(left) == "month" and _is_dotted(text, left):
        found = forms.RIGHT_MONTH.match(text, start)
        if found is not None:
            return Point(start=start, end=found.end("month"), month=int(found["month"]))
    if left.year is not None and precision_of(left) == "year":
        found = forms.RIGHT_YEAR.match(text, start)
        if found is not None:
            year = century(found["quoted"] or found["year"])
            return Point(start=start, end=found.end(), year=year)
    return None


def _readers(text: str, start: int, number: re.Match[str] | None) -> tuple[_Reader, ...]:
    """What may begin with a word, or with a number by what stands behind it."""
    if number is None:
        return _OF_WORDS.get(text[start : start + 1], ())
    unit = number["unit"] or number.lastgroup or ""
    if unit == "일" and forms.STEPPED.match(text, number.end()) is None:
        return ()  # most days are no steps (3일 전) and no lengths (3일 안에)
    of_four = number.end() - start > _LONGEST_LENGTH or text[start : start + 4].isdecimal()
    if unit == "년" and of_four:
        return (decade,) if text.startswith("대", number.end()) else ()
    return _OF_NUMBERS.get(unit, ())


def _is_dotted(text: str, point: Point) -> bool:
    return re.search(r"[./\-]", text[point.start : point.end]) is not None


def _finished(text: str, point: Point) -> Point:
    """Adds the weekday and the 께 or 쯤 that may close any point."""
    if point.day is not None or point.weeks is not None:
        weekday = forms.WEEKDAY.match(text, point.end)
        if weekday is not None:
            number = words.WEEKDAYS.index(weekday["word"] or weekday["short"])
            point = point._replace(end=weekday.end(), weekday=number)
    about = forms.ABOUT.match(text, point.end)
    return point._replace(end=about.end(), approximate=True) if about else point


# ---- single forms -----------------------------------------------------------


def _counted(text: str, start: int) -> Point | None:
    """Steps or a time from now on: 3년 전, 사흘 안에."""
    if forms.LENGTH.match(text, start) is None:
        return None
    return ago(text, start) or deadline(text, start)


_Reader = Callable[[str, int], Point | None]
_OF_NUMBERS: dict[str, tuple[_Reader, ...]] = {
    "년": (_counted, decade, old_year),
    "일": (_counted,),
    "count": (_counted,),
    "sign": (dotted,),
}


def _by_first(*readers: tuple[_Reader, Iterable[str]]) -> dict[str, tuple[_Reader, ...]]:
    """The readers of each first character, so that a word is tried by few of them."""
    firsts = {word[0] for _, table in readers for word in table}
    return {
        first: tuple(read for read, table in readers if any(w[0] == first for w in table))
        for first in firsts
    }


_OF_WORDS = _by_first(
    (_counted, (*words.COUNTS, *words.DAY_COUNTS, *"일이삼사오육칠팔구십반")),
    (new_year, ("새해",)),
    (window, ("지난", "다음", "저번", "오는", "다가오는")),
    (quarter_word, words.QUARTERS),
    (day_word, words.DAYS),
    (same_day, words.SAME_DAYS),
    (old_year, ("서기",)),
)
_MONTH_FIRST = frozenset(word[0] for word in (*words.MONTHS, *words.SAME_MONTHS))
_WEEK_FIRST = frozenset(word[0] for word in (*words.WEEKS, *words.DIRECTIONS, "전주"))

# ---- year, month, day -------------------------------------------------------


def _words(text: str, start: int) -> list[Point]:
    word = text[start : start + _LONGEST_WORD]
    # Most words that begin so name neither.
    of_month = word[:1] in _MONTH_FIRST and ("달" in word or "월" in word)
    if of_month and (month := month_word(text, start)):
        return _below_month(text, month)
    if word[:1] in _WEEK_FIRST and "주" in word and (week := week_word(text, start)):
        return [_finished(text, week)]
    return _from_year(text, Point(start=start, end=start))


def _numbers(text: str, start: int, number: re.Match[str]) -> list[Point]:
    """What begins with a number: 2025~2029, 60~70년대, or a year, month or day."""
    base = Point(start=start, end=start)
    unit = number["unit"]
    if unit in {"월", "일"}:
        return _below_year(text, base)
    if unit and not text.startswith("대", number.end()):
        return _from_year(text, base)
    if found := forms.YEARS_ALONE.match(text, start):
        low, high = found["low"] or found["short_low"], found["high"] or found["short_high"]
        return [
            base._replace(end=found.end() - len(high), year=century(low)),
            base._replace(end=found.end(), year=century(high)),
        ]
    if found := forms.DECADES.match(text, start):
        return [of_decade(point) for point in pair(base, found, "year")]
    return _from_year(text, base)


def _from_year(text: str, base: Point) -> list[Point]:
    year = year_at(text, base)
    if year is None and (directed := _direction(text, base)):
        base = directed
        year = year_at(text, base)
    if year is None and is_number(text, base.end):
        both_ends = forms.YEARS.match(text, base.end) or short_years(text, base.end)
        if both_ends is not None and (both := pair(base, both_ends, "year")):
            return both
    points = _below_year(text, year or base)
    if points or year is None:
        return points
    # 올 is this year only with a month, half or quarter behind it.
    return [] if text[base.start : year.end] == "올" else [_finished(text, year)]


def _direction(text: str, base: Point) -> Point | None:
    found = None if is_number(text, base.end) else forms.DIRECTION.match(text, base.end)
    if found is None:
        return None
    return base._replace(end=found.end(), direction=look_up(words.DIRECTIONS, found["word"]))


_PAIRS: tuple[tuple[re.Pattern[str], Numbered], ...] = (
    (forms.QUARTERS, "quarter"),
    (forms.MONTHS, "month"),
)


def _below_year(text: str, base: Point) -> list[Point]:
    """Half, quarter, month, part or bare day after the year or the direction."""
    has_year = base.year is not None or base.years is not None
    first = forms.ahead(text, base.end)
    number = None if first.isalpha() else forms.NUMBER_AHEAD.match(text, base.end)
    if number is None:
        named = first in forms.BELOW_FIRST
        return _named_below_year(text, base, has_year=has_year) if named else []
    if not number["unit"]:
        if found := forms.QUARTER.match(text, base.end):
            quarter = base._replace(end=found.end(), quarter=count(found["quarter"]))
            return [_finished(text, _end_of(text, quarter))]
        for form, unit in _PAIRS:
            both_ends = form.match(text, base.end)
            if both_ends is not None and (both := pair(base, both_ends, unit)):
                return both
    month = _month(text, base)
    if month is not None:
        return _below_month(text, month)
    return [] if has_year else _bare_day(text, base)


def _named_below_year(text: str, base: Point, *, has_year: bool) -> list[Point]:
    lead = has_year and forms.ahead(text, base.end) in forms.NAMED_FIRST
    if lead and (named := _named_in_year(text, base)):
        return [_finished(text, named)]
    if forms.BELOW.match(text, base.end) is None:
        return []
    part = _part_of_year(text, base, has_year=has_year) or _half(text, base, has_year=has_year)
    if part is not None:
        return [_finished(text, _end_of(text, part))]
    month = _spoken_month(text, base, has_year=has_year)
    if month is not None:
        return _below_month(text, month)
    weekday = None if has_year else forms.WEEKDAY.match(text, base.end)
    if weekday is None or not weekday["word"]:
        return []
    return [base._replace(end=weekday.end(), weekday=words.WEEKDAYS.index(weekday["word"]))]


def _named_in_year(text: str, base: Point) -> Point | None:
    """올해 마지막 날, 내년 첫날, 지난해 같은 달, 전년 동기."""
    if found := forms.SAME_PERIOD.match(text, base.end):
        return base._replace(end=found.end(), same_period=True)
    if found := forms.MONTH_OF_YEAR.match(text, base.end):
        return base._replace(end=found.end(), months=0, same="month")
    found = forms.YEAR_DAY.match(text, base.end)
    if found is None:
        return None
    turn = base._replace(end=found.end(), month=1, day=1)
    return turn._replace(month=12, day=31) if found["last"] else turn


def _half(text: str, base: Point, *, has_year: bool) -> Point | None:
    if has_year and (found := forms.HALVES.match(text, base.end)):
        return base._replace(end=found.end())
    found = forms.HALF.match(text, base.end)
    if found and (has_year or found["half"]):
        first = (found["half"] or found["of_year"]) in "상전"
        return base._replace(end=found.end(), half=1 if first else 2)
    if found := forms.QUARTER.match(text, base.end):
        return base._replace(end=found.end(), quarter=count(found["quarter"]))
    return None


def _end_of(text: str, base: Point) -> Point:
    """The point with the 초 or 말 of a half or quarter: its first or last month."""
    found = forms.EDGE.match(text, base.end)
    if found is None or (base.half, base.quarter, base.quarters) == (None, None, None):
        return base
    return base._replace(end=found.end(), part=words.PARTS[found["part"]])


def _part_of_year(text: str, base: Point, *, has_year: bool) -> Point | None:
    led = has_year or base.end > base.start
    if (found := forms.FEAST.match(text, base.end)) and (led or _is_feast(text, found)):
        name = found["feast"] or found["solar"] or found["led"] or "설"
        around = found["holidays"] is not None
        return base._replace(end=found.end(), feast=name, holidays=around)
    if led and (found := forms.SEASON.match(text, base.end)):
        return base._replace(end=found.end(), season=words.SEASONS[found["season"]])
    if found := forms.YEAR_PART.match(text, base.end):
        return base._replace(end=found.end(), part=words.YEAR_PARTS[found["part"]])
    if has_year and (found := forms.PART.match(text, base.end)):
        return base._replace(end=found.end(), part=words.PARTS[found["part"]])
    return None


def _is_feast(text: str, found: re.Match[str]) -> bool:
    """Whether a feast without a year is meant as a day (not 8월의 크리스마스, a title)."""
    return not found["led"] and not (found["solar"] and text.endswith("의 ", 0, found.start()))


def _month(text: str, base: Point) -> Point | None:
    found = forms.MONTH.match(text, base.end)
    if found is None or forms.TERM.search(text[max(0, base.start - 8) : base.start]):
        return None
    if base.end == base.start and forms.MONTH_OF.match(text, found.end()):
        return None
    return base._replace(end=found.end(), month=int(found["month"]))


def _spoken_month(text: str, base: Point, *, has_year: bool) -> Point | None:
    found = forms.SPOKEN_MONTH.match(text, base.end)
    if found is None:
        return None
    # 이월 and 사월 are other words too: a month in syllables needs a year or a day beside it.
    day = forms.SPOKEN_DAY.match(text, found.end()) or forms.DAY.match(text, found.end())
    if not has_year and day is None:
        return None
    return base._replace(end=found.end(), month=words.MONTH_NAMES[found["month"]])


def _bare_day(text: str, base: Point) -> list[Point]:
    if (days := forms.DAYS.match(text, base.end)) and (both := pair(base, days, "day")):
        return both
    form = forms.LED_DAY if base.end > base.start else forms.DAY
    if found := form.match(text, base.end):
        day = int(found["day"] or found["one"])
        return [_finished(text, base._replace(end=found.end(), day=day))]
    return []


def _below_month(text: str, base: Point) -> list[Point]:
    if forms.ahead(text, base.end).isdecimal():
        if (days := forms.DAYS.match(text, base.end)) and (both := pair(base, days, "day")):
            return both
        base = _day_of_month(text, base)
    elif found := forms.SPOKEN_DAY.match(text, base.end):
        base = base._replace(end=found.end(), day=hangul_number(found["day"]))
    elif found := forms.ORDINAL.match(text, base.end):
        base = _nth(base, found)
    elif found := forms.PART.match(text, base.end):
        base = base._replace(end=found.end(), part=words.PARTS[found["part"]])
    if base.day is not None and base.year is None and base.years is None:
        base = _comma_year(text, base)
    return [_finished(text, base)]


def _day_of_month(text: str, base: Point) -> Point:
    if found := forms.LED_DAY.match(text, base.end):
        return base._replace(end=found.end(), day=int(found["day"] or found["one"]))
    found = forms.ORDINAL.match(text, base.end)
    return _nth(base, found) if found else base


def _comma_year(text: str, base: Point) -> Point:
    found = forms.COMMA_YEAR.match(text, base.end)
    return base._replace(end=found.end(), year=int(found["year"])) if found else base


def _nth(base: Point, found: re.Match[str]) -> Point:
    if found["last"]:
        return base._replace(end=found.end(), day=LAST_DAY)
    if found["number"]:
        return base._replace(end=found.end(), ordinal=int(found["number"]))
    nth = look_up(words.ORDINALS, found["nth"])
    named = found["weekday"] or found["in_week"]
    weekday = words.WEEKDAYS.index(named) if named else None
    return base._replace(end=found.end(), ordinal=nth, weekday=weekday)
