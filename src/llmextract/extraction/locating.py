"""What a model quoted, looked up in the article; and shown, cut to a length for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.grounding import Index, Match

__all__ = ["locate", "shorten"]

_LONGEST_QUOTE = 300
"""Characters. Names are far shorter; a model that quotes more runs on or answers nonsense."""


def locate(index: Index, words: str, *, within: tuple[int, int] | None = None) -> Match | None:
    """Where the article holds ``words``; None where it does not, or they are no name."""
    if len(words) > _LONGEST_QUOTE:
        return None
    return index.find(words, within=within)


def shorten(words: str, *, most: int = 80) -> str:
    """The beginning of ``words``, for a sentence."""
    return words if len(words) <= most else words[: most - 1] + "…"
