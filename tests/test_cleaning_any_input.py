"""Whatever the input, cleaning ends in an article of its words or in an error of the tree."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmextract.cleaning import _headline, clean, clean_with_trace
from llmextract.errors import ArticleError

LINES = st.sampled_from([
    "합천군이 황강변에 수상레저 체험장을 짓는다고 3일 밝혔다.",
    "군은 2028년까지 사업비 77억 원을 들여 선착장과 교육장을 세울 계획이다.",
    "[합천=가람통신] 홍길동 기자 = 합천군이 황강변에 체험장을 짓는 공사를 시작했다.",
    "공사는 내년에 끝난다.", "합천에 수상레저 체험장", "홍길동 기자 a@example.com", "댓글 0",
    "입력 2025.12.03 10:00", "관련기사", "저작권자 © 가람일보 무단전재 금지", "", "메뉴",
    "![사진](https://img.example.com/1.jpg)", "○ 사업비 : 77억원", "황강 전경. /합천군 제공",
])  # fmt: skip
ANYTHING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _no_values_in_headlines(monkeypatch) -> None:
    monkeypatch.setattr(_headline, "carries_value", lambda *_args, **_options: False)


@ANYTHING
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_any_bytes_and_any_text_end_in_an_article_or_an_article_error(raw):
    try:
        assert clean(raw, source="x").body.strip()
    except ArticleError as error:
        assert str(error).startswith("x ")  # noqa: PT017 - either end is right


@ANYTHING
@given(st.lists(LINES, max_size=30))
def test_every_paragraph_stands_in_the_page_and_is_parted_by_one_blank_line(lines):
    page = "\n".join(lines)
    try:
        article, trace = clean_with_trace(page, source="x")
    except ArticleError:
        return
    assert all(paragraph in page for paragraph in article.body.split("\n\n"))
    assert not re.search(r"\n{3,}|(?<!\n)\n(?!\n)|  |^\s|\s$", article.body)
    assert all(drop.line in page and drop.rule for drop in trace.dropped)
