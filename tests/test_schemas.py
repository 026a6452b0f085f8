"""A plain Pydantic model is a schema; the JSON Schemas made from it are valid and shipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from llmextract.errors import SchemaNotFoundError
from llmextract.schemas import (
    Asked,
    load_schema,
    parse_reply,
    parse_rest,
    record_schema,
    rest_schema,
    wire_schema,
)
from llmextract.schemas.export import exported
from llmextract.spans import DateSpan, Money, Quote

ROOT = Path(__file__).parent.parent
ASKED = Asked((("M1", "money"), ("M2", "money"), ("D1", "date")), pattern="^(은하센터|별빛관)$")
PROGRAMS = load_schema("programs")


def schemas_in(node: Any):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from schemas_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from schemas_in(item)


@pytest.mark.parametrize("rendering", ["static", "keyed"])
def test_the_wire_schema_is_valid_json_schema(rendering):
    Draft202012Validator.check_schema(wire_schema(PROGRAMS, rendering=rendering, asked=ASKED))


def test_the_static_schema_keeps_the_rules_of_strict_mode():
    schema = wire_schema(PROGRAMS, rendering="static", asked=ASKED)
    objects = [node for node in schemas_in(schema) if node.get("type") == "object"]
    assert objects
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False
    for node in schemas_in(schema):
        assert not {"maxItems", "$defs", "$ref"} & set(node)


def test_the_static_schema_is_the_same_for_every_piece():
    other = Asked((), pattern="^$")
    assert wire_schema(PROGRAMS, rendering="static", asked=ASKED) == wire_schema(
        PROGRAMS, rendering="static", asked=other
    )


def test_the_keyed_schema_offers_each_mention_to_what_can_hold_it():
    schema = wire_schema(PROGRAMS, rendering="keyed", asked=ASKED)
    program = schema["properties"]["programs"]["items"]
    assert {"M1", "M2", "D1"} <= set(program["properties"])
    assert not {"M1", "M2", "D1"} & set(program["required"])
    assert schema["properties"]["none"]["items"]["enum"] == ["M1", "M2", "D1"]
    assert "actors" not in schema["properties"]  # code finds them
    assert schema["additionalProperties"] is False


def test_the_question_about_the_rest_requires_an_answer_for_each_mention():
    asked = Asked((("M2", "money"), ("D1", "date")))
    schema = rest_schema(PROGRAMS, asked=asked, names=["은하센터"])
    assert schema["required"] == ["M2", "D1"]
    assert schema["properties"]["M2"]["properties"]["of"]["enum"] == ["은하센터", ""]
    answer = {"M2": {"of": "은하센터", "role": "total"}, "D1": {"of": "", "event": "other"}}
    first, second = parse_rest(PROGRAMS, answer, asked=asked)
    assert (first.entity, first.home) == ("은하센터", ("programs", "amounts"))
    assert first.attributes == {"role": "total"}
    assert second.entity is None


@pytest.mark.parametrize("name", ["programs.wire.json", "programs.record.json"])
def test_the_shipped_schemas_are_those_of_the_models(name):
    shipped = ROOT / "schemas" / name
    assert shipped.exists(), "run: python -m llmextract.schemas.export schemas"
    assert shipped.read_text(encoding="utf-8") == exported()[name], (
        f"schemas/{name} is stale; run: python -m llmextract.schemas.export schemas"
    )


def test_the_schema_of_a_record_is_valid_json_schema():
    Draft202012Validator.check_schema(record_schema(PROGRAMS))


def schema_with(annotation: Any, *, default: Any = ...) -> type[BaseModel]:
    fields: dict[str, Any] = {"__annotations__": {"name": Quote, "field": annotation}}
    if default is not ...:
        fields["field"] = default
    entity = type("Thing", (BaseModel,), {"__module__": __name__, **fields})
    return type(
        "Things",
        (BaseModel,),
        {"__module__": __name__, "__annotations__": {"things": list[entity]}},
    )


@pytest.mark.parametrize(
    ("annotation", "advice"),
    [
        (float, "use Money"),
        (int, "use Money"),
        (int | None, "use Money"),
        (list[str], "Thing.field"),
        (dict[str, str], "Thing.field"),
        (Money | DateSpan, "Thing.field"),
        (Literal[1, 2], "Literal of strings"),
        (Money, "| None"),
        (Quote, "| None"),
    ],
)
def test_a_field_that_cannot_be_asked_for_is_refused_with_what_to_do(annotation, advice):
    with pytest.raises(SchemaNotFoundError, match=r"Thing\.field") as caught:
        load_schema(schema_with(annotation))
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (Money | None, None),
        (list[DateSpan], []),
        (tuple[Quote, ...], ()),
        (Literal["a", "b"], "b"),
        (bool, ...),
        (str | None, None),
    ],
)
def test_a_field_that_can_be_asked_for_is_taken(annotation, default):
    shape = load_schema(schema_with(annotation, default=default))
    for rendering in ("static", "keyed"):
        Draft202012Validator.check_schema(wire_schema(shape, rendering=rendering, asked=ASKED))


def test_a_schema_without_a_list_of_named_things_is_refused():
    class Lonely(BaseModel):
        total: Money | None = None

    with pytest.raises(SchemaNotFoundError, match="list of models"):
        load_schema(Lonely)


def test_a_schema_cannot_take_the_place_of_the_unassigned():
    class Thing(BaseModel):
        name: Quote

    class Things(BaseModel):
        unassigned: list[Thing]

    with pytest.raises(SchemaNotFoundError, match="unassigned"):
        load_schema(Things)


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("grants", "Built in: programs"),
        ("no_such_module:Grants", "cannot be imported"),
        ("json:Grants", "no Pydantic model"),
        (":Grants", "cannot be imported"),
    ],
)
def test_a_schema_that_is_not_there_is_said_so(reference, says):
    with pytest.raises(SchemaNotFoundError, match=says):
        load_schema(reference)


def test_two_lists_with_a_field_of_one_name_are_told_apart():
    class Grant(BaseModel):
        name: Quote
        amounts: list[Money] = []

    class Grants(BaseModel):
        won: list[Grant] = []
        lost: list[Grant] = []

    shape = load_schema(Grants)
    asked = Asked((("M1", "money"),), pattern="^은하$")
    answer = {"won": [], "lost": [{"name": "은하", "M1": "amounts"}], "none": []}
    reply = parse_reply(shape, answer, rendering="keyed", asked=asked)
    assert [p.home for p in reply.placements] == [("lost", "amounts")]
    schema = rest_schema(shape, asked=asked, names=["은하"])
    assert schema["properties"]["M1"]["properties"]["field"]["enum"] == [
        "won.amounts",
        "lost.amounts",
    ]
    said = {"M1": {"of": "은하", "field": "lost.amounts"}}
    assert [p.home for p in parse_rest(shape, said, asked=asked)] == [("lost", "amounts")]
    assert reply.complaints == []
