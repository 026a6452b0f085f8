"""``llmextract clean``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from llmextract.cli.options import as_json, published

if TYPE_CHECKING:
    from datetime import date

    from llmextract.article import Article

__all__ = ["clean"]

_SHOWN = ("source", "title", "published", "publisher", "byline", "language", "id")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@published
@as_json
def clean(paths: tuple[str, ...], published: date | None, as_json: bool) -> None:
    """Show articles as the model will see them."""
    from llmextract.cleaning import list_sources
    from llmextract.errors import ArticleError

    failed = False
    for source in list_sources(paths):
        try:
            article = source.read(published)
        except ArticleError as error:
            click.echo(f"Error: {error}", err=True)
            failed = True
            continue
        click.echo(_as_json(article) if as_json else _as_text(article))
    sys.exit(1 if failed else 0)


def _as_json(article: Article) -> str:
    from llmextract.records import ArticleHeader

    return json.dumps(ArticleHeader.of(article).model_dump(mode="json"), ensure_ascii=False)


def _as_text(article: Article) -> str:
    header = [f"{key}: {value}" for key in _SHOWN if (value := getattr(article, key))]
    return "\n".join([*header, "", article.body, ""])
