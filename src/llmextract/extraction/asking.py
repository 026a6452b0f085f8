"""The pieces of an article put to the model: asked, checked, and asked again with the errors."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from llmextract.errors import BadRequestError, ReplyError
from llmextract.extraction.conversation import Conversation
from llmextract.extraction.locating import locate, shorten
from llmextract.extraction.marking import disarm
from llmextract.grounding import NOTHING, count_names, quotable
from llmextract.schemas import (
    UNANSWERED,
    Asked,
    Complaint,
    Reply,
    parse_reply,
    parse_rest,
    rest_schema,
    wire_schema,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from llmextract.extraction.known import Known
    from llmextract.extraction.marking import Piece
    from llmextract.models import Completion, ModelSettings
    from llmextract.prompts import Message, Prompt
    from llmextract.records import Attempt

__all__ = ["Answer", "Asker", "Interview"]

ATTEMPTS = 3
"""The first asking and two re-asks: what a model has not mended by then it does not mend."""

_MOST_COMPLAINTS = 12
"""A reply that is wrong all over would otherwise make the next request as long as a book."""

_MOST_MISQUOTES = 100
"""Looked for; each look-up takes a reading of the whole article."""

_LONGEST_MEMORY = 4_000
"""Characters of the exchanges about earlier pieces that a request repeats: some 3,000 tokens of
Korean, which leaves the embedded model's context room for the rest. Past it the last is kept."""

SHORTEST_OWNER = 3
"""Characters of a one-word name that can own mentions: 가구 (household) and 서버 (server) are what
an embedded model writes where it finds none. Of the 96 programs in examples/gold and
benchmarks/quality/tune/gold none is shorter."""

