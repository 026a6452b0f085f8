"""A process that works for a run: it cleans, marks, checks, resolves and writes; it asks no model.

What it has to ask it tells the run's own process, which alone speaks to the endpoint: so one
limiter, one budget and one set of connections serve however many processes there are. It lays a
record beside its place in the output folder, safe; the run's process alone gives it its name and
knows the ledger. It ends when the run's process does, however that ends.

Both sides take turns for each article, under a number::

    read (source, published)  ->  article (‥, and what extract gives first) | failed ‥
    extract (article)         ->  ask ‥ | made ‥ | failed ‥
    told ‥ | failed ‥         ->  ask ‥ | made ‥ | failed ‥
    leave                     ->  nothing: the article's time is up, or nobody wants its record

A page that was read is mostly extracted, so its first question comes with the article.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from llmextract.errors import ArticleError, LLMExtractError, OutputNotWritableError
from llmextract.extraction import aextract
from llmextract.runs.files import lay_together, record_path
from llmextract.runs.hands import Made

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine, Generator, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.models import Completion, ModelSettings
    from llmextract.prompts import Message
    from llmextract.records import Record
    from llmextract.schemas import Shape

__all__ = ["Question", "Word", "pack", "unpack", "work"]

_HEAD = struct.Struct(">I")
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
    return _HEAD.pack(len(body)) + body


def unpack(heard: bytearray) -> Iterator[Word]:
    """The whole messages at the beginning of what was heard, which are taken off it."""
    at = 0
    while len(heard) - at >= _HEAD.size:
        (size,) = _HEAD.unpack_from(heard, at)
        end = at + _HEAD.size + size
        if len(heard) < end:
            break
        with memoryview(heard) as whole, whole[at + _HEAD.size : end] as body:
            word = Word(*pickle.loads(body))  # noqa: S301 - from our own child or parent
        at = end
        yield word
    del heard[:at]


def work(
    line: socket.socket,
    others: Sequence[socket.socket],
    *,
    shape: Shape,
    settings: ModelSettings,
    out: Path,
) -> None:
    """Work until the line closes.

    Args:
        line: To the run's process.
        others: Sockets that came over with the fork and are not for this process.
        shape: What is asked for.
        settings: Of the model that the run's process asks.
        out: The output folder.
    """
    # Ctrl-C is the run's to answer: what is under way is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for other in others:
        other.close()
    worker = _Worker(shape, settings, out)
    with line:
        _answer(line, worker)


def _answer(line: socket.socket, worker: _Worker) -> None:
    """Answer what is heard, a few messages together, until the line closes."""
    heard = bytearray()
    while data := line.recv(_BUFFER):
        heard += data
        answers: list[Word] = []
        for word in unpack(heard):
            answers += worker.take(word)
            if len(answers) >= _FEW:
                _say(line, answers)
                answers = []
        if not _is_ready(line):
            answers += worker.lay()
        if answers:
            _say(line, answers)


def _say(line: socket.socket, answers: Sequence[Word]) -> None:
    line.sendall(b"".join(map(pack, answers)))


def _is_ready(line: socket.socket) -> bool:
    """Whether there is something to be heard already."""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    return bool(waiting.poll(0))


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


_FEW = 16
"""Answers that go together: each sending wakes the run's process, which one by one took a tenth
more of the processor in all; more together would keep questions waiting that are ready."""

_TOGETHER = 16
"""Records that are laid down together: many files are safe in hardly more time than one."""


class _Worker:
    def __init__(self, shape: Shape, settings: ModelSettings, out: Path) -> None:
        self._shape = shape
        self._asker = _Asker(settings)
        self._out = out
        self._run = os.getppid()
        # Extraction waits for nothing but answers, so no event loop is needed to drive it.
        self._begun: dict[int, Coroutine[Question, Completion | None, Record]] = {}
        self._made: list[tuple[int, Record]] = []

    def take(self, word: Word) -> list[Word]:
        """Do what a message asks for; gives what there is to be answered by now."""
        if word.kind == "leave":
            if (left := self._begun.pop(word.number, None)) is not None:
                left.close()
            return []
        if word.kind == "read":
            return [self._read(word.number, *word.said)]
        if word.kind == "extract":
            answer = self._begin(word.number, word.said)
        else:
            begun = self._begun[word.number]
            resume = begun.throw if word.kind == "failed" else begun.send
            answer = self._go_on(word.number, lambda: resume(word.said))
        answers = [] if answer is None else [answer]
        return answers + self.lay() if len(self._made) >= _TOGETHER else answers

    def lay(self) -> list[Word]:
        """Lay down the records that are made; gives the answers that say so."""
        waiting, self._made = self._made, []
        if waiting and os.getppid() != self._run:
            # The run's process is gone, and another may write here by now.
            sys.exit()
        made = [(number, record.article.id, Made.of(record)) for number, record in waiting]
        try:
            lay_together([(record_path(self._out, id_), m.content or b"") for _, id_, m in made])
        except OutputNotWritableError as error:
            return [Word(number, "failed", error) for number, _, _ in made]
        return [Word(number, "made", replace(m, content=None)) for number, _, m in made]

    def _read(self, number: int, source: Source, published: date | None) -> Word:
        try:
            article = source.read(published)
        except ArticleError as error:
            return Word(number, "failed", error)
        first = self._begin(number, article)
        if first is None:
            # Nothing is asked about it. Whether its record is wanted is not known yet.
            self._made.pop()
            return Word(number, "article", (article, None, None))
        return Word(number, "article", (article, first.kind, first.said))

    def _begin(self, number: int, article: Article) -> Word | None:
        fresh = aextract(article, schema=self._shape, asker=self._asker)
        self._begun[number] = fresh
        return self._go_on(number, lambda: fresh.send(None))

    def _go_on(self, number: int, resume: Callable[[], Question]) -> Word | None:
        """The answer, or None where there is a record, which is to be laid down first."""
        answer = None
        try:
            return Word(number, "ask", resume())
        except StopIteration as ended:
            self._made.append((number, ended.value))
        except LLMExtractError as error:
            answer = Word(number, "failed", error)
        del self._begun[number]
        return answer
