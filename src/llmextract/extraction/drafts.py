"""Entities while they are put together from the replies to the pieces of one article."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from llmextract.grounding import PARTICLES, fold_text
from llmextract.schemas import rule
from llmextract.spans import Mention, Money, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from llmextract.schemas import Attribute, Entity

__all__ = [
    "Draft",
    "Drafts",
    "Placed",
    "complete",
    "fact",
    "fold_repeats",
    "headline_end",
    "in_one_sentence",
]

Value = str | bool | None

_SENTENCE_END = re.compile(r"""[.!?。]["'”’)]*\s|\n""")


@dataclass
class Placed:
    """A mention in its place, with what the model said of it."""

    id: str
    mention: Mention
    attributes: dict[str, Value]
    repeats: list[Quote] = field(default_factory=list)

    @cached_property
    def fact(self) -> tuple[object, ...]:
        """What the mention says; asked for each time that values are compared."""
        return fact(self.mention)


@dataclass
class Draft:
    """One entity, with every form of its name that was quoted.

    Attributes:
        entity: The list of the schema that it is in.
        said: How often each value of each attribute was said.
        quotes: Further quotes, by field.
        placed: The mentions that belong to it, by field.
        links: Names with attributes, by field.
        pieces: The pieces of the article in whose replies it is listed.
        read: Attributes that code read off the article, which outweigh what was said.
        named: Whether code found the name in the article by itself.
        start: Where the entity is first named.
    """

    entity: Entity
    said: dict[str, dict[Value, int]] = field(default_factory=dict)
    quotes: dict[str, list[Quote]] = field(default_factory=dict)
    placed: dict[str, list[Placed]] = field(default_factory=dict)
    links: dict[str, list[tuple[Quote, dict[str, Value]]]] = field(default_factory=dict)
    pieces: set[int] = field(default_factory=set)
    read: dict[str, Value] = field(default_factory=dict)
    named: bool = False
    start: int = sys.maxsize
    _names: dict[tuple[int, int], Quote] = field(default_factory=dict)
    _latest: dict[tuple[int, int], Quote] = field(default_factory=dict)
    _fullest: tuple[tuple[int, int], Quote] | None = None

    @property
    def names(self) -> list[Quote]:
        """Every form of its name, in the order in which replies first gave them."""
        return list(self._names.values())

    @property
    def latest_names(self) -> list[Quote]:
        """The same in the order in which replies last gave them."""
        return list(self._latest.values())

    @property
    def name(self) -> Quote:
        """The fullest form; of equals the first in the text."""
        if self._fullest is None:
            raise LookupError("An entity without a name has none to tell.")
        return self._fullest[1]

    def call(self, quotes: Iterable[Quote]) -> None:
        """Add forms of its name."""
        for quote in quotes:
            place = (quote.start, quote.end)
            if place not in self._names:
                self._names[place] = quote
                self.start = min(self.start, quote.start)
                size = (len(fold_text(quote.text)), -quote.start)
                if self._fullest is None or size > self._fullest[0]:
                    self._fullest = (size, quote)
            self._latest.pop(place, None)
            self._latest[place] = quote

    def forget_names(self) -> None:
        """Keep none of its names."""
        self._names.clear()
        self._latest.clear()
        self._fullest = None
        self.start = sys.maxsize

    def aliases(self) -> list[Quote]:
        """The other forms, each where it is first quoted."""
        if len(self._names) == 1:
            return []
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
                self._count(key, value, 1)

    def _count(self, key: str, value: Value, times: int) -> None:
        counted = self.said.setdefault(key, {})
        counted[value] = counted.get(value, 0) + times

    def attribute(self, attribute: Attribute) -> Value:
        """What the article itself says, else what most replies do; of equals what came first."""
        if attribute.name in self.read:
            return self.read[attribute.name]
        counted = self.said.get(attribute.name)
        return max(counted, key=counted.__getitem__) if counted else None

    def absorb(self, other: Draft) -> None:
        """Take over everything of another form of the same entity."""
        self.call(other.names)
        self.call(other.latest_names)
        self.pieces |= other.pieces
        self.read = other.read | self.read
        self.named |= other.named
        for key, counted in other.said.items():
            for value, times in counted.items():
                self._count(key, value, times)
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
        self._keys: dict[str, str] = {}
        self._bare: dict[str, str] = {}

    def __iter__(self) -> Iterator[Draft]:
        """In the order in which the article names them."""
        unique = {id(draft): draft for draft in self._by_key.values()}
        return iter(sorted(unique.values(), key=attrgetter("start")))

    def at(self, quote: Quote) -> Draft:
        """The draft of this name, new where it is new."""
        key = self._key(quote)
        draft = self._by_key.get(key)
        if draft is None:
            draft = self._by_key[key] = Draft(self.entity)
        draft.call([quote])
        return draft

    def get(self, quote: Quote) -> Draft | None:
        """The draft of this name, if there is one."""
        return self._by_key.get(self._key(quote))

    def stand_in(self, quote: Quote) -> Draft | None:
        """The named entity that a bare word such as 시 or 재단 stands for.

        It is the last one named before that ends in the word; else the first one after.
        """
        words = rule(self.entity.model, "stand_ins") or ()
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
        known = list(self)
        forms = {id(draft): self._bare_forms(draft) for draft in known}
        # The longest first: what the middle one of three forms is settles the shortest.
        for short in sorted(known, key=lambda draft: -len(draft.name.text)):
            fuller = self._fuller(short, known, forms)
            if len(fuller) == 1:
                self._merge(fuller[0], short)
                forms[id(fuller[0])] += forms[id(short)]
                known = list(self)

    def _fuller(
        self, short: Draft, known: Iterable[Draft], forms: Mapping[int, Sequence[str]]
    ) -> list[Draft]:
        """Those of ``known`` whose name ends in that of ``short``, or is called so in short."""
        shortens = rule(self.entity.model, "shortens")
        name = short.name.text
        words = self._without_ending(name)
        return [
            draft
            for draft in known
            if draft is not short
            and (_ends(forms[id(draft)], words) or (shortens and shortens(name, draft.name.text)))
        ]

    def join_inner(self, body: str) -> None:
        """Join a name that the article has only inside one fuller name with that.

        서검 다리, of 교동~서검 다리 타당성 조사 ("study of a bridge").
        """
        places = {id(draft): list(_places(draft, body)) for draft in self}
        for inner in [draft for draft in self if not draft.named]:
            fuller = [
                draft
                for draft in self
                if draft is not inner and _lie_in(places[id(inner)], places[id(draft)])
            ]
            if len(fuller) == 1:
                inner.forget_names()
                self._merge(fuller[0], inner)

    def join_stand_ins(self) -> None:
        """Make bare words forms of the entities they stand for, without keeping them as names."""
        for draft in list(self):
            named = self.stand_in(draft.name)
            if named is not None:
                draft.forget_names()
                self._merge(named, draft)

    def join_aliases(self) -> None:
        """Make one entity of two where a reply gave the name of one as an alias of the other.

        Two that one reply lists side by side stay two.
        """
        merged: set[int] = set()
        for draft in list(self):
            forms = draft.latest_names if id(draft) not in merged else []
            while forms:
                other = self._by_key.setdefault(self._key(forms.pop()), draft)
                if other is not draft and not draft.pieces & other.pieces:
                    forms += other.latest_names
                    self._merge(draft, other)
                    merged.add(id(other))

    def drop(self, draft: Draft) -> None:
        """Forget a draft."""
        self._by_key = {key: kept for key, kept in self._by_key.items() if kept is not draft}

    def _merge(self, into: Draft, other: Draft) -> None:
        into.absorb(other)
        for key, draft in self._by_key.items():
            if draft is other:
                self._by_key[key] = into

    def _key(self, quote: Quote) -> str:
        # A program is named again with each of its mentions.
        key = self._keys.get(quote.text)
        if key is None:
            key = self._keys[quote.text] = fold_text(self._without_ending(quote.text))
        return key

    def _without_ending(self, words: str) -> str:
        """A name without the ending that makes no difference."""
        if words not in self._bare:
            endings: re.Pattern[str] | None = rule(self.entity.model, "name_endings")
            self._bare[words] = (endings.sub("", words, count=1) if endings else "") or words
        return self._bare[words]

    def _bare_forms(self, draft: Draft) -> list[str]:
        return [self._without_ending(text) for text in {q.text: None for q in draft.names}]


