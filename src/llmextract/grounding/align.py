"""Where the article says what a model quoted: exact on characters, after folding."""

from __future__ import annotations

from typing import NamedTuple

from llmextract.grounding.folding import fold, fold_text
from llmextract.grounding.particles import PARTICLES, strip_particle
from llmextract.spans import Quote

__all__ = ["Index", "Match"]

_OUTER = " \t\n'\"‘’“”「」『』〈〉《》▲△■□●○◇◆※*-–—·ㆍ,.;:"
_PAIRS = (("(", ")"), ("[", "]"))
_SHORTEST = 2


class Match(NamedTuple):
    """A quote with its place, and whether it stands there as whole words."""

    quote: Quote
    whole: bool


class Index:
    """The folded body of one article, ready to be asked for quotes."""

    def __init__(self, body: str) -> None:
        """Fold ``body`` once, for any number of look-ups."""
        self.body = body
        self._folded = fold(body)

    def find(self, words: str, *, within: tuple[int, int] | None = None) -> Match | None:
        """Find ``words`` in the body.

        Whole words win over parts of longer words, the given range over the rest, and the
        first over later ones. A particle glued to the end is cut off. A match never starts
        or ends inside a number: ``1단계`` is not found in ``11단계``.

        Args:
            words: What the model quoted.
            within: The range of the body that the model was asked about.

        Returns:
            The match, or None where the body does not hold these words.
        """
        cleaned = strip_outer(words)
        for candidate in dict.fromkeys((cleaned, strip_particle(cleaned, self.body))):
            matches = [self._match(s, e) for s, e in self._places(fold_text(candidate))]
            if matches:
                best = max(matches, key=lambda match: _rank(match, within))
                return self._without_particle(best)
        return None

    def find_all(self, words: str) -> list[Quote]:
        """All places where ``words`` stand as whole words."""
        matches = [self._match(s, e) for s, e in self._places(fold_text(strip_outer(words)))]
        return [match.quote for match in matches if match.whole]

    def holds(self, words: str) -> bool:
        """Whether ``words`` stand anywhere in the body."""
        return self.find(words) is not None

    def quote(self, start: int, end: int) -> Quote:
        """The quote that these offsets bound."""
        return Quote(text=self.body[start:end], start=start, end=end)

    def _places(self, folded: str) -> list[tuple[int, int]]:
        if not folded:
            return []
        text, offsets = self._folded
        places = []
        at = text.find(folded)
        while at >= 0:
            end = at + len(folded)
            if not _cuts_number(text, at, end):
                places.append((offsets[at], offsets[end - 1] + 1))
            at = text.find(folded, at + 1)
        return places

    def _match(self, start: int, end: int) -> Match:
        before = self.body[start - 1] if start else " "
        whole = not before.isalnum() and _ends_word(self.body, end)
        return Match(self.quote(start, end), whole)

    def _without_particle(self, match: Match) -> Match:
        quote = match.quote
        bare = strip_outer(strip_particle(quote.text, self.body))
        if bare == quote.text or not quote.text.startswith(bare):
            return match
        return self._match(quote.start, quote.start + len(bare))


def strip_outer(words: str) -> str:
    """Cut quotation marks, bullets and brackets that enclose ``words``."""
    cleaned = words.strip(_OUTER)
    for opening, closing in _PAIRS:
        if cleaned.startswith(opening) and cleaned.endswith(closing):
            return strip_outer(cleaned[1:-1])
        if cleaned.endswith(closing) and opening not in cleaned:
            return strip_outer(cleaned[:-1])
        if cleaned.endswith(opening):
            return strip_outer(cleaned[:-1])
    return cleaned


def _rank(match: Match, within: tuple[int, int] | None) -> tuple[bool, bool, int]:
    start = match.quote.start
    inside = within is not None and within[0] <= start < within[1]
    return (match.whole, inside, -start)


def _ends_word(body: str, end: int) -> bool:
    rest = ""
    for character in body[end : end + 6]:
        if not character.isalnum():
            break
        rest += character
    if not rest or not body[end - 1].isalnum():
        return True
    return any(rest == p.form for p in PARTICLES) or (
        body[end - 1].isascii() and not rest[0].isascii()
    )


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins or ends in the middle of a number."""
    if text[start].isdigit() and _continues(text[max(0, start - 2) : start][::-1]):
        return True
    return text[end - 1].isdigit() and _continues(text[end : end + 2])


def _continues(neighbours: str) -> bool:
    """Whether a number goes on into ``neighbours``, nearest character first."""
    if not neighbours:
        return False
    return neighbours[0].isdigit() or (neighbours[0] in ".," and neighbours[1:2].isdigit())
