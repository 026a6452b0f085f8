"""Whether two amounts, or two dates, say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from llmextract.evaluation.names import Likeness, same_words
from llmextract.grounding import fold_text

if TYPE_CHECKING:
    from llmextract.evaluation.things import Mention

__all__ = ["compare_readings"]

_MEANING = {"money": ("value", "minimum", "maximum", "currency"), "date": ("first", "last")}
"""What has to be the same; in which words, how exactly and at what precision is for the
exact count."""


def compare_readings(gold: Mention, given: Mention) -> Likeness:
    """How far two mentions are the same.

    Lenient: value, bounds and currency, or both days. Exact: all that gold knows of the
    reading, and one of the places has the same words. Dates that have no days on either side
    are compared by their words.
    """
    if gold.kind != given.kind:
        return Likeness.NONE
    meaning = [key for key in _MEANING[gold.kind] if key in gold.reading]
    if not all(_same(key, gold.reading[key], given.reading.get(key)) for key in meaning):
        return Likeness.NONE
    words = any(same_words(one, other) for one in gold.texts for other in given.texts)
    blank = all(gold.reading[key] is None for key in meaning if key != "currency")
    if blank and not words and not _same_phrase(gold, given):
        return Likeness.NONE
    exact = words and all(given.reading.get(key) == gold.reading[key] for key in gold.reading)
    return Likeness.EXACT if exact else Likeness.LENIENT


def _same(key: str, gold: Any, given: Any) -> bool:  # noqa: ANN401 - values of any kind
    if key == "currency" and gold and given:
        # 'USD?' is a dollar of no country, most likely this one.
        return bool(gold.rstrip("?") == given.rstrip("?"))
    return bool(gold == given)


def _same_phrase(gold: Mention, given: Mention) -> bool:
    """Whether one phrase is the other with a word before or after it: 오는 10월 and 10월까지.

    Numbers and precision have to be the same: 7일 is not in 17일, nor 지난해 in 지난해 10월.
    """
    if gold.reading.get("precision") != given.reading.get("precision"):
        return False
    one, other = sorted((fold_text(gold.texts[0]), fold_text(given.texts[0])), key=len)
    return bool(one) and one in other and re.findall(r"\d+", one) == re.findall(r"\d+", other)
