"""The short forms by which an article goes on to speak of what it has named in full.

``주문도 해수담수화시설 증설`` is ``해수담수화시설`` two paragraphs on. Which forms a name has, its
schema says; here is where they stand, and whose they are.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from llmextract.extraction.asking import SHORTEST_OWNER
from llmextract.grounding import PARTICLES
from llmextract.schemas import rule
from llmextract.spans import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.drafts import Drafts

__all__ = ["call_by_short_forms"]

_PARTICLE = "|".join(sorted((re.escape(p.form) for p in PARTICLES), key=len, reverse=True))
_AFTER = rf"(?=(?:{_PARTICLE})*(?:[^가-힣A-Za-z0-9]|$))"
_OPEN = re.compile(
    r"(?:^|[\n.,“”\"'‘’(]|[은는이가을를에의로고며도와과]|다면|면서|하면|그러나|이번) ?\Z"
)
_BEFORE = r"(?<![가-힣A-Za-z0-9·])"


def call_by_short_forms(drafts: Drafts, *, body: str) -> None:
    """Add to each entity the places where the article calls it by a short form of its name."""
    short_forms = rule(drafts.entity.model, "short_forms")
    if short_forms is None:
        return
    full = {id(draft): {quote.text: None for quote in draft.names} for draft in drafts}
    forms = {
        id_: dict.fromkeys(form for name in names for form in short_forms(name))
        for id_, names in full.items()
    }
    owners = Counter(form for each in forms.values() for form in each)
    taken = sorted(_places(body, {name for names in full.values() for name in names}))
    for draft in drafts:
        own = [form for form in forms[id(draft)] if owners[form] == 1]
        for form in sorted(own, key=len, reverse=True):
            places = _places(body, [form])
            for start, end in places if len(form) >= SHORTEST_OWNER else _alone(body, places):
                if not any(a < end and start < b for a, b in taken):
                    draft.call([Quote(text=body[start:end], start=start, end=end)])
                    taken.append((start, end))


def _alone(body: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those before which no noun stands that says which of its sort is meant."""
    yield from (place for place in places if _OPEN.search(body, 0, place[0]))


def _places(body: str, forms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of ``forms`` stands as words of its own, perhaps with a particle."""
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    if either:
        for found in re.finditer(rf"{_BEFORE}(?:{either}){_AFTER}", body):
            yield found.span()
