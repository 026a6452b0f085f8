"""What is spent while articles are asked about, and the budget that bounds it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from llmextract.errors import ReplyError
from llmextract.models import Usage
from llmextract.runs.ledger import Spent

if TYPE_CHECKING:
    from llmextract.extraction import Asker
    from llmextract.models import Completion, ModelSettings, Prices
    from llmextract.prompts import Message

__all__ = ["Meter", "Purse"]


class Meter:
    """Asks for one article, and keeps what its exchanges cost, failed ones included."""

    def __init__(
        self, asker: Asker, prices: Prices | None, gate: asyncio.Semaphore | None = None
    ) -> None:
        """Ask ``asker``.

        Args:
            asker: Who answers.
            prices: What tokens cost; without them, tokens alone are counted.
            gate: Bounds how many questions are under way, of all articles together.
        """
        self._asker = asker
        self._prices = prices
        self._gate = gate
        self._inside = False
        self._spent = Spent(cost=None if prices is None else 0.0)
        self._started = time.monotonic()

    @property
    def settings(self) -> ModelSettings:
        """Those of the asker."""
        return self._asker.settings

    @property
    def spent(self) -> Spent:
        """What has been spent until now."""
        return self._spent + Spent(seconds=round(time.monotonic() - self._started, 3))

    async def complete(
        self, messages: list[Message], *, schema: dict[str, Any], schema_name: str
    ) -> Completion:
        """Ask, when there is room, and count."""
        await self.enter()
        try:
            completion = await self._asker.complete(
                messages, schema=schema, schema_name=schema_name
            )
        except ReplyError as error:
            self._count(error.usage if isinstance(error.usage, Usage) else Usage())
            raise
        finally:
            self.leave()
        self._count(completion.usage)
        return completion

    async def enter(self) -> None:
        """Wait until there is room for a question, and take it."""
        if self._gate is not None and not self._inside:
            await self._gate.acquire()
            self._inside = True

    def leave(self) -> None:
        """Give the room back, if it is taken."""
        if self._gate is not None and self._inside:
            self._inside = False
            self._gate.release()

    def _count(self, usage: Usage) -> None:
        self._spent += Spent(
            requests=1,
            input=usage.input_tokens,
            cached=usage.cached_tokens,
            output=usage.output_tokens,
            cost=None if self._prices is None else self._prices.cost(usage),
        )


_SETTLED = 10
"""Articles after which their mean says more than the guess that was made before."""

_MARGIN = 1.25
"""Over the mean: an article that costs more than most should still find its money."""


@dataclass
class Purse:
    """Money that may be spent into one output folder.

    What an article may cost is set aside when it is begun and settled when it ends, so what
    is under way together cannot pass the budget by more than its guesses were short.

    Attributes:
        budget: US dollars for all runs into the folder; None for no bound.
        spent: US dollars spent so far, earlier runs included.
        guess: What one article is thought to cost before any has ended.
    """

    budget: float | None = None
    spent: float = 0.0
    guess: float = 0.0
    _set_aside: float = 0.0
    _ended: int = 0
    _cost: float = 0.0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def _expected(self) -> float:
        if self._ended < _SETTLED:
            return max(self.guess, _MARGIN * self._cost / max(1, self._ended))
        return _MARGIN * self._cost / self._ended

    async def take(self) -> float | None:
        """Set aside what one more article may cost, waiting for those under way where it is close.

        Returns:
            The sum, to be given back to `settle`; None where the budget has no room for it.
        """
        if self.budget is None:
            return 0.0
        while self.spent + self._set_aside + (sum_ := self._expected) > self.budget:
            if self._set_aside <= 0:
                return None
            self._changed.clear()
            await self._changed.wait()
        self._set_aside += sum_
        return sum_

    def has_room(self, cost: float | None) -> bool:
        """Whether the budget leaves room for this sum."""
        return self.budget is None or self.spent + (cost or 0.0) <= self.budget

    def promise(self, cost: float | None) -> None:
        """Count as spent what a batch is thought to take, until its answers tell."""
        self.spent += cost or 0.0

    def settle(self, taken: float, cost: float | None) -> None:
        """Put back what was set aside, and take what it cost."""
        self._set_aside = max(0.0, self._set_aside - taken)
        if self._set_aside < 1e-12:  # noqa: PLR2004 - what is left of rounding is nothing
            self._set_aside = 0.0
        if cost:
            self.spent += cost
            self._cost += cost
            self._ended += 1
        self._changed.set()
