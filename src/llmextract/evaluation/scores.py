"""Counts and what follows from them: precision, recall, F1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ArticleScore", "Cost", "Miss", "Modes", "Tally", "total"]


@dataclass(frozen=True)
class Tally:
    """How many things of one field are right.

    Attributes:
        right: Matched, one to one.
        gold: All of gold's.
        given: All of the record's.
    """

    right: int = 0
    gold: int = 0
    given: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was given that is right; None where nothing was given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of gold that was given; None where gold has nothing."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where there was nothing to find and nothing was given."""
        both = self.gold + self.given
        return 2 * self.right / both if both else None

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.right + other.right, self.gold + other.gold, self.given + other.given)


def total(tallies: Iterable[Tally]) -> Tally:
    """All together."""
    return sum(tallies, Tally())


@dataclass(frozen=True)
class Modes:
    """The two counts of one field.

    Attributes:
        lenient: Names that share their heads are the same, and so are equal readings.
        exact: Names as gold writes them; readings with all that gold knows of them.
    """

    lenient: Tally
    exact: Tally


@dataclass(frozen=True)
class Miss:
    """One error of one article, by the lenient count.

    Attributes:
        field: The field's path: ``programs.amounts``.
        kind: ``missing`` (gold has it), ``extra`` (gold does not), ``misplaced`` (right in
            itself, in the wrong place) or ``differs``.
        what: The thing.
        gold: What gold says of it, where that is more than the thing.
        given: What the record says.
    """

    field: str
    kind: Literal["missing", "extra", "misplaced", "differs"]
    what: str
    gold: str | None = None
    given: str | None = None

    def __str__(self) -> str:
        """One line for people."""
        if self.kind in {"missing", "extra"}:
            place = self.gold if self.kind == "missing" else self.given
            return f"{self.kind}: {self.what}" + (f" ({place})" if place else "")
        return f"{self.what}: {self.given}; gold: {self.gold}"


@dataclass(frozen=True)
class Cost:
    """What one or more records cost; tokens as the endpoint counted them."""

    seconds: float = 0.0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(
            self.seconds + other.seconds,
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True)
class ArticleScore:
    """One article.

    Attributes:
        name: The stem of gold's file.
        fields: The counts by the path of the field; a field of which gold knows nothing is
            left out.
        misses: Every error.
        unheld: Values and names of the record that the article does not hold.
        cost: What the record cost.
        lost: Whether there is no record of the article; all of gold is missed then.
    """

    name: str
    fields: Mapping[str, Modes]
    misses: list[Miss] = field(default_factory=list)
    unheld: list[Miss] = field(default_factory=list)
    cost: Cost = field(default_factory=Cost)
    lost: bool = False

    def of(self, path: str) -> Iterator[Miss]:
        """The errors of one field."""
        return (miss for miss in self.misses if miss.field == path)
