from __future__ import annotations

import sys
from pathlib import Path

import pytest

from llmextract.errors import ModelConfigurationError, WeightsError
from llmextract.models import Client, embedded, resolve_settings, weights

SCHEMA = {
    "type": "object",
    "properties": {"M1": {"type": "string", "enum": ["의료 사업", "도로 사업"]}},
    "required": ["M1"],
    "additionalProperties": False,
}
ASK = [
    {"role": "system", "content": "Say to which program each marked amount belongs, in JSON."},
    {"role": "user", "content": "김해시는 의료 사업에 [M1 20억 원]을 쓴다."},
]


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with (
        pytest.raises(ModelConfigurationError, match=r"llmextract\[local\]"),
        embedded.serve(Path("any.gguf")),
    ):
        pass


def test_without_weights_the_command_that_fetches_them_is_named(tmp_path):
    pytest.importorskip("xllamacpp")
    with (
        pytest.raises(WeightsError, match="llmextract model fetch"),
        embedded.serve(tmp_path / "none.gguf"),
    ):
        pass


def test_a_file_that_is_no_model_is_one_sentence(tmp_path, capfd):
    pytest.importorskip("xllamacpp")
    (tmp_path / "no.gguf").write_bytes(b"not a model")
    with pytest.raises(WeightsError, match=r"no\.gguf"), embedded.serve(tmp_path / "no.gguf"):
        pass
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
async def test_the_model_in_the_process_answers_by_the_schema_without_a_word_on_the_terminal(capfd):
    with embedded.serve(weights.ensure(allow_fetch=False)) as base_url:
        async with Client(resolve_settings(environ={}).at(base_url)) as client:
            first = await client.complete(ASK, schema=SCHEMA, schema_name="mentions")
            again = await client.complete(ASK, schema=SCHEMA, schema_name="mentions")
    assert first.response_format == "json_schema"
    assert "의료 사업" in first.content
    assert again.content == first.content
    assert again.usage.cached_tokens > 20
    assert capfd.readouterr() == ("", "")
