"""Many articles together: means, totals, intervals, and one run beside another."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from llmextract.evaluation.items import KINDS
from llmextract.evaluation.scores import ArticleScore, Cost, Tally, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["MODES", "Change", "Evaluation", "FieldScore", "Interval", "Mode", "compare"]

RESAMPLES = 1000
"""Draws of a bootstrap: usual for intervals of 95 % (Efron and Tibshirani 1993, chapter 13)."""

SEED = 20251207
"""The draws are the same in every run, so that equal records give equal reports."""

Mode = Literal["lenient", "exact"]
MODES: tuple[Mode, ...] = ("lenient", "exact")


@dataclass(frozen=True)
class Interval:
    """A mean over articles, and where 95 of 100 resampled means lie.

    Attributes:
        mean: Of the articles that have such things at all.
        low: 2.5th percentile of the bootstrap over articles.
        high: 97.5th.
        articles: How many have them.
    """

    mean: float
    low: float
    high: float
    articles: int


@dataclass(frozen=True)
class FieldScore:
    """One field over all articles, counted in one way.

    Attributes:
        total: All articles together.
        precision: Mean over the articles in which anything was given.
        recall: Mean over the articles in which gold has anything.
        f1: Mean over the articles in which either has; None where none has.
    """

    total: Tally
    precision: float | None
    recall: float | None
    f1: Interval | None


@dataclass(frozen=True)
class Evaluation:
    """A run against gold.

    Attributes:
        articles: Every article of gold, in the order of its files.
        strays: Records without gold, which are not scored.
    """

    articles: list[ArticleScore]
    strays: list[str]

    @cached_property
    def fields(self) -> list[str]:
        """The paths of all fields, in the order of the schema."""
        # A field that the first articles lack stands beside its kin all the same.
        paths = (path for article in self.articles for path in article.fields)
        order = {path: number for number, path in enumerate(dict.fromkeys((*KINDS, *paths)))}
        found = {path for article in self.articles for path in article.fields}
        return sorted(found, key=lambda path: [order[whole] for whole in _ancestors(path, order)])

    def score(self, path: str, mode: Mode = "lenient") -> FieldScore:
        """One field over all articles."""
        tallies = self._tallies(path, mode)
        return FieldScore(
            total=total(tallies),
            precision=_mean(tally.precision for tally in tallies),
            recall=_mean(tally.recall for tally in tallies),
            f1=_interval([tally.f1 for tally in tallies], self._draws),
        )

    @property
    def cost(self) -> Cost:
        """What all records together cost."""
        return sum((article.cost for article in self.articles), Cost())

    def unheld(self, *fields: str) -> int:
        """How many values or names of these fields no article holds."""
        return sum(miss.field in fields for article in self.articles for miss in article.unheld)

    def unheld_names(self) -> int:
        """How many names no article holds."""
        return self.unheld(*(path for path in self.fields if path not in KINDS))

    @cached_property
    def _draws(self) -> list[list[int]]:
        return _draw(len(self.articles))

    def _tallies(self, path: str, mode: Mode) -> list[Tally]:
        known = (article.fields.get(path) for article in self.articles)
        return [getattr(modes, mode) if modes else Tally() for modes in known]


@dataclass(frozen=True)
class Change:
    """One field in two runs over the same articles.

    Where gold has nothing of the field and one run gave something, the run that gave nothing
    counts as right (F1 = 1): else it would not show that the other is wrong.

    Attributes:
        here: Mean F1 of this run.
        there: Mean F1 of the other.
        low: 2.5th percentile of the difference, here minus there, by paired bootstrap.
        high: 97.5th.
        certainty: Share of the resamples in which this run is better, ties as halves: 0.5
            where nothing tells them apart.
    """

    here: float
    there: float
    low: float
    high: float
    certainty: float

    @property
    def verdict(self) -> str:
        """``same``, or ``better`` or ``worse`` by the mean."""
        if self.here == self.there:
            return "same"
        return "better" if self.here > self.there else "worse"


def compare(here: Evaluation, there: Evaluation, *, mode: Mode = "lenient") -> dict[str, Change]:
    """Compare two runs, article by article.

    Each resample draws the same articles for both, so that what is hard for both cancels out.

    Args:
        here: One run.
        there: The other.
        mode: Which of the counts.

    Returns:
        For each field, how mean F1 differs over the articles that both runs have a score of.
    """
    others = {article.name: article for article in there.articles}
    shared = [(a, others[a.name]) for a in here.articles if a.name in others]
    draws = _draw(len(shared))
    changes = ((p, _change([_f1s(pair, p, mode) for pair in shared], draws)) for p in here.fields)
    return {path: change for path, change in changes if change is not None}


def _f1s(
    pair: tuple[ArticleScore, ArticleScore], path: str, mode: Mode
) -> tuple[float, float] | None:
    found = [article.fields.get(path) for article in pair]
    scores = [getattr(modes, mode).f1 if modes else None for modes in found]
    if scores == [None, None]:
        return None
    # Nothing in gold, and one run gave something: that run is wrong, the other right.
    here, there = (1.0 if score is None else score for score in scores)
    return here, there


def _change(
    pairs: Sequence[tuple[float, float] | None], draws: Sequence[Sequence[int]]
) -> Change | None:
    both = [pair for pair in pairs if pair is not None]
    if not both:
        return None
    differences = [None if pair is None else pair[0] - pair[1] for pair in pairs]
    drawn = sorted(_means(differences, draws))
    certainty = sum((mean > 0) + (mean == 0) / 2 for mean in drawn) / len(drawn)
    here, there = (sum(side) / len(both) for side in zip(*both, strict=True))
    return Change(here, there, *_ends(drawn), certainty)


def _draw(articles: int) -> list[list[int]]:
    dice = random.Random(SEED)  # noqa: S311 - resampling, no secrets
    return [dice.choices(range(articles), k=articles) for _ in range(RESAMPLES)] if articles else []


def _interval(shares: Sequence[float | None], draws: Sequence[Sequence[int]]) -> Interval | None:
    known = [share for share in shares if share is not None]
    if not known:
        return None
    return Interval(sum(known) / len(known), *_ends(sorted(_means(shares, draws))), len(known))


def _mean(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None


def _means(shares: Sequence[float | None], draws: Sequence[Sequence[int]]) -> Iterator[float]:
    for draw in draws:
        known = [share for number in draw if (share := shares[number]) is not None]
        if known:
            yield sum(known) / len(known)


def _ends(drawn: Sequence[float]) -> tuple[float, float]:
    last = len(drawn) - 1
    return drawn[round(0.025 * last)], drawn[round(0.975 * last)]


def _ancestors(path: str, known: Mapping[str, Any]) -> Iterator[str]:
    parts = path.split(".")
    return (whole for n in range(1, len(parts) + 1) if (whole := ".".join(parts[:n])) in known)
