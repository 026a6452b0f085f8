"""What a run would ask, take and cost, before anything is asked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.errors import ArticleError, EmptyReplyError, ReplyError
from llmextract.extraction import aextract
from llmextract.models import Usage
from llmextract.runs.earlier import Earlier
from llmextract.runs.files import record_path
from llmextract.runs.ledger import LEDGER, Entry, Ledger
from llmextract.runs.plan import plans_for
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection

    from llmextract.article import Article
    from llmextract.models import Completion, ModelSettings
    from llmextract.prompts import Message
    from llmextract.runs.run import Run
    from llmextract.schemas import Shape

__all__ = ["Estimate", "estimate", "guess_usage"]

SAMPLE = 1000
"""Articles that are read for an estimate; of more, as many evenly spread ones."""

_SETTLED = 5
"""Finished articles in the ledger whose mean is taken in place of a guess."""

_WIDE, _NARROW = 0.7, 0.28
"""Tokens a character: of Hangul and other scripts outside ASCII; and of ASCII, JSON included.
Between what the vocabularies of today's models need; a run's own counts replace it."""

_OUTPUT, _OUTPUT_A_MARK, _REASONING = 150, 30, 1000
"""Tokens of an answer: its frame, each amount or date, and the thoughts of models that think."""
_KEYED_OUTPUT, _KEYED_OUTPUT_A_MARK = 50, 12
"""The same of an answer about a paragraph; the eight examples took 3,100 for 38 paragraphs."""

_REMOTE_SECONDS, _REMOTE_RATE = 1.0, 60.0
_EMBEDDED_READS, _EMBEDDED_WRITES = 45.0, 16.0
"""Seconds until an endpoint begins, and tokens a second; two cores, for the embedded model."""

_MARK = re.compile(r"\[[MD]\d+ ")


@dataclass
class Estimate:
    """What a run would do.

    Attributes:
        pages: How many were given.
        kept: Articles that have their records.
        failed: Articles that failed before, and would not be asked about again.
        waiting: Articles about which batches ask already.
        unreadable: Pages that hold no article that can be read.
        repeated: Articles that are the same as another.
        asked: Articles that would be asked about.
        requests: Requests for them, without those for answers that have to be mended.
        usage: Tokens.
        cost: US dollars; None where no price is known.
        spent: US dollars that earlier runs into the folder took.
        seconds: From begin to end.
        read: Articles that were read for it; with fewer than all, the rest is in proportion.
        measured: Finished articles whose means were used; 0 where it is a guess.
    """

    pages: int = 0
    kept: int = 0
    failed: int = 0
    waiting: float = 0
    unreadable: float = 0
    repeated: float = 0
    asked: float = 0
    requests: float = 0
    usage: Usage = Usage()  # noqa: RUF009 - frozen
    cost: float | None = None
    spent: float = 0.0
    seconds: float = 0.0
    read: int = 0
    measured: int = 0


async def estimate(
    run: Run, settings: ModelSettings, *, total: int, waiting: Collection[str] = ()
) -> Estimate:
    """See what ``run`` would ask, reading its pages and writing nothing.

    Args:
        run: The run.
        settings: Of the model that it would ask.
        total: How many pages there are.
        waiting: Ids of the articles about which batches ask already.
    """
    path = run.out / LEDGER
    with Ledger(path if path.exists() else type(path)(":memory:")) as ledger:
        survey = _Survey(run, load_schema(run.schema), settings, ledger)
        survey.waiting = waiting
        await survey.look(total)
        return survey.conclude()


class _Survey:
    """The pages, as far as they have been looked at."""

    def __init__(self, run: Run, shape: Shape, settings: ModelSettings, ledger: Ledger) -> None:
        self.run, self.shape, self.settings, self.ledger = run, shape, settings, ledger
        plans = plans_for(shape, settings)
        self.numbers = {
            language: ledger.plan(schema=plan.schema, prompt=plan.prompt, model=plan.model)
            for language, plan in plans.items()
        }
        self.earlier = Earlier(
            out=run.out,
            ledger=ledger,
            settings=settings,
            shape=shape,
            plans=plans,
            numbers=self.numbers,
            published=run.published,
        )
        self.found = Estimate()
        self.scales = _Scales(settings)
        self.waiting: Collection[str] = ()
        self._ids: set[str] = set()
        self._unknown = 0

    async def look(self, total: int) -> None:
        step = math.ceil(total / SAMPLE) or 1
        for source in self.run.sources:
            self.found.pages += 1
            stamp = self.earlier.stamp(source.name)
            entry = self.earlier.unread(source.name, stamp)
            if entry is not None and self._is_settled(entry):
                continue
            self._unknown += 1
            if (self._unknown - 1) % step:
                continue
            self.found.read += 1
            try:
                article = source.read(self.run.published)
            except ArticleError:
                self.found.unreadable += 1
                continue
            await self._weigh(article)

    def _is_settled(self, entry: Entry) -> bool:
        if self.run.afresh:
            return False
        if entry.state == "done" and record_path(self.run.out, entry.id).exists():
            self.found.kept += 1
            return True
        if entry.state == "failed" and not self.run.retry_failed:
            self.found.failed += 1
            return True
        return False

    async def _weigh(self, article: Article) -> None:
        entry = self.ledger.find(article.id)
        same = entry is not None and self.earlier.holds(entry, article)
        if entry is not None and same and self._is_settled(entry):
            return
        adopted = self.earlier.adopt(entry, article, article.source)
        if same and article.id in self.waiting:
            self.found.waiting += 1
        elif adopted is not None and not self.run.afresh:
            self.found.kept += 1
        elif article.id in self._ids:
            self.found.repeated += 1
        else:
            self._ids.add(article.id)
            self.found.asked += 1
            await self.scales.weigh(article, self.shape)

    def conclude(self) -> Estimate:
        """All pages in proportion to those that were read, with tokens, money and time."""
        found = self.found
        share = self._unknown / found.read if found.read else 0.0
        found.unreadable *= share
        found.repeated *= share
        found.waiting *= share
        found.asked *= share
        found.requests = self.scales.requests * share
        found.spent = self.ledger.spent().cost or 0.0
        found.measured, spent = self.ledger.done(self.numbers.values())
        if found.measured >= _SETTLED:
            each = found.asked / found.measured
            found.usage = _times(Usage(
                input_tokens=spent.input, cached_tokens=spent.cached, output_tokens=spent.output
            ), each)  # fmt: skip
            found.cost = None if spent.cost is None else spent.cost * each
            found.seconds = spent.seconds * each / self.run.concurrency
            return found
        found.measured = 0
        found.usage = _times(self.scales.usage, share)
        if self.run.prices is not None and self.scales.requests:
            mean = _times(self.scales.usage, 1 / self.scales.requests)
            found.cost = self.run.prices.cost(mean) * found.requests
        found.seconds = _guess_seconds(self.settings, found) / self.run.concurrency
        return found


class _Scales:
    """Stands where a model would, and weighs what it is asked."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.requests = 0
        self.usage = Usage()
        self._weighed: dict[int, list[Message]] = {}

    async def weigh(self, article: Article, shape: Shape) -> None:
        self._weighed.clear()
        try:
            await aextract(article, schema=shape, asker=self)
        except ReplyError:
            return

    async def complete(
        self, messages: list[Message], *, schema: dict[str, Any], schema_name: str
    ) -> Completion:
        """Weigh a first asking; what comes after it only mends answers, and there is none."""
        if id(messages) not in self._weighed:
            # A conversation is one list, to which what is asked again is added.
            self._weighed[id(messages)] = messages
            self.requests += 1
            self.usage += guess_usage(messages, f"{schema_name} {schema}", self.settings)
        raise EmptyReplyError("Nothing is asked in a rehearsal.")


