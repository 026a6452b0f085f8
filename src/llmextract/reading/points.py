"""One point or stretch of the calendar as a text puts it, and the days it means.

A reader of a language turns words into a `Point`; `resolve` turns a point and the
publication date into days. Whatever needs a publication date and has none gives None.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from llmextract.reading import calendar
from llmextract.reading.calendar import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from llmextract.spans import Precision

__all__ = ["LAST_DAY", "Point", "inherit", "precision_of", "resolve", "told"]

# A day without a year further off than this lies in the neighbouring year: read on
# 3 January, '12월 30일' is four days ago, not 361 days ahead.
_FAR = timedelta(days=300)


LAST_DAY = 0
"""As a day of the month: its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What the words say, before any day is worked out.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last.
        year: Calendar year.
        years: Years from the publication year (내년 is 1).
        half: Half of the year, 1 or 2.
        quarter: Quarter, 1 to 4; 0 with ``quarters`` for one told from the publication date.
        quarters: Quarters from the publication quarter.
        month: Month, 1 to 12.
        months: Months from the publication month (지난달 is -1).
        weeks: Weeks from the publication week.
        day: Day of the month.
        days: Days from the publication date (어제 is -1).
        weekday: Monday is 0.
        ordinal: Which week or weekday of the month, from 1; -1 is the last.
        part: First, middle or last part of a month or year.
        ago: Steps from the publication date, coarse first; the finest names the precision
            (3년 전 is a year, 2년 1개월 21일 전 a day).
        span: For a window (지난 3주): how many units, negative for those past.
        unit: What ``span`` counts.
        is_decade: The year begins a decade.
        school: The year is a Korean school year, March to February.
        direction: 1 for 오는 and next, -1 for 지난 and last, 0 without.
        same: ``years`` and ``months`` count from the date before it in the text (같은 해).
        or_today: The weekday may be the publication day itself (on Tuesday).
        approximate: 께, 쯤, 경, around.
    """

    start: int
    end: int
    year: int | None = None
    years: int | None = None
    half: int | None = None
    quarter: int | None = None
    quarters: int | None = None
    month: int | None = None
    months: int | None = None
    weeks: int | None = None
    day: int | None = None
    days: int | None = None
    weekday: int | None = None
    ordinal: int | None = None
    part: calendar.Part | None = None
    ago: tuple[tuple[int, calendar.Unit], ...] = ()
    span: int | None = None
    unit: calendar.Unit | None = None
    is_decade: bool = False
    school: bool = False
    direction: int = 0
    same: bool = False
    or_today: bool = False
    approximate: bool = False


def told(point: Point, before: date | None) -> Point:
    """Reads 같은 해, 이듬해 and 같은 달 from the date before it in the text."""
    if not point.same or before is None:
        return point
    if point.years is not None:
        return replace(point, year=before.year + point.years, years=None, same=False)
    return replace(point, year=before.year, month=before.month, months=None, same=False)


def precision_of(point: Point) -> Precision:
    """The unit that the words speak in: the finest that they name."""
    if point.ago:
        return point.ago[-1][1]
    if point.unit is not None:
        return point.unit
    weekend = point.weeks is not None and point.part is not None
    if weekend or _says(point.day, point.days, point.weekday):
        return "day"
    named: tuple[tuple[bool, Precision], ...] = (
        (_says(point.weeks, point.ordinal), "week"),
        (_says(point.month, point.months), "month"),
        (_says(point.quarter, point.quarters), "quarter"),
        (_says(point.half), "half"),
        (_says(point.part), "month"),
        (point.is_decade, "decade"),
    )
    return next((unit for is_named, unit in named if is_named), "year")


def _says(*parts: object) -> bool:
    return any(part is not None for part in parts)


def inherit(point: Point, other: Point) -> Point:
    """Fills what a point leaves out from the one beside it: '11월 17∼19일', '2025년 3월~5월'."""
    recurring = _says(point.day, point.month, point.half, point.quarter)
    if not recurring or point.direction or _says(point.year, point.years, point.months):
        return point
    point = replace(point, year=other.year, years=other.years, direction=other.direction)
    if point.day is not None and point.month is None:
        point = replace(point, month=other.month, months=other.months)
    return point


def resolve(point: Point, published: date | None, *, near: bool = False) -> Period | None:
    """The days that a point means.

    Args:
        point: What the words say.
        published: The day from which relative words count.
        near: A bare day of the month lies in the month of publication, not in the past:
            '20일까지' said on the 5th is still to come.

    Returns:
        The period, or None where the words need a publication date and there is none, or
        where the calendar has no such day.
    """
    try:
        return _resolve(point, published, near=near)
    except (ValueError, OverflowError):
        return None


def _resolve(point: Point, published: date | None, *, near: bool) -> Period | None:
    if point.same:
        return None
    year = point.year
    if year is None and published is not None and point.years is not None:
        year = published.year + point.years
    if year is not None:
        return _in_year(point, year)
    return (
        None
        if published is None or point.years is not None
        else _relative(point, published, near=near)
    )


def _in_year(point: Point, year: int) -> Period | None:
    if point.is_decade:
        return calendar.decade(year)
    if point.month is not None:
        return _in_month(point, year, point.month)
    if point.quarter is not None:
        return calendar.quarter(year, point.quarter)
    if point.half is not None:
        return calendar.half(year, point.half)
    if point.part is not None:
        return calendar.year_part(year, point.part)
    return calendar.year(year, first_month=3 if point.school else 1)


def _in_month(point: Point, year: int, month: int) -> Period | None:
    if point.day is not None:
        return calendar.single_day(year, month, point.day or monthrange(year, month)[1])
    if point.ordinal is not None:
        return _ordinal(point, year, month)
    if point.part is not None:
        return calendar.month_part(year, month, point.part)
    return calendar.month(year, month)


def _ordinal(point: Point, year: int, month: int) -> Period | None:
    """The n-th weekday of a month, or its n-th week that begins in it (on a Monday)."""
    whole = calendar.month(year, month)
    weekday = 0 if point.weekday is None else point.weekday
    start = whole.first + timedelta(days=(weekday - whole.first.weekday()) % 7)
    days = [start + timedelta(days=7 * n) for n in range(5)]
    length = 6 if point.weekday is None else 0
    days = [
        day for day in days if day + timedelta(days=length) <= whole.last or point.ordinal != -1
    ]
    index = -1 if point.ordinal == -1 else (point.ordinal or 1) - 1
    if index >= len(days) or days[index].month != month:
        return None
    return calendar.week(days[index]) if length else Period(days[index], days[index], "day")


def _relative(point: Point, published: date, *, near: bool) -> Period | None:
    if point.span is not None and point.unit is not None:
        return _window(point.span, point.unit, published)
    if point.ago:
        day = published
        for count, unit in point.ago:
            day = calendar.shift(day, count, unit)
        return calendar.containing(day, point.ago[-1][1])
    if point.days is not None:
        day = published + timedelta(days=point.days)
        return Period(day, day, "day")
    if point.months is not None:
        start = calendar.shift(published.replace(day=1), point.months, "month")
        return _in_month(point, start.year, start.month)
    if point.weeks is not None:
        return _in_week(point, published)
    return _nearest(point, published, near=near)


def _in_week(point: Point, published: date) -> Period:
    whole = calendar.week(published + timedelta(days=7 * (point.weeks or 0)))
    if point.part is not None:  # 주말
        return Period(whole.first + timedelta(days=5), whole.last, "day")
    if point.weekday is None:
        return whole
    day = whole.first + timedelta(days=point.weekday)
    return Period(day, day, "day")


def _window(span: int, unit: calendar.Unit, published: date) -> Period:
    """Whole units before or after the one that holds the publication date: 지난 3주."""
    current = calendar.containing(published, unit).first
    low, high = (span, 0) if span < 0 else (1, span + 1)
    first = calendar.shift(current, low, unit)
    last = calendar.shift(current, high, unit) - timedelta(days=1)
    return Period(first, last, unit)


def _nearest(point: Point, published: date, *, near: bool) -> Period | None:
    """A phrase without its year (or month): which of the recurring periods it means."""
    if point.quarters is not None:
        start = calendar.shift(
            calendar.containing(published, "quarter").first, 3 * point.quarters, "month"
        )
        return calendar.containing(start, "quarter")
    if point.month is not None or point.half is not None or point.quarter is not None:
        return _nearest_year(point, published)
    if point.part is not None:
        return _directed(point, published, lambda n: _in_year(point, published.year + n), 0)
    if point.day is not None:
        return _nearest_month(point, published, near=near)
    return _nearest_weekday(point, published)


def _nearest_year(point: Point, published: date) -> Period | None:
    def at(offset: int) -> Period | None:
        return _in_year(point, published.year + offset)

    return _directed(point, published, at, 0)


def _nearest_month(point: Point, published: date, *, near: bool) -> Period | None:
    def at(offset: int) -> Period | None:
        start = calendar.shift(published.replace(day=1), offset, "month")
        return calendar.single_day(start.year, start.month, point.day or 1)

    # '7일 밝혔다' is the 7th nearest before or on the publication date.
    past = not near and point.direction == 0 and point.weekday is None
    return _directed(replace(point, direction=-1) if past else point, published, at, 0)


def _directed(
    point: Point, published: date, at: Callable[[int], Period | None], default: int
) -> Period | None:
    order = {-1: range(0, -5, -1), 1: range(5), 0: (0, -1, 1, -2, 2)}[point.direction]
    candidates = list(_existing(at, order))
    if point.weekday is not None and point.ordinal is None:
        named = [p for p in candidates if p.first.weekday() == point.weekday]
        candidates = named or candidates
    if point.direction < 0:
        candidates = [p for p in candidates if p.first <= published]
    if point.direction > 0:
        candidates = [p for p in candidates if p.last >= published]
    if not candidates:
        return None
    best = candidates[default]
    if point.direction == 0 and best.precision == "day" and abs(best.first - published) > _FAR:
        return min(candidates, key=lambda p: abs(p.first - published))
    return best


def _existing(at: Callable[[int], Period | None], order: Sequence[int]) -> Iterator[Period]:
    """The periods that the calendar has (31일 skips the short months)."""
    for offset in order:
        try:
            period = at(offset)
        except (ValueError, OverflowError):
            continue
        if period is not None:
            yield period


def _nearest_weekday(point: Point, published: date) -> Period | None:
    if point.weekday is None:
        return None
    if point.direction < 0:
        least = 0 if point.or_today else 1
        back = (published.weekday() - point.weekday - least) % 7 + least
        day = published - timedelta(days=back)
    else:
        day = published + timedelta(days=(point.weekday - published.weekday() - 1) % 7 + 1)
    return Period(day, day, "day")
