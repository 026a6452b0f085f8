"""One piece put to the model: asked, checked, and asked again with the exact errors."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from llmextract.errors import (
    BadRequestError,
    EmptyReplyError,
    RefusalError,
    ReplyError,
    TruncatedError,
)
from llmextract.extraction.locating import locate, shorten
from llmextract.extraction.marking import disarm
from llmextract.grounding import Index, quotable
from llmextract.models import Completion, ModelSettings, Usage
from llmextract.records import Attempt, Tokens
from llmextract.schemas import Asked, Complaint, Reply, Shape, parse_reply, wire_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from llmextract.article import Article
    from llmextract.extraction.marking import Piece
    from llmextract.prompts import Message, Prompt

__all__ = ["Answer", "Asker", "Interview"]

ATTEMPTS = 3
"""The first asking and two re-asks: what a model has not mended by then it does not mend."""

_MOST_COMPLAINTS = 12
"""A reply that is wrong all over would otherwise make the next request as long as a book."""

_MOST_MISQUOTES = 100
"""Looked for; each look-up takes a reading of the whole article."""

_LONGEST_ECHO = 20_000
"""Characters of a wrong answer that the re-ask shows again; whole answers are far shorter."""


class Asker(Protocol):
    """What extraction needs of a model; `llmextract.models.Client` is one."""

    @property
    def settings(self) -> ModelSettings:
        """How the model likes to be asked."""

    async def complete(
        self,
        messages: list[Message],
        *,
        schema: dict[str, Any],
        schema_name: str,
    ) -> Completion:
        """Give one completion."""


@dataclass(frozen=True)
class Answer:
    """What came of asking about one piece.

    Attributes:
        piece: What was asked about.
        reply: The best reply; None where none could be used.
        attempts: Every exchange.
        failure: Why there is no reply.
    """

    piece: Piece
    reply: Reply | None
    attempts: list[Attempt]
    failure: ReplyError | None = None


@dataclass
class _Conversation:
    messages: list[Message]
    attempts: list[Attempt] = field(default_factory=list)
    best: Reply | None = None
    failure: ReplyError | None = None

    def answer(self, content: str) -> None:
        """Add what the model wrote, for it to see when it is asked again."""
        if content:
            self.messages.append({"role": "assistant", "content": content[:_LONGEST_ECHO]})

    def ask_again(self, message: Message) -> None:
        """Add a re-ask; after an answer without text to the question, so that turns alternate."""
        last = self.messages[-1]
        if last["role"] == "user":
            joined = f"{last['content']}\n\n{message['content']}"
            self.messages[-1] = {"role": "user", "content": joined}
        else:
            self.messages.append(message)

    def keep(self, reply: Reply) -> None:
        if self.best is None or len(reply.complaints) < len(self.best.complaints):
            self.best = reply


@dataclass(frozen=True)
class Interview:
    """All that stays the same while the pieces of one article are asked about."""

    article: Article
    shape: Shape
    prompt: Prompt
    index: Index
    asker: Asker

    async def ask(self, piece: Piece) -> Answer:
        """Ask about one piece, at most three times.

        Raises:
            LLMExtractError: The endpoint failed; such errors never enter the conversation.
        """
        asked = Asked(
            mentions=tuple((marked.id, marked.kind) for marked in piece.mentions),
            pattern=quotable(piece.quotable) if self.asker.settings.rendering == "keyed" else "",
        )
        talk = _Conversation([*self.prompt.prefix, self._question(piece)])
        while len(talk.attempts) < ATTEMPTS:
            complaints = await self._exchange(talk, piece, asked)
            if not complaints:
                break
            talk.ask_again(self.prompt.correct(complaints))
        return Answer(piece, talk.best, talk.attempts, None if talk.best else talk.failure)

    def _question(self, piece: Piece) -> Message:
        title = self.article.title
        shown = piece.body[piece.start :].startswith(title) if title else True
        return self.prompt.ask(
            text=piece.marked,
            title=None if shown or title is None else disarm(title),
            before=piece.shown_before,
            marks=[marked.id for marked in piece.mentions],
        )

    async def _exchange(self, talk: _Conversation, piece: Piece, asked: Asked) -> list[Complaint]:
        """One request and its answer; gives what is wrong with it."""
        rendering = self.asker.settings.rendering
        try:
            completion = await self.asker.complete(
                talk.messages,
                schema=wire_schema(self.shape, rendering=rendering, asked=asked),
                schema_name=self.shape.model.__name__.lower(),
            )
        except ReplyError as error:
            return _note_failure(talk, piece, error)
        except BadRequestError:
            # A re-ask can grow past what the endpoint takes; then what was answered counts.
            if not talk.attempts:
                raise
            return []
        answer = json.loads(completion.content)
        reply = parse_reply(self.shape, answer, rendering=rendering, asked=asked)
        misquotes = islice(self._misquotes(reply), _MOST_MISQUOTES)
        complaints = [*reply.complaints, *misquotes]
        talk.keep(Reply(reply.entities, reply.placements, complaints))
        shown = _most(complaints)
        _note(talk, piece, completion, shown)
        return shown

    def _misquotes(self, reply: Reply) -> Iterator[Complaint]:
        """Quotes that the article does not hold, which the model can be asked to mend."""
        for path, words in _quotes(reply):
            if locate(self.index, words) is None:
                message = (
                    f"'{shorten(words)}' ({path}) does not stand in the text; quote it exactly."
                )
                yield Complaint("quote-not-found", path, message)


def _quotes(reply: Reply) -> Iterator[tuple[str, str]]:
    for number, entity in enumerate(reply.entities):
        path = f"{entity.field}/{number}"
        yield f"{path}/name", entity.name
        for key, quotes in entity.quotes.items():
            yield from ((f"{path}/{key}", quote) for quote in quotes)
        for link in entity.links:
            yield f"{path}/{link.field}", link.name
    for placement in reply.placements:
        if placement.entity:
            yield placement.mention, placement.entity


def _most(complaints: list[Complaint]) -> list[Complaint]:
    rest = len(complaints) - _MOST_COMPLAINTS
    if rest <= 0:
        return complaints
    more = Complaint("reply-invalid", "reply", f"{rest:,} more places are wrong like these.")
    return [*complaints[:_MOST_COMPLAINTS], more]


def _note(
    talk: _Conversation, piece: Piece, completion: Completion, complaints: list[Complaint]
) -> None:
    talk.attempts.append(
        Attempt(
            piece=piece.index,
            attempt=len(talk.attempts) + 1,
            response_format=completion.response_format,
            seconds=round(completion.seconds, 3),
            usage=_tokens(completion.usage),
            errors=[complaint.message for complaint in complaints],
            content=completion.content if complaints else None,
        )
    )
    talk.answer(completion.content)


def _note_failure(talk: _Conversation, piece: Piece, error: ReplyError) -> list[Complaint]:
    usage = error.usage if isinstance(error.usage, Usage) else Usage()
    talk.failure = error
    talk.attempts.append(
        Attempt(
            piece=piece.index,
            attempt=len(talk.attempts) + 1,
            usage=_tokens(usage),
            errors=[str(error)],
            content=error.content or None,
        )
    )
    talk.answer(error.content)
    advice = _ADVICE.get(type(error)) or f"{error}. Answer with the JSON object alone."
    return [Complaint("reply-unusable", "reply", advice)]


_ADVICE: Mapping[type[ReplyError], str] = {
    EmptyReplyError: "The answer was empty; answer with the JSON object alone.",
    TruncatedError: "The answer was cut off; keep it short: each name once, no repetition.",
    RefusalError: "This is a published news article; only say what belongs to what.",
}


def _tokens(usage: Usage) -> Tokens:
    return Tokens(input=usage.input_tokens, cached=usage.cached_tokens, output=usage.output_tokens)
