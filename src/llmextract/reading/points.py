"""One point or stretch of the calendar as a text puts it, and the days it means.

A reader of a language turns words into a `Point`; `resolve` turns a point and the
publication date into days. Whatever needs a publication date and has none gives None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self, dataclass_transform

if TYPE_CHECKING:
    from llmextract.reading import calendar
    from llmextract.spans import Precision

__all__ = ["LAST_DAY", "Point", "inherit", "precision_of"]


LAST_DAY = 0
"""As a day of the month: its last."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Parts:
    """Holds its parts in one dictionary, those too that are not said.

    A point is asked for some forty parts before its days are known, and one that only the class
    holds takes ten times as long to find as one of its own. A named tuple is dearer to change.
    """

    def __init__(self, **parts: object) -> None:
        self.__dict__ = _BLANK | parts

    def _replace(self, **parts: object) -> Self:
        """The same with other parts, as of a named tuple."""
        changed = object.__new__(type(self))
        changed.__dict__ = self.__dict__ | parts
        return changed


class Point(_Parts):
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
        within: The window begins with the publication itself (3년 안에).
        is_decade: The year begins a decade.
        school: The year is a Korean school year, March to February.
        direction: 1 for 오는 and next, -1 for 지난 and last, 0 without.
        season: The month that a season begins with; it has three.
        feast: The name of a lunar feast day.
        holidays: The days around the feast count too (추석 연휴).
        same_period: The last period of the text, in the year that is named (전년 동기).
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
    within: bool = False
    is_decade: bool = False
    school: bool = False
    direction: int = 0
    season: int | None = None
    feast: str | None = None
    holidays: bool = False
    same_period: bool = False
    same: Literal["day", "month", "year"] | None = None
    after: tuple[tuple[int, calendar.Unit], ...] = ()
    told: bool = False
    or_today: bool = False
    approximate: bool = False


_BLANK = {name: value for name, value in vars(Point).items() if name in Point.__annotations__}


def precision_of(point: Point) -> Precision:
    """The unit that the words speak in: the finest that they name."""
    steps = point.after or point.ago
    if steps:
        return "day" if steps[-1][1] == "week" or point.after else steps[-1][1]
    if point.unit is not None:
        return point.unit
    weekend = point.weeks is not None and point.part is not None
    of_day = point.day is not None or point.days is not None or point.weekday is not None
    if weekend or of_day or point.feast is not None:
        return "day"
    if point.weeks is not None or point.ordinal is not None:
        return "week"
    if point.month is not None or point.months is not None:
        return "month"
    return _coarse(point)


def _coarse(point: Point) -> Precision:
    if point.part is not None:
        return "month"
    if point.quarter is not None or point.quarters is not None or point.season is not None:
        return "quarter"
    if point.half is not None:
        return "half"
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
