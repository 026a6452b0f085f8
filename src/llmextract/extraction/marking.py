"""Mentions get ids, and the article is cut into pieces that show them as marks.

``김해시는 916억 원을`` becomes ``김해시는 [M1 916억 원]을``. What looks like a mark in the article
itself is written with full-width brackets, so that no text can forge one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from llmextract.reading import scan
from llmextract.spans import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.article import Article
    from llmextract.schemas import MentionKind
    from llmextract.spans import Mention

__all__ = ["Marked", "Piece", "disarm", "mark_mentions", "pieces", "talking_pieces"]

_FORGED = re.compile(r"\[(?=\W{0,3}[MDＭＤ]\W{0,3}\d)")
"""Also with spaces, unseen characters or full width inside: a model reads over them."""
_FORGERY = re.compile(_FORGED.pattern + r"[^\[\]\n]{0,8}\Z")
_LONGEST_FORGERY = 20
"""Characters from the bracket to the value."""

_QUIET = 3
"""How many times longer a piece without mentions may be."""

_CONTEXT = 300
"""Characters of paragraphs without mentions that are shown before one that has some."""

_QUOTED = re.compile(r"[‘'「『《〈]([^‘’'“”\"「」『』《》〈〉\[\]［\n]{3,40})[’'」』》〉]")
"""Names; speech has double marks."""

_PARAGRAPH = re.compile(r"[^\n]+")


class Marked(NamedTuple):
    """A mention and the id that the model knows it by.

    Attributes:
        id: ``M1`` or ``D1``.
        mention: What was read.
        forged: It stands in what looks like a mark in the article itself. Nobody writes
            ``[M9 999억 원]`` but to be taken for the marks; such a value is not asked about.
    """

    id: str
    mention: Mention
    forged: bool = False

    @property
    def kind(self) -> MentionKind:
        """``money`` or ``date``."""
        return self.mention.kind


@dataclass(frozen=True)
class Piece:
    """A run of whole paragraphs that one request asks about.

    Attributes:
        index: Its place among the pieces of the article, from 0.
        start: Offset of its first character in the body.
        end: Offset after its last.
        body: The article's body.
        mentions: The mentions inside it.
    """

    index: int
    start: int
    end: int
    body: str
    mentions: tuple[Marked, ...]

    @cached_property
    def marked(self) -> str:
        """The text with its marks."""
        parts: list[str] = []
        at = self.start
        for marked in self.mentions:
            mention = marked.mention
            parts += (disarm(self.body[at : mention.start]), f"[{marked.id} {mention.text}]")
            at = mention.end
        parts.append(disarm(self.body[at : self.end]))
        return "".join(parts)

    @property
    def in_quotes(self) -> list[str]:
        """What stands in single quotation marks or title brackets: names, in Korean."""
        return [" ".join(found[1].split()) for found in _QUOTED.finditer(self.marked)]

    @property
    def quotable(self) -> list[str]:
        """The text shown, without the mentions, which are no part of names."""
        edges = [self.start]
        for marked in self.mentions:
            edges += (marked.mention.start, marked.mention.end)
        edges.append(self.end)
        return [self.body[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


# A third of what the constructor of a named tuple takes.
_marked = partial(tuple.__new__, Marked)


def mark_mentions(article: Article) -> tuple[Marked, ...]:
    """Find every amount and date of the body, numbered by kind in the order of the text."""
    body = article.body
    counts = {"M": 0, "D": 0}
    may_be_forged = "[" in body
    marked = []
    for mention in scan(body, published=article.published, language=article.language):
        letter = "M" if isinstance(mention, Money) else "D"
        counts[letter] += 1
        forged = may_be_forged and _is_forged(body, mention)
        marked.append(_marked((f"{letter}{counts[letter]}", mention, forged)))
    return tuple(marked)


def _is_forged(body: str, mention: Mention) -> bool:
    earliest = max(0, mention.start - _LONGEST_FORGERY)
    return _FORGERY.search(body, earliest, mention.start) is not None


def pieces(article: Article, mentions: Sequence[Marked], *, size: int | None) -> list[Piece]:
    """Cut the body into runs of whole paragraphs.

    Args:
        article: The article.
        mentions: Its mentions.
        size: Most characters of a piece, unless one paragraph alone is longer; three times
            as many where it holds no mention, for nothing can be misplaced there. None for the
            whole article in one.
    """
    return [
        _piece(article.body, mentions, index, bounds)
        for index, bounds in enumerate(_bounds(article.body, mentions, size))
    ]


def talking_pieces(article: Article, mentions: Sequence[Marked], *, size: int) -> list[Piece]:
    """Cut the body into runs of paragraphs that end with ones that hold mentions.

    Paragraphs without any are shown before the next that has some, for what they say of it; those
    farther away than `_CONTEXT` characters and those at the end are not shown at all.

    Args:
        article: The article.
        mentions: Those to ask about.
        size: Most characters of the paragraphs with mentions together, unless one is longer.
    """
    starts = [marked.mention.start for marked in mentions]
    bounds: list[tuple[int, int]] = []
    quiet: list[int] = []
    start = end = 0
    for paragraph in _PARAGRAPH.finditer(article.body):
        here, there = paragraph.span()
        if bisect_left(starts, here) == bisect_left(starts, there):
            quiet.append(here)
            continue
        if bounds and not quiet and there - start <= size:
            bounds[-1] = (bounds[-1][0], there)
            continue
        start, end = here, there
        shown = next((at for at in quiet if here - at <= _CONTEXT), here)
        bounds.append((shown, end))
        quiet = []
    return [_piece(article.body, mentions, index, each) for index, each in enumerate(bounds)]


def _piece(body: str, mentions: Sequence[Marked], index: int, bounds: tuple[int, int]) -> Piece:
    start, end = bounds
    return Piece(
        index=index,
        start=start,
        end=end,
        body=body,
        mentions=tuple(m for m in mentions if start <= m.mention.start < end),
    )


def _bounds(body: str, mentions: Sequence[Marked], size: int | None) -> Iterator[tuple[int, int]]:
    starts = [marked.mention.start for marked in mentions]
    start, end = None, 0
    for paragraph in _PARAGRAPH.finditer(body):
        if start is not None and size is not None:
            quiet = bisect_left(starts, start) == bisect_left(starts, paragraph.end())
            if paragraph.end() - start > size * (_QUIET if quiet else 1):
                yield start, end
                start = None
        start = paragraph.start() if start is None else start
        end = paragraph.end()
    if start is not None:
        yield start, end


def disarm(text: str) -> str:
    """``text`` with full-width brackets before what looks like a mark."""
    return _FORGED.sub("［", text)
