"""A client for whatever the settings name, the embedded server included."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from llmextract.models import embedded, weights
from llmextract.models.client import Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from llmextract.models.settings import ModelSettings
    from llmextract.models.weights import Progress

__all__ = ["open_client"]


@asynccontextmanager
async def open_client(
    settings: ModelSettings, *, allow_fetch: bool = True, progress: Progress | None = None
) -> AsyncIterator[Client]:
    """Open a client, starting the embedded server where the settings ask for it.

    Args:
        settings: Which model.
        allow_fetch: Whether missing weights may be fetched.
        progress: Told how far a fetch has come.

    Raises:
        ModelConfigurationError: The embedded model is not installed, or its weights are
            missing and may not be fetched.
        WeightsError: The weights cannot be had.
    """
    if not settings.embedded or settings.base_url is not None:
        async with Client(settings) as client:
            yield client
        return
    path = await asyncio.to_thread(weights.ensure, allow_fetch=allow_fetch, progress=progress)
    with embedded.serve(path) as base_url:
        async with Client(settings.at(base_url)) as client:
            yield client