def guess_usage(messages: list[Message], schema: str, settings: ModelSettings) -> Usage:
    """The tokens that a request and its answer may have."""
    texts = [message["content"] for message in messages]
    marks = len(_MARK.findall(texts[-1]))
    thoughts = 0 if settings.embedded or settings.temperature is not None else _REASONING
    if settings.rendering == "keyed":
        # One conversation an article: the server keeps what it has read but the last question.
        return Usage(
            input_tokens=round(sum(map(_tokens, texts))),
            cached_tokens=round(sum(map(_tokens, texts[:-1]))),
            output_tokens=_KEYED_OUTPUT + _KEYED_OUTPUT_A_MARK * marks,
        )
    return Usage(
        input_tokens=round(sum(map(_tokens, [*texts, schema]))),
        output_tokens=_OUTPUT + _OUTPUT_A_MARK * marks + thoughts,
    )


def _tokens(text: str) -> float:
    # In UTF-8 a Hangul syllable takes three bytes, so the two lengths tell how many there are.
    wide = (len(text.encode(errors="replace")) - len(text)) / 2
    return _WIDE * wide + _NARROW * (len(text) - wide)


def _times(usage: Usage, factor: float) -> Usage:
    return Usage(**{key: round(value * factor) for key, value in usage.model_dump().items()})


def _guess_seconds(settings: ModelSettings, found: Estimate) -> float:
    usage = found.usage
    if settings.embedded:
        read = usage.input_tokens - usage.cached_tokens
        return read / _EMBEDDED_READS + usage.output_tokens / _EMBEDDED_WRITES
    return _REMOTE_SECONDS * found.requests + usage.output_tokens / _REMOTE_RATE
