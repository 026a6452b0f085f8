"""What a careful reader would doubt in a finished record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from llmextract.grounding import Index
from llmextract.records import Finding, holding_fields, is_kind, walk
from llmextract.spans import DateSpan, Money, Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pydantic import BaseModel

    from llmextract.article import Article

__all__ = ["check"]

_WHOLE, _PARTS, _PART_OF_WHOLE = "total", ("subsidy", "private"), "component"
_FEWEST_PARTS = 2


def check(
    record: BaseModel,
    *,
    unassigned: Sequence[dict[str, Any]],
    article: Article,
    index: Index | None = None,
    walked: Sequence[tuple[str, BaseModel]] | None = None,
) -> list[Finding]:
    """Look the record over.

    Args:
        record: The filled schema.
        unassigned: What belongs to none of it.
        article: The article.
        index: Of its body, where there is one already.
        walked: All models of the record with their places, where they are known already.

    Returns:
        Findings, in the order of the record: values that are not at their offsets
        (``span-mismatch``), names that stand there only as part of a longer word
        (``quote-in-part``), amounts that nobody placed (``amount-unassigned``), relative
        dates without a publication date (``date-undated``), dates said to be another day of
        the week than they are (``weekday-mismatch``), parts that do not add up to
        their total (``sum-mismatch``).
    """
    walked = walk(record, "/record") if walked is None else walked
    quotes = [(p, cast("Quote", n)) for p, n in walked if is_kind(type(n), Quote)]
    dates = [(p, cast("DateSpan", n)) for p, n in quotes if is_kind(type(n), DateSpan)]
    return [
        *_misplaced(quotes, article.body),
        *_in_part(quotes, index or Index(article.body)),
        *_sums(walked),
        *_undated(dates, unassigned, article),
        *_wrong_weekdays(dates, unassigned),
        *_unplaced(unassigned),
    ]


def _misplaced(quotes: Sequence[tuple[str, Quote]], body: str) -> Iterator[Finding]:
    for path, quote in quotes:
        if body[quote.start : quote.end] != quote.text:
            message = f"'{quote.text}' does not stand at {quote.start}…{quote.end} of the article."
            yield Finding(code="span-mismatch", path=path, message=message)


def _in_part(quotes: Sequence[tuple[str, Quote]], index: Index) -> Iterator[Finding]:
    body = index.body
    for path, quote in quotes:
        if type(quote) is not Quote or "/repeats/" in path:
            continue
        stands = body[quote.start : quote.end] == quote.text
        if stands and not index.is_whole(quote.start, quote.end):
            message = f"'{quote.text}' stands in the article only as part of a longer word."
            yield Finding(code="quote-in-part", path=path, message=message)


def _sums(walked: Sequence[tuple[str, BaseModel]]) -> Iterator[Finding]:
    for path, node in walked:
        for key in holding_fields(type(node)):
            value = getattr(node, key)
            first: type = type(value[0]) if isinstance(value, list) and value else type(None)
            if is_kind(first, Money):
                yield from _sum(value, f"{path}/{key}")


def _sum(amounts: Sequence[Money], path: str) -> Iterator[Finding]:
    by_role: dict[str, list[Money]] = {}
    for amount in amounts:
        if amount.value is not None:
            by_role.setdefault(str(getattr(amount, "role", "")), []).append(amount)
    parts = [amount for role in _PARTS for amount in by_role.get(role, ())]
    wholes = by_role.get(_WHOLE, [])
    if len(wholes) != 1 or len({a.currency for a in (*wholes, *parts)}) != 1:
        return
    total, funded = _value(wholes), _value(parts)
    pieces = _value(by_role.get(_PART_OF_WHOLE, ()))
    if (len(parts) >= _FEWEST_PARTS and funded != total) or max(funded, pieces) > total:
        listed = " + ".join(a.text for a in parts or by_role[_PART_OF_WHOLE])
        found = funded if parts else pieces
        message = f"{listed} make {found:,}, and the total is {wholes[0].text} ({total:,})."
        yield Finding(code="sum-mismatch", path=path, message=message)


def _value(amounts: Sequence[Money]) -> int | Decimal:
    return sum((amount.value for amount in amounts if amount.value is not None), start=0)


def _undated(
    dates: Sequence[tuple[str, DateSpan]], unassigned: Sequence[dict[str, Any]], article: Article
) -> Iterator[Finding]:
    if article.published is not None:
        return
    undated = [(p, n.text) for p, n in dates if _has_no_days(n)]
    undated += [
        (f"/unassigned/{number}", item["text"])
        for number, item in enumerate(unassigned)
        if item["kind"] == DateSpan.kind and item["first"] is None and item["last"] is None
    ]
    for path, text in undated:
        message = f"'{text}' has no days: the article has no publication date (--published)."
        yield Finding(code="date-undated", path=path, message=message)


def _wrong_weekdays(
    dates: Sequence[tuple[str, DateSpan]], unassigned: Sequence[dict[str, Any]]
) -> Iterator[Finding]:
    doubted = [(p, n.text) for p, n in dates if n.doubt == "weekday"]
    doubted += [
        (f"/unassigned/{number}", item["text"])
        for number, item in enumerate(unassigned)
        if item.get("doubt") == "weekday"
    ]
    for path, text in doubted:
        message = f"'{text}' names another day of the week than the date has."
        yield Finding(code="weekday-mismatch", path=path, message=message)


def _has_no_days(span: DateSpan) -> bool:
    return span.first is None and span.last is None


def _unplaced(unassigned: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    for number, item in enumerate(unassigned):
        if item["kind"] == Money.kind:
            message = f"'{item['text']}' is under no program."
            yield Finding(code="amount-unassigned", path=f"/unassigned/{number}", message=message)
