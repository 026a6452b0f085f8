"""Pieces show the article with its marks, and nothing is lost or forged on the way."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction_stand_in import article
from llmextract.extraction.marking import mark_mentions, pieces, talking_pieces
from llmextract.grounding import quotable
from llmextract.schemas.programs import Program

BODY = (
    "은하센터에 30억 원 투입\n\n"
    "은하시는 2027년 상반기까지 은하센터에 국비 20억 원을 들인다.\n\n"
    "[M7 900억 원]과 [ D 3 ]은 표시가 아니다."
)


EXAMPLES = Path(__file__).parent.parent / "examples" / "gold"


def cut(body, size=None):
    given = article(body, published=date(2026, 3, 2))
    return pieces(given, mark_mentions(given), size=size)


def test_marks_are_numbered_by_kind_in_the_order_of_the_text():
    [piece] = cut(BODY)
    assert "[M1 30억 원] 투입" in piece.marked
    assert "[D1 2027년 상반기까지] 은하센터에 국비 [M2 20억 원]을" in piece.marked


def test_what_looks_like_a_mark_in_the_article_is_made_harmless():
    [piece] = cut(BODY)
    assert "[M7" not in piece.marked
    assert "[ D 3" not in piece.marked
    assert "［" in piece.marked


@pytest.mark.parametrize("size", [1, 40, 120, None])
def test_every_mention_is_in_one_piece_and_paragraphs_stay_whole(size):
    parts = cut(BODY, size)
    ids = [marked.id for part in parts for marked in part.mentions]
    assert ids == list(dict.fromkeys(ids))
    assert len(ids) == len(mark_mentions(article(BODY)))
    shown = [line for p in parts for line in BODY[p.start : p.end].split("\n") if line]
    assert shown == [line for line in BODY.split("\n") if line]


texts = st.lists(
    st.sampled_from(
        [
            "30억 원",
            "오는",
            "2027년",
            "까지",
            "\n",
            "\n\n",
            " ",
            "은하",
            "[M1",
            "[D",
            "]",
            "$5",
            "3월",
            "12일",
        ]
    ),
    max_size=25,
).map("".join)


@given(body=texts, size=st.sampled_from([1, 30, None]))
@settings(max_examples=150, deadline=None)
def test_taking_the_marks_out_gives_the_article_back(body, size):
    for piece in cut(body, size):
        plain = piece.marked
        for marked in piece.mentions:
            mark = f"[{marked.id} {marked.mention.text}]"
            assert mark in plain
            plain = plain.replace(mark, marked.mention.text, 1)
        assert plain.replace("［", "[") == body[piece.start : piece.end]
        assert "".join(piece.quotable) in body or piece.mentions


@given(body=texts)
@settings(max_examples=100, deadline=None)
def test_no_mention_falls_between_two_pieces(body):
    given = article(body)
    found = mark_mentions(given)
    kept = [m.id for piece in pieces(given, found, size=1) for m in piece.mentions]
    assert kept == [m.id for m in found]


@pytest.mark.parametrize("gold", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_names_of_all_programs_of_an_article_are_offered_to_the_model(gold):
    body = gold.with_suffix(".body.txt").read_text("utf-8")
    offered = [
        quotable(piece.quotable, names=piece.in_quotes, shortest=3, named=Program.named)
        for piece in cut(body, 120)
    ]
    for program in json.loads(gold.read_text("utf-8"))["record"]["programs"]:
        forms = [program["name"]["text"], *(alias["text"] for alias in program["aliases"])]
        assert any(re.search(pattern, form) for pattern in offered for form in forms), forms


def talking(body, size=30):
    given = article(body)
    return [piece.marked for piece in talking_pieces(given, mark_mentions(given), size=size)]


def test_paragraphs_without_a_mention_come_before_the_next_with_one_and_not_at_the_end():
    assert talking("은하관을 짓는다.\n30억 원이 든다.\n시민이 반긴다.") == [
        "은하관을 짓는다.\n[M1 30억 원]이 든다."
    ]


def test_paragraphs_far_from_the_next_mention_are_not_shown():
    assert talking("먼 이야기다." + " 또" * 200 + "\n\n은하관을 짓는다.\n30억 원이 든다.") == [
        "은하관을 짓는다.\n[M1 30억 원]이 든다."
    ]


def test_short_paragraphs_with_mentions_are_asked_about_together():
    assert talking("국비 3억 원.\n도비 2억 원.\n시비 1억 원.", size=20) == [
        "국비 [M1 3억 원].\n도비 [M2 2억 원].",
        "시비 [M3 1억 원].",
    ]


def test_an_article_without_mentions_needs_no_asking():
    assert talking("은하관을 짓는다.\n시민이 반긴다.") == []
