"""What the peers are asked for, as a plain Pydantic model: a record without offsets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

__all__ = ["Answer"]

Text = Annotated[str, Field(description="the words as they stand in the text")]
Day = Annotated[str | None, Field(description="ISO day, YYYY-MM-DD, or null")]


class Amount(BaseModel):
    """Money of a program."""

    text: Text
    value: Annotated[int | None, Field(description="whole units of the currency")]
    currency: Annotated[str, Field(description="ISO 4217 code: KRW, USD, EUR, GBP")]
    minimum: int | None
    maximum: int | None
    approximate: bool
    role: Literal["total", "annual", "subsidy", "private", "component", "target", "other"]


class Date(BaseModel):
    """A date or period of a program."""

    text: Text
    first: Day
    last: Day
    precision: Literal["day", "week", "month", "quarter", "half", "year", "decade"]
    approximate: bool
    event: Literal[
        "start",
        "end",
        "period",
        "completion",
        "opening",
        "selection",
        "application",
        "agreement",
        "held",
        "announced",
        "other",
    ]


class Participation(BaseModel):
    """An actor's part in a program."""

    name: Text
    role: Literal["lead", "funder", "operator", "partner", "supporter", "beneficiary", "host"]


class Program(BaseModel):
    """Something with a name of its own that someone plans, funds, builds or runs."""

    name: Text
    aliases: list[str]
    kind: Literal["project", "facility", "zone", "event", "agreement", "strategy"]
    status: Literal["planned", "applied", "selected", "underway", "completed", "ended", "unknown"]
    amounts: list[Amount]
    dates: list[Date]
    actors: list[Participation]


class Actor(BaseModel):
    """A person or body that acts in the article."""

    name: Text
    kind: Literal[
        "person",
        "government",
        "agency",
        "company",
        "institute",
        "hospital",
        "association",
        "other",
    ]
    title: str | None
    affiliation: str | None


class Unassigned(BaseModel):
    """Money and dates of no program."""

    amounts: list[Amount]
    dates: list[Date]


class Answer(BaseModel):
    """The programs of one article, and everyone who acts in it."""

    programs: list[Program]
    actors: list[Actor]
    unassigned: Unassigned
