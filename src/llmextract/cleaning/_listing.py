"""Pages that lead to articles: headlines, each with a teaser of one paragraph."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from llmextract.cleaning._headline import shared_words
from llmextract.cleaning._lines import fold, is_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.cleaning._page import Page

__all__ = ["are_headlines_with_teasers", "are_mostly_links"]

_FEWEST = 5
"""Headlines with one paragraph each; an article seldom has so many parts and none longer."""
_ALMOST_ALL = 0.8
_TOLD_AGAIN = 0.3
_OTHERS = 0.2
"""Shares of a headline's words: a teaser repeats a third or more, another article's a tenth."""
_FEWEST_LINKS = 4
_LINKED = 0.4


def are_headlines_with_teasers(page: Page, stretch: range) -> bool:
    """Tells whether a stretch is a list of articles: headline, teaser, headline, teaser.

    A headline is told again by its own teaser and not by the next one. The parts of an article
    have one subject, so that their headings are told again by their neighbours as well.

    Args:
        page: The page.
        stretch: The lines that could be the article.
    """
    prose = [at for at in page.prose if at in stretch]
    inside = [at for at in prose if _is_paired(at, page)]
    if len(inside) < _ALMOST_ALL * len(prose):
        return False
    pairs = [at for at in page.prose if _is_paired(at, page)]
    if len(inside) < _FEWEST and not _is_labelled_alike(page, stretch, pairs):
        return False
    if len(pairs) < _FEWEST:
        return False
    own = [shared_words(page.lines[at - 1], page.lines[at]) for at in pairs]
    following = pairwise(pairs)
    next_ones = [shared_words(page.lines[at - 1], page.lines[after]) for at, after in following]
    return sum(own) >= _TOLD_AGAIN * len(own) and sum(next_ones) <= _OTHERS * len(next_ones)


def are_mostly_links(paragraphs: Sequence[str], links: set[str]) -> bool:
    """Tells whether many paragraphs are each a link and nothing else.

    Args:
        paragraphs: Of what could be the article.
        links: The folded words of the page's links.
    """
    linked = sum(fold(paragraph) in links for paragraph in paragraphs)
    return linked >= _FEWEST_LINKS and linked >= _LINKED * len(paragraphs)


def _is_paired(at: int, page: Page) -> bool:
    """Tells whether a paragraph stands alone below a headline."""
    beside = not at or at + 1 in page.sentences or at - 1 in page.sentences
    return not beside and _is_headline(page.lines[at - 1])


def _is_headline(line: str) -> bool:
    words = line.count(" ") + 1
    return words > 2 and 9 <= len(line) <= 80 and not is_bullet(line) and line[-1] not in "?:"  # noqa: PLR2004


def _is_labelled_alike(page: Page, stretch: range, pairs: Sequence[int]) -> bool:
    """Tells whether the same words ('더보기', 'Read more') follow the text and the teasers."""
    below = [fold(page.lines[at + 1]) for at in pairs if at + 1 < len(page.lines)]
    after = fold(page.lines[stretch.stop]) if stretch.stop < len(page.lines) else ""
    return bool(after) and below.count(after) >= _FEWEST
