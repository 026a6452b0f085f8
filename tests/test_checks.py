"""Doubts about a finished record, each with its place."""

from __future__ import annotations

import pytest

from extraction_stand_in import article
from llmextract.checks import check
from llmextract.records import walk
from llmextract.schemas.programs import Program, ProgramAmount, Programs
from llmextract.spans import Quote

BODY = "별빛관에 총 50억 원이 든다. 국비는 20억 원, 도비는 30억 원, 장비는 60억 원이다."


def quote(text, body=BODY):
    start = body.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def amount(text, value, role, currency="KRW"):
    return ProgramAmount(**quote(text), value=value, role=role, currency=currency)


def programs(*amounts, name="별빛관"):
    named = Quote(**quote(name))
    return Programs(
        programs=[Program(name=named, kind="facility", status="planned", amounts=list(amounts))]
    )


def codes(record):
    return [f.code for f in check(record, unassigned=[], article=article(BODY))]


def test_a_value_that_is_not_at_its_offsets_is_named_with_them():
    record = programs()
    record.programs[0].name = Quote(text="달빛관", start=0, end=3)
    [found] = check(record, unassigned=[], article=article(BODY))
    assert (found.code, found.path) == ("span-mismatch", "/record/programs/0/name")
    assert "달빛관" in found.message
    assert "0…3" in found.message


@pytest.mark.parametrize("bounds", [(-5, -2), (0, 900), (3, 3), (5, 2)])
def test_offsets_outside_the_article_are_a_finding_and_no_error(bounds):
    record = programs()
    record.programs[0].name = Quote(text="별빛관", start=bounds[0], end=bounds[1])
    assert codes(record) == ["span-mismatch"]


TOTAL = amount("50억 원", 5_000_000_000, "total")
STATE = amount("20억 원", 2_000_000_000, "subsidy")
PROVINCE = amount("30억 원", 3_000_000_000, "subsidy")
DEVICE = amount("60억 원", 6_000_000_000, "component")


@pytest.mark.parametrize(
    ("amounts", "doubted"),
    [
        ([TOTAL, STATE, PROVINCE], False),
        ([TOTAL, STATE], False),
        ([TOTAL, PROVINCE, PROVINCE], True),
        ([TOTAL, DEVICE], True),
        ([STATE, PROVINCE], False),
        ([TOTAL, TOTAL, STATE, STATE], False),
        ([TOTAL, STATE, amount("30억 원", 3_000_000_000, "subsidy", "USD")], False),
    ],
)
def test_parts_are_held_against_their_total_where_both_are_known(amounts, doubted):
    assert ("sum-mismatch" in codes(programs(*amounts))) is doubted


def test_walking_a_record_gives_json_pointers():
    paths = [path for path, _ in walk(programs(TOTAL), "/record")]
    assert "/record/programs/0/amounts/0" in paths
    assert "/record/programs/0/name" in paths
