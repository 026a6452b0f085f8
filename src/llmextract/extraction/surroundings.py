"""The words of its own sentence that stand next to a mention."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
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
        """Know a text and its mentions, in the order of the text and none inside another."""
        self._body = body
        self._mentions = list(mentions)

    # Each found when it is first asked for: of a large model's answer few mentions need it.

    @cached_property
    def _breaks(self) -> list[tuple[int, int]]:
        """Where sentences part, but for the stops inside mentions."""
        spans = [(mention.start, mention.end) for mention in self._mentions]
        starts = [start for start, _ in spans]

        def in_mention(start: int, end: int) -> bool:
            last = bisect_left(starts, end) - 1
            return last >= 0 and start < spans[last][1]

        breaks = [found.span() for found in _SENTENCE_END.finditer(self._body)]
        return [(start, end) for start, end in breaks if not in_mention(start, end)]

    @cached_property
    def _gaps(self) -> tuple[dict[int, int], dict[int, int]]:
        """By where one begins the end of what is before it, and by its end where the next begins.

        That is a mention, the end of a sentence or an end of the text.
        """
        size = len(self._body)
        spans = [(mention.start, mention.end) for mention in self._mentions]
        edges = sorted([(0, 0), (size, size), *spans, *self._breaks])
        pairs = list(pairwise(edges))
        return {b[0]: a[1] for a, b in pairs}, {a[1]: b[0] for a, b in pairs}

    @cached_property
    def _ends(self) -> list[int]:
        """Where sentences end, from the beginning of the text to its end."""
        return [0, *(end for _, end in self._breaks), len(self._body)]

    @cached_property
    def _sums(self) -> list[int]:
        """Where sums end."""
        return [0, *(mention.end for mention in self._mentions if mention.kind == "money")]

    def of(self, mention: Mention) -> tuple[str, str]:
        """The text before and the text after ``mention``."""
        starts, ends = self._gaps
        before = self._body[starts.get(mention.start, mention.start) : mention.start]
        return before, self._body[mention.end : ends.get(mention.end, mention.end)]

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
