"""Pages from paths: files, folders, JSONL, standard input; each read only when asked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._clean import clean_with_facts, clean_with_trace
from llmextract.cleaning._dates import parse_timestamp
from llmextract.cleaning._decode import MAX_INPUT, decode
from llmextract.cleaning._facts import Facts, given_facts
from llmextract.cleaning._files import (
    read_bytes,
    read_rows,
    read_stdin,
    reason,
    unpacked_suffix,
    why_no_file,
)
from llmextract.cleaning._text import language_of
from llmextract.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from llmextract.article import Article
    from llmextract.cleaning._clean import Trace

__all__ = ["Source", "list_sources", "read_stdin", "row_source"]

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
"""What is taken from a folder, as it is or packed (``.gz``); a file that is named outright is
read whatever its suffix."""


@dataclass(frozen=True)
class _Loaded:
    """A page as it was found, and what its row says of it."""

    raw: str | bytes
    source: str
    given: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Source:
    """One page that may become an article.

    Attributes:
        name: Path, ``file.jsonl:12`` for a row, or ``-`` for standard input.
    """

    name: str
    _load: Callable[[], _Loaded] = field(repr=False, compare=False)

    def read(self, published: date | None = None) -> Article:
        """Reads and cleans the page.

        Args:
            published: Publication date that counts more than the page's own; a row's own
                date counts more still.

        Raises:
            ArticleError: The page is missing, unreadable or holds no article.
        """
        page, given = self._loaded(published)
        return clean_with_facts(page.raw, source=page.source, given=given)

    def trace(self, published: date | None = None) -> tuple[Article, Trace]:
        """Does what `read` does, and tells what was dropped and where each fact was found.

        Raises:
            ArticleError: The page is missing, unreadable or holds no article.
        """
        page, given = self._loaded(published)
        return clean_with_trace(page.raw, source=page.source, given=given)

    def _loaded(self, published: date | None) -> tuple[_Loaded, Facts]:
        page = self._load()
        return page, page.given.or_else(given_facts("given", published=published))


def list_sources(paths: Sequence[str | Path], *, stdin: bytes | None = None) -> Iterator[Source]:
    """Yields the pages under the paths, in a stable order, without reading ahead.

    A path that cannot be had yields a source whose `Source.read` raises
    `UnreadableError`, so that it costs no other article.

    Args:
        paths: Files, folders (taken whole, hidden files left out), JSONL files (a page a
            row), or ``-`` for standard input: one page, or rows of JSON.
        stdin: What `read_stdin` gave, where it was called before: a read that waits for
            someone to type can be interrupted in the main thread only.
    """
    for path in paths:
        if str(path) == "-":
            yield from _from_stdin(stdin)
        else:
            yield from _from_path(Path(path))


def _from_stdin(held: bytes | None) -> Iterator[Source]:
    raw = read_stdin() if held is None else held
    rows = [row for row in raw.splitlines() if row.strip()] if raw[:1] == b"{" else []
    if rows and _is_object(rows[0]):
        for number, row in enumerate(rows, start=1):
            yield _row_source(row, f"-:{number}")
    else:
        yield Source("-", partial(_Loaded, raw, "-"))


def _is_object(row: bytes) -> bool:
    try:
        return isinstance(json.loads(row), dict)
    except (ValueError, RecursionError):
        return False


def _from_path(path: Path) -> Iterator[Source]:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _failing(str(path), reason(error, path))
        return
    yield from _from_folder(path) if is_folder else _from_file(path)


def _from_folder(folder: Path) -> Iterator[Source]:
    failures: list[OSError] = []
    files = _files_under(folder, failures)
    none = True
    for path in files:
        none = False
        yield from _from_file(path)
    for error in failures:
        place = Path(error.filename or folder)
        yield _failing(str(place), reason(error, place))
    if none and not failures:
        kinds = ", ".join(SUFFIXES)
        yield _failing(
            str(folder),
            f"{folder} holds no article file ({kinds}, or one of these as .gz); "
            "give another folder.",
        )


def _files_under(folder: Path, failures: list[OSError]) -> Iterator[Path]:
    """Yields files in sorted order; the walk is the standard library's, and not recursive."""
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and unpacked_suffix(name) in SUFFIXES:
                yield Path(place, name)


