"""HTML: the body by trafilatura, mended where it loses text, and the lines that a reader sees."""

from __future__ import annotations

import html
import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._dates import is_eve, is_night_in_greenwich
from llmextract.cleaning._facts import Facts
from llmextract.cleaning._lines import Dropped, fold, is_prose, split_lines
from llmextract.cleaning._listing import are_mostly_links
from llmextract.cleaning._siblings import are_teasers, with_lost_paragraphs, without_list_marks
from llmextract.cleaning._stated import Statements
from llmextract.cleaning._text import Reading, language_of, read_around, read_body, read_page
from llmextract.cleaning._titles import choose_title, confirmed_heading
from llmextract.errors import UnreadableError

if TYPE_CHECKING:
    from llmextract.article import Language

__all__ = ["Markup", "looks_like_html", "read_html"]

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|span|br|meta|table)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCKS = (
    "address|article|aside|blockquote|body|br|button|dd|div|dl|dt|figcaption|figure|footer|form|"
    "h[1-6]|header|hr|li|main|nav|ol|option|p|pre|section|select|table|tbody|td|th|thead|tr|ul"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^>]*)?/?>")
_OTHER = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"<(script|noscript|template|head)\b[^>]*(?:(?<=/)>|>.*?</\1>)")
_IDLE = ("style", "svg", "iframe", "canvas")
_SILENCE = logging.NullHandler()


