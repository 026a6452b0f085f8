"""Korean dates: points, ranges, open ends and fixed durations.

A phrase is one point with what closes it (2026년까지), two points (2020년부터 2024년까지), or a
point and a length (2006년부터 14년간).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from llmextract.reading import ko_words as words
from llmextract.reading.calendar import Period, Unit, shift
from llmextract.reading.ko_carried import TOLD, carried, is_listed, tells_past
from llmextract.reading.ko_forms import ANCHORED, CLOCK, START
from llmextract.reading.ko_points import read_points
from llmextract.reading.ko_relative import steps
from llmextract.reading.numerals import hangul_number
from llmextract.reading.points import Point, inherit, precision_of
from llmextract.reading.resolving import resolve
from llmextract.reading.said import Said
from llmextract.spans import DateSpan, Precision, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.reading.ko_words import Limit

__all__ = ["scan_korean_dates"]

_S = r"[ \u00a0]{0,2}"

_LINK = re.compile(rf"{_S}(?:(?P<sign>[~∼〜～–—]|-)|(?P<word>부터|에서)){_S}|(?P<and>와|과){_S}")
_BETWEEN = re.compile(rf"{_S}사이(?!트|버|클|즈|다)")
_UNTIL = re.compile(rf"{_S}까지")
_FROM_OR_UNTIL = re.compile(rf"{_S}(?P<word>까지|부터)")
# Behind 오전 10시부터: an hour that ends it, a length, or a verb of taking place.
_HELD = re.compile(
    rf"[^.\n]{{0,30}}?(?:\d{_S}시(?:{_S}(?:\d{{1,2}}분|반))?{_S}까지|\d:\d\d{_S}까지"
    rf"|\d{_S}(?:시간|분(?:간|{_S}동안))|열[리린려렸릴었]|연다|개최|개막|펼[쳐치친칠]|치[러른]|공연|상영|진행)"
)
# 이전 is also 'to move': 2025년 이전 완료.
_LIMIT = re.compile(
    rf"{_S}(?P<word>까지|부터|이후|이래|안에|안으로|이내|내(?:에|로)?(?![가-힣])"
    r"|이전(?=에|까지|부터|의|은|과|[ ]?[),.]|$)|전(?=에[는도 ]|까지))"
)
# (~2028년, 210억 원): the sign of a range whose left end is not said.
_UP_TO = re.compile(
    r"(?:(?:^|[(\[（〔〈<,:：;\n])[ \u00a0]?[~∼〜～][ \u00a0]?|[가-힣)\]][ \u00a0][~∼〜～])\Z"
)
_TILDES = frozenset("~∼〜～")
_DURATION = re.compile(
    rf"{_S}(?:향후[ ]?|앞으로[ ]?|총[ ]?|약[ ]?)?(?:(?P<days>{'|'.join(words.DAY_COUNTS)})"
    rf"{_S}(?:간|동안)|(?P<count>\d{{1,3}}|[일이삼사오육칠팔구십]{{1,3}}|{'|'.join(words.COUNTS)})"
    rf"{_S}(?:(?P<years>개년)(?:간|{_S}동안)?|(?P<unit>년|개월|달|주일|주|일){_S}(?:간|동안)))(?!격)"
)
# Every week, every month, the third week of whatever month, the month after someone applies:
# no day of the calendar.
_REPEATED = (
    # 매주 금·토요일
    r"매(?:년|해|월|달|주)(?:[ ](?:[월화수목금토일](?:요일)?[·ㆍ,/][ ]?){1,3})?",
    r"(?<![가-힣\d])[월화수목금토일][ ]?[~∼〜～–\-·ㆍ,]",  # 월~금요일
    r"격(?:주|월)|해마다|달마다|주마다",
    r"(?:째|마지막|첫)(?:[ ]?주)?",  # 둘째·넷째 토요일
    r"(?:신청|가입|납부|접수|계약|공고|시행|등록|구입|발급|퇴직|입사|출생)[일월]",
    r"(?<![가-힣])(?<![음번난][ ])주",  # 주 5일
)
_RECURRING = re.compile(rf"(?:{'|'.join(_REPEATED)})[ \u00a0]?\Z")
_RECURRING_ENDS = frozenset("년해월달주일다째막첫화수목금토요·ㆍ,/~∼〜～–-")
# 월요일 휴관: a day of every week.
_CLOSES = re.compile(r"[^.\n]{0,20}?(?:휴[관무장원진]|쉰다|쉬[며고]|쉽니다)")
_FINENESS: tuple[Precision, ...] = ("day", "week", "month", "quarter", "half", "year", "decade")


class _Phrase(NamedTuple):
    """What stands in the text: one or two points, and what opens or closes them."""

    left: Point
    end: int
    right: Point | None = None
    limit: Limit | None = None
    duration: tuple[int, Unit] | None = None
    recurring: bool = False
    fixed: Period | None = None


# A third of what the constructor of a named tuple takes.
_phrase_of = partial(tuple.__new__, _Phrase)


def scan_korean_dates(text: str, *, published: date | None = None) -> Iterator[DateSpan]:
    """Finds dates and periods written the Korean way, in order.

    Args:
        text: Any text.
        published: The day from which relative words count; without it they have no days.
    """
    position, previous = 0, None
    said = Said()
    while start := START.search(text, position):
        position = start.start() + 1
        phrase = _phrase(text, start.start(), previous)
        if phrase is None:
            continue
        phrase = _up_to(text, phrase, previous)
        previous, position = phrase, max(position, phrase.end)
        if not phrase.recurring:
            mention = _mention(text, _anchored(phrase, said, published), published)
            said.remember(mention)
            yield mention


def _anchored(phrase: _Phrase, said: Said, published: date | None) -> _Phrase:
    left = said.told(phrase.left, published)
    right = said.told(phrase.right, published) if phrase.right else None
    fixed = said.same_period(left, published) if left.same_period else None
    if left is phrase.left and right is phrase.right and fixed is None:
        return phrase
    return phrase._replace(left=left, right=right, fixed=fixed)


def _phrase(text: str, start: int, previous: _Phrase | None) -> _Phrase | None:
    points = read_points(text, start)
    if not points:
        return None
    recurring = _is_recurring(text[max(0, start - 8) : start])
    if previous is not None:
        before = previous.right or previous.left
        if is_listed(text, previous.end, before, points[0]):
            points = [inherit(point, before) for point in points]
            same_kind = before.weekday is None or points[0].day is None
            recurring = recurring or (previous.recurring and same_kind)
        elif not previous.recurring:
            points[0] = carried(text, previous.end, before, points[0])
    left = points[0]
    if _is_bare_weekday(left) and _CLOSES.match(text, left.end):
        recurring = True
    if len(points) == 1:
        points = [left, *_second(text, left)]
    right = points[1] if len(points) > 1 else None
    end = points[-1].end
    return _closed(text, _phrase_of((left, end, right, None, None, recurring, None)))


def _up_to(text: str, phrase: _Phrase, previous: _Phrase | None) -> _Phrase:
    """The phrase with the sign of a range before it, where that stands for 까지."""
    start = phrase.left.start
    behind = previous.end if previous else 0
    before = text[max(behind, start - 4) : start].rstrip(" \u00a0")
    if before[-1:] not in _TILDES or phrase.right or phrase.limit not in {None, "until"}:
        return phrase
    if phrase.duration or not _UP_TO.search(text, max(behind, start - 4), start):
        return phrase
    left = phrase.left._replace(start=max(behind, start - 4) + max(map(before.rfind, _TILDES)))
    return phrase._replace(left=left, limit="until")


def _is_bare_weekday(point: Point) -> bool:
    if point.weekday is None or point.direction:
        return False
    others = (point.day, point.month, point.weeks, point.ordinal)
    return others.count(None) == len(others)


def _is_recurring(before: str) -> bool:
    """Whether the words before a point make it one of many: 매주, 매월 둘째, 신청."""
    last = before.rstrip(" \u00a0")[-1:]
    return last in _RECURRING_ENDS and _RECURRING.search(before) is not None


def _second(text: str, left: Point) -> list[Point]:
    """The other end of a range, where one follows: 부터 …까지, ~, 에서 …까지, 와 … 사이."""
    link = _LINK.match(text, left.end) or _behind_clock(_LINK, text, left)
    if link is None:
        return []
    rights = read_points(text, link.end(), after=left)
    if not rights:
        return []
    right = rights[0]
    if link.start() > left.end and not _is_day(right):
        return []
    closed = _BETWEEN.match(text, right.end) or _behind_clock(_BETWEEN, text, right)
    if closed is None and not link["and"]:
        closed = _UNTIL.match(text, right.end) or _behind_clock(_UNTIL, text, right)
    if closed is not None:
        return [right._replace(end=closed.end())]
    same = precision_of(left) == precision_of(right)
    return [right] if link["sign"] or (link["word"] == "부터" and same) else []


def _is_day(point: Point) -> bool:
    return point.day is not None or point.days is not None


def _behind_clock(form: re.Pattern[str], text: str, day: Point) -> re.Match[str] | None:
    """What stands behind a day and its time: 12일 오후 2시부터, 13일 밤까지."""
    clock = CLOCK.match(text, day.end) if _is_day(day) else None
    return form.match(text, clock.end()) if clock else None


def _closed(text: str, phrase: _Phrase) -> _Phrase:
    if phrase.right is not None:
        until = _UNTIL.match(text, phrase.end)
        return phrase._replace(end=until.end()) if until else phrase
    anchored = ANCHORED.match(text, phrase.end) if _is_from(text, phrase.end) else None
    if anchored:
        counted = steps(text, anchored.end())
        if counted is not None:
            return phrase._replace(left=phrase.left._replace(after=counted[1]), end=counted[0])
    if text.startswith("연내", phrase.left.start):
        return phrase._replace(limit="within")
    found = _LIMIT.match(text, phrase.end) or _limit_of_hour(text, phrase.left)
    if found is None:
        is_told = phrase.left.day is not None and TOLD.match(text, phrase.end)
        return phrase._replace(left=phrase.left._replace(told=True)) if is_told else phrase
    limit = words.LIMITS[found["word"]]
    phrase = phrase._replace(end=found.end(), limit=limit)
    length = _DURATION.match(text, phrase.end) if limit in {"from", "until"} else None
    return _lasting(phrase, length) if length else phrase


def _limit_of_hour(text: str, day: Point) -> re.Match[str] | None:
    """What closes a day and its hour: 오는 3일 오후 2시까지, 15일 오전 10시부터.

    What takes place or was done from an hour on lasts for that day; what is open from then on
    (an entry, a road) stays so.
    """
    found = _behind_clock(_FROM_OR_UNTIL, text, day)
    if found is None or found["word"] == "까지":
        return found
    held = _HELD.match(text, found.end()) or tells_past(text, found.end())
    return None if held else found


def _is_from(text: str, end: int) -> bool:
    """A cheap look for 부터, with the spaces and the syllables that may stand before it."""
    return "부터" in text[end : end + 6]


def _lasting(phrase: _Phrase, length: re.Match[str]) -> _Phrase:
    if length["days"]:
        count = words.DAY_COUNTS[length["days"]]
        return phrase._replace(end=length.end(), duration=(count, "day"))
    try:
        count = words.COUNTS.get(length["count"]) or hangul_number(length["count"])
    except ValueError:
        return phrase
    return phrase._replace(
        end=length.end(), duration=(count, words.UNITS[length["unit"] or length["years"]])
    )


# ---- days -------------------------------------------------------------------


def _mention(text: str, phrase: _Phrase, published: date | None) -> DateSpan:
    start, end = phrase.left.start, phrase.end
    first, last = _days(phrase, published)
    points = [phrase.left] if phrase.right is None else [phrase.left, phrase.right]
    if phrase.fixed is not None:
        precision = phrase.fixed.precision
    elif phrase.right is None:
        precision = precision_of(phrase.left)
    else:
        precision = min(map(precision_of, points), key=_FINENESS.index)
    fields = {
        "text": text[start:end],
        "start": start,
        "end": end,
        "first": first,
        "last": last,
        "precision": precision,
        "approximate": points[0].approximate or points[-1].approximate,
        "doubt": "weekday" if _wrong_weekday(points, first, last) else None,
        "repeats": [],
    }
    # A moment given as the day of publication is refused by the constructor, or cut to its day.
    return DateSpan(**fields) if isinstance(published, datetime) else as_read(DateSpan, fields)


def _wrong_weekday(points: list[Point], first: date | None, last: date | None) -> bool:
    """Whether a day of the month is said to be another day of the week than it is."""
    if points[0].weekday is None and points[-1].weekday is None:
        return False
    ends = (first or last, last) if len(points) > 1 else (first or last,)
    return any(
        day is not None and point.day is not None and point.ordinal is None
        and point.weekday is not None and day.weekday() != point.weekday
        for point, day in zip(points, ends, strict=True)
    )  # fmt: skip


def _days(phrase: _Phrase, published: date | None) -> tuple[date | None, date | None]:
    if phrase.right is not None:
        return _range(phrase.left, phrase.right, published)
    period = phrase.fixed or resolve(phrase.left, published, near=phrase.limit is not None)
    if period is None:
        return None, None
    if phrase.duration is not None:
        return _lasted(period, phrase.limit, *phrase.duration)
    if phrase.limit in {"until", "before", "within"}:
        return None, period.last
    if phrase.limit in {"from", "after"}:
        return period.first, None
    return period.first, period.last


def _lasted(
    period: Period, limit: Limit | None, count: int, unit: Unit
) -> tuple[date | None, date | None]:
    """A duration with one fixed end closes the interval."""
    one = timedelta(days=1)
    try:
        if limit == "from":
            return period.first, shift(period.first, count, unit) - one
        return shift(period.last + one, -count, unit), period.last
    except (ValueError, OverflowError):
        return (period.first, None) if limit == "from" else (None, period.last)


def _range(left: Point, right: Point, published: date | None) -> tuple[date | None, date | None]:
    """Each end is read by itself, after it has taken from the other what it leaves out."""
    shared = inherit(right, left)
    if shared.year is not None and left.year is None and left.years is None:
        left = _before(left, shared)
    low = resolve(left, published, near=True)
    led = right.direction != 0  # 지난 8월까지 is read by its own word
    if low and shared.year is None and shared.years is None and _recurs(shared) and not led:
        shared = shared._replace(year=low.first.year, direction=0)
    if low and shared.day is not None and (shared.month, shared.months) == (None, None) and not led:
        shared = shared._replace(year=low.first.year, month=low.first.month, direction=0)
    high = resolve(shared, published, near=True)
    if low and high and high.last < low.first:
        high = resolve(_rolled(right, shared, low), published, near=True)
        if high and high.last < low.first:
            return low.first, None
    return (low.first if low else None), (high.last if high else None)


def _recurs(point: Point) -> bool:
    """Whether the point comes every year: 3월, 하반기."""
    return (point.month, point.half, point.quarter, point.season) != (None, None, None, None)


def _before(left: Point, right: Point) -> Point:
    """11월부터 2026년 3월까지: the November before."""
    if left.months is not None or left.days is not None or left.weeks is not None:
        return left
    candidate = left._replace(year=right.year)
    low, high = resolve(candidate, None), resolve(right, None)
    if low and high and low.first > high.last and right.year is not None:
        return left._replace(year=right.year - 1)
    return candidate


def _rolled(right: Point, shared: Point, low: Period) -> Point:
    """12월~2월, 28일~3일 and 월요일~금요일 run on into the next year, month or week."""
    if right.weekday is not None and right.day is None:
        ahead = (right.weekday - low.first.weekday()) % 7
        day = low.first + timedelta(days=ahead)
        return shared._replace(year=day.year, month=day.month, day=day.day, weekday=None)
    if right.day is not None and right.month is None and right.months is None:
        following = low.first.replace(day=28) + timedelta(days=4)
        return shared._replace(year=following.year, years=None, month=following.month, months=None)
    return shared._replace(year=low.first.year + 1, years=None)
