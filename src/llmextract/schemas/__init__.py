"""What to ask for, and how answers are read.

A schema is a plain Pydantic model with the grounded types of `llmextract.spans`; `Shape` is
what it asks for, `wire_schema` how that is put to a model, `parse_reply` how answers are read.
"""

from llmextract.schemas.catalog import Schema, load_schema
from llmextract.schemas.fields import Evidence, Verbatim
from llmextract.schemas.parse import parse_reply, parse_rest
from llmextract.schemas.recorded import record_schema
from llmextract.schemas.reply import (
    UNANSWERED,
    Complaint,
    EntityReply,
    LinkReply,
    PlacementReply,
    Reply,
)
from llmextract.schemas.shape import Attribute, Entity, Link, MentionKind, Placement, Shape, rule
from llmextract.schemas.wire import Asked, Rendering, rest_schema, static_schema, wire_schema

__all__ = [
    "UNANSWERED",
    "Asked",
    "Attribute",
    "Complaint",
    "Entity",
    "EntityReply",
    "Evidence",
    "Link",
    "LinkReply",
    "MentionKind",
    "Placement",
    "PlacementReply",
    "Rendering",
    "Reply",
    "Schema",
    "Shape",
    "Verbatim",
    "load_schema",
    "parse_reply",
    "parse_rest",
    "record_schema",
    "rest_schema",
    "rule",
    "static_schema",
    "wire_schema",
]
