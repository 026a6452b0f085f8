"""``llmextract model``."""

from __future__ import annotations

import json

import click

from llmextract.cli.fetching import fetch_bar, megabytes
from llmextract.cli.options import as_json

__all__ = ["model"]


@click.group()
def model() -> None:
    """The embedded model: is it here, fetch it."""


@model.command()
@as_json
def status(as_json: bool) -> None:
    """Say which model would answer, and whether the embedded one is here."""
    from llmextract.models import resolve_settings, weights

    found = weights.status()
    if as_json:
        plain = {
            "path": str(found.path),
            "present": found.present,
            "verified": found.verified,
            "size": found.size,
        }
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    click.echo(resolve_settings().describe())
    state = "here, verified" if found.verified else "not verified" if found.present else "not here"
    click.echo(f"Weights: {state}\n  {found.path}")
    if not found.verified:
        click.echo(f"Fetch them ({megabytes(weights.QWEN.size)}) with: llmextract model fetch")


@model.command()
def fetch() -> None:
    """Fetch and verify the embedded model's weights; goes on where it was stopped."""
    from llmextract.models import weights

    with fetch_bar() as progress:
        path = weights.fetch(progress=progress)
    click.echo(f"Weights: here, verified\n  {path}", err=True)
