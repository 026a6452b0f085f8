"""Two writings of the same words become the same characters.

Folded: spaces, middle dots, quotation marks, dashes and full width. Nothing else: letters,
syllables and digits stay exactly as they are, so no folding can turn one number into another.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Folded text, and for each of its characters the offset it came from.

    Attributes:
        text: The folded text.
        offsets: By place in it, those in the text itself.
        widened: Whether several of its characters may have come from one.
    """

    text: str
    offsets: Offsets | list[int]
    widened: bool = True


class Offsets:
    """The offset that each character of a folded text came from, told when it is asked for.

    Few are: of an article those of the names that a reply quotes.
    """

    __slots__ = ("_added", "_starts")

    def __init__(self, words: Iterable[str], added: list[int]) -> None:
        """Know the words that single spaces parted, and which characters folding added."""
        self._starts = list(accumulate(map(len, words), initial=0))
        self._added = added

    def __getitem__(self, at: int) -> int:
        """Where the character ``at`` of the folded text stood."""
        at += bisect_right(self._starts, at) - 1
        return at - bisect_right(self._added, at)


def fold(text: str) -> Folded:
    """Fold ``text``, keeping the offset of every character.

    Spaces go, for Korean writes compounds with and without them; between two ASCII letters
    or digits one space stays, so that "1 2" is not "12" and "now here" is not "nowhere".
    """
    read = _even(text)
    if read is None:
        return _fold_each(text)
    even, wide = read
    words = even.replace("\n", " ").split(" ")
    packed = "".join(words).replace(_KEPT_SPACE, " ")
    return Folded(packed, Offsets(words, _added(text, wide)), bool(wide))


@lru_cache(maxsize=512)
def fold_text(text: str) -> str:
    """Fold ``text`` where only its likeness matters.

    Kept for a while: a name is looked for some twenty times while its article is resolved.
    """
    read = _even(text)
    if read is None:
        return _fold_each(text).text
    return "".join(read[0].split()).replace(_KEPT_SPACE, " ")


_SPECIAL = re.compile(r"""[^가-힣!#-&(-_a-~ \n]""")
"""What may fold to something else than itself."""

_BETWEEN_ASCII = re.compile(r"[0-9A-Za-z]\s+(?=[0-9A-Za-z])")
_KEPT_SPACE = "\0"


def _even(text: str) -> tuple[str, str] | None:
    """``text`` with each character folded where it stands, and those that became several.

    Of spaces that stay the last is a `_KEPT_SPACE`. Nearly all texts can be read so, which takes
    a fraction of what reading them by the character does; None for the others.
    """
    even, wide = text, ""
    for character in set(_SPECIAL.findall(text)):
        folded = _IN_PLACE[character]
        if folded is None:
            return None
        if folded != character:
            even = even.replace(character, folded)
            wide += character if len(folded) > 1 else ""
    return _BETWEEN_ASCII.sub(lambda found: found[0][:-1] + _KEPT_SPACE, even), wide


def _added(text: str, wide: str) -> list[int]:
    """Where folding adds characters: all that one becomes but the first."""
    added: list[int] = []
    for found in re.finditer(f"[{re.escape(wide)}]", text) if wide else ():
        start = found.start() + len(added)
        added += range(start + 1, start + len(_folded(found[0])))
    return added


def _folded(character: str) -> str:
    return "".join(folded for folded, _ in _FOLDINGS[character] or ())


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
    """What each character is replaced by; None for what `_even` cannot replace.

    That is what leaves nothing, or what would be folded once more.
    """

    def __missing__(self, character: str) -> str | None:
        known = _FOLDINGS[character]
        folded = _folded(character) if known is not None else " "
        again = [one for c in folded for one in _FOLDINGS[c] or ()]
        stays = known is None or (bool(known) and again == list(known))
        found = self[character] = folded if stays and character != _KEPT_SPACE else None
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
