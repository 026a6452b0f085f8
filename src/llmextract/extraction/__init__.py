"""One article, one model, one record."""

from llmextract.extraction.asking import Asker
from llmextract.extraction.extract import aextract

__all__ = ["Asker", "aextract"]
