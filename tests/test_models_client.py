from __future__ import annotations

import standin
from pydantic import SecretStr

from llmextract.models import Client, ModelSettings

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "required": ["a"],
    "additionalProperties": False,
}
ASK = [{"role": "system", "content": "Relate."}, {"role": "user", "content": "김해시는 …"}]


def settings_for(server, **changes):
    known = {"name": "m", "base_url": server.base_url, "timeout": 20.0}
    return ModelSettings(**(known | changes))


async def no_pause(_):
    return None


async def ask(server, *, times=1, **changes):
    async with Client(settings_for(server, **changes), pause=no_pause) as client:
        for _ in range(times):
            completion = await client.complete(ASK, schema=SCHEMA, schema_name="a")
    return completion


async def test_an_answer_comes_with_its_tokens_and_its_format():
    async with standin.serving(standin.reply({"a": 1})) as server:
        completion = await ask(server)
    assert completion.content == '{"a": 1}'
    assert completion.usage.model_dump() == {
        "input_tokens": 100, "cached_tokens": 80, "output_tokens": 20,
    }  # fmt: skip
    assert completion.response_format == "json_schema"
    assert server.requests[0]["response_format"]["json_schema"]["strict"] is True
