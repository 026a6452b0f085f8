"""The protocol's own client, for what is asked seldom and takes more than one kind of request.

Completions go by `llmextract.models._http`, which takes a fifth of its time. What ``openai``
raises becomes what is raised there, so that retries and sentences are the same for both.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from llmextract.models._http import HERE, SHARE_OF_AN_ATTEMPT, Answer, StatusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import openai

    from llmextract.models.settings import ModelSettings

__all__ = ["as_of_http", "connect"]

_NO_KEY = "none"
"""Sent to servers that want no key, as the client insists on one."""


def connect(settings: ModelSettings, base_url: str) -> openai.AsyncOpenAI:
    """The protocol's own client, without retries of its own."""
    import openai  # noqa: PLC0415 - a second that only those wait for who need it

    # A proxy of the user's is for the net, not for this machine.
    local = urlsplit(base_url).hostname in HERE
    client = openai.AsyncOpenAI(
        api_key=settings.api_key.get_secret_value() if settings.api_key else _NO_KEY,
        base_url=base_url,
        max_retries=0,
        timeout=settings.timeout * SHARE_OF_AN_ATTEMPT,
        http_client=openai.DefaultAioHttpClient(trust_env=not local),
    )
    if "//api.openai.com" not in base_url:
        # From OPENAI_ORG_ID and OPENAI_PROJECT_ID, which are nobody else's business.
        client.organization = client.project = None
    return client


@contextmanager
def as_of_http() -> Iterator[None]:
    """Raise what the block's calls of ``openai`` raise as `Session` would.

    Raises:
        StatusError: The server did not do it.
        TimeoutError: It fell silent.
        aiohttp.ClientError: The connection failed.
        ValueError: The answer cannot be read.
    """
    import aiohttp  # noqa: PLC0415 - loaded by then
    import httpx2  # noqa: PLC0415 - comes with openai
    import openai  # noqa: PLC0415 - loaded by then

    try:
        yield
    except openai.APIStatusError as error:
        reply = error.response
        raise StatusError(Answer(reply.status_code, reply.headers, reply.content)) from error
    # Of an answer that is read while it comes, the errors are those of the layer below.
    except (openai.APITimeoutError, httpx2.TimeoutException) as error:
        raise TimeoutError from error
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise aiohttp.ClientConnectionError(str(error.__cause__ or error)) from error
    except openai.OpenAIError as error:
        raise ValueError(str(error)) from error
