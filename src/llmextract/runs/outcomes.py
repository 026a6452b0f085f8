"""What a run tells of each page, as it comes to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from llmextract.errors import LLMExtractError
    from llmextract.runs.hands import Made
    from llmextract.runs.ledger import Spent

__all__ = ["Failed", "FailedBefore", "Kept", "Notice", "Outcome", "Repeated", "Waiting", "Written"]


@dataclass(frozen=True)
class Written:
    """An article has its record on the disk."""

    source: str
    article: str
    made: Made
    path: Path
    seconds: float
    spent: Spent


@dataclass(frozen=True)
class Kept:
    """An article has its record since an earlier run; nothing was asked."""

    source: str


@dataclass(frozen=True)
class Repeated:
    """An article is the same, letter by letter, as an earlier one, and shares its record."""

    source: str
    first: str


@dataclass(frozen=True)
class Failed:
    """An article has no record; the sentence says why, the cause of what kind it is."""

    source: str
    error: LLMExtractError
    cause: str
    spent: Spent | None = None


@dataclass(frozen=True)
class FailedBefore:
    """An article failed in an earlier run, and was not asked about again."""

    source: str
    error: str
    cause: str


@dataclass(frozen=True)
class Waiting:
    """An article's question is in a batch, or waits to be put into one."""

    source: str


@dataclass(frozen=True)
class Notice:
    """Something that people should know of the run as a whole."""

    text: str


Outcome = Written | Kept | Repeated | Failed | FailedBefore | Waiting | Notice
