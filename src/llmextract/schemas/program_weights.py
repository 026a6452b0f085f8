"""The role of a sum in a program by its size beside the others, where no words tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

__all__ = ["Weighed", "weighed_roles"]

_BUDGETED = re.compile(
    r"예산안|추경|추가경정|본예산|[시도군구] (?:올해|내년도?|새해|20\d\d년도?) (?:예산|살림)"
    r"|\bbudget\b"
)
"""An article about a public body's budget, in which the money of a program is a year's."""
_WHOLES = ("total", "annual")


class Weighed(NamedTuple):
    """A sum of a program among the others.

    Attributes:
        size: How large it is at most, in its own currency.
        role: What it is said to be; None where nothing is.
        is_told: Whether the article's own words say so.
    """

    size: Decimal
    role: str | None
    is_told: bool


def weighed_roles(sums: Sequence[Weighed], *, opening: str) -> Iterator[str | None]:
    """The role of each sum of one program that its sentence does not tell; None where none is.

    The largest is what the program costs, if no sum is called that; in an article about a budget
    what it costs that year. A smaller one is then neither, whatever a small model says. In the
    gold of ``examples/`` and ``benchmarks/quality/tune`` that is so of 52 of the 61 sums that no
    words tell.
    """
    is_budget = _BUDGETED.search(opening) is not None
    untold = [each for each in sums if not each.is_told]
    wholes = [] if is_budget else [each for each in sums if each.is_told and each.role in _WHOLES]
    most = max((each.size for each in (*untold, *wholes)), default=None)
    has_total = any(each.role == "total" for each in wholes)
    for each in sums:
        if each.is_told:
            yield None
        elif each.size == most and not has_total:
            yield "annual" if is_budget else "total"
        else:
            yield "component" if each.role in (None, *_WHOLES) else None
