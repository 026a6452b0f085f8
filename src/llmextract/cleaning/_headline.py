"""The headline of a text dump: the line above the text that speaks of the same things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.cleaning._facts import Fact
from llmextract.cleaning._lines import fold, is_bullet
from llmextract.cleaning._noise import is_caption, opens_aside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from llmextract.cleaning._noise import Rules

__all__ = [
    "PLAUSIBLE",
    "carries_value",
    "find_decks",
    "find_headline",
    "shared_words",
    "site_of",
    "title_parts",
]

_FARTHEST = 25
_SHORTEST, _LONGEST = 9, 120
_TOLERANCE = 0.4
_DECK = 0.8
"""A deck repeats more of the text than its headline does: the first of near equals wins, and a
line right above the best one even where it is not so near."""
_TOKEN = re.compile(r"[가-힣]{2,}|[a-z]{4,}|\d{2,}")
_HANGUL = re.compile(r"[가-힣]")
# 소식 | 축제 | 복지: short names between bars or dots.
_MENU = re.compile(r"[^|｜·ㆍ/>]{1,8}(?:\s?[|｜·ㆍ/>]\s[^|｜·ㆍ/>]{1,8}){2,30}")
# [초대석] “약초를 심는 마음으로 살았죠”: a section and what someone said, in words that the text
# may say otherwise.
_SAID = re.compile(r"[\[<【(〈][가-힣 ·]{2,12}[\]>】)〉]\s?[“\"‘'][^”\"’']{6,80}[”\"’']")
_NEAR = 6
"""Lines between such a headline and the text: a deck, a reporter, a date and buttons."""
_PARTS = re.compile(r"\s+(?:[<|>»:]|::)\s+|\s-\s(?=[^-]{1,25}$)")


def carries_value(title: str, *, published: date | None) -> bool:
    """Tells whether a headline holds an amount of money or a date."""
    from llmextract.reading import holds_mention  # noqa: PLC0415 - start-up stays fast

    return holds_mention(title, published=published)


def title_parts(title: str) -> list[str]:
    """Splits a window title into the headline and the names of sections and site behind it."""
    return [part.strip() for part in _PARTS.split(title) if part.strip()]


def site_of(window: str, headline: str) -> str | None:
    """Returns the name behind the headline in a window title: 'Headline - Name', or None."""
    parts = title_parts(window)
    if len(parts) > 1 and parts[0] == headline and len(parts[-1]) <= _LONGEST_NAME:
        return parts[-1]
    return None


_LONGEST_NAME = 25


def find_headline(rules: Rules, begin: int, body: str) -> Fact[str] | None:
    """Returns the headline from the lines above the body, or None.

    Args:
        rules: The page, and what drops each of its lines.
        begin: Index of the body's first line.
        body: The text, whose words a headline shares.
    """
    first = max(0, begin - _FARTHEST)
    # The first line of a page is its headline or its window title, however far above.
    scored = _scored(([0] if first else []) + list(range(first, begin)), rules, body)
    said = _said_at(begin, rules)
    if not scored:
        return None if said is None else _as_title(rules.page.lines[said])
    best = max(score for score, _, _ in scored)
    at, line = next((at, line) for score, at, line in scored if score >= best - _TOLERANCE)
    above = (other for score, i, other in scored if i == at - 1 and score >= best - _DECK)
    line = next(above, line)
    if said is not None and rules.page.lines[said + 1] == line:
        line = rules.page.lines[said]  # what was taken is its deck
    return _as_title(line)


def _as_title(line: str) -> Fact[str]:
    return Fact(line, "line above the text", line)


def find_decks(headline: str, rules: Rules, begin: int, body: str) -> list[int]:
    """Returns the indexes of the lines under a headline that state an amount or a date.

    Args:
        headline: The line of the headline.
        rules: The page, and what drops each of its lines.
        begin: Index of the body's first line.
        body: The text, half of whose words such a line shares; headlines of other articles do not.
    """
    lines = rules.page.lines
    at = next((i for i in range(begin - 1, -1, -1) if lines[i] == headline), begin)
    under = []
    for i in range(at + 1, min(begin, at + 1 + _NEAR)):
        if opens_aside(lines[i], rules.page):
            break
        if _FEWEST_LETTERS <= len(lines[i]) <= _LONGEST and rules.alone[i] is None:
            under.append(i)
    folded = body.casefold() if under else ""
    return [i for i in under if _is_deck(lines[i], folded)]


_FEWEST_LETTERS = 8
_NUMBERS = re.compile(r"\d[\d.,:/-]*")


def _is_deck(line: str, folded: str) -> bool:
    words = _NUMBERS.sub("", line)
    told = sum(map(str.isalpha, words)) >= _FEWEST_LETTERS
    return told and _shared_words(words, folded) >= _HALF and carries_value(line, published=None)


_HALF = 0.5


def _said_at(begin: int, rules: Rules) -> int | None:
    """Returns the index of the nearest line above the text that is a section and a quotation."""
    for at in range(begin - 1, max(-1, begin - _NEAR - 1), -1):
        if _SAID.fullmatch(rules.page.lines[at]) and rules.alone[at] in {None, "caption-repeated"}:
            return at
    return None


def _scored(head: list[int], rules: Rules, body: str) -> list[tuple[float, int, str]]:
    """Returns score and place of each of the lines at these indexes that could be the headline."""
    page, folded = rules.page, body.casefold()
    lines = [page.lines[at] for at in head]
    keys = [page.folded[line] for line in lines]
    window = title_parts(lines[0]) if lines and not _MENU.fullmatch(lines[0]) else []
    named = {fold(part) for part in window} if len(window) > 1 else set()
    scored = []
    for place, (at, line, key) in enumerate(zip(head, lines, keys, strict=True)):
        labelled = place > 0 and lines[place - 1].strip(" :") in page.words.titled
        if not labelled and (not _could_be(at, rules) or (place == 0 and named)):
            continue
        shared = _shared_words(line, folded)
        signs = 3 * labelled + (key in named) + (keys.count(key) > 1)
        if signs or shared >= PLAUSIBLE:
            followed = _FACTS * _is_followed_by_facts(head[place + 1 :], rules)
            scored.append((shared + signs + followed, place, line))
    if not scored and named and _shared_words(window[0], folded) >= PLAUSIBLE:
        scored.append((0.0, 0, window[0]))
    return scored


PLAUSIBLE = 0.34
"""A third of a headline's words come again in the text, or another sign speaks for it."""
_FACTS = 0.5
_FULL_STOP = re.compile(r"[다요]\.$")


