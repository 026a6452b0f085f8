"""``llmextract show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from llmextract.cli.options import FOLDER
from llmextract.cli.tables import cell_len, console, grid, meaning, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console

__all__ = ["show"]

_WIDEST_WORDS = 32
_EDGE = ("text", "start", "end", "repeats", "kind")


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("article_id", required=False, metavar="[ID]")
def show(out: Path, article_id: str | None) -> None:
    """Show the records of OUT as tables; ID, or the start of one, picks one of them."""
    from llmextract.errors import UnreadableError
    from llmextract.runs import read_records

    screen = console()
    found = False
    for _, record in read_records(out):
        article = record["article"]
        if article_id and not (
            article["id"].startswith(article_id) or article_id in article["source"]
        ):
            continue
        found = True
        _show(screen, record)
    if not found:
        raise UnreadableError(f"{out} holds no record of the article '{article_id}'.")


def _show(screen: Console, record: dict[str, Any]) -> None:
    from rich.rule import Rule
    from rich.text import Text

    article = record["article"]
    screen.print(Rule(Text(article["title"] or article["source"], style="bold"), align="left"))
    screen.print(Text(" · ".join(_facts(article)), style="dim"))
    screen.print()
    for field, entities in record["record"].items():
        plain = all(not _mentions(entity) and not _links(entity) for entity in entities)
        if plain:
            _show_list(screen, field, entities)
        else:
            _show_entities(screen, entities)
    _show_unassigned(screen, record["unassigned"])
    _show_findings(screen, record["findings"])


def _facts(article: dict[str, Any]) -> Iterator[str]:
    yield article["id"]
    yield article["published"] or "no publication date"
    yield from (article[key] for key in ("publisher", "byline") if article[key])


def _show_entities(screen: Console, entities: list[dict[str, Any]]) -> None:
    """Each entity under its name: its mentions as rows, those who take part in one line."""
    from rich.padding import Padding
    from rich.text import Text

    words = max((cell_len(row[0]) for e in entities for row in _rows(e)), default=0)
    for entity in entities:
        name = Text(entity["name"]["text"], style="bold")
        screen.print(name + Text("  " + ", ".join(_plain(entity)), style="dim"))
        table = rows("", width=min(words, _WIDEST_WORDS))
        for row in _rows(entity):
            table.add_row("", *row)
        if table.row_count:
            screen.print(table)
        actors = [" ".join((li["name"]["text"], *_plain(li))) for li in _links(entity)]
        if actors:
            screen.print(Padding(Text(" · ".join(actors)), (0, 0, 0, 2)))
        screen.print()


def _rows(entity: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for mention in _mentions(entity):
        repeats = len(mention.get("repeats", ()))
        again = f" (×{repeats + 1})" if repeats else ""
        yield mention["text"] + again, meaning(mention), ", ".join(_plain_values(mention))


def _show_list(screen: Console, field: str, entities: list[dict[str, Any]]) -> None:
    if not entities:
        return
    keys = [key for key, value in entities[0].items() if not isinstance(value, list | dict)]
    table = grid(field, *keys)
    for entity in entities:
        table.add_row(entity["name"]["text"], *(str(entity[key] or "") for key in keys))
    screen.print(table)


def _show_unassigned(screen: Console, unassigned: list[dict[str, Any]]) -> None:
    if not unassigned:
        return
    table = grid("unassigned", "reads as", "as")
    for mention in unassigned:
        table.add_row(mention["text"], meaning(mention), ", ".join(_plain_values(mention)))
    screen.print(table)


def _show_findings(screen: Console, findings: list[dict[str, Any]]) -> None:
    if not findings:
        return
    table = grid("finding", "")
    for code in dict.fromkeys(finding["code"] for finding in findings):
        messages = [finding["message"] for finding in findings if finding["code"] == code]
        more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
        table.add_row(code, messages[0] + more)
    screen.print(table)


def _mentions(entity: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in _items(entity) if "approximate" in item]


def _links(entity: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in _items(entity) if isinstance(item.get("name"), dict)]


def _items(entity: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in entity.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield item


def _plain(entity: dict[str, Any]) -> list[str]:
    return [str(v) for v in entity.values() if v and not isinstance(v, list | dict)]


def _plain_values(mention: dict[str, Any]) -> list[str]:
    """What the schema adds to a mention: its role, its event."""
    from llmextract.spans import DateSpan, Money

    base = {*Money.model_fields, *DateSpan.model_fields, *_EDGE}
    return [str(v) for k, v in mention.items() if k not in base and v]
