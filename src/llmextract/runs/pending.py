"""Questions that are asked now and answered another day, and the articles that wait for them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from llmextract.cleaning import Source

if TYPE_CHECKING:
    from datetime import date

    from llmextract.article import Article
    from llmextract.prompts import Message

__all__ = ["PendingError", "Postbox", "Question", "StoredSource"]


@dataclass(frozen=True)
class Question:
    """All that is said to the model at one turn.

    Attributes:
        id: The hash of it and the model's name: the same question has the same id, whenever it
            is asked.
        messages: The conversation.
        schema: JSON Schema of the answer.
        schema_name: Its name.
    """

    id: str
    messages: list[Message]
    schema: dict[str, Any]
    schema_name: str

    @classmethod
    def of(
        cls, model: str, messages: list[Message], *, schema: dict[str, Any], schema_name: str
    ) -> Self:
        """The question, with the conversation as it is now; an asker may go on with its list."""
        said = json.dumps([model, messages, schema, schema_name], sort_keys=True)
        id_ = hashlib.sha256(said.encode()).hexdigest()[:32]
        return cls(id_, list(messages), schema, schema_name)


class PendingError(Exception):
    """A question has no answer yet. It ends no article: asked again later, it goes on."""

    def __init__(self, question: Question) -> None:
        """Keep the question, to be put into a batch."""
        super().__init__(question.id)
        self.question = question


class Postbox(Protocol):
    """Where questions without an answer are put."""

    def keep(self, article: Article, question: Question) -> None:
        """Keep article and question, where the budget has room for it."""


@dataclass(frozen=True)
class StoredSource(Source):
    """An article that was read before, whatever has become of its page."""

    article: Article

    @classmethod
    def of(cls, article: Article) -> Self:
        """The article in place of its page."""
        return cls(article.source, _unread, article)

    def read(self, published: date | None = None) -> Article:
        """The article as it was."""
        del published
        return self.article


def _unread() -> Any:  # noqa: ANN401 - never called
    raise NotImplementedError
