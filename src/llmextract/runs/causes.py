"""Why articles fail, in kinds; and when so many fail of one that going on is no use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from llmextract.errors import (
    ArticleError,
    CassetteError,
    LLMExtractError,
    QuotaError,
    ReplyError,
    UnreachableError,
    UsageError,
    WorkerError,
)

__all__ = ["Circuit", "cause_of"]

IN_A_ROW = 10
"""Articles that fail of one cause, none in between having its record, before a run stops."""

HOPELESS = 2
"""The same for an endpoint that never was reached: one alone can be the article's own fault,
such as a text that a slow model does not end in time."""

_STATUS = re.compile(r"\((\d{3})\)|\bwith (\d{3})\b")


def cause_of(error: LLMExtractError) -> str:
    """The kind of a failure, to count by: ``RateLimit``, ``Endpoint 500``, ``Unreadable``."""
    name = type(error).__name__.removesuffix("Error")
    status = _STATUS.search(str(error))
    if status is None or isinstance(error, ArticleError | ReplyError):
        return name
    return f"{name} {status[1] or status[2]}"


@dataclass
class Circuit:
    """Opens when going on is no use, and keeps the error that says why.

    Attributes:
        opened: The error that ends the run; None while it goes on.
        streak: Ids of the articles that have failed in a row, all of one cause.
        patient: Whether failures in a row say nothing: answers that were paid for and are here
            are all gone through.
    """

    opened: LLMExtractError | None = None
    streak: list[str] = field(default_factory=list)
    patient: bool = False
    _cause: str = ""
    _answered: bool = False

    def succeed(self) -> None:
        """An article has its record."""
        self._answered = True
        self.streak.clear()

    def fail(self, article: str, error: LLMExtractError) -> None:
        """An article has failed; see `opened` for whether that was one too many."""
        if isinstance(error, CassetteError | ArticleError):
            return
        if isinstance(error, UsageError | QuotaError | WorkerError):
            self.opened = self.opened or error
            return
        if self.patient:
            return
        cause = cause_of(error)
        if cause != self._cause:
            self.streak.clear()
            self._cause = cause
        self.streak.append(article)
        if isinstance(error, ReplyError):
            self._answered = True
        unreached = isinstance(error, UnreachableError) and not self._answered
        if unreached and len(self.streak) >= HOPELESS:
            self.opened = self.opened or error
        elif len(self.streak) >= IN_A_ROW:
            self.opened = self.opened or type(error)(
                f"{IN_A_ROW} articles in a row failed of one cause, so the run stopped. "
                f"The last: {error}"
            )
