"""``llmextract schema``."""

from __future__ import annotations

import json

import click

__all__ = ["schema"]


@click.group()
def schema() -> None:
    """List, show and check schemas."""


@schema.command(name="list")
def list_() -> None:
    """List the built-in schemas."""
    from llmextract.schemas.catalog import BUILT_IN

    for name in BUILT_IN:
        click.echo(name)


@schema.command()
@click.argument("name")
@click.option("--record", is_flag=True, help="The schema of a record's file, not of the wire.")
def show(name: str, record: bool) -> None:
    """Print the JSON Schema that a model is asked to fill."""
    from llmextract.schemas import load_schema, record_schema, static_schema

    shape = load_schema(name)
    found = record_schema(shape) if record else static_schema(shape)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@schema.command()
@click.argument("name")
def check(name: str) -> None:
    """Check that a schema can be asked for; NAME is MODULE:MODEL for your own."""
    from llmextract.schemas import load_schema

    shape = load_schema(name)
    for entity in shape.entities:
        click.echo(f"{entity.field}: {', '.join(entity.model.model_fields)}")
