"""Where the article says what a model quoted: exact on characters, after folding."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from llmextract.grounding.folding import fold, fold_text
from llmextract.grounding.numbers import inside_numbers
from llmextract.grounding.particles import is_particle, strip_particle
from llmextract.grounding.wrapping import strip_article, strip_outer
from llmextract.spans import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Index", "Match"]

_LONGEST_PARTICLE = 5
_MAY_OVERLAP = 64
"""Folded characters from which occurrences are sought without overlap: a name of this length
that repeats itself is no name, and stepping through it would take the square of its length."""


_OTHER = r"(?![수몇일이삼사오육칠팔구십백천만억조])[가-힣]"
_PARTED = re.compile(rf"{_OTHER}|.{_OTHER}|\s[가-힣]", re.DOTALL)
"""Two characters that no number holds side by side (`inside_numbers`): of syllables it has but a
few, and none behind a space."""


class Match(NamedTuple):
    """A quote with its place, and whether it stands there as whole words."""

    quote: Quote
    whole: bool


class _Place(NamedTuple):
    start: int
    end: int
    whole: bool


class Index:
    """The folded body of one article, ready to be asked for quotes."""

    def __init__(self, body: str) -> None:
        """Fold ``body`` once, for any number of look-ups."""
        self.body = body
        self._folded = fold(body)
        self._endings: dict[tuple[str, str], bool] = {}
        self._whole: dict[tuple[int, int], bool] = {}
        self._standing: dict[str, list[_Place]] = {}
        self._first: dict[str, _Place | None] = {}
        self._trims: dict[tuple[int, int], Match] = {}
        self._found: dict[tuple[str, tuple[int, int] | None], Match | None] = {}

    def find(self, words: str, *, within: tuple[int, int] | None = None) -> Match | None:
        """Find ``words`` in the body.

        Whole words win over parts of longer words, the given range over the rest, and the
        first over later ones. A particle glued to the end is cut off, and so are what
        encloses a name, (재) before it, 's after it and "the" before it. A match never
        starts or ends inside a number: ``1단계`` is not found in ``11단계``.

        Args:
            words: What the model quoted.
            within: The range of the body that the model was asked about.

        Returns:
            The match, or None where the body does not hold these words.
        """
        if within and within[0] <= 0 and within[1] >= len(self.body):
            within = None
        # A program's name comes with each of its amounts: some thirty look-ups for six names.
        key = (words, within)
        if key not in self._found:
            self._found[key] = self._find(words, within)
        return self._found[key]

    def _find(self, words: str, within: tuple[int, int] | None) -> Match | None:
        cleaned = strip_outer(words)
        best = self._best(cleaned, within)
        if best is None or not best.whole:
            # What was left by cutting has to stand by itself: that its beginning occurs in
            # a longer word says nothing of the word that was quoted.
            shorter = (self._best(bare, within) for bare in self._shorter(cleaned))
            best = next((place for place in shorter if place and place.whole), best)
        return best and self._trimmed(best)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the words between these offsets are no part of a longer word."""
        key = (start, end)
        if key not in self._whole:
            is_inside = 0 <= start < end <= len(self.body)
            self._whole[key] = (
                is_inside and not self._cuts_number(start, end) and self._is_word(start, end)
            )
        return self._whole[key]

    def _is_word(self, start: int, end: int) -> bool:
        before = self.body[start - 1] if start else " "
        if before.isalnum() and self.body[start].isalnum():
            return False
        return self._ends_word(start, end)

    def holds(self, words: str) -> bool:
        """Whether ``words`` stand anywhere in the body."""
        return self.find(words) is not None

    def quote(self, start: int, end: int) -> Quote:
        """The quote that these offsets bound."""
        return Quote(text=self.body[start:end], start=start, end=end)

    def _shorter(self, words: str) -> Iterator[str]:
        """``words`` without what may be glued to them."""
        for bare in dict.fromkeys(
            (strip_outer(strip_particle(words, self.body)), strip_article(words))
        ):
            if bare and bare != words:
                yield bare

    def _best(self, words: str, within: tuple[int, int] | None) -> _Place | None:
        folded = fold_text(words)
        if within is None:
            if folded not in self._first:
                self._first[folded] = self._stands_first(folded)
            return self._first[folded]
        if folded not in self._standing:
            standing = list(self._places(folded))
            self._standing[folded] = [place for place in standing if place.whole] or standing
        places = self._standing[folded]
        first, end = within
        inside = (place for place in places if first <= place.start < end)
        return next(inside, places[0] if places else None)

    def _stands_first(self, folded: str) -> _Place | None:
        """Where words first stand by themselves, else where in a longer one."""
        in_part = None
        for place in self._places(folded):
            if place.whole:
                return place
            in_part = in_part or place
        return in_part

    def _places(self, folded: str) -> Iterator[_Place]:
        """Where words stand, in the order of the text."""
        if not folded:
            return
        text, offsets, _ = self._folded
        step = 1 if len(folded) < _MAY_OVERLAP else len(folded)
        at = text.find(folded)
        while at >= 0:
            last = at + len(folded) - 1
            start, end = offsets[at], offsets[last] + 1
            if not self._splits_character(at, last) and not self._cuts_number(start, end):
                yield _Place(start, end, self._is_word(start, end))
            at = text.find(folded, at + step)

    def _splits_character(self, first: int, last: int) -> bool:
        """Whether a match begins or ends in the middle of what one character folds to."""
        text, offsets, widened = self._folded
        if not widened:
            return False
        return (first > 0 and offsets[first - 1] == offsets[first]) or (
            last + 1 < len(text) and offsets[last + 1] == offsets[last]
        )

    def _cuts_number(self, start: int, end: int) -> bool:
        return self._is_in_number(start) or self._is_in_number(end)

    def _is_in_number(self, at: int) -> bool:
        """Whether a number stands on both sides of an offset."""
        if not 0 < at < len(self.body) or _PARTED.match(self.body, at - 1):
            return False
        return bool(self._inside_numbers[at])

    @cached_property
    def _inside_numbers(self) -> bytearray:
        # Not before it is needed: names mostly begin and end with syllables of no number.
        return inside_numbers(self.body)

    def _ends_word(self, start: int, end: int) -> bool:
        rest = ""
        for character in self.body[end : end + _LONGEST_PARTICLE + 1]:
            if not character.isalnum():
                break
            rest += character
        if not rest or not self.body[end - 1].isalnum():
            return True
        key = (self.body[start:end], rest)
        if key not in self._endings:
            self._endings[key] = is_particle(rest, after=key[0], text=self.body)
        return self._endings[key]

    def _trimmed(self, place: _Place) -> Match:
        """The match without what the article itself writes around or after the name."""
        key = (place.start, place.end)
        if key not in self._trims:
            start, end, whole = self._cut(place)
            self._whole[start, end] = whole
            self._trims[key] = Match(self.quote(start, end), whole)
        return self._trims[key]

    def _cut(self, place: _Place) -> _Place:
        for cut in (strip_outer, self._without_particle, strip_outer, self._without_article):
            text = self.body[place.start : place.end]
            bare = cut(text)
            if not bare or bare == text:
                continue
            start = place.start + text.index(bare)
            end = start + len(bare)
            shorter = _Place(start, end, self.is_whole(start, end))
            place = shorter if shorter.whole or not place.whole else place
        return place

    def _without_particle(self, text: str) -> str:
        return strip_particle(text, self.body)

    def _without_article(self, text: str) -> str:
        return strip_article(text, self.body)
