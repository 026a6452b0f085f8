"""Field types beside the grounded ones of `llmextract.spans`."""

from __future__ import annotations

from typing import Annotated

__all__ = ["Verbatim", "VerbatimMark"]


class VerbatimMark:
    """Marks a plain string that has to stand in the article."""


Verbatim = Annotated[str, VerbatimMark()]
"""A string that is kept only when the article holds it; unlike `Quote` it has no offsets."""
