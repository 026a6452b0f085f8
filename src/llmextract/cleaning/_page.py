"""What the rules know of a page as a whole, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import addresses_reader, fold, is_prose
from llmextract.cleaning._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.article import Language
    from llmextract.cleaning._words import Words

__all__ = ["Page"]


@dataclass(frozen=True)
class Page:
    """What the rules know of the page around a line.

    Attributes:
        lines: All lines that are not blank, in order.
        language: Of the page.
        prose: Indexes of the lines that are sentences or more.
        last_at: For each folded line of prose, the index of its last occurrence.
        plain: True when most sentences are in the plain style of written news.
    """

    lines: Sequence[str]
    language: Language
    prose: Sequence[int] = ()
    last_at: dict[str, int] = field(default_factory=dict)
    plain: bool = True

    @classmethod
    def of(cls, lines: Sequence[str], language: Language) -> Page:
        """Reads the facts off the lines, in one pass."""
        prose = [at for at, line in enumerate(lines) if is_prose(line)]
        polite = [at for at in prose if addresses_reader(lines[at])]
        talk = WORDS[language].site_talk
        # A site's own requests and notes are no sign of how its articles are written.
        told = sum(not talk.search(lines[at]) for at in polite)
        last = {fold(lines[at]): at for at in prose}
        return cls(lines, language, prose, last, told <= len(prose) - len(polite))

    @cached_property
    def sentences(self) -> frozenset[int]:
        """The indexes of `prose`, to look one up."""
        return frozenset(self.prose)

    @property
    def words(self) -> Words:
        """The word lists of the page's language."""
        return WORDS[self.language]
