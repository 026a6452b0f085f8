"""English dates: March 3, 2025; 3 March; Q1 2026; the first half of 2026; by the end of 2027.

What fixes the reading is inside the text ('by 2027', 'since March', 'last year'); a mere
'in' or 'on' is not. Fiscal years are read as calendar years: texts rarely say when they begin.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmextract.reading.points import Point, inherit, precision_of
from llmextract.reading.resolving import resolve
from llmextract.spans import DateSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llmextract.reading.calendar import Part, Period, Unit

__all__ = ["scan_english_dates"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun",
            "July|Jul", "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov",
            "December|Dec",
        ),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"a": 1, "an": 1}
_WAYS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PARTS: dict[str, Part] = {
    "early": "early", "beginning": "start", "start": "start",
    "mid": "middle", "middle": "middle", "late": "late", "end": "end",
}  # fmt: skip

# First and last year of ten: the late 1980s are 1987 to 1989.
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
# The month that a season begins with, as meteorologists of the north count.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

_LIMITS: dict[str, Literal["until", "from", "after", "before"]] = {
    "by": "until", "until": "until", "till": "until", "through": "until", "no later than": "until",
    "before": "before", "prior to": "before", "after": "after",
    "since": "from", "starting": "from", "beginning": "from", "effective": "from", "from": "from",
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b(?:(?<!\w{{4}})\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]*\d|%)\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%])\b"
_WEEKDAY = rf"(?:(?:{'|'.join(_WEEKDAYS)}),?[ ])?"
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"
_WAY = rf"(?P<way>{'|'.join(_WAYS)})"
_PART = (
    r"(?:the[ ])?(?P<part>early|mid|late|beginning|start|middle|end)(?:[ -]|[ ]of[ ](?:the[ ])?)?"
)
_OF = (
    r"(?:,?[ ](?:of[ ]|in[ ])?(?:the[ ]year[ ]|fiscal[ ](?:year[ ])?)?(?:"
    + _YEAR
    + rf"|{_WAY}[ ]year))?"
)

# One form a line; the first that matches at a place is read.
_FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form)
    for form in (
        rf"{_WEEKDAY}{_MONTH}[ ]{_DAY}(?:,?[ ]{_YEAR})?",
        rf"{_WEEKDAY}{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR})?",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)",
        rf"(?:{_PART})?{_MONTH},?[ ](?:of[ ])?(?:{_YEAR}|{_WAY}[ ]year\b)",
        rf"(?:the[ ])?(?P<half>first|second|1st|2nd)[ -]half{_OF}",
        rf"(?:the[ ])?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter{_OF}",
        rf"(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q)\b(?:[ ]?(?:of[ ])?(?:FY[ ]?)?{_YEAR})?",
        rf"(?:H(?P<h>[12])|(?P<h2>[12])H)[ ](?:of[ ])?{_YEAR}",
        r"(?:the[ ])?(?:(?P<decade_part>early|mid|late)[ -])?(?P<decade>(?:19|20)\d0)s\b",
        rf"(?:the[ ])?(?P<season>{'|'.join(_SEASONS)})[ ](?:of[ ])?(?:{_YEAR}|{_WAY}[ ]year\b)",
        rf"{_WAY}[ ](?P<season>{'|'.join(_SEASONS)})\b",
        rf"(?:the[ ])?(?P<window>past|last)[ ]{_COUNT}[ ](?P<unit>year|month|week|quarter)s\b",
        r"(?P<number>1[0-2]|0?[1-9])/(?P<day>3[01]|2\d|1[3-9])/(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?P<day>3[01]|2\d|1[3-9])/(?P<number>1[0-2]|0?[1-9])/(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"(?i:fiscal[ ]year[ ]|fiscal[ ]|FY[ ]?){_YEAR}",
        r"FY(?P<short>\d\d)\b",
        rf"(?:{_PART})?(?:(?:the[ ])?year[ ])?(?P<plain>){_YEAR}",
        rf"(?i:{_PART})(?i:{_WAY})[ ](?P<unit>year|month)\b",
        r"(?:the[ ])?(?P<part>end)[ ]of[ ]the[ ](?P<unit>year|month)\b",
        r"(?i:(?:earlier|later)[ ](?P<way>this))[ ](?P<unit>year|quarter|month|week)\b",
        rf"(?i:{_WAY})[ ](?P<unit>year|quarter|month|week)\b",
        rf"(?i:{_WAY})[ ](?:(?P<weekday>{'|'.join(_WEEKDAYS)})\b|{_MONTH})",
        rf"(?P<on>on|On)[ ](?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!s)",
        rf"(?P<said>)(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!s)",
        rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})[ ](?P<unit>year|month|week|day)s?[ ]ago\b",
        r"(?i:(?P<word>yesterday|today|tomorrow))\b(?!'s)",
        rf"(?P<bare>){_PART}{_MONTH}",
        rf"(?P<bare>){_MONTH}",
    )
)

# The character class comes first: the engine skips to its characters at little cost. Digits
# that Hangul follows begin nothing English.
_START = re.compile(
    r"[0-9A-Za-z](?<![\w$€£¥₩.,/-].)(?:(?<=\d)"
    r"(?=\d{3}(?:s\b|(?![\d,.]*\d)(?!\w))|\d?(?:st|nd|rd|th)?[ ]?(?:[\-–/]|[A-Za-z])"
    r"|\d{0,2}[ ][a-z])"
    r"|(?<=[A-Za-z]))"
)
_WORD_START = re.compile(
    rf"\d|(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))}|{'|'.join(_WEEKDAYS)})"
    r"|Q[1-4]|H[12]|FY"
    rf"|(?i:by|until|till|through|no|before|prior|after|since|starting|"
    rf"beginning|effective|from|between|the|early|earlier|mid|late|later|end|{'|'.join(_SEASONS)}|first|second|third|fourth|"
    rf"{'|'.join(_WAYS)}|{'|'.join(_COUNTS)}|yesterday|today|tomorrow|fiscal|on|about|around)\b"
)
_LONGEST_MONTH = 31
_FULL_YEAR = 1000
_LIMIT = re.compile(rf"(?i:(?P<word>{'|'.join(sorted(_LIMITS, key=len, reverse=True))}))[ ]")
_OUTSIDE = re.compile(r"(?:the|The|on|On)[ ]")
_ABOUT = re.compile(r"(?:around|about|circa)[ ]")
_BETWEEN = re.compile(r"(?i:between)[ ]")
# A month without its year lies ahead after by, behind after since.
_AHEAD = {"by": 1, "no later than": 1, "since": -1}
_YEAR_RANGE = re.compile(r"[-–](?:(?:19|20)\d\d|(?P<short>\d\d))\b(?![-–/])")
_MONTH_RANGE = re.compile(rf"[ ]?[-–][ ]?(?:{'|'.join(_MONTHS)})\b")
# The mayor said Monday; in the 2018 Winter Olympics the year is part of a name.
_BEFORE_WEEKDAY = re.compile(r"\b(?:said|says|announced|reported|told|late|early)[ ]\Z")
_NAME_BEHIND = re.compile(r"[ ](?!(?:January|February|March|April|May|June|July)\b)[A-Z][a-z]")
_THE = re.compile(r"\b[Tt]he[ ]\Z")
_TO = re.compile(r"[ ]?[-–—][ ]?|[ ](?:to|through|until|till)[ ]")
_AND = re.compile(r"[ ]and[ ]")
_SHORT_LEFT = re.compile(
    r"(?P<low>\d\d?)(?:st|nd|rd|th)?(?:[ ]?[-–—][ ]?|[ ](?:to|through|until|till|and)[ ])"
    r"(?=\d\d?(?:st|nd|rd|th)?[ ](?:of[ ])?[A-Z])"
)
_SHORT_RIGHT = re.compile(
    r"(?P<high>\d\d?|(?:19|20)\d\d)(?![\d,.:%]*\d)\b(?:,?[ ](?P<year>(?:19|20)\d\d)\b)?"
)
# A number alone is a year only after one of these, or in brackets.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?i:in|of|for|during|the|year|since|and|to|from|between|late|early|mid|around|about|"
    r"than|was|as|through)[ ]|[(\[])\Z"
)
_BEFORE_MONTH = re.compile(r"\b(?i:in|of|for|during|since|from|this|to|and|until|by)[ ]\Z")


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
    position = 0
    while start := _START.search(text, position):
        position = start.start() + 1
        if not _WORD_START.match(text, start.start()):
            continue
        phrase = _phrase(text, start.start())
        if phrase is None:
            continue
        yield _mention(text, phrase, published)
        position = max(position, phrase.end)


def _phrase(text: str, start: int) -> _Phrase | None:
    lead = _ABOUT.match(text, start) or _BETWEEN.match(text, start) or _LIMIT.match(text, start)
    shared = _sharing(text, lead.end() if lead else start)
    if shared is not None:
        low, high = shared
        return _Phrase(low, start if lead else low.start, high.end, high)
    left = _point(text, lead.end() if lead else start, led=lead is not None)
    if left is None:
        return None
    word = lead.group().strip().lower() if lead else ""
    right = _second(text, left, _AND if word == "between" else _TO)
    if right is not None:
        whole = word == "between" or _LIMITS.get(word) == "from"
        return _Phrase(left, start if whole else left.start, right.end, right)
    if word in {"", "between", "from"}:  # 'from last year' compares; it opens nothing
        return _Phrase(left, left.start, left.end)
    if word not in _LIMITS:
        return _Phrase(left, left.start, left.end, about=True)
    if not left.direction:
        left = left._replace(direction=_AHEAD.get(word, 0))
    return _Phrase(left, start, left.end, limit=_LIMITS[word])


def _sharing(text: str, start: int) -> tuple[Point, Point] | None:
    """13 to 16 November: the day on the left takes its month from the right."""
    short = _SHORT_LEFT.match(text, start)
    right = _point(text, short.end(), led=True) if short else None
    if short is None or right is None or right.day is None or right.month is None:
        return None
    low = int(short["low"])
    if not 0 < low < right.day:
        return None
    return right._replace(start=short.start(), end=short.end("low"), day=low), right


def _second(text: str, left: Point, link: re.Pattern[str]) -> Point | None:
    found = link.match(text, left.end)
    if found is None:
        return None
    right = _point(text, found.end(), led=True)
    if right is not None:
        return right if precision_of(right) != "decade" else None
    short = _SHORT_RIGHT.match(text, found.end())
    return _completed(left, short) if short else None


def _completed(left: Point, short: re.Match[str]) -> Point | None:
    """March 3-5, 2025 and 2025-29: the right side as a whole point."""
    high = int(short["high"])
    if left.day is not None and high <= _LONGEST_MONTH:
        year = int(short["year"]) if short["year"] else left.year
        return left._replace(start=short.start(), end=short.end(), day=high, year=year)
    if left.year is not None and precision_of(left) == "year" and high < _FULL_YEAR:
        return left._replace(
            start=short.start(), end=short.end("high"), year=left.year // 100 * 100 + high
        )
    return None


# ---- points -----------------------------------------------------------------


def _point(text: str, start: int, *, led: bool) -> Point | None:
    for form in _FORMS:
        found = form.match(text, start)
        if found is None:
            continue
        groups = {key: value for key, value in found.groupdict().items() if value is not None}
        if "plain" in groups and not _is_year(text, found, groups, led=led):
            continue
        if "bare" in groups and not (
            led
            or "part" in groups
            or _BEFORE_MONTH.search(text[max(0, start - 8) : start])
            or _MONTH_RANGE.match(text, found.end())
        ):
            continue
        if "said" in groups and not _BEFORE_WEEKDAY.search(text[max(0, start - 10) : start]):
            continue
        # 'on Tuesday' and 'the first half' are read with their first word, which stays outside.
        plain = _OUTSIDE.match(text, start)
        return _read(groups, plain.end() if plain else start, found.end())
    return None


def _is_year(text: str, found: re.Match[str], groups: dict[str, str], *, led: bool) -> bool:
    if led or "part" in groups or found.group()[0] not in "12":
        return True
    if found.group() == found.string.strip():  # a year is all that is asked about
        return True
    before = text[max(0, found.start() - 8) : found.start()]
    if _THE.search(before) and _NAME_BEHIND.match(text, found.end()):
        return False
    opened = _YEAR_RANGE.match(text, found.end())
    # 2025-29 is a range; 2025-03 is a month.
    opens_range = opened and (opened["short"] is None or opened["short"] > groups["year"][2:])
    return bool(opens_range) or _BEFORE_YEAR.search(before) is not None


def _read(groups: dict[str, str], start: int, end: int) -> Point:
    point = Point(start=start, end=end)
    for key, value in groups.items():
        setter = _SETTERS.get(key)
        if setter is not None:
            point = setter(point, value)
    return _told_by_way(point, groups)


def _told_by_way(point: Point, groups: dict[str, str]) -> Point:
    way = _WAYS.get(groups.get("way", "").lower())
    unit = groups.get("unit")
    if "window" in groups and unit is not None:
        count = groups["count"]
        return point._replace(span=-(_COUNTS.get(count) or int(count)), unit=_UNITS[unit])
    if "count" in groups and unit is not None:
        count = groups["count"]
        return point._replace(ago=((-(_COUNTS.get(count) or int(count)), _UNITS[unit]),))
    if unit is not None:
        return _OFFSETS[unit](point, way or 0)
    if way is None:
        return point
    # 'last March' is the nearest one; 'the second half of last year' counts the year.
    recurring = point.weekday is not None or set(groups) <= {"way", "month", "season"}
    return point._replace(direction=way) if recurring else point._replace(years=way)


_UNITS: dict[str, Unit] = {
    "year": "year", "quarter": "quarter", "month": "month", "week": "week", "day": "day",
}  # fmt: skip
_OFFSETS: dict[str, Callable[[Point, int], Point]] = {
    "year": lambda p, n: p._replace(years=n),
    "quarter": lambda p, n: p._replace(quarters=n),
    "month": lambda p, n: p._replace(months=n),
    "week": lambda p, n: p._replace(weeks=n),
}
_SETTERS: dict[str, Callable[[Point, str], Point]] = {
    "month": lambda p, v: p._replace(month=_MONTHS[v]),
    "number": lambda p, v: p._replace(month=int(v)),
    "day": lambda p, v: p._replace(day=int(v)),
    "year": lambda p, v: p._replace(year=int(v)),
    "short": lambda p, v: p._replace(year=2000 + int(v)),
    "decade": lambda p, v: p._replace(year=int(v), is_decade=True),
    "decade_part": lambda p, v: p._replace(among=_DECADE_PARTS[v]),
    "season": lambda p, v: p._replace(season=_SEASONS[v]),
    "half": lambda p, v: p._replace(half=_NTH[v]),
    "h": lambda p, v: p._replace(half=int(v)),
    "h2": lambda p, v: p._replace(half=int(v)),
    "quarter": lambda p, v: p._replace(quarter=_NTH[v]),
    "q": lambda p, v: p._replace(quarter=int(v)),
    "q2": lambda p, v: p._replace(quarter=int(v)),
    "part": lambda p, v: p._replace(part=_PARTS[v.lower()]),
    "weekday": lambda p, v: p._replace(weekday=_WEEKDAYS.index(v), direction=-1),
    "on": lambda p, _: p._replace(or_today=True),
    "word": lambda p, v: p._replace(days=_DAYS[v.lower()]),
}


# ---- days -------------------------------------------------------------------


def _mention(text: str, phrase: _Phrase, published: date | None) -> DateSpan:
    first, last = _days(phrase, published)
    points = [phrase.left, phrase.right] if phrase.right else [phrase.left]
    order = ("day", "week", "month", "quarter", "half", "year", "decade")
    return DateSpan(
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
        left = inherit(phrase.left, phrase.right)
        low = resolve(left, published, near=True)
        high = resolve(inherit(phrase.right, left), published, near=True)
        first, last = (low.first if low else None), (high.last if high else None)
        return (first, None) if first and last and last < first else (first, last)
    period = resolve(phrase.left, published, near=phrase.limit is not None)
    if period is None:
        return None, None
    return _limited(period, phrase.limit, ends=phrase.left.part == "end")


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
