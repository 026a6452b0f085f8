"""The days that a point of the calendar means, seen from a publication date."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from llmextract.reading import calendar
from llmextract.reading.calendar import Period
from llmextract.reading.feasts import feast, holidays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from llmextract.reading.points import Point

__all__ = ["resolve"]

# A day without a year further off than this lies in the neighbouring year: read on
# 3 January, '12월 30일' is four days ago, not 361 days ahead.
_FAR = timedelta(days=300)
# '30일' read on the 2nd is the day before yesterday; '20일' read on the 10th is to come.
_JUST_PAST = timedelta(days=7)
# '3일까지' read on the 30th is over for 27 days: the next 3rd is meant.
_TURN = timedelta(days=20)


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
        return _shifted(_resolve(point, published, near=near), point.after)
    except (ValueError, OverflowError):
        return None


def _shifted(period: Period | None, steps: tuple[tuple[int, calendar.Unit], ...]) -> Period | None:
    """The day that lies some steps after (or before) the first of a period.

    Raises:
        ValueError, OverflowError: The calendar ends before.
    """
    if period is None or not steps:
        return period
    day = period.first
    for count, unit in steps:
        day = calendar.shift(day, count, unit)
    return Period(day, day, "day")


def _resolve(point: Point, published: date | None, *, near: bool) -> Period | None:
    if point.same is not None:
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
        return _in_decade(point, year)
    if point.feast is not None:
        return (holidays if point.holidays else feast)(point.feast, year)
    if point.month is not None:
        return _in_month(point, year, point.month)
    return _part_of_year(point, year)


def _part_of_year(point: Point, year: int) -> Period:
    if point.season is not None:
        return calendar.season(year, point.season)
    if point.quarter is not None:
        return _edge(point, calendar.quarter(year, point.quarter))
    if point.half is not None:
        return _edge(point, calendar.half(year, point.half))
    if point.part is not None:
        return calendar.year_part(year, point.part)
    return calendar.year(year, first_month=3 if point.school else 1)


def _edge(point: Point, whole: Period) -> Period:
    return whole if point.part is None else calendar.edge(whole, point.part)


def _in_decade(point: Point, year: int) -> Period:
    if point.among is None:
        return calendar.decade(year)
    low, high = point.among
    return Period(date(year + low, 1, 1), date(year + high, 12, 31), "decade")


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
        window = _deadline if point.within else _window
        return window(point.span, point.unit, published)
    if point.ago:
        day = published
        for count, unit in point.ago:
            day = calendar.shift(day, count, unit)
        # Weeks are steps of days: two weeks ago is a day, two years ago a year.
        unit = point.ago[-1][1]
        return calendar.containing(day, "day" if unit == "week" else unit)
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
    if point.among is not None:
        low, high = point.among
        return Period(whole.first + timedelta(days=low), whole.first + timedelta(days=high), "week")
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


def _deadline(span: int, unit: calendar.Unit, published: date) -> Period:
    """As many units as the words name, the first of them begun by the publication: 3년 안에."""
    last = calendar.shift(published, span, unit) - timedelta(days=1)
    return Period(published, last, unit)


def _nearest(point: Point, published: date, *, near: bool) -> Period | None:
    """A phrase without its year (or month): which of the recurring periods it means."""
    if point.quarters is not None:
        start = calendar.shift(
            calendar.containing(published, "quarter").first, 3 * point.quarters, "month"
        )
        return _edge(point, calendar.containing(start, "quarter"))
    if _any(point.month, point.half, point.quarter):
        return _nearest_year(point, published)
    if _any(point.season, point.feast):
        return _nearest_feast(point, published)
    if point.part is not None:
        return _directed(point, published, lambda n: _in_year(point, published.year + n))
    if point.day is not None:
        return _nearest_month(point, published, near=near)
    return _nearest_weekday(point, published)


def _nearest_year(point: Point, published: date) -> Period | None:
    def at(offset: int) -> Period | None:
        return _in_year(point, published.year + offset)

    if point.told and not point.direction:
        past = (p for p in _existing(at, range(0, -3, -1)) if p.first <= published)
        return next(past, None)
    return _directed(point, published, at)


def _nearest_feast(point: Point, published: date) -> Period | None:
    """A feast or season of no year: the nearest one, or the next or last that 오는, 지난 ask."""
    found = [*_existing(lambda n: _in_year(point, published.year + n), (-1, 0, 1))]
    if point.direction > 0:
        found = [p for p in found if p.last >= published]
        return min(found, key=lambda p: p.first, default=None)
    if point.direction < 0:
        found = [p for p in found if _is_past(p, published)]
        return max(found, key=lambda p: p.first, default=None)
    return min(found, key=lambda p: _distance(p, published), default=None)


def _distance(period: Period, day: date) -> timedelta:
    """How far a day lies outside of a period."""
    return max(period.first - day, day - period.last, timedelta(0))


def _nearest_month(point: Point, published: date, *, near: bool) -> Period | None:
    def at(offset: int) -> Period | None:
        start = calendar.shift(published.replace(day=1), offset, "month")
        return calendar.single_day(start.year, start.month, point.day or 1)

    if point.direction == 0 and point.weekday is None:
        return _bare_day(point, published, at, near=near)
    return _directed(point, published, at)


def _bare_day(
    point: Point, published: date, at: Callable[[int], Period | None], *, near: bool
) -> Period | None:
    """A day alone: news calls other months by name, so it lies in the month of publication.

    '7일 밝혔다' is the nearest before or on that date, and on the first days of a month
    '30일' is the day just past.
    """
    this = next(_existing(at, (0,)), None)
    if near:
        behind = this is None or published - this.first > _TURN
        return next(_existing(at, (1,)), this) if behind else this
    if this is not None and this.first <= published:
        return this
    last = next(_existing(at, (-1,)), None)
    just_past = last is not None and published - last.first <= _JUST_PAST
    if this is None or point.told or just_past:
        return _directed(point._replace(direction=-1), published, at)
    return this


def _directed(point: Point, published: date, at: Callable[[int], Period | None]) -> Period | None:
    order = {-1: range(0, -5, -1), 1: range(5), 0: (0, -1, 1, -2, 2)}[point.direction]
    candidates = list(_existing(at, order))
    if point.weekday is not None and point.ordinal is None:
        named = [p for p in candidates if p.first.weekday() == point.weekday]
        near = [p for p in named if abs(p.first - published) <= _FAR]
        candidates = near or candidates
    if point.direction < 0:
        # On the 7th '지난 7일' is today; in December '지난 12월' is over.
        candidates = [p for p in candidates if _is_past(p, published)]
    if point.direction > 0:
        candidates = [p for p in candidates if p.last >= published]
    if not candidates:
        return None
    best = candidates[0]
    if point.direction == 0 and best.precision == "day" and abs(best.first - published) > _FAR:
        return min(candidates, key=lambda p: abs(p.first - published))
    return best


def _is_past(period: Period, day: date) -> bool:
    return period.last < day or period.first == period.last == day


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


def _any(*parts: object) -> bool:
    return parts.count(None) < len(parts)
