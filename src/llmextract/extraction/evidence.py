"""What the article itself says of the entities that replies gave: names, stages, who takes part."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from llmextract.schemas import Evidence
from llmextract.spans import DateSpan, Quote

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        """Part the body into sentences."""
        self._body = body = known.article.body
        self._published = known.article.published
        self._known = known
        ends = [found.end() for found in _SENTENCE_END.finditer(body)]
        self._starts = [0, *ends]
        self._sentences = [body[a:b] for a, b in zip(self._starts, [*ends, None], strict=True)]

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
        sentences = [self._sentences[number] for number in sorted(self._own(draft))]
        return Evidence(sentences, dates, self._published)

    def link(self, drafts: Drafts, targets: Mapping[str, Drafts]) -> None:
        """Link entities to those whom their own sentences name, where the schema reads their part.

        What nobody is said to lead is led by the one who leads the article: the first named in
        it that acts.
        """
        fields = [part.field for part in drafts.entity.links if part.field in targets]
        for field in fields if drafts.entity.reads_links else ():
            others = targets[field]
            leader = next((other for other in others if self._acts(other)), None)
            for draft in drafts:
                links = draft.links.setdefault(field, [])
                known = {id(others.get(quote)) for quote, _ in links}
                links += self._parts(draft, others, known | {id(leader)})
                is_led = any(said.get("role") == "lead" for _, said in links)
                if leader and id(leader) not in known and not is_led:
                    links.append((leader.name, {"role": "lead"}))

    def _parts(
        self, draft: Draft, others: Drafts, known: set[int]
    ) -> list[tuple[Quote, dict[str, Any]]]:
        own = self._own(draft)
        found = []
        for other in others:
            places = (
                {} if id(other) in known else {self._at(q.start): q for q in other.latest_names}
            )
            parts = (self._part(draft, other, places[at]) for at in sorted(own & places.keys()))
            said = next((part for part in parts if part), None)
            if said:
                found.append((other.name, said))
        return found

    def _part(self, draft: Draft, other: Draft, quote: Quote) -> dict[str, str] | None:
        number = self._at(quote.start)
        sentence, at = self._sentences[number], quote.start - self._starts[number]
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
        """The numbers of the sentences that name an entity or hold a mention of it."""
        forms = {quote.text for quote in draft.names}
        naming = {
            number
            for number, sentence in enumerate(self._sentences)
            if any(form in sentence for form in forms)
        }
        return naming | {
            self._at(p.mention.start) for found in draft.placed.values() for p in found
        }

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