@dataclass(frozen=True)
class Markup:
    """What an HTML page gave.

    Attributes:
        tree: The parsed page.
    """

    tree: Any

    @cached_property
    def text(self) -> str:
        """All lines of the page, as a reader would copy them."""
        return _visible_text(self.tree)

    @cached_property
    def lines(self) -> Reading | None:
        """The article as these lines alone show it, or None."""
        return read_page(self.text)

    @cached_property
    def body(self) -> list[str]:
        """Lines of the main text; empty where none was found."""
        body = without_list_marks(self._main_text().splitlines(), self.tree)
        return with_lost_paragraphs(body, self.tree)

    def _main_text(self) -> str:
        """Returns the extractor's first answer, or a better one where that is no article.

        Its second thoughts, a comparison with two further extractors, take a third of its time,
        and on 105 pages put a wrong text for a right one oftener than the other way. The page's
        own lines decide then.
        """
        quick = _extract(self.tree, fast=True)
        if self._is_sound(quick):
            return quick
        shown = "\n".join(self.lines.paragraphs) if self.lines else ""
        is_korean = self.lines is not None and self.lines.page.language == "ko"
        if is_korean and len(shown) >= _WHOLE * len(quick):
            return shown
        slow = _extract(self.tree, fast=False)
        return max(slow, quick, key=lambda text: _likeness(text, shown))

    def _is_sound(self, text: str) -> bool:
        """Tells whether a text can be the article: prose, and of a Korean page what its lines show.

        The rules for lines are made for Korean pages, where the extractor errs more.
        """
        lines = text.splitlines()
        if language_of(lines) == "ko":
            # Whole lines: the extractor also runs paragraphs together that a mere break parts.
            shown = {fold(p) for p in self.lines.paragraphs} if self.lines else set()
            shared = sum(len(line) for line in lines if fold(line) in shown)
            return shared >= _ALIKE * len(text)
        prose = sum(len(line) for line in lines if is_prose(line))
        return len(text) >= _SHORT and prose >= _PROSE * len(text)

    @cached_property
    def article(self) -> Reading | None:
        """The article, or None where the page holds none."""
        main = read_body("\n\n".join(self.body)) if self.body else None
        if main is None or _is_layout_table(self.body):
            return self.lines or main
        if main.page.language == "ko" and self.lines and _agree(main, self.lines):
            # The rules for lines know the labels of Korean pages; the extractor does not.
            return main.without_labels(self.lines.paragraphs)
        return main.without(self._links)

    @cached_property
    def seen(self) -> Reading | None:
        """The visible page, with the article's place on it."""
        if self.article is None:
            return None
        if "lines" in self.__dict__ and self.lines:
            # Read already; whole pages are not split into lines twice.
            return self.lines.around(self.article.paragraphs) or self.lines
        return read_around(self.text, self.article.paragraphs) or self.lines

    @cached_property
    def _stated(self) -> Statements:
        return Statements.of(self.tree)

    @cached_property
    def _links(self) -> set[str]:
        """The folded words of the page's links."""
        return {fold(node.text_content().strip()) for node in self.tree.iter("a")}

    @property
    def is_list(self) -> bool:
        """Whether the text is links to other articles, or teasers of them."""
        if self.article is None or any(p.count(". ") > _TEASER for p in self.article.paragraphs):
            return False
        teasers = not self._stated.said["published"] and are_teasers(self.body, self.tree)
        if self.article.is_list or teasers:
            return True
        if are_mostly_links(self.article.paragraphs, self._links):
            return True
        text = fold("".join(self.article.paragraphs))
        linked = [link for link in self._links if len(link) >= _LINK and link in text]
        return len(linked) >= _FEWEST_LINKS and sum(map(len, linked)) * 2 > len(text)

    def facts(self, body: str, language: Language) -> Facts:
        """Returns what the page states for machines, then what stands around the article."""
        page = self._stated
        stated = page.facts(language)
        publisher = stated.publisher.value if stated.publisher else None
        stated = replace(stated, title=confirmed_heading(page, publisher))
        unsure = language == "en" and is_night_in_greenwich(stated.published)
        if stated.complete and not unsure:
            return stated
        known = replace(stated, published=None) if unsure else stated
        seen = self.seen.facts(known, body) if self.seen else Facts()
        if unsure and is_eve(seen.published, stated.published):
            # In the Americas it was the evening before, as the page tells its readers.
            stated = replace(stated, published=seen.published)
        title = stated.title or choose_title(page, publisher, body, seen.title)
        return replace(stated, title=title).or_else(seen)

    def following(self) -> list[str]:
        """Lists the lines of the visible page that stand below and are not in the body."""
        if self.seen is not None or self.article is None:
            return self.seen.following() if self.seen else []
        kept = {fold(paragraph) for paragraph in self.article.paragraphs}
        return [line for line in split_lines(self.text) if line and fold(line) not in kept]

    def dropped(self) -> list[Dropped]:
        """Lists what of the visible page is not in the body."""
        if self.seen is None or self.article is None:
            return []
        kept = {fold(paragraph) for paragraph in self.article.paragraphs}
        inside = [Dropped(line, "not-main-text") for line in self.seen.paragraphs]
        return [d for d in [*self.seen.dropped(), *inside] if fold(d.line) not in kept]


def looks_like_html(text: str) -> bool:
    """Tells HTML from text by its tags, not by a file's name."""
    if "<" not in text:
        return False
    return len(_TAG.findall(text[:200_000])) >= 2 or bool(_TAG.match(text.lstrip()[:500]))  # noqa: PLR2004


MOST_ELEMENTS = 50_000
"""Elements of a page beyond which it is not looked into: long pages have five thousand, and the
extractor takes seconds for fifty thousand, minutes for a million."""


def read_html(page: str, *, source: str) -> Markup | None:
    """Reads a page, or returns None where the parser can make no tree of it.

    Raises:
        UnreadableError: The page has more elements than any article's.
    """
    import trafilatura  # noqa: PLC0415 - start-up stays fast

    # It warns of each page without a body; that is said once, by the error.
    logging.getLogger("trafilatura").addHandler(_SILENCE)
    tree = trafilatura.load_html(page)
    if tree is None:
        return None
    _strip(tree)
    _part_pictures(tree)
    elements = int(tree.xpath("count(//*)"))
    if elements > MOST_ELEMENTS:
        raise UnreadableError(
            f"{source} has {elements:,} elements, more than the page of an article; "
            "give the articles one by one."
        )
    return Markup(tree)


