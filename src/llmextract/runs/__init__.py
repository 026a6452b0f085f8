"""Many articles: each extracted, checked and written before the next counts."""

from llmextract.runs.files import prepare, read_records, write_record
from llmextract.runs.run import Failed, Outcome, Repeated, Run, Written

__all__ = [
    "Failed",
    "Outcome",
    "Repeated",
    "Run",
    "Written",
    "prepare",
    "read_records",
    "write_record",
]
