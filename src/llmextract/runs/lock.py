"""One run at a time on one output folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from llmextract.errors import LLMExtractError, OutputInUseError
from llmextract.runs.ledger import LEDGER, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["holding"]

_LOCK = ".lock"


@contextmanager
def holding(out: Path) -> Iterator[None]:
    """Hold the folder for the length of the block.

    The system lets go of the lock when the process ends, however it ends.

    Raises:
        OutputInUseError: Another process holds it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - with a run, not with the program

    lock = FileLock(out / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputInUseError(
            f"{out} is being written by another run ({_holder(out)}); wait until it ends, or "
            "choose another folder with -o."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _holder(out: Path) -> str:
    try:
        with Ledger(out / LEDGER) as ledger:
            return ledger.last_process()
    except LLMExtractError:
        return "its process is not known"
