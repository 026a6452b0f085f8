"""Stands where a model would, and answers with what batches have brought."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from llmextract.errors import BadRequestError, EndpointError, LLMExtractError
from llmextract.runs.pending import PendingError, Question

if TYPE_CHECKING:
    from llmextract.models import BatchForm, Completion, ModelSettings
    from llmextract.prompts import Message
    from llmextract.runs.batches.store import Reply, Store

__all__ = ["BatchAsker"]

_SENTENCE = 300
"""Characters of a provider's own words that a message carries."""


class BatchAsker:
    """Answers a question whose reply is here; any other is pending.

    So an article goes as far as the replies let it, however many questions it takes, and
    extraction knows nothing of batches.
    """

    def __init__(self, form: BatchForm, store: Store) -> None:
        """Answer from ``store``."""
        self._form = form
        self._store = store

    @property
    def settings(self) -> ModelSettings:
        """Those of the model that the batches ask."""
        return self._form.settings

    async def complete(
        self, messages: list[Message], *, schema: dict[str, Any], schema_name: str
    ) -> Completion:
        """Give what came back to this question.

        Raises:
            PendingError: Nothing has, yet.
            ReplyError: What came cannot be used.
            EndpointError: The provider refused the question, or failed on it again and again.
        """
        question = Question.of(self.settings.name, messages, schema=schema, schema_name=schema_name)
        reply = self._store.reply(question.id)
        if reply is None:
            raise PendingError(question)
        if reply.status != HTTPStatus.OK:
            raise self._refused(reply)
        return self._form.read(reply.body)

    def _refused(self, reply: Reply) -> LLMExtractError:
        said, where = _sentence(reply.body), self.settings.address
        if HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return BadRequestError(f"{where} did not take the request ({reply.status}): {said}")
        return EndpointError(
            f"{where} failed again and again with {reply.status} ({said}); try again later."
        )


def _sentence(body: dict[str, Any]) -> str:
    error = body.get("error")
    said = error.get("message") if isinstance(error, dict) else error
    line = " ".join(str(said or "no reason given").split())
    return line if len(line) <= _SENTENCE else line[:_SENTENCE] + "…"
