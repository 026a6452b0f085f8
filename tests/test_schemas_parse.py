"""Whatever a model answers is read as far as it can be, and what is wrong with it is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.schemas import Asked, load_schema, parse_reply

SHAPE = load_schema("programs")
ASKED = Asked((("M1", "money"), ("M2", "money"), ("D1", "date")))


def program(name, *, amounts=(), dates=(), **more):
    return {
        "name": name,
        "aliases": [],
        "kind": "project",
        "status": "planned",
        "amounts": [{"ref": ref, "role": "total"} for ref in amounts],
        "dates": [{"ref": ref, "event": "start"} for ref in dates],
        "actors": [],
        **more,
    }


def static(*programs, amounts=(), dates=()):
    return {
        "programs": list(programs),
        "actors": [],
        "unassigned": {
            "amounts": [{"ref": ref, "role": "other"} for ref in amounts],
            "dates": [{"ref": ref, "event": "other"} for ref in dates],
        },
    }


def read(answer, rendering="static"):
    return parse_reply(SHAPE, answer, rendering=rendering, asked=ASKED)


def codes(reply):
    return [complaint.code for complaint in reply.complaints]


def placed(reply):
    return {p.mention: p.entity for p in reply.placements}


def test_a_right_answer_gives_no_complaint():
    reply = read(static(program("은하센터", amounts=["M1"], dates=["D1"]), amounts=["M2"]))
    assert codes(reply) == []
    assert placed(reply) == {"M1": "은하센터", "D1": "은하센터", "M2": None}


@pytest.mark.parametrize("ref", ["M1", "[M1]", "[M1 471억 원]", "M1 471억 원"])
def test_an_id_is_known_with_its_brackets_and_words(ref):
    reply = read(static(program("은하센터", amounts=[ref]), amounts=["M2"], dates=["D1"]))
    assert codes(reply) == []
    assert placed(reply)["M1"] == "은하센터"


def test_the_words_beside_an_id_are_kept_to_be_compared():
    reply = read(
        static(program("은하센터", amounts=["[M1 471억 원]"]), amounts=["M2"], dates=["D1"])
    )
    assert [p.words for p in reply.placements if p.mention == "M1"] == ["471억 원"]


@pytest.mark.parametrize("ref", ["M9", "", "471억 원", "M", "D1 M1"])
def test_an_unknown_id_is_named_with_the_known_ones(ref):
    answer = static(program("은하센터", amounts=["M1", ref]), amounts=["M2"], dates=["D1"])
    reply = read(answer)
    stranger = [c for c in reply.complaints if c.code == "mention-unknown"]
    if ref != "D1 M1":
        assert "M1, M2, D1" in stranger[0].message
    assert set(placed(reply)) == {"M1", "M2", "D1"}


def test_a_mention_under_two_programs_stays_with_the_first_and_is_named():
    answer = static(
        program("은하센터", amounts=["M1"]),
        program("별빛관", amounts=["M1"]),
        amounts=["M2"],
        dates=["D1"],
    )
    reply = read(answer)
    assert codes(reply) == ["mention-placed-twice"]
    assert "은하센터" in reply.complaints[0].message
    assert "별빛관" in reply.complaints[0].message
    assert placed(reply)["M1"] == "은하센터"


def test_a_place_wins_over_unassigned():
    answer = static(program("은하센터", amounts=["M1"]), amounts=["M1", "M2"], dates=["D1"])
    reply = read(answer)
    assert placed(reply)["M1"] == "은하센터"
    assert codes(reply) == []


@pytest.mark.parametrize("rendering", ["static", "keyed"])
def test_each_mention_left_out_is_named(rendering):
    answer = static() if rendering == "static" else {"programs": [], "none": [], "actors": []}
    reply = read(answer, rendering)
    gaps = [c.path for c in reply.complaints if c.code == "mention-unanswered"]
    assert gaps == ["M1", "M2", "D1"]


def test_the_keyed_answer_is_read_by_its_keys():
    answer = {
        "programs": [{"name": "은하센터", "M1": "total", "D1": "opening"}],
        "none": ["M2"],
    }
    reply = read(answer, "keyed")
    assert codes(reply) == []
    assert placed(reply) == {"M1": "은하센터", "M2": None, "D1": "은하센터"}
    assert [(p.home, p.attributes) for p in reply.placements] == [
        (("programs", "amounts"), {"role": "total"}),
        (("programs", "dates"), {"event": "opening"}),
        (None, {}),
    ]


def test_a_value_outside_the_choices_is_named_and_not_kept():
    answer = static(program("은하센터", kind="사업"), amounts=["M1", "M2"], dates=["D1"])
    reply = read(answer)
    assert codes(reply) == ["reply-invalid"]
    assert reply.entities[0].attributes["kind"] is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "programs",
                    "actors",
                    "unassigned",
                    "amounts",
                    "name",
                    "ref",
                    "M1",
                    "program",
                    "field",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(answer=json_values, rendering=st.sampled_from(["static", "keyed"]))
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_without_an_error_and_no_mention_is_made_up(answer, rendering):
    reply = read(answer, rendering)
    answered = [p.mention for p in reply.placements]
    assert set(answered) <= {"M1", "M2", "D1"}
    assert len(answered) == len(set(answered))
