"""The pages and their true text, and the hash that says which data a figure is of."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SETS", "Page", "fingerprint", "load"]

SETS = ("examples", "seeds", "ko_text_dumps", "ko_gov_html", "pages_en")


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        lines: Its true text; empty where only its edges are known.
        optional: Lines that count neither way.
        edges: First and last words of the true text, where not all of it is known.
        facts: Known title and publication date; a date of None is known to be absent.
        address: Where the page was; the extractors do not see it.
    """

    name: str
    raw: bytes
    lines: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    edges: tuple[str, str] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    @property
    def is_html(self) -> bool:
        """Whether extractors for HTML have something to read."""
        return b"<html" in self.raw[:5000].lower() or b"<body" in self.raw.lower()


def fingerprint(pages: list[Page]) -> str:
    """SHA-256 over the pages and what is known of them, in order."""
    digest = hashlib.sha256()
    for page in pages:
        known = [page.name, page.lines, page.optional, page.edges, page.facts]
        digest.update(page.raw)
        digest.update(json.dumps(known, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def load(data: Path, examples: Path) -> dict[str, list[Page]]:
    """Read every set that is there; the project's own examples always are."""
    readers = {
        "examples": _examples(examples),
        "seeds": _seeds(data.parent),
        "ko_text_dumps": _korean(data / "ko_text_dumps", "file"),
        "ko_gov_html": _korean(data / "ko_gov_html", "html"),
        "pages_en": _english(data / "pages_en"),
    }
    return {name: list(readers[name]) for name in SETS}


def _examples(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "articles").iterdir()):
        body = (folder / "gold" / f"{path.stem}.body.txt").read_text(encoding="utf-8")
        gold = json.loads((folder / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        facts = {key: gold["article"].get(key) for key in ("title", "published")}
        yield Page(path.name, path.read_bytes(), _lines(body), facts=facts)


def _seeds(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "gold").glob("*.json")):
        known = json.loads(path.read_text(encoding="utf-8"))["article"]
        raw = (folder / "articles" / known["source"]).read_bytes()
        facts = {key: known[key] for key in ("title", "published")}
        edges = (known["body_first"], known["body_last"])
        yield Page(path.stem, raw, edges=edges, facts=facts)


def _korean(folder: Path, key: str) -> Iterator[Page]:
    for row in _rows(folder / "gold.jsonl"):
        raw = (folder / row[key]).read_bytes()
        facts = {name: row[name] for name in ("title", "published")}
        yield Page(row["id"], raw, tuple(row["paragraphs"]), tuple(row["optional"]), facts=facts)


def _english(folder: Path) -> Iterator[Page]:
    truth = folder / "ground-truth.json"
    known = json.loads(truth.read_text(encoding="utf-8")) if truth.exists() else {}
    for name, row in sorted(known.items()):
        raw = gzip.decompress((folder / f"{name}.html.gz").read_bytes())
        yield Page(name[:12], raw, _lines(row["articleBody"]), address=row["url"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for row in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(row)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for raw in text.splitlines() if (line := " ".join(raw.split())))
