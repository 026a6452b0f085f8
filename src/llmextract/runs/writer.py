"""Records and ledger lines, made safe in batches: the record first, then that it is done.

Making one file safe takes the disk some tenths of a millisecond to some milliseconds. While
one batch is being made safe the next gathers, so a slow disk makes batches larger, not runs
slower. And each batch waits a moment for more to come: the way to a thread and back, and a
transaction, cost as much for one line as for twenty.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.errors import LLMExtractError
from llmextract.runs.files import lay_together, put_in_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llmextract.runs.ledger import Entry, Ledger, Seen

__all__ = ["Writer"]

_GATHER = 0.03
"""Seconds that a batch waits for more: nothing beside the seconds that a model takes."""


@dataclass(frozen=True)
class _Item:
    line: Entry | Seen
    path: Path | None = None
    content: bytes | None = None
    safe: asyncio.Future[None] | None = None


class Writer:
    """Writes from one thread; a failure is raised to all who wait.

    Attributes:
        error: Why lines that nobody waits for could not be written; None where all could.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Write lines into ``ledger``, which nobody else may use meanwhile."""
        self._ledger = ledger
        self._waiting: list[_Item] = []
        self._flushing: asyncio.Task[None] | None = None
        self.error: LLMExtractError | None = None

    def note(self, line: Entry | Seen) -> None:
        """Write a line soon, after those noted before it."""
        self._add(_Item(line))

    async def keep(
        self, line: Entry, *, path: Path | None = None, content: bytes | None = None
    ) -> None:
        """Write a record, where there is one, then its line; returns when both are safe.

        Args:
            line: Of the article.
            path: Where its record goes.
            content: The record; None where it lies beside its place already.

        Raises:
            OutputNotWritableError: They cannot be; what was there before is untouched.
        """
        safe: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._add(_Item(line, path, content, safe))
        await safe

    async def aclose(self) -> None:
        """Write what is still waiting; see `error` for whether it could be."""
        while self._flushing is not None:
            await self._flushing

    def _add(self, item: _Item) -> None:
        self._waiting.append(item)
        if self._flushing is None:
            self._flushing = asyncio.ensure_future(self._flush())

    async def _flush(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(_GATHER)
                batch, self._waiting = self._waiting, []
                _tell(batch, await asyncio.to_thread(self._try, batch))
        finally:
            self._flushing = None

    def _try(self, batch: Sequence[_Item]) -> LLMExtractError | None:
        try:
            _write(self._ledger, batch)
        except LLMExtractError as error:
            self.error = error
            return error
        return None


def _tell(batch: Sequence[_Item], error: LLMExtractError | None) -> None:
    for item in batch:
        if item.safe is None or item.safe.done():
            continue
        if error is None:
            item.safe.set_result(None)
        else:
            item.safe.set_exception(error)


def _write(ledger: Ledger, batch: Sequence[_Item]) -> None:
    # That an article was begun has to be known before its record is: by that, a record that
    # the ledger does not know yet can be told from one of an earlier plan.
    ledger.write(item.line for item in batch if item.path is None)
    recorded = [item for item in batch if item.path is not None]
    if not recorded:
        return
    lay_together([(i.path, i.content) for i in recorded if i.path and i.content is not None])
    put_in_place([item.path for item in recorded if item.path])
    ledger.write(item.line for item in recorded)
