"""What a run tells while it goes: a line an article, on stderr."""

from __future__ import annotations

import time
from pathlib import Path

import click

from llmextract.runs import Failed, Outcome, Repeated, Written

__all__ = ["Report"]

_NAME = 30
"""Columns for an article's name, so that a line stays within 80."""


class Report:
    """Counts and tells the outcomes of one run."""

    def __init__(self, *, total: int, out: Path) -> None:
        """Start counting.

        Args:
            total: How many articles there are.
            out: Where the records go.
        """
        self._total = total
        self._out = out
        self._started = time.monotonic()
        self._done = 0
        self.written = 0
        self.failed = 0
        self._tokens = 0

    def tell(self, outcome: Outcome) -> None:
        """Tell one outcome."""
        self._done += 1
        counter = f"[{self._done}/{self._total}]"
        if isinstance(outcome, Written):
            self.written += 1
            self._tokens += outcome.record.usage.input + outcome.record.usage.output
            _tell(f"{counter} {_short(outcome.source):<{_NAME}} {_gist(outcome)}")
        elif isinstance(outcome, Repeated):
            _tell(f"{counter} {_short(outcome.source)}: the same article as {outcome.first}.")
        elif isinstance(outcome, Failed):
            self.failed += 1
            _tell(f"Error: {_named(outcome)}")

    def close(self) -> None:
        """Tell how the run ended."""
        seconds = time.monotonic() - self._started
        parts = [f"{_count(self.written, 'record')} in {self._out / 'records'}"]
        if self.failed:
            parts.append(f"{self.failed} failed")
        parts += [f"{seconds:.0f} s", f"{self._tokens:,} tokens"]
        _tell(", ".join(parts) + ".")


def _named(outcome: Failed) -> str:
    """The sentence, with the article's name before it where it does not say it itself."""
    sentence = str(outcome.error)
    return sentence if outcome.source in sentence else f"{outcome.source}: {sentence}"


def _gist(outcome: Written) -> str:
    record = outcome.record.record
    counts = [
        _count(len(value), key.removesuffix("s"))
        for key in type(record).model_fields
        if isinstance(value := getattr(record, key), list)
    ]
    loose = len(outcome.record.unassigned)
    return f"{', '.join(counts)}, {loose} unassigned, {outcome.seconds:.0f} s"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short(source: str) -> str:
    name = Path(source).name or source
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _tell(line: str) -> None:
    click.echo(line, err=True)
