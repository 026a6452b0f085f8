"""Publisher and reporter where they are glued to the text: cut off, and read.

Korean paragraphs begin '[김해=○○통신] 홍길동 기자 = …' or '○○일보 홍길동 기자 | …' and end
'… 밝혔다. 홍길동 기자 gildong@example.com'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.cleaning._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.article import Language

__all__ = [
    "Credit",
    "cut_credits",
    "opens_article",
    "part_tails",
    "read_credit_line",
    "read_notice",
]


@dataclass(frozen=True)
class Credit:
    """Who published and who wrote, as far as one line says."""

    publisher: str | None = None
    byline: str | None = None

    def or_else(self, other: Credit) -> Credit:
        """Returns this credit with its gaps filled from another."""
        return Credit(self.publisher or other.publisher, self.byline or other.byline)


_RANK = r"(?:선임|전문|인턴|수습|대표|객원|시민|명예|취재)?\s?(?:기자|특파원|통신원)"
_BRACKETED = re.compile(
    r"^[\[(【<](?P<left>[^\]\[()=】>]{1,20})(?:\([^)]{1,10}\))?\s*(?P<equals>=?)\s*(?P<right>[^\]\[)(】>]{0,30})[\])】>]\s*"
    r"(?:(?P<name>[가-힣]{2,4})\s?" + _RANK + r")?\s*(?:[=|｜:]\s*)?"
)
_BARRED = re.compile(
    r"^[\[(]?(?:(?P<left>[^\s=|｜/()]{2,15})(?:\([^)]{1,10}\))?[\s=|｜/]{1,3})?(?P<name>[가-힣]{2,4})\s?"
    + _RANK
    + r"[\])]?\s*[=|｜]\s*"
)
_NAMED = re.compile(r"(?P<name>[가-힣]{2,4})\s?" + _RANK)
_BY = re.compile(
    r"^by\s+(?P<name>[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){0,4})", re.IGNORECASE
)
_TAIL = re.compile(
    r"^[^.@]{0,40}?(?:(?:[가-힣]{2,4}\s?"
    + _RANK
    + r")[\s(\[|/,·]*)?(?:[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,30})?[\s)\]>】/]*$"
)
_LAST_STOP = re.compile(r"[다요가라자까죠음함][.?!][”\"’']?(?=.{1,80}$)")
_LONGEST_TAIL = 80
_ARROWS = ("▲", "△", "▼", "◀")
_NOTICE = re.compile(
    r"(?:copyright|저작권자|ⓒ|©)[\s:ⓒ©(c)]*(?:20\d\d\s*[-~]?\s*(?:20\d\d)?\s*)?"
    r"(?!20\d\d\b)(?P<name>[가-힣A-Za-z0-9](?:[^,.<>|()ⓒ©&-]|(?<=\w)-(?=\w)){1,40})(?!\w)",
    re.IGNORECASE,
)
_SIGN = re.compile("ⓒ|©|저작권자|c(?ai:opyr)|C(?ai:opyr)")
_RIGHTS = re.compile(r"\s(?:all rights|무단|재배포|inc|corp)", re.IGNORECASE)
_PARTED = re.compile(r"[(|/=]")
_LONGEST_NOTICE = 200
_PREFIX = 70
_BRACKETS = tuple("[(【<")
_NOTHING = Credit()


def cut_credits(paragraph: str, language: Language) -> tuple[str, Credit]:
    """Returns the paragraph without the credits at its head, and what they said."""
    end, credit = _read_prefix(paragraph) if language == "ko" else (0, _NOTHING)
    if not end:
        return paragraph, _NOTHING
    rest = paragraph[end:].lstrip()
    return (rest, credit) if rest else (paragraph, _NOTHING)


def part_tails(lines: Iterable[str]) -> list[str]:
    """Parts a reporter or an address behind the last sentence from it, as lines of their own."""
    parted: list[str] = []
    for line in lines:
        # Most lines have no sign of one; a call for each would take three times as long.
        if "@" in line or "기자" in line or "특파원" in line or "통신원" in line:
            parted += _part_tail(line)
        else:
            parted.append(line)
    return parted


def _part_tail(line: str) -> list[str]:
    if line.startswith(_ARROWS):
        return [line]  # a caption, with its photographer
    stops = list(_LAST_STOP.finditer(line, max(0, len(line) - _LONGEST_TAIL * 2)))
    end = stops[-1].end() if stops else len(line)
    tail = line[end:].strip()
    names = _NAMED.search(tail) or "@" in tail
    return [line[:end], tail] if names and _TAIL.match(tail) else [line]


def _has_rank(text: str) -> bool:
    return "기자" in text or "특파원" in text or "통신원" in text


def opens_article(line: str, language: Language) -> bool:
    """Tells whether a line begins with an outlet or a reporter, as only a first line does."""
    return language == "ko" and _read_prefix(line)[0] > 0


def read_credit_line(line: str) -> Credit:
    """Reads a line that is nothing but credits: '○○일보(김해)|홍길동 기자 a@example.com'."""
    by = _BY.match(line)
    if by:
        return Credit(byline=" ".join(by["name"].split()))
    named = _NAMED.search(line)
    before = _PARTED.split(line[: named.start()] if named else line)[0].strip("•·-▶ [")
    outlet = before if 1 < len(before) <= 15 and _is_outlet(before.split(" ")[0]) else None  # noqa: PLR2004
    return Credit(outlet, named["name"] if named else None)


def read_notice(line: str) -> str | None:
    """Returns the publisher that a copyright notice names, or None."""
    # Most lines have no sign of one; the pattern is tried at each character.
    found = _NOTICE.search(line[:_LONGEST_NOTICE]) if _SIGN.search(line) else None
    if not found:
        return None
    name = _RIGHTS.split(found["name"])[0].strip(" -·:")
    return name if len(name) > 1 and not name.lower().startswith(("all rights", "무단")) else None


def _read_prefix(line: str) -> tuple[int, Credit]:
    """Returns where the text begins after the credits at its head, and the credits."""
    head = line[:_PREFIX]
    barred = _BARRED.match(head) if _has_rank(head) else None
    if barred:
        return barred.end(), Credit(_outlet_or_none(barred["left"]), barred["name"])
    found = _BRACKETED.match(head) if head.startswith(_BRACKETS) else None
    if not found:
        return 0, _NOTHING
    left, right = found["left"].strip(), found["right"].strip()
    named = _NAMED.search(right) or _NAMED.search(left)
    name = found["name"] or (named["name"] if named else None)
    if found["equals"]:
        # '[김해=가람통신]' and '[김해=가람통신 홍길동 기자]', but '[가람통신=홍길동 기자]'.
        outlet = _NAMED.sub("", right).replace("기자", "").strip()
        if _is_outlet(left) and not _is_outlet(outlet):
            outlet = left
        return found.end(), Credit(outlet or _outlet_or_none(left), name)
    if name or _is_outlet(left):
        outlet = left.split(" ")[0]
        return found.end(), Credit(outlet if _is_outlet(outlet) else None, name)
    return 0, _NOTHING


# Regions and cities have two or three syllables, outlets with no telling end have more.
_LONGEST_PLACE = 3


def _outlet_or_none(name: str | None) -> str | None:
    return name if name and (_is_outlet(name) or len(name) > _LONGEST_PLACE) else None


def _is_outlet(name: str) -> bool:
    return name.endswith(WORDS["ko"].outlet_ends)
