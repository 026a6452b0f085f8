"""A run: sources in, record files out, and nothing lost in between."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from llmextract.errors import (
    ArticleError,
    CassetteError,
    LLMExtractError,
    UnreachableError,
    UsageError,
)
from llmextract.extraction import aextract
from llmextract.runs.files import prepare, write_record, write_whole
from llmextract.schemas import load_schema, static_schema

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import date
    from pathlib import Path

    from llmextract.article import Article
    from llmextract.cleaning import Source
    from llmextract.extraction import Asker
    from llmextract.records import Record
    from llmextract.schemas import Schema

__all__ = ["Failed", "Outcome", "Repeated", "Run", "Written"]


@dataclass(frozen=True)
class Written:
    """An article has its record on the disk."""

    source: str
    record: Record
    path: Path
    seconds: float


@dataclass(frozen=True)
class Repeated:
    """An article is the same, letter by letter, as an earlier one, and shares its record."""

    source: str
    first: str


@dataclass(frozen=True)
class Failed:
    """An article has no record; the sentence says why."""

    source: str
    error: LLMExtractError


Outcome = Written | Repeated | Failed

_HOPELESS = 2
"""Articles that never reached an endpoint which never answered: one can be the article's own
fault, such as a text that a slow model does not end in time."""


@dataclass
class Run:
    """One call of ``extract`` over many sources.

    Attributes:
        sources: The pages.
        out: The output folder.
        schema: What to ask for.
        published: Publication date for articles that have none of their own.
        concurrency: Articles under way at once.
        around: What an article's exchanges take place in, such as a cassette.
    """

    sources: Sequence[Source]
    out: Path
    schema: Schema = "programs"
    published: date | None = None
    concurrency: int = 1
    around: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
    _firsts: dict[str, str] = field(default_factory=dict)
    _prompts: dict[str, str] = field(default_factory=dict)
    _answered: bool = False
    _unreached: int = 0

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
                failed.append(Failed(source.name, error))
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
            UnreachableError: The endpoint could not be reached for two articles, and has not
                been once.
        """
        prepare(self.out)
        load_schema(self.schema)
        waiting = iter(self.sources)
        tasks: list[asyncio.Task[Outcome]] = []
        try:
            while True:
                room = max(0, self.concurrency - len(tasks))
                tasks += (asyncio.ensure_future(self._one(s, asker)) for s in islice(waiting, room))
                if not tasks:
                    break
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                # Those that failed the whole run come last, so that no record goes untold.
                for task in sorted((t for t in tasks if t.done()), key=_breaks):
                    outcome = task.result()
                    tasks.remove(task)
                    yield outcome
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._write_run(asker)

    async def _one(self, source: Source, asker: Asker) -> Outcome:
        started = time.monotonic()
        try:
            article = await asyncio.to_thread(source.read, self.published)
            if article.id in self._firsts:
                return Repeated(source.name, self._firsts[article.id])
            self._firsts[article.id] = source.name
            record = await self._extract(article, asker)
        except CassetteError as error:
            return Failed(source.name, error)
        except UsageError:
            raise
        except UnreachableError as error:
            self._unreached += 1
            if self._unreached >= _HOPELESS and not self._answered:
                raise
            return Failed(source.name, error)
        except LLMExtractError as error:
            return Failed(source.name, error)
        path = await asyncio.to_thread(write_record, record, self.out)
        self._prompts[record.model.prompt.name] = record.model.prompt.hash
        return Written(source.name, record, path, time.monotonic() - started)

    async def _extract(self, article: Article, asker: Asker) -> Record:
        with self.around(article.source):
            record = await aextract(article, schema=self.schema, asker=asker)
        self._answered = True
        return record

    def _write_run(self, asker: Asker) -> None:
        """Say in ``run.json`` what made the records, with hashes to compare by."""
        shape = load_schema(self.schema)
        settings = asker.settings
        wire = json.dumps(static_schema(shape), sort_keys=True)
        run = {
            "format": 1,
            "schema": {"name": shape.name, "hash": _hash(wire)},
            "prompts": [{"name": n, "hash": h} for n, h in sorted(self._prompts.items())],
            "model": {
                "name": settings.name,
                "address": "embedded" if settings.embedded else settings.address,
                "rendering": settings.rendering,
                "piece": settings.piece,
            },
        }
        write_whole(self.out / "run.json", json.dumps(run, ensure_ascii=False, indent=2) + "\n")


def _breaks(task: asyncio.Task[Outcome]) -> bool:
    return task.cancelled() or task.exception() is not None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
