"""``llmextract extract --batch`` and ``llmextract batch``."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from llmextract.cli.budget import BUDGET, purse_of
from llmextract.cli.logs import log_format, report_for, say, use
from llmextract.cli.options import FOLDER, as_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

    from llmextract.cli.progress import Report
    from llmextract.models import BatchEndpoint, BatchTold, ModelSettings
    from llmextract.runs import Outcome, Run
    from llmextract.runs.batches import BatchFile, Rounds

__all__ = ["batch", "send"]

_WAITING = 3
"""Exit code of `collect` while articles wait for their batches."""

_EVERY = 60.0
"""Seconds between two looks with ``--wait``; batches take minutes to a day."""


@click.group()
def batch() -> None:
    """Go on with the batches of OUT, on this machine or another.

    `llmextract extract --batch` sends them. All that is needed lies in OUT, but for the key,
    which is read from the environment.
    """


@batch.command()
@click.argument("out", type=FOLDER)
@as_json
def status(out: Path, *, as_json: bool) -> None:
    """Show how far the batches of OUT have come."""
    from llmextract.models import BatchEndpoint
    from llmextract.runs.batches import Store

    settings, _ = _known(out)
    with Store(out) as store:
        files, counts = store.files(all_=True), store.counts()

    async def look() -> list[BatchTold | None]:
        async with BatchEndpoint(settings) as endpoint:
            return [await _look(file, endpoint) for file in files]

    rows = [_row(file, told) for file, told in zip(files, asyncio.run(look()), strict=True)]
    if as_json:
        click.echo(json.dumps({"batches": rows, "waiting": counts}, ensure_ascii=False))
        return
    for row in rows:
        done = f"{row['completed']:>7,} of {row['requests']:>6,}, {row['failed']:,} failed"
        click.echo(f"{row['batch']:<44} {row['status']:<11} {done}")
    click.echo(_advice(out, rows, counts), err=True)


@batch.command()
@click.argument("out", type=FOLDER)
@click.option("--no-next", is_flag=True, help="Send no further round; only take what has come.")
@click.option(
    "--resend", is_flag=True, help="Send again what was cancelled, or refused as a whole."
)
@click.option("--wait", is_flag=True, help="Look every minute until nothing is under way.")
@click.option(
    "--batch-size",
    type=click.IntRange(1, 50_000),
    metavar="N",
    help="Most requests in a batch of the next round.",
)
@click.option(
    "--budget",
    type=BUDGET,
    metavar="USD",
    help="Send no request that may pass this sum, which holds for all runs into OUT together.",
)
@log_format
def collect(
    out: Path,
    *,
    no_next: bool,
    resend: bool,
    wait: bool,
    batch_size: int | None,
    budget: float | None,
    log_format: str,
) -> None:
    """Take what the batches of OUT have brought, and send what is to be asked next.

    Most articles take one round; one whose answer has to be mended takes up to three. Exit
    code 0: every article has a record; 1: some failed; 3: some wait for their batches.
    """
    from llmextract.models import Prices
    from llmextract.runs import Run
    from llmextract.runs.batches import Rounds

    use(log_format)
    settings, schema = _known(out)
    say(settings.describe())
    prices = Prices.of(settings, batch=True)
    while True:
        rounds = Rounds(out, settings, prices=prices, size=batch_size)
        purse = purse_of(budget, prices, settings)
        run = Run((), out, schema=schema, prices=prices, purse=purse, concurrency=_WORKERS)
        report = _report(out)

        def going(endpoint: BatchEndpoint) -> AsyncIterator[Outcome]:
            return rounds.collect(run, endpoint, go_on=not no_next, resend=resend)  # noqa: B023 - called at once

        _carry_out(run, settings, report, going)
        say(_told(rounds, out))
        if run.stopped or not (wait and rounds.waiting > rounds.held + rounds.short):
            break
        time.sleep(_EVERY)
    sys.exit(_code(run, report, rounds))


_WORKERS = 4
"""Articles that are gone through at once: nothing is waited for but the disk."""


def send(run: Run, settings: ModelSettings, *, size: int | None) -> int:
    """Send the articles of a run in batches; gives the exit code."""
    from llmextract.runs.batches import Rounds

    run.concurrency = _WORKERS
    rounds = Rounds(run.out, settings, prices=run.prices, size=size)
    report = _report(run.out, total=sum(1 for _ in run.sources))
    _carry_out(run, settings, report, lambda endpoint: rounds.send(run, endpoint))
    say(_told(rounds, run.out))
    return _code(run, report, rounds, waiting=0)


def _known(out: Path) -> tuple[ModelSettings, str]:
    """The model of OUT's batches, with the key that this machine has for it."""
    from llmextract.errors import ModelConfigurationError
    from llmextract.models import resolve_settings
    from llmextract.runs.batches import known_settings

    settings, schema = known_settings(out)
    here = None
    with suppress(ModelConfigurationError):
        here = resolve_settings(model=settings.name)
    if here is None or here.address != settings.address:
        here = resolve_settings(model=settings.name, base_url=settings.base_url)
    if here.api_key is None and "//api.openai.com" in (settings.base_url or ""):
        raise ModelConfigurationError(
            f"The batches of {out} are at OpenAI and no key is set: set OPENAI_API_KEY."
        )
    place = {"api_key": here.api_key, "base_url": here.base_url or settings.base_url}
    return settings.model_copy(update=place), schema


