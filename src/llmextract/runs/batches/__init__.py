"""Articles asked by a provider's batches: at half the price, within a day, from any machine."""

from llmextract.runs.batches.rounds import Rounds, known_settings
from llmextract.runs.batches.store import BatchFile, Store, awaits, under_way

__all__ = ["BatchFile", "Rounds", "Store", "awaits", "known_settings", "under_way"]
