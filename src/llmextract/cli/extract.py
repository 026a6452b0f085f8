"""``llmextract extract``."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from llmextract.cli.budget import BUDGET, purse_of
from llmextract.cli.logs import log_format, say, use
from llmextract.cli.options import FOLDER, endpoint, no_fetch, published, schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from llmextract.models import ModelSettings

__all__ = ["extract"]

_REPLAY_ADDRESS = "http://127.0.0.1:9/v1"
"""Where replayed requests are addressed: the port that discards, should one slip through."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--out", required=True, type=FOLDER, help="Folder for the records.")
@schema
@endpoint
@published
@click.option(
    "--concurrency",
    type=click.IntRange(1, 1024),
    help="Requests under way at once; by default what suits the model.",
)
@click.option(
    "--replay",
    type=FOLDER,
    metavar="CASSETTE",
    help="Answer from recorded exchanges (a file, or a folder of one an article); no model.",
)
@click.option(
    "--retry-failed", is_flag=True, help="Ask again about articles that failed in earlier runs."
)
@click.option("--afresh", is_flag=True, help="Ask about every article, whatever OUT holds.")
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Time for one article, all its requests, retries and waits together.",
)
@click.option(
    "--budget",
    type=BUDGET,
    metavar="USD",
    help="Begin no article that may pass this sum; it holds for all runs into OUT together.",
)
@click.option(
    "--processes",
    type=click.IntRange(0, 256),
    help="Processes that clean, mark, resolve and write beside this one; by default one a core, "
    "where there are many articles.",
)
@click.option(
    "--batch",
    is_flag=True,
    help="Send the articles by the provider's batches: half the price, within a day.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, 50_000),
    metavar="N",
    help="Most requests in a batch; by default as many as the provider takes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be asked, and its cost; ask nothing.")
@log_format
@no_fetch
def extract(
    paths: tuple[str, ...],
    out: Path,
    schema: str,
    model: str | None,
    base_url: str | None,
    published: date | None,
    concurrency: int | None,
    replay: Path | None,
    retry_failed: bool,
    afresh: bool,
    deadline: float | None,
    budget: float | None,
    processes: int | None,
    batch: bool,
    batch_size: int | None,
    dry_run: bool,
    log_format: str,
    no_fetch: bool,
) -> None:
    """Extract articles into OUT: one JSON record a file.

    PATH is a file, a folder, a JSONL of articles, or - for standard input. Without a key or
    an address, the embedded model answers. Exit code 0: every article has a record; 1: some
    failed, the rest is written; 2: nothing could be done.
    """
    from llmextract.cleaning import read_stdin
    from llmextract.cli.running import Sources, carry_out
    from llmextract.models import Prices, resolve_settings
    from llmextract.runs import Run
    from llmextract.schemas import load_schema

    use(log_format)
    load_schema(schema)
    settings = resolve_settings(model=model, base_url=base_url, environ=_environ(replay))
    if replay is not None and settings.base_url is None:
        settings = settings.at(_REPLAY_ADDRESS)
    if concurrency and not settings.embedded:
        settings = settings.model_copy(update={"concurrency": concurrency})
    note = f", replayed from {replay}" if replay else ""
    say(f"{settings.describe()}{note}")
    # What is replayed was paid for when it was recorded.
    prices = None if replay else Prices.of(settings, batch=batch)
    _check_batches(out, settings, batch=batch, other=dry_run or replay is not None)
    run = Run(
        sources=Sources(paths, outside=out, stdin=read_stdin() if "-" in paths else None),
        out=out,
        schema=schema,
        published=published,
        concurrency=1 if replay else concurrency or settings.concurrency,
        around=_around(replay),
        retry_failed=retry_failed,
        # A replay costs nothing, and is there to see what comes of it now.
        afresh=afresh or replay is not None,
        deadline=deadline if deadline is not None else settings.deadline,
        prices=prices,
        purse=purse_of(budget, prices, settings),
    )
    if dry_run:
        from llmextract.cli.rehearsal import rehearse

        rehearse(run, settings, batch=batch)
        return
    if batch:
        from llmextract.cli.batch import send

        sys.exit(send(run, settings, size=batch_size))
    sys.exit(carry_out(run, settings, may_fetch=not no_fetch, processes=processes))


def _check_batches(out: Path, settings: ModelSettings, *, batch: bool, other: bool) -> None:
    """See that nothing is asked twice: by a batch that is under way, and directly."""
    from llmextract.errors import BatchError
    from llmextract.runs.batches import awaits

    if batch and settings.embedded:
        raise BatchError(
            "Batches are made by a provider: set OPENAI_API_KEY, or give --base-url and --model "
            "of an endpoint with OpenAI's Batch API."
        )
    if not batch and not other and awaits(out):
        raise BatchError(
            f"{out} waits for batches that ask about its articles already: "
            f"`llmextract batch collect {out}` takes what they bring; --batch sends more."
        )


def _around(replay: Path | None) -> Callable[[str], AbstractContextManager[None]]:
    if replay is None:
        return lambda _: nullcontext()
    from llmextract.cassettes import cassette_for, replaying

    return lambda source: replaying(cassette_for(source, replay))


def _environ(replay: Path | None) -> dict[str, str]:
    """A replay answers as the model that was recorded, whatever keys this machine has."""
    import os

    names = ("LLMEXTRACT_BASE_URL", "LLMEXTRACT_MODEL") if replay else os.environ
    return {name: os.environ[name] for name in names if name in os.environ}
