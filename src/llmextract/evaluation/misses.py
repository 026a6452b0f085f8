"""The errors of one article, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.evaluation.names import likeness
from llmextract.evaluation.scores import Miss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from llmextract.evaluation.items import Field, Item
    from llmextract.evaluation.things import Side

__all__ = ["differing", "find_misses"]


def find_misses(
    part: Field, pairs: Mapping[int, int], *, gold: Side, given: Side
) -> Iterator[Miss]:
    """What of gold is missing, what the record has beside it, and what it puts elsewhere."""
    unmatched = [item for i, item in enumerate(part.gold) if i not in pairs]
    matched = set(pairs.values())
    rest = [item for j, item in enumerate(part.given) if j not in matched and not item.waived]
    for item in unmatched:
        elsewhere = next((other for other in rest if _same_thing(item, other)), None)
        if elsewhere is not None:
            rest.remove(elsewhere)
            yield Miss(part.path, "misplaced", item.what, item.place, elsewhere.place)
        elif _among(item, given):
            yield Miss(part.path, "misplaced", item.what, item.place, "unassigned")
        else:
            yield Miss(part.path, "missing", item.what, gold=item.place)
    for item in rest:
        if _among(item, gold):
            yield Miss(part.path, "misplaced", item.what, "unassigned", item.place)
        else:
            yield Miss(part.path, "extra", item.what, given=_why(part.gold, item))


def differing(part: Field, pairs: Mapping[int, int], key: str) -> Iterator[Miss]:
    """Attributes of things that are matched, and whose values are not gold's."""
    for i, j in pairs.items():
        mine, theirs = part.gold[i], part.given[j]
        wanted, found = mine.attributes.get(key), theirs.attributes.get(key)
        if key not in mine.attributes or wanted == found:
            continue
        if isinstance(wanted, str) and isinstance(found, str) and likeness([wanted], [found]):
            continue
        what = f"{mine.what} {mine.place}" if mine.place else mine.what
        yield Miss(f"{part.path}.{key}", "differs", what, _say(wanted), _say(found))


def _same_thing(gold: Item, given: Item) -> bool:
    """Whether two mentions under names are one, whatever the names."""
    return bool(gold.owner and gold.mention and type(gold)(mention=gold.mention).alike(given))


def _among(item: Item, side: Side) -> bool:
    """Whether the mention is one of those that the other side leaves unassigned."""
    if not item.owner or item.mention is None:
        return False
    bare = type(item)(mention=item.mention)
    loose: Iterable[Item] = (type(item)(mention=m) for m in side.loose(item.mention.kind))
    return any(bare.alike(other) for other in loose)


def _why(gold: Iterable[Item], item: Item) -> str | None:
    """Where it stands; or, for a name that gold has once, as what."""
    twin = next((mine for mine in gold if item.forms and mine.alike(item)), None)
    return f"again for {twin.what}" if twin else item.place


def _say(value: object) -> str:
    return "nothing" if value is None else str(value)
