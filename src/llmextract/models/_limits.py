"""One limiter for all that is asked of one endpoint.

How much an endpoint takes is not known beforehand, and may change while a run goes on. It is
learnt from what comes back:

- requests in flight: as many as have been let through, one more for each answer at first and
  one more a round later, half as many after a refusal (429, or 503 and 529 for an overloaded
  server), as congestion is handled on the net;
- a pause for everyone after a refusal: as long as the server asks, else longer each time;
- requests and tokens a minute, from the headers in which many providers tell what is left.
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from llmextract.models._allowance import Allowance, read_allowances
from llmextract.models._retries import Pause, asked_wait

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

__all__ = ["Limiter"]

_FIRST = 32
"""Requests in flight before the first answers; doubled with each round of them."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds after a refusal that names no time; doubled with each in a row."""


class Limiter:
    """Lets requests through, in the order in which they came.

    Attributes:
        window: How many may be in flight now.
    """

    def __init__(
        self,
        most: int,
        *,
        pause: Pause = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let at most ``most`` requests be in flight.

        Args:
            most: A bound that nothing learnt will pass.
            pause: What waits.
            clock: Seconds from any beginning.
        """
        self.window = float(min(most, _FIRST))
        self._most = most
        self._pause = pause
        self._clock = clock
        self._slow_start = True
        self._in_flight = 0
        self._turnstile = asyncio.Lock()
        self._room = asyncio.Event()
        self._closed_until = 0.0
        self._refused_at = float("-inf")
        self._next_pause = _FIRST_PAUSE
        self._allowances: dict[str, Allowance] = {}
        self._usual_tokens = 0.0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """Wait until one more request may go out, and count it while it is under way.

        Yields:
            When it went out, for `refused`.
        """
        # A lock lets its waiters in by their order, so that none is passed by for ever.
        async with self._turnstile:
            await self._wait_for_room()
            await self._wait_for_time()
            self._in_flight += 1
            for name, allowance in self._allowances.items():
                allowance.take(self._cost(name), self._clock())
        try:
            yield self._clock()
        finally:
            self._in_flight -= 1
            self._room.set()

    def answered(self, headers: Mapping[str, str], *, tokens: int = 0) -> None:
        """Learn from an answer that was let through.

        Args:
            headers: Those of the answer.
            tokens: What it counted, in and out.
        """
        self._learn(headers)
        self._next_pause = _FIRST_PAUSE
        self._usual_tokens += 0.1 * (tokens - self._usual_tokens)
        if self.window < self._most:
            self.window += 1.0 if self._slow_start else 1.0 / self.window
            self.window = min(self.window, self._most)
            self._room.set()

    def refused(self, headers: Mapping[str, str], *, sent: float) -> None:
        """Learn from a refusal for too many requests.

        Args:
            headers: Those of the refusal.
            sent: When the request went out. Of many that were refused together, all but the
                first were sent before its lesson was learnt.
        """
        self._learn(headers)
        now = self._clock()
        asked = asked_wait(headers)
        if sent > self._refused_at:
            self._refused_at = now
            self._slow_start = False
            self.window = max(1.0, self.window / 2)
            if asked is None:
                asked = self._next_pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
                self._next_pause = min(2 * self._next_pause, _LONGEST_PAUSE)
        if asked is not None:
            # A little more, so that several machines do not come back in one moment.
            more = random.uniform(1.0, 1.1)  # noqa: S311 - no secret
            until = now + min(asked, _LONGEST_PAUSE) * more
            self._closed_until = max(self._closed_until, until)

    def _learn(self, headers: Mapping[str, str]) -> None:
        for name, told in read_allowances(headers).items():
            allowance = self._allowances.setdefault(name, Allowance())
            allowance.learn(told, self._clock())

    def _cost(self, name: str) -> float:
        return self._usual_tokens if name == "tokens" else 1.0

    async def _wait_for_room(self) -> None:
        while self._in_flight >= int(self.window):
            self._room.clear()
            await self._room.wait()

    async def _wait_for_time(self) -> None:
        now = self._clock()
        waits = (a.wait(self._cost(name), now) for name, a in self._allowances.items())
        if (wait := max(waits, default=0.0)) > 0:
            await self._pause(wait)
        while (until := self._closed_until) > self._clock():
            await self._pause(until - self._clock())
            if self._closed_until == until:
                self._closed_until = 0.0
