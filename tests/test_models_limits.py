"""How fast an endpoint is asked: learnt from what it says, in a time that tests make up."""

from __future__ import annotations

import asyncio
import heapq

import pytest

from llmextract.models._allowance import Told, read_allowances
from llmextract.models._limits import Limiter


class Time:
    """A clock that jumps to the next moment at which somebody wants to wake."""

    def __init__(self):
        self.now = 0.0
        self._sleepers = []
        self._count = 0

    def __call__(self):
        return self.now

    async def pause(self, seconds):
        waker = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, waker))
        await waker

    async def run(self, work):
        task = asyncio.ensure_future(work)
        while not task.done():
            for _ in range(40):
                await asyncio.sleep(0)
            if self._sleepers and not task.done():
                self.now, _, waker = heapq.heappop(self._sleepers)
                waker.set_result(None)
        return task.result()


class Server:
    """An endpoint of a certain pace: so many at once, so many a second."""

    def __init__(self, time, *, rate=None, at_once=1000, tells=False, share=0):
        self.time = time
        self.rate, self.at_once, self.tells, self.latency = rate, at_once, tells, 0.5
        self.left, self.filled = float(rate or 0), 0.0
        self.share, self.count = share, 0
        self.busy = self.most = self.answered = self.refused = 0

    async def __call__(self, limiter):
        tries = 0
        while True:
            async with limiter.slot() as sent:
                self.busy += 1
                self.most = max(self.most, self.busy)
                self.count += 1
                ok = self.busy <= self.at_once and self._has_room()
                ok = ok and not (self.share and self.count % self.share == 0)
                await self.time.pause(self.latency if ok else 0.02)
                self.busy -= 1
                if ok:
                    self.answered += 1
                    limiter.answered(self._headers(), sent=sent, tokens=100)
                    return
                self.refused += 1
                limiter.refused(self._headers(), sent=sent)
            await self.time.pause(0.5 * 2 ** min(tries, 5))
            tries += 1

    def _has_room(self):
        if self.rate is None:
            return True
        passed, self.filled = self.time.now - self.filled, self.time.now
        self.left = min(self.rate, self.left + passed * self.rate)
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def _headers(self):
        if not self.tells:
            return {}
        missing = self.rate - self.left
        return {
            "x-ratelimit-limit-requests": str(self.rate),
            "x-ratelimit-remaining-requests": str(int(max(0, self.left))),
            "x-ratelimit-reset-requests": f"{missing / self.rate:.3f}s",
        }


async def ask_all(limiter, server, count):
    await asyncio.gather(*(server(limiter) for _ in range(count)))


def run(time, limiter, server, count):
    return time.run(ask_all(limiter, server, count))


@pytest.fixture
def time():
    return Time()


def limiter_of(time, most):
    return Limiter(most, pause=time.pause, clock=time)


async def test_an_endpoint_without_limits_is_soon_asked_as_much_as_is_allowed(time):
    server = Server(time)
    await run(time, limiter_of(time, 256), server, 4096)
    assert server.most == 256
    # 4,096 in 16 rounds of 256, and three more to find out that they may be so many.
    assert time.now < 0.5 * (16 + 4)


async def test_no_more_are_in_flight_than_the_caller_allows(time):
    server = Server(time)
    await run(time, limiter_of(time, 3), server, 30)
    assert server.most == 3


async def test_where_headers_tell_what_is_left_hardly_any_request_is_refused(time):
    server = Server(time, rate=20, tells=True)
    await run(time, limiter_of(time, 64), server, 600)
    assert server.refused < 0.1 * server.answered
    assert time.now < 1.5 * 600 / 20


async def test_where_nothing_is_told_the_pace_is_found_by_refusals(time):
    server = Server(time, rate=20)
    await run(time, limiter_of(time, 64), server, 600)
    assert server.refused < server.answered
    assert time.now < 3 * 600 / 20


async def test_a_server_with_few_places_is_asked_by_few_at_once(time):
    server = Server(time, at_once=4)
    await run(time, limiter_of(time, 64), server, 400)
    assert server.refused < 0.5 * server.answered


async def test_after_a_refusal_everyone_waits_as_long_as_is_asked(time):
    limiter, times = limiter_of(time, 8), []

    async def work():
        async with limiter.slot() as sent:
            limiter.refused({"retry-after": "7"}, sent=sent)

        async def one():
            async with limiter.slot():
                times.append(time.now)

        await asyncio.gather(*(one() for _ in range(4)))

    await time.run(work())
    assert 7 <= min(times) <= max(times) <= 7.7


async def test_refusals_of_one_burst_teach_once(time):
    limiter = limiter_of(time, 16)
    sent = time.now
    for _ in range(16):
        time.now += 0.001
        limiter.refused({}, sent=sent)
    limiter.refused({}, sent=time.now)
    assert limiter.window == 8
    limiter.answered({}, sent=time.now)
    assert 8 < limiter.window < 9


async def test_a_refusal_now_and_then_costs_hardly_any_speed(time):
    server = Server(time, share=20)
    await run(time, limiter_of(time, 128), server, 8000)
    assert time.now < 1.5 * 0.5 * 8000 / 128


async def test_one_that_is_cancelled_while_it_waits_takes_no_place(time):
    limiter = limiter_of(time, 1)
    async with limiter.slot():
        waiting = asyncio.ensure_future(limiter.slot().__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(1), limiter.slot():
        pass


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "499",
          "x-ratelimit-reset-requests": "120ms"}, Told(499, 500, 0.12)),
        ({"x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "0",
          "x-ratelimit-reset-requests": "6m0s"}, Told(0, 500, 360)),
        ({"x-ratelimit-limit-requests": "10", "x-ratelimit-remaining-requests": "9",
          "x-ratelimit-reset-requests": "1.5"}, Told(9, 10, 1.5)),
        ({"anthropic-ratelimit-requests-limit": "50",
          "anthropic-ratelimit-requests-remaining": "49",
          "anthropic-ratelimit-requests-reset": "2020-01-01T00:00:00Z"}, Told(49, 50, 0)),
        ({"x-ratelimit-limit-requests": "ten", "x-ratelimit-remaining-requests": "9"}, None),
        ({"x-ratelimit-limit-requests": "-1", "x-ratelimit-remaining-requests": "-1"}, None),
        ({"x-ratelimit-limit-requests": "nan", "x-ratelimit-remaining-requests": "nan"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_is_left_is_read_in_the_forms_of_several_providers(headers, told):
    assert read_allowances(headers).get("requests") == told
