"""List items are about the name they begin with; nobody need be asked for that."""

from __future__ import annotations

import pytest

from llmextract import Article
from llmextract.extraction.listed import list_items
from llmextract.extraction.marking import mark_mentions


def items(body: str) -> dict[str, list[str]]:
    """The names of the items with the words of their mentions."""
    article = Article(body=body, source="test", language="ko")
    found: dict[str, list[str]] = {}
    for item in list_items(body, mark_mentions(article)):
        words = [marked.mention.text for marked in item.mentions]
        found.setdefault(body[item.start : item.end], []).extend(words)
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("○ 샛강 살리기 : 4개 사업, 118억 원", {"샛강 살리기": ["118억 원"]}),
        ("- ‘달빛센터’ 건립(국비 30억 원)", {"달빛센터": ["30억 원"]}),
        ("▲ 달빛센터 건립(국비 30억 원, 2027년 완공)", {"달빛센터 건립": ["30억 원", "2027년"]}),
        ("시는 ▲물길 정비(11억 원) ▲섬길 걷기(3억 원) 등을 한다.",
         {"물길 정비": ["11억 원"], "섬길 걷기": ["3억 원"]}),
        ("□ 달빛센터 건립\n - 사업비 : 126억 원\n - 기간 : 2026~2028년",
         {"달빛센터 건립": ["126억 원", "2026~2028년"]}),
    ],
)  # fmt: skip
def test_what_an_item_holds_is_said_of_its_name(body: str, expected: dict[str, list[str]]) -> None:
    assert items(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "○ 사업비 : 30억 원",
        "○ 일반회계 : 1조4380억 원",
        "○ 신청기간 : 3월 2일~20일",
        "▲ 최우수상(300만 원)",
        "○ 시는 올해 : 3억 원",
        "김해시는 달빛센터(30억 원)를 짓는다.",
    ],
)
def test_labels_prizes_and_plain_sentences_are_no_items(body: str) -> None:
    assert items(body) == {}


def test_a_label_far_from_a_heading_belongs_to_nobody() -> None:
    assert items("□ 달빛센터 건립\n\n시는 다른 일도 한다.\n\n - 사업비 : 126억 원") == {}
