"""The wire schema: what is asked of the model, as JSON Schema, in two renderings.

*Static*: one schema for every article; mentions are referred to by id, checked afterwards.
For providers that compile a strict schema slowly and cache it.

*Keyed*: one schema for each piece: an entity carries the ids of its mentions as keys, each
with its role, and every quote is held to the words shown by a pattern. For servers that
compile grammars for nothing. A key for each mention with the name of its entity, as the
other way round, was tried with the embedded model: it writes twice as much, and puts what
follows a name under another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from llmextract.schemas.shape import shared_attributes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.schemas.shape import Attribute, Entity, Link, MentionKind, Placement, Shape

__all__ = [
    "Asked",
    "Rendering",
    "keyed_schema",
    "linked_from",
    "rest_schema",
    "static_schema",
    "wire_schema",
]

Rendering = Literal["keyed", "static"]
Json = dict[str, Any]

LONGEST_LIST = 6
"""Items in a list that the keyed rendering allows: a small model else repeats without end."""
PLURAL: dict[MentionKind, str] = {"money": "amounts", "date": "dates"}
REFERENCE: dict[MentionKind, str] = {"money": "^M[0-9]+$", "date": "^D[0-9]+$"}
NONE = "none"
FIELD = "field"
OF = "of"


@dataclass(frozen=True)
class Asked:
    """What one request asks about.

    Attributes:
        mentions: Ids of the mentions in the piece, in order, each with its kind.
        pattern: All that may be quoted, anchored (`llmextract.grounding.quotable`).
        owners: What of it may name an entity that holds mentions; empty for all.
        most: How many such entities there can be.
    """

    mentions: tuple[tuple[str, MentionKind], ...]
    pattern: str = ""
    owners: str = ""
    most: int = LONGEST_LIST


def wire_schema(shape: Shape, *, rendering: Rendering, asked: Asked) -> Json:
    """The JSON Schema of the answer to one request."""
    return keyed_schema(shape, asked=asked) if rendering == "keyed" else static_schema(shape)


@lru_cache(maxsize=64)
def static_schema(shape: Shape) -> Json:
    """The same schema for every article; what OpenAI's strict mode takes.

    Made once a shape: it is not to be changed.
    """
    properties = {entity.field: _list(_static_entity(entity)) for entity in shape.entities}
    unplaced = {
        PLURAL[kind]: _list(_reference(kind, shape.attributes_of(kind)))
        for kind, homes in shape.homes.items()
        if homes
    }
    if unplaced:
        properties["unassigned"] = _object(unplaced)
    return _object(properties)


def keyed_schema(shape: Shape, *, asked: Asked) -> Json:
    """A schema for one piece: entities with their mentions, and what belongs to none."""
    properties: Json = {}
    for entity in sorted(shape.entities, key=lambda entity: not entity.placements):
        if entity.found and not entity.placements:
            continue
        if not entity.placements:
            properties |= _none(asked)
        most = min(asked.most, LONGEST_LIST) if entity.placements else LONGEST_LIST
        properties[entity.field] = _list(_keyed_entity(entity, shape, asked), most=most)
    properties |= _none(asked)
    return _object(properties) | _quotable(asked)


def _quotable(asked: Asked) -> Json:
    patterns = {"quote": asked.pattern, "owner": asked.owners or asked.pattern}
    return {"$defs": {key: {"type": "string", "pattern": p} for key, p in patterns.items()}}


def _none(asked: Asked) -> Json:
    """The ids of what belongs nowhere; said last, so that nothing is left out unseen."""
    ids = [mention for mention, _ in asked.mentions]
    return {NONE: _list({"type": "string", "enum": ids}, most=len(ids))} if ids else {}


def rest_schema(shape: Shape, *, asked: Asked, names: Sequence[str]) -> Json:
    """A required key for each mention that a keyed answer left out, with one of ``names``."""
    properties = {mention: _rest(shape, kind, names) for mention, kind in asked.mentions}
    return _object(properties) | _quotable(asked)


def _rest(shape: Shape, kind: MentionKind, names: Sequence[str]) -> Json:
    properties: Json = {OF: {"type": "string", "enum": [*names, ""]}}
    if len(shape.homes[kind]) > 1:
        properties[FIELD] = {"type": "string", "enum": list(shape.labels(kind))}
    properties |= {a.name: _keyed_attribute(a) for a in shape.attributes_of(kind)}
    return _object(properties)


def _static_entity(entity: Entity) -> Json:
    properties: Json = {"name": _described("string", _description(entity, "name"))}
    properties |= {a.name: _attribute(a) for a in entity.attributes}
    properties |= {key: _quotes(key in entity.single) for key in entity.quotes}
    properties |= {p.field: _placement(p) for p in entity.placements}
    properties |= {link.field: _list(_link(link)) for link in entity.links}
    return _object(_in_order(entity, properties))


def _quotes(single: bool) -> Json:  # noqa: FBT001 - one field or a list of it
    text: Json = {"type": "string"}
    return {"anyOf": [text, {"type": "null"}]} if single else _list(text)


def _in_order(entity: Entity, properties: Json) -> Json:
    return {key: properties[key] for key in entity.model.model_fields}


def _placement(placement: Placement) -> Json:
    reference = _reference(placement.kind, placement.attributes)
    if placement.many:
        return _list(reference)
    return {"anyOf": [reference, {"type": "null"}]}


def _reference(kind: MentionKind, attributes: Sequence[Attribute]) -> Json:
    ref = {"type": "string", "pattern": REFERENCE[kind]}
    return _object({"ref": ref} | {a.name: _attribute(a) for a in attributes})


def _link(link: Link) -> Json:
    return _object({"name": {"type": "string"}} | {a.name: _attribute(a) for a in link.attributes})


def linked_from(shape: Shape, entity: Entity) -> tuple[Link, ...]:
    """The links whose targets are this list: a program's ``actors`` are the ``actors``.

    The keyed rendering asks for them once a target and piece, not once a program: an actor's
    role holds for the programs of the piece. It halves what a small model has to write.
    """
    return tuple(
        link for owner in shape.entities for link in owner.links if link.field == entity.field
    )


def _keyed_entity(entity: Entity, shape: Shape, asked: Asked) -> Json:
    properties: Json = {"name": _OWNER if entity.placements else _QUOTE}
    inferred: frozenset[str] = getattr(entity.model, "inferred", frozenset())
    attributes = [a for a in entity.attributes if a.name not in inferred]
    properties |= {a.name: _keyed_attribute(a) for a in attributes}
    optional = {a.name for a in attributes if a.optional}
    # Aliases are found by joining the names of all pieces, not by asking a small model.
    others = [key for key in entity.quotes if key != "aliases"]
    properties |= {key: _list(_QUOTE, most=LONGEST_LIST) for key in others}
    for link in linked_from(shape, entity):
        properties |= {a.name: _keyed_attribute(a) for a in link.attributes}
        optional |= {a.name for a in link.attributes}
    fields = {other.field for other in shape.entities}
    properties |= {
        link.field: _list(
            _object({"name": _QUOTE} | {a.name: _keyed_attribute(a) for a in link.attributes}),
            most=2,
        )
        for link in entity.links
        if link.field not in fields
    }
    mentions = {
        mention: _keyed_mention(homes)
        for mention, kind in asked.mentions
        if (homes := entity.homes(kind))
    }
    properties |= mentions
    optional |= set(mentions)
    # What need not be said is left out: every token costs a small model's user time.
    return _object(properties, required=[key for key in properties if key not in optional])


def _keyed_mention(homes: Sequence[Placement]) -> Json:
    """What is said of a mention beside its id: as little as tells its field and attributes."""
    shared = shared_attributes(homes)
    field: Json = {"type": "string", "enum": [home.field for home in homes]}
    if not shared:
        return field
    if len(homes) == len(shared) == 1:
        return _keyed_attribute(shared[0])
    fields = {FIELD: field} if len(homes) > 1 else {}
    return _object(fields | {a.name: _keyed_attribute(a) for a in shared})


_QUOTE: Json = {"$ref": "#/$defs/quote"}
_OWNER: Json = {"$ref": "#/$defs/owner"}


def _keyed_attribute(attribute: Attribute) -> Json:
    if attribute.verbatim:
        return _QUOTE
    return _attribute(attribute, described=False)


def _attribute(attribute: Attribute, *, described: bool = True) -> Json:
    value: Json = {"type": attribute.type}
    if attribute.choices:
        value["enum"] = list(attribute.choices)
    if attribute.optional:
        value = {"anyOf": [value, {"type": "null"}]}
    if described and attribute.description:
        value["description"] = attribute.description
    return value


def _described(kind: str, description: str) -> Json:
    return {"type": kind} | ({"description": description} if description else {})


def _description(entity: Entity, field: str) -> str:
    return entity.model.model_fields[field].description or ""


def _list(items: Json, *, most: int | None = None) -> Json:
    return {"type": "array", "items": items} | ({"maxItems": most} if most is not None else {})


def _object(properties: Json, *, required: Sequence[str] | None = None) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
