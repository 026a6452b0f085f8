"""What is known of an article besides its text, each fact with the place it was found in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Fact", "Facts", "given_facts"]

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Fact(Generic[_Value]):
    """A value and its evidence.

    Attributes:
        value: What is said.
        where: The place that says it, such as ``meta og:title`` or ``labelled line``.
        text: Its words, as they stand there.
    """

    value: _Value
    where: str
    text: str


@dataclass(frozen=True)
class Facts:
    """What a page or a caller says of an article; None where nothing says it."""

    title: Fact[str] | None = None
    published: Fact[date] | None = None
    publisher: Fact[str] | None = None
    byline: Fact[str] | None = None
    address: Fact[str] | None = None

    def or_else(self, other: Facts) -> Facts:
        """Returns these facts with the gaps filled from others."""
        return Facts(
            self.title or other.title,
            self.published or other.published,
            self.publisher or other.publisher,
            self.byline or other.byline,
            self.address or other.address,
        )

    @property
    def complete(self) -> bool:
        """Whether nothing is left to look for around the text."""
        return bool(self.title and self.published and self.publisher and self.byline)

    def evidence(self) -> dict[str, Fact[str] | Fact[date]]:
        """Returns the facts that are known, by name."""
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: fact for name, fact in named.items() if fact}


def given_facts(  # noqa: PLR0913 - each is a fact that a caller may know
    where: str,
    *,
    title: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    byline: str | None = None,
    address: str | None = None,
) -> Facts:
    """Returns facts that a caller knows; ``where`` says how."""
    return Facts(
        title=Fact(title, where, title) if title else None,
        published=Fact(published, where, published.isoformat()) if published else None,
        publisher=Fact(publisher, where, publisher) if publisher else None,
        byline=Fact(byline, where, byline) if byline else None,
        address=Fact(address, where, address) if address else None,
    )
