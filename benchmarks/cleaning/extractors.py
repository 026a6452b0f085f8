"""Ours and the others behind one call, each with the processor time that it took."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from llmextract.cleaning import clean
from llmextract.errors import ArticleError

if TYPE_CHECKING:
    from cleaning.corpus import Page

__all__ = ["Extracted", "Extractor", "Ours", "Peer", "Trafilatura"]


@dataclass(frozen=True)
class Extracted:
    """What came out of one page."""

    text: str
    seconds: float
    facts: dict[str, Any] = field(default_factory=dict)


class Extractor(Protocol):
    """Anything that turns pages into texts."""

    name: str

    def extract(self, pages: list[Page]) -> list[Extracted]:
        """The texts of the pages, in order."""


class Ours:
    """This project."""

    name = "llmextract"

    def extract(self, pages: list[Page]) -> list[Extracted]:
        """Clean each page; the headline that leads a body is no line of it."""
        return [self._one(page) for page in pages]

    def _one(self, page: Page) -> Extracted:
        started = time.process_time()
        try:
            article = clean(page.raw, source=page.name)
        except ArticleError:
            return Extracted("", time.process_time() - started)
        facts = {"title": article.title, "published": article.published}
        return Extracted(article.body, time.process_time() - started, facts)


class Trafilatura:
    """The library under ours, alone, as it comes."""

    name = "trafilatura"

    def extract(self, pages: list[Page]) -> list[Extracted]:
        """Extract each HTML page."""
        import trafilatura  # noqa: PLC0415 - its import is not a page's time

        found = []
        for page in pages:
            started = time.process_time()
            text = trafilatura.extract(page.raw, include_comments=False) if page.is_html else ""
            found.append(Extracted(text or "", time.process_time() - started))
        return found


class Peer:
    """An extractor that this project does not depend on, in a python that has it."""

    def __init__(self, name: str, python: Path) -> None:
        """Name the peer and the python."""
        self.name = name
        self._python = python

    def extract(self, pages: list[Page]) -> list[Extracted]:
        """Send the pages, read the texts."""
        rows = [base64.b64encode(page.raw if page.is_html else b"").decode() for page in pages]
        script = Path(__file__).with_name("peer.py")
        done = subprocess.run(  # noqa: S603 - our own script
            [self._python, script, self.name],
            input="\n".join(rows),
            capture_output=True,
            text=True,
            check=True,
        )
        return [Extracted(**json.loads(line)) for line in done.stdout.splitlines()]
