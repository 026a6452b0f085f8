"""Fetching weights, as a person watches it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.models import ModelSettings
    from llmextract.models.weights import Progress

__all__ = ["announce_fetch", "fetch_bar", "megabytes", "needs_fetch"]


def megabytes(size: int) -> str:
    """``1,117 MB``."""
    return f"{size / 1e6:,.0f} MB"


def needs_fetch(settings: ModelSettings) -> bool:
    """Whether the model is the embedded one and its weights are not here."""
    from llmextract.models import weights

    if not settings.embedded or settings.base_url is not None:
        return False
    return not weights.status().present


def announce_fetch(settings: ModelSettings, *, may_fetch: bool) -> None:
    """Say what will be fetched and how big it is, where something will be."""
    from llmextract.models import weights

    if not settings.embedded or settings.base_url is not None or not may_fetch:
        return
    status = weights.status()
    if not status.verified:
        click.echo(
            f"The model's weights are not here yet: fetching {weights.QWEN.name}\n"
            f"({megabytes(weights.QWEN.size)}, once) to {status.path.parent}.",
            err=True,
        )


@contextmanager
def fetch_bar() -> Iterator[Progress]:
    """A progress bar on stderr that appears with the first byte."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("weights", total=None)
    started = False

    def progress(done: int, total: int, source: str) -> None:
        nonlocal started
        if not started:
            bar.start()
            started = True
        bar.update(task, completed=done, total=total, description=source)
        if done >= total:
            bar.stop()

    try:
        yield progress
    finally:
        if started:
            bar.stop()