def _report(out: Path, total: int | None = None) -> Report:
    from llmextract.runs.batches import Store

    if total is None:
        with Store(out) as store:
            total = store.counts()["articles"]
    return report_for(total=total, out=out)


def _carry_out(
    run: Run,
    settings: ModelSettings,
    report: Report,
    going: Callable[[BatchEndpoint], AsyncIterator[Outcome]],
) -> None:
    from llmextract.cli.running import stoppable
    from llmextract.models import BatchEndpoint

    async def go() -> None:
        async with BatchEndpoint(settings) as endpoint:
            report.start()
            with stoppable(run, report):
                async for outcome in going(endpoint):
                    report.tell(outcome)

    with report:
        try:
            asyncio.run(go())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        finally:
            report.close(run)


def _code(run: Run, report: Report, rounds: Rounds, *, waiting: int = _WAITING) -> int:
    from llmextract.cli.running import INTERRUPTED

    if run.stopped == INTERRUPTED:
        return 130
    if report.failed or run.stopped:
        return 1
    return waiting if rounds.waiting else 0


def _told(rounds: Rounds, out: Path) -> str:
    """What was sent, and how to go on."""
    from llmextract.cli.progress import count

    lines = []
    if rounds.sent:
        requests = sum(file.requests for file in rounds.sent)
        batches = "1 batch" if len(rounds.sent) == 1 else f"{len(rounds.sent):,} batches"
        lines.append(f"{count(requests, 'request')} sent in {batches}.")
    if rounds.held:
        lines.append(
            f"{count(rounds.held, 'request')} of batches that were cancelled or refused wait: "
            f"\n  llmextract batch collect {out} --resend"
        )
    if rounds.waiting > rounds.held + rounds.short:
        lines.append(
            f"{count(rounds.waiting, 'article')} wait; a batch takes up to 24 hours. Then:"
            f"\n  llmextract batch collect {out}"
        )
    if rounds.short and not lines:
        return "Nothing was sent."
    return "\n".join(lines) or "Nothing waits."


async def _look(file: BatchFile, endpoint: BatchEndpoint) -> BatchTold | None:
    if file.collected or file.batch is None:
        return None
    return await endpoint.retrieve(file.batch)


def _row(file: BatchFile, told: BatchTold | None) -> dict[str, Any]:
    known = told or file
    return {
        "batch": file.batch or "not heard of yet",
        "status": "collected" if file.collected else known.status,
        "requests": file.requests,
        "completed": known.completed,
        "failed": known.failed,
        "created": file.created,
        "reason": known.reason,
    }


def _advice(out: Path, rows: Sequence[dict[str, Any]], counts: Mapping[str, int]) -> str:
    from llmextract.cli.progress import count

    ended = sum(row["status"] in {"completed", "expired", "failed", "cancelled"} for row in rows)
    waiting = f"{count(counts['articles'], 'article')} wait" if counts["articles"] else ""
    if ended or counts.get("to send") or counts.get("held"):
        return f"{waiting or 'Nothing waits'}; llmextract batch collect {out} goes on."
    return f"{waiting or 'Nothing waits'}."
