"""A relay before the model's server that counts what each tool asks of it.

Tools count differently, or not at all; what passes here is counted in one way for all: calls,
tokens in and out, as the server reports them.
"""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import ClientError, ClientSession, ClientTimeout, web

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Calls", "Meter", "metering"]

LONGEST = 3600.0
"""Seconds for one answer: the tools' own time limits are to be the ones that hold."""


@dataclass
class Calls:
    """What one tool asked about one article."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass
class Meter:
    """A running relay.

    Attributes:
        upstream: The server behind it, with ``/v1``.
        base_url: Its own address; ``{tool}`` and ``{article}`` are to be filled in.
        counts: By tool and article.
    """

    upstream: str
    base_url: str = ""
    counts: dict[tuple[str, str], Calls] = field(default_factory=dict)

    def address(self, tool: str, article: str = "{article}") -> str:
        """The address for one tool, and one article unless that is left open."""
        return self.base_url.replace("{tool}", tool).replace("{article}", article)

    def total(self, tool: str) -> Calls:
        """What one tool asked in all, the articles that it lost included."""
        whole = Calls()
        for (name, _), count in self.counts.items():
            if name == tool:
                whole.calls += count.calls
                whole.input_tokens += count.input_tokens
                whole.output_tokens += count.output_tokens
        return whole

    async def relay(self, request: web.Request) -> web.Response:
        """Pass one request on, and its answer back."""
        key = (request.match_info["tool"], request.match_info["article"])
        count = self.counts.setdefault(key, Calls())
        count.calls += 1
        address = f"{self.upstream}/{request.match_info['tail']}"
        kept = {k: v for k, v in request.headers.items() if k in {"Authorization", "Content-Type"}}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=LONGEST)) as session,
                session.request(
                    request.method, address, data=await request.read(), headers=kept
                ) as response,
            ):
                body, status = await response.read(), response.status
        except ClientError as error:
            return web.json_response({"error": {"message": f"relay: {error}"}}, status=502)
        _count(body, count)
        return web.Response(body=body, status=status, content_type="application/json")


def _count(body: bytes, count: Calls) -> None:
    try:
        usage = json.loads(body).get("usage") or {}
    except (ValueError, AttributeError):
        return
    count.input_tokens += usage.get("prompt_tokens", 0)
    count.output_tokens += usage.get("completion_tokens", 0)


@contextmanager
def metering(upstream: str) -> Iterator[Meter]:
    """Run a relay to ``upstream`` on a free port of the loopback address, in a thread."""
    meter = Meter(upstream.rstrip("/"))
    ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{tool}/{article}/v1/{tail:.*}", meter.relay)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        meter.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/{{tool}}/{{article}}/v1"
        over = asyncio.Event()
        ready.set_result((asyncio.get_running_loop(), over))
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=[serve()], daemon=True)
    thread.start()
    loop, over = ready.result(timeout=10)
    try:
        yield meter
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
