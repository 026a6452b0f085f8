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
from functools import cache
from pathlib import Path

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


class Endpoint:
    """What is answered, and what was seen."""

    def __init__(self, *, latency: float, faults: float, seed: int) -> None:
        self.latency, self.faults = latency, faults
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.seen: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.busy = self.most = 0

    async def answer(self, body: bytes) -> bytes | None:
        self.busy += 1
        self.most = max(self.most, self.busy)
        try:
            await asyncio.sleep(self.latency)
            return await self._answer(json.loads(body))
        finally:
            self.busy -= 1

    async def _answer(self, request: dict) -> bytes | None:
        said = str(request["messages"][-1]["content"])
        if self.faults:
            first = next(m["content"] for m in request["messages"] if "[M" in m["content"])
            self.asked[MARK.split(first, maxsplit=1)[2][:12]] += 1
        kind = "good"
        if self.random.random() < self.faults:
            kind = self.random.choice(KINDS)
        self.seen[kind] += 1
        return good(request, said) if kind == "good" else await self._faulty(kind, said)

    async def _faulty(self, kind: str, said: str) -> bytes | None:
        if kind.startswith("429"):
            return refused(b"retry-after: 0.2\r\n" if "retry" in kind else b"")
        if kind in {"500", "502"}:
            return http(int(kind), b'{"error": {"message": "upstream"}}')
        if kind == "stall":
            await asyncio.sleep(STALL)
        if kind in {"drop", "stall"}:
            return None
        if kind == "refusal":
            return completion(None, refusal="No.")
        text = json.dumps(programs(said), ensure_ascii=False)
        return completion(text[: len(text) // 2] if kind == "cut" else '{"programmes": []}')


def programs(said: str) -> dict:
    """An answer under the schema ``programs``: every mark under a program of the article."""
    names = [name for name in NAMES if name in said] or ["사업"]
    marks = list(dict.fromkeys(MARK.findall(said)))
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
    return {"programs": found, "actors": [], "unassigned": {"amounts": [], "dates": []}}


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
        text = json.dumps(programs(said), ensure_ascii=False)
    else:
        answers = told("langextract" in model)
        text = next((text for name, text in answers if name in said), answers[0][1])
    if request.get("tools"):
        call = {"name": request["tools"][0]["function"]["name"], "arguments": text}
        calls = [{"id": "1", "type": "function", "function": call}]
        return completion(None, tool_calls=calls)
    return completion(text)


def completion(text: str | None, **message: object) -> bytes:
    choice = {
        "index": 0,
        "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
        "message": {"role": "assistant", "content": text, "refusal": None} | message,
    }
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


async def talk(
    endpoint: Endpoint, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET /seen"):
                told = {"seen": endpoint.seen, "most": endpoint.most, "asked": endpoint.asked}
                writer.write(http(200, json.dumps(told).encode()))
                continue
            length = int(re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)[1])
            answer = await endpoint.answer(await reader.readexactly(length))
            if answer is None:
                return
            writer.write(answer)
    except (asyncio.IncompleteReadError, ConnectionError):
        return
    finally:
        writer.close()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    endpoint = Endpoint(latency=given.latency, faults=given.faults, seed=given.seed)
    server = await asyncio.start_server(
        lambda r, w: talk(endpoint, r, w), "127.0.0.1", 0, backlog=1024
    )
    given.port_file.write_text(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
