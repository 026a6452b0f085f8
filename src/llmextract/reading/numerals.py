"""Korean numerals in digits, Hangul and both: 916, 1,192, 8.5, 9백16억, 이천칠백삼십오만.

A numeral is read token by token. After each token it may end, so the reader gives every
ending it can have; the caller takes the longest that is followed by what it looks for
(in '5만 8200원' the last, in '3억 5명' none but '3억').
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

__all__ = ["DIGITS", "ONE", "Numeral", "exact", "hangul_number", "read_numeral"]

_HANGUL_DIGITS = {c: n for n, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0}
_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}

# Runs are bounded so that a megabyte of digits costs a megabyte of steps.
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?![\d])(?:\.\d{1,8}(?!\d))?"
"""Digits with or without thousands separators and a fraction."""

_TOKEN = re.compile(
    rf"(?P<space>[ \u00a0]?)(?:(?P<digits>{DIGITS})"
    r"|(?P<hangul>[일이삼사오육칠팔구](?:[점쩜][영공일이삼사오육칠팔구]{1,4})?|영)"
    r"|(?P<small>[십백천])|(?P<large>[만억조경])|(?P<about>여))"
)
# Most numerals are digits with 만, 억 or 조 behind them or nothing, and go on no further.
_SHORT = re.compile(
    rf"(?P<digits>(?>{DIGITS}))(?:[ \u00a0]?(?P<large>[만억조경]))?"
    r"(?![ \u00a0]?[\d일이삼사오육칠팔구영십백천만억조경여])"
)
_MAX_TOKENS = 24  # 구천구백구십구조 … 구천구백구십구 has 31 syllables; money stops far below
# Numbers are kept as integers of hundred-millionths while they are read: exact, and many
# times faster than fractions.
ONE = 10**8
"""How many hundred-millionths make one."""


class Numeral(NamedTuple):
    """A number and how it was written.

    Attributes:
        end: Offset after its last token.
        fixed: The number in hundred-millionths.
        about: It holds 여 ('80여억').
        digits: It holds Arabic digits.
        tokens: How many tokens it has.
        bare: The last token is a coefficient without a unit.
        scale: The units after the first coefficient up to the first large unit
            (5천만 → 10,000,000); what a '3~' before it is counted in.
        large: Its last large unit (만, 억, 조), or 1.
    """

    end: int
    fixed: int
    about: bool = False
    digits: bool = False
    tokens: int = 0
    bare: bool = False
    scale: int = 1
    large: int = 1

    @property
    def value(self) -> Fraction:
        """The exact number."""
        return Fraction(self.fixed, ONE)


# A third of what the constructor of a named tuple takes; a page needs thirty.
_numeral = partial(tuple.__new__, Numeral)


class _Reading:
    """What is read so far: finished large groups, the open group, the open coefficient."""

    __slots__ = ("about", "coefficient", "digits", "group", "large", "scale", "small", "tokens",
                 "total")  # fmt: skip

    def __init__(self) -> None:
        self.total = self.group = 0
        self.coefficient: int | None = None
        self.small = 10**5  # the next small unit must be below this one
        self.large = 10**17  # and the next large unit below this
        self.scale = 1
        self.about = self.digits = False
        self.tokens = 0

    def take(self, token: re.Match[str]) -> bool:
        """Adds a token; False where no numeral goes on with it."""
        kind, word = token.lastgroup, token[token.lastindex or 0]
        if token["space"] and not self._goes_on_after_space(kind):
            return False
        if kind == "large":
            taken = self._large(_LARGE[word])
        elif kind == "small":
            taken = self._small(_SMALL[word])
        elif kind == "about":
            taken = self.tokens > 0 and not self.about
            self.about = self.about or taken
        else:
            taken = self._coefficient(word, digits=kind == "digits")
        self.tokens += 1
        return taken

    def ending(self, end: int) -> Numeral:
        """The numeral as it would be if it ended here."""
        fixed = self.total + self.group + (self.coefficient or 0)
        large = self.large if self.large < 10**17 else 1
        bare = self.coefficient is not None
        return _numeral((end, fixed, self.about, self.digits, self.tokens, bare, self.scale, large))

    def _goes_on_after_space(self, kind: str | None) -> bool:
        """Spaces stand between groups (5만 8200, 7천 5백만) and before a unit (5 억, 5 천만)."""
        if self.tokens == 0:
            return False
        if kind == "small" and self.coefficient is not None:
            return self.digits and self.tokens == 1
        return kind == "large" or (self.coefficient is None and kind != "about")

    def _coefficient(self, word: str, *, digits: bool) -> bool:
        number = _plain(word) if digits else _spoken(word)
        if self.coefficient is not None:
            return False
        if self.tokens and number >= min(self.small, self.large) * ONE:
            return False
        self.coefficient = number
        self.digits = self.digits or digits
        return True

    def _small(self, size: int) -> bool:
        if size >= self.small or (self.about and self.coefficient is None):
            return False
        if self.total == 0 and self.group == 0:
            self.scale *= size
        self.group += (ONE if self.coefficient is None else self.coefficient) * size
        self.coefficient, self.small = None, size
        return True

    def _large(self, size: int) -> bool:
        group = self.group + (self.coefficient or 0)
        # 만 원 is 10,000 won; 억 and 조 always have a number before them.
        alone = group == 0 and not (self.tokens == 0 and size == _LARGE["만"])
        if size >= self.large or alone:
            return False
        if self.total == 0:
            self.scale *= size
        self.total += (group or ONE) * size
        self.group, self.coefficient = 0, None
        self.small, self.large = 10**5, size
        return True


def exact(value: Fraction) -> int | Decimal:
    """The number as an int, or as a Decimal where it has a fraction.

    Only numbers with a finite decimal expansion come from text, so nothing is rounded.
    """
    if value.denominator == 1:
        return value.numerator
    places = 0
    while value.denominator != 1:
        value, places = value * 10, places + 1
    digits = tuple(int(digit) for digit in str(abs(value.numerator)))
    return Decimal((int(value < 0), digits, -places))


def read_numeral(text: str, start: int) -> list[Numeral]:
    """Reads a numeral at an offset.

    Returns:
        Each numeral that begins there, shortest first; empty where none does.
    """
    short = _SHORT.match(text, start)
    return _read_tokens(text, start) if short is None else _read_short(short)


def _read_short(found: re.Match[str]) -> list[Numeral]:
    number = _plain(found["digits"])
    endings = [_numeral((found.end("digits"), number, False, True, 1, True, 1, 1))]
    if number and found["large"]:
        size = _LARGE[found["large"]]
        endings.append(_numeral((found.end(), number * size, False, True, 2, False, size, size)))
    return endings


def _read_tokens(text: str, start: int) -> list[Numeral]:
    endings: list[Numeral] = []
    reading, end = _Reading(), start
    while reading.tokens < _MAX_TOKENS:
        token = _TOKEN.match(text, end)
        if token is None or not reading.take(token):
            break
        end = token.end()
        endings.append(reading.ending(end))
    return endings


def _plain(digits: str) -> int:
    if digits.isdecimal():
        return int(digits) * ONE
    whole, _, fraction = digits.replace(",", "").partition(".")
    return int(whole) * ONE + int(fraction.ljust(8, "0") if fraction else 0)


def _spoken(word: str) -> int:
    """A syllable, or syllables around 점: 일점이삼 → 1.23."""
    return _plain("".join("." if c in "점쩜" else str(_HANGUL_DIGITS[c]) for c in word))


def hangul_number(word: str) -> int:
    """The number that Hangul numeral syllables or digits say: 이천이십사 → 2024, 12 → 12.

    Raises:
        ValueError: the word is no whole numeral.
    """
    if word.isascii():
        return int(word)
    endings = read_numeral(word, 0)
    if not endings or endings[-1].end != len(word) or endings[-1].fixed % ONE:
        raise ValueError(word)
    return endings[-1].fixed // ONE
