"""A stand-in for a provider's Batch API: files, batches and their states, on a loopback port.

It follows the documented states (validating, failed, in_progress, finalizing, completed,
expired, cancelling, cancelled), limits (requests and bytes a file, tokens that wait) and forms
of the output and error files. What the model answers is the test's own invention.

::

    with batch_standin.serving(answer) as server:
        ...  # send to server.base_url
        server.work()  # all batches come to their end
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]

EXPIRED = "This request could not be executed before the completion window expired."
USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 80},
}
LEFT_OUT = object()
"""An answer for a request that appears in neither file."""


def answer_with(text: str | Json | None, **message: Any) -> Json:
    """The body of a completion with this text."""
    said = json.dumps(text, ensure_ascii=False) if isinstance(text, dict) else text
    message = {"role": "assistant", "content": said, "refusal": None} | message
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "c", "object": "chat.completion", "created": 0, "model": "stand-in",
            "choices": [choice], "usage": USAGE}  # fmt: skip


def refused(status: int, message: str, *, param: str | None = None) -> tuple[int, Json]:
    """A request that the model's server refused, in the form of the output file."""
    return status, {"error": {"message": message, "type": "error", "param": param, "code": None}}


def error(code: str, message: str = EXPIRED) -> Json:
    """A request without an answer, in the form of the error file."""
    return {"error": {"code": code, "message": message}}


