"""The openai client alone, with its helper for Pydantic models (``chat.completions.parse``)."""

from __future__ import annotations

from typing import Any

from loop import LONGEST_ANSWER, Asked, main
from openai import OpenAI
from schema import Answer


def extract(asked: Asked) -> dict[str, Any]:
    client = OpenAI(base_url=asked.base_url, api_key=asked.api_key)
    completion = client.chat.completions.parse(
        model=asked.model,
        messages=asked.messages(),  # type: ignore[arg-type]
        response_format=Answer,
        temperature=0.0,
        max_completion_tokens=LONGEST_ANSWER,
    )
    parsed = completion.choices[0].message.parsed
    if parsed is None:
        raise ValueError(completion.choices[0].message.refusal or "no answer")
    return parsed.model_dump(mode="json")


if __name__ == "__main__":
    main(extract)
