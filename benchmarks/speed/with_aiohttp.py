"""Bare aiohttp: the body of a page goes out, the answer comes back; the ceiling."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
from clock import measured
from question import body_for, gather

url, pages, concurrency = sys.argv[1:4]


async def main() -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(text: str) -> None:
            async with session.post(f"{url}/chat/completions", json=body_for(text)) as reply:
                json.loads((await reply.json())["choices"][0]["message"]["content"])

        await gather(ask, Path(pages), int(concurrency))


with measured():
    asyncio.run(main())
