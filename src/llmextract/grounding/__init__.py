"""Verbatim text → the place where the article says it."""

from llmextract.grounding.align import Index, Match
from llmextract.grounding.particles import PARTICLES, strip_particle
from llmextract.grounding.patterns import quotable
from llmextract.grounding.folding import fold

__all__ = ["PARTICLES", "Index", "Match", "fold", "quotable", "strip_particle"]
