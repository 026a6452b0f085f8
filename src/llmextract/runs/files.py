"""The output folder: one record a file, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from llmextract.errors import OutputNotWritableError, UnreadableError
from llmextract.records import FORMAT, ArticleHeader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from llmextract.records import Record

__all__ = [
    "RECORDS",
    "lay_together",
    "prepare",
    "put_in_place",
    "read_records",
    "record_path",
    "write_record",
    "write_together",
    "write_whole",
]

RECORDS = "records"

_AT_ONCE = 16
"""Files that are made safe at once: on a busy disk one took 12 ms, and sixteen hardly more."""

_SLOW = 0.002
"""Seconds for one file from which on it is worth the way to other threads, which takes some
0.1 ms of the processor a file."""


def prepare(out: Path) -> None:
    """Make the output folder and see that it can be written, before anything is asked.

    Raises:
        OutputNotWritableError: It cannot.
    """
    try:
        (out / RECORDS).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out / RECORDS):
            pass
    except OSError as error:
        raise OutputNotWritableError(
            f"{out} cannot be written ({_reason(error)}); choose another folder with -o."
        ) from error


def record_path(out: Path, article: str) -> Path:
    """Where the record of an article lies."""
    return out / RECORDS / f"{article}.json"


def write_record(record: Record, out: Path) -> Path:
    """Write one record to ``out/records/<article-id>.json``.

    Raises:
        OutputNotWritableError: It cannot be written; what was there before is untouched.
    """
    path = record_path(out, record.article.id)
    write_together([(path, record.to_bytes())])
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a file so that readers see the old text or the new, never a part.

    Raises:
        OutputNotWritableError: The disk is full or the folder cannot be written.
    """
    write_together([(path, text.encode())])


def write_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files, each whole or not at all, and return when all are safe.

    Raises:
        OutputNotWritableError: One of them cannot be written; the others may be.
    """
    lay_together(files)
    put_in_place([path for path, _ in files])


def lay_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files beside their places, and return when all are safe there.

    `put_in_place` then gives them their names, from this process or another.

    Raises:
        OutputNotWritableError: One of them cannot be written; the others may be.
    """
    for begin in range(0, len(files), _AT_ONCE):
        _lay(files[begin : begin + _AT_ONCE])


def put_in_place(paths: Sequence[Path]) -> None:
    """Give files that were laid beside their places their names, and make those safe.

    Without that, a power cut can take a file that was flushed.

    Raises:
        OutputNotWritableError: One of them cannot be named; the others may be.
    """
    for path in paths:
        try:
            os.replace(_beside(path), path)  # noqa: PTH105
        except OSError as error:
            _clear_away(paths)
            raise _unwritable(path, error) from error
    for folder in {path.parent for path in paths}:
        _flush_names(folder)


def _beside(path: Path) -> str:
    """Where a file lies until it is whole.

    Next to its place under a fixed name: what a killed run leaves is written over, and one run
    alone writes here.
    """
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.part")  # noqa: PTH118 - no Path, a million times


def _lay(files: Sequence[tuple[Path, bytes]]) -> None:
    path = files[0][0]
    try:
        with ExitStack() as opened:
            # All are written before the first is flushed: what that makes the system put on the
            # disk is much of the others' too (0.21 ms of the processor a file, else 0.31).
            handles = []
            for path, content in files:
                handles.append(os.open(_beside(path), _WRITING, 0o666))
                opened.callback(os.close, handles[-1])
                _write_all(handles[-1], content)
            _flush(handles)
    except OSError as error:
        _clear_away([path for path, _ in files])
        raise _unwritable(path, error) from error


def _clear_away(paths: Sequence[Path]) -> None:
    """Remove what lies beside these places."""
    for path in paths:
        with suppress(OSError):
            os.unlink(_beside(path))  # noqa: PTH108


_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _flush(handles: Sequence[int]) -> None:
    begun = time.monotonic()
    for number, handle in enumerate(handles, start=1):
        os.fsync(handle)
        if time.monotonic() - begun > _SLOW * number:
            # Together, for a disk makes many files safe in hardly more time than one.
            list(_pool(os.getpid()).map(os.fsync, handles[number:]))
            return


@cache
def _pool(_process: int) -> ThreadPoolExecutor:
    """Threads of this process: those of one that it was forked from are not here."""
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="writing")


def _write_all(handle: int, content: bytes) -> None:
    """Write it whole: a system may take a part of what it is given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _unwritable(path: Path, error: OSError) -> OutputNotWritableError:
    return OutputNotWritableError(
        f"{path} cannot be written ({_reason(error)}); make room or choose another "
        "folder with -o, and start again."
    )


def _flush_names(folder: Path) -> None:
    """Make renamed files keep their new names; Windows has no such call, and needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_records(out: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The records of an output folder, or the one record of a file, in the order of names.

    Raises:
        UnreadableError: There are none, or one is no record of a format known here.
    """
    paths: Iterable[Path]
    if out.is_file():
        paths, names = [out], [out.name]
    else:
        folder = out / RECORDS if (out / RECORDS).is_dir() else out
        # Names alone, not paths: of a million records, these are held together.
        names = sorted(_names(folder))
        paths = (folder / name for name in names)
    if not names:
        raise UnreadableError(
            f"{out} holds no records; `llmextract extract … -o {out}` makes some."
        )
    for path in paths:
        yield path, _read(path)


def _names(folder: Path) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".json") and not entry.name.startswith("."):
                yield entry.name


def _read(path: Path) -> dict[str, Any]:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(
            f"{path} cannot be read as a record ({error}); give the OUT of `llmextract extract`."
        ) from error
    if not _is_record(plain):
        raise UnreadableError(
            f"{path} is no record of format {FORMAT}; give the OUT of `llmextract extract`."
        )
    found: dict[str, Any] = plain
    return found


def _is_record(plain: object) -> bool:
    """Whether a file has the parts of a record, each of its kind."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        return False
    kinds = {"article": dict, "record": dict, "unassigned": list, "findings": list}
    if not all(isinstance(plain.get(key), kind) for key, kind in kinds.items()):
        return False
    entities = [entity for listed in plain["record"].values() for entity in listed or [None]]
    return ArticleHeader.model_fields.keys() <= plain["article"].keys() and all(
        entity is None or (isinstance(entity, dict) and isinstance(entity.get("name"), dict))
        for entity in entities
    )


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
