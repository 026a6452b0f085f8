"""A run as a person watches it: what is told, and how it is stopped."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.cleaning import Source
    from llmextract.cli.progress import Report
    from llmextract.models import ModelSettings
    from llmextract.runs import Crew, Run

__all__ = ["INTERRUPTED", "Sources", "carry_out", "stoppable"]

INTERRUPTED = "interrupted"
"""Why a run stopped that was asked to by Ctrl-C."""

_MANY = 200
"""Articles from which on more than one process is worth its start."""


class Sources:
    """The pages under some paths, listed anew each time they are gone through.

    A million of them are never held together: they are counted once, then read one by one.
    """

    def __init__(
        self, paths: Sequence[str], *, outside: Path | None = None, stdin: bytes | None = None
    ) -> None:
        """List ``paths``.

        Args:
            paths: Files, folders, JSONL files, or ``-``.
            outside: A folder whose files are no articles: the command's own output.
            stdin: What standard input held, where ``-`` is one of the paths.
        """
        self._paths = paths
        self._outside = None if outside is None else outside.resolve()
        self._stdin = stdin

    def __iter__(self) -> Iterator[Source]:
        """Go through them from the first."""
        from llmextract.cleaning import list_sources

        known, takes = "", True
        for source in list_sources(self._paths, stdin=self._stdin):
            # Not as paths: a million of them took longer to make than their rows to read.
            folder = os.path.dirname(source.name)  # noqa: PTH120
            if folder != known:
                known, takes = folder, self._takes(folder)
            if takes:
                yield source

    def _takes(self, folder: str) -> bool:
        place = Path(folder).resolve()
        return self._outside is None or self._outside not in (place, *place.parents)


def carry_out(
    run: Run, settings: ModelSettings, *, may_fetch: bool = True, processes: int | None = None
) -> int:
    """Do the run and tell it on stderr; gives the exit code.

    0: every article has a record; 1: some have none; 130: stopped by Ctrl-C.

    Args:
        run: What is to be done.
        settings: Of the model.
        may_fetch: Whether missing weights may be fetched.
        processes: How many work beside this one; None for as many as are worth it.
    """
    from llmextract.cli.logs import report_for

    total = sum(1 for _ in run.sources)
    with (
        report_for(total=total, out=run.out) as report,
        _collecting_less(),
        _crew(run, settings, total, processes) as crew,
    ):
        run.hands = crew
        try:
            asyncio.run(_go(run, settings, report, may_fetch=may_fetch))
        except asyncio.CancelledError:
            # By the second Ctrl-C; the first one's handler stood in the way of Python's own.
            raise KeyboardInterrupt from None
        finally:
            report.close(run)
    if run.stopped == INTERRUPTED:
        return 130
    return 1 if report.failed or run.stopped else 0


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Let Python look for rubbish less often: with its own habit it took a twelfth of a run.

    What is loaded by now stays for ever, and is left out; an article leaves little behind.
    """
    import gc

    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _crew(
    run: Run, settings: ModelSettings, total: int, processes: int | None
) -> Iterator[Crew | None]:
    """Fork the processes that work for a run, where it is worth it; end them when it ends."""
    from llmextract.runs import Crew, cores
    from llmextract.schemas import load_schema

    size = processes
    if size is None:
        size = cores() if total >= _MANY and cores() > 1 else 0
    if size == 0 or settings.embedded or run.concurrency == 1:
        yield None
        return
    crew = Crew(size, shape=load_schema(run.schema), settings=settings, out=run.out)
    try:
        yield crew
    finally:
        crew.end()


async def _go(run: Run, settings: ModelSettings, report: Report, *, may_fetch: bool) -> None:
    from llmextract.cli.fetching import announce_fetch, fetch_bar, needs_fetch
    from llmextract.models import open_client
    from llmextract.runs import Crew, prepare

    prepare(run.out)
    if needs_fetch(settings) and (unreadable := run.unreadable()):
        for failed in unreadable:
            report.tell(failed)
        return
    announce_fetch(settings, may_fetch=may_fetch)
    with fetch_bar() as progress:
        async with open_client(settings, allow_fetch=may_fetch, progress=progress) as client:
            report.start()
            async with run.hands if isinstance(run.hands, Crew) else nullcontext():
                with stoppable(run, report):
                    async for outcome in run.outcomes(client):
                        report.tell(outcome)


@contextmanager
def stoppable(run: Run, report: Report) -> Iterator[None]:
    """Ctrl-C once ends the run after what is under way; twice, at once.

    Being told to end by the system (SIGTERM) is the same, as machines on loan are told.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    asked = False

    def stop() -> None:
        nonlocal asked
        if asked and task is not None:
            task.cancel()
            return
        asked = True
        run.stop(INTERRUPTED)
        report.say(
            "Stopping: the articles under way are finished and written first.\n"
            "Ctrl-C again stops now."
        )

    signals = (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError):  # an event loop of Windows, where Ctrl-C stops at once
        for number in signals:
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)
