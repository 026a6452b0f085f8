"""One point or stretch of the calendar as a text puts it, and the days it means.

A reader of a language turns words into a `Point`; `resolve` turns a point and the
publication date into days. Whatever needs a publication date and has none gives None.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmextract.reading import calendar
from llmextract.reading.calendar import Period
from llmextract.reading.feasts import feast, holidays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from llmextract.spans import Precision

__all__ = ["LAST_DAY", "Point", "inherit", "precision_of", "resolve", "shifted", "told"]

# A day without a year further off than this lies in the neighbouring year: read on
# 3 January, '12월 30일' is four days ago, not 361 days ahead.
_FAR = timedelta(days=300)
# '30일' read on the 2nd is the day before yesterday; '20일' read on the 10th is to come.
_JUST_PAST = timedelta(days=7)
# '3일까지' read on the 30th is over for 27 days: the next 3rd is meant.
_TURN = timedelta(days=20)


LAST_DAY = 0
"""As a day of the month: its last."""


class Point(NamedTuple):
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
        part: First, middle or last part of a month or year; with ``weeks``, the weekend.
        among: Which of the smaller units in it, both inclusive: the first and last year of
            a decade (1990년대 말), the first and last day of a week (다음 주 초).
        ago: Steps from the publication date, coarse first; the finest names the precision
            (3년 전 is a year, 2년 1개월 21일 전 a day).
        span: For a window (지난 3주): how many units, negative for those past.
        unit: What ``span`` counts.
        is_decade: The year begins a decade.
        school: The year is a Korean school year, March to February.
        direction: 1 for 오는 and next, -1 for 지난 and last, 0 without.
        season: The month that a season begins with; it has three.
        feast: The name of a lunar feast day.
        holidays: The days around the feast count too (추석 연휴).
        same: The unit of the text's own dates that ``years``, ``months`` or ``days`` count
            from (같은 해, 이날); None where they count from the publication.
        after: Steps from the day that the other parts say (어제로부터 4일 후).
        told: A verb that reports what is past stands right behind (7일 밝혔다).
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
    among: tuple[int, int] | None = None
    ago: tuple[tuple[int, calendar.Unit], ...] = ()
    span: int | None = None
    unit: calendar.Unit | None = None
    is_decade: bool = False
    school: bool = False
    direction: int = 0
    season: int | None = None
    feast: str | None = None
    holidays: bool = False
    same: Literal["day", "month", "year"] | None = None
    after: tuple[tuple[int, calendar.Unit], ...] = ()
    told: bool = False
    or_today: bool = False
    approximate: bool = False


def told(point: Point, said: Mapping[str, date], published: date | None) -> Point:
    """Reads 이날, 같은 달 and 이듬해 from the last date of the text, else from the publication."""
    if point.same is None:
        return point
    anchor = said.get(point.same, published)
    if anchor is None:
        return point
    point = point._replace(same=None)
    if point.days is not None:
        day = anchor + timedelta(days=point.days)
        return point._replace(year=day.year, month=day.month, day=day.day, days=None)
    if point.years is not None:
        return point._replace(year=anchor.year + point.years, years=None)
    start = calendar.shift(anchor.replace(day=1), point.months or 0, "month")
    return point._replace(year=start.year, month=start.month, months=None)


def precision_of(point: Point) -> Precision:
    """The unit that the words speak in: the finest that they name."""
    steps = point.after or point.ago
    if steps:
        return "day" if steps[-1][1] == "week" or point.after else steps[-1][1]
    if point.unit is not None:
        return point.unit
    weekend = point.weeks is not None and point.part is not None
    if weekend or _says(point.day, point.days, point.weekday, point.feast):
        return "day"
    if _says(point.weeks, point.ordinal):
        return "week"
    if _says(point.month, point.months):
        return "month"
    return _coarse(point)


def _coarse(point: Point) -> Precision:
    if _says(point.quarter, point.quarters, point.season):
        return "quarter"
    if point.half is not None:
        return "half"
    if point.part is not None:
        return "month"
    return "decade" if point.is_decade else "year"


def _says(*parts: object) -> bool:
    return parts.count(None) < len(parts)


def inherit(point: Point, other: Point) -> Point:
    """Fills what a point leaves out from the one beside it: '11월 17∼19일', '2025년 3월~5월'."""
    recurring = _says(point.day, point.month, point.half, point.quarter)
    if not recurring or point.direction or _says(point.year, point.years, point.months):
        return point
    point = point._replace(year=other.year, years=other.years, direction=other.direction)
    if point.day is not None and point.month is None:
        point = point._replace(month=other.month, months=other.months)
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
        return shifted(_resolve(point, published, near=near), point.after)
    except (ValueError, OverflowError):
        return None


def shifted(period: Period | None, steps: tuple[tuple[int, calendar.Unit], ...]) -> Period | None:
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
    if point.season is not None:
        return calendar.season(year, point.season)
    if point.month is not None:
        return _in_month(point, year, point.month)
    if point.quarter is not None:
        return calendar.quarter(year, point.quarter)
    if point.half is not None:
        return calendar.half(year, point.half)
    if point.part is not None:
        return calendar.year_part(year, point.part)
    return calendar.year(year, first_month=3 if point.school else 1)


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
        return _window(point.span, point.unit, published)
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


def _nearest(point: Point, published: date, *, near: bool) -> Period | None:
    """A phrase without its year (or month): which of the recurring periods it means."""
    if point.quarters is not None:
        start = calendar.shift(
            calendar.containing(published, "quarter").first, 3 * point.quarters, "month"
        )
        return calendar.containing(start, "quarter")
    if _says(point.month, point.half, point.quarter):
        return _nearest_year(point, published)
    if _says(point.season, point.feast):
        return _nearest_feast(point, published)
    if point.part is not None:
        return _directed(point, published, lambda n: _in_year(point, published.year + n))
    if point.day is not None:
        return _nearest_month(point, published, near=near)
    return _nearest_weekday(point, published)


def _nearest_year(point: Point, published: date) -> Period | None:
    def at(offset: int) -> Period | None:
        return _in_year(point, published.year + offset)

    return _directed(point, published, at)


def _nearest_feast(point: Point, published: date) -> Period | None:
    """A feast or season of no year: the nearest one, or the next or last that 오는, 지난 ask."""
    found = [*_existing(lambda n: _in_year(point, published.year + n), (-1, 0, 1))]
    if point.direction > 0:
        found = [p for p in found if p.last >= published]
        return min(found, key=lambda p: p.first, default=None)
    if point.direction < 0:
        found = [p for p in found if p.first <= published]
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
    this, last, ahead = (next(_existing(at, (n,)), None) for n in (0, -1, 1))
    if near:
        behind = this is None or published - this.first > _TURN
        return ahead if behind and ahead is not None else this
    if this is not None and this.first <= published:
        return this
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
