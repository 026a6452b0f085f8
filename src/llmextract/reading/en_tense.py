"""What the verbs of an English sentence tell of its dates: whether they lie ahead or behind.

'The bridge opened on Monday' and 'the bridge will open on Monday' name two different days;
'in March' is the next one where the sentence looks ahead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from llmextract.reading import en_forms as forms

if TYPE_CHECKING:
    from llmextract.reading.points import Point

__all__ = ["is_to_come", "is_weekday", "looks_ahead", "timed"]

_SENTENCE = 80  # how far back the verb of a phrase is looked for
_STOP = re.compile(r"[!?\n]|\.(?=[ ]+[A-Z\"“‘'])")


def timed(text: str, start: int, point: Point, word: str = "") -> Point:
    """A weekday or a month without its year, with the direction that the sentence gives it.

    Args:
        text: The text.
        start: Where the phrase begins; the verb is looked for before.
        point: What the phrase says.
        word: What leads the phrase (by, since), lower case.
    """
    if is_weekday(point):
        return _timed_weekday(text, start, point, word)
    recurs = (point.month, point.half, point.quarter, point.season) != (None, None, None, None)
    if not recurs or point.year is not None or point.years is not None or point.direction:
        return point
    if word in forms.LOOKS:
        return point._replace(direction=forms.LOOKS[word])
    tense = _tense(text, start)
    if tense == "ahead":
        return point._replace(direction=1)
    # 'The hearing was adjourned until February 3': the verb is past, the day is not.
    return point._replace(told=tense == "back" and forms.LIMITS.get(word) != "until")


def _timed_weekday(text: str, start: int, point: Point, word: str) -> Point:
    if " " in text[point.start : point.end]:  # next Monday
        return point
    if word:
        return point._replace(direction=forms.LOOKS_TO_WEEKDAY.get(word, -1))
    return point._replace(direction=1) if looks_ahead(text, start) else point


def is_weekday(point: Point) -> bool:
    """Whether the point is a day of the week, without its date."""
    return point.weekday is not None and point.month is None


def looks_ahead(text: str, start: int) -> bool:
    """Whether the last verb of the sentence before an offset speaks of what is to come."""
    return _tense(text, start) == "ahead"


def is_to_come(text: str, start: int) -> bool:
    """'Will open in two weeks', and not 'its first in two weeks'."""
    length = forms.LENGTH_BEFORE.search(text[max(0, start - _SENTENCE) : start])
    return length is None and looks_ahead(text, start)


def _tense(text: str, start: int) -> Literal["ahead", "back"] | None:
    sentence = _STOP.split(text[max(0, start - _SENTENCE) : start])[-1]
    verbs = [verb.lastgroup for verb in forms.TENSE.finditer(sentence) if verb.lastgroup]
    if not verbs:
        return None
    return "ahead" if verbs[-1] == "ahead" else "back"
