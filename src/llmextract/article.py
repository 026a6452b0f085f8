"""The clean article: what the model sees and what every offset counts in."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

__all__ = ["Article", "Language"]

Language = Literal["ko", "en"]


class Article(BaseModel):
    """One article, without the page around it.

    Attributes:
        source: Where it came from: a path or an address.
        title: The headline, or None where the page has none.
        published: The publication date with evidence on the page, or as given by the user.
        publisher: Who published it.
        byline: Who wrote it.
        address: The address that the page gives as its own.
        language: ``ko`` or ``en``.
        body: Clean text, paragraphs parted by one blank line. The headline is its first
            paragraph when it carries an amount or a date.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    byline: str | None = None
    address: str | None = None
    language: Language = "ko"
    body: str

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know decorated properties
    @property
    def id(self) -> str:
        """First 16 hex digits of the SHA-256 of the body: the same text, the same id."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:16]
