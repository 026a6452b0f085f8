"""The furthest stage that an article states of a program, read off its dates and verbs."""

from __future__ import annotations

from datetime import date

import pytest

from llmextract.schemas.program_status import Dated, status_of

PUBLISHED = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("시는 달빛센터를 짓기로 했다.", "planned"),
        ("시는 달빛센터를 세울 계획이다.", "planned"),
        ("시는 달빛센터 건립을 준비하고 있다.", "planned"),
        ("달빛센터를 짓고 있다.", "underway"),
        ("달빛센터는 추진 중이다.", "underway"),
        ("시는 공모에 신청했다.", "applied"),
        ("달빛센터가 공모에 선정됐다.", "selected"),
        ("달빛센터가 문을 열었다.", "completed"),
        ("달빛센터가 준공됐다.", "completed"),
        ("달빛지원은 끝났다.", "ended"),
        ("The hub is due to open.", "planned"),
        ("The hub was completed.", "completed"),
    ],
)
def test_the_verb_of_its_sentence_tells_the_stage(sentence: str, status: str) -> None:
    said = status_of(sentences=[sentence], dates=[], published=PUBLISHED, kind="project")
    assert said == status


@pytest.mark.parametrize(
    ("event", "text", "day", "status"),
    [
        ("completion", "지난해", date(2024, 1, 1), "completed"),
        ("completion", "2027년", date(2027, 1, 1), "planned"),
        ("opening", "오는 9월", date(2025, 9, 1), "planned"),
        ("start", "지난달", date(2025, 5, 1), "underway"),
        ("selection", "3월", date(2025, 3, 1), "selected"),
        ("end", "지난달", date(2025, 5, 1), "ended"),
        ("announced", "9일", date(2025, 6, 9), "planned"),
    ],
)
def test_a_date_that_has_passed_tells_the_stage(
    event: str, text: str, day: date, status: str
) -> None:
    dates = [Dated(event, text, day, day)]
    assert status_of(sentences=[], dates=dates, published=PUBLISHED, kind="project") == status


def test_without_a_publication_date_the_words_of_a_date_tell() -> None:
    passed = [Dated("opening", "지난달", None, None)]
    coming = [Dated("opening", "오는 9월", None, None)]
    known = {"sentences": [], "published": None, "kind": "facility"}
    assert status_of(dates=passed, **known) == "completed"  # type: ignore[arg-type]
    assert status_of(dates=coming, **known) == "planned"  # type: ignore[arg-type]


def test_a_period_that_runs_makes_a_program_underway() -> None:
    runs = [Dated("period", "2024~2026년", date(2024, 1, 1), date(2026, 12, 31))]
    assert status_of(sentences=[], dates=runs, published=PUBLISHED, kind="project") == "underway"


def test_an_agreement_is_there_once_it_is_signed() -> None:
    said = status_of(
        sentences=["두 기관은 업무협약을 체결했다."], dates=[], published=None, kind="agreement"
    )
    assert said == "completed"
