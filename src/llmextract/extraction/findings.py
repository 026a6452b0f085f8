"""Findings, each once, and of one kind no more than a reader goes through."""

from __future__ import annotations

from collections import Counter

from llmextract.extraction.locating import shorten
from llmextract.records import Finding

__all__ = ["Findings"]

_MOST_OF_A_CODE = 30
"""Findings of one code: an answer that is wrong all over would bury the record."""


class Findings:
    """What was seen on the way from replies to a record."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[str, str, str], Finding] = {}
        self._counts: Counter[str] = Counter()

    def add(self, code: str, path: str, message: str) -> None:
        """Keep one, unless it is known or there are many of its kind."""
        key = (code, shorten(path), message)
        if key in self._kept:
            return
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_A_CODE:
            self._kept[key] = Finding(code=code, path=key[1], message=message)

    def told(self) -> list[Finding]:
        """Those that were kept, and how many more there are of each kind."""
        more = {code: n - _MOST_OF_A_CODE for code, n in self._counts.items()}
        return [
            *self._kept.values(),
            *(_more(code, number) for code, number in more.items() if number > 0),
        ]


def _more(code: str, number: int) -> Finding:
    return Finding(code=code, path="reply", message=f"{number:,} more findings of this kind.")
