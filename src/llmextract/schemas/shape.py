"""What a schema asks for, read off its Pydantic model once.

A schema is a model whose fields are lists of entities. An entity is a model with a
``name: Quote`` and any of: further quotes, verbatim strings, choices, mentions (`Money` and
`DateSpan`, alone or in lists, with attributes of their own), and links, which are lists of
models with a ``name: Quote`` and attributes.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from llmextract.errors import SchemaNotFoundError
from llmextract.schemas.fields import VerbatimMark
from llmextract.spans import DateSpan, Money, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic.fields import FieldInfo

__all__ = [
    "Attribute",
    "Entity",
    "Found",
    "Link",
    "Placement",
    "Shape",
    "rule",
    "shared_attributes",
]

MentionKind = Literal["money", "date"]

Found = tuple[int, int, dict[str, str | None]]
"""Where code found a name, and the attributes that it read beside it."""


@dataclass(frozen=True)
class Attribute:
    """A plain value: one of ``choices``, or free text, or verbatim text."""

    name: str
    choices: tuple[str, ...] = ()
    verbatim: bool = False
    optional: bool = False
    default: str | bool | None = None
    type: str = "string"
    description: str = ""


@dataclass(frozen=True)
class Placement:
    """A field that mentions are placed in."""

    field: str
    kind: MentionKind
    many: bool
    attributes: tuple[Attribute, ...]
    model: type[Money | DateSpan]


@dataclass(frozen=True)
class Link:
    """A list of names with attributes, such as the actors of a program."""

    field: str
    attributes: tuple[Attribute, ...]
    model: type[BaseModel]


@dataclass(frozen=True)
class Entity:
    """One list of the schema, and what its members hold."""

    field: str
    model: type[BaseModel]
    attributes: tuple[Attribute, ...]
    quotes: tuple[str, ...]
    single: frozenset[str]
    placements: tuple[Placement, ...]
    links: tuple[Link, ...]

    @property
    def singular(self) -> str:
        """The key by which a mention names its entity: ``program`` for ``programs``."""
        return self.model.__name__.lower()

    @property
    def found(self) -> bool:
        """Whether the schema knows how such names are written, and code finds them."""
        return hasattr(self.model, "find")

    def find(self, text: str) -> list[Found]:
        """The names of such entities that code finds in a text by itself."""
        find = getattr(self.model, "find", None)
        return list(find(text)) if find else []

    @property
    def reads_links(self) -> bool:
        """Whether the schema reads off a sentence what part another has in such an entity."""
        return hasattr(self.model, "link")

    def part(self, *, before: str, after: str, kind: str | None) -> dict[str, str] | None:
        """The part of another, named between ``before`` and ``after`` in a sentence about one."""
        link = getattr(self.model, "link", None)
        said: dict[str, str] | None = link(before=before, after=after, kind=kind) if link else None
        return said

    def homes(self, kind: MentionKind) -> tuple[Placement, ...]:
        """Where its mentions of one kind can be."""
        return tuple(placement for placement in self.placements if placement.kind == kind)


@dataclass(frozen=True, eq=False)  # by identity: what is made of it is kept beside it
class Shape:
    """The whole schema."""

    name: str
    model: type[BaseModel]
    entities: tuple[Entity, ...]

    @classmethod
    def of(cls, model: type[BaseModel], *, name: str) -> Shape:
        """Read the shape of ``model``.

        Raises:
            SchemaNotFoundError: The model has a field of a type that cannot be asked for.
        """
        if "unassigned" in model.model_fields:
            raise SchemaNotFoundError(
                f"Schema {name}: 'unassigned' is where a record keeps what belongs nowhere; "
                "call the field otherwise."
            )
        entities = tuple(_entity(model, key, info) for key, info in model.model_fields.items())
        if not entities:
            raise SchemaNotFoundError(f"Schema {name} has no fields; give it a list of entities.")
        return cls(name=name, model=model, entities=entities)

    @cached_property
    def homes(self) -> dict[MentionKind, tuple[tuple[Entity, Placement], ...]]:
        """Where mentions of each kind can be placed."""
        return {
            kind: tuple(
                (entity, placement)
                for entity in self.entities
                for placement in entity.placements
                if placement.kind == kind
            )
            for kind in ("money", "date")
        }

    @cached_property
    def placements(self) -> dict[tuple[str, str], Placement]:
        """Every field that mentions are placed in, by that of its entity and its own."""
        return {(e.field, p.field): p for e in self.entities for p in e.placements}

    def labels(self, kind: MentionKind) -> dict[str, tuple[Entity, Placement]]:
        """Each home of this kind of mention by the name of its field, told apart if need be."""
        fields = [placement.field for _, placement in self.homes[kind]]
        return {
            p.field if fields.count(p.field) == 1 else f"{e.field}.{p.field}": (e, p)
            for e, p in self.homes[kind]
        }

    def attributes_of(self, kind: MentionKind) -> tuple[Attribute, ...]:
        """The attributes that every home of this kind of mention shares."""
        return self._shared[kind]

    @cached_property
    def _shared(self) -> dict[MentionKind, tuple[Attribute, ...]]:
        return {
            kind: shared_attributes([placement for _, placement in homes])
            for kind, homes in self.homes.items()
        }


@lru_cache(maxsize=1024)
def rule(model: type[BaseModel], name: str) -> Any:  # noqa: ANN401 - a set, pattern or function
    """What a model of a schema lays down beside its fields; None where it does not.

    Pydantic takes a microsecond to find that a class has no such attribute.
    """
    return getattr(model, name, None)


def shared_attributes(homes: Sequence[Placement]) -> tuple[Attribute, ...]:
    """The attributes that all of ``homes`` have, in the order of the first."""
    shared = set.intersection(*(set(home.attributes) for home in homes)) if homes else set()
    return tuple(a for home in homes[:1] for a in home.attributes if a in shared)


def _entity(model: type[BaseModel], key: str, info: FieldInfo) -> Entity:
    inner, many = _unwrap(info.annotation)
    if not (many and _is_model(inner) and _is_quote_field(inner, "name")):
        raise SchemaNotFoundError(
            f"Schema {model.__name__}: field '{key}' has to be a list of models that have a "
            "'name: Quote'."
        )
    parts = list(_parts(inner))
    return Entity(
        field=key,
        model=inner,
        attributes=tuple(p for p in parts if isinstance(p, Attribute)),
        quotes=tuple(p for p in parts if isinstance(p, str)),
        single=frozenset(
            key for key, info in inner.model_fields.items() if not _unwrap(info.annotation)[1]
        ),
        placements=tuple(p for p in parts if isinstance(p, Placement)),
        links=tuple(p for p in parts if isinstance(p, Link)),
    )


def _parts(entity: type[BaseModel]) -> Iterator[Attribute | Placement | Link | str]:
    for key, info in entity.model_fields.items():
        if key == "name":
            continue
        inner, many = _unwrap(info.annotation)
        if isinstance(inner, type) and issubclass(inner, Quote) and not many:
            _must_be_optional(entity.__name__, key, info)
        if isinstance(inner, type) and issubclass(inner, Money | DateSpan):
            yield Placement(key, inner.kind, many, _extras(inner), inner)
        elif inner is Quote:
            yield key
        elif many and _is_model(inner) and _is_quote_field(inner, "name"):
            yield Link(key, tuple(_attributes(inner)), inner)
        else:
            yield _attribute(entity.__name__, key, info)


def _must_be_optional(owner: str, key: str, info: FieldInfo) -> None:
    if info.is_required() and type(None) not in get_args(info.annotation):
        raise SchemaNotFoundError(
            f"Schema field {owner}.{key} has to allow None, for an article may not say it: "
            "add '| None'."
        )


def _extras(mention: type[BaseModel]) -> tuple[Attribute, ...]:
    base = Money if issubclass(mention, Money) else DateSpan
    return tuple(
        _attribute(mention.__name__, key, info)
        for key, info in mention.model_fields.items()
        if key not in base.model_fields
    )


def _attributes(model: type[BaseModel]) -> Iterator[Attribute]:
    for key, info in model.model_fields.items():
        if key != "name":
            yield _attribute(model.__name__, key, info)


_PLAIN = {str: "string", bool: "boolean"}


def _attribute(owner: str, key: str, info: FieldInfo) -> Attribute:
    optional = type(None) in get_args(info.annotation)
    default = info.default if isinstance(info.default, str | bool) else None
    description = info.description or ""
    inner, many = _unwrap(info.annotation)
    verbatim = any(
        isinstance(m, VerbatimMark) for m in (*_metadata(info.annotation), *info.metadata)
    )
    choices = get_args(inner) if get_origin(inner) is Literal else ()
    plain = str if choices and all(isinstance(choice, str) for choice in choices) else inner
    if isinstance(plain, type) and plain in _PLAIN and not many:
        return Attribute(
            key,
            choices=choices,
            verbatim=verbatim,
            optional=optional,
            default=default,
            type=_PLAIN[plain],
            description=description,
        )
    raise SchemaNotFoundError(
        f"Schema field {owner}.{key} has a type that cannot be asked for; use Quote, Money, "
        "DateSpan, Verbatim, Literal of strings, str, bool, or a list of models with a "
        "'name: Quote'. "
        "Numbers are read by code: use Money."
    )


def _unwrap(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - annotations are any object
    """Peel Annotated, Optional and list off; say whether there was a list."""
    if get_origin(annotation) is Annotated:
        return _unwrap(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        return _unwrap(inner[0]) if len(inner) == 1 else (annotation, False)
    if get_origin(annotation) in (list, tuple):
        return _unwrap(get_args(annotation)[0])[0], True
    return annotation, False


def _metadata(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - annotations are any object
    found = getattr(annotation, "__metadata__", ())
    for arg in get_args(annotation):
        if get_origin(annotation) is not Literal:
            found += _metadata(arg)
    return tuple(found)


def _is_model(inner: Any) -> bool:  # noqa: ANN401 - annotations are any object
    return isinstance(inner, type) and issubclass(inner, BaseModel)


def _is_quote_field(model: type[BaseModel], field: str) -> bool:
    info = model.model_fields.get(field)
    return info is not None and _unwrap(info.annotation)[0] is Quote
