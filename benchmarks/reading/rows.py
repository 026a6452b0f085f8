"""Rows of outside data, what `scan` makes of them, and whether that is right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from llmextract import scan
from llmextract.spans import DateSpan, Money

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Answer", "Interval", "Row", "agrees", "answer", "load", "same_money"]

Interval = tuple[date | None, date | None]

# Names of the sources for a currency, and how many of their units make one of ours.
UNITS: dict[str, tuple[str, int]] = {
    "CENT": ("USD", 100),
    "Pence": ("GBP", 100),
    "Penny": ("GBP", 100),
    "Finnish markka": ("FIM", 1),
    "Peseta": ("ESP", 1),
    "Netherlands guilder": ("NLG", 1),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One phrase in its sentence, and what a reader should make of it."""

    id: str
    source: str
    text: str
    phrase: str
    start: int
    end: int
    value: Decimal | None = None
    currency: str = ""
    accept: tuple[Interval, ...] = ()
    reference: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a row came out."""

    row: Row
    right: bool
    exact: bool
    found: tuple[str, ...]


def load(path: Path) -> list[Row]:
    """Every row of ``amounts_ko.jsonl`` or ``dates_ko.jsonl``."""
    return [_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _row(raw: dict[str, Any]) -> Row:
    whole = Row(raw["id"], raw["source"], raw["text"], raw["span"], raw["start"], raw["end"])
    reference = raw.get("reference")
    if "accept" in raw:
        return Row(
            *(getattr(whole, name) for name in Row.__slots__[:6]),
            accept=tuple(_interval(each) for each in raw["accept"]),
            reference=date.fromisoformat(reference) if reference else None,
        )
    currency, parts = UNITS.get(raw["unit"], (raw["unit"], 1))
    return Row(
        *(getattr(whole, name) for name in Row.__slots__[:6]),
        value=Decimal(str(raw["value"])) / parts,
        currency=currency,
    )


def _interval(raw: dict[str, str]) -> Interval:
    if "to_inclusive" in raw:
        return date.fromisoformat(raw["from"]), date.fromisoformat(raw["to_inclusive"])
    last = date.fromisoformat(raw["to_exclusive"]) - timedelta(days=1)
    return date.fromisoformat(raw["from"]), last


def answer(row: Row) -> Answer:
    """Reads the sentence of a row and judges the mentions that overlap its phrase."""
    kind = DateSpan if row.value is None else Money
    found = [
        mention
        for mention in scan(row.text, published=row.reference)
        if isinstance(mention, kind) and mention.start < row.end and mention.end > row.start
    ]
    right = [mention for mention in found if agrees(row, mention)]
    exact = any((mention.start, mention.end) == (row.start, row.end) for mention in right)
    return Answer(row, bool(right), exact, tuple(f"{_told(mention)}" for mention in found))


def agrees(row: Row, mention: Money | DateSpan) -> bool:
    """Whether a mention says what the row says."""
    if isinstance(mention, Money):
        return same_money(row, mention.value, mention.currency)
    return (mention.first, mention.last) in row.accept


def same_money(row: Row, value: Decimal | int | None, currency: str | None) -> bool:
    """Whether value and currency are the row's; where either names no country, any does."""
    if value is None or Decimal(value) != row.value:
        return False
    ours, theirs = currency or "", row.currency
    return ours.rstrip("?") == theirs.rstrip("?") or (
        theirs == "USD?" and ours.rstrip("?") in {"USD", "CAD", "AUD", "HKD", "SGD", "NZD", "TWD"}
    )


def _told(mention: Money | DateSpan) -> str:
    if isinstance(mention, Money):
        bounds = f" {mention.minimum}…{mention.maximum}" if mention.value is None else ""
        return f"{mention.text} = {mention.value}{bounds} {mention.currency}"
    return f"{mention.text} = {mention.first} – {mention.last}"
