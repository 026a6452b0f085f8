"""What the peers ask: the page as it is, and a line that says what for."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

PROMPT = "Extract the programs of the article with their amounts, dates and actors."


def texts(pages: Path) -> Iterator[str]:
    """The pages of a JSONL, one by one."""
    with pages.open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)["body"]


def body_for(text: str) -> dict[str, Any]:
    """The request of a client that adds nothing of its own."""
    messages = [{"role": "system", "content": PROMPT}, {"role": "user", "content": text}]
    return {"model": "peer", "messages": messages}


async def gather(ask: Callable[[str], Awaitable[None]], pages: Path, concurrency: int) -> None:
    """Ask about every page, as many at once as are given."""
    waiting = texts(pages)

    async def work() -> None:
        for text in waiting:
            await ask(text)

    await asyncio.gather(*(work() for _ in range(concurrency)))
