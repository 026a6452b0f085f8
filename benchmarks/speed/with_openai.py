"""The bare openai client, with its default transport, or on aiohttp where that is installed."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import openai
from clock import measured
from question import body_for, gather

url, pages, concurrency, transport = sys.argv[1:5]


async def main() -> None:
    http = openai.DefaultAioHttpClient() if transport == "aiohttp" else None
    async with openai.AsyncOpenAI(
        api_key="none", base_url=url, max_retries=0, http_client=http
    ) as client:

        async def ask(text: str) -> None:
            reply = await client.chat.completions.create(**body_for(text))
            json.loads(reply.choices[0].message.content)

        await gather(ask, Path(pages), int(concurrency))


with measured():
    asyncio.run(main())
