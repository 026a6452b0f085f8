"""One page to one article: decode, tell HTML from text, find the body, read what is around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from llmextract.article import Article
from llmextract.cleaning import _headline
from llmextract.cleaning._decode import DAMAGE, decode
from llmextract.cleaning._facts import Fact, Facts, given_facts
from llmextract.cleaning._front import split_front_matter
from llmextract.cleaning._html import looks_like_html, read_html
from llmextract.cleaning._lines import Dropped, fold
from llmextract.cleaning._refusals import LIST, WALL, is_notice, stops_at_wall, why_no_article
from llmextract.cleaning._text import read_page
from llmextract.errors import NoArticleError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from llmextract.article import Language
    from llmextract.cleaning._html import Markup

__all__ = ["Trace", "clean", "clean_with_facts", "clean_with_trace"]


@dataclass(frozen=True)
class Trace:
    """How an article came out of its page.

    Attributes:
        dropped: Each line that is not in the body, with the rule that dropped it. Of HTML, the
            lines are those that a reader would copy off the page.
        evidence: For each known fact (title, published, publisher, byline, address), where it
            was found and in which words.
    """

    dropped: list[Dropped]
    evidence: Mapping[str, Fact[str] | Fact[date]]


def clean(  # noqa: PLR0913 - each is a fact of the article that a caller may know better
    raw: str | bytes,
    *,
    source: str,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    byline: str | None = None,
) -> Article:
    """Makes an article of one raw page.

    Args:
        raw: HTML or text, as bytes or decoded.
        source: Path or address; goes on the article and into errors.
        published: Publication date, where known; else it is read from the page.
        title: Headline, where known.
        publisher: Who published it, where known.
        byline: Who wrote it, where known.

    Returns:
        The article; paragraphs of its body are parted by one blank line.

    Raises:
        UnreadableError: Empty, binary, too long or in no known encoding.
        NoArticleError: The page holds no article.
    """
    given = given_facts(
        "given", title=title, published=published, publisher=publisher, byline=byline
    )
    return clean_with_facts(raw, source=source, given=given)


def clean_with_facts(raw: str | bytes, *, source: str, given: Facts) -> Article:
    """Does what `clean` does, with facts that carry their own evidence."""
    page, front = _read(decode(raw, source=source), source)
    return _article(page, source, given.or_else(front))[0]


def clean_with_trace(
    raw: str | bytes, *, source: str, given: Facts | None = None
) -> tuple[Article, Trace]:
    """Does what `clean` does, and tells what was dropped and where each fact was found.

    Args:
        raw: HTML or text, as bytes or decoded.
        source: Path or address; goes on the article and into errors.
        given: Facts that count more than what the page says.

    Raises:
        UnreadableError: Empty, binary, too long or in no known encoding.
        NoArticleError: The page holds no article.
    """
    page, front = _read(decode(raw, source=source), source)
    article, facts = _article(page, source, (given or Facts()).or_else(front))
    return article, Trace(page.dropped(), facts.evidence())


@dataclass(frozen=True)
class _Cleaned:
    paragraphs: list[str]
    language: Language
    facts: Facts
    dropped: Callable[[], list[Dropped]]
    following: Callable[[], list[str]]


def _read(text: str, source: str) -> tuple[_Cleaned, Facts]:
    """Reads a page, and what the front matter above it states."""
    front, text = split_front_matter(text)
    page = _read_page(text, source)
    if stops_at_wall(page.paragraphs, page.following):
        raise NoArticleError(f"{source} {WALL}")
    return page, front


def _read_page(text: str, source: str) -> _Cleaned:
    if looks_like_html(text):
        markup = read_html(text, source=source)
        found = _from_markup(markup) if markup else None
        if markup and markup.is_list:
            raise NoArticleError(f"{source} {LIST}")
        if found and not is_notice(found.paragraphs):
            return found
        seen = markup.text if markup else ""
        # Where the parser gave up (nesting beyond its limit), the tags at least are no text.
        bare = _TAG.sub("\n", _SCRIPT.sub("\n", text))
        text = seen if len(seen) * 2 > len(bare) else bare
    if len(text) > _LONGEST_TEXT:
        raise UnreadableError(
            f"{source} has {len(text) // 1_000_000} million characters of text, more than the page "
            "of an article; give the articles one by one."
        )
    reading = read_page(text)
    if reading and reading.is_list:
        raise NoArticleError(f"{source} {LIST}")
    if reading is None or is_notice(reading.paragraphs):
        raise NoArticleError(f"{source} {why_no_article(text)}")
    facts = reading.facts(Facts(), "\n".join(reading.paragraphs))
    decks = reading.decks(facts.title)
    return _Cleaned(
        [*decks, *reading.paragraphs],
        reading.page.language,
        facts,
        lambda: [dropped for dropped in reading.dropped() if dropped.line not in decks],
        reading.following,
    )


_LONGEST_TEXT = 2_000_000
"""Characters; a page of a thousand lines has twenty thousand, a long book a million."""
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def _from_markup(markup: Markup) -> _Cleaned | None:
    chosen = markup.article
    if chosen is None:
        return None
    paragraphs = chosen.paragraphs
    facts = markup.facts("\n".join(paragraphs), chosen.page.language)
    return _Cleaned(paragraphs, chosen.page.language, facts, markup.dropped, markup.following)


def _article(page: _Cleaned, source: str, given: Facts) -> tuple[Article, Facts]:
    if any(DAMAGE in paragraph for paragraph in page.paragraphs):
        raise UnreadableError(
            f"{source} is damaged: bytes in its text are no characters, and a number may be wrong; "
            "fetch or save it anew."
        )
    facts = given.or_else(page.facts)
    title, published = _value(facts.title), _value(facts.published)
    paragraphs = page.paragraphs
    if title and len(paragraphs) > 1 and fold(paragraphs[0]) == fold(title):
        paragraphs = paragraphs[1:]
    if title and _headline.carries_value(title, published=published):
        paragraphs = [title, *paragraphs]
    article = Article(
        source=source,
        title=title,
        published=published,
        publisher=_value(facts.publisher),
        byline=_value(facts.byline),
        address=_value(facts.address),
        language=page.language,
        body="\n\n".join(paragraphs),
    )
    return article, facts


_Value = TypeVar("_Value")


def _value(fact: Fact[_Value] | None) -> _Value | None:
    return fact.value if fact else None
