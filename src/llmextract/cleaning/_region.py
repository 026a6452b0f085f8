"""Where on a page the article is: the stretch of lines that outweighs all others.

Each line of prose weighs its length, each line that is no prose takes something away, and a
closing line or the start of another article parts the page. The heaviest stretch is found
in one pass (the maximum-subarray sum of Kadane), so time is linear in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from llmextract.cleaning._bylines import opens_article
from llmextract.cleaning._lines import (
    ends_plainly,
    ends_sentence,
    is_bullet,
    is_speech,
    speaks_politely,
)
from llmextract.cleaning._noise import opens_aside

if TYPE_CHECKING:
    from llmextract.cleaning._noise import Rules
    from llmextract.cleaning._page import Page

__all__ = ["FEWEST", "article_stretch", "closes_soon"]

_HEAVIEST = 300
"""A paragraph beyond this many characters weighs no more: one long teaser of another
article does not outweigh the text."""
_LIGHT = -30
"""A line without prose: five in a row, as between two articles, cost one paragraph."""
_ITEM = 5
"""An item of a list is no prose and yet the article's own more often than not."""
_SHORT_ITEM = 30
"""A list of short items neither speaks for the text nor against it."""
_ASIDE = -60
"""A box of other articles: its teasers count against the text, which may go on below it."""
_SIGNED = -150
"""A reporter's line once the text has begun is its end more often than not."""
FEWEST = {"ko": 40, "en": 80}
"""Characters of prose without which a page holds no article: one short Korean sentence."""
_FEWEST_POLITE = 3


def article_stretch(page: Page, rules: Rules, *, before: int | None = None) -> range | None:
    """Returns the indexes of the article's lines, or None where the page holds no article.

    Args:
        page: The page; its lines that are not blank.
        rules: For each line, the rule that drops it, or None.
        before: Index of the line above which to look; the whole page by default.
    """
    stop = len(page.lines) if before is None else before
    stretch = _trimmed(_heaviest(page, rules, stop), page, rules)
    stretch = _with_short_ends(_with_lead(stretch, page, rules), page, rules)
    return stretch if _is_enough(stretch, page, rules) else None


def closes_soon(stretch: range, rules: Rules) -> bool:
    """Tells whether a reporter's line or a notice stands right below a stretch."""
    below = range(stretch.stop, min(len(rules.page.lines), stretch.stop + _NEAR))
    return any(rules[at] in {"byline", "closing"} for at in below)


_NEAR = 3


def _heaviest(page: Page, rules: Rules, stop: int) -> range:
    """Finds the heaviest stretch; between stretches only lines of prose are looked at."""
    best, heaviest = range(0), 0
    at = start = total = 0
    begun = False
    while at < stop:
        if total <= 0 or rules[at] == "closing" or (begun and _parts(at, page, rules)):
            at = start = _next_prose(at, page)
            total, begun = 0, False
            if at >= stop:
                break
        rule = rules[at]
        total += _SIGNED if begun and rule == "byline" else _weight(at, rule, page)
        begun = begun or (rule is None and at in page.sentences)
        # A later stretch must be heavier, not equal: the article precedes what is related to it.
        if total > heaviest and rule is None and _may_end(at, page):
            best, heaviest = range(start, at + 1), total
        at += 1
    return best


def _next_prose(at: int, page: Page) -> int:
    """Returns the index of the first line of prose from here on, or the number of lines."""
    found = bisect_left(page.prose, at)
    return page.prose[found] if found < len(page.prose) else len(page.lines)


def _parts(at: int, page: Page, rules: Rules) -> bool:
    """Tells whether readers' comments or another article begin once a text has begun.

    A line with an outlet at its head begins one where it follows a headline, not a paragraph.
    """
    rule = rules[at]
    if rule is not None:
        return rule == "counter" and "댓글" in page.lines[at]
    return at - 1 not in page.sentences and opens_article(page.lines[at], page.language)


# '-', '•' and '▶' also head links to other articles; an outline within a text has these.
_OUTLINE = re.compile(r"^(?:[○◦ㅇ●□■◇◆▲△]|[①-⑳]|\d{1,2}[.)](?!\d)|[가-하][.)])")


def _may_end(at: int, page: Page) -> bool:
    return at in page.sentences or bool(_OUTLINE.match(page.lines[at]))


def _with_lead(stretch: range, page: Page, rules: Rules) -> range:
    """Takes in a lead that a box of other articles or a picture parts from the rest.

    Between a teaser in the page's head and the text stands the headline, which no rule drops.
    """
    if (opening := _opening_above(stretch, page, rules)) is not None:
        return range(opening, stretch.stop)
    at = stretch.start - 1
    while at >= 0 and rules[at] not in {None, "closing"}:
        at -= 1
    boxed = any(rules[i] == "aside" for i in range(at + 1, stretch.start))
    return range(at, stretch.stop) if boxed and at in page.sentences else stretch


