"""``llmextract extract --dry-run``: what a run would ask, in a table on stdout."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from llmextract.cli.progress import count, duration, money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.models import ModelSettings
    from llmextract.runs import Estimate, Run

__all__ = ["rehearse"]


def rehearse(run: Run, settings: ModelSettings, *, batch: bool = False) -> None:
    """Print what the run would ask, take and cost; nothing is asked and nothing written."""
    from llmextract.runs import estimate
    from llmextract.runs.batches import under_way

    total, waiting = sum(1 for _ in run.sources), under_way(run.out)
    found = asyncio.run(estimate(run, settings, total=total, waiting=waiting))
    for head, text in _rows(found, run, settings, batch=batch):
        click.echo(f"{head:<10}{text}")
    click.echo(_basis(found), err=True)


def _rows(
    found: Estimate, run: Run, settings: ModelSettings, *, batch: bool
) -> Iterator[tuple[str, str]]:
    yield "pages", ", ".join([f"{found.pages:,}", *_left_out(found)])
    whole = found.unreadable + found.repeated + found.waiting + found.asked
    about = "" if found.read >= whole else "about "
    asked = count(round(found.asked), "article")
    yield "to ask", f"{about}{asked} in {count(round(found.requests), 'request')}"
    usage = found.usage
    yield "tokens", f"about {usage.input_tokens:,} in, {usage.output_tokens:,} out"
    yield "cost", _cost(found, settings)
    if run.purse.budget is not None and found.cost is not None:
        yield "budget", _budget(found, run.purse.budget)
    if batch:
        yield "time", "up to 24 hours a round; most articles take one"
        return
    yield "time", f"about {duration(found.seconds)} at {run.concurrency} at once"


def _left_out(found: Estimate) -> Iterator[str]:
    parts = {
        "with records": found.kept,
        "failed before": found.failed,
        "waiting for batches": found.waiting,
        "unreadable": found.unreadable,
        "repeated": found.repeated,
    }
    return (f"{number:,.0f} {what}" for what, number in parts.items() if number)


def _cost(found: Estimate, settings: ModelSettings) -> str:
    if settings.embedded:
        return "none: the model runs on this machine"
    if found.cost is None:
        return "no price is known for this model; tokens only"
    return f"about {money(found.cost)}"


def _budget(found: Estimate, budget: float) -> str:
    left = max(0.0, budget - found.spent)
    told = (
        f"{money(budget)}, of which {money(found.spent)} is spent" if found.spent else money(budget)
    )
    if not found.cost or left >= found.cost:
        return f"{told}: enough"
    return f"{told}: enough for about {count(int(found.asked * left / found.cost), 'article')}"


def _basis(found: Estimate) -> str:
    if found.measured:
        return (
            f"Nothing was asked. Tokens are the mean of {found.measured:,} articles that are "
            "finished here."
        )
    return (
        f"Nothing was asked. Tokens are guessed from the letters of "
        f"{count(found.read, 'page')};\nafter a few articles, a dry run on the same folder "
        "counts with theirs."
    )
