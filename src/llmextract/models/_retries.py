"""When a failed request is sent again, and after how long: the only layer that retries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from llmextract.models._faults import foreign_cause, out_of_quota

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

__all__ = ["Pause", "retrying"]

_ATTEMPTS = 4
"""The first and three more."""

_LONGEST_WAIT = 60.0
"""Seconds; a server that asks for more will refuse again, and then the caller is told."""

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}

Pause = Callable[[float], Awaitable[None]]
"""What waits that many seconds; ``asyncio.sleep`` outside of tests."""


def retrying(*, deadline: float, pause: Pause) -> AsyncRetrying:
    """A loop that sends again what failed for the moment.

    Waits double from half a second, fully jittered, unless the server names a time.

    Args:
        deadline: Seconds after which no further wait begins.
        pause: What waits.
    """
    import tenacity  # noqa: PLC0415 - with the first client, not with the program

    jittered = tenacity.wait_random_exponential(multiplier=0.5, max=20)
    a_little = tenacity.wait_random(0, 1)

    def wait(state: RetryCallState) -> float:
        asked = _asked_wait(state)
        if asked is None:
            return jittered(state)
        return min(asked, _LONGEST_WAIT) + a_little(state)

    return tenacity.AsyncRetrying(
        sleep=pause,
        stop=tenacity.stop_after_attempt(_ATTEMPTS) | tenacity.stop_before_delay(deadline),
        wait=wait,
        retry=tenacity.retry_if_exception(_passes),
        reraise=True,
    )


def _passes(error: BaseException) -> bool:
    import openai  # noqa: PLC0415 - loaded by then

    if isinstance(error, openai.APIConnectionError):
        return foreign_cause(error) is None
    if not isinstance(error, openai.APIStatusError) or out_of_quota(error):
        return False
    status = error.status_code
    return status in _PASSING or (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
    )


def _asked_wait(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    response = getattr(error, "response", None)
    if response is None:
        return None
    return _read_retry_after(response.headers.get("retry-after"))


def _read_retry_after(value: str | None) -> float | None:
    """Seconds to wait, from either form of the header (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when - datetime.now(tz=when.tzinfo)).total_seconds())
