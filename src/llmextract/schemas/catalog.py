"""Schemas by name: the built-in one, and those of the user."""

from __future__ import annotations

import importlib
import sys
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from llmextract.errors import SchemaNotFoundError
from llmextract.schemas.shape import Shape

__all__ = ["BUILT_IN", "Schema", "load_schema"]

BUILT_IN = {"programs": "llmextract.schemas.programs:Programs"}

Schema = str | type[BaseModel] | Shape
"""A built-in name, ``module:Model``, the model itself, or what was loaded of it before."""


def load_schema(schema: Schema) -> Shape:
    """Load a schema.

    Args:
        schema: ``programs``; ``package.module:Model``, importable from here or from the
            current folder; a Pydantic model; or a shape, which is given back as it is.

    Raises:
        SchemaNotFoundError: There is none of that name, or it cannot be asked for.
    """
    if isinstance(schema, Shape):
        return schema
    if isinstance(schema, type):
        return _shape(schema, schema.__name__)
    return _shape(_find(BUILT_IN.get(schema, schema)), schema)


@lru_cache(maxsize=64)
def _shape(model: type[BaseModel], name: str) -> Shape:
    """The same shape each time, so that what is made of it can be kept beside it."""
    return Shape.of(model, name=name)


def _find(reference: str) -> type[BaseModel]:
    module_name, colon, model_name = reference.partition(":")
    if not colon:
        known = ", ".join(BUILT_IN)
        raise SchemaNotFoundError(
            f"There is no schema '{reference}'. Built in: {known}; for your own, give "
            "MODULE:MODEL, such as grants:Grants for the class Grants in grants.py."
        )
    model = getattr(_import(module_name, reference), model_name, None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise SchemaNotFoundError(
            f"Schema '{reference}': module {module_name} has no Pydantic model {model_name}."
        )
    return model


def _import(module_name: str, reference: str) -> object:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        return importlib.import_module(module_name)
    except (ImportError, ValueError, SyntaxError, TypeError, NameError, AttributeError) as error:
        raise SchemaNotFoundError(
            f"Schema '{reference}': the module {module_name} cannot be imported ({error})."
        ) from error
