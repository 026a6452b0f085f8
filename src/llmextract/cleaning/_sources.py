"""Pages from paths: files, folders, JSONL, standard input; each read only when asked."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._clean import clean
from llmextract.cleaning._dates import parse_timestamp
from llmextract.cleaning._decode import MAX_INPUT
from llmextract.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from llmextract.article import Article

__all__ = ["Source", "list_sources", "read_stdin"]

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
"""What is taken from a folder; a file that is named outright is read whatever its suffix."""


@dataclass(frozen=True)
class Source:
    """One page that may become an article.

    Attributes:
        name: Path, ``file.jsonl:12`` for a row, or ``-`` for standard input.
    """

    name: str
    _load: Callable[[date | None], Article] = field(repr=False, compare=False)

    def read(self, published: date | None = None) -> Article:
        """Reads and cleans the page.

        Args:
            published: Publication date to use where the source gives none of its own.

        Raises:
            ArticleError: The page is missing, unreadable or holds no article.
        """
        return self._load(published)


def list_sources(paths: Sequence[str | Path], *, stdin: bytes | None = None) -> Iterator[Source]:
    """Yields the pages under the paths, in a stable order, without reading ahead.

    A path that cannot be had yields a source whose `Source.read` raises
    `UnreadableError`, so that it costs no other article.

    Args:
        paths: Files, folders (taken whole, hidden files left out), JSONL files (a page a
            row), or ``-`` for standard input.
        stdin: What `read_stdin` gave, where it was called before: a read that waits for
            someone to type can be interrupted in the main thread only.
    """
    for path in paths:
        if str(path) == "-":
            yield Source("-", partial(_load_stdin, stdin))
        else:
            yield from _from_path(Path(path))


def _from_path(path: Path) -> Iterator[Source]:
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield _failing(str(path), _reason(error, path))
        return
    if is_folder:
        yield from _from_folder(path)
    elif not exists:
        yield _failing(str(path), f"{path} does not exist; check the path.")
    else:
        yield from _from_file(path)


def _from_folder(folder: Path) -> Iterator[Source]:
    failures: list[OSError] = []
    files = _files_under(folder, failures)
    none = True
    for path in files:
        none = False
        yield from _from_file(path)
    for error in failures:
        place = Path(error.filename or folder)
        yield _failing(str(place), _reason(error, place))
    if none and not failures:
        kinds = ", ".join(SUFFIXES)
        yield _failing(
            str(folder), f"{folder} holds no article file ({kinds}); give another folder."
        )


def _files_under(folder: Path, failures: list[OSError]) -> Iterator[Path]:
    """Yields files in sorted order; the walk is the standard library's, and not recursive."""
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(place, name)


def _from_file(path: Path) -> Iterator[Source]:
    kind = path.suffix.lower()
    if kind == ".jsonl":
        yield from _from_rows(path)
    elif kind == ".json":
        name = _writable(str(path))
        yield Source(name, lambda published: _from_json(_read_bytes(path), name, published))
    else:
        name = _writable(str(path))
        yield Source(
            name, lambda published: clean(_read_bytes(path), source=name, published=published)
        )


def _from_rows(path: Path) -> Iterator[Source]:
    """Yields a source a row; the row is parsed when it is read, so a broken one fails alone."""
    empty = True
    try:
        with path.open("rb") as rows:
            for number, row in enumerate(rows, start=1):
                if row.strip():
                    empty = False
                    yield _row_source(row, _writable(f"{path}:{number}"))
    except OSError as error:
        yield _failing(str(path), _reason(error, path))
        return
    if empty:
        yield _failing(str(path), f"{path} holds no row; give a file with one article a line.")


def _row_source(row: bytes, name: str) -> Source:
    return Source(name, lambda published: _from_json(row, name, published))


def _from_json(raw: bytes, name: str, published: date | None) -> Article:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{name} is not valid JSON ({error}); correct or remove it."
        ) from error
    if not isinstance(row, dict):
        raise UnreadableError(f"{name} is no JSON object; give one with a field 'body'.")
    return _from_fields(row, name, published)


def _from_fields(row: Mapping[str, Any], name: str, published: date | None) -> Article:
    text = _text(row, "body", "text", "html", "content")
    if text is None:
        raise UnreadableError(
            f"{name} has no text under 'body', 'text', 'html' or 'content'; add one."
        )
    stated = _text(row, "published", "date")
    return clean(
        text,
        source=_text(row, "source", "url") or name,
        published=(parse_timestamp(stated, "ko") if stated else None) or published,
        title=_text(row, "title"),
        publisher=_text(row, "publisher"),
        byline=_text(row, "byline", "author"),
    )


def _text(row: Mapping[str, Any], *names: str) -> str | None:
    values = (row.get(name) for name in names)
    found = next((value for value in values if isinstance(value, str) and value.strip()), None)
    return None if found is None else _writable(found)


def _writable(text: str) -> str:
    """``text`` without the halves of characters that no file can hold.

    Names of files in an older encoding and escapes in JSON bring them in.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One more than the limit, so that `decode` sees that it is passed.
            return file.read(MAX_INPUT + 1)
    except OSError as error:
        raise UnreadableError(_reason(error, path)) from error


def read_stdin() -> bytes:
    """Standard input to its end, or as much of it as is taken; nothing where it is closed."""
    return sys.stdin.buffer.read(MAX_INPUT + 1) if sys.stdin else b""


def _load_stdin(held: bytes | None, published: date | None) -> Article:
    return clean(read_stdin() if held is None else held, source="-", published=published)


def _failing(name: str, message: str) -> Source:
    def fail(_published: date | None) -> Article:
        raise UnreadableError(message)

    return Source(name, fail)


def _reason(error: OSError, path: Path) -> str:
    cause = (error.strerror or "unknown error").lower()
    return f"{path} cannot be read ({cause}); check the path and its permissions."
