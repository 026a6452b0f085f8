"""``--log-format json``: on stderr a line of JSON for each event, in place of sentences."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from llmextract.telemetry import event

if TYPE_CHECKING:
    from pathlib import Path

    from llmextract.cli.progress import Report
    from llmextract.runs import Outcome, Run

__all__ = ["is_json", "log_format", "report_for", "say", "use"]

_LOG = logging.getLogger("llmextract")

log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What stderr gets: sentences for people, or a line of JSON for each event.",
)


class _Lines(logging.Formatter):
    """An event as one line of JSON: time, level and name, then its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        head = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        return json.dumps(head | getattr(record, "fields", {}), ensure_ascii=False, default=str)


class _Stderr(logging.Handler):
    """Writes as the rest of the program does, to whatever stderr is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        click.echo(self.format(record), err=True)


def use(form: str) -> None:
    """Take up the form that the command was given, for the rest of the program."""
    _LOG.handlers = [each for each in _LOG.handlers if not isinstance(each, _Stderr)]
    if form == "json":
        handler = _Stderr()
        handler.setFormatter(_Lines())
        _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO if form == "json" else logging.NOTSET)
    _LOG.propagate = form != "json"


def is_json() -> bool:
    """Whether stderr is for machines."""
    return any(isinstance(handler, _Stderr) for handler in _LOG.handlers)


def say(line: str, *, name: str = "message") -> None:
    """Tell something on stderr, in the form that was asked for."""
    if is_json():
        event(name, text=line)
    else:
        click.echo(line, err=True)


def report_for(*, total: int, out: Path) -> Report:
    """What tells how a run goes; in JSON the events of the run itself do."""
    from llmextract.cli.progress import Report

    return _silent()(total=total, out=out) if is_json() else Report(total=total, out=out)


def _silent() -> type[Report]:
    from llmextract.cli.progress import Report
    from llmextract.runs import Notice

    class Silent(Report):
        """Counts, and tells notices and the sum alone."""

        def start(self) -> None:
            """Draw no bar."""

        def say(self, line: str) -> None:
            """Leave it to the events."""

        def tell(self, outcome: Outcome) -> None:
            """Count; a notice is an event."""
            if isinstance(outcome, Notice):
                event("notice", text=outcome.text)
            super().tell(outcome)

        def close(self, run: Run) -> None:
            """Sum up."""
            event(
                "summary",
                records=self.written + self.kept,
                kept=self.kept,
                failed=self.failed,
                waiting=self.waiting,
                tokens=self.tokens,
                cost=self.cost,
                stopped=run.stopped,
            )

    return Silent
