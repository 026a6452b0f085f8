from __future__ import annotations

from llmextract.models._dialect import Dialect, Refusal

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def body(dialect, messages):
    return dialect.body(messages, schema=SCHEMA, schema_name="s", max_tokens=9)


def test_openai_is_first_asked_with_its_newer_name_for_the_limit():
    asked = body(Dialect.of("https://api.openai.com/v1"), [])
    assert asked["max_completion_tokens"] == 9
    assert "max_tokens" not in asked


def test_a_limit_refused_by_both_names_is_left_to_the_server():
    dialect = Dialect.of("http://h/v1")
    for name in ("max_tokens", "max_completion_tokens"):
        dialect = dialect.learn(Refusal(f"{name}: extra fields not permitted"), set())
    assert set(body(dialect, [])) == {"messages", "response_format"}


def test_a_conversation_without_a_system_message_gets_one_for_the_schema():
    loose = Dialect().looser()
    messages = [{"role": "user", "content": "공모 결과"}]
    asked = body(loose, messages)["messages"]
    assert [m["role"] for m in asked] == ["system", "user"]
    assert "JSON" in asked[0]["content"]
    assert messages == [{"role": "user", "content": "공모 결과"}]


def test_after_the_loosest_format_there_is_none():
    assert Dialect(format="text").learn(Refusal("schema"), set()) is None
