"""English money with the currency behind the number: 1.5 million euros, 91.6 billion won."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from llmextract.reading.currencies import CODES, ENGLISH_WORDS, Unit
from llmextract.reading.numerals import DIGITS
from llmextract.reading.symbol_money import SCALES, Side, money_from_sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.spans import Money

__all__ = ["scan_english_money"]

_NUMBER_WORDS: dict[str, Fraction] = {
    word: Fraction(number)
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
} | {
    "a": Fraction(1),
    "half a": Fraction(1, 2),
    "twenty": Fraction(20),
    "thirty": Fraction(30),
    "fifty": Fraction(50),
    "a hundred": Fraction(100),
    "one hundred": Fraction(100),
}
_WORDS = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:(?<!\d)(?<!\d[.,]){DIGITS}|\b(?:{_WORDS})(?=[ -]))"
# The letters k, m, b belong to a currency sign: $3m, but not 3m dollars.
_SCALE = "thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn"
_UNIT_WORDS = "|".join(sorted(ENGLISH_WORDS, key=len, reverse=True))
_CODE = "|".join(sorted(CODES))

_AMOUNT = re.compile(
    rf"(?:(?P<low>{_NUMBER})(?:[ -](?P<low_scale>{_SCALE}))?"
    rf"(?:[ ]?[-–][ ]?|[ ](?P<link>to|and)[ ]))?"
    rf"(?P<number>{_NUMBER})(?:[ -](?P<scale>{_SCALE}))?[ -]?"
    rf"(?:(?P<word>{_UNIT_WORDS})s?\b|(?P<code>(?-i:{_CODE}))\b)",
    re.IGNORECASE,
)
# 'In 2024 won the prize' is a verb, '230 pounds' mostly a weight: both need a scale or commas.
_VERB_OR_WEIGHT = frozenset({"won", "pound"})
# The character class comes first: the engine skips to its characters at little cost. Digits
# that Hangul follows begin nothing English.
_START = re.compile(
    r"[0-9a-zA-Z](?<![\w.,$€£¥₩].)(?:(?<=\d)(?=[\d,.]{0,40}(?:[ \-–]|[A-Z]{3}))|(?<=[a-zA-Z]))"
)
_WORD_START = re.compile(rf"\d|(?:{_WORDS})[ -]", re.IGNORECASE)
_BETWEEN = re.compile(r"between[ ]\Z", re.IGNORECASE)
_FROM = re.compile(r"from[ ]\Z", re.IGNORECASE)


def scan_english_money(text: str) -> Iterator[Money]:
    """Finds amounts whose currency stands behind the number, in order."""
    position = 0
    while start := _START.search(text, position):
        position = start.start() + 1
        if not _WORD_START.match(text, start.start()):
            continue
        found = _AMOUNT.match(text, start.start())
        if found is None:
            continue
        money = _money(text, found)
        if money is not None:
            yield money
            position = max(position, money.end)


def _money(text: str, found: re.Match[str]) -> Money | None:
    unit = (
        ENGLISH_WORDS[found["word"].lower()]
        if found["word"]
        else Unit(CODES[found["code"].upper()])
    )
    word = (found["word"] or "").lower()
    if word in _VERB_OR_WEIGHT and not found["scale"] and "," not in found["number"]:
        return None
    right = _side(found["number"], found["scale"], unit, found.end())
    before = text[max(0, found.start() - 8) : found.start()]
    if found["low"] is None:
        return money_from_sides(text, found.start(), right, None)
    joined = found["link"] is None or (
        _BETWEEN.search(before) if found["link"] == "and" else not _FROM.search(before)
    )
    if not joined:
        return money_from_sides(text, found.start("number"), right, None)
    left = _side(found["low"], found["low_scale"], unit, found.end("low"))
    return money_from_sides(text, found.start(), left, right)


def _side(number: str, scale: str | None, unit: Unit, end: int) -> Side:
    word = number.lower()
    value = _NUMBER_WORDS[word] if word in _NUMBER_WORDS else Fraction(number.replace(",", ""))
    factor = SCALES[scale.lower()] if scale else 1
    return Side(end, value * factor / unit.parts, unit.code, factor)
