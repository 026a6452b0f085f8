"""One page to one article: decode, tell HTML from text, find the body, read what is around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.article import Article
from llmextract.cleaning import _headline
from llmextract.cleaning._bylines import (
    Credit,
    cut_credits,
    part_tail,
    read_credit_line,
    read_notice,
)
from llmextract.cleaning._dates import labelled_date
from llmextract.cleaning._decode import decode
from llmextract.cleaning._html import looks_like_html, read_html
from llmextract.cleaning._lines import Dropped, fold, split_lines
from llmextract.cleaning._noise import Page, line_rules
from llmextract.cleaning._region import FEWEST, article_stretch
from llmextract.errors import NoArticleError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from llmextract.article import Language
    from llmextract.cleaning._html import Markup

__all__ = ["clean", "clean_with_trace"]


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
    given = _Facts(title, published, publisher, byline)
    return _clean(raw, source, given)[0]


def clean_with_trace(  # noqa: PLR0913 - the same facts as `clean`
    raw: str | bytes,
    *,
    source: str,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
    byline: str | None = None,
) -> tuple[Article, list[Dropped]]:
    """Does what `clean` does, and returns each dropped line with the rule that dropped it.

    Of HTML, the lines are those that a reader would copy off the page.
    """
    return _clean(raw, source, _Facts(title, published, publisher, byline))


@dataclass(frozen=True)
class _Facts:
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    byline: str | None = None


def _clean(raw: str | bytes, source: str, given: _Facts) -> tuple[Article, list[Dropped]]:
    text = decode(raw, source=source)
    if looks_like_html(text):
        markup = read_html(text, language_of(text))
        found = _from_html(markup, source, given) if markup else None
        if found:
            return found
        text = _TAG.sub("\n", text)
    reading = _read(text)
    if reading is None:
        raise NoArticleError(
            f"{source} holds no article: no paragraphs of prose were found; "
            "check that the page was saved with its text."
        )
    return _article(reading, source, given), reading.dropped


# Where the parser gives up (nesting beyond its limit), the tags at least must not be text.
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class _Reading:
    """A page of text, read: its paragraphs and what stands around them."""

    paragraphs: list[str]
    dropped: list[Dropped]
    facts: _Facts
    language: Language


def _read(text: str, *, whole: bool = False) -> _Reading | None:
    """Reads a page of text lines; `whole` says that the body was cut out of it already."""
    lines = [part for line in split_lines(text) if line for part in part_tail(line)]
    language = language_of("\n".join(lines))
    page = Page.of(lines, language)
    rules = line_rules(page)
    stretch = article_stretch(page, rules)
    if stretch is not None and _restore_summaries(page, rules, stretch):
        stretch = article_stretch(page, rules)
    if whole:
        stretch = _edges_only(page, rules, stretch)
    if stretch is None:
        return None
    paragraphs, credit, dropped = _paragraphs(page, rules, stretch)
    facts = _facts_around(page, rules, stretch, paragraphs, credit)
    return _Reading(paragraphs, dropped, facts, language)


def _restore_summaries(page: Page, rules: list[str | None], stretch: range) -> bool:
    """Takes back what was dropped as a summary where the article does not say it again."""
    wrong = [
        at
        for at, rule in enumerate(rules)
        if rule == "summary" and page.last_at[fold(page.lines[at])] not in stretch
    ]
    for at in wrong:
        rules[at] = None
    return bool(wrong)


# What another extractor took for the body may lose a fifth at its edges (a related box, a
# deck); more is a body that is no prose, such as a list, and stays.
_EDGES = 0.8


def _edges_only(page: Page, rules: Sequence[str | None], stretch: range | None) -> range | None:
    kept = [len(line) * (rule is None) for line, rule in zip(page.lines, rules, strict=True)]
    if stretch is not None and sum(kept[at] for at in stretch) >= _EDGES * sum(kept):
        return stretch
    return range(len(kept)) if sum(kept) >= FEWEST[page.language] else None


def _paragraphs(
    page: Page, rules: Sequence[str | None], stretch: range
) -> tuple[list[str], Credit, list[Dropped]]:
    kept, credit, dropped = [], Credit(), []
    for at, (line, rule) in enumerate(zip(page.lines, rules, strict=True)):
        if at not in stretch:
            where = "before-article" if at < stretch.start else "after-article"
            dropped.append(Dropped(line, rule or where))
        elif rule is not None:
            dropped.append(Dropped(line, rule))
        else:
            paragraph, said = cut_credits(line, page.language)
            credit = credit.or_else(said)
            kept.append(paragraph)
    return kept, credit, dropped


# Facts of the article stand within a screen of it; farther down are other articles'.
_TAIL = 12


def _facts_around(
    page: Page, rules: Sequence[str | None], stretch: range, paragraphs: list[str], credit: Credit
) -> _Facts:
    head = page.lines[: stretch.start]
    tail = page.lines[stretch.stop : stretch.stop + _TAIL]
    title = _headline.find_headline(page, stretch.start, "\n".join(paragraphs))
    near = [*range(max(0, stretch.start - _TAIL), min(len(page.lines), stretch.stop + _TAIL))]
    for at in near:
        if rules[at] == "byline":
            credit = credit.or_else(read_credit_line(page.lines[at]))
    notices = (name for line in tail if (name := read_notice(line)))
    credit = credit.or_else(Credit(publisher=next(notices, None)))
    day = labelled_date(head, tail, page.language)
    return _Facts(title, day, credit.publisher, credit.byline)


def _from_html(markup: Markup, source: str, given: _Facts) -> tuple[Article, list[Dropped]] | None:
    """Takes trafilatura's body, through the same rules; its lines alone where it found none."""
    page = _read(markup.text)
    main = _read("\n\n".join(markup.body), whole=True) if markup.body else None
    reading = page if page and _is_layout_table(markup.body) else main or page
    if reading is None:
        return None
    seen = page.facts if page else _Facts()
    facts = _Facts(
        given.title
        or _page_title(markup, "\n".join(reading.paragraphs))
        or seen.title
        or markup.title,
        given.published or markup.published or seen.published,
        given.publisher or markup.publisher or seen.publisher,
        given.byline or _reporter(markup) or seen.byline,
    )
    return _article(reading, source, facts), _dropped_of_page(page, reading)


