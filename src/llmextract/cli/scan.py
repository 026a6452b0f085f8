"""``llmextract scan``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from llmextract.cli.options import as_json, published

if TYPE_CHECKING:
    from datetime import date

    from llmextract.spans import Mention

__all__ = ["scan"]


@click.command()
@click.argument("path", metavar="PATH|-")
@published
@as_json
def scan(path: str, published: date | None, as_json: bool) -> None:
    """Find the amounts and dates of a text; no model.

    PATH is a text file, or - for standard input. Offsets count characters of the text.
    """
    from llmextract.reading import scan as find

    mentions = find(_read(path), published=published)
    if as_json:
        _print_json(mentions)
    else:
        _print_table(mentions)


def _read(path: str) -> str:
    from llmextract.cleaning import decode, read_stdin

    raw = read_stdin() if path == "-" else _read_file(Path(path))
    return decode(raw, source=path)


def _read_file(path: Path) -> bytes:
    from llmextract.errors import UnreadableError

    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"{path} cannot be read ({error.strerror}); give a text file, or - for standard input."
        ) from error


def _print_json(mentions: list[Mention]) -> None:
    from llmextract.records import dump_mention

    for mention in mentions:
        plain = dump_mention(mention)
        del plain["repeats"]
        click.echo(json.dumps(plain, ensure_ascii=False))


def _print_table(mentions: list[Mention]) -> None:
    from llmextract.cli.tables import console, grid, meaning

    table = grid("at", "text", "reads as")
    for mention in mentions:
        table.add_row(str(mention.start), mention.text, meaning(mention.model_dump(mode="json")))
    console().print(table)
