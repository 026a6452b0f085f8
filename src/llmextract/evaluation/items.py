"""The fields of a schema, each with the things that are counted in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from llmextract.evaluation.names import Likeness, likeness
from llmextract.evaluation.readings import compare_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from llmextract.evaluation.things import Entity, Kind, Mention, Side

__all__ = ["KINDS", "Field", "Item", "fields"]

KINDS: tuple[Kind, ...] = ("money", "date")
"""Fields of their own: all mentions of a kind, placed or not."""


@dataclass(frozen=True)
class Item:
    """One thing that is right or wrong: a name, a mention, or one of both under a name.

    Attributes:
        owner: The forms of the name that it stands under; none for what stands by itself.
        forms: Its own forms; none for a mention.
        mention: The mention.
        attributes: What is said of it.
        facts: What tells it apart from others that share its name's head.
        waived: Gold does not know whether this is right: it counts only when it is.
    """

    owner: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    mention: Mention | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    facts: frozenset[object] = frozenset()
    waived: bool = False

    @property
    def what(self) -> str:
        """The thing for people."""
        return self.mention.texts[0] if self.mention else self.forms[0]

    @property
    def place(self) -> str | None:
        """What it stands under, for people."""
        return f"under {self.owner[0]}" if self.owner else None

    def alike(self, given: Item) -> Likeness:
        """How far ``given`` is this."""
        found = Likeness.EXACT
        if self.mention and given.mention:
            found = compare_readings(self.mention, given.mention)
        for mine, theirs in ((self.forms, given.forms), (self.owner, given.owner)):
            if found and mine:
                found = min(found, likeness(mine, theirs))
        return found


@dataclass(frozen=True)
class Field:
    """One field of the score.

    Attributes:
        path: ``programs``, ``programs.amounts``; ``money`` and ``date`` for all mentions of a
            kind, placed or not.
        sort: What its items are.
        gold: Gold's items.
        given: The record's items.
    """

    path: str
    sort: Literal["mention", "entity", "placement", "link"]
    gold: list[Item]
    given: list[Item]


def fields(gold: Side, given: Side) -> Iterator[Field]:
    """Every field of which gold knows something, in the order of the schema."""
    for kind in KINDS:
        yield from _mentions(kind, gold, given)
    for key, entities in gold.entities.items():
        theirs = given.entities.get(key, [])
        yield Field(key, "entity", [*map(_entity, entities)], [*map(_entity, theirs)])
        yield from _inside(key, "placement", entities, theirs)
        yield from _inside(key, "link", entities, theirs)


def _mentions(kind: Kind, gold: Side, given: Side) -> Iterator[Field]:
    """All mentions of a kind: that they are found and read, wherever they are placed."""
    blind = gold.unassigned is None or any(
        key not in entity.known
        for path, key, _, _ in given.placed(kind)
        for entity in gold.entities.get(path, ())
    )
    mine = [*(mention for *_, mention in gold.placed(kind)), *gold.loose(kind)]
    theirs = [*(mention for *_, mention in given.placed(kind)), *given.loose(kind)]
    # Gold that does not list repeats has a fact once, however often the article says it.
    known = [mention for mention in mine if not mention.counted]
    if mine or theirs:
        yield Field(
            kind,
            "mention",
            [Item(mention=mention) for mention in mine],
            [
                Item(mention=m, waived=blind or any(compare_readings(k, m) for k in known))
                for m in theirs
            ],
        )


def _entity(entity: Entity) -> Item:
    readings = (
        tuple(sorted((key, str(value)) for key, value in mention.reading.items()))
        for mentions in entity.placements.values()
        for mention in mentions
    )
    return Item(forms=entity.forms, attributes=entity.attributes, facts=frozenset(readings))


def _inside(
    path: str, sort: Literal["placement", "link"], gold: list[Entity], given: list[Entity]
) -> Iterator[Field]:
    keys = [key for entity in (*gold, *given) for key in _parts(entity, sort)]
    for key in dict.fromkeys(keys):
        blind = [entity for entity in gold if key not in entity.known]
        if blind and len(blind) == len(gold):
            continue
        theirs = [
            Item(**vars(item) | {"waived": any(likeness(e.forms, item.owner) for e in blind)})
            for item in _items(given, key)
        ]
        yield Field(f"{path}.{key}", sort, [*_items(gold, key)], theirs)


def _parts(entity: Entity, sort: str) -> Iterable[str]:
    return entity.placements if sort == "placement" else entity.links


def _items(entities: Iterable[Entity], key: str) -> Iterator[Item]:
    for entity in entities:
        for mention in entity.placements.get(key, ()):
            yield Item(owner=entity.forms, mention=mention, attributes=mention.attributes)
        for link in entity.links.get(key, ()):
            yield Item(owner=entity.forms, forms=link.forms, attributes=link.attributes)
