"""What the short cuts of the rules for lines rest on."""

import sys
import unicodedata

import pytest

from llmextract.cleaning._lines import fold, split_lines
from llmextract.cleaning._page import Page
from llmextract.cleaning._words import WORDS

CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1)]


def test_whatever_python_takes_for_a_space_is_folded():
    for space in filter(str.isspace, CHARACTERS):
        ends_line = len(f"a{space}b".splitlines()) > 1
        lines = [line for line in split_lines(f"{space}a {space} b{space}") if line]
        assert lines == (["a", "b"] if ends_line else ["a b"])


def test_a_syllable_in_its_parts_becomes_one_and_an_invisible_mark_goes():
    assert split_lines(unicodedata.normalize("NFD", "예산\u200b안")) == ["예산안"]


def test_no_other_character_folds_into_one_that_is_counted():
    changed = [c for c in CHARACTERS if fold(c) != c]
    assert [c for c in changed if set("다이,.") & {c, *fold(c)}] == []


def test_lines_that_differ_in_quotes_and_spaces_are_the_same():
    page = Page([], "ko")
    assert page.are_same("“가람시, 예산을 늘린다”", "'가람시,예산을 늘린다'")


def test_lines_with_the_same_counts_are_not_the_same_for_it():
    assert not Page([], "ko").are_same("가람시, 예산을 늘린다", "나루시, 예산을 늘린다")


def test_prose_is_repeated_where_its_last_copy_stands_more_than_a_line_below():
    told = "가람시는 올해 예산을 지난해보다 크게 늘렸다고 밝혔다."
    other = "나루시는 올해 예산을 지난해보다 조금 줄였다고 말했다."
    assert Page.of([told, "기사", told, told, other], "ko").repeated == {0: 3}


@pytest.mark.parametrize(
    "line", ["Copyright 가람", "COPYRIGHT", "All Rights Reserved", "AI학습 이용"]
)
def test_phrases_that_close_a_page_are_found_in_capitals(line):
    assert WORDS["ko"].ends.search(line)


def test_headings_of_boxes_are_found_in_capitals_and_with_the_sign_of_the_kelvin():
    for line in ("You May Also Like", "EDITORS' PICKS", "you may also li\u212ae"):
        assert WORDS["en"].asides.match(line)


def test_korean_phrases_of_a_site_have_no_capitals_so_that_no_line_need_be_lowered():
    phrases = WORDS["ko"].site_talk.pattern
    assert phrases == phrases.upper()
