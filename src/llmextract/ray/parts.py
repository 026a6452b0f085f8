"""The output: one Parquet file a block, whole or not there, and what of the input it holds.

A block's file has its record before its block counts as done, for the file is both. Its name
comes from the rows in it, so a block that is done twice is written over, not beside.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.errors import OutputNotWritableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from llmextract.schemas import Shape

__all__ = ["Parts", "columns_of"]

_PLAN = "_plan.json"
"""What the records here were made by; readers of Parquet pass by names with an underscore."""

_KEY_BYTES = 24

_TEXTS = ("key", "source", "article_id", "title", "publisher", "language", "state", "cause",
          "error", "record", "model", "prompt")  # fmt: skip
_COUNTS = ("unassigned", "findings", "requests")
_TOKENS = ("input_tokens", "cached_tokens", "output_tokens")


def columns_of(shape: Shape) -> dict[str, str]:
    """The columns of the output, each with its Parquet type.

    ``state`` is ``done`` or ``failed``; then ``cause`` and ``error`` say why. ``record`` is the
    text of the record's file; ``n_<entity>`` says how many of each it holds.
    """
    return (
        dict.fromkeys(_TEXTS, "string")
        | {"published": "date32"}
        | {f"n_{entity.field}": "int32" for entity in shape.entities}
        | dict.fromkeys(_COUNTS, "int32")
        | dict.fromkeys(_TOKENS, "int64")
        | {"cost": "float64", "seconds": "float64"}
    )


@dataclass
class Parts:
    """The folder of the output, here or in a store such as ``s3://``.

    Attributes:
        out: Its path or address.
    """

    out: str

    def __post_init__(self) -> None:
        """Find out what kind of store it is."""
        from pyarrow import fs  # noqa: PLC0415 - an extra

        address = self.out if "://" in self.out else Path(self.out).resolve().as_uri()
        self._fs, self._path = fs.FileSystem.from_uri(address)

    def prepare(self, plan: Mapping[str, Any]) -> None:
        """Make the folder, or see that it was made by the same plan.

        Raises:
            UsageError: Its records were made by another.
            OutputNotWritableError: It cannot be written.
        """
        said = json.dumps(plan, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        before = self._read(_PLAN)
        if before is not None and before != said:
            raise UsageError(
                f"{self.out} holds records of another schema, prompt or model (see {_PLAN} there); "
                "choose another out."
            )
        try:
            self._fs.create_dir(self._path, recursive=True)
        except OSError as error:
            raise _unwritable(self.out, error) from error
        self._write(_PLAN, said.encode())

    def _read(self, name: str) -> str | None:
        try:
            with self._fs.open_input_stream(f"{self._path}/{name}") as file:
                return bytes(file.read()).decode()
        except FileNotFoundError:
            return None

    def _write(self, name: str, content: bytes) -> None:
        part = f"{self._path}/.{name}.part"
        try:
            with self._fs.open_output_stream(part) as file:
                file.write(content)
            self._fs.move(part, f"{self._path}/{name}")
        except OSError as error:
            raise _unwritable(self.out, error) from error

    def names(self) -> Iterator[str]:
        """The parts that are there."""
        from pyarrow import fs  # noqa: PLC0415 - an extra

        for info in self._fs.get_file_info(fs.FileSelector(self._path)):
            if info.base_name.startswith("part-") and info.base_name.endswith(".parquet"):
                yield info.base_name

    def write(self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
        """Write a block; gives the name of its part, or nothing for no rows."""
        if not rows:
            return ""
        name = _name(row["key"] for row in rows)
        self._write(name, _parquet(rows, columns))
        return name

    def done(self) -> Any:  # noqa: ANN401 - a numpy array, an extra
        """The keys of all rows that are here, in order."""
        import numpy as np  # noqa: PLC0415 - comes with Ray
        from pyarrow import parquet  # noqa: PLC0415

        keys: list[Any] = []
        for name in self.names():
            path = f"{self._path}/{name}"
            read = parquet.read_table(path, columns=["key"], filesystem=self._fs, partitioning=None)
            keys.append(np.array(read.column("key").to_pylist(), dtype=f"S{_KEY_BYTES}"))
        return np.sort(np.concatenate(keys)) if keys else np.array([], dtype=f"S{_KEY_BYTES}")

    def forget_failed(self) -> int:
        """Take out the rows that failed, so that they count as not done; gives how many.

        Each part is put in the place of the old one in one step, so that nothing is lost
        whenever it is stopped.
        """
        from pyarrow import compute, parquet  # noqa: PLC0415 - an extra

        found = 0
        for name in list(self.names()):
            path = f"{self._path}/{name}"
            table = parquet.read_table(path, filesystem=self._fs, partitioning=None)
            kept = table.filter(compute.equal(table.column("state"), "done"))
            if kept.num_rows == table.num_rows:
                continue
            found += table.num_rows - kept.num_rows
            if kept.num_rows:
                self._write(name, _bytes_of(kept))
            else:
                self._fs.delete_file(path)
        return found


def _name(keys: Iterable[str]) -> str:
    return f"part-{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:24]}.parquet"


def _parquet(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    return _bytes_of(pa.Table.from_pylist([dict(row) for row in rows], schema=schema))


def _bytes_of(table: Any) -> bytes:  # noqa: ANN401 - a module without types
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _unwritable(out: str, error: OSError) -> OutputNotWritableError:
    return OutputNotWritableError(
        f"{out} cannot be written ({error.strerror or error}); make room or choose another out."
    )
