"""A stand-in for a model: it says what it is told to say, and keeps what it was asked."""

from __future__ import annotations

import json
from typing import Any

from llmextract.article import Article
from llmextract.errors import LLMExtractError
from llmextract.models import Completion, ModelSettings, Usage


class StandIn:
    """Gives scripted answers in turn; the last one again when it is asked on."""

    def __init__(self, *answers, rendering="static", piece="article"):
        self.answers = list(answers)
        self.schemas: list[dict[str, Any]] = []
        self.asked: list[list[dict[str, str]]] = []
        self._settings = ModelSettings(
            name="stand-in",
            base_url="http://127.0.0.1:1/v1",
            rendering=rendering,
            piece=piece,
            concurrency=1,
        )

    @property
    def settings(self):
        return self._settings

    async def complete(self, messages, *, schema, schema_name):
        assert schema_name
        self.asked.append(list(messages))
        self.schemas.append(schema)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, LLMExtractError):
            raise answer
        return Completion(
            content=json.dumps(answer, ensure_ascii=False),
            usage=Usage(input_tokens=10, output_tokens=5),
            seconds=0.1,
            response_format="json_schema",
            model="stand-in",
        )


def article(body, **known):
    return Article(source="example.txt", body=body, **known)
