"""What is known of an article before any model is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.grounding import Index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmextract.article import Article
    from llmextract.extraction.marking import Marked
    from llmextract.schemas import Shape
    from llmextract.schemas.shape import Found

__all__ = ["Known"]


@dataclass(frozen=True)
class Known:
    """One article, what is to be found in it, and what code reads in it by itself.

    Attributes:
        article: The article.
        shape: What is asked for.
        mentions: Every mention of the article, in the order of the text.
    """

    article: Article
    shape: Shape
    mentions: tuple[Marked, ...]

    @cached_property
    def index(self) -> Index:
        """The body, to look words up in."""
        return Index(self.article.body)

    @cached_property
    def found(self) -> Mapping[str, list[Found]]:
        """The names that code finds in the body, by the field of those they name."""
        body = self.article.body
        return {entity.field: entity.find(body) for entity in self.shape.entities if entity.found}