_SETTLED_OTHERWISE = frozenset({UNANSWERED, "mention-placed-twice"})
"""What the keyed rendering does not ask the whole again for: gaps are asked about by themselves,
and of two places the one that is named next to the mention is taken."""


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
class Interview:
    """One article, asked about piece by piece in one conversation.

    A model that has seen the paragraphs before, and what it said of them, knows which program
    one without a name is about; and a server that keeps what it has read reads nothing twice.
    Against each piece on its own, with the text before it, the embedded model writes a quarter
    less and reads half.
    """

    known: Known
    prompt: Prompt
    asker: Asker
    _memory: list[Message] = field(default_factory=list, init=False)
    _names: dict[str, str] = field(default_factory=dict, init=False)

    async def ask(self, piece: Piece) -> Answer:
        """Ask about one piece, at most three times.

        Raises:
            LLMExtractError: The endpoint failed; such errors never enter the conversation.
        """
        asked = self._asked(piece)
        question = self._question(piece)
        talk = Conversation(piece.index, [*self.prompt.prefix, *self._memory, question])
        while len(talk.attempts) < ATTEMPTS:
            complaints = await self._exchange(talk, asked)
            if not complaints:
                break
            talk.ask(self.prompt.correct(complaints))
        if talk.best is None:
            return Answer(piece, None, talk.attempts, talk.failure)
        self._remember(question, talk)
        if self._keyed:
            self._note_found(piece)
        while self._keyed and len(talk.attempts) < ATTEMPTS:
            if not await self._ask_rest(talk, asked):
                break
        return Answer(piece, talk.best, talk.attempts)

    @property
    def _keyed(self) -> bool:
        return self.asker.settings.rendering == "keyed"

    def _asked(self, piece: Piece) -> Asked:
        mentions = tuple([(marked.id, marked.mention.kind) for marked in piece.mentions])
        if not self._keyed:
            return Asked(mentions)
        named, no_names = self._named, self._no_names | self._others
        shown = [self._without_others(text) for text in piece.quotable]
        said = self._owners
        owners = quotable(
            shown,
            names=[*said, *self._in_quotes(piece)],
            no_names=no_names,
            shortest=SHORTEST_OWNER,
            named=named,
        )
        asked = Asked(
            mentions,
            pattern=quotable(shown, names=self._names, no_names=no_names),
            owners=owners,
        )
        if named is None:
            return asked
        # A model that has named all there is else names it again, to the end of the list.
        # One more than seem to be there: a name said before, or one that no particle closes.
        most = count_names(shown, named) + 1 if owners != NOTHING else 0
        return dataclasses.replace(asked, most=most)

    @property
    def _named(self) -> re.Pattern[str] | None:
        """What names are like, where the schema says so of all that can own mentions."""
        models = [entity.model for entity in self.known.shape.entities if entity.placements]
        patterns = [getattr(model, "named", None) for model in models]
        return patterns[0] if len(set(patterns)) == 1 else None

    @property
    def _no_names(self) -> frozenset[str]:
        known = (getattr(entity.model, "no_names", ()) for entity in self.known.shape.entities)
        return frozenset[str]().union(*known)

    def _in_quotes(self, piece: Piece) -> list[str]:
        """What a piece names in quotation marks; no slogans, where the schema knows better."""
        if all(entity.found for entity in self.known.shape.entities if entity.placements):
            return self._found(piece)
        return piece.in_quotes

    def _found(self, piece: Piece) -> list[str]:
        """The names that code finds in a piece of what can own mentions."""
        text = piece.body[piece.start : piece.end]
        return [
            text[start:end]
            for entity in self.known.shape.entities
            if entity.placements and entity.found
            for start, end, _ in entity.find(text)
        ]

    @cached_property
    def _others(self) -> frozenset[str]:
        """What code finds to be something else than what can own mentions: persons, bodies."""
        body, owning = self.known.article.body, self._owning
        return frozenset(
            body[start:end]
            for field, found in self.known.found.items()
            for start, end, _ in (() if field in owning else found)
        )

    @property
    def _owning(self) -> frozenset[str]:
        """The fields of what can own mentions."""
        return frozenset(e.field for e in self.known.shape.entities if e.placements)

    def _without_others(self, text: str) -> str:
        """A text in which no name runs across one of those; a single word can be part of one."""
        for name in self._others:
            if " " in name:
                text = text.replace(name, ", ")
        return text

    def _question(self, piece: Piece) -> Message:
        title = self.known.article.title
        shown = self._memory or not title or piece.body[piece.start :].startswith(title)
        return self.prompt.ask(
            text=piece.marked,
            title=None if shown or title is None else disarm(title),
            marks=[marked.id for marked in piece.mentions],
        )

    def _remember(self, question: Message, talk: Conversation) -> None:
        """Keep the exchange for the pieces that follow, and the names that it gave."""
        exchange = [question, {"role": "assistant", "content": talk.said}]
        if self._is_worth_keeping(talk):
            kept = next((m for m in (self._memory + exchange, exchange) if _fits(m)), [])
            self._memory = kept
        for entity in talk.best.entities if talk.best else ():
            if locate(self.known.index, entity.name):
                self._names.setdefault(entity.name, entity.field)

    def _note_found(self, piece: Piece) -> None:
        """Add the names that code finds in a piece to those that can own mentions."""
        owner = next((e.field for e in self.known.shape.entities if e.placements), None)
        if owner is not None:
            self._names |= dict.fromkeys(self._found(piece), owner) | self._names

    def _is_worth_keeping(self, talk: Conversation) -> bool:
        """Whether an exchange helps with what follows.

        One that places nothing shows a small model how to place nothing: it then goes on so to
        the end of the article.
        """
        return not self._keyed or (
            talk.best is not None and any(said.entity for said in talk.best.placements)
        )

    async def _exchange(self, talk: Conversation, asked: Asked) -> list[Complaint]:
        """One request and its answer; gives what is wrong with it, to be asked again."""
        rendering = self.asker.settings.rendering
        schema = wire_schema(self.known.shape, rendering=rendering, asked=asked)
        try:
            completion = await self._complete(talk, schema)
        except ReplyError as error:
            return talk.note_failure(error)
        except BadRequestError:
            # A re-ask can grow past what the endpoint takes; then what was answered counts.
            if not talk.attempts:
                raise
            return []
        answer = json.loads(completion.content)
        reply = parse_reply(self.known.shape, answer, rendering=rendering, asked=asked)
        misquotes = list(islice(self._misquotes(reply), _MOST_MISQUOTES))
        complaints = reply.complaints + misquotes
        if misquotes:
            reply = dataclasses.replace(reply, complaints=complaints)
        talk.keep(reply, completion.content)
        talk.note(completion, _most(complaints))
        if rendering == "keyed":
            complaints = [c for c in complaints if c.code not in _SETTLED_OTHERWISE]
        return _most(complaints)

    async def _complete(self, talk: Conversation, schema: dict[str, Any]) -> Completion:
        name = self.known.shape.model.__name__.lower()
        return await self.asker.complete(talk.messages, schema=schema, schema_name=name)

    async def _ask_rest(self, talk: Conversation, asked: Asked) -> bool:
        """Ask about the mentions that the answer left out, and about them alone.

        Returns:
            Whether there was something to ask, and an answer.
        """
        gaps = [c.path for c in talk.best.complaints if c.code == UNANSWERED] if talk.best else []
        names = self._owners
        if not gaps or not names:
            return False
        rest = dataclasses.replace(asked, mentions=tuple(m for m in asked.mentions if m[0] in gaps))
        talk.recall(self.prompt.ask_rest(gaps))
        schema = rest_schema(self.known.shape, asked=rest, names=names)
        try:
            completion = await self._complete(talk, schema)
        except ReplyError as error:
            talk.note_failure(error)
            return True
        except BadRequestError:
            return False
        talk.add(
            completion, parse_rest(self.known.shape, json.loads(completion.content), asked=rest)
        )
        return True

    @property
    def _owners(self) -> list[str]:
        """The names said so far of what can own mentions."""
        owning = self._owning
        return [name for name, field in self._names.items() if field in owning]

    def _misquotes(self, reply: Reply) -> Iterator[Complaint]:
        """Quotes that the article does not hold, which the model can be asked to mend."""
        held: dict[str, bool] = {}
        for steps, words in _quotes(reply):
            # A program is named again with each of its mentions.
            if words not in held:
                held[words] = locate(self.known.index, words) is not None
            if not held[words]:
                path = "/".join(map(str, steps))
                message = (
                    f"'{shorten(words)}' ({path}) does not stand in the text; quote it exactly."
                )
                yield Complaint("quote-not-found", path, message)


def _fits(messages: list[Message]) -> bool:
    return sum(len(message["content"]) for message in messages) <= _LONGEST_MEMORY


def _quotes(reply: Reply) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All that a reply quotes, with the steps to its place in it."""
    for number, entity in enumerate(reply.entities):
        yield (entity.field, number, "name"), entity.name
        for key, quotes in entity.quotes.items():
            for quote in quotes:
                yield (entity.field, number, key), quote
        for link in entity.links:
            yield (entity.field, number, link.field), link.name
    for placement in reply.placements:
        if placement.entity:
            yield (placement.mention,), placement.entity


def _most(complaints: list[Complaint]) -> list[Complaint]:
    rest = len(complaints) - _MOST_COMPLAINTS
    if rest <= 0:
        return complaints
    more = Complaint("reply-invalid", "reply", f"{rest:,} more places are wrong like these.")
    return [*complaints[:_MOST_COMPLAINTS], more]