def _from_file(path: Path) -> Iterator[Source]:
    name, kind = _writable(str(path)), unpacked_suffix(path.name)
    if missing := why_no_file(path):
        yield _failing(name, missing)
    elif kind == ".jsonl":
        yield from _from_rows(path)
    elif kind == ".json":
        yield from _from_json_file(path, name)
    else:
        yield Source(name, partial(_load_file, path, name))


def _from_rows(path: Path) -> Iterator[Source]:
    """Yields a source a row; the row is parsed when it is read, so a broken one fails alone."""
    empty = True
    try:
        for number, row in enumerate(read_rows(path), start=1):
            if row.strip():
                empty = False
                yield _row_source(row, _writable(f"{path}:{number}"))
    except UnreadableError as error:
        yield _failing(str(path), str(error))
        return
    if empty:
        yield _failing(str(path), f"{path} holds no row; give a file with one article a line.")


# What loads a page is a function by name with its arguments, so that a page can be handed to
# another process unread.


def _load_file(path: Path, name: str) -> _Loaded:
    return _Loaded(read_bytes(path), name)


def _row_source(row: bytes, name: str) -> Source:
    return Source(name, partial(_load_row, row, name))


def _load_row(row: bytes, name: str) -> _Loaded:
    return _load_fields(_parse(row, name, MAX_INPUT), name)


def row_source(row: Mapping[str, Any], name: str) -> Source:
    """Returns the page that a row of a table holds, under the fields that a JSONL has."""
    return Source(name, partial(_load_fields, row, name))


def _from_json_file(path: Path, name: str) -> Iterator[Source]:
    """Yields the one article of a JSON file, or a source for each of a list of them."""
    try:
        found = _parse(read_bytes(path, _LONGEST_LIST), name, _LONGEST_LIST)
    except UnreadableError as error:
        yield _failing(name, str(error))
        return
    if not isinstance(found, list):
        yield Source(name, partial(_load_fields, found, name))
        return
    for number, item in enumerate(found, start=1):
        place = f"{name}:{number}"
        yield Source(place, partial(_load_fields, item, place))
    if not found:
        yield _failing(name, f"{name} holds an empty list; give one with articles in it.")


_LONGEST_LIST = 200_000_000
"""Most bytes of a JSON file, which may hold many articles; JSONL has no bound."""


def _parse(raw: bytes, name: str, longest: int) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(decode(raw, source=name, longest=longest))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{name} is not valid JSON ({error}); correct or remove it."
        ) from error


def _load_fields(row: Any, name: str) -> _Loaded:  # noqa: ANN401 - whatever the file holds
    if not isinstance(row, dict):
        raise UnreadableError(f"{name} is no JSON object; give one with a field 'body'.")
    text = _text(row, *_TEXTS)
    if text is None:
        named = ", ".join(f"'{field}'" for field in _TEXTS)
        raise UnreadableError(f"{name} has no text under {named}; add one of these fields.")
    stated, address = _text(row, *_DATES), _text(row, "url", "link")
    given = given_facts(
        "row",
        title=_text(row, "title", "headline"),
        published=parse_timestamp(stated, language_of(text.splitlines())) if stated else None,
        publisher=_text(row, "publisher", "site_name", "press"),
        byline=_text(row, "byline", "author", "reporter"),
        address=address,
    )
    return _Loaded(text, _text(row, "source") or address or name, given)


_TEXTS = ("body", "text", "html", "content", "raw_text", "article")
_DATES = ("published", "date", "published_at", "pub_date", "datePublished")


def _text(row: Mapping[str, Any], *names: str) -> str | None:
    values = (row.get(name) for name in names)
    found = next((value for value in values if isinstance(value, str) and value.strip()), None)
    return None if found is None else _writable(found)


def _writable(text: str) -> str:
    """``text`` without the halves of characters that no file can hold.

    Names of files in an older encoding and escapes in JSON bring them in.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _failing(name: str, message: str) -> Source:
    return Source(name, partial(_fail, message))


def _fail(message: str) -> _Loaded:
    raise UnreadableError(message)
