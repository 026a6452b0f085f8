"""One limiter for all that is asked of one endpoint.

How much an endpoint takes is not known beforehand, and may change while a run goes on. It is
learnt from what comes back:

- requests in flight: twice as many with each round of answers, until a tenth of a round is
  refused (429, or 503 and 529 for an overloaded server); from then on a sixteenth more with
  each round, and less by the share that was refused, down to half. It is how congestion is
  handled on the net (DCTCP, RFC 8257): a refusal now and then says less than a round of them;
- a pause for everyone: as long as the server asks for one, or after a round of which most was
  refused, longer each time;
- requests and tokens a minute, from the headers in which many providers tell what is left.
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from llmextract.models._allowance import Allowance, read_allowances
from llmextract.models._retries import Pause, asked_wait

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

__all__ = ["Limiter", "Limits"]

_FIRST = 32
"""Requests in flight before the first answers; doubled with each round of them."""

_GROWTH = 1 / 16
"""Of the requests in flight, added with each round without refusals after the first one."""

_FEW = 0.1
"""Share of a round below which refusals say nothing of how many requests are too many."""

_MOST = 0.5
"""Share of a round from which it counts as refused altogether."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds after a round that was refused without a time; doubled with each in a row."""


class Limits(Protocol):
    """What a client needs of a limiter; one in another process can stand behind it."""

    def slot(self) -> AbstractAsyncContextManager[float]:
        """Wait until a request may go out; see `Limiter.slot`."""

    def answered(self, headers: Mapping[str, str], *, sent: float, tokens: int = 0) -> None:
        """Learn from an answer."""

    def refused(self, headers: Mapping[str, str], *, sent: float) -> None:
        """Learn from a refusal."""


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
        self._round_began = clock()
        self._round_answers = self._round_refusals = 0
        self._round_told = False
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

    def answered(self, headers: Mapping[str, str], *, sent: float, tokens: int = 0) -> None:
        """Learn from an answer that was let through.

        Args:
            headers: Those of the answer.
            sent: When the request went out.
            tokens: What it counted, in and out.
        """
        self._learn(headers)
        self._usual_tokens += 0.1 * (tokens - self._usual_tokens)
        if self.window < self._most:
            more = 1.0 if self._slow_start else max(1.0, _GROWTH * self.window) / self.window
            self.window = min(self.window + more, self._most)
            self._room.set()
        self._count(sent, refused=False)

    def refused(self, headers: Mapping[str, str], *, sent: float) -> None:
        """Learn from a refusal for too many requests.

        Args:
            headers: Those of the refusal.
            sent: When the request went out.
        """
        self._learn(headers)
        asked = asked_wait(headers)
        if asked is not None:
            self._close(asked)
        self._count(sent, refused=True)
        self._round_told = self._round_told or asked is not None

    def _count(self, sent: float, *, refused: bool) -> None:
        """Count what came back; a round is over with the first answer to one sent after it began.

        Of many that were refused together all were sent before its lesson was learnt.
        Refusals come sooner than answers: they end a round only when they are as many.
        """
        fresh = sent > self._round_began and self._round_answers
        if fresh and (not refused or self._round_answers >= self.window):
            self._end_round(self._round_refusals / self._round_answers)
        self._round_answers += 1
        self._round_refusals += refused

    def _end_round(self, share: float) -> None:
        told, self._round_told = self._round_told, False
        self._round_began = self._clock()
        self._round_answers = self._round_refusals = 0
        if share >= _FEW:
            self._slow_start = False
            self.window = max(1.0, self.window * max(1.0 - share, 0.5))
        if share < _MOST:
            self._next_pause = _FIRST_PAUSE
        elif not told:
            self._close(self._next_pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            self._next_pause = min(2 * self._next_pause, _LONGEST_PAUSE)

    def _close(self, seconds: float) -> None:
        # A little more, so that several machines do not come back in one moment.
        more = random.uniform(1.0, 1.1)  # noqa: S311 - no secret
        until = self._clock() + min(seconds, _LONGEST_PAUSE) * more
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
