"""From what an endpoint sent back to the JSON text in it."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from llmextract.errors import (
    EmptyReplyError,
    EndpointError,
    MalformedReplyError,
    RefusalError,
    TruncatedError,
)
from llmextract.models.usage import Usage

__all__ = ["read_json", "read_model", "read_usage"]

Json = dict[str, Any]

_FENCED = re.compile(r"\A```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_EXCERPT = 80
"""Characters of an answer that a message shows."""


def read_json(reply: object, *, model: str, usage: Usage | None = None) -> str:
    """The JSON object in an answer, as text, without reasoning and fences around it.

    Args:
        reply: What the endpoint sent: JSON, of a form that nobody has looked at yet.
        model: The model's name, for messages.
        usage: What `read_usage` gave, where it was called before.

    Raises:
        EndpointError: What came is no chat completion.
        RefusalError: The model declined, or a filter did for it.
        TruncatedError: The answer ends at the token limit.
        EmptyReplyError: There is no text.
        MalformedReplyError: The text is not one JSON object.
    """
    choice = _choice(reply)
    usage = read_usage(reply) if usage is None else usage
    content = _content(choice)
    _check_finish(choice, content, usage, model)
    text = _without_wrapping(content)
    if not text:
        raise EmptyReplyError(
            f"{model} answered without text; ask again, or try another model.", usage=usage
        )
    _check_json(text, usage, model)
    return text


def read_usage(reply: object) -> Usage:
    """The tokens an answer cost; zeros where the endpoint does not count."""
    usage = _object(_object(reply).get("usage"))
    details = _object(usage.get("prompt_tokens_details"))
    return Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        cached_tokens=_count(details.get("cached_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
    )


def read_model(reply: object) -> str:
    """The model that answered, as the endpoint calls it; nothing where it does not say."""
    name = _object(reply).get("model")
    return name if isinstance(name, str) else ""


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _choice(reply: object) -> Json:
    # A gateway's {"error": ...} may come with status 200, as a login page does.
    choices = _object(reply).get("choices")
    first = _object(choices[0]) if isinstance(choices, list) and choices else {}
    if not _object(first.get("message")):
        raise EndpointError(
            "The endpoint answered with something that is no chat completion; "
            "see whether its address is right (mostly it ends in /v1)."
        )
    return first


def _content(choice: Json) -> str:
    content = choice["message"].get("content") or ""
    if isinstance(content, list):
        # Some servers send a list of parts, the reasoning as parts of another type.
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(text for text in texts if isinstance(text, str))
    return str(content)


def _check_finish(choice: Json, content: str, usage: Usage, model: str) -> None:
    refusal, finish = choice["message"].get("refusal"), choice.get("finish_reason")
    if refusal and isinstance(refusal, str):
        raise RefusalError(
            f"{model} declined to answer: {_excerpt(refusal)}", content=refusal, usage=usage
        )
    if finish == "content_filter":
        raise RefusalError(
            f"A content filter of the endpoint stopped the answer of {model}.",
            content=content,
            usage=usage,
        )
    if finish == "length":
        raise TruncatedError(
            f"The answer of {model} was cut off after {usage.output_tokens:,} tokens; "
            "allow more of them, or send less of the article at a time.",
            content=content,
            usage=usage,
        )


def _without_wrapping(content: str) -> str:
    text = content.strip()
    if not text.startswith("{"):
        # Some servers leave the reasoning in the text, and some only its closing tag.
        text = text.rpartition("</think>")[2].strip()
    fenced = _FENCED.match(text)
    return fenced[1].strip() if fenced else text


def _check_json(text: str, usage: Usage, model: str) -> None:
    from pydantic_core import from_json  # noqa: PLC0415 - with the first answer, not at start

    try:
        # Not json.loads: that lets NaN and lone surrogates through, which no file can hold.
        value = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        _malformed(text, usage, f"{model} did not answer with JSON ({error})")
    if not isinstance(value, dict):
        _malformed(text, usage, f"{model} answered with JSON that is no object")


def _malformed(text: str, usage: Usage, what: str) -> NoReturn:
    message = f"{what}: {_excerpt(text)}"
    raise MalformedReplyError(message, content=text, usage=usage) from None


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT] + "…"
