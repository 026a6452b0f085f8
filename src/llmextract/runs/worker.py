"""A process that works for a run: it cleans, marks, checks and resolves; it asks no model.

What it has to ask it tells the run's own process, which alone speaks to the endpoint: so one
limiter, one budget and one set of connections serve however many processes there are. It knows
neither ledger nor output folder, and ends when the run's process does, however that ends.

Both sides take turns for each article, under a number::

    read (source, published)  ->  article (‥, and what extract gives) | failed ‥
    extract (article)         ->  ask ‥ | made ‥ | failed ‥
    told ‥ | failed ‥         ->  ask ‥ | made ‥ | failed ‥
    leave                     ->  nothing: the article's time is up, or nobody wants its record

A page that was read is mostly extracted, so its first question comes with the article.
"""

from __future__ import annotations

import pickle
import signal
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from llmextract.errors import ArticleError, LLMExtractError
from llmextract.extraction import aextract
from llmextract.runs.hands import Made

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine, Generator, Sequence
    from datetime import date

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.models import Completion, ModelSettings
    from llmextract.prompts import Message
    from llmextract.records import Record
    from llmextract.schemas import Shape

__all__ = ["HEAD", "Question", "Word", "pack", "work"]

HEAD = struct.Struct(">I")
"""Before each message: how many bytes it has."""

_BUFFER = 1 << 18
"""Bytes that are taken from the line at once: several messages, where several wait."""


class Word(NamedTuple):
    """One message: of which article, what kind, and what it says."""

    number: int
    kind: str
    said: Any = None


class Question(NamedTuple):
    """What is to be put to the model; no schema where it is the same for every article."""

    messages: list[Message]
    schema: dict[str, Any] | None
    schema_name: str


def pack(word: Word) -> bytes:
    """A message as it goes over the line."""
    # Pickled, for both sides are one program: the other is its own child.
    body = pickle.dumps(tuple(word), pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(body)) + body


def work(
    line: socket.socket, shape: Shape, settings: ModelSettings, others: Sequence[socket.socket]
) -> None:
    """Work until the line closes.

    Args:
        line: To the run's process.
        shape: What is asked for.
        settings: Of the model that the run's process asks.
        others: Sockets that came over with the fork and are not for this process.
    """
    # Ctrl-C is the run's to answer: what is under way is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for other in others:
        other.close()
    worker = _Worker(shape, settings)
    with line, line.makefile("rb", _BUFFER) as heard:
        while len(head := heard.read(HEAD.size)) == HEAD.size:
            body = heard.read(*HEAD.unpack(head))
            answer = worker.take(Word(*pickle.loads(body)))  # noqa: S301 - from our own parent
            if answer is not None:
                line.sendall(pack(answer))


@dataclass(frozen=True)
class _Asking:
    """Stops the extraction that awaits it until its question has an answer."""

    question: Question

    def __await__(self) -> Generator[Question, Completion, Completion]:
        return (yield self.question)


@dataclass(frozen=True)
class _Asker:
    """What extraction asks: whoever drives it puts the question on."""

    settings: ModelSettings

    async def complete(
        self, messages: list[Message], *, schema: dict[str, Any], schema_name: str
    ) -> Completion:
        fixed = self.settings.rendering == "static"
        return await _Asking(Question(messages, None if fixed else schema, schema_name))


class _Worker:
    def __init__(self, shape: Shape, settings: ModelSettings) -> None:
        self._shape = shape
        self._asker = _Asker(settings)
        # Extraction waits for nothing but answers, so no event loop is needed to drive it.
        self._begun: dict[int, Coroutine[Question, Completion | None, Record]] = {}

    def take(self, word: Word) -> Word | None:
        """Do what a message asks for; gives what is to be answered."""
        if word.kind == "read":
            return self._read(word.number, *word.said)
        if word.kind == "leave":
            if (left := self._begun.pop(word.number, None)) is not None:
                left.close()
            return None
        if word.kind == "extract":
            return self._extract(word.number, word.said)
        begun = self._begun[word.number]
        resume = begun.throw if word.kind == "failed" else begun.send
        return self._go_on(word.number, lambda: resume(word.said))

    def _read(self, number: int, source: Source, published: date | None) -> Word:
        try:
            article = source.read(published)
        except ArticleError as error:
            return Word(number, "failed", error)
        first = self._extract(number, article)
        return Word(number, "article", (article, first.kind, first.said))

    def _extract(self, number: int, article: Article) -> Word:
        fresh = aextract(article, schema=self._shape, asker=self._asker)
        self._begun[number] = fresh
        return self._go_on(number, lambda: fresh.send(None))

    def _go_on(self, number: int, resume: Callable[[], Question]) -> Word:
        try:
            return Word(number, "ask", resume())
        except StopIteration as ended:
            answer = Word(number, "made", Made.of(ended.value))
        except LLMExtractError as error:
            answer = Word(number, "failed", error)
        del self._begun[number]
        return answer
