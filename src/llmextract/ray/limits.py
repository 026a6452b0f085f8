"""One limiter for all workers: it lives in an actor, and each worker asks it for its turn.

What one worker is refused, all heed; and a worker that has nothing to do leaves its share to
the others. Two small messages a request are the price. Turns that a killed worker held are
given back when Ray has put another in its place, or when the longest request would be over.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from llmextract.models import Limiter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

__all__ = ["Answer", "SharedLimits", "Turnstile"]

_TOLD = ("ratelimit", "retry-after")
"""What in a header's name says that a limiter can learn from it."""

_EVERY = 5.0
"""Seconds between two looks for turns that were never given back."""


@dataclass(frozen=True)
class Answer:
    """What came of a turn, for the limiter to learn from; None of a request without an answer.

    Attributes:
        headers: Those about limits.
        refused: Whether the endpoint takes no more for now.
        tokens: What the answer counted.
    """

    headers: dict[str, str]
    refused: bool = False
    tokens: int = 0


@dataclass
class _Turn:
    worker: str
    sent: float
    until: float
    held: AsyncExitStack


class Turnstile:
    """The limiter in its actor; every method is called from afar."""

    def __init__(self, most: int, longest: float) -> None:
        """Let at most ``most`` requests be in flight, none for longer than ``longest`` seconds."""
        self._limiter = Limiter(most)
        self._longest = longest
        self._turns: dict[int, _Turn] = {}
        self._number = 0
        self._watch: asyncio.Task[None] | None = None

    async def take(self, worker: str) -> int:
        """Wait for a turn; gives its number."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._give_back_late())
        held = AsyncExitStack()
        sent = await held.enter_async_context(self._limiter.slot())
        self._number += 1
        until = time.monotonic() + self._longest
        self._turns[self._number] = _Turn(worker, sent, until, held)
        return self._number

    async def give_back(self, number: int, answer: Answer | None) -> None:
        """A turn is over; learn from what came of it."""
        turn = self._turns.pop(number, None)
        if turn is None:
            return
        if answer is not None and answer.refused:
            self._limiter.refused(answer.headers, sent=turn.sent)
        elif answer is not None:
            self._limiter.answered(answer.headers, sent=turn.sent, tokens=answer.tokens)
        await turn.held.aclose()

    async def join(self, worker: str) -> None:
        """A worker begins: what one of that name held before it was killed is over."""
        for number in [n for n, turn in self._turns.items() if turn.worker == worker]:
            await self.give_back(number, None)

    def in_flight(self) -> int:
        """How many turns are held."""
        return len(self._turns)

    async def _give_back_late(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            now = time.monotonic()
            for number in [n for n, turn in self._turns.items() if turn.until < now]:
                await self.give_back(number, None)


@dataclass
class SharedLimits:
    """A worker's end of it; see `llmextract.models.Limits`.

    Attributes:
        turnstile: The actor.
        worker: The name of this worker, the same after it was killed and begun anew.
    """

    turnstile: Any
    worker: str
    _answers: dict[float, Answer] = field(default_factory=dict)
    _last: float = 0.0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """Wait for a turn; yields when it came."""
        number = await self._take()
        # The moment names the turn, so no two may be the same.
        self._last = sent = max(time.monotonic(), self._last + 1e-6)
        try:
            yield sent
        finally:
            self.turnstile.give_back.remote(number, self._answers.pop(sent, None))

    async def _take(self) -> int:
        import ray  # noqa: PLC0415 - an extra

        asked = self.turnstile.take.remote(self.worker)
        try:
            number: int = await asked
        except asyncio.CancelledError:
            # Out of time: nobody will use the turn.
            ray.cancel(asked)
            raise
        return number

    def answered(self, headers: Mapping[str, str], *, sent: float, tokens: int = 0) -> None:
        """Learn from an answer."""
        self._answers[sent] = Answer(_of_limits(headers), tokens=tokens)

    def refused(self, headers: Mapping[str, str], *, sent: float) -> None:
        """Learn from a refusal."""
        self._answers[sent] = Answer(_of_limits(headers), refused=True)


def _of_limits(headers: Mapping[str, str]) -> dict[str, str]:
    lower = ((name.lower(), value) for name, value in headers.items())
    return {name: value for name, value in lower if any(word in name for word in _TOLD)}
