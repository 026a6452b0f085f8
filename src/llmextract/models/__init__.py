"""One client for every OpenAI-compatible endpoint, and the model that runs in the process.

Nothing here knows what an article is. Importing this package loads neither ``openai`` nor
``xllamacpp``: both come in when a client or a server is made.
"""

from __future__ import annotations

from llmextract.models import embedded, weights
from llmextract.models._limits import Limiter, Limits
from llmextract.models.batches import (
    MOST_BYTES,
    MOST_REQUESTS,
    BatchEndpoint,
    BatchForm,
    BatchTold,
)
from llmextract.models.client import Client, Completion
from llmextract.models.opening import open_client
from llmextract.models.prices import Prices
from llmextract.models.settings import ModelSettings, resolve_settings
from llmextract.models.usage import Usage

__all__ = [
    "MOST_BYTES",
    "MOST_REQUESTS",
    "BatchEndpoint",
    "BatchForm",
    "BatchTold",
    "Client",
    "Completion",
    "Limiter",
    "Limits",
    "ModelSettings",
    "Prices",
    "Usage",
    "embedded",
    "open_client",
    "resolve_settings",
    "weights",
]
