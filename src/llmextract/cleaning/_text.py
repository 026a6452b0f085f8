"""A page of text lines, read: the paragraphs of its article and the facts around them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.cleaning._bylines import (
    Credit,
    cut_credits,
    part_tails,
    read_credit_line,
    read_notice,
)
from llmextract.cleaning._dates import labelled_date, parse_date
from llmextract.cleaning._facts import Fact, Facts
from llmextract.cleaning._headline import carries_value, find_decks, find_headline, site_of
from llmextract.cleaning._lines import Dropped, fold, is_bullet, split_lines
from llmextract.cleaning._listing import are_headlines_with_teasers
from llmextract.cleaning._noise import Rules, is_byline
from llmextract.cleaning._page import Page
from llmextract.cleaning._region import FEWEST, article_stretch, closes_soon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.article import Language

__all__ = ["Reading", "language_of", "read_around", "read_body", "read_page"]


@dataclass(frozen=True)
class Reading:
    """Where the article stands on a page of lines.

    Attributes:
        page: The lines.
        rules: What drops each line.
        stretch: Indexes of the lines from the article's first to its last.
    """

    page: Page
    rules: Rules
    stretch: range

    @cached_property
    def paragraphs(self) -> list[str]:
        """The article's paragraphs, credits cut off."""
        return [text for text, _, _ in self._kept]

    @property
    def is_list(self) -> bool:
        """Whether the text is the teasers of many articles, each with its date or headline."""
        dated = sum([_is_stamp(at, self.page) for at in self.stretch])
        if dated >= _FEWEST_STAMPS and dated * 3 >= len(self.paragraphs):
            return True
        return are_headlines_with_teasers(self.page, self.stretch)

    def dropped(self) -> list[Dropped]:
        """Returns every other line with the rule that dropped it."""
        return [
            Dropped(line, self.rules[at] or self._side(at))
            for at, line in enumerate(self.page.lines)
            if at not in self.stretch or self.rules[at] is not None
        ]

    def following(self) -> list[str]:
        """Returns the lines that stand below the first of the article and are not in it."""
        places = range(self.stretch.start, len(self.page.lines))
        return [self.page.lines[at] for at in places if at not in self.stretch or self.rules[at]]

    def without_labels(self, kept: list[str]) -> Reading:
        """Returns the reading without lines that are no prose and that another did not keep."""
        known = {fold(line) for line in kept}
        rules = Rules(self.page)
        for at in self.stretch:
            line = self.page.lines[at]
            label = self.rules[at] is None and at not in self.page.sentences
            unknown = label and self.page.folded[line] not in known
            rules[at] = "not-main-text" if unknown else self.rules[at]
        return Reading(self.page, rules, self.stretch)

    def without(self, links: set[str]) -> Reading:
        """Returns the reading without the few paragraphs that are a link and nothing else.

        They lead from an article to others and have the length of a headline. Where they are many,
        the links are the text; what is said more than once is a name in it.
        """
        lines = self.page.lines
        times = Counter(lines[at] for at in self.stretch)
        long = (at for at in self.stretch[1:] if len(lines[at]) >= _HEADLINE)
        linked = [
            at for at in long if self.rules[at] is None and self.page.folded[lines[at]] in links
        ]
        linked = [at for at in linked if times[lines[at]] == 1]
        if not linked or len(linked) > _FEW * len(self.paragraphs):
            return self
        rules = Rules(self.page)
        for at in self.stretch:
            rules[at] = "link" if at in linked else self.rules[at]
        return Reading(self.page, rules, self.stretch)

    def around(self, paragraphs: list[str]) -> Reading | None:
        """Returns the page with the place of known paragraphs, or None where they are not on it."""
        page, wanted = self.page, {fold(paragraph) for paragraph in paragraphs}
        found = [
            at
            for at, line in enumerate(page.lines)
            if len(line) >= _PROSE_LINE and fold(cut_credits(line, page.language)[0]) in wanted
        ]
        return Reading(page, self.rules, range(found[0], found[-1] + 1)) if found else None

    def facts(self, known: Facts, body: str) -> Facts:
        """Returns what the lines around the article say of it, beyond what is known.

        Args:
            known: Facts that need no looking for.
            body: The article's text, of which a headline speaks.
        """
        page, stretch = self.page, self.stretch
        title = published = publisher = None
        if not known.title:
            title = find_headline(self.rules, stretch.start, body)
        if not known.published:
            head, tail = page.lines[: stretch.start], page.lines[stretch.stop :][:_TAIL]
            published = labelled_date(head, tail, page.language)
        if title and (name := site_of(page.lines[0], title.value)):
            publisher = Fact(name, "window title", page.lines[0])
        seen = Facts(title, published, publisher)
        for facts in () if known.publisher and known.byline else self._credits():
            seen = seen.or_else(facts)
            if seen.publisher and seen.byline:
                break
        return seen

    def decks(self, title: Fact[str] | None) -> list[str]:
        """Returns the lines between headline and text that state an amount or a date of it."""
        if title is None:
            return []
        body = "\n".join(self.paragraphs)
        found = find_decks(title.text, self.rules, self.stretch.start, body)
        return [self.page.lines[at] for at in found if self.page.lines[at] not in self.paragraphs]

    @cached_property
    def _kept(self) -> list[tuple[str, Credit, str]]:
        """The paragraphs, the credits at their heads, and the lines as they stand."""
        kept = (self.page.lines[at] for at in self.stretch if self.rules[at] is None)
        return [(*cut_credits(line, self.page.language), line) for line in kept]

    def _credits(self) -> Iterator[Facts]:
        """Yields who published and wrote, the surest first."""
        page, stretch = self.page, self.stretch
        for _, credit, line in self._kept if page.language == "ko" else ():
            if credit.publisher or credit.byline:
                yield _as_facts(credit, "head of a paragraph", line[:_QUOTED])
        near = range(max(0, stretch.start - _TAIL), min(len(page.lines), stretch.stop + _TAIL))
        for at in near:
            if is_byline(page.lines[at], at, page):
                yield _as_facts(read_credit_line(page.lines[at]), "byline", page.lines[at])
        for line in page.lines[stretch.stop :][: _TAIL * 2]:
            if "기자" in line and (found := _OTHERS.search(line)):
                yield _as_facts(Credit(byline=found[1]), "link to other articles", line)
        # The end of most pages is both; no line is read twice.
        for line in dict.fromkeys((*page.lines[stretch.stop :][:_TAIL], *page.lines[-_TAIL:])):
            if name := read_notice(line):
                yield _as_facts(Credit(name), "copyright notice", line)

    def _side(self, at: int) -> str:
        return "before-article" if at < self.stretch.start else "after-article"


