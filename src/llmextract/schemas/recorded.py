"""What the file of a record holds, as JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.records import Record

if TYPE_CHECKING:
    from llmextract.schemas.shape import Shape

__all__ = ["DRAFT", "record_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of JSON Schema in which all are written."""


def record_schema(shape: Shape) -> dict[str, Any]:
    """The JSON Schema of a record's file (format 1) under a schema."""
    envelope = Record.model_json_schema(mode="serialization", by_alias=True)
    inner = shape.model.model_json_schema(mode="serialization")
    definitions = envelope.pop("$defs", {}) | inner.pop("$defs", {})
    envelope["properties"]["record"] = inner
    envelope["title"] = f"Record of {shape.name}"
    return {
        "$schema": DRAFT,
        **envelope,
        "$defs": dict(sorted(definitions.items())),
    }
