"""``--budget``: what may be spent into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from llmextract.models import ModelSettings, Prices
    from llmextract.runs import Purse

__all__ = ["BUDGET", "purse_of"]

BUDGET = click.FloatRange(min=0, min_open=True)
"""US dollars."""

_A_FIRST_ARTICLE = {"input_tokens": 6000, "output_tokens": 3000}
"""Set aside of a budget for each article until some have ended: a long one, thought over."""


def purse_of(budget: float | None, prices: Prices | None, settings: ModelSettings) -> Purse:
    """The purse that a budget fills.

    Raises:
        UsageError: There is a budget, and no price to hold against it.
    """
    from llmextract.errors import UsageError
    from llmextract.models import Usage
    from llmextract.runs import Purse

    if budget is None:
        return Purse()
    if prices is None:
        raise UsageError(
            f"No price is known for the model {settings.name!r}, so --budget cannot bound what "
            "is spent; leave it out."
        )
    return Purse(budget, guess=prices.cost(Usage(**_A_FIRST_ARTICLE)))
