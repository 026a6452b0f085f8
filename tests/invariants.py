"""What holds of every record, whatever a model answered.

::

    assert_sound(record)  # a Record, or the plain JSON of its file
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from llmextract.reading import scan
from llmextract.records import Record, dump_mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.spans import Mention

Json = dict[str, Any]

MONEY = ("value", "minimum", "maximum", "currency", "approximate")
DATE = ("first", "last", "precision", "approximate")


def assert_sound(record: Record | Json) -> None:
    """Nothing invented, nothing lost, everything at its place, and fit for a file."""
    plain = record.to_dict() if isinstance(record, Record) else record
    assert_at_offsets(plain)
    assert_accounted_for(plain)
    assert_values_read(plain)
    assert json.loads(json.dumps(plain, ensure_ascii=False).encode()) == plain


def assert_at_offsets(plain: Json) -> None:
    """Every quote is the very characters that its offsets bound."""
    body = plain["article"]["body"]
    for quote in quotes([plain["record"], plain["unassigned"]]):
        start, end = quote["start"], quote["end"]
        assert 0 <= start < end <= len(body), quote
        assert body[start:end] == quote["text"], quote


def assert_accounted_for(plain: Json) -> None:
    """Every amount and date of the body is placed, repeated or unassigned: one of them, once."""
    listed = [_place(quote) for entry in mentions(plain) for quote in (entry, *entry["repeats"])]
    assert Counter(listed) == Counter((m.start, m.end) for m in found(plain))


def assert_values_read(plain: Json) -> None:
    """Every value is what code reads from those words, in the entry and in its repeats."""
    read = {(m.start, m.end): dump_mention(m) for m in found(plain)}
    for entry in mentions(plain):
        here = read[_place(entry)]
        assert all(entry[key] == here[key] for key in _keys(here)), (entry, here)
        for repeat in entry["repeats"]:
            again = read[_place(repeat)]
            assert again["kind"] == here["kind"]
            assert _fact(again) == _fact(here), (again, here)


def found(plain: Json) -> list[Mention]:
    """What code finds in the record's article."""
    article = plain["article"]
    published = date.fromisoformat(article["published"]) if article["published"] else None
    return scan(article["body"], published=published, language=article["language"])


def mentions(plain: Json) -> Iterator[Json]:
    """Every entry of an amount or a date, placed or not."""
    for node in _dicts([plain["record"], plain["unassigned"]]):
        if "approximate" in node:
            yield node


def placed(plain: Json) -> set[str]:
    """The words of every mention that some entity has, repeats included."""
    entries = (node for node in _dicts(plain["record"]) if "approximate" in node)
    return {quote["text"] for entry in entries for quote in (entry, *entry["repeats"])}


def quotes(node: object) -> Iterator[Json]:
    """Everything that claims to be words of the article."""
    return (item for item in _dicts(node) if "start" in item)


def texts(node: object) -> Iterator[str]:
    """Every string of a value."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | dict):
        for item in node.values() if isinstance(node, dict) else node:
            yield from texts(item)


def _dicts(node: object) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
    if isinstance(node, list | dict):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _dicts(item)


def _place(quote: Json) -> tuple[int, int]:
    return quote["start"], quote["end"]


def _keys(mention: Json) -> tuple[str, ...]:
    return MONEY if mention["kind"] == "money" else DATE


def _fact(mention: Json) -> tuple[object, ...]:
    # Of two ways to say one sum, one may be rounded: 약 916억 원 and 916억 원 are one fact.
    said = tuple(mention[key] for key in _keys(mention) if key != "approximate")
    return said if any(said[:2]) else ("".join(mention["text"].split()),)
