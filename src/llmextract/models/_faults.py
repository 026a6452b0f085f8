"""The one place where what ``openai`` raises becomes what llmextract raises."""

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
    ModelNotFoundError,
    QuotaError,
    RateLimitError,
    RefusalError,
    TruncatedError,
    UnreachableError,
)
from llmextract.models._dialect import Refusal

if TYPE_CHECKING:
    import openai

    from llmextract.models.settings import ModelSettings

__all__ = ["foreign_cause", "out_of_quota", "read_refusal", "translate"]

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
    """The error of ours that stands for one of the client's.

    Args:
        error: An ``openai.OpenAIError``, ``TimeoutError`` for the whole time used up, or the
            ``ValueError`` of a body that is no JSON.
        settings: Whose address and model the message names.
    """
    import openai  # noqa: PLC0415 - loaded with the first client, not with the program

    where = settings.address
    if isinstance(error, openai.APIStatusError):
        return _translate_status(error, settings)
    if isinstance(error, TimeoutError | openai.APIConnectionError):
        return _unreachable(error, settings)
    if isinstance(error, openai.LengthFinishReasonError):
        return TruncatedError(f"The answer of {settings.name} was cut off at the token limit.")
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return RefusalError(f"A content filter stopped the answer of {settings.name}.")
    return EndpointError(
        f"{where} sent an answer that cannot be read ({_hidden(str(error), settings)}); "
        "see whether the address is that of an OpenAI-compatible endpoint."
    )


def read_refusal(error: openai.APIStatusError, *, model: str) -> Refusal | None:
    """What a server says of a request it took for wrong; None where it is another trouble."""
    if error.status_code not in _REFUSING or error.code == "model_not_found":
        return None
    # A model's name may hold the very words that are looked for.
    said = re.sub(rf"(?<![\w-]){re.escape(model)}(?![\w-])", "", _sentence(error))
    return Refusal(said, str(error.param or ""))


def out_of_quota(error: openai.APIStatusError) -> bool:
    """Whether a refusal means that the account is empty, which no waiting mends.

    By the code, or by 402 (payment required), which routers send.
    """
    return error.code in _EMPTY or error.status_code == HTTPStatus.PAYMENT_REQUIRED


def foreign_cause(error: openai.APIConnectionError) -> BaseException | None:
    """What ended a request, where that was no fault of the connection.

    The client calls everything that its transport raises a connection error: the word of a
    replayed recording that it holds no such request, too.
    """
    import httpx2  # noqa: PLC0415 - comes with openai

    cause = error.__cause__
    if cause is None or isinstance(cause, httpx2.HTTPError | OSError):
        return None
    return cause


def _unreachable(error: Exception, settings: ModelSettings) -> UnreachableError:
    import openai  # noqa: PLC0415 - loaded by then

    where = settings.address
    if _never_connected(error):
        return UnreachableError(
            f"No connection to {where} ({_root(error)}); "
            "see whether the address is right and the server runs."
        )
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return UnreachableError(
            f"{where} did not answer within {settings.timeout:g} s; try again, "
            "or see whether the server is overloaded."
        )
    return UnreachableError(
        f"The connection to {where} broke ({_root(error)}); "
        "try again, or see whether the server runs."
    )


def _never_connected(error: Exception) -> bool:
    """Whether no connection came about; the transport calls a refused one a time-out, too."""
    import httpx2  # noqa: PLC0415 - comes with openai

    return isinstance(error.__cause__, httpx2.ConnectTimeout | httpx2.ConnectError)


def _root(error: BaseException) -> str:
    """What the system says of a failed connection, under the layers above it."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _translate_status(error: openai.APIStatusError, settings: ModelSettings) -> LLMExtractError:
    status, where = error.status_code, settings.address
    said = _hidden(_sentence(error), settings)
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
    if status == HTTPStatus.REQUEST_TIMEOUT or not error.response.is_client_error:
        return EndpointError(f"{where} failed with {status} ({said}); try again later.")
    return BadRequestError(f"{where} did not take the request ({status}): {said}")


def _unauthorized(status: int, said: str, settings: ModelSettings) -> AuthenticationError:
    where = settings.address
    if settings.api_key is None:
        return AuthenticationError(
            f"{where} wants a key ({status}) and none is set: set LLMEXTRACT_API_KEY."
        )
    # Some servers repeat the key, partly masked, in their own words on a 401.
    more = f": {said}" if status == HTTPStatus.FORBIDDEN else ""
    return AuthenticationError(
        f"{where} refused the key ({status}){more}; "
        "see LLMEXTRACT_API_KEY (or OPENAI_API_KEY for OpenAI)."
    )


def _sentence(error: openai.APIStatusError) -> str:
    body = error.body
    for key in ("message", "detail", "error"):
        if isinstance(body, dict) and body.get(key):
            return str(body[key])
    text = error.response.text.strip()
    return text or error.response.reason_phrase or "no reason given"


def _hidden(text: str, settings: ModelSettings) -> str:
    if settings.api_key is not None:
        text = text.replace(settings.api_key.get_secret_value(), "…")
    line = " ".join(text.split())
    return line if len(line) <= _SENTENCE else line[:_SENTENCE] + "…"