def _extract(tree: Any, *, fast: bool) -> str:  # noqa: ANN401 - lxml is untyped
    import trafilatura  # noqa: PLC0415 - start-up stays fast

    text = trafilatura.extract(
        tree, fast=fast, include_comments=False, include_tables=True, include_images=False
    )
    return text or ""


_ALIKE = 0.5
"""Readings that share less of their text are of different parts of the page."""
_WHOLE = 0.5
"""Captions and labels are up to half of what the extractor takes from a short page."""
_SHORT = 250
"""Characters below which the extractor itself asks the others, whatever the text."""
_PROSE = 0.2
"""Pages of tables and recipes have a fifth of prose; menus have a tenth."""


def _likeness(text: str, other: str) -> float:
    """Returns the F1 over words."""
    words, others = Counter(text.split()), Counter(other.split())
    return 2 * (words & others).total() / max(1, words.total() + others.total())


def _strip(tree: Any) -> None:  # noqa: ANN401 - lxml is untyped
    """Takes out what nothing here reads; the extractor copies the tree four times."""
    from lxml import etree  # noqa: PLC0415 - start-up stays fast

    for script in tree.xpath("//script[not(@type='application/ld+json')]"):
        script.tag = _IDLE[0]
    etree.strip_elements(tree, *_IDLE, etree.Comment, etree.ProcessingInstruction, with_tail=False)


_INLINE = frozenset({"b", "em", "font", "i", "span", "strong", "u"})
_LONGEST_CAPTION = 300


def _part_pictures(tree: Any) -> None:  # noqa: ANN401 - lxml is untyped
    """Makes a figure of a picture and its caption that stand inside a line of text.

    A style sheet shows them as a block of their own; without it the caption runs into the text.
    """
    for picture in list(tree.iter("img")):
        box = picture
        while (parent := box.getparent()) is not None and parent.tag in _INLINE:
            box = parent
        if parent is not None and parent.tag == "a":
            continue  # a link with a picture is a teaser, and links must stay links
        if box is not picture and 0 < len(box.text_content().strip()) <= _LONGEST_CAPTION:
            box.tag = "figure"


def _visible_text(tree: Any) -> str:  # noqa: ANN401 - lxml is untyped
    """Returns the text of the page, one block a line.

    The tree is written out and its tags are replaced: that runs in C, where a walk over the
    nodes costs as much again as parsing. Written by lxml, tags have a form to rely on.
    """
    from lxml import etree  # noqa: PLC0415 - start-up stays fast

    markup = etree.tostring(tree, encoding="unicode").replace("\n", " ").replace("\r", " ")
    markup = _UNSEEN.sub("", markup)
    return html.unescape(_OTHER.sub("", _BLOCK.sub("\n", markup)))


_SHARED = 0.8


def _agree(one: Reading, other: Reading) -> bool:
    """Tells whether two readings have most of their text in common, so that only labels differ."""
    texts = [
        {fold(p): len(p) for p in reading.paragraphs if is_prose(p)} for reading in (one, other)
    ]
    shared = sum(size for text, size in texts[0].items() if text in texts[1])
    return all(shared >= _SHARED * sum(text.values()) for text in texts)


_FEWEST_LINKS = 4
_TEASER = 2  # full stops within; a paragraph with more is an article's own
_LINK = 8  # characters of a headline; a word of the text may be a link, too
_LONGEST_CELL = 100


def _is_layout_table(lines: list[str]) -> bool:
    """Tells whether the text sits in a table that lays out the page: prose in the cells.

    The extractor runs the paragraphs of such a cell together, so the page's own lines serve.
    """
    rows = (line for line in lines if line.lstrip().startswith("|"))
    return any(len(cell) > _LONGEST_CELL for row in rows for cell in row.split("|"))
