"""One record against one gold record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.evaluation.items import fields
from llmextract.evaluation.matching import assign
from llmextract.evaluation.misses import differing, find_misses
from llmextract.evaluation.names import Likeness, likeness
from llmextract.evaluation.scores import Miss, Modes, Tally

if TYPE_CHECKING:
    from llmextract.evaluation.items import Field, Item
    from llmextract.evaluation.things import Side

__all__ = ["score_sides"]

_EXACT_FIRST = 64
"""More than the attributes and facts of any entity: an exact name outweighs shared facts."""

Pairs = dict[int, int]


def score_sides(gold: Side, given: Side) -> tuple[dict[str, Modes], list[Miss]]:
    """The counts of every field, by path, and all errors."""
    counts: dict[str, Modes] = {}
    misses: list[Miss] = []
    for part in fields(gold, given):
        lenient, exact = _match(part)
        counts[part.path] = Modes(_tally(part, lenient), _tally(part, exact))
        misses += find_misses(part, lenient, gold=gold, given=given)
        for key in _attributes(part):
            counts[f"{part.path}.{key}"] = Modes(
                _attribute_tally(part, lenient, key, least=Likeness.LENIENT),
                _attribute_tally(part, exact, key, least=Likeness.EXACT),
            )
            misses += differing(part, lenient, key)
    return counts, misses


def _match(part: Field) -> tuple[Pairs, Pairs]:
    """Which of the given is which of gold's, leniently and exactly."""
    alike = {
        (i, j): found
        for i, mine in enumerate(part.gold)
        for j, theirs in enumerate(part.given)
        if (found := mine.alike(theirs))
    }
    weights = {
        (i, j): 1
        + (found is Likeness.EXACT) * _EXACT_FIRST
        + _agreements(part.gold[i], part.given[j])
        for (i, j), found in alike.items()
    }
    exact = {pair: weights[pair] for pair, found in alike.items() if found is Likeness.EXACT}
    return assign(weights), assign(exact)


def _agreements(gold: Item, given: Item) -> int:
    """What else speaks for a pair, where several could be one."""
    same: int = sum(given.attributes.get(key) == value for key, value in gold.attributes.items())
    return min(same + len(gold.facts & given.facts), _EXACT_FIRST - 1)


def _tally(part: Field, pairs: Pairs) -> Tally:
    matched = set(pairs.values())
    counted = sum(not item.waived or j in matched for j, item in enumerate(part.given))
    return Tally(len(pairs), len(part.gold), counted)


def _attributes(part: Field) -> list[str]:
    """What gold says of such things; where it has none of them, what the record says."""
    if part.sort == "mention":
        return []
    keys = (key for item in part.gold or part.given for key in item.attributes)
    return list(dict.fromkeys(keys))


def _attribute_tally(part: Field, pairs: Pairs, key: str, *, least: Likeness) -> Tally:
    """An attribute is right where its thing is, and its value."""
    right = sum(
        _agree(part.gold[i].attributes.get(key), part.given[j].attributes.get(key)) >= least
        for i, j in pairs.items()
    )
    unknown = {j for i, j in pairs.items() if key not in part.gold[i].attributes}
    matched = set(pairs.values())
    given = sum(
        item.attributes.get(key) is not None and j not in unknown
        for j, item in enumerate(part.given)
        if not item.waived or j in matched
    )
    return Tally(right, sum(i.attributes.get(key) is not None for i in part.gold), given)


def _agree(gold: Any, given: Any) -> Likeness:  # noqa: ANN401 - values of any kind
    if gold is None or given is None:
        return Likeness.NONE
    if isinstance(gold, str) and isinstance(given, str):
        return likeness([gold], [given])
    return Likeness.EXACT if gold == given else Likeness.NONE
