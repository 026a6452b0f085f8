"""From the JSON of either rendering to one `Reply`, with all that is wrong in it."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from llmextract.schemas.reply import (
    UNANSWERED,
    Complaint,
    EntityReply,
    LinkReply,
    PlacementReply,
    Reply,
)
from llmextract.schemas.shape import shared_attributes
from llmextract.schemas.wire import (
    FIELD,
    NONE,
    OF,
    PLURAL,
    Asked,
    Rendering,
    keyed_schema,
    linked_from,
    static_schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from llmextract.schemas.shape import Attribute, Entity, Link, MentionKind, Placement, Shape

__all__ = ["parse_reply", "parse_rest"]

_REFERENCE = re.compile(r"^\[?(?P<id>[MD]\d+)(?:\s+(?P<words>.+?))?\]?$")
_OTHER: Mapping[MentionKind, MentionKind] = {"money": "date", "date": "money"}
_MOST_ERRORS = 100
"""Against the schema: after so many nobody reads on, and a megabyte has a hundred thousand."""


def parse_reply(shape: Shape, answer: object, *, rendering: Rendering, asked: Asked) -> Reply:
    """Read one answer.

    Everything that can be used is used; everything else is named in ``complaints``: values
    outside the schema, unknown mention ids, mentions left out or answered twice.

    Args:
        shape: What was asked for.
        answer: The parsed JSON.
        rendering: How it was asked for.
        asked: What was asked about.
    """
    complaints = list(_schema_complaints(shape, answer, rendering=rendering, asked=asked))
    read = _Reader(shape, asked, answer if isinstance(answer, dict) else {})
    entities = list(read.entities())
    if rendering == "keyed":
        entities = [read.with_links(entity) for entity in entities]
    placements = list(read.keyed()) if rendering == "keyed" else read.static()
    kept, rivals, doubts = _one_answer_each(placements, asked)
    return Reply(entities, kept, complaints + read.misfits + doubts, rivals)


def parse_rest(shape: Shape, answer: object, *, asked: Asked) -> list[PlacementReply]:
    """Read the answer to the question about what an answer left out; see `rest_schema`."""
    said = answer if isinstance(answer, dict) else {}
    placements = (
        _rest_placement(shape, mention, kind, said.get(mention)) for mention, kind in asked.mentions
    )
    return [placement for placement in placements if placement is not None]


def _schema_complaints(
    shape: Shape, answer: object, *, rendering: Rendering, asked: Asked
) -> Iterator[Complaint]:
    if rendering == "static" and _static_check(shape).is_valid(answer):
        return
    # A tenth of the program's start, which only answers that are wrong wait for.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    schema = keyed_schema(shape, asked=asked) if rendering == "keyed" else static_schema(shape)
    errors = Draft202012Validator(_without_patterns(schema)).iter_errors(answer)
    for error in islice(errors, _MOST_ERRORS):
        path = "/".join(str(step) for step in error.absolute_path) or "reply"
        yield Complaint("reply-invalid", path, f"{_shorten(path)}: {_shorten(error.message)}.")


@lru_cache(maxsize=64)
def _static_check(shape: Shape) -> jsonschema_rs.Validator:
    """What says in two microseconds that an answer is right, as most are.

    The library in Python takes a third of a millisecond for that; it says what is wrong, in
    words that models understand.
    """
    return jsonschema_rs.validator_for(_without_patterns(static_schema(shape)))


def _without_patterns(schema: Any) -> Any:  # noqa: ANN401 - JSON is any value
    """Patterns steer the model; whether a quote stands in the article is decided by alignment."""
    if isinstance(schema, dict):
        return {k: _without_patterns(v) for k, v in schema.items() if k != "pattern"}
    if isinstance(schema, list):
        return [_without_patterns(item) for item in schema]
    return schema


class _Reader:
    def __init__(self, shape: Shape, asked: Asked, answer: Mapping[str, Any]) -> None:
        self._shape = shape
        self._asked = dict(asked.mentions)
        self._answer = answer
        self.misfits: list[Complaint] = []

    def entities(self) -> Iterator[EntityReply]:
        for entity in self._shape.entities:
            for item in _items(self._answer.get(entity.field)):
                name = _text(item.get("name"))
                if name:
                    yield EntityReply(
                        entity.field,
                        name,
                        _values(item, entity.attributes),
                        {key: _strings(item.get(key)) for key in entity.quotes},
                        [said for link in entity.links for said in _links(item, link)],
                    )

    def with_links(self, said: EntityReply) -> EntityReply:
        """Give an entity the links that the keyed rendering asks for at their targets."""
        owner = next(entity for entity in self._shape.entities if entity.field == said.field)
        links = list(said.links)
        for target in self._shape.entities:
            for link in linked_from(self._shape, target):
                if link not in owner.links:
                    continue
                for item in _items(self._answer.get(target.field)):
                    values = _values(item, link.attributes)
                    if _text(item.get("name")) and any(values.values()):
                        links.append(LinkReply(link.field, _text(item["name"]), values))
        return dataclasses.replace(said, links=links)

    def keyed(self) -> Iterator[PlacementReply]:
        """Each mention under every entity that carries it; then what is said to be none's."""
        for entity in self._shape.entities:
            for item in _items(self._answer.get(entity.field)):
                name = _text(item.get("name"))
                for mention, kind in self._asked.items():
                    homes = entity.homes(kind)
                    if homes and mention in item:
                        yield _keyed_placement(mention, name, entity, homes, item[mention])
        for mention in _strings(self._answer.get(NONE)):
            yield PlacementReply(mention, None, None, {})

    def static(self) -> list[PlacementReply]:
        found: list[PlacementReply] = []
        for entity in self._shape.entities:
            for item in _items(self._answer.get(entity.field)) if entity.placements else ():
                name = _text(item.get("name")) or None
                for placement in entity.placements:
                    owner = (name, (entity.field, placement.field))
                    listed = _items(item.get(placement.field))
                    found += self._of_kind(placement.kind, listed, owner, placement.attributes)
        said = self._answer.get("unassigned")
        unplaced = said if isinstance(said, dict) else {}
        for kind, plural in PLURAL.items():
            listed = _items(unplaced.get(plural))
            found += self._of_kind(kind, listed, (None, None), self._shape.attributes_of(kind))
        return found

    def _of_kind(
        self,
        kind: MentionKind,
        listed: Sequence[Mapping[str, Any]],
        owner: tuple[str | None, tuple[str, str] | None],
        attributes: Sequence[Attribute],
    ) -> Iterator[PlacementReply]:
        """References to mentions of that kind; a date among the sums is none of them."""
        name, home = owner
        for item in listed:
            written = _text(item.get("ref"))
            mention, words = (written, "") if written in self._asked else _mention(written)
            if self._asked.get(mention, kind) == kind:
                yield PlacementReply(mention, name, home, _values(item, attributes), words)
            else:
                message = f"{mention} is no {kind}; place it among the {PLURAL[_OTHER[kind]]}."
                self.misfits.append(Complaint("mention-misplaced", mention, message))


