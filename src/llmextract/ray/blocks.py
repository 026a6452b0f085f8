"""A worker: it takes a block of rows, extracts what is not done, and writes one part."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from llmextract.cleaning import row_source
from llmextract.errors import ArticleError, DeadlineError, LLMExtractError
from llmextract.extraction import aextract
from llmextract.models import Client, ModelSettings, Prices
from llmextract.ray.limits import SharedLimits
from llmextract.ray.parts import Parts, columns_of
from llmextract.runs.causes import Circuit, cause_of
from llmextract.runs.metering import Meter
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from llmextract.article import Article
    from llmextract.records import Record
    from llmextract.runs.ledger import Spent
    from llmextract.schemas import Schema

__all__ = ["Job", "Worker", "key_of"]

_FACTS = ("source", "url", "link", "title", "headline", "published", "date", "published_at",
          "pub_date", "datePublished", "body", "text", "html", "content", "raw_text",
          "article")  # fmt: skip
"""The columns that make a row what it is; others may change without its being asked again."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """What every worker is told.

    Attributes:
        settings: The model.
        schema: What to ask for.
        out: Where the parts go.
        published: Publication date for rows that have none of their own.
        concurrency: Articles under way at once in one worker.
    """

    settings: ModelSettings
    schema: Schema
    out: str
    published: date | None = None
    concurrency: int = 64


class Worker:
    """Called with one block after the other; Ray begins it anew where it is killed."""

    def __init__(self, job: Job, turnstile: Any, done: Any) -> None:  # noqa: ANN401 - of Ray
        """Get ready.

        Args:
            job: What to do.
            turnstile: The actor that lets requests through.
            done: The keys of the rows that are done, in order.
        """
        import ray  # noqa: PLC0415 - an extra

        worker = str(ray.get_runtime_context().get_actor_id())
        ray.get(turnstile.join.remote(worker))
        self._job, self._done = job, done
        self._shape = load_schema(job.schema)
        self._columns = columns_of(self._shape)
        self._parts = Parts(job.out)
        self._prices = Prices.of(job.settings)
        self._circuit = Circuit()
        self._runner = asyncio.Runner()
        # One block at a time uses it, and the loop stays the same.
        self._client = self._runner.run(self._open(SharedLimits(turnstile, worker)))

    async def _open(self, limits: SharedLimits) -> Client:
        return Client(self._job.settings, limits=limits)

    def __del__(self) -> None:
        """Close the connections; Ray calls this when it lets a worker go."""
        if (runner := getattr(self, "_runner", None)) is not None:
            if (client := getattr(self, "_client", None)) is not None:
                runner.run(client.aclose())
            runner.close()

    def __call__(self, block: Any) -> Any:  # noqa: ANN401 - tables of Arrow
        """Extract a block; gives one row that sums it up."""
        import pyarrow as pa  # noqa: PLC0415 - an extra

        rows = self._left(block.to_pylist())
        found = self._runner.run(self._extract(rows))
        part = self._parts.write(found, self._columns)
        opened = self._circuit.opened
        states = [row["state"] for row in found]
        return pa.table({
            "part": [part],
            # Not raised: of an error that crosses processes, Ray keeps the text alone.
            "ending": ["" if opened is None else type(opened).__name__],
            "sentence": ["" if opened is None else str(opened)],
            "rows": [len(found)],
            "kept": [block.num_rows - len(rows)],
            "failed": [states.count("failed")],
            "input_tokens": [sum(row["input_tokens"] for row in found)],
            "output_tokens": [sum(row["output_tokens"] for row in found)],
            "cost": [sum(row["cost"] or 0.0 for row in found)],
        })  # fmt: skip

    def _left(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that are not done, each once, with their keys."""
        import numpy as np  # noqa: PLC0415 - comes with Ray

        keyed = {key_of(row): row for row in rows}
        keys = np.array(list(keyed), dtype=self._done.dtype)
        places = np.searchsorted(self._done, keys)
        here = np.zeros(len(keys), dtype=bool)
        inside = places < len(self._done)
        here[inside] = self._done[places[inside]] == keys[inside]
        return [
            row | {"key": key}
            for (key, row), done in zip(keyed.items(), here, strict=True)
            if not done
        ]

    async def _extract(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of the output, in the order of the input; fewer where the worker gives up."""
        found: dict[str, Row] = {}
        asked: dict[str, asyncio.Future[Row]] = {}
        waiting = iter(rows)

        async def work() -> None:
            for row in waiting:
                if self._circuit.opened is not None:
                    return
                with suppress(_GivenUpError):
                    found[row["key"]] = await self._one(row, asked)

        await asyncio.gather(*(work() for _ in range(min(self._job.concurrency, len(rows)))))
        return [found[row["key"]] for row in rows if row["key"] in found]

    async def _one(self, row: Row, asked: dict[str, asyncio.Future[Row]]) -> Row:
        name = str(row.get("source") or row.get("url") or row["key"])
        try:
            article = row_source(_plain(row, name), name).read(self._job.published)
        except ArticleError as error:
            return _row(row["key"], name) | _failure(error)
        known = _row(row["key"], article.source) | _header(article)
        # The same text twice in a block is asked about once.
        if (first := asked.get(article.id)) is not None:
            return await first | known
        asked[article.id] = ours = asyncio.get_running_loop().create_future()
        try:
            result = known | await self._ask(article)
        except _GivenUpError as error:
            ours.set_exception(error)
            ours.exception()
            raise
        ours.set_result(result)
        return result

    async def _ask(self, article: Article) -> Row:
        meter = Meter(self._client, self._prices)
        try:
            record = await self._within(article, meter)
        except LLMExtractError as error:
            self._circuit.fail(article.id, error)
            if self._circuit.opened is not None:
                raise _GivenUpError from error
            return _failure(error) | _spent(meter.spent)
        self._circuit.succeed()
        return _result(record) | _spent(meter.spent)

    async def _within(self, article: Article, meter: Meter) -> Record:
        seconds = self._job.settings.deadline
        try:
            async with asyncio.timeout(seconds):
                return await aextract(article, schema=self._shape, asker=meter)
        except TimeoutError:
            raise DeadlineError(
                f"{article.source} had no record after {seconds:g} s, the time allowed for an "
                "article; see why the endpoint is slow."
            ) from None


class _GivenUpError(Exception):
    """The worker stops: the row was not decided, and the next run asks about it."""


def key_of(row: Mapping[str, Any]) -> str:
    """What names a row of the input: the hash of what it says."""
    said = {name: str(row[name]) for name in _FACTS if row.get(name) is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


def _plain(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The row as a line of JSON would have it: days and bytes as text."""
    from llmextract.cleaning import decode  # noqa: PLC0415 - for rows with bytes alone

    plain: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, datetime | date):
            plain[key] = value.isoformat()
        elif isinstance(value, bytes):
            plain[key] = decode(value, source=name)
        else:
            plain[key] = value
    return plain


def _row(key: str, source: str) -> Row:
    return {"key": key, "source": source, "state": "failed", "input_tokens": 0,
            "output_tokens": 0, "cost": None}  # fmt: skip


def _header(article: Article) -> Row:
    return {
        "article_id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "language": article.language,
        "published": article.published,
    }


def _failure(error: LLMExtractError) -> Row:
    return {"state": "failed", "cause": cause_of(error), "error": str(error)}


def _result(record: Record) -> Row:
    counts = dict(_counts(record))
    return {
        "state": "done",
        "record": record.to_json(),
        "unassigned": len(record.unassigned),
        "findings": len(record.findings),
        "model": record.model.name,
        "prompt": record.model.prompt.hash,
    } | counts


def _counts(record: Record) -> Iterator[tuple[str, int]]:
    for field in type(record.record).model_fields:
        value = getattr(record.record, field)
        yield f"n_{field}", len(value) if isinstance(value, list) else int(value is not None)


def _spent(spent: Spent) -> Row:
    return {
        "requests": spent.requests,
        "input_tokens": spent.input,
        "cached_tokens": spent.cached,
        "output_tokens": spent.output,
        "cost": spent.cost,
        "seconds": spent.seconds,
    }
