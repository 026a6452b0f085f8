"""Bodies and persons that a text names are found by code, with office and affiliation."""

from __future__ import annotations

import pytest

from llmextract.naming import find_names, opening_person


def names(text: str) -> list[str]:
    """What is found, as the text has it."""
    return [text[found.start : found.end] for found in find_names(text)]


def persons(text: str) -> list[tuple[str, str | None, str | None]]:
    """Each person with office and affiliation."""
    return [
        (text[found.start : found.end], found.person.title, found.person.affiliation)
        for found in find_names(text)
        if found.person
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("김해시와 인제대학교는 손을 잡았다.", ["김해시", "인제대학교"]),
        ("경남도는 국토교통부에 건의했다.", ["경남도", "국토교통부"]),
        ("과기부 공모에 뽑혔다.", ["과기부"]),
        ("㈜달빛로봇과 바다정밀㈜은 공장을 짓는다.", ["㈜달빛로봇", "바다정밀㈜"]),
        ("달빛로봇㈜이 짓고 바다정밀(주)는 돕는다.", ["달빛로봇㈜", "바다정밀(주)"]),
        ("전북테크노파크·전주시설공단이 맡는다.", ["전북테크노파크", "전주시설공단"]),
        ("강릉시의회는 예산을 깎았다.", ["강릉시의회"]),
        ("한국물빛연구원에 따르면 그렇다.", ["한국물빛연구원"]),
    ],
)
def test_bodies_are_found_without_their_particles(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "역시 다시 도시를 실시했다.",
        "지역 대학과 종합병원이 늘었다.",
        "확장공사와 보수공사를 마쳤다.",
        "산업 규모와 정도, 온도를 쟀다.",
        "김해시 한림면 일원에 짓는다.",
        "장난감 시장을 살린다.",
        "주민들 대표가 왔다.",
        "지난해 대표 축제로 뽑혔다.",
    ],
)
def test_common_words_and_places_are_no_actors(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("홍길순 김해시장은 말했다.", ("홍길순", "시장", "김해시")),
        ("박보람 달성군수가 밝혔다.", ("박보람", "군수", "달성군")),
        ("이바다 영도구청장은 말했다.", ("이바다", "구청장", "영도구")),
        ("최은별 영남로봇연구원장은 말했다.", ("최은별", "원장", "영남로봇연구원")),
        ("정하늘 김해시 부시장은 말했다.", ("정하늘", "부시장", "김해시")),
        ("김나래 ㈜누리로봇 대표이사가 왔다.", ("김나래", "대표이사", "㈜누리로봇")),
        ("한가람 바이오산업과장은 말했다.", ("한가람", "바이오산업과장", None)),
        ("오세린 의원은 따졌다.", ("오세린", "의원", None)),
        ("‘별빛재단(이사장 강누리)이 맡는다.", ("강누리", "이사장", "별빛재단")),
        ("Ann Brook, director of the Harbour Institute, said so.",
         ("Ann Brook", "director", "Harbour Institute")),
        ("“No,” said Ann Brook.", ("Ann Brook", None, None)),
    ],
)  # fmt: skip
def test_persons_come_with_their_office_and_body(
    text: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert persons(text) == [expected]


def test_english_bodies_are_found_without_the_article() -> None:
    text = "The Leeds City Council and the Department of Coastal Works hired Brightwell Ltd."
    assert names(text) == ["Leeds City Council", "Department of Coastal Works", "Brightwell Ltd"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("홍길순 김해시장", "시장"),
        ("Ann Brook, director of the Harbour Institute", "director"),
        ("홍길순", None),
        ("김해시와 홍길순 김해시장", None),
        ("별빛재단(이사장 강누리)", None),
        ("Leeds City Council", None),
    ],
)
def test_a_person_opens_a_text_only_where_it_begins_with_one(text: str, title: str | None) -> None:
    found = opening_person(text)
    assert (found.title if found else None) == title


def test_what_overlaps_is_found_once() -> None:
    assert names("강누리 별빛재단 이사장은 말했다.") == ["강누리", "별빛재단"]
