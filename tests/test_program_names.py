"""What programs are called is read by code: in quotation marks, and agreements by their aim."""

from __future__ import annotations

import pytest

from llmextract.schemas.program_names import find_agreements, find_quoted, program_kind


def quoted(text: str) -> list[str]:
    """The quoted names that are taken for a program's."""
    return [text[start:end] for start, end in find_quoted(text)]


def agreements(text: str) -> list[str]:
    """The names of agreements."""
    return [text[start:end] for start, end in find_agreements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("시는 ‘달빛센터’를 짓는다.", ["달빛센터"]),
        ("시는 「섬길 잇기 사업」을 편다.", ["섬길 잇기 사업"]),
        ("시는 ‘다시 뛰는 골목’ 사업을 편다.", ["다시 뛰는 골목"]),
        ("시는 ‘다시 뛰는 골목’ 공모사업에 뽑혔다.", ["다시 뛰는 골목"]),
        ("시는 ‘다시 뛰는 골목’을 내걸었다.", []),
        ("시는 ‘다시 뛰는 골목’ 사업가들을 만났다.", []),
        ("시는 ‘달빛\n센터’를 짓는다.", []),
    ],
)
def test_a_name_in_quotes_is_a_program_s_and_a_slogan_is_none(
    text: str, expected: list[str]
) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("시는 대회의실에서 청년 창업 지원을 위한 업무협약을 체결했다.",
         ["청년 창업 지원을 위한 업무협약"]),
        ("두 기관은 물길 보전에 관한 공동 협약(MOU)을 맺었다.", ["물길 보전에 관한 공동 협약"]),
        ("시는 진흥원과 로봇 보급을 위한 협약을 맺고 문을 연다.", ["로봇 보급을 위한 협약"]),
        ("두 기관은 업무협약을 체결했다.", []),
        ("시는 청년 창업 지원을 위한 업무협약을 준비한다.", []),
    ],
)  # fmt: skip
def test_a_signed_agreement_is_named_by_its_aim(text: str, expected: list[str]) -> None:
    assert agreements(text) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("골목 살리기 사업", "project"),
        ("달빛센터 구축", "facility"),
        ("달빛센터 구축사업", "project"),
        ("섬빛 특구", "zone"),
        ("물빛 축제", "event"),
        ("청년 창업 지원을 위한 업무협약", "agreement"),
        ("2030 물길 비전", "strategy"),
        ("Harbour Hub", "facility"),
        ("Tide Festival", "event"),
        ("다시 뛰는 골목", "project"),
    ],
)
def test_the_last_word_of_a_name_tells_the_kind(name: str, kind: str) -> None:
    assert program_kind(name) == kind
