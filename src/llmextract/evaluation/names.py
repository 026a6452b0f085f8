"""Whether two names mean the same thing: exactly as written, or by their heads.

Korean and English put the head of a name last: what stands before it modifies it (부산 해양데이터
센터), and 구축, 조성 or 사업 after it ("building", "project") say only that somebody does
something about it. So two names share their head when they are the same without such endings,
or when one is the other with words before it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from llmextract.grounding import fold, fold_text, strip_particle
from llmextract.grounding.wrapping import strip_article, strip_outer
from llmextract.schemas.programs import Program

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Likeness", "head", "likeness", "same_words"]

_SHORTEST_END = 3
"""Characters of a name that may stand for a longer one: 영도구 for 부산 영도구; 센터 for none."""

_SHORTEST_COMPOUND = 4
"""The same inside a longer word, where it also has to be half of it: compounds are written
with and without spaces, and 대학교 is the end of every 인제대학교."""

_GLOSS = re.compile(r"(?<=\w)\s*[(（\[［][^()（）\[\]［］]*[)）\]］]$")
"""A bracket after a name says it again: 한국전기연구원(KERI)."""

_ENGLISH_ENDINGS = re.compile(r"\s+(?:project|programme|program|scheme|initiative)$", re.IGNORECASE)
"""What 사업 is in English."""

_COMMON_NOUN = re.compile(r"[a-z-]+")
"""One English word in small letters is a noun, not a name."""


class Likeness(IntEnum):
    """How far two things are the same."""

    NONE = 0
    LENIENT = 1
    EXACT = 2


def likeness(left: Iterable[str], right: Iterable[str]) -> Likeness:
    """The best likeness between the forms of one name and those of another.

    Args:
        left: A name in all its forms; gold's.
        right: Another; the first of its forms is the name itself, and only that can be exact.
    """
    left, right = tuple(left), tuple(right)
    if right and any(same_words(form, right[0]) for form in left):
        return Likeness.EXACT
    same = any(_same_head(one, other) for one in left for other in right)
    return Likeness.LENIENT if same else Likeness.NONE


def same_words(left: str, right: str) -> bool:
    """Whether two strings differ in nothing but spaces, middle dots, quotes and dashes."""
    return fold_text(left) == fold_text(right)


@lru_cache(maxsize=65_536)
def head(name: str) -> str:
    """``name`` without what encloses it, middle dots, a gloss, a particle, and 구축사업."""
    bare = strip_article(strip_particle(strip_outer(name), ""))
    bare = "".join(" " if fold_text(c) == "·" else c for c in _without(_GLOSS, bare))
    before = ""
    while bare != before:
        before = bare
        bare = _without(_ENGLISH_ENDINGS, _without(Program.name_endings, bare)).rstrip()
    return bare


def _without(ending: re.Pattern[str], name: str) -> str:
    return ending.sub("", name, count=1) or name


@lru_cache(maxsize=65_536)
def _same_head(left: str, right: str) -> bool:
    short, long = sorted((head(left), head(right)), key=len)
    end, whole = fold_text(short).casefold(), fold(long)
    if not end:
        return False
    if end == whole.text.casefold():
        return True
    at = len(whole.text) - len(end)
    if at <= 0 or not whole.text.casefold().endswith(end) or _COMMON_NOUN.fullmatch(short):
        return False
    begins_word = not long[whole.offsets[at] - 1].isalnum()
    return (
        len(end) >= _SHORTEST_END
        if begins_word
        else len(end) >= max(_SHORTEST_COMPOUND, len(whole.text) / 2)
    )
