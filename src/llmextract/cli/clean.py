"""``llmextract clean``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from llmextract.cli.options import as_json, published

if TYPE_CHECKING:
    from datetime import date

    from llmextract.cleaning import Source

__all__ = ["clean"]

_SHOWN = ("source", "title", "published", "publisher", "byline", "address", "language", "id")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@published
@as_json
def clean(paths: tuple[str, ...], published: date | None, as_json: bool) -> None:
    """Show articles as the model will see them.

    With --json, a line an article: its facts with where each was found (evidence), its text,
    and each line of the page that is not in it with the rule that dropped it (dropped).
    """
    from llmextract.cleaning import list_sources
    from llmextract.errors import ArticleError

    failed = False
    for source in list_sources(paths):
        try:
            shown = _as_json(source, published) if as_json else _as_text(source, published)
        except ArticleError as error:
            click.echo(f"Error: {error}", err=True)
            failed = True
            continue
        click.echo(shown)
    sys.exit(1 if failed else 0)


def _as_json(source: Source, published: date | None) -> str:
    from llmextract.records import ArticleHeader

    article, trace = source.trace(published)
    plain = {
        **ArticleHeader.of(article).model_dump(mode="json"),
        "address": article.address,
        "evidence": {
            name: {"where": fact.where, "text": fact.text} for name, fact in trace.evidence.items()
        },
        "dropped": [{"rule": line.rule, "line": line.line} for line in trace.dropped],
    }
    return json.dumps(plain, ensure_ascii=False)


def _as_text(source: Source, published: date | None) -> str:
    article = source.read(published)
    header = [f"{key}: {value}" for key in _SHOWN if (value := getattr(article, key))]
    return "\n".join([*header, "", article.body, ""])
