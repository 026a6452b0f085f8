"""A run while it goes on: each source comes to its end, whatever ends the others."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from llmextract.errors import (
    ArticleError,
    CassetteError,
    DeadlineError,
    EndpointError,
    LLMExtractError,
    OutputNotWritableError,
    UsageError,
    WorkerError,
)
from llmextract.runs import events
from llmextract.runs.causes import Circuit, cause_of
from llmextract.runs.earlier import Earlier
from llmextract.runs.files import record_path, write_whole
from llmextract.runs.hands import OwnHands
from llmextract.runs.ledger import Entry, Ledger, Seen, Spent
from llmextract.runs.metering import Meter
from llmextract.runs.outcomes import (
    Failed,
    FailedBefore,
    Kept,
    Notice,
    Outcome,
    Repeated,
    Waiting,
    Written,
)
from llmextract.runs.pending import PendingError, StoredSource
from llmextract.runs.plan import describe_changes, plans_for, told
from llmextract.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.extraction import Asker
    from llmextract.runs.hands import Made
    from llmextract.runs.run import Run
    from llmextract.runs.writer import Writer
    from llmextract.schemas import Shape

__all__ = ["Going"]


class Going:
    """A run while it goes on."""

    def __init__(
        self, run: Run, shape: Shape, asker: Asker, ledger: Ledger, writer: Writer
    ) -> None:
        """Begin it in the ledger."""
        self.run = run
        self.shape = shape
        self.asker = asker
        self.ledger = ledger
        self.writer = writer
        self.hands = run.hands or OwnHands(shape)
        self.gate = asyncio.Semaphore(run.concurrency)
        self.circuit = Circuit(patient=run.postbox is not None)
        self.plans = plans_for(shape, asker.settings)
        self.numbers = {
            language: ledger.plan(schema=plan.schema, prompt=plan.prompt, model=plan.model)
            for language, plan in self.plans.items()
        }
        self.number = ledger.begin_run()
        run.purse.spent += ledger.spent().cost or 0.0
        self.earlier = Earlier(
            out=run.out,
            ledger=ledger,
            settings=asker.settings,
            shape=shape,
            plans=self.plans,
            numbers=self.numbers,
            published=run.published,
        )
        # Id and first source of the articles whose lines may not be in the ledger yet.
        self._under_way: dict[str, str] = {}

    async def outcomes(self) -> AsyncIterator[Outcome]:
        """What `Run.outcomes` gives."""
        ending = "interrupted"
        about = str(self.run.out), self.shape.name, self.asker.settings
        self.span = events.run_started(self.number, *about)
        try:
            self._write_run()
            for notice in self._notices():
                yield notice
            async for outcome in self._all():
                yield outcome
            await self._give_back_streak()
            await self.writer.aclose()
            if (error := self.circuit.opened or self.writer.error) is not None:
                self.run.stop("broken")
                raise error
            ending = self.run.stopped or "complete"
        except LLMExtractError as error:
            ending = str(error)
            raise
        finally:
            events.run_ended(self.number, ending, self.span)
            with suppress(OutputNotWritableError):
                self.ledger.end_run(self.number, ending)

    def _notices(self) -> Iterator[Notice]:
        if self.run.afresh:
            return
        if (other := self.earlier.other_version()) is not None:
            yield Notice(
                f"Records of this folder were made by llmextract {other}, and this is "
                f"{__version__}: they stay as they are; --afresh makes them anew."
            )
        others = self.ledger.other_plans(self.numbers.values())
        for sentence in describe_changes(others, self.plans.values()):
            yield Notice(sentence)

    async def _all(self) -> AsyncIterator[Outcome]:
        """Let workers take sources in turn, and tell their outcomes.

        There are more of them than questions may be under way: while some articles are asked
        about, others are read, resolved and written.
        """
        waiting = iter(self.run.sources)
        ended: asyncio.Queue[Outcome | None] = asyncio.Queue(2 * self.run.concurrency)
        # One at a time stays one: what is around it, a cassette, is around it alone.
        most = self.run.concurrency
        workers = [
            asyncio.ensure_future(self._work(waiting, ended))
            for _ in range(most if most == 1 else _AHEAD * most)
        ]
        whole = asyncio.ensure_future(_until_done(workers, ended))
        try:
            while (outcome := await ended.get()) is not None:
                yield outcome
            await whole
        finally:
            whole.cancel()
            for worker in workers:
                worker.cancel()
            await asyncio.gather(whole, *workers, return_exceptions=True)

    async def _work(self, waiting: Iterator[Source], ended: asyncio.Queue[Outcome | None]) -> None:
        while self.run.stopped is None and self.circuit.opened is None:
            source = next(waiting, None)
            if source is None:
                return
            outcome = await self._one(source)
            if outcome is not None:
                await ended.put(outcome)

    async def _one(self, source: Source) -> Outcome | None:
        """The end of one source; None where the run stops before it has one."""
        if isinstance(source, StoredSource):
            return await self._article(source.name, source.article, source.article.id)
        stamp = self.earlier.stamp(source.name)
        entry = self.earlier.unread(source.name, stamp)
        if entry is not None and (outcome := self._known(source.name, entry)) is not None:
            return outcome
        try:
            article = await self.hands.read(source, self.run.published)
        except ArticleError as error:
            cause = cause_of(error)
            self.writer.note(Seen(source.name, stamp, None, cause, str(error)))
            events.article_failed(source.name, error)
            return Failed(source.name, error, cause)
        except WorkerError as error:
            self.circuit.fail("", error)
            return None
        try:
            return await self._seen(source.name, stamp, article)
        finally:
            self.hands.leave(article)

    async def _seen(self, name: str, stamp: str, article: Article) -> Outcome | None:
        """The end of a page that was read."""
        id_ = article.id  # a hash of its whole text
        self.writer.note(Seen(name, stamp, id_))
        if (first := self._under_way.get(id_)) is not None:
            return Repeated(name, first)
        return await self._article(name, article, id_)

    async def _article(self, name: str, article: Article, id_: str) -> Outcome | None:
        entry = self.ledger.find(id_)
        same = entry is not None and self.earlier.holds(entry, article)
        if entry is not None and same and (outcome := self._known(name, entry)) is not None:
            return outcome
        if not self.run.afresh and (adopted := self.earlier.adopt(entry, article, name)):
            self.writer.note(adopted)
            return Kept(name)
        self._under_way[id_] = name
        try:
            with events.article_span(name, id_, self.span) as noted:
                return noted(await self._begin(name, article, id_, entry))
        finally:
            del self._under_way[id_]

    def _known(self, name: str, entry: Entry) -> Outcome | None:
        """The outcome for an article that was asked by the same plan; None to ask it again."""
        if entry.run == self.number:
            return Repeated(name, entry.source)
        if self.run.afresh:
            return None
        if entry.state == "done" and record_path(self.run.out, entry.id).exists():
            return Kept(name)
        if entry.state == "failed" and not self.run.retry_failed:
            return FailedBefore(name, entry.error or "", entry.cause or "")
        return None

    async def _begin(
        self, name: str, article: Article, id_: str, before: Entry | None
    ) -> Outcome | None:
        # What was begun by a batch is gone through to its end: its answers are paid for.
        goes_on = self._goes_on(before)
        taken = 0.0 if goes_on else await self.run.purse.take()
        if taken is None:
            self.run.stop("budget")
            return None
        meter = Meter(self.asker, self.run.prices, self.gate)
        await meter.enter()
        if self.run.stopped is not None or self.circuit.opened is not None:
            meter.leave()
            self.run.purse.settle(taken, None)
            return None
        entry = Entry(
            id=id_,
            source=name,
            published=article.published.isoformat() if article.published else None,
            plan=self.numbers[article.language],
            state="asked",
            tries=(before.tries if before else 0) + (not goes_on),
            spent=before.spent if before else Spent(),
            run=self.number,
        )
        self.writer.note(entry)
        try:
            return await self._ask(name, article, entry, meter)
        except PendingError as pending:
            if self.run.postbox is None:
                raise
            self.run.postbox.keep(article, pending.question)
            return Waiting(name)
        except LLMExtractError as error:
            return await self._fail(name, entry, meter, error)
        finally:
            meter.leave()
            # What a batch answers was counted when it was sent.
            cost = meter.spent.cost if self.run.postbox is None else None
            self.run.purse.settle(taken, cost)

    def _goes_on(self, before: Entry | None) -> bool:
        """Whether that is no new try, but the one in which the article waits for a batch."""
        return self.run.postbox is not None and before is not None and before.state == "asked"

    async def _ask(self, name: str, article: Article, entry: Entry, meter: Meter) -> Outcome:
        started = time.monotonic()
        made = await self._extract(article, meter)
        path = record_path(self.run.out, entry.id)
        spent = meter.spent
        await self.writer.keep(entry.ended("done", spent), path=path, content=made.content)
        self.circuit.succeed()
        events.article_done(name, spent)
        return Written(name, entry.id, made, path, time.monotonic() - started, spent)

    async def _extract(self, article: Article, meter: Meter) -> Made:
        try:
            async with asyncio.timeout(self.run.deadline):
                with self.run.around(article.source):
                    return await self.hands.extract(article, meter)
        except TimeoutError:
            raise DeadlineError(
                f"{article.source} had no record after {self.run.deadline:g} s, the time allowed "
                "for an article; allow more with --deadline, or see why the endpoint is slow."
            ) from None

    async def _fail(
        self, name: str, entry: Entry, meter: Meter, error: LLMExtractError
    ) -> Failed | None:
        spent = meter.spent
        if self._ends_run(entry, error):
            self.writer.note(replace(entry, spent=entry.spent + spent))
            return None
        cause = cause_of(error)
        events.article_failed(name, error, spent)
        failed = replace(entry.ended("failed", spent), cause=cause, error=str(error))
        try:
            await self.writer.keep(failed)
        except OutputNotWritableError as unwritten:
            self.circuit.fail(entry.id, unwritten)
        return Failed(name, error, cause, spent)

    def _ends_run(self, entry: Entry, error: LLMExtractError) -> bool:
        """Whether that is a failure of the run, and none of the article's own."""
        if self.circuit.opened is None:
            self.circuit.fail(entry.id, error)
            return self.circuit.opened is error
        return isinstance(error, EndpointError | UsageError | WorkerError) and not isinstance(
            error, CassetteError
        )

    async def _give_back_streak(self) -> None:
        """Leave to the next run the articles that failed of what stopped this one."""
        opened = self.circuit.opened
        if not isinstance(opened, EndpointError):
            return
        for article in self.circuit.streak:
            entry = self.ledger.find(article)
            if entry is not None and entry.state == "failed":
                self.writer.note(replace(entry, state="asked"))

    def _write_run(self) -> None:
        run = told(self.plans.values(), shape=self.shape, settings=self.asker.settings)
        path = self.run.out / "run.json"
        write_whole(path, json.dumps(run, ensure_ascii=False, indent=2) + "\n")


_AHEAD = 2
"""Articles in hand for each question that may be under way: with one, an endpoint that took 256 at
once was asked a seventh less in all, for articles that are resolved and written kept others out."""


async def _until_done(
    workers: Sequence[asyncio.Future[None]], ended: asyncio.Queue[Outcome | None]
) -> None:
    """Wait for all workers, then say that there is no more; one that breaks breaks the run."""
    try:
        await asyncio.gather(*workers)
    finally:
        await ended.put(None)
