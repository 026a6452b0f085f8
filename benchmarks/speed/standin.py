"""A stand-in for an endpoint: answers after a fixed time, rightly, or wrongly by a known share.

::

    python standin.py PORT_FILE [--latency 0.5] [--faults 0.2] [--seed 0]

It speaks just enough HTTP and costs a tenth of a millisecond a request, so that what is
measured against it is the client. Who asks is told by the model's name: ``programs`` gets an
answer under that schema, ``langextract`` one in that library's form, any other a plain object.
The peers' answers are the gold of the page, so that each client reads as much as ours does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

MARK = re.compile(r"\[([MD]\d+) ")
NAMES = (
    "의료기기 사용적합성 평가센터 구축사업",
    "재활로봇 실증 지원사업",
    "서비스로봇 실증센터",
    "로봇 부품 국산화 지원사업",
)
KINDS = ("429", "429 retry-after", "500", "502", "drop", "stall", "cut", "wrong", "refusal")
STALL = 20.0
"""Seconds of silence; longer than the client's patience with one attempt, in the fault runs."""

USAGE = {"prompt_tokens": 2000, "completion_tokens": 400, "total_tokens": 2400}


Reply = Callable[[bytes | None], None]


class Endpoint:
    """What is answered, and what was seen."""

    def __init__(self, *, latency: float, faults: float, seed: int) -> None:
        self.latency, self.faults = latency, faults
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.seen: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.busy = self.most = 0

    def take(self, body: bytes, reply: Reply) -> None:
        """Answer a request when it is time; None closes the connection."""
        self.busy += 1
        self.most = max(self.most, self.busy)
        asyncio.get_running_loop().call_later(self.latency, self._answer, body, reply)

    def _answer(self, body: bytes, reply: Reply) -> None:
        self.busy -= 1
        request = json.loads(body)
        said = str(request["messages"][-1]["content"])
        if self.faults:
            first = next(m["content"] for m in request["messages"] if "[M" in m["content"])
            self.asked[MARK.split(first, maxsplit=1)[2][:12]] += 1
        kind = "good"
        if self.random.random() < self.faults:
            kind = self.random.choice(KINDS)
        self.seen[kind] += 1
        if kind == "stall":
            asyncio.get_running_loop().call_later(STALL, reply, None)
        else:
            reply(good(request, said) if kind == "good" else faulty(kind, said))


