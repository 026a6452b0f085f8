"""What the article itself says of the entities that replies gave: names, stages, who leads."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from llmextract.schemas import Evidence
from llmextract.spans import DateSpan, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from llmextract.extraction.drafts import Draft, Drafts

__all__ = ["Witness"]

_SENTENCE = re.compile(r"""[^\n]+?(?:[.!?。]["'”’)]*(?=\s)|(?=\n)|$)""")


class Witness:
    """The article, asked what it says of an entity in its own sentences."""

    def __init__(self, body: str, published: date | None) -> None:
        """Part ``body`` into sentences."""
        self._body = body
        self._published = published
        self._sentences = [found.span() for found in _SENTENCE.finditer(body)]

    def of(self, draft: Draft) -> Evidence:
        """What is said of ``draft``: the sentences that name it or hold its mentions, its dates."""
        placed = [(key, p) for key, found in draft.placed.items() for p in found]
        starts = [p.mention.start for _, p in placed]
        forms = {quote.text for quote in draft.names}
        sentences = [
            self._body[start:end]
            for start, end in self._sentences
            if any(start <= at < end for at in starts)
            or any(form in self._body[start:end] for form in forms)
        ]
        dates = [(p.mention, p.attributes) for _, p in placed if isinstance(p.mention, DateSpan)]
        return Evidence(sentences, dates, self._published)

    def names(self, drafts: Drafts) -> None:
        """Add the entities that the article names in so many words, whatever replies say."""
        find = getattr(drafts.entity.model, "find", None)
        for start, end, values in find(self._body) if find else ():
            draft = drafts.at(Quote(text=self._body[start:end], start=start, end=end))
            draft.named = True
            draft.read |= {key: value for key, value in values.items() if value is not None}


def presume_links(drafts: Drafts, targets: Mapping[str, Drafts]) -> Iterator[tuple[Draft, str]]:
    """Give the one who leads most of an article to the entities that nobody leads.

    Yields:
        Each entity and the name of the one given to it.
    """
    presumed: Mapping[str, dict[str, Any]] = getattr(drafts.entity.model, "presumed", {})
    for field, attributes in presumed.items():
        leader = _leader(drafts, targets[field], field, attributes) if field in targets else None
        for draft in drafts if leader else ():
            links = draft.links.setdefault(field, [])
            if leader and not any(attributes.items() <= said.items() for _, said in links):
                known = [q for q, _ in links if targets[field].get(q) is leader]
                if not known:
                    links.append((leader.name, dict(attributes)))
                    yield draft, leader.name.text


def _leader(
    drafts: Drafts, targets: Drafts, field: str, attributes: dict[str, Any]
) -> Draft | None:
    """Who is most often said to lead; of equals the first in the text."""
    said: Counter[int] = Counter()
    leaders: dict[int, Draft] = {}
    for draft in drafts:
        for quote, values in draft.links.get(field, []):
            target = targets.stand_in(quote) or targets.get(quote)
            if target is not None and attributes.items() <= values.items():
                leaders[id(target)] = target
                said[id(target)] += 1
    best = max(leaders.values(), key=lambda d: (said[id(d)], -d.start), default=None)
    return best
