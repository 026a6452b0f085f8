"""The words of its own sentence that stand next to a mention."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.spans import Mention

__all__ = ["Surroundings"]

_SENTENCE_END = re.compile(r"""[.!?。]["'”’)]*(?:\s|$)|\n""")


class Surroundings:
    """What stands before and after each mention of a text, to the next mention or sentence."""

    def __init__(self, body: str, mentions: Iterable[Mention]) -> None:
        """Note where sentences and mentions begin and end."""
        self._body = body
        # In the order of the text, and none inside another.
        known = list(mentions)
        spans = [(mention.start, mention.end) for mention in known]
        self._sums = [0, *(mention.end for mention in known if mention.kind == "money")]
        starts = [start for start, _ in spans]

        def in_mention(start: int, end: int) -> bool:
            last = bisect_left(starts, end) - 1
            return last >= 0 and start < spans[last][1]

        breaks = (found.span() for found in _SENTENCE_END.finditer(body))
        inside = [(start, end) for start, end in breaks if not in_mention(start, end)]
        self._ends = [0, *(end for _, end in inside), len(body)]
        edges = sorted([(0, 0), (len(body), len(body)), *spans, *inside])
        self._before = {b[0]: a[1] for a, b in pairwise(edges)}
        self._after = {a[1]: b[0] for a, b in pairwise(edges)}

    def of(self, mention: Mention) -> tuple[str, str]:
        """The text before and the text after ``mention``."""
        before = self._body[self._before.get(mention.start, mention.start) : mention.start]
        return before, self._body[mention.end : self._after.get(mention.end, mention.end)]

    def of_sum(self, mention: Mention) -> tuple[str, str]:
        """The same for a sum, but before it as far as the last sum, over dates: 지난해 매출은."""
        start = max(
            self.sentence(mention)[0], self._sums[bisect_right(self._sums, mention.start) - 1]
        )
        return self._body[start : mention.start], self.of(mention)[1]

    def sentence(self, mention: Mention) -> tuple[int, int]:
        """Where the sentence of ``mention`` begins and ends."""
        at = bisect_right(self._ends, mention.start)
        return self._ends[at - 1], self._ends[min(at, len(self._ends) - 1)]

    def paragraph(self, mention: Mention) -> tuple[int, int]:
        """Where the paragraph of ``mention`` begins and ends."""
        end = self._body.find("\n", mention.end)
        return self._body.rfind("\n", 0, mention.start) + 1, len(self._body) if end < 0 else end
