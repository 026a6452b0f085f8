"""The processes that work for a run, and how they are spoken to; see `runs.worker`.

Of an article's work the workers do three quarters; asking and the ledger stay here. So
articles a second grow with a machine's cores until this process has none left, at less than
twice what one process does (``benchmarks/speed``); past that, Ray and batches go on.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from llmextract.errors import LLMExtractError, WorkerError
from llmextract.runs.worker import Question, Word, pack, unpack, work
from llmextract.schemas import static_schema

if TYPE_CHECKING:
    from datetime import date
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.extraction import Asker
    from llmextract.models import ModelSettings
    from llmextract.runs.hands import Made
    from llmextract.schemas import Shape

__all__ = ["Crew", "cores"]

_PATIENCE = 5.0
"""Seconds for workers to end by themselves; they are then ended."""


def cores() -> int:
    """How many processors this process may use; 1 where it cannot fork itself safely."""
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


class Crew:
    """Workers, forked from this process.

    Make it before there are threads or an event loop, enter it (``async with``) in the loop
    that uses it, and `end` it in any case.
    """

    def __init__(self, size: int, *, shape: Shape, settings: ModelSettings, out: Path) -> None:
        """Fork ``size`` workers.

        Args:
            size: How many.
            shape: What is asked for.
            settings: Of the model.
            out: The output folder.
        """
        self._shape = shape
        self._numbers = itertools.count()
        self._lines: list[_Line] = []
        # By the article's place in memory: it is held by whoever may still ask for its record.
        self._begun: dict[int, _Begun] = {}
        forking = multiprocessing.get_context("fork")
        ours: list[socket.socket] = []
        for _ in range(size):
            our, their = socket.socketpair()
            ours.append(our)
            told = {"shape": shape, "settings": settings, "out": out}
            process = forking.Process(target=work, args=(their, tuple(ours)), kwargs=told)
            process.start()
            their.close()
            self._lines.append(_Line(process, our))

    async def __aenter__(self) -> Self:
        """Take up the lines to the workers."""
        loop = asyncio.get_running_loop()
        for line in self._lines:
            await loop.create_connection(lambda line=line: line, sock=line.socket)  # type: ignore[misc]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the lines; the workers end."""
        for line in self._lines:
            line.close()

    def end(self) -> None:
        """End the workers, those too that do not end by themselves."""
        for line in self._lines:
            line.socket.close()
        for line in self._lines:
            line.process.join(_PATIENCE)
            line.process.kill()

    async def read(self, source: Source, published: date | None) -> Article:
        """Have a page read and cleaned.

        Raises:
            ArticleError: It cannot be had.
            WorkerError: The worker has ended.
        """
        line, number = self._least_busy(), next(self._numbers)
        try:
            kind, said = await line.call(Word(number, "read", (source, published)))
        except BaseException:
            line.leave(number)
            raise
        if kind == "failed":
            raise said
        article: Article = said[0]
        begun = _Begun(line, number, *said[1:])
        if begun.kind is not None:
            self._begun[id(article)] = begun
        return article

    async def extract(self, article: Article, asker: Asker) -> Made:
        """Have an article extracted, and put its questions to ``asker``.

        Its record then lies beside its place.

        Raises:
            LLMExtractError: The endpoint failed, or gave nothing that can be used.
            WorkerError: The worker has ended.
        """
        begun = self._begun.pop(id(article)) if id(article) in self._begun else None
        line, number, kind, said = begun or await self._begin(article)
        try:
            while kind == "ask":
                kind, said = await line.call(await self._ask(number, said, asker))
        except BaseException:
            # The time is up, or the run is: nobody waits for this article any more.
            line.leave(number)
            raise
        if kind == "failed":
            raise said
        made: Made = said
        return made

    def leave(self, article: Article) -> None:
        """Forget an article that was read, and have its worker forget it."""
        begun = self._begun.pop(id(article), None)
        if begun is not None and begun.kind == "ask":
            begun.line.leave(begun.number)

    async def _begin(self, article: Article) -> _Begun:
        """Have an article extracted that came from elsewhere."""
        line, number = self._least_busy(), next(self._numbers)
        try:
            return _Begun(line, number, *await line.call(Word(number, "extract", article)))
        except BaseException:
            line.leave(number)
            raise

    async def _ask(self, number: int, question: Question, asker: Asker) -> Word:
        schema = static_schema(self._shape) if question.schema is None else question.schema
        try:
            completion = await asker.complete(
                question.messages, schema=schema, schema_name=question.schema_name
            )
        except LLMExtractError as error:
            return Word(number, "failed", error)
        return Word(number, "told", completion)

    def _least_busy(self) -> _Line:
        return min(self._lines, key=lambda line: line.busy)


class _Begun(NamedTuple):
    """An article in the hands of a worker, and what it said of it last."""

    line: _Line
    number: int
    kind: str | None
    said: Any


class _Line(asyncio.Protocol):
    """The line to one worker."""

    def __init__(self, process: BaseProcess, line: socket.socket) -> None:
        self.process = process
        self.socket = line
        self._transport: asyncio.WriteTransport | None = None
        self._calls: dict[int, asyncio.Future[tuple[str, Any]]] = {}
        self._heard = bytearray()
        self._unsaid: list[bytes] = []

    @property
    def busy(self) -> int:
        """How many answers are waited for."""
        return len(self._calls)

    async def call(self, word: Word) -> tuple[str, Any]:
        """Say something and give what is answered."""
        answer: asyncio.Future[tuple[str, Any]] = asyncio.get_running_loop().create_future()
        self._calls[word.number] = answer
        try:
            self._say(word)
            return await answer
        finally:
            self._calls.pop(word.number, None)

    def leave(self, number: int) -> None:
        """Say that nobody waits for an article any more."""
        with suppress(WorkerError):
            self._say(Word(number, "leave"))

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def _say(self, word: Word) -> None:
        if self._transport is None or self._transport.is_closing():
            raise self._gone()
        # What is said in one turn of the loop goes together.
        if not self._unsaid:
            asyncio.get_running_loop().call_soon(self._write)
        self._unsaid.append(pack(word))

    def _write(self) -> None:
        unsaid, self._unsaid = self._unsaid, []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(b"".join(unsaid))

    def _gone(self) -> WorkerError:
        self.process.join(1.0)
        code = self.process.exitcode
        how = f" by {signal.Signals(-code).name}" if code is not None and code < 0 else ""
        return WorkerError(
            f"A process that worked for this run has ended{how}; with --processes 0 the same "
            "command goes on in one process (SIGKILL mostly means that memory ran out)."
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - as asyncio promises
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what came in, a message or several or a part of one."""
        self._heard += data
        for word in unpack(self._heard):
            self._answer(word)

    def _answer(self, word: Word) -> None:
        waiting = self._calls.get(word.number)
        # Of an article that was given up nobody waits for the answer.
        if waiting is not None and not waiting.done():
            waiting.set_result((word.kind, word.said))

    def connection_lost(self, error: Exception | None) -> None:
        """The worker has ended, or the run has."""
        del error
        for waiting in self._calls.values():
            if not waiting.done():
                waiting.set_exception(self._gone())
