"""Which of a page's titles is the headline.

A page has several: the heading that readers see, the wording for social networks and search
engines, the window's title with the names of sections and site. The heading is the headline
where another title confirms it; a site's name is confirmed as well, but says little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.cleaning._facts import Fact
from llmextract.cleaning._headline import PLAUSIBLE, shared_words, title_parts
from llmextract.cleaning._lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.cleaning._stated import Statements

__all__ = ["choose_title", "confirmed_heading"]

_MOST = 0.4
"""A headline is the longer part of a title that holds it; names of sites and sections are the
shorter one."""
_FEWEST_WORDS = 3
_STATED = 0.1
"""What the page states deliberately may share a tenth less of the text than what was found."""


def confirmed_heading(page: Statements, publisher: str | None) -> Fact[str] | None:
    """Returns the heading that one of the page's titles repeats, or None."""
    found = [
        heading
        for heading in page.headings
        if len(heading.value.split()) >= _FEWEST_WORDS and _is_confirmed(heading, page)
    ]
    own = fold(publisher or "")
    found = [heading for heading in found if fold(heading.value) not in own]
    return max(found, key=lambda heading: len(heading.value), default=None)


def choose_title(
    page: Statements, publisher: str | None, body: str, seen: Fact[str] | None
) -> Fact[str] | None:
    """Returns the headline of a page without a confirmed heading, or None.

    Args:
        page: What the page states.
        publisher: Whose name is no part of a headline.
        body: The article's text, of which a headline speaks.
        seen: The line above the text that could be the headline.
    """
    stated = next(_about(page, publisher, body), None)
    if stated and seen:
        related = fold(seen.value) in fold(stated.value) or fold(stated.value) in fold(seen.value)
        nearer = shared_words(stated.value, body) + _STATED >= shared_words(seen.value, body)
        return stated if related or (nearer and not _is_name(stated, seen)) else seen
    short = (heading for heading in page.headings if _is_confirmed(heading, page))
    window = (title for title in page.said["title"] if title.value)
    return stated or seen or next(short, None) or next(window, None)


def _is_name(stated: Fact[str], seen: Fact[str]) -> bool:
    """Tells a site's or a section's name in a window title from a headline, by its few words."""
    words = len(stated.value.split())
    return stated.where.startswith("element") and words < _FEWEST_WORDS <= len(seen.value.split())


def _is_confirmed(heading: Fact[str], page: Statements) -> bool:
    own = fold(heading.value)
    titles = (fold(title.value) for title in page.said["title"])
    return any(own in title and len(own) >= _MOST * len(title) for title in titles)


def _about(page: Statements, publisher: str | None, body: str) -> Iterator[Fact[str]]:
    """Yields the parts of the titles that speak of the text, a site's own name left out."""
    for title in page.said["title"]:
        text = title.value
        if publisher and text.endswith(publisher):
            text = text.removesuffix(publisher).rstrip(" -–—|:·<>«»")
        parts = title_parts(text)
        if title.where.startswith("element"):
            parts = parts[:1]
        about = [part for part in parts if shared_words(part, body) >= PLAUSIBLE]
        if about:
            yield Fact(max(about, key=len), title.where, title.text)
