"""Records as other programs like them: JSONL, CSV, Parquet and SQLite.

Records are read one by one and written in batches, so that memory does not grow with their
number; the file appears under its name when it is whole.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from llmextract.errors import OutputNotWritableError, UnreadableError, UsageError
from llmextract.runs.exports.flat import write_csv, write_jsonl
from llmextract.runs.exports.parquet import write_parquet
from llmextract.runs.exports.relational import write_sqlite
from llmextract.runs.files import read_records
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from llmextract.schemas import Shape

__all__ = ["FORMATS", "export"]


class _Write(Protocol):
    def __call__(self, path: Path, shape: Shape, records: Iterable[dict[str, Any]]) -> int:
        """Write the file; gives how many rows of its kind it has."""


FORMATS: Mapping[str, _Write] = {
    ".jsonl": write_jsonl,
    ".csv": write_csv,
    ".parquet": write_parquet,
    ".sqlite": write_sqlite,
}
"""Who writes a file of that ending."""


def export(out: Path, target: Path) -> int:
    """Write the records of ``out`` into one file, whose ending says in which form.

    Args:
        out: An output folder of ``extract``, or one record's file.
        target: ``*.jsonl`` (a record a line), ``*.csv`` (a row an amount of an entity),
            ``*.parquet`` (a row an article, nested), or ``*.sqlite`` (normal tables).

    Returns:
        The number of rows; for SQLite, of articles.

    Raises:
        UsageError: The ending is unknown, or a library for it is not installed.
        UnreadableError: There are no records, or they are of several schemas.
        OutputNotWritableError: The file cannot be written; what was there is untouched.
    """
    write = FORMATS.get(target.suffix.lower())
    if write is None:
        raise UsageError(
            f"{target} has no ending that says its form; give one of {', '.join(FORMATS)}."
        )
    records = read_records(out)
    _, first = next(records)
    shape = load_schema(first["schema"])
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        count = write(part, shape, _of_one_schema(first, records))
        part.replace(target)
    except OSError as error:
        raise OutputNotWritableError(
            f"{target} cannot be written ({error.strerror or error}); make room or give "
            "another path."
        ) from error
    finally:
        for left in (part, *part.parent.glob(f"{part.name}-*")):
            with suppress(OSError):
                left.unlink()
    return count


def _of_one_schema(
    first: dict[str, Any], rest: Iterable[tuple[Path, dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    yield first
    for path, record in rest:
        if record["schema"] != first["schema"]:
            raise UnreadableError(
                f"{path} is a record of the schema {record['schema']!r}, and the first one here "
                f"of {first['schema']!r}; export them from folders of their own."
            )
        yield record
