"""What the tests of Korean dates share: reading a text, and its days as ISO words."""

from datetime import date

from llmextract.reading import scan
from llmextract.spans import DateSpan

PUBLISHED = date(2025, 12, 10)  # a Wednesday


def dates(text: str, published: date | None = PUBLISHED) -> list[DateSpan]:
    return [m for m in scan(text, published=published, language="ko") if isinstance(m, DateSpan)]


def only(text: str, published: date | None = PUBLISHED) -> DateSpan:
    (found,) = dates(text, published)
    return found


def days(found: DateSpan) -> tuple[str | None, str | None]:
    return (
        found.first.isoformat() if found.first else None,
        found.last.isoformat() if found.last else None,
    )
