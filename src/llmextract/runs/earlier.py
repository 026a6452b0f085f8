"""What earlier runs into the same folder have done, so that it is not paid for twice."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llmextract.cleaning
from llmextract.runs.files import record_path
from llmextract.runs.ledger import Entry, Spent
from llmextract.runs.plan import schema_hash
from llmextract.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from llmextract.article import Article, Language
    from llmextract.models import ModelSettings
    from llmextract.runs.ledger import Ledger
    from llmextract.runs.plan import Plan
    from llmextract.schemas import Shape

__all__ = ["Earlier"]


@dataclass
class Earlier:
    """The ledger, and the records that it may not know of yet."""

    out: Path
    ledger: Ledger
    settings: ModelSettings
    shape: Shape
    plans: Mapping[Language, Plan]
    numbers: Mapping[Language, int]
    published: date | None
    _reader: str = ""
    _may_adopt: bool = False
    _knows_pages: bool = False
    _version: str | None = None
    _last_stamp: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """See by what the records that lie here were made."""
        self._reader = _hash_of(llmextract.cleaning)
        self._knows_pages = self.ledger.has_seen()
        # Before this run writes its own.
        run = _read(self.out / "run.json") or {}
        schema = run.get("schema")
        self._may_adopt = isinstance(schema, dict) and schema.get("hash") == schema_hash(self.shape)
        self._version = run.get("version")

    def other_version(self) -> str | None:
        """The version of this program that wrote here last, where it is not this one."""
        return self._version if self._version not in (None, __version__) else None

    # --- pages -----------------------------------------------------------------------------

    def stamp(self, name: str) -> str:
        """What has to be the same for a page to give the same article without being read.

        Size and time of its file, the day that was given, and the code that cleans pages.
        Empty for what is no file, which is read each time.
        """
        # The rows of a file come one after the other, and share its size and time.
        head, _, row = name.rpartition(":")
        if row.isdecimal() and head == self._last_stamp[0]:
            return self._last_stamp[1]
        for path in (name, head) if row.isdecimal() else (name,):
            with suppress(OSError, ValueError):
                stat = os.stat(path)  # noqa: PTH116 - a tenth of the time, a million times
                stamp = f"{stat.st_size} {stat.st_mtime_ns} {self.published} {self._reader}"
                if path == head:
                    self._last_stamp = (head, stamp)
                return stamp
        return ""

    def unread(self, name: str, stamp: str) -> Entry | None:
        """The line of the article that an unchanged page gave, by one of this run's plans."""
        # A page that comes twice in a first run is read twice, and found by its text.
        seen = self.ledger.seen(name) if stamp and self._knows_pages else None
        if seen is None or seen.stamp != stamp or seen.article is None:
            return None
        entry = self.ledger.find(seen.article)
        return entry if entry is not None and entry.plan in self.numbers.values() else None

    # --- articles --------------------------------------------------------------------------

    def holds(self, entry: Entry, article: Article) -> bool:
        """Whether what was asked for then would be asked for now."""
        published = article.published.isoformat() if article.published else None
        return entry.plan == self.numbers[article.language] and entry.published == published

    def adopt(self, entry: Entry | None, article: Article, name: str) -> Entry | None:
        """The line for a record that is on the disk, and not in the ledger as done.

        A run can be killed between the two, a power cut can take the ledger's last lines, and
        a folder can be older than ledgers are.
        """
        if entry is None and not self._may_adopt:
            return None
        path = record_path(self.out, article.id)
        if entry is not None:
            if entry.state != "asked" or not self.holds(entry, article):
                return None
            if not _written_since(path, entry.updated):
                return None
        plain = _read(path)
        if plain is None or not self._fits(plain, article):
            return None
        return self._line(plain, article, entry, name)

    def _fits(self, plain: Mapping[str, Any], article: Article) -> bool:
        """Whether this very article was asked by this run's schema, prompt and model."""
        name, _, hash_ = self.plans[article.language].prompt.rpartition(" ")
        asked = {
            "name": self.settings.name,
            "rendering": self.settings.rendering,
            "piece": self.settings.piece,
            "prompt": {"name": name, "hash": hash_},
        }
        model, header = plain.get("model"), plain.get("article")
        if not isinstance(model, dict) or not isinstance(header, dict):
            return False
        published = article.published.isoformat() if article.published else None
        return (
            plain.get("schema") == self.shape.name
            and {key: model.get(key) for key in asked} == asked
            and header.get("body") == article.body
            and header.get("published") == published
        )

    def _line(
        self, plain: Mapping[str, Any], article: Article, entry: Entry | None, name: str
    ) -> Entry:
        usage = plain.get("usage", {})
        spent = Spent(
            requests=len(plain.get("attempts", ())),
            input=usage.get("input", 0),
            cached=usage.get("cached", 0),
            output=usage.get("output", 0),
        )
        if entry is not None:
            return entry.ended("done", spent)
        return Entry(
            id=article.id,
            source=name,
            published=article.published.isoformat() if article.published else None,
            plan=self.numbers[article.language],
            state="done",
            spent=spent,
        )


_COARSE = timedelta(milliseconds=50)
"""By how much a file's time may lag behind the clock: systems round it to their ticks."""


def _hash_of(package: ModuleType) -> str:
    """Of a package's code, so that pages are read again once it has changed."""
    folder = Path(package.__file__ or "").parent
    parts = [path.read_bytes() for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _written_since(path: Path, moment: str) -> bool:
    with suppress(OSError, ValueError):
        begun = datetime.fromisoformat(moment)
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) >= begun - _COARSE
    return False


def _read(path: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        plain = json.loads(path.read_text(encoding="utf-8"))
        return plain if isinstance(plain, dict) else None
    return None
