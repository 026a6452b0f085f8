"""``llmextract export``."""

from __future__ import annotations

from pathlib import Path

import click

from llmextract.cli.options import FOLDER

__all__ = ["export"]


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
def export(out: Path, target: Path) -> None:
    """Write the records of OUT into one FILE for other programs.

    FILE ends in .jsonl (a record a line), .csv (a row an amount of a program), .parquet (a
    row an article, nested) or .sqlite (normal tables with foreign keys).
    """
    from llmextract.cli.progress import count
    from llmextract.runs import export as write

    rows = write(out, target)
    noun = {".csv": "amount", ".jsonl": "record"}.get(target.suffix.lower(), "article")
    click.echo(f"{count(rows, noun)} in {target}.", err=True)
