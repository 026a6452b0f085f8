"""Amounts and dates of gold records: found with their own words and their own values?"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from llmextract import clean, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llmextract.spans import DateSpan, Money

__all__ = ["missed"]

Json = dict[str, Any]
FIELDS = {
    "money": ("value", "minimum", "maximum", "currency", "approximate"),
    "date": ("first", "last", "precision", "approximate"),
}


def missed(articles: Path, gold: Path) -> tuple[int, list[str]]:
    """How many mentions the gold records name, and those that `scan` reads otherwise."""
    wanted, wrong = 0, []
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        page = next(each for each in articles.iterdir() if each.stem == path.stem)
        article = clean(page.read_bytes(), source=page.name)
        published = record["article"].get("published")
        found = scan(article.body, published=date.fromisoformat(published) if published else None)
        for kind, item in _mentions(record):
            wanted += 1
            if not any(_same(kind, item, mention) for mention in found):
                wrong.append(f"{path.stem}: {item['text']} at {item.get('start')}")
    return wanted, wrong


def _mentions(record: Json) -> Iterator[tuple[str, Json]]:
    for program in record["record"]["programs"]:
        yield from (("money", each) for each in program["amounts"])
        yield from (("date", each) for each in program["dates"])
    yield from ((each["kind"], each) for each in record["unassigned"])


def _same(kind: str, item: Json, mention: Money | DateSpan) -> bool:
    if mention.kind != kind or mention.text != item["text"]:
        return False
    if item.get("start") is not None and mention.start != item["start"]:
        return False
    told = json.loads(mention.model_dump_json())
    return all(told.get(name) == item[name] for name in FIELDS[kind] if name in item)