def _could_be(at: int, rules: Rules) -> bool:
    line = rules.page.lines[at]
    if not _SHORTEST <= len(line) <= _LONGEST:
        return False
    # Two English words are a section's name; two Korean ones may be a headline.
    fewest = 1 if _HANGUL.search(line) else 2
    if line.count(" ") < fewest or is_bullet(line) or _MENU.fullmatch(line):
        return False
    if at in rules.page.sentences and _FULL_STOP.search(line):
        return False
    rule = rules.alone[at]
    if rule == "caption-repeated":
        return not line.endswith(".") and not is_caption(line, at, rules.page)
    return rule is None


def shared_words(line: str, body: str) -> float:
    """Returns the share of the line's words whose stems the body has, by their length.

    Two syllables are the stem of a Korean noun; five letters do for English, where words
    below four letters say nothing.
    """
    return _shared_words(line, body.casefold())


def _shared_words(line: str, folded: str) -> float:
    words = _TOKEN.findall(line.casefold())
    shared = [w for w in words if (w[:2] if "가" <= w[0] <= "힣" else w[:5]) in folded]
    return len("".join(shared)) / len("".join(words)) if words else 0.0


def _is_followed_by_facts(following: Sequence[int], rules: Rules) -> bool:
    """Tells whether a byline or a date stands within the next eight lines."""
    return not {"byline", "clock"}.isdisjoint(map(rules.alone.__getitem__, following[:8]))
