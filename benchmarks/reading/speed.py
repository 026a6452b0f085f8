"""How fast `scan` is, and whether its time grows as the text does."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from llmextract import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["articles", "articles_a_second", "megabytes", "texts"]

LENGTH = 2_000
PUBLISHED = date(2025, 12, 10)
ROUNDS = 40  # the best counts: other work on the machine only ever adds time
# A long text of prose, and texts that a careless reader takes forever on.
HOSTILE = ("1", "억", ".", "(", "1억", "1,", "2025.", "7일 ", "오는 ", "천", "~1", "'25", "$1 ")


def texts(data: Path) -> str:
    """The news pages and press releases, one after another."""
    paths = sorted([*(data.parent / "articles").glob("*.txt"), *data.glob("press_releases/*.txt")])
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def articles(prose: str) -> list[str]:
    """The prose in pieces of 2,000 characters."""
    return [prose[at : at + LENGTH] for at in range(0, len(prose) - LENGTH + 1, LENGTH)]


def articles_a_second(prose: str) -> tuple[float, float, float]:
    """Articles of 2,000 characters a second, their megabytes (UTF-8), and mentions in each."""
    pieces = articles(prose)
    mentions = sum(len(scan(piece, published=PUBLISHED)) for piece in pieces)
    seconds = _best(pieces)
    size = sum(len(piece.encode()) for piece in pieces) / 1e6
    return len(pieces) / seconds, size / seconds, mentions / len(pieces)


def _best(pieces: Iterable[str]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for piece in pieces:
            scan(piece, published=PUBLISHED)
        rounds.append(time.process_time() - began)
    return min(rounds)


def megabytes(prose: str) -> Iterator[tuple[str, float, float]]:
    """Seconds for 100,000 characters of a kind, and how many times that for a million."""
    for name, unit in (("prose", prose), *((each, each) for each in HOSTILE)):
        short, long = ((unit * (size // len(unit) + 1))[:size] for size in (10**5, 10**6))
        seconds = _once(short)
        yield name, seconds, _once(long) / seconds


def _once(text: str) -> float:
    began = time.process_time()
    scan(text, published=PUBLISHED)
    return time.process_time() - began
