"""The pattern of all that may be quoted lets names through and nothing that is not there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.grounding import NOTHING, fold_text, quotable

TEXT = "은하시가 ‘은하 바이오·의료 단지’ 조성을 위해 ㈜한빛테크와 협약을 맺었다. R&D+ 센터(은하)는"


@pytest.mark.parametrize(
    "name",
    [
        "은하시",
        "은하 바이오·의료 단지",
        "㈜한빛테크",
        "협약",
        "R&D+ 센터",
        "은하",
        "바이오·의료 단지",
    ],
)
def test_names_of_the_text_can_be_quoted(name):
    assert re.search(quotable([TEXT]), name)


@pytest.mark.parametrize("name", ["달빛시", "은하", "은하 단지", "", "한빛테크와 은하시", "맺었다"])
def test_what_the_text_does_not_say_in_one_run_cannot_be_quoted(name):
    assert not re.search(quotable(["달이 뜨자 은하시가 ‘단지’를 ㈜한빛테크와 짓고 맺었다."]), name)


@given(segments=st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=200, deadline=None)
def test_the_pattern_of_any_text_is_a_valid_expression(segments):
    pattern = quotable(segments)
    assert re.compile(pattern)
    assert pattern.startswith("^")
    assert pattern.endswith("$")


@given(text=st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing_more_in_plain_words(text):
    once = fold_text(text)
    assert [c for c in once if c.isdecimal()] == [c for c in fold_text(once) if c.isdecimal()]
    assert sum(c.isdecimal() for c in once) == sum(c.isdecimal() for c in text)


def test_names_said_before_can_be_quoted_again():
    pattern = quotable(["평가센터는 내년에 연다."], names=["의료기기 사용적합성 평가센터 (가칭)"])
    assert re.search(pattern, "의료기기 사용적합성 평가센터 (가칭)")
    assert not re.search(pattern, "의료기기 사용적합성")


def test_a_word_that_is_no_name_by_itself_can_be_quoted_only_in_a_longer_one():
    pattern = quotable(["구비로 낸다", "국비 지원사업"], no_names={"국비", "구비"})
    assert not re.search(pattern, "구비")
    assert re.search(pattern, "국비 지원사업")


def test_a_single_short_word_can_be_kept_from_being_a_name():
    pattern = quotable(["뽑힌 가구는 월세를", "서버"], shortest=3)
    assert not re.search(pattern, "서버")
    assert not re.search(pattern, "가구")
    assert re.search(pattern, "뽑힌 가구")


def test_names_can_be_held_to_what_names_end_in_unless_they_are_given():
    pattern = quotable(
        ["뽑힌 가구는 월세를 받고 은하 물빛센터를 쓴다", "공장 굴뚝의 도시가"],
        names=["꿈을 키우는 방"],
        named=re.compile("센터$"),
    )
    assert re.search(pattern, "은하 물빛센터")
    assert re.search(pattern, "꿈을 키우는 방")
    assert not re.search(pattern, "뽑힌 가구")
    assert not re.search(pattern, "공장 굴뚝의 도시")
    assert quotable(["시는 밝혔다"], named=re.compile("센터$")) == NOTHING
