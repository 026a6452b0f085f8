"""What an endpoint takes, learnt from its refusals.

"OpenAI-compatible" leaves open which response formats a server knows, what it calls the
token limit and whether it lets the caller set a temperature. The first request is sent as
a full-featured endpoint would like it; each refusal that names a part takes it out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

__all__ = ["Dialect", "Format", "Messages", "Refusal"]

Messages = list[dict[str, str]]
Format = Literal["json_schema", "json_object", "text"]
"""From most to least bound: the server enforces the schema, JSON at all, or nothing."""

_FORMATS: tuple[Format, ...] = get_args(Format)
_LIMITS = ("max_completion_tokens", "max_tokens", None)

_FORMAT_WORDS = re.compile(
    r"response.?format|json.?schema|json.?object|json.?mode|structured.?output|\bschemas?\b"
    r"|\bstrict\b|\bgrammar\b|guided.?(?:json|decoding)|requested parameters",
    re.IGNORECASE,
)
"""How servers speak of the format. The last is what a router says that has no server for it."""


@dataclass(frozen=True)
class Refusal:
    """What a server said when it took a request for wrong.

    Attributes:
        message: Its sentence.
        parameter: The part of the request that it names as the cause, where it does.
    """

    message: str
    parameter: str = ""

    def names(self, word: str) -> bool:
        """Whether it speaks of that part of the request."""
        return (
            word == self.parameter or re.search(rf"\b{re.escape(word)}\b", self.message) is not None
        )


@dataclass(frozen=True)
class Dialect:
    """How one endpoint is to be asked.

    Attributes:
        format: The most binding response format that it takes.
        limits: Names of the token limit still to be tried; None sends no limit.
        dropped: Fields that it refused.
    """

    format: Format = "json_schema"
    limits: tuple[str | None, ...] = _LIMITS
    dropped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, base_url: str) -> Dialect:
        """The first guess. Servers other than OpenAI's mostly know the older ``max_tokens``."""
        if "//api.openai.com/" in base_url:
            return cls()
        return cls(limits=("max_tokens", "max_completion_tokens", None))

    def learn(self, refusal: Refusal, fields: set[str]) -> Dialect | None:
        """The next dialect to try after that refusal.

        Args:
            refusal: What the server said.
            fields: Those of the request that it could do without.

        Returns:
            None where the refusal is about nothing that could be asked otherwise.
        """
        limit = self.limits[0]
        if limit and len(self.limits) > 1 and refusal.names(limit):
            return replace(self, limits=self.limits[1:])
        for field in sorted(fields - self.dropped):
            if refusal.names(field):
                return replace(self, dropped=self.dropped | {field})
        if refusal.parameter == "response_format" or _FORMAT_WORDS.search(refusal.message):
            return self.looser()
        return None

    def looser(self) -> Dialect | None:
        """The next less binding response format, or None after the last."""
        rest = _FORMATS[_FORMATS.index(self.format) + 1 :]
        return replace(self, format=rest[0]) if rest else None

    def body(
        self, messages: Messages, *, schema: dict[str, Any], schema_name: str, max_tokens: int
    ) -> dict[str, Any]:
        """The fields of a request that depend on the endpoint: messages, format, limit."""
        body: dict[str, Any] = {"messages": messages}
        if self.limits[0]:
            body[self.limits[0]] = max_tokens
        if self.format == "json_schema":
            wire = {"name": schema_name, "strict": True, "schema": schema}
            return body | {"response_format": {"type": "json_schema", "json_schema": wire}}
        body["messages"] = _with_schema(messages, schema)
        if self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body


def _with_schema(messages: Messages, schema: dict[str, Any]) -> Messages:
    """Put the schema at the end of the system message, where endpoints can cache it."""
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    order = (
        "Answer with one JSON object that fits this JSON Schema, "
        f"and with nothing before or after it:\n{text}"
    )
    if messages and messages[0]["role"] == "system":
        first = messages[0] | {"content": f"{messages[0]['content']}\n\n{order}"}
        return [first, *messages[1:]]
    return [{"role": "system", "content": order}, *messages]
