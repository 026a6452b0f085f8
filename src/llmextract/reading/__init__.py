"""Text in, money and dates out: every amount and every date, read by rules.

One module a kind and language; words stand in tables (`ko_words`, `currencies`). To add a
language, write its two scanners and add them to `_SCANNERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.reading.en_dates import scan_english_dates
from llmextract.reading.en_money import scan_english_money
from llmextract.reading.ko_dates import scan_korean_dates
from llmextract.reading.ko_money import scan_korean_money
from llmextract.reading.symbol_money import scan_symbol_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from llmextract.article import Language
    from llmextract.spans import DateSpan, Money

    _Scanners = tuple[Callable[[str], Iterable[Money]], Callable[..., Iterable[DateSpan]]]

__all__ = ["holds_mention", "scan"]

# Money, then dates; the scanner of dates takes ``published``.
_SCANNERS: dict[Language, _Scanners] = {
    "ko": (scan_korean_money, scan_korean_dates),
    "en": (scan_english_money, scan_english_dates),
}


def scan(
    text: str, *, published: date | None = None, language: Language | None = None
) -> list[Money | DateSpan]:
    """Finds and reads every amount of money and every date of a text.

    Args:
        text: Any text; offsets count its code points.
        published: The publication date, from which relative words (7일, 내년, last month)
            are read. Without it they keep their text and have no days.
        language: The language whose rules are used; None uses all, and of two readings
            of the same words the longer wins.

    Returns:
        Mentions sorted by offset, none overlapping another; ``text[m.start:m.end] == m.text``.
    """
    return _longest(_found(text, published, language))


def holds_mention(text: str, *, published: date | None = None) -> bool:
    """Tells whether a text holds an amount or a date, at the cost of finding the first.

    Args:
        text: Any text, read by the rules of all languages.
        published: As for `scan`.
    """
    return next(_found(text, published, None), None) is not None


def _found(
    text: str, published: date | None, language: Language | None
) -> Iterator[Money | DateSpan]:
    yield from scan_symbol_money(text)
    for name, (scan_money, scan_dates) in _SCANNERS.items():
        if language in {None, name}:
            yield from scan_money(text)
            yield from scan_dates(text, published=published)


def _longest(found: Iterable[Money | DateSpan]) -> list[Money | DateSpan]:
    """Of mentions that overlap, the one with more words."""
    kept: list[Money | DateSpan] = []
    begun = end = 0
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        start, stop = mention.start, mention.end
        if kept and start < end:
            if stop - start <= end - begun:
                continue
            kept.pop()
        kept.append(mention)
        begun, end = start, stop
    return kept
