"""An evaluation as plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from llmextract.evaluation.evaluation import MODES, compare

if TYPE_CHECKING:
    from llmextract.evaluation.evaluation import Change, Evaluation, FieldScore
    from llmextract.evaluation.scores import ArticleScore, Miss, Tally

__all__ = ["to_dict"]

FORMAT = 1
"""Version of the form; a reader of it refuses one that it does not know."""


def to_dict(evaluation: Evaluation, *, against: Evaluation | None = None) -> dict[str, Any]:
    """Everything that is known of a run, and how it differs from another.

    Shares are between 0 and 1, rounded to four places, and null where there is nothing to
    divide by.
    """
    plain = {
        "format": FORMAT,
        "fields": {
            path: {mode: _score(evaluation.score(path, mode)) for mode in MODES}
            for path in evaluation.fields
        },
        "unheld": {kind: evaluation.unheld(kind) for kind in ("money", "date")}
        | {"names": evaluation.unheld_names()},
        "cost": asdict(evaluation.cost),
        "articles": [_article(article) for article in evaluation.articles],
        "strays": evaluation.strays,
    }
    if against is not None:
        plain["against"] = {
            mode: {p: _change(c) for p, c in compare(evaluation, against, mode=mode).items()}
            for mode in MODES
        }
    return plain


def _score(score: FieldScore) -> dict[str, Any]:
    mean = {"precision": _rounded(score.precision), "recall": _rounded(score.recall)}
    if score.f1 is not None:
        mean |= {
            "f1": _rounded(score.f1.mean),
            "low": _rounded(score.f1.low),
            "high": _rounded(score.f1.high),
        }
    return {**_tally(score.total), "mean": mean, "articles": score.f1.articles if score.f1 else 0}


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {key: _rounded(getattr(tally, key)) for key in ("precision", "recall", "f1")}
    return {**asdict(tally), **shares}


def _article(article: ArticleScore) -> dict[str, Any]:
    return {
        "name": article.name,
        "lost": article.lost,
        "fields": {
            path: {mode: _tally(getattr(modes, mode)) for mode in MODES}
            for path, modes in article.fields.items()
        },
        "errors": [_miss(miss) for miss in article.misses],
        "unheld": [_miss(miss) for miss in article.unheld],
        "cost": asdict(article.cost),
    }


def _miss(miss: Miss) -> dict[str, Any]:
    return {key: value for key, value in asdict(miss).items() if value is not None}


def _change(change: Change) -> dict[str, Any]:
    numbers = {key: _rounded(value) for key, value in asdict(change).items()}
    return {**numbers, "verdict": change.verdict}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
