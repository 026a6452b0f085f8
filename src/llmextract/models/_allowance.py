"""What an endpoint says is left of requests and tokens, in the headers of its answers.

OpenAI, and many who speak its protocol, send ``x-ratelimit-remaining-requests`` and
``-tokens`` with ``-limit-`` and ``-reset-`` beside them, the last as ``1s``, ``6m0s`` or
``20ms``. Anthropic's have the words in another order and the reset as a moment. What is left
fills up all the time, not at the end of a minute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Allowance", "Told", "read_allowances"]

_NAMES = {
    "requests": (
        ("x-ratelimit-{}-requests", "remaining", "limit", "reset"),
        ("anthropic-ratelimit-requests-{}", "remaining", "limit", "reset"),
    ),
    "tokens": (
        ("x-ratelimit-{}-tokens", "remaining", "limit", "reset"),
        ("anthropic-ratelimit-tokens-{}", "remaining", "limit", "reset"),
    ),
}
_UNITS = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PARTS = re.compile(r"(\d+(?:\.\d+)?)(ms|d|h|m|s)")

_LONGEST_WAIT = 60.0
"""Seconds that are waited for what headers promise; then it is tried all the same."""


@dataclass(frozen=True)
class Told:
    """What one answer said: how much is left, of how much, full again in how many seconds."""

    remaining: float
    limit: float
    reset: float


@dataclass
class Allowance:
    """An estimate of what is left, between answers that tell it."""

    limit: float = float("inf")
    _left: float = float("inf")
    _rate: float = 0.0
    _at: float = 0.0

    def learn(self, told: Told, now: float) -> None:
        """Take what an answer said, where it is less than was thought."""
        self._fill(now)
        self.limit = told.limit
        missing = told.limit - told.remaining
        if missing > 0 and told.reset > 0:
            self._rate = missing / told.reset
        elif self._rate == 0:
            self._rate = told.limit / 60.0
        self._left = min(self._left, told.remaining)
        self._at = now

    def take(self, amount: float, now: float) -> None:
        """Count a request that goes out."""
        self._fill(now)
        self._left -= amount

    def wait(self, amount: float, now: float) -> float:
        """Seconds until ``amount`` is left."""
        self._fill(now)
        # More than the whole allowance can never be left; the endpoint may refuse it itself.
        missing = min(amount, self.limit) - self._left
        if missing <= 0 or self._rate <= 0:
            return 0.0
        return min(missing / self._rate, _LONGEST_WAIT)

    def _fill(self, now: float) -> None:
        self._left = min(self.limit, self._left + self._rate * (now - self._at))
        self._at = now


def read_allowances(headers: Mapping[str, str]) -> dict[str, Told]:
    """What is left of ``requests`` and ``tokens``, as far as the headers say it."""
    found: dict[str, Told] = {}
    # Once, for most endpoints send none, and each look-up among headers takes its time.
    said = {key.lower(): value for key, value in headers.items() if "ratelimit" in key.lower()}
    if not said:
        return found
    for name, forms in _NAMES.items():
        for form, *keys in forms:
            told = _read(said, *(form.format(key) for key in keys))
            if told is not None:
                found[name] = told
                break
    return found


def _read(headers: Mapping[str, str], remaining: str, limit: str, reset: str) -> Told | None:
    if remaining not in headers or limit not in headers:
        return None
    try:
        left, most = float(headers[remaining]), float(headers[limit])
    except ValueError:
        return None
    if not (0 <= left <= most) or most == 0:
        return None
    return Told(left, most, _seconds(headers.get(reset, "")))


def _seconds(text: str) -> float:
    """``6m0s``, ``20ms``, plain seconds, or a moment; 0 where it cannot be read."""
    parts = _PARTS.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return sum(float(number) * _UNITS[unit] for number, unit in parts)
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
