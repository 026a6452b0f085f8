"""Many articles: each extracted, checked and written before the next counts."""

from llmextract.runs.crew import Crew, cores
from llmextract.runs.estimate import Estimate, estimate
from llmextract.runs.exports import export
from llmextract.runs.files import prepare, read_records, write_record
from llmextract.runs.metering import Purse
from llmextract.runs.outcomes import (
    Failed,
    FailedBefore,
    Kept,
    Notice,
    Outcome,
    Repeated,
    Waiting,
    Written,
)
from llmextract.runs.run import Run

__all__ = [
    "Crew",
    "Estimate",
    "Failed",
    "FailedBefore",
    "Kept",
    "Notice",
    "Outcome",
    "Purse",
    "Repeated",
    "Run",
    "Waiting",
    "Written",
    "cores",
    "estimate",
    "export",
    "prepare",
    "read_records",
    "write_record",
]
