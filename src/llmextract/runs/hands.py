"""Who does what takes the processor: this process, or others that work for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from llmextract.extraction import aextract
from llmextract.records import field_names

if TYPE_CHECKING:
    from datetime import date

    from pydantic import BaseModel

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.extraction import Asker
    from llmextract.records import Record
    from llmextract.schemas import Shape

__all__ = ["Hands", "Made", "OwnHands"]


@dataclass(frozen=True)
class Made:
    """A record, ready to be written.

    Attributes:
        content: That of its file; None where it lies beside its place already.
        counts: How many of each entity it holds, by the name of their list.
        unassigned: How many mentions belong to none of them.
    """

    content: bytes | None
    counts: dict[str, int]
    unassigned: int

    @classmethod
    def of(cls, record: Record) -> Made:
        """What is made of ``record``."""
        filled: BaseModel = record.record
        return cls(
            content=record.to_bytes(),
            counts={key: len(getattr(filled, key)) for key in field_names(type(filled))},
            unassigned=len(record.unassigned),
        )


class Hands(Protocol):
    """What a run needs done."""

    async def read(self, source: Source, published: date | None) -> Article:
        """Read and clean a page.

        Raises:
            ArticleError: It cannot be had.
        """

    async def extract(self, article: Article, asker: Asker) -> Made:
        """Extract an article.

        Raises:
            LLMExtractError: The endpoint failed, or gave nothing that can be used.
        """

    def leave(self, article: Article) -> None:
        """Forget an article that was read: it is extracted by now, or need not be."""


class OwnHands:
    """This process itself."""

    def __init__(self, shape: Shape) -> None:
        """Work by this schema."""
        self._shape = shape

    async def read(self, source: Source, published: date | None) -> Article:
        """Read and clean a page; a file in a thread, for its folder can be far away."""
        # A row is here already, and for each the way to a thread and back took half a millisecond.
        if source.name.rpartition(":")[2].isdecimal():
            return source.read(published)
        return await asyncio.to_thread(source.read, published)

    async def extract(self, article: Article, asker: Asker) -> Made:
        """Extract an article."""
        return Made.of(await aextract(article, schema=self._shape, asker=asker))

    def leave(self, article: Article) -> None:
        """Forget nothing: nothing was kept."""
