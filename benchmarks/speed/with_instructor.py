"""instructor: the same page and an answer of the same kind, validated by its Pydantic model."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import instructor
import openai
from clock import measured
from pydantic import BaseModel
from question import PROMPT, gather

url, pages, concurrency = sys.argv[1:4]


class Amount(BaseModel):
    text: str
    value: int | None
    currency: str
    role: str


class Date(BaseModel):
    text: str
    last: str | None
    event: str


class Actor(BaseModel):
    name: str
    role: str


class Program(BaseModel):
    name: str
    kind: str
    status: str
    amounts: list[Amount]
    dates: list[Date]
    actors: list[Actor]


class Programs(BaseModel):
    programs: list[Program]


async def main() -> None:
    client = instructor.from_openai(
        openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0), mode=instructor.Mode.TOOLS
    )

    async def ask(text: str) -> None:
        await client.chat.completions.create(
            model="peer",
            response_model=Programs,
            messages=[{"role": "system", "content": PROMPT}, {"role": "user", "content": text}],
        )

    await gather(ask, Path(pages), int(concurrency))


with measured():
    asyncio.run(main())
