"""Normal tables with foreign keys, in one SQLite file.

::

    articles ← programs ← program_amounts ← program_amounts_repeats
                        ← program_dates   ← program_dates_repeats
                        ← program_aliases
                        ← program_actors → actors
             ← actors
             ← unassigned_amounts, unassigned_dates, findings

For another schema, the same with its own names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from llmextract.errors import UsageError
from llmextract.runs.exports.flat import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llmextract.schemas import Attribute, Entity, Link, Placement, Shape

__all__ = ["write_sqlite"]

_BATCH = 500
"""Articles written in one transaction, and all that is held at once."""

_PLACE = {"text": str, "start": int, "end": int}
# INTEGER holds a whole number exactly, and keeps as text what it cannot.
_SUM = {"value": int, "minimum": int, "maximum": int, "currency": str, "approximate": int}
_DAYS = {"first": str, "last": str, "precision": str, "approximate": int}
_ARTICLE = ("source", "title", "published", "publisher", "byline", "language", "body")
_UNASSIGNED = {"money": "unassigned_amounts", "date": "unassigned_dates"}

Row = dict[str, Any]
Columns = dict[str, type]
Foreign = list[tuple[str, str, str]]


def write_sqlite(path: Path, shape: Shape, records: Iterable[dict[str, Any]]) -> int:
    """Write the tables; gives the number of articles.

    Raises:
        UsageError: sqlite-utils is not installed.
    """
    try:
        from sqlite_utils import Database  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            'SQLite needs sqlite-utils: pip install "llmextract[export]", or export to .jsonl.'
        ) from error
    database = Database(path)
    database.execute("pragma foreign_keys = on")
    tables = dict(_tables(shape))
    for name, (columns, foreign) in tables.items():
        database.table(name).create(columns, pk="id", foreign_keys=foreign)
    reader, waiting, count = _Reader(shape), iter(records), 0
    while batch := list(islice(waiting, _BATCH)):
        rows: dict[str, list[Row]] = defaultdict(list)
        for record in batch:
            for name, row in reader.rows(record):
                rows[name].append(row)
        with database.conn:
            for name in tables:
                if rows[name]:
                    database.table(name).insert_all(rows[name])
        count += len(batch)
    database.close()
    return count


def _tables(shape: Shape) -> Iterator[tuple[str, tuple[Columns, Foreign]]]:
    """Each table with its columns and foreign keys, those that are pointed at first."""
    texts = dict.fromkeys(_ARTICLE, str)
    tokens = {"input_tokens": int, "cached_tokens": int, "output_tokens": int}
    yield "articles", ({"id": str, **texts, "model": str, "prompt": str, **tokens}, [])
    of_article: Foreign = [("article", "articles", "id")]
    for entity in shape.entities:
        yield entity.field, (_entity_columns(entity), of_article)
    for entity in shape.entities:
        yield from _parts(entity, {other.field: other for other in shape.entities})
    for kind, name in _UNASSIGNED.items():
        own = _SUM if kind == "money" else _DAYS
        extra = _columns(shape.attributes_of(kind))  # type: ignore[arg-type]
        yield name, ({"id": int, "article": str, **_PLACE, **own, **extra}, of_article)
    finding = {"id": int, "article": str, "code": str, "path": str, "message": str}
    yield "findings", (finding, of_article)


def _entity_columns(entity: Entity) -> Columns:
    quotes = {f"{key}{end}": kind for key in ("name", *_single(entity))
              for end, kind in (("", str), ("_start", int), ("_end", int))}  # fmt: skip
    return {"id": int, "article": str, **quotes, **_columns(entity.attributes)}


def _parts(
    entity: Entity, lists: dict[str, Entity]
) -> Iterator[tuple[str, tuple[Columns, Foreign]]]:
    own = entity.singular
    owner: Foreign = [(own, entity.field, "id")]
    for key in _many(entity):
        yield f"{own}_{key}", ({"id": int, own: int, **_PLACE}, owner)
    for placement in entity.placements:
        name = f"{own}_{placement.field}"
        read = _SUM if placement.kind == "money" else _DAYS
        columns = {"id": int, own: int, **_PLACE, **read, **_columns(placement.attributes)}
        yield name, (columns, owner)
        repeats = {"id": int, "of": int, **_PLACE}
        yield f"{name}_repeats", (repeats, [("of", name, "id")])
    for link in entity.links:
        to = lists.get(link.field)
        columns = {"id": int, own: int, "name": str, "start": int, "end": int}
        foreign = list(owner)
        if to is not None and to is not entity:
            columns[to.singular] = int
            foreign.append((to.singular, to.field, "id"))
        yield f"{own}_{link.field}", ({**columns, **_columns(link.attributes)}, foreign)


def _columns(attributes: Iterable[Attribute]) -> Columns:
    return {a.name: int if a.type == "boolean" else str for a in attributes}


def _single(entity: Entity) -> list[str]:
    return [key for key in entity.quotes if key in entity.single]


def _many(entity: Entity) -> list[str]:
    return [key for key in entity.quotes if key not in entity.single]


class _Reader:
    """Takes records apart into rows, numbered through each table."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._lists = {entity.field: entity for entity in shape.entities}
        self._last: Counter[str] = Counter()

    def rows(self, record: Row) -> Iterator[tuple[str, Row]]:
        """All rows of one record."""
        article, model = record["article"], record.get("model") or {}
        yield (
            "articles",
            {
                "id": article["id"],
                **{key: article[key] for key in _ARTICLE},
                "model": model.get("name"),
                "prompt": (model.get("prompt") or {}).get("hash"),
                **{f"{key}_tokens": n for key, n in (record.get("usage") or {}).items()},
            },
        )
        whose = {"article": article["id"]}
        numbers: dict[tuple[str, str], int] = {}
        listed = [
            (entity, item, self._number(entity.field))
            for entity in self._shape.entities
            for item in record["record"].get(entity.field) or ()
        ]
        for entity, item, number in listed:
            numbers.setdefault((entity.field, item["name"]["text"]), number)
            yield entity.field, {"id": number, **whose, **_entity_row(entity, item)}
        for entity, item, number in listed:
            yield from self._parts(entity, item, number, numbers)
        for mention in record["unassigned"]:
            attributes = self._shape.attributes_of(mention["kind"])
            yield self._numbered(
                _UNASSIGNED[mention["kind"]], whose | _mention_row(mention, attributes)
            )
        for finding in record["findings"]:
            yield self._numbered("findings", whose | finding)

    def _parts(
        self, entity: Entity, item: Row, number: int, numbers: dict[tuple[str, str], int]
    ) -> Iterator[tuple[str, Row]]:
        whose = {entity.singular: number}
        for key in _many(entity):
            for quote in item.get(key) or ():
                yield self._numbered(f"{entity.singular}_{key}", whose | quote)
        for placement in entity.placements:
            yield from self._mentions(entity, placement, item, whose)
        for link in entity.links:
            for linked in item.get(link.field) or ():
                row = whose | self._link_row(entity, link, linked, numbers)
                yield self._numbered(f"{entity.singular}_{link.field}", row)

    def _mentions(
        self, entity: Entity, placement: Placement, item: Row, whose: Row
    ) -> Iterator[tuple[str, Row]]:
        table = f"{entity.singular}_{placement.field}"
        for mention in mentions(item, placement):
            _, row = self._numbered(table, whose | _mention_row(mention, placement.attributes))
            yield table, row
            for quote in mention.get("repeats") or ():
                yield self._numbered(f"{table}_repeats", {"of": row["id"]} | quote)

    def _link_row(
        self, entity: Entity, link: Link, linked: Row, numbers: dict[tuple[str, str], int]
    ) -> Row:
        name = linked["name"]
        row = {"name": name["text"], "start": name["start"], "end": name["end"]}
        to = self._lists.get(link.field)
        if to is not None and to is not entity:
            row[to.singular] = numbers.get((to.field, name["text"]))
        return row | {a.name: linked.get(a.name) for a in link.attributes}

    def _number(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def _numbered(self, table: str, row: Row) -> tuple[str, Row]:
        return table, {"id": self._number(table)} | row


def _entity_row(entity: Entity, item: Row) -> Row:
    row: Row = {}
    for key in ("name", *_single(entity)):
        quote = item.get(key) or {}
        row |= {key: quote.get("text"), f"{key}_start": quote.get("start"),
                f"{key}_end": quote.get("end")}  # fmt: skip
    return row | {a.name: item.get(a.name) for a in entity.attributes}


def _mention_row(mention: Row, attributes: Iterable[Attribute]) -> Row:
    own = _DAYS if "first" in mention else _SUM
    keys = (*_PLACE, *own, *(a.name for a in attributes))
    return {key: mention.get(key) for key in keys}