def _dropped_of_page(page: _Reading | None, chosen: _Reading) -> list[Dropped]:
    """Lists what of the visible page is not in the body that was chosen."""
    if page is None or page is chosen:
        return chosen.dropped
    kept = {fold(paragraph) for paragraph in chosen.paragraphs}
    elsewhere = [Dropped(line, "not-main-text") for line in page.paragraphs]
    return [d for d in [*page.dropped, *elsewhere] if fold(d.line) not in kept]


_LONGEST_CELL = 100


def _is_layout_table(lines: Sequence[str]) -> bool:
    """Tells whether the text sits in a table that lays out the page: prose in the cells.

    The extractor runs the paragraphs of such a cell together, so the page's own lines serve.
    """
    rows = (line for line in lines if line.lstrip().startswith("|"))
    return any(len(cell) > _LONGEST_CELL for row in rows for cell in row.split("|"))


def _page_title(markup: Markup, body: str) -> str | None:
    """Takes the page's own title, without the site's name, where the text speaks of the same."""
    parts = _headline.title_parts(markup.title or "")
    if len(parts) > 1 and markup.publisher and fold(parts[-1]) in fold(markup.publisher):
        parts = parts[:-1]
    return parts[0] if parts and _headline.shares_words(parts[0], body) else None


def _reporter(markup: Markup) -> str | None:
    """Takes the name out of the page's author, which may be 'By …', '… 기자' or the site."""
    if not markup.byline or markup.byline == markup.publisher:
        return None
    return read_credit_line(markup.byline).byline or markup.byline


def _article(reading: _Reading, source: str, given: _Facts) -> Article:
    own = reading.facts
    title = given.title or own.title
    published = given.published or own.published
    paragraphs = reading.paragraphs
    if title and fold(paragraphs[0]) == fold(title):
        paragraphs = paragraphs[1:]
    if title and _headline.carries_value(title, published=published):
        paragraphs = [title, *paragraphs]
    return Article(
        source=source,
        title=title,
        published=published,
        publisher=given.publisher or own.publisher,
        byline=given.byline or own.byline,
        language=reading.language,
        body="\n\n".join(paragraphs),
    )


_KOREAN_SHARE = 0.25
"""Korean articles on technology are up to two thirds Latin letters; English ones quote a
Korean name or two."""
_PROSE_LINE = 40


def language_of(text: str) -> Language:
    """Returns the language by the share of Hangul among letters, of long lines if any."""
    long = [line for line in text.splitlines() if len(line) >= _PROSE_LINE]
    sample = ("\n".join(long) or text)[:200_000]
    sample = re.sub(r"<[^<>]{0,500}>", " ", sample)
    hangul = len(re.findall(r"[가-힣]", sample))
    latin = len(re.findall(r"[A-Za-z]", sample))
    return "ko" if hangul >= _KOREAN_SHARE * max(1, hangul + latin) else "en"
