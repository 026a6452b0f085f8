"""Which model answers, where it is, and how it likes to be asked."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from llmextract.errors import ModelConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EMBEDDED", "ModelSettings", "resolve_settings"]

EMBEDDED = "embedded"
"""The name that stands for the model in the process."""

_OPENAI_URL = "https://api.openai.com/v1"
_OPENAI_MODEL = "gpt-5-mini"

_REASONS = re.compile(r"(?:.*/)?(?:gpt-5|o\d)")
"""OpenAI's reasoning models, by name: they take no temperature and think before they write."""


class ModelSettings(BaseModel):
    """All that a client needs to know of one model.

    Attributes:
        name: The model's name at its endpoint, or ``embedded``.
        base_url: The endpoint's address up to and with ``/v1``; None for the embedded model
            until its server is up (see `at`).
        api_key: The key; shown nowhere. None for servers that want none.
        embedded: True where the model runs in this process.
        piece: How much of an article one request carries. Small models lose their way in
            a whole article; large ones need it to tell one program from another.
        rendering: ``keyed`` asks for a required key a mention, by a schema of its own for
            each request; ``static`` uses one schema for all, which providers compile once.
        max_output_tokens: Where an answer is cut off, reasoning included.
        temperature: None where the endpoint's own is to be used.
        timeout: Seconds for one completion, retries included, but not the time in which the
            endpoint takes no requests.
        deadline: Seconds for one article with all its completions and waits; None for no bound.
        concurrency: Requests under way at once.
        extra: Further fields of the request's body.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    embedded: bool = False
    piece: Literal["paragraph", "article"] = "article"
    rendering: Literal["keyed", "static"] = "static"
    max_output_tokens: int = 8192
    temperature: float | None = 0.0
    timeout: float = 300.0
    deadline: float | None = 1800.0
    concurrency: int = 8
    extra: dict[str, Any] = {}

    @property
    def address(self) -> str:
        """The endpoint's address without user name, password and query: fit to be shown."""
        parts = urlsplit(self.base_url or "")
        host = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{host}{parts.path}".rstrip("/") if host else "this process"

    def at(self, base_url: str) -> ModelSettings:
        """The same settings at another address, such as that of the embedded server."""
        return self.model_copy(update={"base_url": base_url})

    def describe(self) -> str:
        """One line for people: which model answers, and where."""
        if self.embedded:
            return "Model: Qwen2.5-Coder-1.5B-Instruct (embedded, in this process)"
        return f"Model: {self.name} at {self.address}"


def resolve_settings(
    *,
    model: str | None = None,
    base_url: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> ModelSettings:
    """Choose the model: what the caller names, else what the environment names.

    The order is: the arguments; ``LLMEXTRACT_BASE_URL``, ``LLMEXTRACT_MODEL`` and
    ``LLMEXTRACT_API_KEY``; ``OPENAI_API_KEY`` (OpenAI's ``gpt-5-mini`` unless a model is
    named); the embedded model. ``OPENAI_API_KEY`` goes to OpenAI's address, or that in
    ``OPENAI_BASE_URL``, and to no other.

    Args:
        model: A model's name at the endpoint, or ``embedded``.
        base_url: The endpoint's address, with ``/v1``.
        environ: Where the variables are read.

    Raises:
        ModelConfigurationError: The parts name no model that could be asked.
    """
    name = model or environ.get("LLMEXTRACT_MODEL")
    if name == EMBEDDED:
        return _embedded(base_url)
    address = base_url or environ.get("LLMEXTRACT_BASE_URL")
    if address:
        return _elsewhere(name, address, environ)
    if environ.get("OPENAI_API_KEY"):
        return _openai(name or _OPENAI_MODEL, environ)
    if environ.get("LLMEXTRACT_API_KEY"):
        # Whose key it is cannot be told, and a key goes to no stranger.
        raise ModelConfigurationError(
            "LLMEXTRACT_API_KEY is set without an address: set LLMEXTRACT_BASE_URL, "
            "or use OPENAI_API_KEY for OpenAI."
        )
    if name:
        raise ModelConfigurationError(
            f"The model {name!r} needs a key or an address: set OPENAI_API_KEY for OpenAI, or "
            "LLMEXTRACT_BASE_URL (and LLMEXTRACT_API_KEY) for another endpoint; "
            f"--model {EMBEDDED} needs neither."
        )
    return _embedded(None)


def _embedded(base_url: str | None) -> ModelSettings:
    if base_url:
        raise ModelConfigurationError(
            f"The model {EMBEDDED!r} runs in this process and has no address: "
            "leave out --base-url, or name the model of that endpoint."
        )
    return ModelSettings(
        name=EMBEDDED,
        embedded=True,
        piece="paragraph",
        rendering="keyed",
        max_output_tokens=1536,
        # Two cores write some 20 tokens a second and read some 50: a full context is minutes.
        timeout=900.0,
        # A long article is many paragraphs, each of them minutes.
        deadline=None,
        # A second slot won a fifth of the speed and halved the context.
        concurrency=1,
        extra={"cache_prompt": True, "seed": 0},
    )


def _elsewhere(name: str | None, address: str, environ: Mapping[str, str]) -> ModelSettings:
    if not name:
        raise ModelConfigurationError(
            f"No model is named for {address}: give --model or set LLMEXTRACT_MODEL."
        )
    key = environ.get("LLMEXTRACT_API_KEY")
    if key is None and address.rstrip("/") == _OPENAI_URL:
        key = environ.get("OPENAI_API_KEY")
    return _remote(name, address, key)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Reading the port is what finds a wrong one.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _openai(name: str, environ: Mapping[str, str]) -> ModelSettings:
    return _remote(name, environ.get("OPENAI_BASE_URL") or _OPENAI_URL, environ["OPENAI_API_KEY"])


def _remote(name: str, address: str, key: str | None) -> ModelSettings:
    if not _is_address(address):
        raise ModelConfigurationError(
            f"{address!r} is no address of an endpoint: "
            "it starts with http:// or https:// and mostly ends in /v1."
        )
    reasons = _REASONS.match(name) is not None
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise ModelConfigurationError(
            f"The key for {name!r} holds characters that no key has; "
            "see LLMEXTRACT_API_KEY (or OPENAI_API_KEY)."
        )
    return ModelSettings(
        name=name,
        base_url=address,
        api_key=SecretStr(key) if key else None,
        temperature=None if reasons else 0.0,
        max_output_tokens=32_768 if reasons else 8192,
    )