def faulty(kind: str, said: str) -> bytes | None:
    if kind.startswith("429"):
        return refused(b"retry-after: 0.2\r\n" if "retry" in kind else b"")
    if kind in {"500", "502"}:
        return http(int(kind), b'{"error": {"message": "upstream"}}')
    if kind == "drop":
        return None
    if kind == "refusal":
        return completion(None, refusal="No.")
    text = programs(said)
    return completion(text[: len(text) // 2] if kind == "cut" else '{"programmes": []}')


def programs(said: str) -> str:
    """An answer under the schema ``programs``: every mark under a program of the article."""
    names = [name for name in NAMES if name in said] or ["사업"]
    return placed(tuple(names), tuple(dict.fromkeys(MARK.findall(said))))


@cache
def placed(names: tuple[str, ...], marks: tuple[str, ...]) -> str:
    found = []
    for number, name in enumerate(names):
        mine = marks[number :: len(names)]
        found.append(
            {
                "name": name, "aliases": [], "kind": "project", "status": "planned",
                "amounts": [{"ref": m, "role": "total"} for m in mine if m[0] == "M"],
                "dates": [{"ref": m, "event": "period"} for m in mine if m[0] == "D"],
                "actors": [],
            }
        )  # fmt: skip
    whole = {"programs": found, "actors": [], "unassigned": {"amounts": [], "dates": []}}
    return json.dumps(whole, ensure_ascii=False)


GOLD = Path(__file__).parents[2] / "examples" / "gold"


def gold() -> list[tuple[str, dict]]:
    """What the pages hold, for the peers: all that ours is told of by marks, and its actors."""
    from articles import PAGES  # noqa: PLC0415 - beside this file

    found = []
    for page in PAGES:
        record = json.loads((GOLD / page).with_suffix(".json").read_text(encoding="utf-8"))
        programs = [plainly(program) for program in record["record"]["programs"]]
        found.append((programs[-1]["name"], {"programs": programs}))
    return found


def plainly(program: dict) -> dict:
    """A program as a schema of plain values has it."""
    wanted = {"amounts": ("text", "value", "currency", "role"), "dates": ("text", "last", "event")}
    listed = {
        name: [{key: item[key] for key in keys} for item in program[name]]
        for name, keys in wanted.items()
    }
    actors = [{"name": a["name"]["text"], "role": a["role"]} for a in program["actors"]]
    return {"name": program["name"]["text"], "kind": program["kind"],
            "status": program["status"], **listed, "actors": actors}  # fmt: skip


def extractions(plain: dict) -> dict:
    """The same in langextract's form: each thing with its text and, as attributes, the rest."""
    found = []
    for program in plain["programs"]:
        about = {key: program[key] for key in ("kind", "status")}
        found.append({"program": program["name"], "program_attributes": about})
        for kind in ("amount", "date", "actor"):
            for item in program[f"{kind}s"]:
                name, *rest = item
                told = {key: str(item[key]) for key in rest} | {"program": program["name"]}
                found.append({kind: item[name], f"{kind}_attributes": told})
    return {"extractions": found}


@cache
def told(langextract: bool) -> list[tuple[str, str]]:  # noqa: FBT001
    """The answers for the peers, by a name that their page alone has."""
    answers = [(name, extractions(plain) if langextract else plain) for name, plain in gold()]
    return [(name, json.dumps(answer, ensure_ascii=False)) for name, answer in answers]


def good(request: dict, said: str) -> bytes:
    model = request["model"]
    if model == "programs":
        text = programs(said)
    else:
        answers = told("langextract" in model)
        text = next((text for name, text in answers if name in said), answers[0][1])
    tools = request.get("tools")
    return completion(text, tool=tools[0]["function"]["name"] if tools else None)


@cache
def completion(text: str | None, *, tool: str | None = None, refusal: str | None = None) -> bytes:
    """A whole answer, as content or as the arguments of a tool."""
    message = {"role": "assistant", "content": None if tool else text, "refusal": refusal}
    if tool:
        call = {"name": tool, "arguments": text}
        message["tool_calls"] = [{"id": "1", "type": "function", "function": call}]
    choice = {"index": 0, "finish_reason": "tool_calls" if tool else "stop", "message": message}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "stand-in",
             "choices": [choice], "usage": USAGE}  # fmt: skip
    return http(200, json.dumps(whole, ensure_ascii=False).encode())


def refused(header: bytes) -> bytes:
    return http(429, b'{"error": {"message": "slow down", "type": "requests"}}', header)


def http(status: int, body: bytes, header: bytes = b"") -> bytes:
    return (
        b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n"
        % (status, header, len(body))
    ) + body


class Connection(asyncio.Protocol):
    """One request after the other, read as it comes: no task, no stream, no parser."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, end, body = self.heard.partition(b"\r\n\r\n")
        if not end:
            return
        if head.startswith(b"GET /seen"):
            told = {
                name: getattr(self.endpoint, name) for name in ("seen", "busy", "most", "asked")
            }
            self.reply(http(200, json.dumps(told).encode()))
        elif len(body) == int(LENGTH.search(head)[1]):
            self.endpoint.take(body, self.reply)
        else:
            return
        self.heard = b""

    def reply(self, answer: bytes | None) -> None:
        if answer is None:
            self.transport.close()
        elif not self.transport.is_closing():
            self.transport.write(answer)


LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    endpoint = Endpoint(latency=given.latency, faults=given.faults, seed=given.seed)
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(endpoint), "127.0.0.1", 0, backlog=1024
    )
    given.port_file.write_text(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
