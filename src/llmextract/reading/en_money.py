"""English money with the currency behind the number: 1.5 million euros, 91.6 billion won."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from llmextract.reading.alternatives import by_letter, small_or_capital
from llmextract.reading.currencies import CODES, ENGLISH_WORDS, Unit
from llmextract.reading.numerals import DIGITS, exact
from llmextract.reading.symbol_money import SCALES, Side, money_from_sides
from llmextract.spans import Money

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["scan_english_money"]

_ONES = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_BELOW_HUNDRED: dict[str, int] = (
    {word: number for number, word in enumerate(_ONES, start=1)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {
        f"{ten}-{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, start=2)
        for ones, one in enumerate(_ONES[:9], start=1)
    }
)
_NUMBER_WORDS: dict[str, Fraction] = (
    {word: Fraction(number) for word, number in _BELOW_HUNDRED.items()}
    | {f"{word} hundred": Fraction(100 * n) for word, n in _BELOW_HUNDRED.items()}
    | {"a": Fraction(1), "half a": Fraction(1, 2), "a hundred": Fraction(100)}
)
# Tens of millions of dollars lie between ten and a hundred million, several between two and ten.
_SEVERAL: dict[str, tuple[int, int]] = {
    "tens of": (10, 100), "dozens of": (12, 100), "hundreds of": (100, 1000),
    "several": (2, 10), "a few": (2, 10),
}  # fmt: skip
_WORDS = by_letter(sorted(_NUMBER_WORDS, key=len, reverse=True))
_WORD_LETTERS = "".join(sorted({word[0] for word in _NUMBER_WORDS}))
_DIGIT_WORDS = "|".join(_ONES[:9])
# The first letter alone rules most words out, at a fraction of the cost of trying them all.
_NUMBER = (
    rf"(?:(?<!\d)(?<!\d[.,]){DIGITS}"
    rf"|(?=[{_WORD_LETTERS}])\b(?:{_WORDS})(?=[ -])(?!-(?:{_DIGIT_WORDS})))"
)
# The letters k and b belong to a currency sign: $3k, but not 3k dollars.
_SCALE = "thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn|m(?=[ ])"
_UNIT_LETTERS = "".join(sorted({word[0] for word in ENGLISH_WORDS}))
_UNIT_WORDS = rf"(?=[{_UNIT_LETTERS}])(?:{by_letter(sorted(ENGLISH_WORDS, key=len, reverse=True))})"
_CODE = "|".join(sorted(CODES))

_AMOUNT = re.compile(
    rf"(?:(?P<low>{_NUMBER})(?:[ -](?P<low_scale>{_SCALE}))?"
    rf"(?:[ ]?[-–][ ]?|[ ](?P<link>to|and)[ ]))?"
    rf"(?P<number>{_NUMBER})(?:[ -]?(?P<scale>{_SCALE}))?[ -]?"
    rf"(?:(?P<word>{_UNIT_WORDS})s?\b|(?P<code>(?-i:{_CODE}))\b)",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    rf"(?P<several>{'|'.join(_SEVERAL)})[ ](?:(?P<more>hundred)s?[ ](?:of[ ])?)?"
    rf"(?P<scale>thousand|million|billion|trillion)s?[ ](?:of[ ])?(?P<word>{_UNIT_WORDS})s?\b",
    re.IGNORECASE,
)
# 'In 2024 won the prize' is a verb, '230 pounds' mostly a weight: both need a scale or commas.
_VERB_OR_WEIGHT = frozenset({"won", "pound"})
# The character class comes first: the engine skips to its characters at little cost. Digits
# that Hangul follows begin nothing English.
_BEGINNINGS = (*_ONES, *_TENS, "half a", "a", *_SEVERAL)
_FIRST_LETTERS = {letter for word in _BEGINNINGS for letter in (word[0], word[0].upper())}
_START = re.compile(
    rf"[0-9{''.join(sorted(_FIRST_LETTERS))}](?<![\w.,$€£¥₩].)"
    r"(?:(?<=\d)(?=[\d,.]{0,40}(?:[ ]?[\-–][ ]?\d|[ -][a-zA-Z]|[A-Z]{3}|[a-z]{1,3}[ ]))"
    rf"|(?<=(?=(?:{small_or_capital(_BEGINNINGS)})[ -]).))"
)
_BETWEEN = re.compile(r"between[ ]\Z", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|by)[ ]\Z", re.IGNORECASE)


def scan_english_money(text: str) -> Iterator[Money]:
    """Finds amounts whose currency stands behind the number, in order."""
    position = 0
    while start := _START.search(text, position):
        position = start.start() + 1
        found = _AMOUNT.match(text, start.start())
        money = _money(text, found) if found else _rough(text, start.start())
        if money is not None:
            yield money
            position = max(position, money.end)


def _rough(text: str, start: int) -> Money | None:
    """Hundreds of millions of won: bounds, and no value."""
    found = _ROUGH.match(text, start)
    if found is None:
        return None
    unit = ENGLISH_WORDS[found["word"].lower()]
    scale = SCALES[found["scale"].lower()] * (100 if found["more"] else 1)
    low, high = _SEVERAL[found["several"].lower()]
    return Money(
        repeats=[],  # cheaper than a copy of the default
        text=found.group(),
        start=start,
        end=found.end(),
        currency=unit.code,
        minimum=exact(Fraction(low * scale, unit.parts)),
        maximum=exact(Fraction(high * scale, unit.parts)),
        approximate=True,
    )


def _money(text: str, found: re.Match[str]) -> Money | None:
    unit = (
        ENGLISH_WORDS[found["word"].lower()]
        if found["word"]
        else Unit(CODES[found["code"].upper()])
    )
    word = (found["word"] or "").lower()
    if word in _VERB_OR_WEIGHT and not found["scale"] and "," not in found["number"]:
        return None
    if word == "pound" and text.startswith(" of ", found.end()):
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
