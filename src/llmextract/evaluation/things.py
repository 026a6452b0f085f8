"""What a record says, flattened into things that can be matched one by one.

Read off the plain JSON, whatever the schema: an entity is an object with a ``name`` object, a
mention one with a value or days, a link one with a ``name`` inside an entity; all else that is
no list and no object is an attribute.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Entity", "Kind", "Link", "Mention", "Side", "read_side"]

Kind = Literal["money", "date"]
Plain = dict[str, Any]

_READING: Mapping[Kind, tuple[str, ...]] = {
    "money": ("value", "minimum", "maximum", "currency", "approximate"),
    "date": ("first", "last", "precision", "approximate"),
}
_EDGE = frozenset({"kind", "text", "start", "end", "repeats"})
_NUMBERS = frozenset({"value", "minimum", "maximum"})


@dataclass(frozen=True)
class Mention:
    """An amount or a date.

    Attributes:
        kind: ``money`` or ``date``.
        texts: Its words, then those of its repeats.
        reading: What the words read as, by key; a key that is not known is left out.
        attributes: What the schema adds: a role, an event.
        counted: Whether it is known where the same is said again.
    """

    kind: Kind
    texts: tuple[str, ...]
    reading: Mapping[str, Any]
    attributes: Mapping[str, Any]
    counted: bool = True


@dataclass(frozen=True)
class Link:
    """A name inside an entity, with its attributes."""

    forms: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Entity:
    """One member of a list of the schema.

    Attributes:
        forms: Its name, then its aliases.
        attributes: Plain values, and the words of quotes other than names.
        placements: Mentions by field.
        links: Names by field.
        known: The keys that it has at all.
    """

    forms: tuple[str, ...]
    attributes: Mapping[str, Any]
    placements: Mapping[str, list[Mention]]
    links: Mapping[str, list[Link]]
    known: frozenset[str]


@dataclass(frozen=True)
class Side:
    """All that one record says.

    Attributes:
        entities: By field of the schema, in its order.
        unassigned: Mentions of no entity; None where nothing is known of them.
    """

    entities: Mapping[str, list[Entity]] = field(default_factory=dict)
    unassigned: list[Mention] | None = field(default_factory=list)

    def placed(self, kind: Kind) -> Iterator[tuple[str, str, Entity, Mention]]:
        """Every placed mention of a kind, with the fields and the entity that hold it."""
        for entity_field, entities in self.entities.items():
            for entity in entities:
                for key, mentions in entity.placements.items():
                    for mention in mentions:
                        if mention.kind == kind:
                            yield entity_field, key, entity, mention

    def loose(self, kind: Kind) -> list[Mention]:
        """The unassigned mentions of a kind."""
        return [mention for mention in self.unassigned or () if mention.kind == kind]


def read_side(plain: Mapping[str, Any]) -> Side:
    """Read a record file or a gold file.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    unassigned = plain.get("unassigned")
    return Side(
        {key: [_entity(item) for item in items] for key, items in plain["record"].items()},
        None if unassigned is None else [_mention(item) for item in unassigned],
    )


def _entity(plain: Plain) -> Entity:
    placements: dict[str, list[Mention]] = {}
    links: dict[str, list[Link]] = {}
    attributes: dict[str, Any] = {}
    for key, value in plain.items():
        objects = [item for item in _listed(value) if isinstance(item, dict)]
        if key in {"name", "aliases"}:
            continue
        if not isinstance(value, list | dict):
            attributes[key] = value
        elif any(_kind(item) for item in objects):
            placements[key] = [_mention(item) for item in objects]
        elif any(isinstance(item.get("name"), dict) for item in objects):
            links[key] = [_link(item) for item in objects]
        elif objects:
            attributes[key] = ", ".join(item["text"] for item in objects)
    return Entity(_forms(plain), attributes, placements, links, frozenset(plain))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kind(plain: Plain) -> Kind | None:
    if "value" in plain or "currency" in plain:
        return "money"
    return "date" if "first" in plain or "precision" in plain else None


def _mention(plain: Plain) -> Mention:
    kind = _kind(plain)
    if kind is None:
        raise ValueError(f"'{plain['text']}' is no amount and no date")
    known = _READING[kind]
    texts = (plain["text"], *(repeat["text"] for repeat in plain.get("repeats", ())))
    return Mention(
        kind,
        texts,
        {key: _exact(key, plain[key]) for key in known if key in plain},
        {key: value for key, value in plain.items() if key not in {*_EDGE, *known}},
        "repeats" in plain,
    )


def _exact(key: str, value: Any) -> Any:  # noqa: ANN401 - JSON is any value
    if key not in _NUMBERS or value is None:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{key} {value!r} is no number") from None


def _link(plain: Plain) -> Link:
    return Link(_forms(plain), {k: v for k, v in plain.items() if not isinstance(v, list | dict)})


def _forms(plain: Plain) -> tuple[str, ...]:
    return (plain["name"]["text"], *(alias["text"] for alias in plain.get("aliases") or ()))
