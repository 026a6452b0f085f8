"""A model's answer, in one form whatever the rendering it was asked in."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["UNANSWERED", "Complaint", "EntityReply", "LinkReply", "PlacementReply", "Reply"]

UNANSWERED = "mention-unanswered"
"""The complaint about a mention that an answer leaves out."""

Values = dict[str, str | bool | None]


class LinkReply(NamedTuple):
    """One name in a link of an entity, with its attributes."""

    field: str
    name: str
    attributes: Values


@dataclass(frozen=True)
class EntityReply:
    """One entity that the model named."""

    field: str
    name: str
    attributes: Values
    quotes: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    links: list[LinkReply] = dataclasses.field(default_factory=list)


class PlacementReply(NamedTuple):
    """What the model said of one mention; no ``entity`` means that it belongs to none."""

    mention: str
    entity: str | None
    home: tuple[str, str] | None
    attributes: Values
    words: str = ""


class Complaint(NamedTuple):
    """One thing that is wrong with a reply, in words that the model can act on.

    Attributes:
        code: The finding that it becomes when it stays wrong.
        path: Where in the reply.
        message: One sentence.
    """

    code: str
    path: str
    message: str


@dataclass(frozen=True)
class Reply:
    """All that one reply says, and what is wrong with it.

    Attributes:
        entities: What it names.
        placements: Where it puts each mention.
        complaints: What is wrong with it.
        rivals: Other places that it gives to mentions which it places twice.
    """

    entities: list[EntityReply]
    placements: list[PlacementReply]
    complaints: list[Complaint]
    rivals: list[PlacementReply] = dataclasses.field(default_factory=list)
