"""Alternations of many words, arranged so that a text is held against few of them.

The engine tries the words of an alternation one by one, but gives up those that begin with a
literal or a class of characters at little cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["by_letter", "small_or_capital"]


def by_letter(words: Iterable[str]) -> str:
    """A pattern of any of the words, the first of them that matches, grouped by first letter.

    Words with different first letters never match at the same place, so that only the order
    of those with the same one counts.
    """
    return "|".join(
        letter + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for letter, rests in _rests(words).items()
    )


def small_or_capital(words: Iterable[str]) -> str:
    """As `by_letter`, of words in small letters, whose case does not matter."""
    return "|".join(
        f"[{letter}{letter.upper()}](?i:{'|'.join(rests)})"
        for letter, rests in _rests(words).items()
    )


def _rests(words: Iterable[str]) -> dict[str, list[str]]:
    """The words without their first letter, by it."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return rests
