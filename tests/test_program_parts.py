"""Who takes what part in a program, and of what body a person is, as the article words it."""

from __future__ import annotations

import pytest

from llmextract.schemas.program_cues import actor_role, is_no_programs, is_no_programs_date
from llmextract.schemas.programs import Actor, Program


@pytest.mark.parametrize(
    ("before", "after", "role"),
    [
        ("달빛센터는 ", " 공모로 짓는다.", "funder"),
        ("달빛센터는 ", "가 맡아 운영한다.", "operator"),
        ("달빛센터에 ", "은 3억 원을 보탰다.", "supporter"),
        ("시는 별빛재단과 ", "와 달빛센터를 짓는다.", "partner"),
        ("시는 ", "과 손잡고 달빛센터를 짓는다.", "partner"),
        ("The hub is paid for by ", " gave £2m.", "funder"),
        ("", " runs the hub.", "operator"),
        ("달빛센터는 ", " 옆에 있다.", None),
    ],
)
def test_the_words_beside_a_body_tell_its_part(before: str, after: str, role: str | None) -> None:
    assert actor_role(before, after) == role


def test_a_person_takes_no_part_by_the_words_beside_the_name() -> None:
    said = {"before": "달빛센터는 ", "after": "가 맡아 운영한다."}
    assert Program.link(**said, kind="agency") == {"role": "operator"}
    assert Program.link(**said, kind="person") is None


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("과기부", "과학기술정보통신부"),
        ("인제대", "인제대학교"),
        ("경남도", "경상남도"),
        ("전기연", "한국전기연구원"),
        ("부산대학교", "국립부산대학교"),
    ],
)
def test_a_short_name_stands_for_the_full_one(short: str, full: str) -> None:
    assert Actor.shortens(short, full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김해시", "김해시의회"),
        ("경남도", "경상북도"),
        ("인제대학교", "인제대"),
        ("김해시", "김해시"),
    ],
)
def test_other_names_are_no_short_forms(one: str, other: str) -> None:
    assert not Actor.shortens(one, other)


def found(text: str) -> dict[str, dict[str, str | None]]:
    """Every actor that code finds in a text, with what it reads of them."""
    return {text[start:end]: values for start, end, values in Actor.find(text)}


def test_a_head_without_a_town_is_of_the_town_of_the_article() -> None:
    actors = found("김해시는 달빛센터를 연다. 홍길순 시장은 웃었다.")
    assert actors["홍길순"] == {"kind": "person", "title": "시장", "affiliation": "김해시"}
    assert actors["김해시"] == {"kind": "government"}


def test_an_affiliation_in_short_is_told_in_full() -> None:
    actors = found("한국전기연구원은 달빛센터를 연다. 강누리 전기연 원장은 웃었다.")
    assert actors["강누리"]["affiliation"] == "한국전기연구원"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("시의 빚은 ", "이다."),
        ("법원은 벌금 ", "을 선고했다."),
        ("시는 ", " 규모의 2027년도 예산안을 냈다."),
        ("그는 ", "을 빼돌렸다."),
        ("The council has debts of ", "."),
        ("It was given a ", " fine."),
    ],
)
def test_debts_fines_and_whole_budgets_are_no_program_s(before: str, after: str) -> None:
    assert is_no_programs(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("시는 ", "을 들여 센터를 짓는다."), ("국비 ", "을 받는다."), ("It costs ", " in all.")],
)
def test_what_a_program_costs_is_its_own(before: str, after: str) -> None:
    assert not is_no_programs(before, after)


def test_a_point_of_comparison_and_a_founding_are_no_program_s_dates() -> None:
    assert is_no_programs_date("매출은 ", " 대비 두 배다.")
    assert is_no_programs_date("", "에 설립된 회사다.")
    assert not is_no_programs_date("", "에 문을 연다.")
