"""From what an endpoint sent back to the JSON text in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from llmextract.errors import (
    EmptyReplyError,
    EndpointError,
    MalformedReplyError,
    RefusalError,
    TruncatedError,
)
from llmextract.models.usage import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from openai.types.chat.chat_completion import Choice

__all__ = ["read_json", "read_usage"]

_FENCED = re.compile(r"\A```[\w-]*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_EXCERPT = 80
"""Characters of an answer that a message shows."""


def read_json(reply: ChatCompletion, *, model: str) -> str:
    """The JSON object in an answer, as text, without reasoning and fences around it.

    Args:
        reply: What the endpoint sent.
        model: The model's name, for messages.

    Raises:
        EndpointError: What came is no chat completion.
        RefusalError: The model declined, or a filter did for it.
        TruncatedError: The answer ends at the token limit.
        EmptyReplyError: There is no text.
        MalformedReplyError: The text is not one JSON object.
    """
    choice = _choice(reply)
    usage = read_usage(reply)
    content = _content(choice)
    _check_finish(choice, content, usage, model)
    text = _without_wrapping(content)
    if not text:
        raise EmptyReplyError(
            f"{model} answered without text; ask again, or try another model.", usage=usage
        )
    _check_json(text, usage, model)
    return text


def read_usage(reply: ChatCompletion) -> Usage:
    """The tokens an answer cost; zeros where the endpoint does not count."""
    if reply.usage is None:
        return Usage()
    details = reply.usage.prompt_tokens_details
    return Usage(
        input_tokens=reply.usage.prompt_tokens or 0,
        cached_tokens=(details.cached_tokens or 0) if details else 0,
        output_tokens=reply.usage.completion_tokens or 0,
    )


def _choice(reply: ChatCompletion) -> Choice:
    # The client builds its objects without validating: a page of HTML arrives as str, and
    # a gateway's {"error": ...} as a completion without choices.
    choices = getattr(reply, "choices", None)
    if not isinstance(choices, list) or not choices or not getattr(choices[0], "message", None):
        raise EndpointError(
            "The endpoint answered with something that is no chat completion; "
            "see whether its address is right (mostly it ends in /v1)."
        )
    first: Choice = choices[0]
    return first


def _content(choice: Choice) -> str:
    content: object = getattr(choice.message, "content", None) or ""
    if isinstance(content, list):
        # Some servers send a list of parts, the reasoning as parts of another type.
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(text for text in texts if isinstance(text, str))
    return str(content)


def _check_finish(choice: Choice, content: str, usage: Usage, model: str) -> None:
    refusal = getattr(choice.message, "refusal", None)
    if refusal:
        raise RefusalError(
            f"{model} declined to answer: {_excerpt(refusal)}", content=refusal, usage=usage
        )
    if choice.finish_reason == "content_filter":
        raise RefusalError(
            f"A content filter of the endpoint stopped the answer of {model}.",
            content=content,
            usage=usage,
        )
    if choice.finish_reason == "length":
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
