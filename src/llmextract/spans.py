"""The grounded field types: values that are tied to words of the article.

A schema is a plain Pydantic model that uses these three. `Quote` is verbatim text;
`Money` and `DateSpan` are mentions that code found and read, which a model only refers to.
Offsets count Unicode code points of ``article.body``, half-open: ``body[start:end] == text``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

__all__ = ["Amount", "DateSpan", "Mention", "Money", "Precision", "Quote", "as_read"]

Precision = Literal["day", "week", "month", "quarter", "half", "year", "decade"]


def _exact(value: Decimal | int) -> int | str:
    return int(value) if value == int(value) else format(value, "f")


Amount = Annotated[int | Decimal, PlainSerializer(_exact, when_used="json")]
"""An exact number of units of a currency; in JSON an integer, or a string with a fraction."""


class Quote(BaseModel):
    """Words of the article, exactly as they stand there."""

    model_config = ConfigDict(frozen=True)

    text: str
    start: int
    end: int


class Money(Quote):
    """An amount of money, found and read by code.

    Attributes:
        value: Whole units of ``currency`` (916억 원 → 91600000000); None where the text
            gives only bounds (수십억 원, "tens of 억").
        minimum: Lower bound, inclusive, where the text gives a range or 이상/초과/최소.
        maximum: Upper bound, inclusive, where the text gives a range or 이하/미만/까지/최대.
        currency: ISO 4217 code; ``USD?`` where the text says 달러 or $ and no country.
        approximate: True for 약, 여, 가량, 안팎, 정도, about.
        repeats: Where the same fact is said again.
    """

    kind: ClassVar[Literal["money"]] = "money"

    value: Amount | None = None
    currency: str = "KRW"
    minimum: Amount | None = None
    maximum: Amount | None = None
    approximate: bool = False
    repeats: list[Quote] = []


class DateSpan(Quote):
    """A date or period, found and read by code.

    Attributes:
        first: First day, inclusive; None where the phrase leaves it open or cannot be
            placed without a publication date.
        last: Last day, inclusive; None likewise.
        precision: The unit that the words speak in.
        approximate: True for 께, 쯤, 경, around.
        doubt: ``weekday`` where the words name another day of the week than the date has
            (2025년 12월 7일(월) is a Sunday); left out of JSON otherwise.
        repeats: Where the same fact is said again.
    """

    kind: ClassVar[Literal["date"]] = "date"

    first: date | None = None
    last: date | None = None
    precision: Precision = "day"
    approximate: bool = False
    doubt: Literal["weekday"] | None = Field(default=None, exclude_if=lambda doubt: doubt is None)
    repeats: list[Quote] = []


Mention = Money | DateSpan

_Read = TypeVar("_Read", Money, DateSpan)


def as_read(kind: type[_Read], fields: dict[str, Any]) -> _Read:
    """A mention of values that code has read, without the checks that a stranger's would need.

    It is what the constructor gives, at half of its cost.

    Args:
        kind: `Money` or `DateSpan`.
        fields: A value of its type for every field, in the order of the fields.
    """
    mention = kind.__new__(kind)
    put = object.__setattr__  # the models are frozen
    put(mention, "__dict__", fields)
    put(mention, "__pydantic_fields_set__", set(fields))
    put(mention, "__pydantic_extra__", None)
    put(mention, "__pydantic_private__", None)
    return mention
