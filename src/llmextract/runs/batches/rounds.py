"""Rounds of batches: what waits is sent, what has come is read, and what it asks is sent next.

An article that takes several questions (its pieces, or a reply that has to be mended) takes as
many rounds: each time, extraction is begun anew with the replies so far, and the first question
without one goes into the next round.
"""

from __future__ import annotations

import tempfile
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.errors import BatchError, EndpointError, LLMExtractError
from llmextract.models import MOST_REQUESTS, BatchForm, ModelSettings
from llmextract.runs.batches.answers import TRIES, Reader
from llmextract.runs.batches.asker import BatchAsker
from llmextract.runs.batches.outbox import Outbox
from llmextract.runs.batches.store import BatchFile, Reply, Store
from llmextract.runs.files import prepare
from llmextract.runs.ledger import LEDGER, Ledger
from llmextract.runs.lock import holding
from llmextract.runs.outcomes import Notice
from llmextract.runs.pending import StoredSource

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from llmextract.cleaning import Source
    from llmextract.models import BatchEndpoint, BatchTold, Prices
    from llmextract.runs.batches.outbox import Packed
    from llmextract.runs.outcomes import Outcome
    from llmextract.runs.run import Run

__all__ = ["Rounds", "known_settings"]

_NO_ROOM = "token_limit_exceeded"
"""The code of a batch that failed because too many tokens wait at the provider."""

_FAILED = Reply(500, {"error": {"message": "no answer in three rounds"}})


def known_settings(out: Path) -> tuple[ModelSettings, str]:
    """The model that a folder's batches ask, without its key, and their schema.

    Raises:
        BatchError: The folder holds no batches.
    """
    if not (out / LEDGER).exists():
        raise BatchError(f"{out} holds no batches; `llmextract extract … --batch -o {out}` begins.")
    with Ledger(out / LEDGER), Store(out) as store:
        settings, schema = store.fact("settings"), store.fact("schema")
    if settings is None or schema is None:
        raise BatchError(f"{out} holds no batches; `llmextract extract … --batch -o {out}` begins.")
    return ModelSettings.model_validate_json(settings), schema


