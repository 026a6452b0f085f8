"""How like two texts are: their words as a bag, and their lines exactly."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Score", "score"]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Score:
    """One page's text beside the true one."""

    precision: float
    recall: float
    kept: int
    lost: int
    added: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over words."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(found: str, true: Sequence[str], optional: Sequence[str] = ()) -> Score:
    """Compare a text with the true lines; optional lines count neither way."""
    lines = [" ".join(line.split()) for line in found.splitlines() if line.strip()]
    free = {_bare(line) for line in optional} - {_bare(line) for line in true}
    lines = [line for line in lines if _bare(line) not in free]
    words, wanted = _words(lines), _words(true)
    shared = sum((words & wanted).values())
    kept = sum((Counter(lines) & Counter(true)).values())
    return Score(
        precision=shared / max(1, sum(words.values())),
        recall=shared / max(1, sum(wanted.values())),
        kept=kept,
        lost=len(true) - kept,
        added=len(lines) - kept,
    )


def _words(lines: Sequence[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _WORD.findall(line))


def _bare(line: str) -> str:
    return re.sub(r"\W", "", line)
