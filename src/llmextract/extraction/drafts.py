"""Entities while they are put together from the replies to the pieces of one article."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.grounding import PARTICLES, fold_text
from llmextract.spans import Mention, Money, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.schemas import Attribute, Entity

__all__ = ["Draft", "Drafts", "Placed", "complete", "fact", "fold_repeats"]

Value = str | bool | None


@dataclass
class Placed:
    """A mention in its place, with what the model said of it."""

    mention: Mention
    attributes: dict[str, Value]
    repeats: list[Quote] = field(default_factory=list)


@dataclass
class Draft:
    """One entity, with every form of its name that was quoted."""

    entity: Entity
    names: list[Quote]
    said: dict[str, Counter[Value]] = field(default_factory=dict)
    quotes: dict[str, list[Quote]] = field(default_factory=dict)
    placed: dict[str, list[Placed]] = field(default_factory=dict)
    links: dict[str, list[tuple[Quote, dict[str, Value]]]] = field(default_factory=dict)

    @property
    def name(self) -> Quote:
        """The fullest form; of equals the first in the text."""
        return max(self.names, key=lambda quote: (len(fold_text(quote.text)), -quote.start))

    @property
    def start(self) -> int:
        """Where the entity is first named."""
        return min(quote.start for quote in self.names)

    def aliases(self) -> list[Quote]:
        """The other forms, each where it is first quoted."""
        fullest = fold_text(self.name.text)
        firsts: dict[str, Quote] = {}
        for quote in sorted(self.names, key=lambda quote: quote.start):
            folded = fold_text(quote.text)
            if folded != fullest:
                firsts.setdefault(folded, quote)
        return list(firsts.values())

    def say(self, attributes: dict[str, Value]) -> None:
        """Count what a reply says of the entity."""
        for key, value in attributes.items():
            if value is not None:
                self.said.setdefault(key, Counter())[value] += 1

    def attribute(self, attribute: Attribute) -> Value:
        """What most replies say; of equals what was said first."""
        counted = self.said.get(attribute.name)
        return counted.most_common(1)[0][0] if counted else None

    def absorb(self, other: Draft) -> None:
        """Take over everything of another form of the same entity."""
        self.names += other.names
        for key, counted in other.said.items():
            self.said.setdefault(key, Counter()).update(counted)
        for key, quotes in other.quotes.items():
            self.quotes.setdefault(key, []).extend(quotes)
        for key, placed in other.placed.items():
            self.placed.setdefault(key, []).extend(placed)
        for key, links in other.links.items():
            self.links.setdefault(key, []).extend(links)


class Drafts:
    """The drafts of one list of the schema, found by any form of their names."""

    def __init__(self, entity: Entity) -> None:
        """Start with none."""
        self.entity = entity
        self._by_key: dict[str, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        """In the order in which the article names them."""
        unique = {id(draft): draft for draft in self._by_key.values()}
        return iter(sorted(unique.values(), key=lambda draft: draft.start))

    def at(self, quote: Quote) -> Draft:
        """The draft of this name, new where it is new."""
        draft = self._by_key.setdefault(self._key(quote), Draft(self.entity, []))
        draft.names.append(quote)
        return draft

    def get(self, quote: Quote) -> Draft | None:
        """The draft of this name, if there is one."""
        return self._by_key.get(self._key(quote))

    def stand_in(self, quote: Quote) -> Draft | None:
        """The named entity that a bare word such as 시 or 재단 stands for.

        It is the last one named before that ends in the word; else the first one after.
        """
        words = getattr(self.entity.model, "stand_ins", ())
        # One syllable and a particle (시는) is too short for alignment to part.
        word = quote.text if quote.text in words else quote.text[:-1]
        if word not in words or not any(quote.text in (word, word + p.form) for p in PARTICLES):
            return None
        fits = [d for d in self if d.name.text != word and d.name.text.endswith(word)]
        before = [d for d in fits if d.start < quote.start]
        return max(before, key=lambda d: d.start) if before else (fits[0] if fits else None)

    def join_short_forms(self) -> None:
        """Make a name that is the end of exactly one fuller name an alias of it.

        ``강소특구`` beside ``의생명·의료기기 강소특구`` is the same zone; beside two such names it
        stays by itself, for nothing tells which is meant.
        """
        for short in list(self):
            fuller = [draft for draft in self if draft is not short and _ends(draft, short)]
            if len(fuller) == 1:
                self._merge(fuller[0], short)

    def join_stand_ins(self) -> None:
        """Make bare words forms of the entities they stand for, without keeping them as names."""
        for draft in list(self):
            named = self.stand_in(draft.name)
            if named is not None:
                draft.names.clear()
                self._merge(named, draft)

    def drop(self, draft: Draft) -> None:
        """Forget a draft."""
        self._by_key = {key: kept for key, kept in self._by_key.items() if kept is not draft}

    def _merge(self, into: Draft, other: Draft) -> None:
        into.absorb(other)
        for key, draft in self._by_key.items():
            if draft is other:
                self._by_key[key] = into

    def _key(self, quote: Quote) -> str:
        endings: re.Pattern[str] | None = getattr(self.entity.model, "name_endings", None)
        bare = endings.sub("", quote.text, count=1) if endings else quote.text
        return fold_text(bare or quote.text)


def _ends(draft: Draft, short: Draft) -> bool:
    words = short.name.text
    return any(
        re.search(rf"[\s·ㆍ‧․]{re.escape(words)}$", form.text) is not None for form in draft.names
    )


def choose(attribute: Attribute, value: Value) -> Value:
    """``value``, or what stands for "not said": null, ``unknown``, ``other``, the last choice."""
    if value is not None or attribute.optional or not attribute.choices:
        return value
    return next((c for c in ("unknown", "other") if c in attribute.choices), attribute.choices[-1])


def complete(attributes: Iterable[Attribute], values: dict[str, Value]) -> dict[str, Value]:
    """Every one of ``attributes``, said or not."""
    return {a.name: choose(a, values.get(a.name)) for a in attributes}


def same_fact(left: Placed, right: Placed) -> bool:
    """Whether two mentions say the same: one value, or words that cannot be told apart."""
    return fact(left.mention) == fact(right.mention)


def fact(mention: Mention) -> tuple[object, ...]:
    """What a mention says, without where and in which words."""
    said: tuple[object, ...]
    if isinstance(mention, Money):
        said = (mention.value, mention.minimum, mention.maximum, mention.currency)
    else:
        said = (mention.first, mention.last, mention.precision)
    return said if any(s is not None for s in said[:2]) else (fold_text(mention.text), mention.kind)


def fold_repeats(placed: Iterable[Placed]) -> list[Placed]:
    """Make one entry of each fact, in its fullest words, with the other places as repeats."""
    entries: list[Placed] = []
    for item in sorted(placed, key=lambda p: (-len(p.mention.text), p.mention.start)):
        known = next((entry for entry in entries if same_fact(entry, item)), None)
        if known is None:
            entries.append(item)
        else:
            known.repeats.append(_quote(item.mention))
            known.repeats += item.repeats
    return sorted(entries, key=lambda p: p.mention.start)


def _quote(mention: Mention) -> Quote:
    return Quote(text=mention.text, start=mention.start, end=mention.end)
