"""A regular expression of all that may be quoted from a piece of text.

A server that compiles grammars for nothing can be held to it: a small model then cannot
paraphrase a name, run on past its sentence, or repeat one from a worked example.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.grounding.particles import split_particle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["NOTHING", "count_names", "holds_together", "quotable"]

NOTHING = "^$"
"""The pattern where nothing can be quoted."""

_SPACE = re.compile(r"\s+")
_LEANING = re.compile(
    r"(?:다|다며|라며|하며|되며|으며|하면|되면|으면|면서|해서|하여|되어|하고|되고|하는|되는|있는|없는|할|될|된"
    r"|위한|위해|대한|대해|통한|통해|따른|따라|관한|인한)$"
)
"""Ends of verbs and of words that lean on a following noun: no name ends in them."""

_JOINING = frozenset(
    (
        *(
            "및",
            "등",
            "또",
            "또는",
            "또한",
            "이와",
            "함께",
            "더불어",
            "특히",
            "한편",
            "이번",
            "그동안",
        ),
        *(
            *("이", "그", "해당", "이들", "같은", "각종", "기존", "다른", "모든"),
            "이를",
            "이에",
            "이어",
            "약",
            "총",
            "각",
            "각각",
            "the",
            "a",
            "an",
            "and",
            "or",
            "of",
            "for",
        ),
        *("to", "in", "on", "at", "by", "with", "from", "which", "that", "is", "was", "will"),
    )
)
"""Words that join or point: no name ends in them, nor begins with them."""

_FOREIGN = re.compile(
    r"^(?:뿐만|아니라|것|것은|것이|것을|것으로|있는|있어|있다|돼|되어|하여|했다|됐다|있도록|하도록|수)$|뿐만$|[가-힣](?:한다|된다|했다)$"
)
"""Words that stand between names, never inside one."""

_CLOSING = frozenset(
    ("은", "는", "이", "가", "에서", "에게", "으로", "부터", "까지", "에는", "에도", "에서는")
)
"""Particles that close a noun phrase: what follows belongs to the predicate, not the name."""

_LONGEST = 8
"""Words in the longest name that can be quoted; of the names in the example gold none has
more than eight."""


_ANYTHING, _NOTHING = re.compile(""), re.compile(r"(?!)")


def quotable(
    segments: Iterable[str],
    *,
    names: Iterable[str] = (),
    no_names: Collection[str] = (),
    shortest: int = 1,
    named: re.Pattern[str] | None = None,
) -> str:
    """The anchored pattern of every run of words in ``segments``, and of ``names``.

    Args:
        segments: Text that may be quoted from, parted where no name may run across.
        names: What may be quoted besides, as a whole.
        no_names: Words that are no name by themselves.
        shortest: Fewest characters of a name that is one word.
        named: What the last word of a run has to match to be a name.

    Returns:
        A regular expression in the subset that JSON Schema and llama.cpp share. Its length
        is linear in the text. A particle at the end of a run may be left out.
    """
    phrases = list(_phrases(segments))
    may_end = named or _ANYTHING
    runs = dict.fromkeys(
        _run(words, at, may_end, alone=_may_stand_alone(words[at], no_names, shortest))
        for words in phrases
        for at in range(len(words))
        if words[at] not in _JOINING
    )
    runs |= dict.fromkeys(map(_escape, names))
    runs.pop("", None)
    return "^(" + "|".join(runs) + ")$" if runs else NOTHING


def holds_together(name: str) -> bool:
    """Whether no word of ``name`` but its last ends a phrase: 시는 평가센터 is no name."""
    words = _SPACE.split(name)
    parted = [(word, split_particle(word)[1]) for word in words[:-1]]
    ends = {*_CLOSING, "을", "를"}
    return bool(words[-1]) and not any(
        particle in ends or word in _JOINING or word in ends or _FOREIGN.search(word)
        for word, particle in parted
    )


def count_names(segments: Iterable[str], named: re.Pattern[str]) -> int:
    """How many names of that kind there seem to be: noun phrases that end like one."""
    return sum(
        _closes(words, at, named) for words in _phrases(segments) for at in range(len(words))
    )


def _closes(words: Sequence[str], at: int, named: re.Pattern[str]) -> bool:
    stem, particle = split_particle(words[at])
    last = at + 1 == len(words) or words[at + 1] in _JOINING
    return bool(particle or last) and named.search(stem) is not None


def _may_stand_alone(word: str, no_names: Collection[str], shortest: int) -> bool:
    stem = split_particle(word)[0]
    return len(stem) >= shortest and stem not in no_names


def _phrases(segments: Iterable[str]) -> Iterable[list[str]]:
    for segment in segments:
        for phrase in re.split(r"[^\w\s㈜&+/%·ㆍ‧․•-]+", segment):
            yield from _without_foreign(_SPACE.split(phrase))


def _without_foreign(words: Iterable[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for word in words:
        if _FOREIGN.search(word):
            yield run
            run = []
        elif any(map(str.isalnum, word)):
            run.append(word)
    yield run


def _run(words: Sequence[str], at: int, may_end: re.Pattern[str], *, alone: bool) -> str:
    """Every run that begins at ``at``; empty where none can end.

    Args:
        words: A phrase.
        at: Where the run begins.
        may_end: What a last word has to match.
        alone: Whether the first word by itself may be one.
    """
    pattern = ""
    for word in reversed(words[at + 1 : at + _LONGEST]):
        pattern = _led(word, pattern, may_end)
    return _led(words[at], pattern, may_end if alone else _NOTHING)


def _led(word: str, rest: str, may_end: re.Pattern[str]) -> str:
    """The pattern of ``word`` and of what may follow it."""
    stem, particle = split_particle(word)
    follows = f" {rest}" if rest and particle not in _CLOSING else ""
    leans = word in _JOINING or (not particle and _LEANING.search(word))
    if leans or not may_end.search(stem):
        return f"{_escape(word)}{follows}" if follows else ""
    if particle and (follows or may_end is _ANYTHING):
        return f"{_escape(stem)}({_escape(particle)}{follows})?"
    if particle:
        return _escape(stem)
    return _escape(word) + (f"({follows})?" if follows else "")


def _escape(words: str) -> str:
    return re.sub(r"([\\^$.|?*+(){}\[\]/-])", r"\\\1", words)
