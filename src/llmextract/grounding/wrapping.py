"""What stands around a name and is no part of it: quotation marks, bullets, brackets, (재)."""

from __future__ import annotations

import re

__all__ = ["strip_article", "strip_outer"]

_OUTER = " \t\r\n\v\f\u00a0\u200b\u3000'\"‘’‚‛“”„‟`´「」『』〈〉《》▲△▶■□●○◇◆※*-–—·ㆍ‧․•,.;:"
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "〔": "〕"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_EDGES = frozenset((*_PAIRS, *_OPENING, *"㈶㈔㈳"))
"""What words begin or end with that hold more to cut than `_OUTER`."""

_DEEPEST = 6
"""Layers that are peeled: bullet, quotation, bracket and (재), with room to spare."""

_LEGAL_FORM = re.compile(r"^(?:[(（](?:재|사|財|社)[)）]|[㈶㈔㈳])\s*(?=\w)")
"""Foundation and association: a form of law before the name. A company's ㈜ stays with it."""

_THE = re.compile(r"^the\s+(?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=[A-Za-z0-9)])['’‘′]s$|(?<=[A-Za-z]s)['’‘′]$")
_OWNING = ("s", *"'’‘′", "\n")
"""What `_POSSESSIVE` ends in; a look at the last character spares most words the search."""


def strip_outer(words: str) -> str:
    """Cut quotation marks, bullets, stray brackets, enclosing brackets and (재) off ``words``.

    A bracket whose partner stands inside the words stays: ``한국전기연구원(KERI)``.
    """
    words = words.strip(_OUTER)
    if not words or (words[0] not in _EDGES and words[-1] not in _EDGES):
        return words
    for _ in range(_DEEPEST):
        before = words
        words = _strip_brackets(_LEGAL_FORM.sub("", words)).strip(_OUTER)
        if words == before:
            break
    return words


def strip_article(words: str, text: str | None = None) -> str:
    """Cut "the" before a name and 's after it.

    Args:
        words: Words of the article.
        text: The article. With it, a capital "The" goes only where the same name stands
            with a small "the" too: it may belong to the name (The Hague).
    """
    bare = _POSSESSIVE.sub("", words) if words.endswith(_OWNING) else words
    rest = _THE.sub("", bare) if bare.startswith(("t", "T")) else bare
    if text is not None and rest != bare and bare[0] == "T" and f"the {rest}" not in text:
        return bare
    return rest


def _strip_brackets(words: str) -> str:
    if not words:
        return words
    first, last = words[0], words[-1]
    partners = _partners(words)
    end = len(words) - 1
    if first in _PAIRS and partners.get(0) == end:
        return words[1:-1]
    if first in _PAIRS and 0 not in partners:
        return words[1:]
    if (last in _OPENING or last in _PAIRS) and end not in partners.values():
        return words[:-1]
    return words


def _partners(words: str) -> dict[int, int]:
    """Where each opening bracket closes."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for at, character in enumerate(words):
        if character in _PAIRS:
            opened.append(at)
        elif character in _OPENING and opened and words[opened[-1]] == _OPENING[character]:
            closed[opened.pop()] = at
    return closed
