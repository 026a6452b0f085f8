"""Any answer at all, for the built-in schema and for one that asks for everything.

What a schema's own rules refuse is left out and said to be; its mentions never are.
"""

from __future__ import annotations

import json
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, model_validator

import talk
from invariants import assert_sound, mentions
from llmextract.errors import MalformedReplyError, ReplyError
from llmextract.extraction import aextract
from llmextract.spans import DateSpan, Money, Quote


class Fee(Money):
    paid_by: str


class Grant(BaseModel):
    name: Quote
    place: Quote | None = None
    motto: str
    summary: str | None = None
    open: bool
    main: Fee | None = None
    fees: list[Fee] = []
    deadline: DateSpan | None = None


class Payer(BaseModel):
    name: Quote
    paid: list[Money] = []

    not_also: ClassVar = frozenset({"grants"})
    stand_ins: ClassVar = frozenset({"시"})


class Grants(BaseModel):
    grants: list[Grant] = []
    payers: list[Payer] = []


async def extract(make, *, schema="programs"):
    """The record of a model that answers so, asked for the whole article."""
    async with talk.model(make, "static") as client:
        record = await aextract(talk.ARTICLE, schema=schema, asker=client)
    assert_sound(record)
    return record


async def test_a_sum_said_again_is_kept_when_two_forms_of_a_name_become_one():
    """Both drafts hold a sum of their own, and the loose twin follows into the merged one."""

    def make(_):
        said = {"aliases": [], "kind": "facility", "status": "planned", "dates": [], "actors": []}
        full = {"name": talk.CENTRE, "amounts": [{"ref": "M2", "role": "subsidy"}]} | said
        short = full | {"name": "물빛센터", "amounts": [{"ref": "M1", "role": "total"}]}
        loose = {"amounts": [{"ref": f"M{n}", "role": "total"} for n in (3, 4, 5)],
                 "dates": [{"ref": f"D{n}", "event": "other"} for n in (1, 2, 3)]}  # fmt: skip
        return {"programs": [full, short], "actors": [], "unassigned": loose}

    record = await extract(make)
    (program,) = record.record.programs
    total = next(amount for amount in program.amounts if amount.text == "458억 원")
    assert [repeat.start for repeat in total.repeats] == [talk.ARTICLE.body.rindex("458억 원")]


async def test_a_field_for_one_sum_leaves_the_second_unassigned_and_says_so():
    def make(_):
        fees = [{"ref": f"M{n}", "paid_by": "국비"} for n in (1, 2)]
        said = {"name": talk.CENTRE, "motto": "m", "open": True, "fees": [], "deadline": None}
        whole = said | {"place": ["강가", "옛 창고"], "main": fees[0]}
        again = whole | {"main": fees[1]}
        loose = {"amounts": [{"ref": f"M{n}", "paid_by": "시"} for n in (3, 4, 5)],
                 "dates": [{"ref": f"D{n}"} for n in (1, 2, 3)]}  # fmt: skip
        return {"grants": [whole, again], "payers": [], "unassigned": loose}

    record = await extract(make, schema=Grants)
    (grant,) = record.record.grants
    assert grant.main.text == "458억 원"
    assert grant.place.text == "강가"
    assert "mention-surplus" in [f.code for f in record.findings]


async def test_an_entity_without_what_its_schema_requires_is_a_finding_and_loses_no_sum():
    def make(_):
        return {"grants": [{"name": talk.CENTRE, "fees": [{"ref": "M1", "paid_by": "국비"}]}]}

    record = await extract(make, schema=Grants)
    assert "reply-invalid" in [f.code for f in record.findings]
    assert "458억 원" in [mention["text"] for mention in mentions(record.to_dict())]


class Strict(Grants):
    @model_validator(mode="after")
    def has_a_grant(self):
        if not self.grants:
            raise ValueError("an article without a grant is none of ours")
        return self


async def test_a_rule_of_the_whole_schema_that_no_answer_keeps_is_an_error_that_names_it():
    with pytest.raises(MalformedReplyError, match=r"rules of schema Strict: .* without a grant"):
        await extract(lambda _: {"grants": []}, schema=Strict)


MARKS = ["M1", "M2", "M3", "M4", "M5", "D1", "D2", "D3"]
KEYS = st.sampled_from(
    [
        *(
            "programs",
            "actors",
            "grants",
            "payers",
            "unassigned",
            "program",
            "grant",
            "of",
            "field",
        ),
        *("name", "aliases", "kind", "status", "title", "affiliation", "place", "motto", "open"),
        *("amounts", "dates", "paid", "main", "fees", "deadline", "ref", "role", "event"),
        *(*MARKS, "M9"),
    ]
)
WORDS = st.sampled_from(
    [
        *(talk.CENTRE, talk.ROAD, "물빛센터", "해오름시", "시", "시는", "센터", "국비", "485억 원"),
        *("458억 원", "[M1 458억 원]", "facility", "total", "amounts", "fees", "main"),
        *(*MARKS, "M9", "", " ", "'", "["),
    ]
)
JSON = st.recursive(
    WORDS
    | st.text(max_size=6)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


def lists(item):
    return st.lists(item, max_size=4)


REF = st.fixed_dictionaries({"ref": WORDS, "role": WORDS})
ENTITY = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "aliases": lists(WORDS),
        "amounts": lists(REF),
        "dates": lists(REF),
        "paid": lists(REF),
        "fees": lists(REF),
        "main": REF,
        "deadline": REF,
        "place": WORDS,
        "title": WORDS,
        "actors": lists(st.fixed_dictionaries({"name": WORDS})),
        "motto": JSON,
        "open": JSON,
    },
)
PLACED = st.fixed_dictionaries(
    {}, optional={"program": WORDS, "grant": WORDS, "of": WORDS, "field": WORDS, "role": WORDS}
)
SHAPED = st.fixed_dictionaries(
    {},
    optional={
        **{k: lists(ENTITY) for k in ("programs", "actors", "grants", "payers")},
        "unassigned": st.fixed_dictionaries(
            {}, optional={"amounts": lists(REF), "dates": lists(REF)}
        ),
        **dict.fromkeys(MARKS, PLACED),
    },
)


@pytest.mark.parametrize("schema", ["programs", Grants], ids=["programs", "own"])
@pytest.mark.parametrize("rendering", ["static", "keyed"])
@given(
    answers=st.lists(
        SHAPED | st.dictionaries(KEYS, JSON, max_size=6) | JSON, min_size=1, max_size=4
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_no_answer_whatever_breaks_a_record(rendering, schema, answers):
    left = iter(answers * 3)
    async with talk.model(lambda _: json.dumps(next(left, {})), rendering) as client:
        try:
            record = await aextract(talk.ARTICLE, schema=schema, asker=client)
        except ReplyError:
            return
    assert_sound(record)
