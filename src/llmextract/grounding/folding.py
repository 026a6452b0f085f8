"""Two writings of the same words become the same characters.

Folded: spaces, middle dots, quotation marks, dashes and full width. Nothing else: letters,
syllables and digits stay exactly as they are, so no folding can turn one number into another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import compress
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
    read = _even(text)
    if read is None:
        return _fold_each(text)
    even, wide = read
    offsets = list(compress(range(len(even)), map(str.strip, even)))
    packed = _without_spaces(even)
    return Folded(_widen(packed, wide), _repeated(offsets, packed, wide) if wide else offsets)


@lru_cache(maxsize=512)
def fold_text(text: str) -> str:
    """Fold ``text`` where only its likeness matters.

    Kept for a while: a name is looked for some twenty times while its article is resolved.
    """
    read = _even(text)
    return _fold_each(text).text if read is None else _widen(_without_spaces(read[0]), read[1])


_SPECIAL = re.compile(r"""[^가-힣!#-&(-_a-~ \n]""")
"""What may fold to something else than itself."""

_BETWEEN_ASCII = re.compile(r"[0-9A-Za-z]\s+(?=[0-9A-Za-z])")
_KEPT_SPACE = "\0"


def _even(text: str) -> tuple[str, str] | None:
    """``text`` with each character folded in its place, and those left that make several.

    Of spaces that stay the last is a `_KEPT_SPACE`. Nearly all texts can be read so, which takes
    half the time that reading them by the character does; None for the others.
    """
    even, wide = text, ""
    for character in set(_SPECIAL.findall(text)):
        folded = _IN_PLACE[character]
        if folded is None:
            return None
        if not folded:
            wide += character
        elif folded != character:
            even = even.replace(character, folded)
    return _BETWEEN_ASCII.sub(lambda found: found[0][:-1] + _KEPT_SPACE, even), wide


def _widen(packed: str, wide: str) -> str:
    for character in wide:
        packed = packed.replace(character, _folded(character))
    return packed


def _repeated(offsets: list[int], packed: str, wide: str) -> list[int]:
    """The offsets of ``packed`` once more for each character that one becomes."""
    repeated: list[int] = []
    at = 0
    for found in re.finditer(f"[{re.escape(wide)}]", packed):
        start, at = at, found.end()
        repeated += offsets[start:at]
        repeated += offsets[at - 1 : at] * (len(_folded(found[0])) - 1)
    return repeated + offsets[at:]


def _folded(character: str) -> str:
    return "".join(folded for folded, _ in _FOLDINGS[character] or ())


def _without_spaces(even: str) -> str:
    return "".join(even.split()).replace(_KEPT_SPACE, " ")


def _fold_each(text: str) -> Folded:
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


class _InPlace(dict[str, str | None]):
    """The one character that each folds to; empty for several, None for what `_even` cannot."""

    def __missing__(self, character: str) -> str | None:
        known = _FOLDINGS[character]
        folded = _folded(character) if known is not None else " "
        found: str | None = folded
        if known and len(known) > 1 and not any(joined for _, joined in known):
            found = ""
        elif len(folded) != 1 or _FOLDINGS[folded] != known or character == _KEPT_SPACE:
            found = None
        self[character] = found
        return found


_IN_PLACE = _InPlace()


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
