"""Bytes from paths: plain or packed with gzip, never more than a page may have."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING, BinaryIO

from llmextract.cleaning._decode import MAX_INPUT
from llmextract.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_bytes", "read_rows", "read_stdin", "reason", "unpacked_suffix", "why_no_file"]

_PACKED = ".gz"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def unpacked_suffix(name: str) -> str:
    """Returns the suffix that tells the kind of a file: ``.jsonl`` of ``news.jsonl.gz``."""
    bare = name.lower().removesuffix(_PACKED)
    return bare[bare.rfind(".") :] if "." in bare else ""


def why_no_file(path: Path) -> str | None:
    """Returns why a path leads to no file that can be read to its end, or None."""
    try:
        if path.is_file():
            return None
        if path.exists():
            return (
                f"{path} is no file but a pipe or a device; give a file, or - for standard input."
            )
        if path.is_symlink():
            return f"{path} is a link to a file that does not exist; correct or remove it."
    except OSError as error:
        return reason(error, path)
    return f"{path} does not exist; check the path."


def read_bytes(path: Path, longest: int = MAX_INPUT) -> bytes:
    """Returns a file's bytes, unpacked; one more than the limit where it is longer.

    Raises:
        UnreadableError: It cannot be read, or is a damaged gzip file.
    """
    try:
        with _open(path) as file:
            # One more than the limit, so that `decode` sees that it is passed.
            return file.read(longest + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(reason(error, path)) from error


def read_rows(path: Path) -> Iterator[bytes]:
    """Yields the lines of a file, unpacked, without reading ahead.

    Raises:
        UnreadableError: It cannot be read, or is a damaged gzip file.
    """
    try:
        with _open(path) as file:
            start = file.read(2)
            if start in _WIDE:
                # A line of UTF-16 does not end at the byte of a line break.
                yield from _wide_rows(start + file.read(MAX_INPUT))
                return
            row = start + file.readline(MAX_INPUT + 1)
            while row:
                yield row
                while len(row) > MAX_INPUT and not row.endswith(b"\n"):
                    row = file.readline(MAX_INPUT + 1)  # the rest of a row that is too long
                row = file.readline(MAX_INPUT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(reason(error, path)) from error


def read_stdin() -> bytes:
    """Standard input to its end, or as much of it as is taken; nothing where it is closed."""
    return sys.stdin.buffer.read(MAX_INPUT + 1) if sys.stdin else b""


def reason(error: Exception, path: Path) -> str:
    """Returns the sentence for a file that cannot be read."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return f"{path} is a damaged gzip file; pack it again, or give the page unpacked."
    cause = (getattr(error, "strerror", None) or "unknown error").lower()
    return f"{path} cannot be read ({cause}); check the path and its permissions."


def _open(path: Path) -> BinaryIO:
    if path.name.lower().endswith(_PACKED):
        return gzip.open(path, "rb")  # type: ignore[return-value]  # reads as any binary file
    return path.open("rb")


def _wide_rows(raw: bytes) -> Iterator[bytes]:
    for row in raw.decode("utf-16", "replace").splitlines():
        yield row.encode()
