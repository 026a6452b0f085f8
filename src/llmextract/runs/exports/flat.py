"""Lines: a record each as JSON, or an amount each as CSV."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from llmextract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llmextract.schemas import Entity, Placement, Shape

__all__ = ["write_csv", "write_jsonl"]

_ARTICLE = ("source", "title", "published", "publisher")
_AMOUNT = ("text", "value", "minimum", "maximum", "currency", "approximate", "start", "end")


def write_jsonl(path: Path, shape: Shape, records: Iterable[dict[str, Any]]) -> int:
    """Write a record a line, as it is; gives the number of lines."""
    del shape
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_csv(path: Path, shape: Shape, records: Iterable[dict[str, Any]]) -> int:
    """Write an amount of a program a row, in UTF-8; gives the number of rows.

    Raises:
        UsageError: The schema has no amounts.
    """
    homes = shape.homes["money"]
    if not homes:
        raise UsageError(
            f"The schema {shape.name} has no amounts, a row of CSV each; export to .jsonl, "
            ".parquet or .sqlite."
        )
    columns = list(dict.fromkeys(["article_id", *_ARTICLE, *_columns(shape)]))
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns, restval="")
        rows.writeheader()
        for record in records:
            for row in _rows(record, homes):
                rows.writerow(row)
                count += 1
    return count


def _columns(shape: Shape) -> Iterator[str]:
    """Names and attributes of the entities, then of the amounts."""
    homes = shape.homes["money"]
    for entity, _ in homes:
        yield entity.singular
        yield from (f"{entity.singular}_{a.name}" for a in entity.attributes)
    yield "field"
    yield from _AMOUNT
    for _, placement in homes:
        yield from (a.name for a in placement.attributes)


def _rows(
    record: dict[str, Any], homes: Iterable[tuple[Entity, Placement]]
) -> Iterator[dict[str, Any]]:
    article = record["article"]
    whence = {"article_id": article["id"]} | {key: article[key] for key in _ARTICLE}
    for entity, placement in homes:
        for item in record["record"].get(entity.field) or ():
            name = {entity.singular: item["name"]["text"], "field": placement.field}
            said = {f"{entity.singular}_{a.name}": item.get(a.name) for a in entity.attributes}
            for amount in mentions(item, placement):
                keys = (*_AMOUNT, *(a.name for a in placement.attributes))
                yield whence | name | said | {key: amount.get(key) for key in keys}


def mentions(item: dict[str, Any], placement: Placement) -> list[dict[str, Any]]:
    """What is placed in a field, be it one mention, several or none."""
    value = item.get(placement.field)
    if placement.many:
        return list(value or ())
    return [] if value is None else [value]
