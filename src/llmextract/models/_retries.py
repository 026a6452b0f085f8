"""When a failed request is sent again, and after how long: the only layer that retries."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from llmextract import telemetry
from llmextract.models._faults import is_astray, out_of_quota
from llmextract.models._http import StatusError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tenacity import AsyncRetrying, RetryCallState

__all__ = ["Pause", "asked_wait", "is_refusal", "retrying"]

_ATTEMPTS = 4
"""The first and three more."""

_PATIENCE = 10
"""The same where the server only asks to come later: the limiter sees to it that few do so."""

_LONGEST_WAIT = 60.0
"""Seconds; a server that asks for more will refuse again, and then the caller is told."""

_OVERLOADED = 529
"""What some providers say in place of 503."""

_REFUSING = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, _OVERLOADED}

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}

T = TypeVar("T")

Pause = Callable[[float], Awaitable[None]]
"""What waits that many seconds; ``asyncio.sleep`` outside of tests."""


async def retrying(once: Callable[[], Awaitable[T]], *, deadline: float, pause: Pause) -> T:
    """Send, and send again what failed for the moment.

    Waits double from half a second, fully jittered, unless the server names a time. That
    which it names with 'too many requests' is for the limiter, and all requests together.

    Args:
        once: What sends, and raises what it fails of.
        deadline: Seconds after which no further wait begins.
        pause: What waits.
    """
    try:
        return await once()
    except Exception as error:
        if not _passes(error):
            raise
        failed = error
    # Most requests are answered at once: what counts and waits is made for the others alone.
    return await _retrying(deadline=deadline, pause=pause)(_after(failed, once))


def _after(failed: BaseException, once: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """What fails as it did the first time, and then sends."""
    waiting = [failed]

    async def again() -> T:
        if waiting:
            raise waiting.pop()
        return await once()

    return again


def _retrying(*, deadline: float, pause: Pause) -> AsyncRetrying:
    import tenacity  # noqa: PLC0415 - with the first client, not with the program

    jittered = tenacity.wait_random_exponential(multiplier=0.5, max=20)
    late = tenacity.stop_before_delay(deadline)

    def wait(state: RetryCallState) -> float:
        error = _error_of(state)
        asked = asked_wait(error.answer.headers if isinstance(error, StatusError) else {})
        if asked is None:
            return jittered(state)
        if is_refusal(error):
            return 0.0
        return min(asked, _LONGEST_WAIT) + random.random()  # noqa: S311 - no secret

    refusals = 0

    def stop(state: RetryCallState) -> bool:
        nonlocal refusals
        if is_refusal(_error_of(state)):
            refusals += 1
            return refusals >= _PATIENCE
        return state.attempt_number - refusals >= _ATTEMPTS or late(state)

    return tenacity.AsyncRetrying(
        sleep=pause,
        stop=stop,
        wait=wait,
        retry=tenacity.retry_if_exception(_passes),
        before_sleep=_tell,
        reraise=True,
    )


def _tell(state: RetryCallState) -> None:
    error = _error_of(state)
    telemetry.event(
        "retry",
        attempt=state.attempt_number,
        wait=round(state.upcoming_sleep, 3),
        cause=type(error).__name__,
        status=getattr(error, "status", None),
    )


def is_refusal(error: BaseException | None) -> bool:
    """Whether the server takes no more for now: no fault of this request, but of their number."""
    if not isinstance(error, StatusError) or out_of_quota(error):
        return False
    return error.status in _REFUSING


def _passes(error: BaseException) -> bool:
    import aiohttp  # noqa: PLC0415 - loaded by then

    if isinstance(error, aiohttp.ClientError | TimeoutError):
        return not is_astray(error)
    if not isinstance(error, StatusError) or out_of_quota(error):
        return False
    status = error.status
    return status in _PASSING or (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
    )


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait; None where it asks for none.

    ``retry-after-ms`` is how OpenAI and Azure say it to the millisecond.
    """
    exact = headers.get("retry-after-ms")
    if exact is not None:
        with suppress(ValueError):
            return max(0.0, float(exact) / 1000)
    return _read_retry_after(headers.get("retry-after"))


def _read_retry_after(value: str | None) -> float | None:
    """Seconds to wait, from either form of the header (RFC 9110, 10.2.3)."""
    if not value:
        return None
    with suppress(ValueError):
        return max(0.0, float(value))
    with suppress(ValueError):
        when = parsedate_to_datetime(value)
        return max(0.0, (when - datetime.now(tz=when.tzinfo)).total_seconds())
    return None
