"""The one call: two folders in, an evaluation out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.errors import UnreadableError
from llmextract.evaluation.evaluation import Evaluation
from llmextract.evaluation.files import pair_files
from llmextract.evaluation.held import find_unheld
from llmextract.evaluation.scores import ArticleScore, Cost
from llmextract.evaluation.scoring import score_sides
from llmextract.evaluation.things import Side, read_side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["evaluate", "score_article"]


def evaluate(out: Path, gold: Path, *, partial: bool = False) -> Evaluation:
    """Score the records of a folder against gold.

    Args:
        out: An output folder of ``llmextract extract``, or one record.
        gold: A folder of gold files, or one. What a gold file leaves out is not scored.
        partial: Leave out gold whose article has no record. Otherwise all of it is missed:
            an article that a run loses is its error.

    Raises:
        UnreadableError: A file is no record, or no gold.
        UsageError: Nothing fits, two records fit one gold file, or the schemas differ.
    """
    pairing = pair_files(out, gold)
    articles = [
        score_article(pair.record, pair.gold, name=pair.name)
        for pair in pairing.pairs
        if pair.record is not None or not partial
    ]
    return Evaluation(articles, pairing.strays)


def score_article(
    record: Mapping[str, Any] | None, gold: Mapping[str, Any], *, name: str
) -> ArticleScore:
    """Score one record, as it stands in its file.

    Args:
        record: The record, or None where the article was lost.
        gold: Gold's record; it need not have offsets, nor anything that it does not know.
        name: What the article is called.

    Raises:
        UnreadableError: One of them is not in the form of a record.
    """
    mine = _side(gold, f"The gold {name}")
    theirs = _side(record, f"The record of {name}") if record else Side()
    counts, misses = score_sides(mine, theirs)
    if record is None:
        return ArticleScore(name, counts, misses, lost=True)
    unheld = find_unheld(theirs, article=record["article"], gold=mine)
    return ArticleScore(name, counts, misses, unheld, _cost(record))


def _side(plain: Mapping[str, Any], what: str) -> Side:
    try:
        return read_side(plain)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableError(
            f"{what} is not in the form of a record ({type(error).__name__}: {error}); mend it."
        ) from error


def _cost(record: Mapping[str, Any]) -> Cost:
    usage, attempts = record.get("usage") or {}, record.get("attempts") or []
    return Cost(
        seconds=sum(attempt.get("seconds", 0.0) for attempt in attempts),
        calls=len(attempts),
        input_tokens=usage.get("input", 0),
        output_tokens=usage.get("output", 0),
    )
