"""Calendar arithmetic: periods of whole days, and units counted from a day.

Every function raises ValueError or OverflowError where the calendar ends (years 1 to 9999);
callers turn that into "no days".
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from llmextract.spans import Precision

__all__ = [
    "Part",
    "Period",
    "Unit",
    "containing",
    "decade",
    "edge",
    "half",
    "month",
    "month_part",
    "quarter",
    "season",
    "shift",
    "single_day",
    "week",
    "year",
    "year_part",
]

Part = Literal["start", "early", "middle", "late", "end"]
Unit = Literal["day", "week", "month", "quarter", "half", "year"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_SHORTEST_MONTH = 28
_FEBRUARY = 2
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = {"day": 1, "week": 7}
# A month has three parts in Korean: 초순 1-10, 중순 11-20, 하순 from 21.
_PART_DAYS: dict[Part, tuple[int, int]] = {
    "start": (1, 10),
    "early": (1, 10),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
}
# A year begins (초) in January and ends (말) in December; early, mid and late are its thirds.
_PART_MONTHS: dict[Part, tuple[int, int]] = {
    "start": (1, 1),
    "early": (1, 4),
    "middle": (5, 4),
    "late": (9, 4),
    "end": (12, 1),
}


class Period(NamedTuple):
    """Days from ``first`` to ``last``, both inclusive, and the unit that the words speak in."""

    first: date
    last: date
    precision: Precision


# A third of what the constructor of a named tuple takes; a page needs twenty.
_period = partial(tuple.__new__, Period)


def single_day(year: int, month: int, day: int) -> Period:
    """One day."""
    only = date(year, month, day)
    return _period((only, only, "day"))


def _months(year: int, month: int, count: int, precision: Precision) -> Period:
    end = year * 12 + month - 1 + count - 1
    last_year, last_month = end // 12, end % 12 + 1
    last = date(last_year, last_month, _last_day(last_year, last_month))
    return _period((date(year, month, 1), last, precision))


def _last_day(year: int, month: int) -> int:
    """The number of days; `monthrange` works out the weekday of the first as well."""
    return 29 if month == _FEBRUARY and isleap(year) else _LENGTHS[month - 1]


def month(year: int, month: int) -> Period:
    """One calendar month."""
    return _months(year, month, 1, "month")


def month_part(year: int, month: int, part: Part) -> Period:
    """The first, second or last third of a month; it still speaks in months."""
    low, high = _PART_DAYS[part]
    end = monthrange(year, month)[1]
    return Period(date(year, month, low), date(year, month, min(high, end)), "month")


def year_part(year: int, part: Part) -> Period:
    """The months that a part of a year spans; it speaks in months."""
    first, count = _PART_MONTHS[part]
    return _months(year, first, count, "month")


def edge(whole: Period, part: Part) -> Period:
    """The first or the last month of a half or a quarter (1분기 말)."""
    day = whole.first if part == "start" else whole.last
    return month(day.year, day.month)


def containing(day: date, unit: Unit) -> Period:
    """The whole unit that holds a day: its week (Monday to Sunday), month, quarter, half, year."""
    if unit == "week":
        return week(day)
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    if unit == "half":
        return half(day.year, (day.month + 5) // 6)
    return year(day.year) if unit == "year" else Period(day, day, "day")


def quarter(year: int, number: int) -> Period:
    """Quarter 1 to 4 of a year."""
    return _months(year, 3 * number - 2, 3, "quarter")


def season(year: int, first_month: int) -> Period:
    """Three months from ``first_month``; winter runs on into the next year."""
    return _months(year, first_month, 3, "quarter")


def half(year: int, number: int) -> Period:
    """The first (1) or second (2) half of a year."""
    return _months(year, 6 * number - 5, 6, "half")


def year(year: int, *, first_month: int = 1) -> Period:
    """Twelve months from ``first_month``: 1 for calendar years, 3 for Korean school years."""
    return _months(year, first_month, 12, "year")


def decade(first_year: int) -> Period:
    """Ten years from ``first_year``."""
    return _months(first_year, 1, 120, "decade")


def week(day: date) -> Period:
    """The week of a day, Monday to Sunday (ISO 8601)."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def shift(day: date, count: int, unit: Unit) -> date:
    """The day ``count`` units later, or earlier where it is negative.

    The 31st moves to a month's last day where the month has no 31st.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    target = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    to_year, to_month = target // 12, target % 12 + 1
    every_month_has_it = day.day <= _SHORTEST_MONTH
    last = day.day if every_month_has_it else _last_day(to_year, to_month)
    return date(to_year, to_month, min(day.day, last))