@dataclass
class Standin:
    """A provider.

    Attributes:
        answer: Makes the body of an answer (or what `refused` and `error` give) of a request.
        most_requests: Of one file.
        most_bytes: Of one file.
        most_waiting: Requests that may wait in all batches together; the rest of a real
            provider's limit of tokens.
        refuse: Answers every request so, where set: ``(status, body)``.
        lose_create: Begin a batch and drop the connection, so often.
        lose_content: Send half of a file and drop the connection, so often.
        asked: The requests of all batches, in the order in which they ran.
    """

    answer: Callable[[Json], Any]
    most_requests: int = 50_000
    most_bytes: int = 200_000_000
    most_waiting: int = 10**9
    refuse: tuple[int, Json] | None = None
    lose_create: int = 0
    lose_content: int = 0
    base_url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Json] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)

    # --- what a test does ------------------------------------------------------------------

    def step(self) -> None:
        """Every batch goes one state on."""
        for batch in self.batches.values():
            self._step(batch)

    def work(self) -> None:
        """Every batch comes to its end."""
        while any(not _ended(batch) for batch in self.batches.values()):
            self.step()

    def end(self, how: str, *, done: int = 0) -> None:
        """Batches under way expire or are cancelled after so many of their requests."""
        for batch in self.batches.values():
            if not _ended(batch):
                self._run(batch, done=done, code=f"batch_{how}")
                batch["status"] = how

    def statuses(self) -> list[str]:
        return [batch["status"] for batch in self.batches.values()]

    def requests_of(self, number: int) -> list[Json]:
        """What the batch with this number asks."""
        batch = list(self.batches.values())[number]
        return [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]

    # --- how a batch goes ------------------------------------------------------------------

    def _step(self, batch: Json) -> None:
        if batch["status"] == "validating":
            reason = self._wrong(batch)
            batch["status"] = "failed" if reason else "in_progress"
            if reason:
                batch["errors"] = {"object": "list", "data": [reason]}
            else:
                lines = self.files[batch["input_file_id"]].splitlines()
                batch["request_counts"]["total"] = len(lines)
        elif batch["status"] == "in_progress":
            self._run(batch)
            batch["status"] = "finalizing"
        elif batch["status"] == "finalizing":
            batch["status"] = "completed"
        elif batch["status"] == "cancelling":
            batch["status"] = "cancelled"

    def _wrong(self, batch: Json) -> Json | None:
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        ids = [line["custom_id"] for line in lines]
        if len(lines) > self.most_requests:
            return {"code": "too_many_tasks", "message": "Too many requests.", "line": None}
        if len(set(ids)) < len(ids):
            return {"code": "duplicate_custom_id", "message": "Duplicate.", "line": 2}
        if len({line["body"]["model"] for line in lines}) > 1:
            return {"code": "mismatched_model", "message": "One model.", "line": 2}
        under_way = sum(
            other["request_counts"]["total"]
            for other in self.batches.values()
            if other["status"] in {"in_progress", "finalizing"}
        )
        if under_way + len(lines) > self.most_waiting:
            return {"code": "token_limit_exceeded", "message": "Enqueued token limit reached."}
        return None

    def _run(self, batch: Json, *, done: int | None = None, code: str = "") -> None:
        output, failures = [], []
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        for number, line in enumerate(lines):
            if done is not None and number >= done:
                found: Any = error(code)
            else:
                self.asked.append(line["body"])
                found = self.answer(line["body"])
            if found is LEFT_OUT:
                continue
            known = {"id": f"batch_req_{number}", "custom_id": line["custom_id"]}
            if isinstance(found, dict) and set(found) == {"error"}:
                failures.append(known | {"response": None} | found)
                continue
            status, body = found if isinstance(found, tuple) else (200, found)
            response = {"status_code": status, "request_id": "r", "body": body}
            output.append(known | {"response": response, "error": None})
        # The order of the answers is nobody's promise.
        batch["output_file_id"] = self._keep(output[::-1])
        batch["error_file_id"] = self._keep(failures)
        good = sum(line["response"]["status_code"] == 200 for line in output)
        batch["request_counts"] = {
            "total": len(lines), "completed": good, "failed": len(lines) - good
        }  # fmt: skip

    def _keep(self, lines: list[Json]) -> str | None:
        if not lines:
            return None
        name = f"file-{len(self.files)}"
        rows = (json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self.files[name] = "".join(rows).encode()
        return name

    # --- HTTP ------------------------------------------------------------------------------

    def app(self) -> web.Application:
        app = web.Application(client_max_size=10**9, middlewares=[self._guard])
        app.router.add_post("/v1/files", self._upload)
        app.router.add_get("/v1/files/{id}/content", self._content)
        app.router.add_post("/v1/batches", self._create)
        app.router.add_get("/v1/batches", self._list)
        app.router.add_get("/v1/batches/{id}", self._retrieve)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.calls[f"{request.method} {request.path.split('/')[2]}"] += 1
        self.keys.add(request.headers.get("Authorization", ""))
        if self.refuse is not None:
            return web.json_response(self.refuse[1], status=self.refuse[0])
        return await handler(request)

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert form["purpose"] == "batch"
        data = form["file"].file.read()  # type: ignore[union-attr]
        if len(data) > self.most_bytes:
            return web.json_response(refused(413, "The file is too large.")[1], status=413)
        name = f"file-{len(self.files)}"
        self.files[name] = data
        return web.json_response({"id": name, "object": "file", "bytes": len(data), "created_at": 0,
                                  "filename": form["file"].filename, "purpose": "batch",  # type: ignore[union-attr]
                                  "status": "processed"})  # fmt: skip

    async def _content(self, request: web.Request) -> web.StreamResponse:
        body = self.files[request.match_info["id"]]
        if not self.lose_content:
            return web.Response(body=body)
        self.lose_content -= 1
        half = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await half.prepare(request)
        await half.write(body[: len(body) // 2])
        assert request.transport is not None
        request.transport.close()
        return half

    async def _create(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        assert asked["completion_window"] == "24h"
        assert asked["endpoint"] == "/v1/chat/completions"
        name = f"batch_{len(self.batches)}"
        self.batches[name] = {
            "id": name, "object": "batch", "endpoint": asked["endpoint"], "errors": None,
            "input_file_id": asked["input_file_id"], "completion_window": "24h",
            "status": "validating", "output_file_id": None, "error_file_id": None,
            "created_at": 0, "metadata": asked.get("metadata"),
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
        }  # fmt: skip
        if self.lose_create:
            self.lose_create -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(self.batches[name])

    async def _list(self, _: web.Request) -> web.Response:
        known = list(self.batches.values())[::-1]
        return web.json_response({"object": "list", "data": known, "has_more": False,
                                  "first_id": None, "last_id": None})  # fmt: skip

    async def _retrieve(self, request: web.Request) -> web.Response:
        found = self.batches.get(request.match_info["id"])
        if found is None:
            return web.json_response(refused(404, "No such batch.")[1], status=404)
        return web.json_response(found)


def _ended(batch: Json) -> bool:
    return batch["status"] in {"failed", "completed", "expired", "cancelled"}


@contextmanager
def serving(answer: Callable[[Json], Any], **limits: Any) -> Iterator[Standin]:
    """Serve from a thread of its own, for the length of the block."""
    standin = Standin(answer, **limits)
    ready: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        runner = web.AppRunner(standin.app(), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        over = asyncio.Event()
        port = runner.addresses[0][1]
        ready.set_result((f"http://127.0.0.1:{port}/v1", asyncio.get_running_loop(), over))
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    standin.base_url, loop, over = ready.result(timeout=10)
    try:
        yield standin
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
