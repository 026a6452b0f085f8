"""A run: sources in, record files out, and nothing lost in between."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.errors import (
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

    async def outcomes(self, asker: Asker) -> AsyncIterator[Outcome]:
        """Extract, write and tell, article by article, as they come to an end.

        Args:
            asker: Who answers.

        Raises:
            UsageError: Something that every article would fail of: the key, the model, the
                schema, the output folder.
            UnreachableError: The endpoint cannot be reached, and has not been once.
        """
        prepare(self.out)
        load_schema(self.schema)
        waiting = iter(self.sources)
        under_way: set[asyncio.Task[Outcome]] = set()
        try:
            while True:
                for source in waiting:
                    under_way.add(asyncio.ensure_future(self._one(source, asker)))
                    if len(under_way) >= self.concurrency:
                        break
                if not under_way:
                    break
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        self._write_run(asker)

    async def _one(self, source: Source, asker: Asker) -> Outcome:
        started = time.monotonic()
        try:
            article = await asyncio.to_thread(source.read, self.published)
            first = self._firsts.setdefault(article.id, source.name)
            if first != source.name:
                return Repeated(source.name, first)
            record = await self._extract(article, asker)
        except CassetteError as error:
            return Failed(source.name, error)
        except UsageError:
            raise
        except UnreachableError as error:
            if not self._answered:
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


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