class Rounds:
    """The batches of one folder.

    Attributes:
        sent: Batches begun by this object.
        held: Questions whose batch was cancelled or refused, and that wait for someone's word.
        waiting: Articles that have neither record nor failure yet.
        short: Questions for which the budget had no room.
    """

    def __init__(
        self,
        out: Path,
        settings: ModelSettings,
        *,
        prices: Prices | None = None,
        size: int | None = None,
    ) -> None:
        """Work on one folder.

        Args:
            out: The output folder.
            settings: The model.
            prices: What tokens cost in a batch, where it is known.
            size: Most requests in a batch; else as it was, or as many as the provider takes.
        """
        self.sent: list[BatchFile] = []
        self.held = self.waiting = self.short = 0
        self._out, self._settings, self._prices, self._size = out, settings, prices, size

    async def send(self, run: Run, endpoint: BatchEndpoint) -> AsyncIterator[Outcome]:
        """Put the articles of a run into batches, but for those that have their end.

        Args:
            run: The run; its folder, schema and prices are those of the batches.
            endpoint: Where the batches are made.

        Raises:
            LLMExtractError: Nothing, or not all, could be sent; started again, it goes on.
        """
        prepare(self._out)
        with self._opened() as store:
            self._check_address(store)
            store.know("settings", self._settings.model_dump_json(exclude={"api_key"}))
            store.know("schema", str(run.schema))
            await self._recover(store, endpoint)
            async for outcome in self._go(run, store):
                yield outcome
            if run.stopped != "interrupted":
                await self._send(store, endpoint)
            self._count(store)

    async def collect(
        self, run: Run, endpoint: BatchEndpoint, *, go_on: bool = True, resend: bool = False
    ) -> AsyncIterator[Outcome]:
        """Take what has come, write records, and send what has to be asked next.

        Args:
            run: Whose schema and prices hold; its sources are the articles that wait.
            endpoint: Where the batches are.
            go_on: Whether the next round is sent.
            resend: Whether what was cancelled, or refused as a whole, goes with it.

        Raises:
            LLMExtractError: The endpoint failed; collected again, it goes on.
        """
        with self._opened() as store:
            await self._recover(store, endpoint)
            for file in store.files():
                try:
                    notice = await self._take(file, store, endpoint)
                except BatchError as error:
                    notice = self._lose(file, store, error, resend=resend)
                if notice is not None:
                    yield notice
            store.exhaust(TRIES, _FAILED)
            if resend:
                store.release()
            run.sources = _Stored(store)
            async for outcome in self._go(run, store):
                yield outcome
            if go_on and run.stopped is None and not self._has_to_wait(store):
                await self._send(store, endpoint)
            self._count(store)

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        """The folder's tables, with nobody else writing there."""
        with ExitStack() as held:
            held.enter_context(holding(self._out))
            held.enter_context(Ledger(self._out / LEDGER))
            yield held.enter_context(Store(self._out))

    async def _go(self, run: Run, store: Store) -> AsyncIterator[Outcome]:
        """Let each article go as far as the replies let it."""
        size = self._size or int(store.fact("size") or MOST_REQUESTS)
        store.know("size", str(size))
        form = BatchForm.of(self._settings, store.fact("form"))
        self._outbox = Outbox(store, form, prices=self._prices, purse=run.purse, size=size)
        run.held, run.postbox = True, self._outbox
        run.purse.promise(store.promised())
        try:
            async for outcome in run.outcomes(BatchAsker(form, store)):
                yield outcome
        finally:
            self._outbox.close()
        store.clear()
        self.short = self._outbox.short
        if self.short:
            yield Notice(
                f"The budget has no room for {self.short:,} more of the requests; they wait, and "
                "are sent with a higher --budget."
            )

    def _check_address(self, store: Store) -> None:
        """No batch may be asked after at an address that never had it."""
        before = store.fact("settings")
        if before is None or not store.files():
            return
        address = ModelSettings.model_validate_json(before).address
        if address != self._settings.address:
            raise BatchError(
                f"{self._out} waits for batches of {address}; collect those first "
                f"(llmextract batch collect {self._out}), or choose another folder with -o."
            )

    # --- there -----------------------------------------------------------------------------

    async def _send(self, store: Store, endpoint: BatchEndpoint) -> None:
        tight = store.fact("tight") is not None
        for packed in self._outbox.packed[:1] if tight else self._outbox.packed:
            await self._send_one(packed, store, endpoint)
        for packed in self._outbox.packed:
            self._outbox.discard(packed)

    async def _send_one(self, packed: Packed, store: Store, endpoint: BatchEndpoint) -> None:
        token = uuid.uuid4().hex
        form = self._outbox.form.written()
        number = store.begin_file(token, packed.questions, form=form)
        try:
            told = await endpoint.create(await endpoint.upload(packed.path), token=token)
        except EndpointError:
            # Whether a batch was begun is not known; `_recover` asks before it sends again.
            raise
        except LLMExtractError:
            store.drop_file(number)
            raise
        store.tell(number, told)
        self._outbox.discard(packed)
        self.sent += [file for file in store.files() if file.id == number]

    async def _recover(self, store: Store, endpoint: BatchEndpoint) -> None:
        """Find out about batches whose beginning was not heard of: sent twice, they cost twice."""
        for file in store.files():
            if file.batch is not None:
                continue
            try:
                told = await endpoint.find(file.token)
            except BatchError:
                # Some have batches and no list of them.
                told = None
            if told is None:
                store.drop_file(file.id)
            else:
                store.tell(file.id, told)

    # --- and back --------------------------------------------------------------------------

    async def _take(self, file: BatchFile, store: Store, endpoint: BatchEndpoint) -> Notice | None:
        """Take what a batch has brought, once it has ended; gives what people should know."""
        assert file.batch is not None  # noqa: S101 - `_recover` saw to it
        told = await endpoint.retrieve(file.batch)
        store.tell(file.id, told)
        if not told.ended:
            return None
        reader = Reader(store, file, BatchForm.of(self._settings, store.fact("form")))
        for name in filter(None, (told.output_file, told.error_file)):
            with tempfile.TemporaryDirectory(dir=self._out, prefix=".batch-") as folder:
                await endpoint.download(name, path := Path(folder, "lines"))
                reader.take(path)
        store.know("form", reader.form.written())
        notice = self._leave(file, told, store)
        store.collected(file.id)
        return notice

    def _leave(self, file: BatchFile, told: BatchTold, store: Store) -> Notice | None:
        """What becomes of the questions that came back in none of a batch's files."""
        if told.status in {"completed", "expired"}:
            lost = store.leave(file.id, "to send", failed=told.status == "completed")
            return Notice(f"{told.id} lost {lost:,} of its requests; sent again.") if lost else None
        if told.code == _NO_ROOM:
            store.leave(file.id, "to send")
            store.know("tight", "1")
            store.know("size", str(max(1, file.requests // 2)))
            self._size = None
            return Notice(
                f"{told.id}: {told.reason or 'the limit of waiting tokens is reached'} "
                "From now on one batch goes at a time, half as large."
            )
        held = store.leave(file.id, "held")
        how = "refused" if told.status == "failed" else told.status
        why = f" ({told.reason})" if told.reason else ""
        return Notice(
            f"{told.id} was {how}{why}; {held:,} of its requests wait. With --resend they are "
            "sent again."
        )

    def _lose(
        self, file: BatchFile, store: Store, error: BatchError, *, resend: bool
    ) -> Notice | None:
        """A batch, or its files, cannot be had: given up only where someone says so.

        What was answered is paid for, and may be there for another key or project.
        """
        if not resend:
            return Notice(f"{file.batch} cannot be had: {error} With --resend it is sent again.")
        store.leave(file.id, "to send")
        store.collected(file.id)
        return None

    def _has_to_wait(self, store: Store) -> bool:
        """Whether the provider has room only once a batch that is under way has ended."""
        return store.fact("tight") is not None and bool(store.files())

    def _count(self, store: Store) -> None:
        counts = store.counts()
        self.held, self.waiting = counts.get("held", 0), counts["articles"]


class _Stored:
    """The articles that can go on, one by one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids = store.ready()

    def __iter__(self) -> Iterator[Source]:
        return (StoredSource.of(self._store.article(id_)) for id_ in self._ids)
