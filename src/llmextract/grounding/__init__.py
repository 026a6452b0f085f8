"""Verbatim text → the place where the article says it."""

from llmextract.grounding.align import Index, Match
from llmextract.grounding.folding import fold, fold_text
from llmextract.grounding.particles import PARTICLES, is_particle, strip_particle
from llmextract.grounding.patterns import NOTHING, count_names, holds_together, quotable

__all__ = [
    "NOTHING",
    "PARTICLES",
    "Index",
    "Match",
    "count_names",
    "fold",
    "fold_text",
    "holds_together",
    "is_particle",
    "quotable",
    "strip_particle",
]
