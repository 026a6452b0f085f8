"""The words of Korean dates, as tables. To teach the reader a word, add it here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from llmextract.reading.calendar import Part, Unit

__all__ = [
    "COUNTS", "DAYS", "DAY_COUNTS", "DECADE_PARTS", "DIRECTIONS", "LIMITS", "MONTHS",
    "MONTH_NAMES", "ORDINALS", "PARTS", "QUARTERS", "SAME_DAYS", "SAME_MONTHS", "SAME_YEARS",
    "SEASONS", "UNITS", "WEEKDAYS", "WEEKS", "WEEK_PARTS", "YEARS", "YEAR_PARTS", "Limit",
]  # fmt: skip

Limit = Literal["until", "from", "after", "before", "within"]

# Years, months, weeks and days from the publication date.
YEARS: dict[str, int] = {
    "올해": 0, "올 한 해": 0, "올": 0, "금년": 0, "금년도": 0, "연내": 0,
    "내년": 1, "내년도": 1, "명년": 1, "내후년": 2, "후년": 2,
    "지난해": -1, "지난 한 해": -1, "지난 해": -1, "작년": -1, "작년도": -1,
    "재작년": -2, "지지난해": -2,
}  # fmt: skip
MONTHS: dict[str, int] = {
    "이달": 0, "이 달": 0, "이번 달": 0, "이번달": 0, "금월": 0,
    "다음 달": 1, "다음달": 1, "내달": 1, "오는 달": 1, "다다음 달": 2, "다다음달": 2,
    "지난달": -1, "지난 달": -1, "저번 달": -1, "저번달": -1, "지지난달": -2,
}  # fmt: skip
WEEKS: dict[str, int] = {
    "이번 주": 0, "이번주": 0, "금주": 0, "다음 주": 1, "다음주": 1, "내주": 1, "오는 주": 1,
    "오는주": 1, "다다음 주": 2, "다다음주": 2, "지난주": -1, "지난 주": -1, "저번 주": -1,
    "저번주": -1, "지지난주": -2,
}  # fmt: skip
DAYS: dict[str, int] = {
    "오늘": 0, "내일": 1, "내일모레": 2, "모레": 2, "글피": 3,
    "어제": -1, "그제": -2, "그저께": -2, "엊그제": -2, "그끄저께": -3,
}  # fmt: skip
# Years, months and days from the last one that the text names; else from the publication.
SAME_YEARS: dict[str, int] = {
    "전년": -1, "전년도": -1, "직전 연도": -1,
    "같은 해": 0, "그 해": 0, "이듬해": 1, "그 이듬해": 1, "다음 해": 1, "그 다음 해": 1,
}  # fmt: skip
SAME_MONTHS: dict[str, int] = {"같은 달": 0, "그달": 0}
SAME_DAYS: dict[str, int] = {
    "이날": 0, "같은 날": 0, "전날": -1, "다음 날": 1, "이튿날": 1,
}  # fmt: skip
QUARTERS: dict[str, int] = {"이번": 0, "다음": 1, "지난": -1, "저번": -1}

# What fixes which of the recurring days is meant.
DIRECTIONS: dict[str, int] = {
    "오는": 1, "다가오는": 1, "돌아오는": 1, "다음": 1, "지난": -1, "저번": -1, "올": 0, "이번": 0,
}  # fmt: skip

PARTS: dict[str, Part] = {
    "초순": "early", "상순": "early", "초반": "early", "초": "start",
    "중순": "middle", "중반": "middle",
    "하순": "late", "후반": "late", "말": "end",
}  # fmt: skip
YEAR_PARTS: dict[str, Part] = {"연초": "start", "연말": "end"}
"""Words for a part of a year that hold the year themselves: 올해 연말, 연초."""
# First and last year of ten: 1990년대 초반 is 1990 to 1993.
DECADE_PARTS: dict[str, tuple[int, int]] = {
    "초반": (0, 3), "초": (0, 3), "중반": (4, 6), "중엽": (4, 6), "후반": (7, 9), "말": (7, 9),
}  # fmt: skip
# First and last day of the week, Monday is 0: 다음 주 초, 지난주 말.
WEEK_PARTS: dict[str, tuple[int, int]] = {"초": (0, 1), "중반": (2, 3), "말": (4, 6)}
# The month that a season begins with; each has three (Korea Meteorological Administration).
SEASONS: dict[str, int] = {"봄": 3, "여름": 6, "가을": 9, "겨울": 12}

WEEKDAYS = "월화수목금토일"
ORDINALS: dict[str, int] = {
    "첫": 1, "첫째": 1, "첫 번째": 1, "첫번째": 1, "둘째": 2, "두 번째": 2, "두번째": 2,
    "셋째": 3, "세 번째": 3, "세번째": 3, "넷째": 4, "네 번째": 4, "네번째": 4,
    "다섯째": 5, "다섯 번째": 5, "다섯번째": 5, "마지막": -1,
}  # fmt: skip

COUNTS: dict[str, int] = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6,
}  # fmt: skip
"""Native numbers before 달, 주, 해."""
DAY_COUNTS: dict[str, int] = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8,
    "아흐레": 9, "열흘": 10, "보름": 15,
}  # fmt: skip
"""Words that are a number of days: 사흘 뒤."""

# June and October lose their final consonant.
MONTH_NAMES: dict[str, int] = {
    "일월": 1, "이월": 2, "삼월": 3, "사월": 4, "오월": 5, "유월": 6, "육월": 6, "칠월": 7,
    "팔월": 8, "구월": 9, "시월": 10, "십월": 10, "십일월": 11, "십이월": 12,
}  # fmt: skip

UNITS: dict[str, Unit] = {
    "년": "year", "개년": "year", "해": "year", "개월": "month", "달": "month",
    "주": "week", "주일": "week", "일": "day", "분기": "quarter",
}  # fmt: skip

LIMITS: dict[str, Limit] = {
    "까지": "until", "부터": "from", "이후": "after", "이래": "after", "이전": "before",
    "전": "before",
    "안에": "within", "안으로": "within", "내에": "within", "내로": "within", "내": "within",
    "이내": "within",
}  # fmt: skip
