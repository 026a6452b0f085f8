"""What a run tells while it goes, and in the end: all of it on stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from llmextract.runs import (
    Failed,
    FailedBefore,
    Kept,
    Notice,
    Outcome,
    Repeated,
    Waiting,
    Written,
)

if TYPE_CHECKING:
    from rich.progress import Progress

    from llmextract.runs import Run

__all__ = ["Report", "count", "duration", "money"]

_NAME = 30
"""Columns for an article's name, so that a line stays within 80."""

_FEW = 200
"""Articles of a run that are told one by one; of more, only how far it has come."""

_ERRORS = 20
"""Failures of a long run that are told when they come; the rest in the end, by their causes."""

_REFRESH = 0.2
"""Seconds between two sights of the bar; the eye sees no more, and each took a tenth of what a
fast article takes."""

_EVERY = 10.0
"""Seconds between lines of progress, where there is no terminal to draw a bar on."""


class Report:
    """Counts and tells the outcomes of one run."""

    def __init__(self, *, total: int, out: Path) -> None:
        """Start counting.

        Args:
            total: How many articles there are.
            out: Where the records go.
        """
        self.total = total
        self.out = out
        self.done = self.written = self.kept = self.repeated = self.failed = 0
        self.waiting = 0
        self.tokens = 0
        self.cost: float | None = None
        self.causes: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._started = self._last_line = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        """Give the report itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar off the screen."""
        self._stop_bar()

    def start(self) -> None:
        """Begin: from here on time counts, and on a terminal a bar shows how far it is."""
        self._started = self._last_line = time.monotonic()
        if self.total > 1 and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.add_task("", total=self.total, tail="")
            self._bar.start()

    def say(self, line: str) -> None:
        """Tell something that is no outcome."""
        click.echo(line, err=True)

    def tell(self, outcome: Outcome) -> None:
        """Tell one outcome."""
        if isinstance(outcome, Notice):
            self.say("\n".join(_fitted("Note: ", outcome.text)))
            return
        self.done += 1
        line = self._count(outcome)
        if line is not None:
            self.say(line)
        self._show_progress()

    def close(self, run: Run) -> None:
        """Tell how the run ended."""
        self._stop_bar()
        if not self.done:
            return
        for line in self._closing(run):
            self.say(line)

    def _count(self, outcome: Outcome) -> str | None:
        """Count an outcome; gives the line that tells it, where it has one."""
        counter = f"[{self.done}/{self.total}]"
        few = self.total <= _FEW
        if isinstance(outcome, Written):
            self.written += 1
            self._add(outcome)
            return f"{counter} {_short(outcome.source):<{_NAME}} {_gist(outcome)}" if few else None
        if isinstance(outcome, Kept):
            self.kept += 1
            return None
        if isinstance(outcome, Waiting):
            self.waiting += 1
            return None
        if isinstance(outcome, Repeated):
            self.repeated += 1
            same = f"{counter} {_short(outcome.source)}: the same article as {outcome.first}."
            return same if few else None
        if isinstance(outcome, Failed | FailedBefore):
            return self._count_failure(outcome)
        return None

    def _count_failure(self, outcome: Failed | FailedBefore) -> str | None:
        self.failed += 1
        self.causes[outcome.cause] += 1
        self._examples.setdefault(outcome.cause, str(outcome.error))
        if isinstance(outcome, FailedBefore):
            return None
        self._add(outcome)
        if self.total <= _FEW or self.failed < _ERRORS:
            return f"Error: {_named(outcome)}"
        if self.failed == _ERRORS:
            return f"Error: {_named(outcome)}\nFurther failures are told in the end, by causes."
        return None

    def _add(self, outcome: Written | Failed) -> None:
        spent = outcome.spent
        if spent is None:
            return
        self.tokens += spent.input + spent.output
        if spent.cost is not None:
            self.cost = (self.cost or 0.0) + spent.cost

    # --- while it goes ---------------------------------------------------------------------

    def _show_progress(self) -> None:
        now = time.monotonic()
        if self._bar is not None:
            if now - self._last_line < _REFRESH and self.done < self.total:
                return
            self._last_line = now
            self._bar.update(self._bar.task_ids[0], completed=self.done, tail=self._tail(now))
        elif self.total > _FEW and now - self._last_line >= _EVERY:
            self._last_line = now
            self.say(f"{self.done:,} of {self.total:,} articles, {self._tail(now)}")

    def _tail(self, now: float) -> str:
        """``41.3/s, 19 min left, 20 failed, $1.23``."""
        # Those that were here already took no time, and say nothing of how long the rest takes.
        asked = self.done - self.kept
        parts = []
        if asked and now > self._started:
            rate = asked / (now - self._started)
            parts.append(_rate(rate))
            parts.append(f"{duration((self.total - self.done) / rate)} left")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        if self.cost is not None:
            parts.append(money(self.cost))
        return ", ".join(parts)

    def _stop_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    # --- in the end ------------------------------------------------------------------------

    def _closing(self, run: Run) -> list[str]:
        lines = []
        if self.causes and (self.failed > 1 or self.total > _FEW):
            lines.append("Failed, by cause:")
            for cause, number in self.causes.most_common():
                lines += _fitted(f"{number:>7,}  ", f"{cause}: {self._examples[cause]}")
        if self.causes and run.stopped is None:
            lines.append("With --retry-failed the same command asks about those again.")
        lines += self._why_stopped(run)
        lines.append(self._sum())
        return lines

    def _why_stopped(self, run: Run) -> list[str]:
        left = self.total - self.done
        if run.stopped == "interrupted":
            return [f"Stopped; {count(left, 'article')} left. The same command goes on from here."]
        if run.stopped == "broken":
            return ["Once that is mended, the same command goes on from here."]
        if run.stopped == "budget":
            return [
                (
                    f"The budget is used up: {money(run.purse.spent)} of {money(run.purse.budget)} "
                    f"spent into {self.out};\n{count(left, 'article')} left. "
                    "With a higher --budget the same command goes on."
                )
            ]
        return []

    def _sum(self) -> str:
        seconds = time.monotonic() - self._started
        parts = [f"{count(self.written + self.kept, 'record')} in {self.out / 'records'}"]
        if self.kept:
            parts[0] += f" ({self.kept:,} from before)"
        if self.waiting:
            parts.append(f"{self.waiting:,} waiting")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        parts += [duration(seconds), f"{self.tokens:,} tokens"]
        if self.cost is not None:
            parts.append(money(self.cost))
        return ", ".join(parts) + "."


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[tail]}"),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=4,
        redirect_stdout=False,
    )


