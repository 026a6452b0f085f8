"""Money with a sign or a code before the number, in any language: $1.2 billion, ₩30억."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from llmextract.reading.bounds import bounds_around
from llmextract.reading.currencies import CODES, SIGNS
from llmextract.reading.numerals import DIGITS, exact, read_numeral
from llmextract.spans import Money, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SCALES", "Side", "money_from_sides", "scan_symbol_money"]

SCALES: dict[str, int] = {
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "trn": 10**12,
    "tn": 10**12,
}
"""Short-scale words and letters after a number with a currency sign."""

_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_CODE = "|".join(sorted(CODES))
_PREFIX = re.compile(
    rf"(?<![A-Za-z$])(?:(?P<sign>{_SIGN})|(?P<code>{_CODE}|krw|usd|eur))[ \u00a0]?(?=\d)"
)
# The character class comes first: the engine skips to its characters at little cost.
_START = re.compile(
    "["
    + "".join(sorted({re.escape(name[0]) for name in (*SIGNS, *CODES)}))
    + rf"kue](?<![A-Za-z$].)(?<=(?={_PREFIX.pattern}).)"
)
_NUMBER = re.compile(DIGITS)
# €1.234,56: dots between thousands, a comma before the cents.
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){1,5},\d{1,2}(?!\d)")
_SCALE = re.compile(
    rf"[ \u00a0-]?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})\b", re.IGNORECASE
)
_DASH = re.compile(r"[ \u00a0]?(?:[~∼〜～\-–—]|to(?=[ \u00a0]))[ \u00a0]?")
_AND = re.compile(r"[ \u00a0]and[ \u00a0]")
_BETWEEN = re.compile(r"between[ \u00a0]\Z", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|by)[ \u00a0]\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One number with its currency: where it ends, and whether a scale was written."""

    end: int
    number: Fraction
    currency: str | None
    scale: int = 1


def scan_symbol_money(text: str) -> Iterator[Money]:
    """Finds amounts that begin with a currency sign or code, in order."""
    position = 0
    while start := _START.search(text, position):
        position = start.end()
        prefix = _PREFIX.match(text, start.start())
        left = _side(text, prefix) if prefix else None
        if prefix is None or left is None:
            continue
        money = money_from_sides(text, prefix.start(), left, _right(text, prefix.start(), left))
        yield money
        position = money.end


def _side(text: str, prefix: re.Match[str]) -> Side | None:
    sign, code = prefix["sign"], prefix["code"]
    currency = SIGNS[sign] if sign else CODES[code.upper()]
    return _number(text, prefix.end(), currency)


def _number(text: str, start: int, currency: str | None) -> Side | None:
    if continental := _CONTINENTAL.match(text, start):
        whole, _, fraction = continental.group().partition(",")
        return Side(continental.end(), Fraction(f"{whole.replace('.', '')}.{fraction}"), currency)
    digits = _NUMBER.match(text, start)
    if digits is None:
        return None
    number = Fraction(digits.group().replace(",", ""))
    if scale := _SCALE.match(text, digits.end()):
        factor = SCALES[scale["scale"].lower()]
        return Side(scale.end(), number * factor, currency, factor)
    numeral = read_numeral(text, start)[-1]
    if numeral.bare and numeral.tokens > 1:
        return Side(digits.end(), number, currency)
    return Side(numeral.end, numeral.value, currency, numeral.large)


def _right(text: str, start: int, left: Side) -> Side | None:
    before = text[max(0, start - 9) : start]
    link = _AND.match(text, left.end) if _BETWEEN.search(before) else _DASH.match(text, left.end)
    if link is None:
        return None
    prefix = _PREFIX.match(text, link.end())
    right = _side(text, prefix) if prefix else _number(text, link.end(), left.currency)
    if right is None or right.currency != left.currency:
        return None
    # 'from' and 'by $5m to $10m' tell a change; 'from $5 to $10 million' shares its scale.
    shares = left.scale == 1 and right.scale > 1
    if _FROM.search(before) and "to" in link.group() and not shares:
        return None
    # Without a sign of its own the right side is money only where it has a scale.
    return right if prefix or right.scale > 1 or left.scale == 1 else None


def money_from_sides(text: str, start: int, left: Side, right: Side | None) -> Money:
    """Builds the mention of one amount, or of a range that shares its scale ($5-10 million)."""
    low, end = left.number, left.end
    words = bounds_around(text, start, right.end if right else end)
    if right is not None:
        shared = left.number * right.scale if left.scale == 1 else left.number
        low = shared if shared <= right.number else left.number
    if right is not None and low <= right.number:
        return Money(
            repeats=[],  # cheaper than a copy of the default
            text=text[start : right.end],
            start=start,
            end=right.end,
            currency=left.currency or "USD?",
            minimum=exact(low),
            maximum=exact(right.number),
            approximate=words.about,
        )
    value = exact(left.number)
    return as_read(
        Money,
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "value": value,
            "currency": left.currency or "USD?",
            "minimum": value if words.minimum else None,
            "maximum": value if words.maximum else None,
            "approximate": words.about,
            "repeats": [],
        },
    )
