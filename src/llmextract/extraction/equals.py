"""What an article says twice: the same fact goes where it is placed already.

The headline says again what the text says; a model that reads paragraph by paragraph does not
know that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.drafts import Draft, Placed, fact, headline_end, in_one_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["follow_equal_facts", "free_headline"]


def free_headline(drafts: Sequence[Draft], loose: dict[str, Placed], *, body: str) -> None:
    """Let go of what the headline says where the text places the same fact elsewhere.

    Args:
        drafts: All entities; what they let go of is taken out of them.
        loose: What belongs to none, by its id; what is let go of comes in.
        body: The article.
    """
    headline = headline_end(body)
    told = {
        fact(p.mention): draft for draft, _, p in _placed(drafts) if p.mention.start >= headline
    }
    for draft in drafts:
        for placed in draft.placed.values():
            for p in [p for p in placed if p.mention.start < headline]:
                if told.get(fact(p.mention), draft) is not draft:
                    placed.remove(p)
                    loose[p.id] = p


def follow_equal_facts(drafts: Sequence[Draft], loose: dict[str, Placed], *, body: str) -> None:
    """Put an unassigned amount where the very same amount is placed, if that is one place.

    Args:
        drafts: All entities; what finds its place is put into them.
        loose: What belongs to none, by its id; what finds its place goes out.
        body: The article.
    """
    headline = headline_end(body)
    for item in list(loose.values()):
        is_sum = item.mention.kind == "money" and item.mention.value is not None
        if not is_sum and item.mention.start >= headline:
            continue
        said = fact(item.mention)
        twins = {
            (id(draft), key): (draft, key, twin)
            for draft, key, twin in _placed(drafts)
            if fact(twin.mention) == said
        }
        if len(twins) == 1:
            draft, key, twin = next(iter(twins.values()))
            if not in_one_sentence(twin, item, body=body):
                draft.placed[key].append(Placed(item.id, item.mention, twin.attributes))
                del loose[item.id]


def _placed(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, str, Placed]]:
    for draft in drafts:
        for key, placed in draft.placed.items():
            yield from ((draft, key, item) for item in placed)
