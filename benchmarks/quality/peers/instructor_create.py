"""instructor: ``JSON_SCHEMA`` mode, which its page on llama.cpp recommends, and three tries."""

from __future__ import annotations

from typing import Any

import instructor
from loop import LONGEST_ANSWER, Asked, main
from schema import Answer


def extract(asked: Asked) -> dict[str, Any]:
    client = instructor.from_provider(
        f"openai/{asked.model}",
        base_url=asked.base_url,
        api_key=asked.api_key,
        mode=instructor.Mode.JSON_SCHEMA,
    )
    answer = client.chat.completions.create(
        response_model=Answer,
        messages=asked.messages(),
        max_retries=3,
        temperature=0.0,
        max_tokens=LONGEST_ANSWER,
    )
    return answer.model_dump(mode="json")


if __name__ == "__main__":
    main(extract)
