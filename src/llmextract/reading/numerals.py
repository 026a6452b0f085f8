"""Korean numerals in digits, Hangul and both: 916, 1,192, 8.5, 9백16억, 이천칠백삼십오만.

A numeral is read token by token. After each token it may end, so the reader gives every
ending it can have; the caller takes the longest that is followed by what it looks for
(in '5만 8200원' the last, in '3억 5명' none but '3억').
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

__all__ = ["DIGITS", "Numeral", "exact", "hangul_number", "read_numeral"]

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
_MAX_TOKENS = 24  # 구천구백구십구조 … 구천구백구십구 has 31 syllables; money stops far below


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and how it was written.

    Attributes:
        end: Offset after its last token.
        value: The exact number.
        about: It holds 여 ('80여억').
        digits: It holds Arabic digits.
        tokens: How many tokens it has.
        bare: The last token is a coefficient without a unit.
        scale: The units after the first coefficient up to the first large unit
            (5천만 → 10,000,000); what a '3~' before it is counted in.
        large: Its last large unit (만, 억, 조), or 1.
    """

    end: int
    value: Fraction
    about: bool = False
    digits: bool = False
    tokens: int = 0
    bare: bool = False
    scale: int = 1
    large: int = 1


@dataclass(frozen=True, slots=True)
class _State:
    """What is read so far: finished large groups, the open group, the open coefficient."""

    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    coefficient: Fraction | None = None
    small_limit: int = 10**5
    large_limit: int = 10**17
    open_scale: bool = True

    def value(self) -> Fraction:
        return self.total + self.group + (self.coefficient or 0)


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
    endings: list[Numeral] = []
    state, numeral = _State(), Numeral(start, Fraction(0))
    while numeral.tokens < _MAX_TOKENS:
        token = _TOKEN.match(text, numeral.end)
        if token is None or (token["space"] and not _may_follow_space(numeral, token)):
            break
        step = _advance(state, numeral, token)
        if step is None:
            break
        state, numeral = step
        endings.append(numeral)
    return endings


def _may_follow_space(numeral: Numeral, token: re.Match[str]) -> bool:
    """Spaces stand between groups (5만 8200, 7천 5백만) and before a large unit (5 억)."""
    if numeral.tokens == 0:
        return False
    return token["large"] is not None or (not numeral.bare and token["about"] is None)


def _advance(
    state: _State, numeral: Numeral, token: re.Match[str]
) -> tuple[_State, Numeral] | None:
    if token["about"]:
        numeral = replace(numeral, about=True)
        return (state, _grown(numeral, token)) if numeral.tokens else None
    if token["digits"] or token["hangul"]:
        return _coefficient(state, numeral, token)
    unit = token["small"] or token["large"]
    return (_small if token["small"] else _large)(state, numeral, token, unit)


def _grown(numeral: Numeral, token: re.Match[str]) -> Numeral:
    return replace(numeral, end=token.end(), tokens=numeral.tokens + 1)


def _coefficient(
    state: _State, numeral: Numeral, token: re.Match[str]
) -> tuple[_State, Numeral] | None:
    if state.coefficient is not None:
        return None
    number = _plain(token["digits"]) if token["digits"] else _spoken(token["hangul"])
    if numeral.tokens and number >= min(state.small_limit, state.large_limit):
        return None
    state = replace(state, coefficient=number)
    digits = numeral.digits or token["digits"] is not None
    return state, _grown(replace(numeral, value=state.value(), digits=digits, bare=True), token)


def _small(
    state: _State, numeral: Numeral, token: re.Match[str], unit: str
) -> tuple[_State, Numeral] | None:
    size = _SMALL[unit]
    if size >= state.small_limit or (numeral.about and state.coefficient is None):
        return None
    coefficient = 1 if state.coefficient is None else state.coefficient
    scale = numeral.scale * size if state.open_scale and state.group == 0 else numeral.scale
    state = replace(
        state, group=state.group + coefficient * size, coefficient=None, small_limit=size
    )
    return state, _grown(replace(numeral, value=state.value(), bare=False, scale=scale), token)


def _large(
    state: _State, numeral: Numeral, token: re.Match[str], unit: str
) -> tuple[_State, Numeral] | None:
    size = _LARGE[unit]
    group = state.group + (state.coefficient or 0)
    if size >= state.large_limit or (group == 0 and not _may_stand_alone(numeral, unit)):
        return None
    scale = numeral.scale * size if state.open_scale else numeral.scale
    total = state.total + (group or 1) * size
    state = _State(total=total, large_limit=size, open_scale=False)
    grown = replace(numeral, value=total, bare=False, scale=scale, large=size)
    return state, _grown(grown, token)


def _may_stand_alone(numeral: Numeral, unit: str) -> bool:
    """만 원 is 10,000 won; 억 and 조 always have a number before them."""
    return numeral.tokens == 0 and unit == "만"


def _plain(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))


def _spoken(word: str) -> Fraction:
    """A syllable, or syllables around 점: 일점이삼 → 1.23."""
    digits = "".join("." if c in "점쩜" else str(_HANGUL_DIGITS[c]) for c in word)
    return Fraction(digits)


def hangul_number(word: str) -> int:
    """The number that Hangul numeral syllables or digits say: 이천이십사 → 2024, 12 → 12.

    Raises:
        ValueError: the word is no whole numeral.
    """
    endings = read_numeral(word, 0)
    if not endings or endings[-1].end != len(word) or endings[-1].value.denominator != 1:
        raise ValueError(word)
    return endings[-1].value.numerator
