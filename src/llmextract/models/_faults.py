"""The one place where what ``aiohttp`` and servers raise becomes what llmextract raises."""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from llmextract.errors import (
    AuthenticationError,
    BadRequestError,
    EndpointError,
    LLMExtractError,
    ModelConfigurationError,
    ModelNotFoundError,
    QuotaError,
    RateLimitError,
    UnreachableError,
)
from llmextract.models._dialect import Refusal
from llmextract.models._http import StatusError

if TYPE_CHECKING:
    from llmextract.models.settings import ModelSettings

__all__ = ["is_astray", "out_of_quota", "read_refusal", "translate"]

_REFUSING = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.NOT_IMPLEMENTED,
}
"""What servers answer to a field or a format that they do not know."""

_EMPTY = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
"""Codes by which OpenAI, and who speaks its protocol, say that there is no money left."""

_SENTENCE = 300
"""Characters of a server's own words that a message carries."""


def translate(error: Exception, settings: ModelSettings) -> LLMExtractError:
    """The error of ours that stands for one of the connection's or the server's.

    Args:
        error: A `StatusError`, an ``aiohttp.ClientError``, ``TimeoutError`` for the whole time
            used up, or the ``ValueError`` of a body that is no JSON.
        settings: Whose address and model the message names.
    """
    import aiohttp  # noqa: PLC0415 - loaded with the first request, not with the program

    if isinstance(error, StatusError):
        return _translate_status(error, settings)
    where = settings.address
    if is_astray(error):
        return ModelConfigurationError(
            f"{where} is no address that can be asked, or sends on to one; see --base-url."
        )
    if isinstance(error, TimeoutError | aiohttp.ClientError):
        return _unreachable(error, settings)
    return EndpointError(
        f"{where} sent an answer that cannot be read ({_hidden(str(error), settings)}); "
        "see whether the address is that of an OpenAI-compatible endpoint."
    )


def is_astray(error: BaseException) -> bool:
    """Whether the address, or what it sends on to, is none: no second try mends that."""
    import aiohttp  # noqa: PLC0415 - loaded by then

    kinds = (
        aiohttp.InvalidURL,
        aiohttp.NonHttpUrlClientError,
        aiohttp.RedirectClientError,
        aiohttp.TooManyRedirects,
    )
    return isinstance(error, kinds)


def read_refusal(error: StatusError, *, model: str) -> Refusal | None:
    """What a server says of a request it took for wrong; None where it is another trouble."""
    if error.status not in _REFUSING or error.code == "model_not_found":
        return None
    # A model's name may hold the very words that are looked for.
    said = re.sub(rf"(?<![\w-]){re.escape(model)}(?![\w-])", "", error.sentence)
    return Refusal(said, error.parameter)


def out_of_quota(error: StatusError) -> bool:
    """Whether a refusal means that the account is empty, which no waiting mends.

    By the code, or by 402 (payment required), which routers send.
    """
    return error.code in _EMPTY or error.status == HTTPStatus.PAYMENT_REQUIRED


def _unreachable(error: Exception, settings: ModelSettings) -> UnreachableError:
    import aiohttp  # noqa: PLC0415 - loaded by then

    where = settings.address
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return UnreachableError(
            f"No connection to {where} ({_root(error)}); "
            "see whether the address is right and the server runs."
        )
    if isinstance(error, TimeoutError):
        return UnreachableError(
            f"{where} did not answer within {settings.timeout:g} s; try again, "
            "or see whether the server is overloaded."
        )
    return UnreachableError(
        f"The connection to {where} broke ({_root(error)}); "
        "try again, or see whether the server runs."
    )


def _root(error: BaseException) -> str:
    """What the system says of a failed connection, under the layers above it."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    # aiohttp's own take several lines.
    said = " ".join(str(error).split())
    return getattr(error, "strerror", None) or said or type(error).__name__


def _translate_status(error: StatusError, settings: ModelSettings) -> LLMExtractError:
    status, where = error.status, settings.address
    said = _hidden(error.sentence, settings)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return _unauthorized(status, said, settings)
    if status == HTTPStatus.NOT_FOUND:
        return ModelNotFoundError(
            f"{where} knows no model {settings.name!r}, or nothing answers at that address "
            "(mostly it ends in /v1); see --model and --base-url."
        )
    if out_of_quota(error):
        return QuotaError(f"The account at {where} is used up ({said}); add credit.")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitError(
            f"{where} takes no more requests for now ({said}); try later or lower --concurrency."
        )
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EndpointError(f"{where} failed with {status} ({said}); try again later.")
    return BadRequestError(f"{where} did not take the request ({status}): {said}")


def _unauthorized(status: int, said: str, settings: ModelSettings) -> AuthenticationError:
    where = settings.address
    # Some servers repeat the key, partly masked, in their own words on a 401.
    more = f": {said.rstrip('.')}" if status == HTTPStatus.FORBIDDEN else ""
    if settings.api_key is None:
        return AuthenticationError(
            f"{where} wants a key ({status}) and none is set{more}; set LLMEXTRACT_API_KEY."
        )
    return AuthenticationError(
        f"{where} refused the key ({status}){more}; "
        "see LLMEXTRACT_API_KEY (or OPENAI_API_KEY for OpenAI)."
    )


def _hidden(text: str, settings: ModelSettings) -> str:
    if settings.api_key is not None:
        text = text.replace(settings.api_key.get_secret_value(), "…")
    line = " ".join(text.split())
    return line if len(line) <= _SENTENCE else line[:_SENTENCE] + "…"