_OTHERS = re.compile(r"([가-힣]{2,4})\s?기자(?:의|님의)?\s(?:다른\s?기사|기사\s?더\s?보기|구독)")
# An article with a list of days in it has more sentences than days.
_FEWEST_STAMPS = 4
_LONGEST_STAMP = 70
_LABELLED = re.compile(r"^\D{0,20}[:：]")
# Facts of the article stand within a screen of it; farther down are other articles'.
_TAIL = 12
_QUOTED = 60
_HEADLINE = 25
_FEW = 0.25


def _is_stamp(at: int, page: Page) -> bool:
    """Tells whose article and of which day, or a row of a board; '일시 : …' states a fact."""
    line = page.lines[at]
    if len(line) > _LONGEST_STAMP or at in page.sentences or parse_date(line) is None:
        return False
    return line.startswith("|") or not (is_bullet(line) or _LABELLED.match(line))


def _as_facts(credit: Credit, where: str, text: str) -> Facts:
    return Facts(
        publisher=Fact(credit.publisher, where, text) if credit.publisher else None,
        byline=Fact(credit.byline, where, text) if credit.byline else None,
    )


def read_page(text: str) -> Reading | None:
    """Finds the article on a page, or returns None where there is none."""
    page, rules, stretch = _read(text)
    return None if stretch is None else Reading(page, rules, stretch)


def read_around(text: str, paragraphs: list[str]) -> Reading | None:
    """Finds the place of known paragraphs on a page, or returns None where they are not there."""
    page, rules = _open(text)
    return Reading(page, rules, range(0)).around(paragraphs)


def read_body(text: str) -> Reading | None:
    """Reads what another extractor took for the body: its edges may go, the rest stays."""
    page, rules, stretch = _read(text)
    stretch = _edges_only(page, rules, stretch)
    return None if stretch is None else Reading(page, rules, stretch)


def _read(text: str) -> tuple[Page, Rules, range | None]:
    page, rules = _open(text)
    stretch = article_stretch(page, rules)
    if stretch is not None and _restore(page, rules, stretch):
        stretch = article_stretch(page, rules)
    if stretch is not None and are_headlines_with_teasers(page, stretch):
        # A picture with a few words weighs less than the teasers below it.
        above = article_stretch(page, rules, before=stretch.start)
        stretch = above if above is not None and closes_soon(above, rules) else stretch
    return page, rules, stretch


def _open(text: str) -> tuple[Page, Rules]:
    lines = part_tails(filter(None, split_lines(text)))
    page = Page.of(lines, language_of(lines))
    return page, Rules(page)


def _restore(page: Page, rules: Rules, stretch: range) -> bool:
    """Takes back what was dropped as a summary where the article does not say it again.

    So is a polite sentence with an amount or a date in the text or right below it: a site's
    requests stand elsewhere or state neither.
    """
    wrong = [
        at for at, last in page.repeated.items() if last not in stretch and rules[at] == "summary"
    ]
    near = range(stretch.start, stretch.stop + 1)
    polite = [at for at in page.polite if at in near and _is_request(at, rules)]
    wrong += [at for at in polite if carries_value(page.lines[at], published=None)]
    rules.update(dict.fromkeys(wrong))
    return bool(wrong)


def _is_request(at: int, rules: Rules) -> bool:
    line = rules.page.lines[at]
    return rules[at] == "site-talk" and not rules.page.words.site_talk.search(line.lower())


# What another extractor took for the body may lose a fifth at its edges (a related box, a
# deck); more is a body that is no prose, such as a list, and stays.
_EDGES = 0.8


def _edges_only(page: Page, rules: Rules, stretch: range | None) -> range | None:
    kept = [len(line) * (rules[at] is None) for at, line in enumerate(page.lines)]
    if stretch is not None and sum(kept[at] for at in stretch) >= _EDGES * sum(kept):
        return stretch
    return range(len(kept)) if sum(kept) >= FEWEST[page.language] else None


_KOREAN_SHARE = 0.25
"""Korean articles on technology are up to two thirds Latin letters; English ones quote a
Korean name or two."""
_PROSE_LINE = 40
_SAMPLE = 50_000
_HANGUL = re.compile(r"[가-힣][가-힣 ]*")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def language_of(lines: list[str]) -> Language:
    """Returns the language by the share of Hangul among letters, of long lines if any."""
    long = [line for line in lines if len(line) >= _PROSE_LINE]
    sample = "\n".join(long or lines)[:_SAMPLE]
    latin = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    hangul = 0
    # The first lines of most pages decide it.
    for run in () if sample.isascii() else _HANGUL.finditer(sample):
        hangul += len(run[0]) - run[0].count(" ")
        if hangul >= _KOREAN_SHARE * (hangul + latin):
            return "ko"
    return "en"
