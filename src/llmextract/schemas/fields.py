"""Field types beside the grounded ones of `llmextract.spans`, and what a schema may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from llmextract.spans import DateSpan

__all__ = ["Evidence", "Verbatim", "VerbatimMark"]


class Evidence(NamedTuple):
    """What an article says of one entity, for a schema that reads some of its values off that.

    Attributes:
        sentences: Those that name it or hold a mention of it, in the order of the text.
        dates: Its dates, each with its attributes (``event``).
        published: When the article appeared; None where nothing tells.
    """

    sentences: Sequence[str]
    dates: Sequence[tuple[DateSpan, Mapping[str, Any]]]
    published: date | None


class VerbatimMark:
    """Marks a plain string that has to stand in the article."""


Verbatim = Annotated[str, VerbatimMark()]
"""A string that is kept only when the article holds it; unlike `Quote` it has no offsets."""
