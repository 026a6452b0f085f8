"""Findings of one article as they are made: each once, and not too many of one kind."""

from __future__ import annotations

from collections import Counter

from llmextract.extraction.locating import shorten
from llmextract.records import Finding

__all__ = ["Findings"]

_MOST_OF_A_CODE = 30
"""Findings of one code: an answer that is wrong all over would bury the record."""


class Findings:
    """What was seen while replies became a record."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._counts: Counter[str] = Counter()
        self._unsaid: Counter[str] = Counter()

    def add(self, code: str, path: str, message: str) -> None:
        """Note a finding; the same one counts once, and of one code thirty are told."""
        key = (code, shorten(path), message)
        if key in self._found:
            return
        if self._counts[code] >= _MOST_OF_A_CODE:
            self._unsaid[code] += 1
        else:
            self._counts[code] += 1
            self._found[key] = Finding(code=code, path=key[1], message=message)

    def all(self) -> list[Finding]:
        """Those told, in the order they were made, and how many more there were of a code."""
        more = (
            Finding(code=code, path="reply", message=f"{number:,} more findings of this kind.")
            for code, number in self._unsaid.items()
        )
        return [*self._found.values(), *more]
