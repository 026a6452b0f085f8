"""The library's front: what a caller can catch, and what is done for a good call."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

import llmextract
import standin
import talk
from invariants import assert_sound
from llmextract import errors

GOOD = standin.answering(talk.answer)


@pytest.fixture(autouse=True)
def _bare_machine(tmp_path, monkeypatch):
    for name in ("OPENAI_API_KEY", "LLMEXTRACT_API_KEY", "LLMEXTRACT_BASE_URL", "LLMEXTRACT_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path))


def test_an_article_is_extracted_by_name_and_address():
    with standin.serving_apart(GOOD) as server:
        record = llmextract.extract(talk.ARTICLE, model="m", base_url=server.base_url)
    assert_sound(record)
    assert record.model.address == server.base_url


async def test_settings_and_an_open_client_do_as_well():
    async with talk.model(talk.answer, "static") as client:
        assert_sound(await llmextract.aextract(talk.ENGLISH, model=client))
    async with standin.serving(GOOD) as server:
        settings = talk.settings("keyed", base_url=server.base_url)
        assert_sound(await llmextract.aextract(talk.ENGLISH, model=settings))


async def test_in_a_notebook_the_error_says_what_to_write():
    with pytest.raises(errors.UsageError, match=r"await llmextract\.aextract"):
        llmextract.extract(talk.ARTICLE, model="m", base_url="http://127.0.0.1/v1")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (standin.error(401, "no"), errors.AuthenticationError),
        (standin.error(403, "no"), errors.AuthenticationError),
        (standin.error(404, "no"), errors.ModelNotFoundError),
        (standin.error(400, "no"), errors.BadRequestError),
        (standin.refusal(), errors.RefusalError),
        (standin.reply(""), errors.EmptyReplyError),
        (standin.reply("no JSON"), errors.MalformedReplyError),
        (standin.reply("{", finish_reason="length"), errors.TruncatedError),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_fault_is_a_class_of_its_own_under_one_root(fault, kind):
    with standin.serving_apart(fault) as server, pytest.raises(errors.LLMExtractError) as caught:
        llmextract.extract(talk.ARTICLE, model="m", base_url=server.base_url)
    assert type(caught.value) is kind


def test_a_reply_error_keeps_what_was_answered_and_what_it_cost():
    half = standin.reply("{")
    with standin.serving_apart(half) as server, pytest.raises(errors.ReplyError) as caught:
        llmextract.extract(talk.ARTICLE, model="m", base_url=server.base_url)
    assert caught.value.content == "{"
    assert caught.value.usage.input_tokens == 100
    assert talk.ARTICLE.source in str(caught.value)


def test_a_named_model_without_a_key_is_an_error_before_anything_is_sent():
    with pytest.raises(errors.ModelConfigurationError, match="needs a key or an address"):
        llmextract.extract(talk.ARTICLE, model="gpt-x")


def test_a_key_is_in_no_message():
    key = SecretStr("sk-0123456789abcdef")
    with standin.serving_apart(standin.error(400, "bad key sk-0123456789abcdef")) as server:
        settings = talk.settings("static", base_url=server.base_url, api_key=key)
        with pytest.raises(errors.BadRequestError) as caught:
            llmextract.extract(talk.ARTICLE, model=settings)
    assert "0123" not in str(caught.value)
