"""What the rules know of a page as a whole, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import FEWEST_OF_PROSE, addresses_reader, fold, is_prose
from llmextract.cleaning._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmextract.article import Language
    from llmextract.cleaning._words import Words

__all__ = ["Folded", "Page"]


class Folded(dict[str, str]):
    """The lines of one page under the keys of `fold`, each made when it is first asked for."""

    def __missing__(self, line: str) -> str:
        """Folds a line."""
        key = self[line] = fold(line)
        return key


@dataclass(frozen=True)
class Page:
    """What the rules know of the page around a line.

    Attributes:
        lines: All lines that are not blank, in order.
        language: Of the page.
        prose: Indexes of the lines that are sentences or more.
        polite: Those of them that speak to the reader.
        repeated: Those that stand again, more than a line further down, and where they do last.
        plain: True when most sentences are in the plain style of written news.
        folded: The keys under which lines are the same.
    """

    lines: Sequence[str]
    language: Language
    prose: Sequence[int] = ()
    polite: frozenset[int] = frozenset()
    repeated: Mapping[int, int] = field(default_factory=dict)
    plain: bool = True
    folded: Folded = field(default_factory=Folded)

    @classmethod
    def of(cls, lines: Sequence[str], language: Language) -> Page:
        """Reads the facts off the lines, in one pass."""
        prose = [
            at for at, line in enumerate(lines) if len(line) >= FEWEST_OF_PROSE and is_prose(line)
        ]
        polite = frozenset([at for at in prose if addresses_reader(lines[at])])
        talk = WORDS[language].site_talk
        # A site's own requests and notes are no sign of how its articles are written.
        told = sum([not talk.search(lines[at]) for at in polite])
        plain = told <= len(prose) - len(polite)
        folded = Folded()
        return cls(lines, language, prose, polite, _repeated(prose, lines, folded), plain, folded)

    @cached_property
    def sentences(self) -> frozenset[int]:
        """The indexes of `prose`, to look one up."""
        return frozenset(self.prose)

    def are_same(self, line: str, other: str) -> bool:
        """Tells whether two lines have one key; faster than to make it, for long lines."""
        return _sign(line) == _sign(other) and self.folded[line] == self.folded[other]

    @cached_property
    def words(self) -> Words:
        """The word lists of the page's language."""
        return WORDS[self.language]


def _repeated(prose: Sequence[int], lines: Sequence[str], folded: Folded) -> dict[int, int]:
    alike: dict[tuple[int, ...], list[int]] = {}
    for at in prose:
        alike.setdefault(_sign(lines[at]), []).append(at)
    repeated: dict[int, int] = {}
    for places in alike.values():
        if len(places) > 1:
            last = {folded[lines[at]]: at for at in places}
            below = {at: last[folded[lines[at]]] for at in places}
            repeated |= {at: again for at, again in below.items() if again > at + 1}
    return repeated


def _sign(line: str) -> tuple[int, ...]:
    """Counts characters that folding neither makes nor takes away, at a quarter of its time."""
    return line.count("다"), line.count("이"), line.count(","), line.count(".")
