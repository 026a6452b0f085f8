"""How often a run is right: records against gold.

>>> from pathlib import Path
>>> from llmextract.evaluation import evaluate
>>> result = evaluate(Path("out/replay"), Path("examples/gold"))  # doctest: +SKIP
>>> result.score("programs.amounts").total.f1  # doctest: +SKIP
0.81
"""

from llmextract.evaluation.evaluate import evaluate, score_article
from llmextract.evaluation.evaluation import Change, Evaluation, FieldScore, Interval, compare
from llmextract.evaluation.files import Pair, Pairing, pair_files, read_gold
from llmextract.evaluation.report import to_dict
from llmextract.evaluation.scores import ArticleScore, Cost, Miss, Modes, Tally

__all__ = [
    "ArticleScore",
    "Change",
    "Cost",
    "Evaluation",
    "FieldScore",
    "Interval",
    "Miss",
    "Modes",
    "Pair",
    "Pairing",
    "Tally",
    "compare",
    "evaluate",
    "pair_files",
    "read_gold",
    "score_article",
    "to_dict",
]
