"""A run: pages in, record files out, and nothing lost or paid twice in between."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.errors import ArticleError
from llmextract.runs.causes import cause_of
from llmextract.runs.files import prepare
from llmextract.runs.going import Going
from llmextract.runs.ledger import LEDGER, Ledger
from llmextract.runs.lock import holding
from llmextract.runs.metering import Purse
from llmextract.runs.outcomes import Failed, Outcome
from llmextract.runs.writer import Writer
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import date
    from pathlib import Path

    from llmextract.cleaning import Source
    from llmextract.extraction import Asker
    from llmextract.models import Prices
    from llmextract.runs.hands import Hands
    from llmextract.runs.pending import Postbox
    from llmextract.schemas import Schema

__all__ = ["Run"]


@dataclass
class Run:
    """One call of ``extract`` over many sources.

    Attributes:
        sources: The pages; gone through once a use, so a generator serves one.
        out: The output folder.
        schema: What to ask for.
        published: Publication date for articles that have none of their own.
        concurrency: Articles asked about at once; as many again may be read or written meanwhile.
        around: What an article's exchanges take place in, such as a cassette.
        retry_failed: Ask again about articles that failed in an earlier run.
        afresh: Ask about all articles, whatever the folder holds.
        prices: What tokens cost, where it is known.
        purse: What may be spent.
        deadline: Seconds for one article, from its first request; None for no bound.
        postbox: Takes the questions that have no answer yet, where the asker leaves some open.
        held: Whether the caller holds the folder's lock already.
        hands: Who cleans, marks and resolves; this process itself where nobody else is given.
        stopped: Why the run ended before its sources did: ``interrupted``, ``budget``, or
            ``broken`` by the error that `outcomes` raises; None where it did not.
    """

    sources: Iterable[Source]
    out: Path
    schema: Schema = "programs"
    published: date | None = None
    concurrency: int = 1
    around: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
    retry_failed: bool = False
    afresh: bool = False
    prices: Prices | None = None
    purse: Purse = field(default_factory=Purse)
    deadline: float | None = None
    postbox: Postbox | None = None
    held: bool = False
    hands: Hands | None = None
    stopped: str | None = None

    def stop(self, why: str) -> None:
        """Begin no more articles; those under way are finished and written."""
        self.stopped = self.stopped or why

    def unreadable(self) -> list[Failed]:
        """What fails when no source can be read; empty as soon as one can.

        For a run that would fetch a model first: a mistyped path should not cost a gigabyte.
        """
        failed = []
        for source in self.sources:
            if source.name == "-":
                return []
            try:
                source.read(self.published)
            except ArticleError as error:
                failed.append(Failed(source.name, error, cause_of(error)))
            else:
                return []
        return failed

    async def outcomes(self, asker: Asker) -> AsyncIterator[Outcome]:
        """Extract, write and tell, article by article, as they come to an end.

        Args:
            asker: Who answers.

        Raises:
            UsageError: Something that every article would fail of: the key, the model, the
                schema, the output folder.
            LLMExtractError: Ten articles in a row failed of one cause, or the endpoint could
                not be reached for two, and has not been once.
        """
        prepare(self.out)
        shape = load_schema(self.schema)
        with ExitStack() as held:
            held.enter_context(nullcontext() if self.held else holding(self.out))
            ledger = held.enter_context(Ledger(self.out / LEDGER))
            beside = held.enter_context(ledger.beside())
            going = Going(self, shape, asker, ledger, Writer(beside))
            async for outcome in going.outcomes():
                yield outcome
