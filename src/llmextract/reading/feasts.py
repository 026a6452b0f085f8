"""Feast days: of the lunar calendar (설, 추석), and those that lie on one day (광복절).

The library korean-lunar-calendar turns lunar days into solar ones by the tables of the Korea
Astronomy and Space Science Institute, for 1000 to 2050; outside of these years a feast has no
days. It is loaded with the first feast that a text names.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from llmextract.reading.calendar import Period

__all__ = ["FEASTS", "SOLAR_FEASTS", "feast", "holidays"]

# The lunar month and day of each; 0 is the last day of the year before.
FEASTS: dict[str, tuple[int, int]] = {
    "설": (1, 1), "설날": (1, 1), "구정": (1, 1), "음력설": (1, 1), "섣달그믐": (1, 0),
    "정월대보름": (1, 15), "정월 대보름": (1, 15), "대보름": (1, 15),
    "부처님오신날": (4, 8), "부처님 오신 날": (4, 8), "석가탄신일": (4, 8), "사월초파일": (4, 8),
    "사월 초파일": (4, 8),
    "단오": (5, 5), "단오절": (5, 5), "칠월칠석": (7, 7), "백중날": (7, 15),
    "추석": (8, 15), "한가위": (8, 15), "중양절": (9, 9),
}  # fmt: skip

# Month and day. These names lead many others (광복절 특사, 크리스마스 마켓), see `ko_forms.FEAST`.
SOLAR_FEASTS: dict[str, tuple[int, int]] = {
    "신정": (1, 1), "새해 첫날": (1, 1), "삼일절": (3, 1), "3·1절": (3, 1), "3.1절": (3, 1),
    "식목일": (4, 5), "근로자의 날": (5, 1), "노동절": (5, 1), "어린이날": (5, 5),
    "어버이날": (5, 8), "스승의 날": (5, 15), "현충일": (6, 6), "제헌절": (7, 17),
    "광복절": (8, 15), "국군의 날": (10, 1), "개천절": (10, 3), "한글날": (10, 9),
    "핼러윈": (10, 31), "크리스마스이브": (12, 24), "크리스마스": (12, 25), "성탄절": (12, 25),
}  # fmt: skip

# Days off before and after a feast of one day, by its weekday (Monday is 0).
_AROUND = {0: (2, 0), 4: (0, 2), 5: (0, 1), 6: (1, 0)}


def feast(name: str, year: int) -> Period:
    """The day of a feast.

    Args:
        name: A word of `FEASTS` or `SOLAR_FEASTS`, spaces left out or kept.
        year: The solar year that the feast lies in.

    Raises:
        ValueError: The calendar does not hold the year.
    """
    closed_up = name.replace(" ", "")
    if solar := _SOLAR_BY_NAME.get(closed_up):
        only = date(year, *solar)
        return Period(only, only, "day")
    month, day = _BY_NAME[closed_up]
    only = _solar(year, month, max(day, 1)) - timedelta(days=0 if day else 1)
    return Period(only, only, "day")


def holidays(name: str, year: int) -> Period:
    """The days off around a feast: 추석 연휴, 설 연휴, 광복절 연휴.

    The lunar ones have the day before and after, the others the weekend that they touch.

    Raises:
        ValueError: The calendar does not hold the year.
    """
    day = feast(name, year).first
    if name.replace(" ", "") in _SOLAR_BY_NAME:
        return _with_weekend(day)
    return Period(day - timedelta(days=1), day + timedelta(days=1), "day")


def _with_weekend(day: date) -> Period:
    before, after = _AROUND.get(day.weekday(), (0, 0))
    return Period(day - timedelta(days=before), day + timedelta(days=after), "day")


@lru_cache(maxsize=512)
def _solar(year: int, month: int, day: int) -> date:
    from korean_lunar_calendar import KoreanLunarCalendar  # noqa: PLC0415 - scan starts faster

    calendar = KoreanLunarCalendar()
    if not calendar.setLunarDate(year, month, day, isIntercalation=False):
        message = f"the lunar calendar has no year {year}"
        raise ValueError(message)
    return date.fromisoformat(calendar.SolarIsoFormat())


_BY_NAME = {name.replace(" ", ""): day for name, day in FEASTS.items()}
_SOLAR_BY_NAME = {name.replace(" ", ""): day for name, day in SOLAR_FEASTS.items()}
