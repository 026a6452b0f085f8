"""What a record says that its article does not hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from llmextract.evaluation.scores import Miss
from llmextract.grounding import Index
from llmextract.reading import scan
from llmextract.spans import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from llmextract.evaluation.things import Mention, Side

__all__ = ["find_unheld"]

_NUMBERS = ("value", "minimum", "maximum")
_DAYS = ("first", "last")


def find_unheld(given: Side, *, article: Mapping[str, Any], gold: Side) -> list[Miss]:
    """Values and names that stand nowhere in the article.

    A sum is held when each of its numbers is one of some amount of the text, a date when each of
    its days is an end of some date of the text, a name when the text has its words. The text is
    read by the library's own reader; what gold says counts as held too, so that no record is
    blamed for what the reader does not know.

    Args:
        given: The record.
        article: Its header: ``body``, ``published``, ``language``.
        gold: Gold's record of the same article.
    """
    published = article.get("published")
    mentions = scan(
        article["body"], published=published and date.fromisoformat(published), language=None
    )
    held = {reading for m in mentions for reading in _said(m.model_dump(mode="json"), m.kind)}
    held |= {reading for m in _mentions(gold) for reading in _said(m.reading, m.kind)}
    index = Index(article["body"])
    return [*_values(given, held), *_names(given, index)]


def _mentions(side: Side) -> Iterator[Mention]:
    for kind in ("money", "date"):
        yield from (mention for *_, mention in side.placed(kind))
        yield from side.loose(kind)


def _said(reading: Mapping[str, Any], kind: str) -> set[object]:
    """Each number of an amount, each day of a date."""
    keys = _NUMBERS if kind == Money.kind else _DAYS
    stated = (reading.get(key) for key in keys)
    return {Decimal(str(v)) if kind == Money.kind else v for v in stated if v is not None}


def _values(given: Side, held: set[object]) -> Iterator[Miss]:
    for mention in _mentions(given):
        if not _said(mention.reading, mention.kind) <= held:
            yield Miss(mention.kind, "extra", mention.texts[0], given=_shown(mention))


def _shown(mention: Mention) -> str:
    stated = ((key, mention.reading.get(key)) for key in (*_NUMBERS, *_DAYS))
    return ", ".join(f"{key} {value}" for key, value in stated if value is not None)


def _names(given: Side, index: Index) -> Iterator[Miss]:
    for path, entities in given.entities.items():
        for entity in entities:
            if not index.holds(entity.forms[0]):
                yield Miss(path, "extra", entity.forms[0])
