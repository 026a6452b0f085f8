"""A stand-in for a model's server: a loopback server that does what a script says.

It checks nothing of the protocol that a test does not ask for; whatever it answers is the
test's own invention.

::

    async with standin.serving(standin.reply('{"a": 1}'), standin.drop()) as server:
        ...  # server.base_url, server.requests
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]

USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 80},
}


@dataclass
class Standin:
    """A running stand-in: where it is, what it will do, and what it was asked.

    After the script's end the last behaviour goes on for ever; ``unplayed`` counts the rest.
    """

    script: list[Behaviour]
    base_url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def unplayed(self) -> int:
        return max(0, len(self.script) - len(self.requests))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.requests.append(await request.json())
        self.headers.append(dict(request.headers))
        behaviour = self.script[min(len(self.requests), len(self.script)) - 1]
        try:
            return await behaviour(request)
        finally:
            self.at_once -= 1


@asynccontextmanager
async def serving(*script: Behaviour) -> AsyncIterator[Standin]:
    """Serve the script on a free loopback port; give the stand-in."""
    standin = Standin(list(script))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", standin.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    standin.base_url = f"http://{host}:{port}/v1"
    try:
        yield standin
    finally:
        await runner.cleanup()


@contextmanager
def serving_apart(*script: Behaviour) -> Iterator[Standin]:
    """The same for tests that are not asynchronous: it serves from a thread of its own."""
    ready: Future[tuple[Standin, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        async with serving(*script) as server:
            over = asyncio.Event()
            ready.set_result((server, asyncio.get_running_loop(), over))
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    server, loop, over = ready.result(timeout=10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def reply(
    content: str | dict[str, Any] | list[Any] | None,
    *,
    finish_reason: str = "stop",
    usage: dict[str, Any] | None = USAGE,
    **message: Any,
) -> Behaviour:
    """Answer with that text (a dict becomes JSON); further fields go into the message."""
    text = json.dumps(content, ensure_ascii=False) if isinstance(content, dict) else content
    choice = {
        "index": 0,
        "finish_reason": finish_reason,
        "message": {"role": "assistant", "content": text} | message,
    }
    return body({"id": "standin", "object": "chat.completion", "created": 0, "model": "stand-in",
                 "choices": [choice], "usage": usage})  # fmt: skip


def answering(make: Callable[[dict[str, Any]], str | dict[str, Any]]) -> Behaviour:
    """Answer with what is made of the request: a text, or a dict that becomes JSON."""

    async def behave(request: web.Request) -> web.StreamResponse:
        return await reply(make(await request.json()))(request)

    return behave


def body(value: dict[str, Any]) -> Behaviour:
    """Answer 200 with that JSON, whatever it is."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.json_response(value)

    return behave


def refusal(text: str = "I cannot help with that.") -> Behaviour:
    """Answer with the protocol's own field for a refusal."""
    return reply(None, refusal=text)


def reasoning(thoughts: str, content: str | dict[str, Any]) -> Behaviour:
    """Answer as servers of reasoning models do: the thoughts in a field of their own."""
    return reply(content, reasoning_content=thoughts)


def error(
    status: int,
    message: str,
    *,
    param: str | None = None,
    code: str | None = None,
    headers: dict[str, str] | None = None,
) -> Behaviour:
    """Refuse with a status and a sentence in the protocol's form."""

    async def behave(_: web.Request) -> web.StreamResponse:
        said = {"message": message, "type": "error", "param": param, "code": code}
        return web.json_response({"error": said}, status=status, headers=headers)

    return behave


def no_json_schema() -> Behaviour:
    """Refuse strict schemas, as servers without grammars do."""
    return error(400, "Invalid value for response_format: 'json_schema' is not supported")


def text(value: str, *, status: int = 200, content_type: str = "text/html") -> Behaviour:
    """Answer with something that is no JSON at all."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.Response(text=value, status=status, content_type=content_type)

    return behave


def compressed(then: Behaviour) -> Behaviour:
    """Behave so, with the answer's body in gzip."""

    async def behave(request: web.Request) -> web.StreamResponse:
        response = await then(request)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    return behave


def cut_body() -> Behaviour:
    """Answer with half of an answer's JSON, whole by HTTP's count."""
    return text('{"choices": [{"message": {"content": "{', content_type="application/json")


def drop() -> Behaviour:
    """Close the connection without a word."""

    async def behave(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    return behave


def stall(until: asyncio.Event | None = None) -> Behaviour:
    """Say nothing until the event is set, or for ever."""

    async def behave(_: web.Request) -> web.StreamResponse:
        await (until or asyncio.Event()).wait()
        return web.Response(status=503)

    return behave


def when(
    matches: Callable[[dict[str, Any]], bool], then: Behaviour, otherwise: Behaviour
) -> Behaviour:
    """Behave by what is in the request, for servers that take one dialect only."""

    async def behave(request: web.Request) -> web.StreamResponse:
        chosen = then if matches(await request.json()) else otherwise
        return await chosen(request)

    return behave


def contents(requests: Iterable[dict[str, Any]], role: str = "user") -> list[str]:
    """What messages of that role the requests carried."""
    return [m["content"] for r in requests for m in r["messages"] if m["role"] == role]
