"""Quotes are found where the article says them, and nowhere else."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.grounding import Index, fold, fold_text
from llmextract.grounding.numbers import inside_numbers

BODY = (
    "은하시가 2027년 상반기까지 국비 458억원과 도비 1,200억 원을 들여 "
    "‘은하 바이오·의료 복합단지’ 11단계 조성사업을 편다.\n\n"
    "시는 지난 3월 12일 ㈜한빛테크, (재)은하테크노파크와 협약을 맺었다. "
    "총 1조2천억 원 가운데 2.5%는 은하대학교가 맡으며, 제2캠퍼스는 2028년 11월 문을 연다.\n\n"
    "별빛군은 4개 사업에 35억 원을 투입해 하반기 별빛 축제를 연다."
)


def find(body: str, words: str) -> str | None:
    match = Index(body).find(words)
    return match.quote.text if match else None


@pytest.mark.parametrize(
    ("body", "words", "name"),
    [
        ("김해시가 나섰다", "김해시가", "김해시"),
        ("김해시가 나섰다", "김해시", "김해시"),
        ("경남도와 협력한다", "경남도와", "경남도"),
        ("경남도와 협력한다", "경남도", "경남도"),
        ("경남도 관계자는", "경남도", "경남도"),
        ("건축과 관계자는", "건축과", "건축과"),
        ("도시계획과 관계자는", "도시계획과", "도시계획과"),
        ("국제회의 유치", "국제회의", "국제회의"),
        ("어린 시절의 어린이 공원", "어린이", "어린이"),
        ("국가 계획", "국가", "국가"),
        ("경기도 계획", "경기도", "경기도"),
        ("순천만 습지와 순천 시내", "순천만", "순천만"),
        ("은하시의회의 의결", "은하시의회의", "은하시의회"),
        ("철도와 도로", "철도", "철도"),
        ("별빛 축제도 연다", "별빛 축제도", "별빛 축제"),
        ("은하센터에서는 연다", "은하센터에서는", "은하센터"),
        ("은하센터로부터 받았다", "은하센터로부터", "은하센터"),
        ("은하센터를 연다", "은하센터가", "은하센터"),
        ("이정은 대표는 말했다", "이정은", "이정은"),
        ("부산은 항구다", "부산은", "부산"),
        ("종로3가 상인회", "종로3가", "종로3가"),
        ("KERI가 맡는다", "KERI가", "KERI"),
        ("㈜한빛은 짓는다", "㈜한빛은", "㈜한빛"),
        ("핵심 사업인 은하관", "핵심 사업인", "핵심 사업"),
        ("은하 기업인 모임", "은하 기업인", "은하 기업인"),
        ("㈜파도소프트가 짓는다", "㈜파도소프트가", "㈜파도소프트"),
        ("㈜한빛은 짓는다", "(주)한빛", "㈜한빛"),
        ("(주)한빛은 짓는다", "㈜한빛", "(주)한빛"),
        ("(재)은하테크노파크는 연다", "(재)은하테크노파크", "은하테크노파크"),
        ("한국전기연구원(KERI)은 연다", "한국전기연구원(KERI)은", "한국전기연구원(KERI)"),
        ("‘은하센터’를 연다", "'은하센터'를", "은하센터"),
        ("‘은하센터’를 연다", "은하센터를", "은하센터"),
        ("▲은하센터 ▲별빛관", "▲은하센터", "은하센터"),
        ("바이오ㆍ의료 단지", "바이오·의료 단지", "바이오ㆍ의료 단지"),
        ("바이오‧의료단지", "바이오․의료 단지", "바이오‧의료단지"),
        ("ＡＩ　센터는", "AI 센터", "ＡＩ　센터"),
        ("the Cork Fund’s board", "Cork Fund's", "Cork Fund"),
        ("Cork City Council plans", "the Cork City Council", "Cork City Council"),
        ("the Harbour Fund. The Harbour Fund pays", "The Harbour Fund", "Harbour Fund"),
        ("The Hague pays", "The Hague", "The Hague"),
        ("Teachers' College", "Teachers' College", "Teachers' College"),
    ],
)
def test_a_quote_gives_the_bare_name_as_the_article_writes_it(body, words, name):
    assert find(body, words) == name


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("국비 458억원", "국비 485억원"),
        ("국비 458억원", "국비 458"),
        ("국비 458억원", "58억원"),
        ("국비 458만원", "국비 458억원"),
        ("총 1조2천억 원", "2천억"),
        ("총 1조 2천억 원", "총 1조"),
        ("1만2000명이 모여", "1만"),
        ("1만2000명이 모여", "2000명"),
        ("삼백억 원을 들여", "백억 원"),
        ("수십억 원을 들여", "십억 원"),
        ("1-1단계 사업", "1단계"),
        ("a €48m fund", "€48"),
        ("a €48 million fund", "€48"),
        ("Phase 2.5", "Phase 2"),
        ("11단계 사업", "1단계"),
        ("2.5% 늘어", "2"),
        ("1,200명이 모여", "12"),
        ("1,200명이 모여", "1"),
        ("1,200명이 모여", "200명"),
        ("12월 1일", "2월"),
        ("상반기 착공", "하반기 착공"),
        ("１１단계", "1단계"),
        ("5² 센터", "5"),
        ("Ⅱ단계 사업", "Ⅰ단계"),
        ("면적은 3㎡다", "면적은 3m2"),
        ("nowhere to go", "now here"),
        ("now here", "nowhere"),
        ("room 1 2", "room 12"),
        ("CORK", "cork"),
        ("경남도 관계자", "경남은"),
        ("은하강소특구는", "은하강소특은"),
    ],
)
def test_words_that_the_article_does_not_say_are_not_found(body, words):
    assert find(body, words) is None


def test_what_follows_a_number_without_being_part_of_it_does_not_hide_it():
    assert find("예산 2억 3명", "예산 2억") == "예산 2억"
    assert find("산업단지 2 조성사업", "산업단지 2") == "산업단지 2"
    assert find("1·2단계 사업", "2단계 사업") == "2단계 사업"
    assert find("이천시와 사천시", "사천시") == "사천시"
    assert find("100만 그루 심기 사업", "100만 그루 심기 사업") == "100만 그루 심기 사업"


@pytest.mark.parametrize(
    ("body", "words", "whole"),
    [
        ("LG전자는", "LG", False),
        ("경남도 관계자", "경남", False),
        ("경남도와", "경남도", True),
        ("강소특구", "특구", False),
        ("강소특구가", "강소특구", True),
        ("제2단계", "2단계", False),
        ("KTX역과 KTX", "KTX", True),
        ("한국전기연구원(KERI)은", "KERI", True),
        ("programmes", "programme", False),
    ],
)
def test_a_match_says_whether_it_is_a_word_of_its_own(body, words, whole):
    match = Index(body).find(words)
    assert match is not None
    assert match.whole is whole


def test_whole_words_win_then_the_piece_then_the_first():
    body = "강소특구 특구 강소특구 특구"
    index = Index(body)
    first, second = 5, 13
    assert index.find("특구").quote.start == first
    assert index.find("특구", within=(8, len(body))).quote.start == second
    assert index.find("특구", within=(8, 12)).quote.start == first
    assert Index("강소특구 산업특구").find("특구", within=(5, 9)).quote.start == 7
    assert Index("강소특구 산업특구").find("특구").quote.start == 2


def test_a_bare_name_elsewhere_wins_over_a_part_of_a_longer_word():
    body = "김해시의회와 김해시 관계자"
    assert Index(body).find("김해시의").quote.start == body.index("김해시 ")


UNITS = ("억", "만", "조")
HALVES = {"상반기": "하반기", "하반기": "상반기"}


def alterations(count: int) -> list[tuple[int, int, str]]:
    """Places in the body, each with its words altered by one digit, unit, month, half or syllable.

    An alteration that the body says elsewhere is none.
    """
    chance = random.Random(20261122)  # noqa: S311 - examples, not secrets
    words = list(re.finditer(r"\S+(?: \S+){0,2}", BODY)) + list(re.finditer(r"\S+", BODY))
    found: list[tuple[int, int, str]] = []
    while len(found) < count:
        place = chance.choice(words)
        text = place[0]
        at = chance.randrange(len(text))
        if text[at].isdigit():
            altered = text[:at] + chance.choice("0123456789") + text[at + 1 :]
        elif text[at] in UNITS:
            altered = text[:at] + chance.choice(UNITS) + text[at + 1 :]
        elif half := re.search("[상하]반기", text):
            altered = text[: half.start()] + HALVES[half[0]] + text[half.end() :]
        elif "가" <= text[at] <= "힣":
            altered = text[:at] + chance.choice("산강별달솔빛온새터들은을의가도") + text[at + 1 :]
        else:
            continue
        bare = altered.strip("‘’.,()㈜ ")
        if altered != text and bare not in BODY:
            found.append((place.start(), place.end(), altered))
    return found


def test_five_hundred_altered_quotes_are_not_found_at_the_place_they_were_taken_from():
    index = Index(BODY)
    wrong = []
    for start, end, altered in alterations(500):
        match = index.find(altered)
        if match is None:
            continue
        # Another particle after the same name still names it; nothing else may be found.
        name = match.quote.text
        same_name = altered.strip("‘’.,()").startswith(name) and match.whole
        digits = re.findall(r"\d", altered) == re.findall(r"\d", name)
        if not (same_name and digits) and start <= match.quote.start < end:
            wrong.append((altered, name))
    assert wrong == []


pieces = st.sampled_from(
    [
        *"가나시도은는이1203.,억만원aB'’()·ㆍ \n㎡㈜½Ⅱ①²",
        "김해시",
        "the ",
        "'s",
        "(재)",
        "\u200b",
        "𝟏",
    ]
)
texts = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=30).map("".join))


@given(body=texts, words=texts)
@settings(max_examples=400, deadline=None)
def test_any_text_can_be_looked_up_in_any_other_and_what_comes_stands_there(body, words):
    match = Index(body).find(words)
    if match is not None:
        quote = match.quote
        assert quote.text
        assert body[quote.start : quote.end] == quote.text


@given(body=texts, data=st.data())
@settings(max_examples=400, deadline=None)
def test_what_is_found_has_no_other_digits_than_what_was_sought(body, data):
    start = data.draw(st.integers(0, len(body)))
    words = data.draw(st.one_of(texts, st.just(body[start : start + 12])))
    match = Index(body).find(words)
    if match is not None:
        found, sought = (
            [str(int(c)) for c in text if c.isdecimal()] for text in (match.quote.text, words)
        )
        assert "".join(found) in "".join(sought)


@given(
    body=st.text("수몇일이삼사오육칠팔구십백천만억조원달러여나 \n.,:/-0123²①thousandk", max_size=24)
)
@settings(max_examples=400, deadline=None)
def test_nothing_that_begins_or_ends_inside_a_number_is_a_whole_word(body):
    index, inside = Index(body), inside_numbers(body)
    cuts = [at for at in range(1, len(body)) if inside[at]]
    assert not any(index.is_whole(at, len(body)) or index.is_whole(0, at) for at in cuts)


@given(text=st.one_of(texts, st.text("가a1 \n㈜㎞㎧…ﬁＡ\u3000\u200b·“", max_size=24)))
@settings(max_examples=400, deadline=None)
def test_folding_by_the_text_gives_what_folding_by_the_character_does(text):
    whole = fold(text)
    by_character = fold(f"{text}\u00ad")  # a soft hyphen, which folds to nothing
    assert whole.text == by_character.text == fold_text(text)
    places = range(len(whole.text))
    assert [whole.offsets[at] for at in places] == [by_character.offsets[at] for at in places]


@given(name=st.lists(st.sampled_from("은하별빛산강센터특구"), min_size=2, max_size=8).map("".join))
def test_a_name_in_quotation_marks_is_found_as_it_stands(name):
    body = f"그는 ‘{name}’ 사업을 말했다."
    index = Index(body)
    match = index.find(f'"{name}"')
    assert match is not None
    assert name.startswith(match.quote.text)


@pytest.mark.parametrize(
    "unit", ["가", "1", "a ", "1,", "가은 ", "((", "1조2천", "천만", "1 천 ", "'"]
)
def test_a_long_text_that_repeats_itself_can_be_searched(unit):
    body = unit * (100_000 // len(unit))
    index = Index(body)
    for words in (unit, unit * 3, body[: len(body) // 2], body):
        match = index.find(words)
        assert match is None or body[match.quote.start : match.quote.end] == match.quote.text
