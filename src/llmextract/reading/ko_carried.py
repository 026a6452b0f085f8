"""What a Korean date leaves out because the one before it has said it: 3월 1일과 5일."""

from __future__ import annotations

import re

from llmextract.reading.ko_forms import CLOCK
from llmextract.reading.points import Point, inherit, precision_of

__all__ = ["TOLD", "carried", "is_listed", "tells_past"]

# '7일 밝혔다': a verb right behind that reports what is past.
TOLD = re.compile(
    r"[ ](?:[가-힣]{1,6}[ ])?[가-힣]{0,4}(?:밝[혔힌히]|말했|전했|알렸|"
    r"[표보도명조부]했|열었|가졌|마쳤)"
)
_LIST = re.compile(rf"(?:{CLOCK.pattern})?[ \u00a0]?(?:,|·|ㆍ|와|과|및|또는|이어|에서)[ \u00a0]?")
# The next stage of the same work: 2026년 6월 착공, 12월 준공.
_STAGES = re.compile(r"(?:[ ]?[가-힣]{2,8}){1,2},[ ]")
_LONGEST_LIST = 20  # between two of a list: ' 오후 10시 30분과 '

_FARTHEST = 120  # characters of a sentence or two


def _ending_in(final: int) -> str:
    """The syllables with a final consonant, by its place among the 28 of Unicode's Hangul."""
    return "".join(map(chr, range(0xAC00 + final, 0xD7A4, 28)))


_PAST = "".join(c for c in _ending_in(20) if c not in "있겠")  # stems in ㅆ
# The first verb of the rest of the sentence. What is to come speaks in -ㄴ다, -ㄹ and 겠.
_VERB = re.compile(
    rf"[^.\n]{{0,80}}?(?:(?P<past>[{_PAST}](?:다|고|던|지만|는데|으[나며]|습니다))"
    rf"|[{_ending_in(4)}]다|[{_ending_in(8)}][ ]?(?:것|수|예정|계획|방침|전망)"
    r"|예정|계획|방침|[기키]로|전망|목표|겠|달라|[자려]고|[아어여해]야)"
)
# One sentence may end between them.
_SENTENCES = re.compile(r"[^.\n]{0,80}(?:[다요]\.[ ][^.\n]{0,40})?")
# Words that lead from one step to the next: 심사를 거쳐, 접수한 뒤, 공고하고.
_THEN = re.compile(
    rf"(?:거쳐|이어서?|[{_ending_in(4)}][ ]?(?:뒤|후)|받아|모아|(?<![다라자두])고)"
    r"[ ](?:[가-힣]{1,8}[ ])?\Z"
)


def carried(text: str, end: int, before: Point, point: Point) -> Point:
    """The point with what it takes from the sentence so far.

    Args:
        text: The text.
        end: Where the date before ends.
        before: That date, or the right end of it.
        point: The point that may leave something out.
    """
    if point.start - end > _FARTHEST:
        return point
    if _is_year_end(text, end, before, point):
        return point._replace(year=before.year, years=before.years)
    return inherit(point, before) if _is_next_step(text, end, before, point) else point


def is_listed(text: str, end: int, before: Point, point: Point) -> bool:
    """Whether a point goes on from the one before: 3월 1일과 5일, 내년 3월 착공, 12월 준공."""
    if point.start - end > _LONGEST_LIST or precision_of(before) != precision_of(point):
        return False
    if _LIST.fullmatch(text, end, point.start):
        return True
    months = before.month is not None and point.month is not None and point.month > before.month
    return months and not point.direction and _STAGES.fullmatch(text, end, point.start) is not None


def _is_year_end(text: str, end: int, before: Point, point: Point) -> bool:
    """작년에는 42곳이 뽑혔다. 이들은 연말까지 … 올렸다: the end of the year that was named.

    Only of a year that is over, and of what has been done; 연초 and the halves may as well be
    this year's.
    """
    bare = text.startswith("연말", point.start) and point.year is None and point.years is None
    if not bare or precision_of(before) != "year" or before.same is not None:
        return False
    if before.year is None and (before.years is None or before.years >= 0):
        return False
    told = tells_past(text, point.end)
    return told and _SENTENCES.fullmatch(text, end, point.start) is not None


def _is_next_step(text: str, end: int, before: Point, point: Point) -> bool:
    """다음 달 3일부터 심사를 거쳐 18일 확정된다: the second day is of the next month, too."""
    ahead = before.direction > 0 or (before.same is None and (before.months or 0) > 0)
    if not ahead or precision_of(before) != "day" or not (before.day and point.day):
        return False
    if point.month is not None or point.months is not None or point.direction:
        return False
    between = text[end : point.start]
    if point.day <= before.day or "." in between or "\n" in between or not _THEN.search(between):
        return False
    return TOLD.match(text, point.end) is None and not tells_past(text, point.end)


def tells_past(text: str, end: int) -> bool:
    """Whether the first verb of the rest of the sentence tells what has been done."""
    verb = _VERB.match(text, end)
    return verb is not None and verb["past"] is not None
