"""Two writings of the same words become the same characters.

Folded: spaces, middle dots, quotation marks, dashes and full width. Nothing else: letters,
syllables and digits stay exactly as they are, so no folding can turn one number into another.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Folded", "fold", "fold_text"]

_SAME = {
    "·": "·ㆍ‧․•∙⋅・･",
    "'": "'\"‘’‚‛“”„‟′″`´「」『』〈〉《》＇＂",
    "-": "-‐‑‒–—−",
    "~": "~∼～〜",
}
_UNSEEN = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
"""Soft hyphens and joiners: nothing that a reader sees."""

_FOLDED_CHARACTERS = {ord(c): to for to, variants in _SAME.items() for c in variants}


class Folded(NamedTuple):
    """Folded text, and for each of its characters the offset it came from."""

    text: str
    offsets: list[int]


def fold(text: str) -> Folded:
    """Fold ``text``, keeping the offset of every character.

    Spaces go, for Korean writes compounds with and without them; between two ASCII letters
    or digits one space stays, so that "1 2" is not "12" and "now here" is not "nowhere".
    """
    characters: list[str] = []
    offsets: list[int] = []
    space = joins = False  # whether spaces came last; whether the last folded character joins
    for offset, character in enumerate(text):
        known = _FOLDINGS[character]
        if known is None:
            space = True
            continue
        for folded, joined in known:
            if space and joins and joined:
                characters.append(" ")
                offsets.append(offset - 1)
            space, joins = False, joined
            characters.append(folded)
            offsets.append(offset)
    return Folded("".join(characters), offsets)


@lru_cache(maxsize=512)
def fold_text(text: str) -> str:
    """Fold ``text`` where only its likeness matters.

    Kept for a while: a name is looked for some twenty times while its article is resolved.
    """
    return fold(text).text


class _Foldings(dict[str, tuple[tuple[str, bool], ...] | None]):
    """What each character folds to, found when it first comes; None for spaces.

    Beside each folded character stands whether it keeps a space between it and its like.
    """

    def __missing__(self, character: str) -> tuple[tuple[str, bool], ...] | None:
        found: tuple[tuple[str, bool], ...] | None
        if character.isspace() or character == "\u200b":
            found = None
        elif character in _UNSEEN:
            found = ()
        else:
            folded = _fold_character(character)
            found = tuple((c, c.isascii() and c.isalnum()) for c in folded)
        self[character] = found
        return found


_FOLDINGS = _Foldings()


def _fold_character(character: str) -> str:
    if character.isascii() and character not in "'\"`":
        return character
    same = _FOLDED_CHARACTERS.get(ord(character))
    if same is not None:
        return same
    folded = unicodedata.normalize("NFKC", character)
    if any(map(str.isdigit, folded)) and not character.isdecimal():
        return character  # ² is no 2, ① no 1, and ㎡ no m2: no folding makes a digit
    return folded
