"""What a text has said so far: 이날, 같은 달, 전년 동기 and "two years later" count from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from llmextract.reading import calendar
from llmextract.reading.calendar import Period
from llmextract.reading.resolving import resolve

if TYPE_CHECKING:
    from llmextract.reading.points import Point
    from llmextract.spans import DateSpan

__all__ = ["Said"]


class Said:
    """The last year, month, day and period that the text named, in the order of the text."""

    def __init__(self) -> None:
        """Begins a text: nothing is said yet."""
        self._days: dict[str, date] = {}
        self._period: DateSpan | None = None

    def remember(self, mention: DateSpan) -> None:
        """Takes note of a date of the text."""
        first, last, precision = mention.first, mention.last, mention.precision
        day = first or last
        if day is None:
            return
        self._days["year"] = day
        if precision in {"day", "week", "month"}:
            self._days["month"] = day
        if precision == "day":
            self._days["day"] = day
        if first and last and first < last:
            self._period = mention

    def holds(self, point: Point) -> bool:
        """Whether the text has named what the point counts from."""
        return point.same is None or point.same in self._days

    def told(self, point: Point, published: date | None) -> Point:
        """The point counted from the last date of the text, else from the publication.

        Where the calendar ends before, the point stays as it is and has no days.
        """
        anchor = self._days.get(point.same, published) if point.same else None
        if anchor is None:
            return point
        try:
            return _counted(point._replace(same=None), anchor)
        except (ValueError, OverflowError):
            return point

    def same_period(self, point: Point, published: date | None) -> Period | None:
        """The last period of the text, in the year that the point names: 전년 동기."""
        year = resolve(point, published)
        said = self._period
        if said is None or said.first is None or said.last is None or year is None:
            return None
        back = year.first.year - said.last.year
        try:
            last = calendar.shift(said.last + timedelta(days=1), back, "year")
            first = calendar.shift(said.first, back, "year")
            return Period(first, last - timedelta(days=1), said.precision)
        except (ValueError, OverflowError):
            return None


def _counted(point: Point, anchor: date) -> Point:
    if point.months is not None and (point.year is not None or point.years is not None):
        return point._replace(month=anchor.month, months=None)
    if point.days is not None:
        day = anchor + timedelta(days=point.days)
        return point._replace(year=day.year, month=day.month, day=day.day, days=None)
    if point.years is not None:
        return point._replace(year=anchor.year + point.years, years=None)
    start = calendar.shift(anchor.replace(day=1), point.months or 0, "month")
    return point._replace(year=start.year, month=start.month, months=None)
