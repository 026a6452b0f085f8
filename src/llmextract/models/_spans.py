"""What a request's span says, in the words of the conventions for generative AI."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from llmextract.models._replies import read_usage
from llmextract.telemetry import span, traces

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from llmextract.models.settings import ModelSettings
    from llmextract.telemetry import Span

__all__ = ["reply_attributes", "request_span"]

_PROVIDERS = {
    "api.openai.com": "openai",
    "api.anthropic.com": "anthropic",
    "api.groq.com": "groq",
    "api.mistral.ai": "mistral_ai",
    "api.deepseek.com": "deepseek",
    "api.x.ai": "x_ai",
    "api.perplexity.ai": "perplexity",
}
"""Names that the conventions give; who speaks OpenAI's protocol elsewhere is told by its host."""

Value = str | int | float | bool


def request_span(settings: ModelSettings, max_tokens: int) -> AbstractContextManager[Span]:
    """A request's span, for the length of the block."""
    # What it would say is not put together where nobody listens.
    about = _about(settings, max_tokens) if traces() else {}
    return span(f"chat {settings.name}", about, client=True)


def _about(settings: ModelSettings, max_tokens: int) -> dict[str, Value | None]:
    place = urlsplit(settings.base_url or "")
    host = place.hostname or "localhost"
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _PROVIDERS.get(host, host),
        "gen_ai.request.model": settings.name,
        "gen_ai.request.max_tokens": max_tokens,
        "gen_ai.request.temperature": settings.temperature,
        "gen_ai.output.type": "json",
        "server.address": host,
        "server.port": place.port or (443 if place.scheme == "https" else 80),
    }


def reply_attributes(reply: object) -> dict[str, Value | None]:
    """What an answer adds, whatever JSON it is."""
    said = reply if isinstance(reply, dict) else {}
    usage = read_usage(said) if said.get("usage") else None
    return {
        "gen_ai.response.model": _text(said.get("model")),
        "gen_ai.response.id": _text(said.get("id")),
        "gen_ai.usage.input_tokens": usage.input_tokens if usage else None,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens if usage else None,
        "gen_ai.usage.output_tokens": usage.output_tokens if usage else None,
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
