"""Mentions that no reply placed follow what is placed: the sum beside them, the same fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.drafts import Placed, headline_end, in_one_sentence

if TYPE_CHECKING:
    from llmextract.extraction.drafts import Draft
    from llmextract.extraction.gathered import Gathered
    from llmextract.extraction.places import Places
    from llmextract.extraction.surroundings import Surroundings

__all__ = ["follow_equal_facts", "follow_neighbours"]


def follow_neighbours(gathered: Gathered, *, places: Places, surroundings: Surroundings) -> None:
    """Put what belongs nowhere with the sums beside it, if those are all of one place.

    A date goes with the sums of its sentence: ``2020년부터 2024년까지 205억 원을 투입해``. A sum
    that is called a part (국비 24억 원) goes with those of its paragraph: what it is a part of.
    """
    for loose in list(gathered.loose.values()):
        kind = loose.mention.kind
        if not (places.is_told(loose.mention) if kind == "date" else _is_part(loose, places)):
            continue
        around = surroundings.sentence if kind == "date" else surroundings.paragraph
        owners = _owners_of_sums(gathered, *around(loose.mention))
        homes = [home for draft in owners for home in draft.entity.homes(kind)]
        if len(owners) == len(homes) == 1:
            draft, home = owners[0], homes[0]
            told = places.told(loose.mention, (draft.entity.field, home.field))
            placed = Placed(loose.id, loose.mention, loose.attributes | told)
            draft.placed.setdefault(home.field, []).append(placed)
            del gathered.loose[loose.id]


def _is_part(loose: Placed, places: Places) -> bool:
    """Whether the words beside a sum call it a part or the whole of something."""
    return places.is_told(loose.mention) and places.is_part(loose.mention)


def _owners_of_sums(gathered: Gathered, start: int, end: int) -> list[Draft]:
    """Whose the sums are that stand between two offsets."""
    return [
        draft
        for draft in gathered.all()
        if any(
            p.mention.kind == "money" and start <= p.mention.start < end
            for placed in draft.placed.values()
            for p in placed
        )
    ]


def follow_equal_facts(gathered: Gathered, *, body: str) -> None:
    """Put an unassigned amount where the very same amount is placed, if that is one place.

    The headline says again what the text says; a model that reads paragraph by paragraph
    does not know that.
    """
    headline = headline_end(body)
    _free_headline(gathered, headline)
    placed = _by_fact(gathered) if gathered.loose else {}
    for loose in list(gathered.loose.values()) if placed else ():
        is_sum = loose.mention.kind == "money" and loose.mention.value is not None
        if not is_sum and loose.mention.start >= headline:
            continue
        twins = placed.get(loose.fact, {})
        if len(twins) == 1:
            key, (home, twin) = next(iter(twins.items()))
            if not in_one_sentence(twin, loose, body=body):
                follower = Placed(loose.id, loose.mention, twin.attributes)
                home.append(follower)
                twins[key] = (home, follower)
                del gathered.loose[loose.id]


def _by_fact(
    gathered: Gathered,
) -> dict[tuple[object, ...], dict[tuple[int, str], tuple[list[Placed], Placed]]]:
    """Each fact with the fields that hold it, and the last mention there that says it."""
    found: dict[tuple[object, ...], dict[tuple[int, str], tuple[list[Placed], Placed]]] = {}
    for draft in gathered.all():
        for key, home in draft.placed.items():
            for twin in home:
                found.setdefault(twin.fact, {})[id(draft), key] = (home, twin)
    return found


def _free_headline(gathered: Gathered, headline: int) -> None:
    """Let go of what the headline says where the text places the same fact elsewhere."""
    if not headline:
        return
    above = [
        (p, placed, draft)
        for draft in gathered.all()
        for placed in draft.placed.values()
        for p in placed
        if p.mention.start < headline
    ]
    told = _told(gathered, headline) if above else {}
    for p, placed, draft in above:
        if told.get(p.fact, draft) is not draft:
            placed.remove(p)
            gathered.loose[p.id] = p


def _told(gathered: Gathered, headline: int) -> dict[tuple[object, ...], Draft]:
    """Each fact that the text tells, with the last entity that it is of."""
    return {
        p.fact: draft
        for draft in gathered.all()
        for placed in draft.placed.values()
        for p in placed
        if p.mention.start >= headline
    }