def _opening_above(stretch: range, page: Page, rules: Rules) -> int | None:
    """Returns the index of a line with an outlet at its head right above, or None."""
    if not stretch or opens_article(page.lines[stretch.start], page.language):
        return None
    above = range(stretch.start - 1, max(-1, stretch.start - _PICTURE), -1)
    at = next((at for at in above if at in page.sentences), None)
    if at is None or not opens_article(page.lines[at], page.language) or rules[at] is not None:
        return None
    return None if any(rules[i] == "closing" for i in range(at + 1, stretch.start)) else at


_PICTURE = 5
"""Lines of a picture and its caption."""


def _with_short_ends(stretch: range, page: Page, rules: Rules) -> range:
    """Takes in the short sentences right beside the text, which alone prove nothing."""
    start, stop = stretch.start, stretch.stop
    if not stretch:
        return stretch
    while (
        start > 0 and rules[start - 1] is None and _is_short_sentence(page.lines[start - 1], page)
    ):
        start -= 1
    while (end := _next_end(stop, page, rules)) > stop:
        stop = end
    return range(start, stop)


def _next_end(stop: int, page: Page, rules: Rules) -> int:
    """Returns where the text ends with the sentence that follows, a list before it or none."""
    at, listed = stop, False
    lines = page.lines
    while at < min(len(lines), stop + _LONGEST_LIST) and rules[at] in _BETWEEN:
        line = lines[at]
        if rules[at] is None and (at in page.sentences or _is_short_sentence(line, page)):
            return at + 1
        heads = at + 1 < len(lines) and _is_fact(lines[at + 1])
        if not (rules[at] or _is_fact(line) or (heads and not listed)):
            break
        listed = listed or _is_fact(line)
        at += 1
    return stop


_LONGEST_LIST = 20
_BETWEEN = frozenset({None, "image", "caption", "caption-repeated"})
_FACT = re.compile(r"\s?[:：]\s|\d")


def _is_fact(line: str) -> bool:
    """Tells an item that states something: a mark of an outline, or a colon or a figure."""
    return bool(_OUTLINE.match(line) or (is_bullet(line) and _FACT.search(line)))


def _is_short_sentence(line: str, page: Page) -> bool:
    """Tells a sentence from a label; a site's polite ones are none of a plain page's."""
    if line.count(" ") < 1 or line[-1] in "?!" or not ends_sentence(line):
        return False
    return _is_verbal(line) and not (page.plain and speaks_politely(line))


def _is_verbal(line: str) -> bool:
    return ends_plainly(line) if _HANGUL.search(line) else line.rstrip("\"'”’").endswith(".")


_HANGUL = re.compile(r"[가-힣]")


def _weight(at: int, rule: str | None, page: Page) -> int:
    line = page.lines[at]
    if opens_aside(line, page):
        return _ASIDE
    if rule is not None:
        return _LIGHT // 2
    if at in page.sentences or _is_short_sentence(line, page):
        return min(len(line), _HEAVIEST)
    if _OUTLINE.match(line):
        return _ITEM if len(line) > _SHORT_ITEM else 0
    if is_bullet(line) and len(line) > _SHORT_ITEM:
        return _ITEM
    return 0 if _is_row(line) or _is_question(line) else _LIGHT


_FIGURE = re.compile(r"\d[\d.,]*")
_FEWEST_FIGURES = 3


def _is_row(line: str) -> bool:
    """Tells a row of a table: cells between bars, or figures."""
    return line.count("|") > 1 or len(_FIGURE.findall(line)) >= _FEWEST_FIGURES


def _is_question(line: str) -> bool:
    """Tells an interviewer's question, marked as an item of a list: '-회사를 세운 까닭은.'."""
    marked = is_bullet(line) or is_speech(line)
    return marked and line.endswith((".", "?")) and not line.endswith("..")


def _trimmed(stretch: range, page: Page, rules: Rules) -> range:
    """Lets the article begin with its first sentence; in press releases all may be items."""
    for at in _kept_prose(stretch, page, rules):
        line = page.lines[at]
        if not is_bullet(line) or _PARAGRAPH.match(line):
            return range(at, stretch.stop)
    return range(0)


def _kept_prose(stretch: range, page: Page, rules: Rules) -> list[int]:
    return [at for at in page.prose if at in stretch and rules[at] is None]


# What press releases put before each paragraph; '▲' before the first one is a caption.
_PARAGRAPH = re.compile(r"^[□■○●◦ㅇ]")


def _is_enough(stretch: range, page: Page, rules: Rules) -> bool:
    prose = [page.lines[at] for at in _kept_prose(stretch, page, rules)]
    if len(prose) < _FEWEST_POLITE and all(map(speaks_politely, prose)):
        # Menus alone still say "this is an official site" and the like, politely.
        return False
    return sum(map(len, prose)) >= FEWEST[page.language]