def _keyed_placement(
    mention: str, name: str, entity: Entity, homes: Sequence[Placement], said: object
) -> PlacementReply:
    shared = shared_attributes(homes)
    item = said if isinstance(said, dict) else {a.name: said for a in shared}
    field = item.get(FIELD) if shared else said
    fields = [home.field for home in homes]
    home = field if field in fields else fields[0]
    return PlacementReply(mention, name or None, (entity.field, home), _values(item, shared))


def _rest_placement(
    shape: Shape, mention: str, kind: MentionKind, said: object
) -> PlacementReply | None:
    if not isinstance(said, dict):
        return None
    labels = shape.labels(kind)
    label = said.get(FIELD, next(iter(labels)))
    home = labels.get(label) if isinstance(label, str) else None
    name = _text(said.get(OF))
    if not (home and name):
        return PlacementReply(mention, None, None, {})
    entity, placement = home
    values = _values(said, shape.attributes_of(kind))
    return PlacementReply(mention, name, (entity.field, placement.field), values)


def _mention(written: str) -> tuple[str, str]:
    """The id that a reference names, and the words beside it, where it repeats them."""
    found = _REFERENCE.match(written)
    return (found["id"], found["words"] or "") if found else (written, "")


def _one_answer_each(
    placements: Iterable[PlacementReply], asked: Asked
) -> tuple[list[PlacementReply], list[PlacementReply], list[Complaint]]:
    """Keep the first answer to each mention; complain of rivals, of strangers and of gaps.

    An answer that places the mention wins over one that leaves it unassigned.
    """
    kinds = dict(asked.mentions)
    kept: dict[str, PlacementReply] = {}
    rivals: list[PlacementReply] = []
    complaints: list[Complaint] = []
    for placement in placements:
        mention = placement.mention
        if mention not in kinds:
            complaints.append(_stranger(mention, kinds))
        elif mention not in kept or (placement.entity and not kept[mention].entity):
            kept[mention] = placement
        elif placement.entity and placement.entity != kept[mention].entity:
            rivals.append(placement)
            complaints.append(_twice(mention, kept[mention].entity, placement.entity))
    for mention in kinds:
        if mention not in kept:
            message = f"{mention} is missing: place it or list it as unassigned."
            complaints.append(Complaint(UNANSWERED, mention, message))
    return list(kept.values()), rivals, complaints


def _stranger(mention: str, known: Mapping[str, str]) -> Complaint:
    marks = ", ".join(known) or "none"
    message = (
        f"{_shorten(mention) or 'An empty id'} is no mark of this text; its marks are: {marks}."
    )
    return Complaint("mention-unknown", mention[:20], message)


def _twice(mention: str, first: str | None, second: str) -> Complaint:
    message = f"{mention} is placed twice, under '{first}' and '{second}'; decide for one."
    return Complaint("mention-placed-twice", mention, message)


def _links(item: Mapping[str, Any], link: Link) -> Iterator[LinkReply]:
    for said in _items(item.get(link.field)):
        name = _text(said.get("name"))
        if name:
            yield LinkReply(link.field, name, _values(said, link.attributes))


def _values(
    item: Mapping[str, Any], attributes: Iterable[Attribute]
) -> dict[str, str | bool | None]:
    values: dict[str, str | bool | None] = {}
    for attribute in attributes:
        value = item.get(attribute.name)
        is_said = isinstance(value, _SAID) and value != ""
        is_allowed = not attribute.choices or value in attribute.choices
        values[attribute.name] = value if is_said and is_allowed else None
    return values


_SAID = (str, bool)


def _items(value: object) -> list[Mapping[str, Any]]:
    candidates = value if isinstance(value, list) else [value]
    return [item for item in candidates if isinstance(item, dict)]


def _strings(value: object) -> list[str]:
    candidates = value if isinstance(value, list) else [value]
    stripped = [item.strip() for item in candidates if isinstance(item, str)]
    return [item for item in stripped if item]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _shorten(message: str, most: int = 160) -> str:
    return message if len(message) <= most else message[: most - 1] + "…"
