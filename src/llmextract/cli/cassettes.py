"""``llmextract cassettes``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmextract.cli.options import FOLDER, endpoint, published, schema

if TYPE_CHECKING:
    from datetime import date


__all__ = ["cassettes"]


@click.group()
def cassettes() -> None:
    """Record exchanges with a model, and check recordings."""


@cassettes.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--out", "folder", required=True, type=FOLDER, help="Folder of cassettes.")
@schema
@endpoint
@published
def record(
    paths: tuple[str, ...],
    folder: Path,
    schema: str,
    model: str | None,
    base_url: str | None,
    published: date | None,
) -> None:
    """Extract articles with a real model and record its exchanges, one cassette an article."""
    from llmextract.cassettes import cassette_for, recording
    from llmextract.cli.running import Sources, carry_out
    from llmextract.models import resolve_settings
    from llmextract.runs import Run

    settings = resolve_settings(model=model, base_url=base_url)
    click.echo(settings.describe(), err=True)
    with tempfile.TemporaryDirectory() as out:
        run = Run(
            sources=Sources(paths),
            out=Path(out),
            schema=schema,
            published=published,
            around=lambda source: recording(cassette_for(source, folder)),
        )
        code = carry_out(run, settings)
    sys.exit(code)


@cassettes.command()
@click.argument("folder", type=FOLDER)
@click.argument("paths", nargs=-1, required=True, metavar="ARTICLE...")
def check(folder: Path, paths: tuple[str, ...]) -> None:
    """Check recordings: secrets, foreign headers, orphans, and articles without one."""
    from llmextract.cassettes import check_cassettes
    from llmextract.cleaning import list_sources

    faults = check_cassettes(folder, sources=[source.name for source in list_sources(paths)])
    for fault in faults:
        click.echo(fault, err=True)
    if not faults:
        click.echo("All cassettes are clean.", err=True)
    sys.exit(1 if faults else 0)
