"""Korean words for days that count from another day: 3년 전, 지난 3주, 이날, 다음 주 화요일."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.reading import ko_forms as forms
from llmextract.reading import ko_words as words
from llmextract.reading.numerals import hangul_number
from llmextract.reading.points import Point

if TYPE_CHECKING:
    from llmextract.reading.calendar import Unit

__all__ = [
    "ago", "count", "day_word", "deadline", "look_up", "month_word", "new_year", "quarter_word",
    "same_day", "steps", "week_word", "window",
]  # fmt: skip

_STEPS: tuple[Unit, ...] = ("year", "month", "week", "day")
_HALF_YEAR = 6

# Spaces in a word may be missing or doubled, so words are looked up without them.
_CLOSED_UP = {
    id(table): {word.replace(" ", ""): number for word, number in table.items()}
    for table in (
        words.YEARS,
        words.MONTHS,
        words.WEEKS,
        words.DAYS,
        words.DIRECTIONS,
        words.SAME_YEARS,
        words.SAME_MONTHS,
        words.SAME_DAYS,
        words.ORDINALS,
    )
}

# '3년 안에' is a date to come where someone is to act; a rule or a rate says it of any time.
_LED = re.compile(r"(?:앞으로|향후|늦어도|이르면|길어도|빠르면)[ \u00a0]?(?:약[ ])?\Z")
_FREE_DEADLINE = re.compile(
    r"(?:^|[.?!\n,“”\"'‘’…·:)]|(?<!오)[은는을를도가]|이|에서|약|불과|바로"
    r"|앞으로|향후|늦어도|이르면|길어도|빠르면)"
    r"[ \u00a0]*\Z"
)
_RULE = re.compile(
    r"[^.\n]{0,40}?(?:[해하되]야|여야|수 있|비율|확률|생존율|경우|때마다|않으면|못하면|하면|되면)"
)
# Past stems end in ㅆ: every such syllable but those of 있다 (to be) and 겠다 (will).
_PAST = "".join(c for c in map(chr, range(0xAC00 + 20, 0xD7A4, 28)) if c not in "있겠")
# The first verb behind a phrase: past, or to come.
_VERB = re.compile(
    rf"[^.\n]{{0,24}}?(?:(?P<past>[{_PAST}](?:다|고|던|지만|으[나며]))"
    r"|[한된간온선른]다|[할될]|예정|계획|[기키]로|전망|목표|겠)"
)
# '행사 3일 전' counts from the event. Steps count from the publication where the sentence or
# a clause begins, or behind one of these.
_FREE = re.compile(
    r"(?:^|[^가-힣 \u00a0]|(?<!오)[은는을를도에]|보다|에서|약|불과|바로|앞으로|이미|지금부터"
    # 열고, but not 사고 (an accident), 공고 (a notice)
    r"|그러니까|다가|며|(?<![사창보공광신최중재경선권금])고)"
    r"[ \u00a0]*\Z"
)
_BEFORE = 8
_TO_LAST_LETTER = 5  # 다음, two spaces, 날 or 분(기)


def look_up(table: dict[str, int], word: str) -> int:
    """The number of a word in one of the tables, however it is spaced."""
    return _CLOSED_UP[id(table)]["".join(word.split())]


def count(word: str) -> int:
    """The number that a word before a unit says: 두 (달), 3 (년), 삼 (주).

    Raises:
        ValueError: The word is no number.
    """
    return words.COUNTS.get(word) or hangul_number(word)


def steps(text: str, start: int) -> tuple[int, tuple[tuple[int, Unit], ...], bool] | None:
    """Steps back or ahead: 2년 1개월 21일 전, 사흘 뒤, 반년 전.

    Returns:
        Where they end, the steps with their signs, and whether 여 makes them rough.
    """
    found = forms.AGO.match(text, start)
    if found is None:
        return None
    sign = -1 if found["past"] else 1
    try:
        told: list[tuple[int, Unit]] = [(count(found[u]), u) for u in _STEPS if found[u]]
    except ValueError:
        return None
    if found["half_year"]:
        told.append((_HALF_YEAR, "month"))
    if found["days"]:
        told.append((words.DAY_COUNTS[found["days"]], "day"))
    if not told:
        return None
    signed = tuple((sign * number, unit) for number, unit in told)
    return found.end(), signed, found["about"] is not None


def ago(text: str, start: int) -> Point | None:
    """Steps from the publication: 3년 전, 2주 후, but not '행사 3일 전까지'."""
    found = steps(text, start)
    if found is None:
        return None
    end, counted, about = found
    ahead = counted[0][0] > 0
    small = len(counted) == 1 and (counted[0][1] == "day" or ahead)
    if small and not _counts_from_now(text, start, end):
        return None
    number, unit = counted[0]
    if ahead and len(counted) == 1 and _is_told(text, end):
        return _later(Point(start=start, end=end, approximate=about), number, unit)
    return Point(start=start, end=end, ago=counted, approximate=about)


def _is_told(text: str, end: int) -> bool:
    """Whether the next verb tells what is past: 2003년 무너졌다가 5년 뒤 복원됐다."""
    verb = _VERB.match(text, end)
    return verb is not None and verb["past"] is not None


def _later(point: Point, number: int, unit: Unit) -> Point:
    """Counted from the last date of the text."""
    if unit == "year":
        return point._replace(years=number, same="year")
    if unit == "month":
        return point._replace(months=number, same="month")
    return point._replace(days=number * (7 if unit == "week" else 1), same="day")


def deadline(text: str, start: int) -> Point | None:
    """A time from the publication on: 3년 안에, 앞으로 5년 내; not '신청 후 30일 이내에'."""
    found = forms.DEADLINE.match(text, start)
    if found is None:
        return None
    before = text[max(0, start - _BEFORE) : start]
    free = _FREE_DEADLINE if found["adverb"] else _LED
    if free.search(before) is None or _RULE.match(text, found.end()):
        return None
    try:
        number = words.DAY_COUNTS[found["days"]] if found["days"] else count(found["count"])
    except ValueError:
        return None
    unit: Unit = "day" if found["days"] else words.UNITS[found["unit"]]
    return Point(start=start, end=found.end(), span=number, unit=unit, within=True)


def new_year(text: str, start: int) -> Point | None:
    """새해: the year that begins next or has just begun."""
    found = forms.NEW_YEAR.match(text, start)
    if found is None:
        return None
    # From July on the year that half a year ahead lies in is the next.
    return Point(start=start, end=found.end(), ago=((_HALF_YEAR, "month"), (0, "year")))


def _counts_from_now(text: str, start: int, end: int) -> bool:
    if text.startswith(("까지", "부터"), end):
        return False
    return _FREE.search(text[max(0, start - _BEFORE) : start]) is not None


def window(text: str, start: int) -> Point | None:
    """지난 3주, 다음 3년."""
    found = forms.WINDOW.match(text, start)
    if found is None:
        return None
    number = count(found["count"])
    unit = words.UNITS[found["unit"] or found["counted"]]
    span = -number if found["way"] in {"지난", "저번"} else number
    return Point(start=start, end=found.end(), span=span, unit=unit)


def quarter_word(text: str, start: int) -> Point | None:
    """이번 분기, 다음 분기."""
    if "분" not in text[start : start + _TO_LAST_LETTER]:
        return None
    found = forms.QUARTER_WORD.match(text, start)
    if found is None:
        return None
    return Point(start=start, end=found.end(), quarters=words.QUARTERS[found["word"]])


def day_word(text: str, start: int) -> Point | None:
    """오늘, 어제, 모레."""
    found = forms.DAY_WORD.match(text, start)
    if found is None:
        return None
    return Point(start=start, end=found.end(), days=look_up(words.DAYS, found["word"]))


def same_day(text: str, start: int) -> Point | None:
    """이날, 전날, 다음 날: from the last day that the text names."""
    if "날" not in text[start : start + _TO_LAST_LETTER]:
        return None
    found = forms.SAME_DAY.match(text, start)
    if found is None:
        return None
    days = look_up(words.SAME_DAYS, found["word"])
    return Point(start=start, end=found.end(), days=days, same="day")


def month_word(text: str, start: int) -> Point | None:
    """이달, 다음 달, 같은 달."""
    if found := forms.SAME_MONTH.match(text, start):
        months = look_up(words.SAME_MONTHS, found["word"])
        return Point(start=start, end=found.end(), months=months, same="month")
    if found := forms.MONTH_WORD.match(text, start):
        months = look_up(words.MONTHS, found["word"])
        return Point(start=start, end=found.end(), months=months)
    return None


def week_word(text: str, start: int) -> Point | None:
    """이번 주, 다음 주말, 지난주 초."""
    found = forms.WEEK_WORD.match(text, start)
    if found is None:
        return None
    base = Point(start=start, end=found.end(), weeks=0)
    if found["plain"]:
        return _replaced(base, weeks=-1 if found["last"] else 0, weekend=True)
    if found["before"]:
        return _replaced(base, weeks=-1, weekend=False)
    weeks = look_up(words.WEEKS, found["word"])
    if found["weekend"] and found["word"].startswith("오는"):
        weeks = 0  # the weekend to come is this week's
    return _part_of_week(text, _replaced(base, weeks=weeks, weekend=bool(found["weekend"])))


def _replaced(base: Point, *, weeks: int, weekend: bool) -> Point:
    return Point(start=base.start, end=base.end, weeks=weeks, part="end" if weekend else None)


def _part_of_week(text: str, base: Point) -> Point:
    found = forms.WEEK_PART.match(text, base.end)
    if found is None or base.part is not None:
        return base
    among = words.WEEK_PARTS[found["part"]]
    return Point(start=base.start, end=found.end(), weeks=base.weeks, among=among)
