from __future__ import annotations

import copy
import pickle

import pytest

from llmextract.errors import ModelConfigurationError
from llmextract.models import Usage, resolve_settings

KEY = "sk-secret-0123456789"


def resolve(model=None, base_url=None, **environ):
    return resolve_settings(model=model, base_url=base_url, environ=environ)


def test_with_nothing_set_the_embedded_model_answers():
    settings = resolve()
    assert settings.embedded
    assert (settings.piece, settings.rendering, settings.concurrency) == ("paragraph", "keyed", 1)
    assert "Qwen" in settings.describe()


def test_a_key_of_openai_means_their_model_at_their_address():
    settings = resolve(OPENAI_API_KEY=KEY)
    assert settings.describe() == "Model: gpt-5-mini at https://api.openai.com/v1"
    assert settings.api_key.get_secret_value() == KEY
    assert settings.temperature is None


def test_the_embedded_model_can_be_named_against_any_environment():
    settings = resolve("embedded", OPENAI_API_KEY=KEY, LLMEXTRACT_BASE_URL="http://h/v1")
    assert settings.embedded
    assert settings.api_key is None


def test_arguments_go_before_the_environment():
    environ = {"LLMEXTRACT_BASE_URL": "http://env/v1", "LLMEXTRACT_MODEL": "env"}
    settings = resolve("mine", "http://mine/v1", **environ)
    assert (settings.name, settings.base_url) == ("mine", "http://mine/v1")
    assert resolve(**environ).describe() == "Model: env at http://env/v1"


def test_a_server_without_a_key_is_fine():
    assert resolve("m", "http://localhost:8000/v1").api_key is None


def test_the_key_of_openai_goes_to_no_other_address():
    assert resolve("m", "https://other.example/v1", OPENAI_API_KEY=KEY).api_key is None
    proxied = resolve(OPENAI_API_KEY=KEY, OPENAI_BASE_URL="https://proxy.example/v1")
    assert proxied.base_url == "https://proxy.example/v1"


@pytest.mark.parametrize(
    ("model", "base_url", "environ", "told"),
    [
        ("gpt-5", None, {}, "OPENAI_API_KEY"),
        (None, "http://h/v1", {}, "LLMEXTRACT_MODEL"),
        ("m", "h:8000/v1", {}, "http://"),
        ("m", "http://h:80a/v1", {}, "http://"),
        ("m", "http://[h/v1", {}, "http://"),
        ("embedded", "http://h/v1", {}, "--base-url"),
        (None, None, {"LLMEXTRACT_API_KEY": "k"}, "LLMEXTRACT_BASE_URL"),
        (None, None, {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "h"}, "http://"),
        ("m", "http://h/v1", {"LLMEXTRACT_API_KEY": "비밀번호"}, "LLMEXTRACT_API_KEY"),
    ],
)
def test_what_names_no_model_says_what_to_set(model, base_url, environ, told):
    with pytest.raises(ModelConfigurationError, match=told) as caught:
        resolve(model, base_url, **environ)
    assert "비밀번호" not in str(caught.value)


def test_the_key_shows_nowhere():
    settings = resolve("m", f"https://user:{KEY}@h.example/v1?key={KEY}", LLMEXTRACT_API_KEY=KEY)
    assert settings.describe() == "Model: m at https://h.example/v1"
    shown = resolve("m", "https://h.example/v1", LLMEXTRACT_API_KEY=KEY)
    assert KEY not in f"{shown!r} {shown} {shown.model_dump()} {shown.model_dump_json()}"


def test_settings_reach_another_process_whole():
    settings = resolve("m", "http://h/v1", LLMEXTRACT_API_KEY=KEY)
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own bytes
    assert copy.deepcopy(settings) == settings


def test_tokens_add_up():
    one = Usage(input_tokens=10, cached_tokens=5, output_tokens=2)
    assert sum([one, one], Usage()) == Usage(input_tokens=20, cached_tokens=10, output_tokens=4)
