"""A regular expression of all that may be quoted from a piece of text.

A server that compiles grammars for nothing can be held to it: a small model then cannot
paraphrase a name, run on past its sentence, or repeat one from a worked example.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.grounding.particles import split_particle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["quotable"]

_SPACE = re.compile(r"\s+")
_LONGEST = 9
"""Words in the longest name that can be quoted; of the names in the example gold none has
more than eight."""


def quotable(segments: Iterable[str]) -> str:
    """The anchored pattern of every run of words in ``segments``.

    Args:
        segments: Text that may be quoted from, parted where no name may run across.

    Returns:
        A regular expression in the subset that JSON Schema and llama.cpp share. Its length
        is linear in the text. A particle at the end of a run may be left out.
    """
    runs = dict.fromkeys(
        _run(words, at) for words in _phrases(segments) for at in range(len(words))
    )
    return "^(" + "|".join(runs) + ")$" if runs else "^$"


def _phrases(segments: Iterable[str]) -> Iterable[list[str]]:
    for segment in segments:
        for phrase in re.split(r"[^\w\s㈜&+/%·ㆍ‧․•-]+", segment):
            words = [word for word in _SPACE.split(phrase) if any(map(str.isalnum, word))]
            if words:
                yield words


def _run(words: Sequence[str], at: int) -> str:
    pattern = ""
    for word in reversed(words[at : at + _LONGEST]):
        rest = f"( {pattern})?" if pattern else ""
        stem, particle = split_particle(word)
        if particle:
            pattern = f"{_escape(stem)}({_escape(particle)}{rest})?"
        else:
            pattern = _escape(word) + rest
    return pattern


def _escape(words: str) -> str:
    return re.sub(r"([\\^$.|?*+(){}\[\]/-])", r"\\\1", words)
