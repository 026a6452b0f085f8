"""What the article itself says of the entities that replies gave: names, stages, who takes part."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

from llmextract.schemas import Evidence
from llmextract.spans import DateSpan, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from llmextract.extraction.drafts import Draft, Drafts
    from llmextract.extraction.known import Known

__all__ = ["Witness"]

_SENTENCE_END = re.compile(r"""[.!?。]["'”’)]*(?=\s)|\n""")

_ACTS = re.compile(
    r"(?:[은는이가와과]|도)(?![가-힣])|[,(]"
    r"| (?:will|has|have|is|are|plans?|said|says|and|wants?|opened|launched)\b"
)
"""What follows the name of one who does something."""


class Witness:
    """The article, asked what it says of an entity in its own sentences."""

    def __init__(self, known: Known) -> None:
        """Know an article."""
        self._body = known.article.body
        self._published = known.article.published
        self._known = known
        self._owned: dict[int, tuple[Draft, set[int]]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        """Where sentences begin."""
        return [0, *(found.end() for found in _SENTENCE_END.finditer(self._body))]

    def _sentence(self, number: int) -> str:
        return self._body[self._starts[number] : self._end(number)]

    def _end(self, number: int) -> int:
        return self._starts[number + 1] if number + 1 < len(self._starts) else len(self._body)

    def name(self, drafts: Drafts) -> None:
        """Add the entities that the article names in so many words, whatever replies say."""
        for start, end, values in self._known.found.get(drafts.entity.field, ()):
            draft = drafts.at(Quote(text=self._body[start:end], start=start, end=end))
            draft.named = True
            draft.read |= {key: value for key, value in values.items() if value is not None}

    def of(self, draft: Draft) -> Evidence:
        """What is said of ``draft``: the sentences that name it or hold its mentions, its dates."""
        placed = [p for found in draft.placed.values() for p in found]
        dates = [(p.mention, p.attributes) for p in placed if isinstance(p.mention, DateSpan)]
        sentences = [self._sentence(number) for number in sorted(self._own(draft))]
        return Evidence(sentences, dates, self._published)

    def link(self, drafts: Drafts, targets: Mapping[str, Drafts]) -> None:
        """Link entities to those whom their own sentences name, where the schema reads their part.

        What nobody is said to lead is led by the one who leads the article: the first named in
        it that acts.
        """
        fields = [part.field for part in drafts.entity.links if part.field in targets]
        for field in fields if drafts.entity.reads_links else ():
            others = targets[field]
            named = [(o, {self._at(q.start): q for q in o.latest_names}) for o in others]
            leader = next((other for other, _ in named if self._acts(other)), None)
            for draft in drafts:
                links = draft.links.setdefault(field, [])
                known = {id(others.get(quote)) for quote, _ in links}
                strangers = [n for n in named if id(n[0]) not in known and n[0] is not leader]
                links += self._parts(draft, strangers)
                is_led = any(said.get("role") == "lead" for _, said in links)
                if leader and id(leader) not in known and not is_led:
                    links.append((leader.name, {"role": "lead"}))

    def _parts(
        self, draft: Draft, others: Sequence[tuple[Draft, Mapping[int, Quote]]]
    ) -> list[tuple[Quote, dict[str, Any]]]:
        own = self._own(draft)
        found = []
        for other, places in others:
            parts = (self._part(draft, other, places[at]) for at in sorted(own & places.keys()))
            said = next((part for part in parts if part), None)
            if said:
                found.append((other.name, said))
        return found

    def _part(self, draft: Draft, other: Draft, quote: Quote) -> dict[str, str] | None:
        number = self._at(quote.start)
        sentence, at = self._sentence(number), quote.start - self._starts[number]
        kind = other.read.get("kind")
        return draft.entity.part(
            before=sentence[:at],
            after=sentence[at + len(quote.text) :],
            kind=kind if isinstance(kind, str) else None,
        )

    def _acts(self, draft: Draft) -> bool:
        """Whether a body that code found does something in the text."""
        is_body = draft.named and draft.read.get("kind") != "person"
        return is_body and any(_ACTS.match(self._body, quote.end) for quote in draft.names)

    def _own(self, draft: Draft) -> set[int]:
        """The numbers of the sentences that name an entity or hold a mention of it.

        Asked only when names and mentions have found their entities.
        """
        if id(draft) not in self._owned:
            placed = (p for found in draft.placed.values() for p in found)
            own = {self._at(p.mention.start) for p in placed}
            for form in {quote.text for quote in draft.names}:
                own.update(self._naming(form))
            self._owned[id(draft)] = (draft, own)
        return self._owned[id(draft)][1]

    def _naming(self, form: str) -> Iterator[int]:
        """The numbers of the sentences that hold some words as a whole."""
        at = self._body.find(form)
        while at >= 0:
            number = self._at(at)
            end = self._end(number)
            inside = at + len(form) <= end
            if inside:
                yield number
            at = self._body.find(form, max(end, at + 1) if inside else at + 1)

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
