"""What a run tells machines of itself: events in the log, and spans."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from llmextract.runs.causes import cause_of
from llmextract.runs.outcomes import Failed
from llmextract.telemetry import Span, event, span, start_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llmextract.errors import LLMExtractError
    from llmextract.models import ModelSettings
    from llmextract.runs.ledger import Spent
    from llmextract.runs.outcomes import Outcome

__all__ = ["article_done", "article_failed", "article_span", "run_ended", "run_started"]


def run_started(run: int, out: str, schema: str, settings: ModelSettings) -> Span:
    """A run begins; gives its span."""
    event("run_start", run=run, out=out, schema=schema, model=settings.name,
          address=settings.address)  # fmt: skip
    known: dict[str, str | int | float | bool | None] = {
        "llmextract.run": run,
        "llmextract.out": out,
        "llmextract.schema": schema,
    }
    return start_span("llmextract run", known)


def run_ended(run: int, ending: str, begun: Span) -> None:
    """A run is over, and so is its span."""
    event("run_end", run=run, ending=ending)
    begun.end()


@contextmanager
def article_span(
    name: str, article: str, parent: Span
) -> Iterator[Callable[[Outcome | None], Outcome | None]]:
    """An article, by its id, goes through; gives what notes its outcome, and hands it on."""
    about = {"llmextract.article.id": article, "llmextract.article.source": name}
    with span("llmextract article", about, parent=parent, article=article) as begun:

        def note(outcome: Outcome | None) -> Outcome | None:
            ending = "stopped" if outcome is None else type(outcome).__name__.lower()
            begun.note({"llmextract.outcome": ending})
            if isinstance(outcome, Failed):
                begun.fail(outcome.error)
            return outcome

        yield note


def article_done(source: str, spent: Spent) -> None:
    """An article has its record on the disk."""
    event("article_done", source=source, **_told(spent))


def article_failed(source: str, error: LLMExtractError, spent: Spent | None = None) -> None:
    """An article has no record."""
    told = {} if spent is None else _told(spent)
    event("article_failed", source=source, cause=cause_of(error), error=str(error), **told)


def _told(spent: Spent) -> dict[str, float | None]:
    return {
        "input_tokens": spent.input,
        "output_tokens": spent.output,
        "cost": spent.cost,
        "seconds": spent.seconds,
    }
