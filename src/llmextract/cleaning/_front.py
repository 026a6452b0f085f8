"""The head of a Markdown file: YAML between two lines of dashes, which states facts of its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.cleaning._dates import parse_timestamp
from llmextract.cleaning._facts import Fact, Facts
from llmextract.cleaning._text import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split_front_matter"]

_FRONT = re.compile(
    r"---[ \t]*\r?\n(?P<head>.{0,20000}?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_KEYS = {
    "title": ("title", "headline"),
    "published": ("date", "published", "pubdate", "publishdate", "published_at", "datepublished"),
    "publisher": ("publisher", "site_name", "site", "press"),
    "byline": ("author", "authors", "byline", "reporter"),
    "address": ("url", "link", "canonical", "canonical_url", "permalink", "source"),
}


def split_front_matter(text: str) -> tuple[Facts, str]:
    """Returns what the head of a Markdown file states, and the text below it.

    A text without such a head is returned whole. So is one whose head is no YAML mapping: a
    rule of dashes may open a text, too.
    """
    found = _FRONT.match(text) if text.startswith("---") else None
    stated = _read(found["head"]) if found else {}
    if not found or not stated:
        return Facts(), text
    body = text[found.end() :]
    said = {name: next(_said(stated, keys), None) for name, keys in _KEYS.items()}
    dated, address = said["published"], said["address"]
    day = parse_timestamp(dated.value, language_of(body.splitlines())) if dated else None
    facts = Facts(
        title=said["title"],
        published=Fact(day, dated.where, dated.text) if dated and day else None,
        publisher=said["publisher"],
        byline=said["byline"],
        address=address if address and address.value.startswith("http") else None,
    )
    return facts, body


def _read(head: str) -> dict[str, object]:
    """Reads the mapping with every value as it is written; empty where it is none."""
    import yaml  # noqa: PLC0415 - start-up stays fast

    try:
        stated = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings only
    except (yaml.YAMLError, RecursionError):
        return {}
    return (
        {str(key).lower(): value for key, value in stated.items()}
        if isinstance(stated, dict)
        else {}
    )


def _said(stated: dict[str, object], keys: tuple[str, ...]) -> Iterator[Fact[str]]:
    for key in keys:
        value = stated.get(key)
        values = value if isinstance(value, list) else [value]
        named = [" ".join(v.split()).strip("[]") for v in values if isinstance(v, str)]
        if joined := ", ".join(filter(None, named)):
            yield Fact(joined, f"front matter {key}", joined)