def _ends(forms: Iterable[str], words: str) -> bool:
    """Whether one of ``forms`` ends in ``words``, with another word before."""
    for form in forms:
        if form.endswith(words) and form[: -len(words)].endswith(_BETWEEN_WORDS):
            return True
    return False


def _places(draft: Draft, body: str) -> Iterator[tuple[int, int]]:
    for text in {quote.text for quote in draft.names}:
        yield from (found.span() for found in re.finditer(re.escape(text), body))


def _lie_in(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> bool:
    """Whether each of some places lies in one of others, which is longer."""
    return bool(inner) and all(
        any(a <= start and end <= b and end - start < b - a for a, b in outer)
        for start, end in inner
    )


_BETWEEN_WORDS = (" ", "\n", "\t", "\u00a0", "\u3000", *"·ㆍ‧․")


def choose(attribute: Attribute, value: Value) -> Value:
    """``value``, or what stands for "not said".

    That is the field's default, else null, ``unknown``, ``other``, the last choice; no text
    for a plain string, and False for a doubt.
    """
    if value is None:
        value = attribute.default
    if value is not None or attribute.optional:
        return value
    if not attribute.choices:
        return False if attribute.type == "boolean" else ""
    return next((c for c in ("unknown", "other") if c in attribute.choices), attribute.choices[-1])


def complete(attributes: Iterable[Attribute], values: dict[str, Value]) -> dict[str, Value]:
    """Every one of ``attributes``, said or not."""
    said = values.get
    return {
        a.name: choose(a, None) if (value := said(a.name)) is None else value for a in attributes
    }


def _said_again(left: Placed, right: Placed, *, body: str) -> bool:
    """Whether two mentions of the same value say the same thing twice.

    They do unless one sentence says both (국비 120억 원과 도비 120억 원) or they are dates of
    different events. What the headline says, the text says again, whatever the event that was
    read into it.
    """
    if in_one_sentence(left, right, body=body):
        return False
    first = min(left.mention.start, right.mention.start)
    if isinstance(left.mention, Money) or first < headline_end(body):
        return True
    said = [
        {value for value in values if value not in (None, "other")}
        for values in zip(left.attributes.values(), right.attributes.values(), strict=False)
    ]
    return all(len(values) <= 1 for values in said)


def headline_end(body: str) -> int:
    """Where the headline ends, if the body begins with one: a paragraph that is no sentence."""
    first, newline, _ = body.partition("\n")
    is_headline = newline and not _SENTENCE_END.search(f"{first} ")
    return len(first) if is_headline else 0


def in_one_sentence(left: Placed, right: Placed, *, body: str) -> bool:
    """Whether no sentence ends between two mentions."""
    first, last = left.mention, right.mention
    if last.start < first.start:
        first, last = last, first
    starts, ends = _sentence_ends(body)
    at = bisect_left(starts, first.end)
    return at == len(starts) or ends[at] > last.start


# Of the article at hand: equal sums are compared each with each, and a table has hundreds.
@lru_cache(maxsize=2)
def _sentence_ends(body: str) -> tuple[list[int], list[int]]:
    """Where the ends of sentences begin and end."""
    spans = [found.span() for found in _SENTENCE_END.finditer(body)]
    return [start for start, _ in spans], [end for _, end in spans]


def fact(mention: Mention) -> tuple[object, ...]:
    """What a mention says, without where and in which words."""
    said: tuple[object, ...]
    if mention.kind == "money":
        said = (mention.value, mention.minimum, mention.maximum, mention.currency)
    else:
        said = (mention.first, mention.last, mention.precision)
    if said[0] is None and said[1] is None:
        return (fold_text(mention.text), mention.kind)
    return said


def fold_repeats(placed: Iterable[Placed], *, body: str, one: bool = False) -> list[Placed]:
    """Make one entry of each fact, in its fullest words, with the other places as repeats.

    Args:
        placed: The mentions of one field.
        body: The article, whose sentences tell two facts of one value apart.
        one: The field holds one value only, so that equal values are one fact.
    """
    items = list(placed)
    if not one and len({p.fact for p in items}) == len(items):
        return sorted(items, key=lambda p: p.mention.start)
    groups: dict[object, list[list[Placed]]] = {}
    for item in sorted(items, key=lambda p: (-len(p.mention.text), p.mention.start)):
        alike = groups.setdefault(None if one else item.fact, [])
        for group in alike:
            if one or all(_said_again(known, item, body=body) for known in group):
                group.append(item)
                break
        else:
            alike.append([item])
    entries = [_entry(*group) for alike in groups.values() for group in alike]
    return sorted(entries, key=lambda p: p.mention.start)


def _entry(first: Placed, *others: Placed) -> Placed:
    repeats = [_quote(p.mention) for p in sorted(others, key=lambda p: p.mention.start)]
    return Placed(first.id, first.mention, first.attributes, repeats)


def _quote(mention: Mention) -> Quote:
    return Quote(text=mention.text, start=mention.start, end=mention.end)