def _named(outcome: Failed) -> str:
    """The sentence, with the article's name before it where it does not say it itself."""
    sentence = str(outcome.error)
    return sentence if outcome.source in sentence else f"{outcome.source}: {sentence}"


def _gist(outcome: Written) -> str:
    made = outcome.made
    counts = [count(number, key.removesuffix("s")) for key, number in made.counts.items()]
    return f"{', '.join(counts)}, {made.unassigned} unassigned, {outcome.seconds:.0f} s"


def count(number: int, noun: str) -> str:
    """``1 record``, ``2,000 records``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def money(dollars: float | None) -> str:
    """``$12.30``; a cent and less with the digits that say something."""
    if not dollars:
        return "$0"
    return f"${dollars:,.2f}" if dollars >= 1 else f"${dollars:.2g}"


_MINUTE, _HOUR = 60, 3600


def duration(seconds: float) -> str:
    """``42 s``, ``19 min``, ``7.5 h``."""
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:,.1f} h"


def _rate(rate: float) -> str:
    return f"{rate:.1f}/s" if rate >= 1 else f"{rate * _MINUTE:.1f}/min"


def _fitted(lead: str, sentence: str) -> list[str]:
    """A sentence in lines of 80 columns, the later ones indented under the first."""
    import textwrap

    return textwrap.wrap(
        sentence,
        width=79,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        max_lines=3,
        placeholder=" …",
        break_on_hyphens=False,
    )


def _short(source: str) -> str:
    name = Path(source).name or source
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"
