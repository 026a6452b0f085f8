"""The library's front: an article in, a record out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from llmextract.errors import UsageError
from llmextract.extraction import Asker
from llmextract.extraction import aextract as _aextract
from llmextract.models import ModelSettings, open_client, resolve_settings

if TYPE_CHECKING:
    from llmextract.article import Article
    from llmextract.records import Record
    from llmextract.schemas import Schema

__all__ = ["aextract", "extract"]

Model = str | ModelSettings | Asker | None


async def aextract(
    article: Article,
    *,
    schema: Schema = "programs",
    model: Model = None,
    base_url: str | None = None,
) -> Record:
    """Extract one article.

    Args:
        article: A clean article, as `clean` gives it.
        schema: ``programs``, ``module:Model``, or a Pydantic model with grounded fields.
        model: A model's name (``embedded`` for the one in the process), settings, or an
            open client, which many calls can share. Without one the environment decides:
            ``LLMEXTRACT_BASE_URL``, ``LLMEXTRACT_MODEL``, ``LLMEXTRACT_API_KEY``, then
            ``OPENAI_API_KEY``, then the embedded model.
        base_url: Address of an OpenAI-compatible endpoint.

    Returns:
        The record: every amount and date of the article is in it once, placed or
        unassigned, each at its offsets.

    Raises:
        LLMExtractError: See `llmextract.errors`; each message is a sentence for people.
    """
    if model is not None and not isinstance(model, str | ModelSettings):
        return await _aextract(article, schema=schema, asker=model)
    settings = (
        model
        if isinstance(model, ModelSettings)
        else resolve_settings(model=model, base_url=base_url)
    )
    async with open_client(settings) as client:
        return await _aextract(article, schema=schema, asker=client)


def extract(
    article: Article,
    *,
    schema: Schema = "programs",
    model: str | ModelSettings | None = None,
    base_url: str | None = None,
) -> Record:
    """Extract one article, outside of an event loop; otherwise as `aextract`.

    Raises:
        UsageError: An event loop runs already, as it does in a notebook.
    """
    if _in_loop():
        raise UsageError(
            "An event loop runs here already, as in a notebook: write "
            "`await llmextract.aextract(…)` in place of `llmextract.extract(…)`."
        )
    return asyncio.run(aextract(article, schema=schema, model=model, base_url=base_url))


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
