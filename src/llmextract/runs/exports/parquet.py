"""A row an article, nested as the record is: for DuckDB, pandas, Spark."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from llmextract.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llmextract.schemas import Attribute, Entity, Shape

__all__ = ["write_parquet"]

_BATCH = 1000
"""Articles in a row group: some megabytes, and all that is held at once."""

_DIGITS, _DECIMALS = 38, 8
"""Of a sum: exact, with as many digits as the format has."""

_SUMS, _DAYS = frozenset({"value", "minimum", "maximum"}), frozenset({"first", "last"})


def write_parquet(path: Path, shape: Shape, records: Iterable[dict[str, Any]]) -> int:
    """Write a row an article; gives the number of rows.

    Raises:
        UsageError: pyarrow is not installed.
        UnreadableError: A sum has more digits than the format holds.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            'Parquet needs pyarrow: pip install "llmextract[export]", or export to .jsonl.'
        ) from error
    schema = _schema(pa, shape)
    rows = (_row(record) for record in records)
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            try:
                writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema))
            except pa.ArrowInvalid as error:
                raise UnreadableError(
                    f"One of the articles {batch[0]['id']} to {batch[-1]['id']} does not fit into "
                    f"Parquet ({error}); export to .jsonl or .sqlite."
                ) from error
            count += len(batch)
    return count


def _row(record: dict[str, Any]) -> dict[str, Any]:
    article, model = record["article"], record.get("model") or {}
    found: dict[str, Any] = _typed(
        article | record["record"]
        | {key: record[key] for key in ("unassigned", "findings")}
        | {"model": model.get("name"), "prompt": (model.get("prompt") or {}).get("hash")}
        | {f"{key}_tokens": value for key, value in (record.get("usage") or {}).items()}
    )  # fmt: skip
    found["published"] = _day(article["published"])
    return found


def _typed(value: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON is any value
    if isinstance(value, dict):
        return {name: _typed(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if key in _SUMS and isinstance(value, str | int) and not isinstance(value, bool):
        return Decimal(value)
    return _day(value) if key in _DAYS else value


def _day(value: Any) -> Any:  # noqa: ANN401 - JSON is any value
    return date.fromisoformat(value) if isinstance(value, str) else value


def _schema(pa: Any, shape: Shape) -> Any:  # noqa: ANN401 - a module without types
    texts = ("id", "source", "title")
    after = ("publisher", "byline", "language", "body")
    fields = [(key, pa.string()) for key in texts]
    fields.append(("published", pa.date32()))
    fields += [(key, pa.string()) for key in after]
    fields += [(e.field, pa.list_(pa.struct(list(_entity(pa, e))))) for e in shape.entities]
    fields.append(("unassigned", pa.list_(_unassigned(pa, shape))))
    finding = pa.struct([(key, pa.string()) for key in ("code", "path", "message")])
    fields.append(("findings", pa.list_(finding)))
    fields += [("model", pa.string()), ("prompt", pa.string())]
    fields += [(f"{key}_tokens", pa.int64()) for key in ("input", "cached", "output")]
    return pa.schema(fields)


def _entity(pa: Any, entity: Entity) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    quote = pa.struct(_place(pa))
    yield "name", quote
    for key in entity.quotes:
        yield key, quote if key in entity.single else pa.list_(quote)
    yield from _attributes(pa, entity.attributes)
    for placement in entity.placements:
        extra = list(_attributes(pa, placement.attributes))
        mention = pa.struct(_mention(pa, placement.kind, extra))
        yield placement.field, pa.list_(mention) if placement.many else mention
    for link in entity.links:
        linked = [("name", quote), *_attributes(pa, link.attributes)]
        yield link.field, pa.list_(pa.struct(linked))


def _attributes(pa: Any, attributes: Iterable[Attribute]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for attribute in attributes:
        yield attribute.name, pa.bool_() if attribute.type == "boolean" else pa.string()


def _place(pa: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    return [("text", pa.string()), ("start", pa.int32()), ("end", pa.int32())]


def _mention(pa: Any, kind: str, extra: list[tuple[str, Any]]) -> list[tuple[str, Any]]:  # noqa: ANN401
    own = _sum(pa) if kind == "money" else _days(pa)
    return [*_place(pa), *own, *extra, ("repeats", pa.list_(pa.struct(_place(pa))))]


def _sum(pa: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    number = pa.decimal128(_DIGITS, _DECIMALS)
    sums = [(key, number) for key in ("value", "minimum", "maximum")]
    return [*sums, ("currency", pa.string()), ("approximate", pa.bool_())]


def _days(pa: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    days = [(key, pa.date32()) for key in ("first", "last")]
    return [*days, ("precision", pa.string()), ("approximate", pa.bool_())]


def _unassigned(pa: Any, shape: Shape) -> Any:  # noqa: ANN401
    """Sums and dates in one list: the fields of both, and which it is."""
    fields: dict[str, Any] = {"kind": pa.string()}
    for kind in ("money", "date"):
        extra = list(_attributes(pa, shape.attributes_of(kind)))
        fields |= dict(_mention(pa, kind, extra))
    return pa.struct(list(fields.items()))
