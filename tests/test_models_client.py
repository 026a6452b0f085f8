from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import aiohttp
import pytest
import vcr
from pydantic import SecretStr
from vcr.errors import CannotOverwriteExistingCassetteException

import standin
from llmextract import errors
from llmextract.models import Client, ModelSettings, _faults, _openai

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "required": ["a"],
    "additionalProperties": False,
}
ASK = [{"role": "system", "content": "Relate."}, {"role": "user", "content": "김해시는 …"}]
GOOD = standin.reply({"a": 1})
KEY = "sk-secret-0123456789"


def settings_for(server, **changes):
    known = {"name": "m", "base_url": server.base_url, "timeout": 20.0}
    return ModelSettings(**(known | changes))


async def no_pause(_):
    return None


async def ask(server, *, times=1, pause=no_pause, **changes):
    async with Client(settings_for(server, **changes), pause=pause) as client:
        for _ in range(times):
            completion = await client.complete(ASK, schema=SCHEMA, schema_name="a")
    return completion


async def failure(*script, **changes):
    """The error that a script leads to, and how many requests it took."""
    async with standin.serving(*script) as server:
        with pytest.raises(errors.LLMExtractError) as caught:
            await ask(server, **changes)
    return caught.value, len(server.requests)


# --- what comes back ---------------------------------------------------------------------


async def test_an_answer_comes_with_its_tokens_and_its_format():
    async with standin.serving(GOOD) as server:
        completion = await ask(server)
    assert completion.content == '{"a": 1}'
    assert completion.usage.model_dump() == {
        "input_tokens": 100, "cached_tokens": 80, "output_tokens": 20,
    }  # fmt: skip
    assert completion.response_format == "json_schema"
    assert completion.model == "stand-in"
    assert server.requests[0]["response_format"]["json_schema"] == {
        "name": "a", "strict": True, "schema": SCHEMA,
    }  # fmt: skip


async def test_a_server_that_does_not_count_tokens_is_no_failure():
    async with standin.serving(standin.reply({"a": 1}, usage=None)) as server:
        completion = await ask(server)
    assert completion.usage.output_tokens == 0


@pytest.mark.parametrize(
    "behaviour",
    [
        standin.reasoning("The article says …", '{"a": 1}'),
        standin.reply('<think>Is it {"a": 2}?</think>\n\n{"a": 1}'),
        standin.reply('so it is 1.\n</think>\n{"a": 1}'),
        standin.reply([{"type": "thinking"}, {"type": "text", "text": '{"a": 1}'}]),
        standin.reply('```json\n{"a": 1}\n```'),
        standin.reply('\n```\n{"a": 1}```\n'),
        standin.reply('<think>hm</think>```json\n{"a": 1}\n```'),
    ],
)
async def test_reasoning_and_fences_around_the_object_are_left_out(behaviour):
    async with standin.serving(behaviour) as server:
        assert (await ask(server)).content == '{"a": 1}'


async def test_a_closing_tag_inside_the_object_belongs_to_the_object():
    async with standin.serving(standin.reply({"a": "</think>"})) as server:
        assert json.loads((await ask(server)).content) == {"a": "</think>"}


@pytest.mark.parametrize(
    ("behaviour", "kind", "content"),
    [
        (standin.refusal("No."), errors.RefusalError, "No."),
        (standin.reply("", finish_reason="content_filter"), errors.RefusalError, ""),
        (standin.reply('{"a": ', finish_reason="length"), errors.TruncatedError, '{"a": '),
        (standin.reply(""), errors.EmptyReplyError, ""),
        (standin.reply(None), errors.EmptyReplyError, ""),
        (standin.reply("<think>hm</think>"), errors.EmptyReplyError, ""),
        (standin.reply('{"a": [1,'), errors.MalformedReplyError, '{"a": [1,'),
        (standin.reply("I think it is 1."), errors.MalformedReplyError, "I think it is 1."),
        (standin.reply("[1]"), errors.MalformedReplyError, "[1]"),
        (standin.reply('{"a": NaN}'), errors.MalformedReplyError, '{"a": NaN}'),
        (standin.reply('{"a": "\\ud800"}'), errors.MalformedReplyError, '{"a": "\\ud800"}'),
        (standin.reply('{"a":' * 9999), errors.MalformedReplyError, '{"a":' * 9999),
    ],
)
async def test_a_useless_answer_is_an_error_that_keeps_text_and_tokens(behaviour, kind, content):
    error, requests = await failure(behaviour)
    assert type(error) is kind
    assert error.content == content
    assert error.usage.output_tokens == 20
    assert requests == 1
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    "behaviour",
    [
        standin.cut_body(),
        standin.text("<html>Log in</html>"),
        standin.body({"error": {"message": "upstream"}}),
        standin.body({"choices": []}),
        standin.body({"choices": {"0": 1}}),
        standin.body({"choices": [{"finish_reason": "stop"}]}),
        standin.body({"choices": ["text"]}),
        standin.text("\ufffd", content_type="application/json"),
        standin.text("null", content_type="application/json"),
    ],
)
async def test_an_answer_that_is_no_completion_points_at_the_address(behaviour):
    error, _ = await failure(behaviour)
    assert isinstance(error, errors.EndpointError)
    assert "address" in str(error)


# --- what endpoints do not take ------------------------------------------------------------


async def test_where_schemas_are_refused_the_prompt_carries_the_schema_for_the_whole_run():
    async with standin.serving(standin.no_json_schema(), GOOD, GOOD) as server:
        completion = await ask(server, times=2)
    formats = [r["response_format"]["type"] for r in server.requests]
    assert formats == ["json_schema", "json_object", "json_object"]
    assert completion.response_format == "json_object"
    system = server.requests[1]["messages"][0]["content"]
    assert system.startswith("Relate.")
    assert json.dumps(SCHEMA, separators=(",", ":")) in system


async def test_where_any_format_is_refused_the_prompt_alone_asks_for_json():
    refusals = [
        standin.error(422, "json_schema: unknown"),
        standin.error(501, "no", param="response_format"),
    ]
    async with standin.serving(*refusals, GOOD) as server:
        completion = await ask(server)
    assert "response_format" not in server.requests[2]
    assert completion.response_format == "text"


async def test_a_server_that_ignores_the_schema_gets_it_in_the_prompt_the_next_time():
    script = standin.reply("Well, 1."), GOOD
    async with standin.serving(*script) as server, Client(settings_for(server)) as client:
        with pytest.raises(errors.MalformedReplyError):
            await client.complete(ASK, schema=SCHEMA, schema_name="a")
        completion = await client.complete(ASK, schema=SCHEMA, schema_name="a")
    assert completion.response_format == "json_object"


async def test_tasks_that_start_together_find_the_format_out_once():
    schema_asked = standin.when(
        lambda request: request["response_format"]["type"] == "json_schema",
        standin.no_json_schema(),
        GOOD,
    )
    async with standin.serving(schema_asked) as server, Client(settings_for(server)) as client:
        asked = (client.complete(ASK, schema=SCHEMA, schema_name="a") for _ in range(6))
        completions = await asyncio.gather(*asked)
    formats = [r["response_format"]["type"] for r in server.requests]
    assert formats == ["json_schema"] + 6 * ["json_object"]
    assert {c.response_format for c in completions} == {"json_object"}


async def test_tasks_do_not_queue_up_behind_one_that_fails():
    both = asyncio.Event()

    async def failing_then_paired(request):
        if len(server.requests) == 1:
            return await standin.error(401, "no")(request)
        if server.at_once == 2:
            both.set()
        await both.wait()
        return await GOOD(request)

    async with (
        standin.serving(failing_then_paired) as server,
        Client(settings_for(server)) as client,
    ):
        asked = (client.complete(ASK, schema=SCHEMA, schema_name="a") for _ in range(3))
        ends = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(end, errors.AuthenticationError) for end in ends) == 1


async def test_no_more_requests_are_under_way_than_the_settings_allow():
    full, gate = asyncio.Event(), asyncio.Event()

    async def slow(request):
        if server.at_once == 3:
            full.set()
        if len(server.requests) > 1:
            await gate.wait()
        return await GOOD(request)

    async with (
        standin.serving(slow) as server,
        Client(settings_for(server, concurrency=3)) as client,
    ):
        await client.complete(ASK, schema=SCHEMA, schema_name="a")
        asked = asyncio.gather(
            *(client.complete(ASK, schema=SCHEMA, schema_name="a") for _ in range(8))
        )
        await full.wait()
        gate.set()
        await asked
    assert server.most_at_once == 3


@pytest.mark.parametrize(
    ("sentence", "param", "sent", "gone"),
    [
        (
            "Unsupported parameter: use 'max_completion_tokens' for 'max_tokens'.",
            "max_tokens",
            "max_completion_tokens",
            "max_tokens",
        ),
        ("'temperature' does not support 0.0", "temperature", "seed", "temperature"),
        ("Unrecognized request argument supplied: seed", None, "temperature", "seed"),
    ],
)
async def test_a_refused_field_is_left_out_from_then_on(sentence, param, sent, gone):
    refused = standin.error(400, sentence, param=param)
    async with standin.serving(refused, GOOD, GOOD) as server:
        completion = await ask(server, times=2, extra={"seed": 7})
    assert gone in server.requests[0]
    for request in server.requests[1:]:
        assert sent in request
        assert gone not in request
    assert completion.response_format == "json_schema"
    assert len(server.requests) == 3


async def test_a_refusal_that_nothing_helps_against_ends_with_the_servers_sentence():
    error, requests = await failure(standin.error(400, "This context is too long."))
    assert type(error) is errors.BadRequestError
    assert "This context is too long." in str(error)
    assert requests == 1


async def test_a_server_that_refuses_everything_is_not_asked_for_ever():
    error, requests = await failure(standin.error(400, "max_tokens temperature response_format"))
    assert type(error) is errors.BadRequestError
    assert requests < 8


# --- faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "kind", "requests"),
    [
        (standin.error(401, f"Incorrect API key provided: {KEY}"), errors.AuthenticationError, 1),
        (standin.error(403, f"Not for {KEY}"), errors.AuthenticationError, 1),
        (standin.error(404, "The model `m` does not exist"), errors.ModelNotFoundError, 1),
        (standin.error(404, "no `json_schema` here", code="model_not_found"),
         errors.ModelNotFoundError, 1),
        (standin.text("Not Found", status=404), errors.ModelNotFoundError, 1),
        (standin.error(413, f"Too long: {KEY}"), errors.BadRequestError, 1),
        (standin.error(429, "Slow down"), errors.RateLimitError, 10),
        (standin.error(429, "Empty", code="insufficient_quota"), errors.QuotaError, 1),
        (standin.error(402, "No credits"), errors.QuotaError, 1),
        (standin.error(408, "Late"), errors.EndpointError, 4),
        (standin.error(409, "Busy"), errors.BadRequestError, 4),
        (standin.error(500, f"Oops {KEY}"), errors.EndpointError, 4),
        (standin.text("<h1>Bad Gateway</h1>", status=502), errors.EndpointError, 4),
        (standin.error(501, "never"), errors.EndpointError, 1),
        (standin.drop(), errors.UnreachableError, 4),
    ],
)  # fmt: skip
async def test_each_fault_has_its_error_and_only_passing_ones_are_retried(
    behaviour, kind, requests
):
    error, count = await failure(behaviour, api_key=SecretStr(KEY))
    assert type(error) is kind
    assert count == requests
    assert KEY not in str(error)
    assert "127.0.0.1" in str(error)


async def test_an_unknown_model_is_named_with_its_address():
    error, _ = await failure(standin.error(404, "?"), name="gpt-nope")
    assert "gpt-nope" in str(error)
    assert "/v1" in str(error)


async def test_a_server_that_wants_a_key_and_gets_none_says_which_variable_to_set():
    error, _ = await failure(standin.error(401, "Unauthorized"))
    assert "LLMEXTRACT_API_KEY" in str(error)


@pytest.mark.parametrize("fault", [standin.drop(), standin.error(503, "x"), standin.error(429, "")])
async def test_a_fault_that_passes_is_not_seen(fault):
    async with standin.serving(fault, fault, fault, GOOD) as server:
        assert (await ask(server)).content == '{"a": 1}'


async def test_the_time_a_server_asks_for_is_waited_but_not_more_than_a_minute():
    waits = []

    async def pause(seconds):
        waits.append(seconds)

    script = [
        standin.error(429, "", headers={"Retry-After": "7"}),
        standin.error(503, "", headers={"Retry-After": "86400"}),
        standin.error(429, "", headers={"retry-after-ms": "2500", "Retry-After": "3"}),
        standin.error(500, "", headers={"Retry-After": "5"}),
        standin.error(429, "", headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        GOOD,
    ]
    async with standin.serving(*script) as server:
        await ask(server, pause=pause)
    seconds = [wait for wait in waits if wait > 0.5]
    assert 6.9 <= seconds[0] <= 7.7
    assert 59.9 <= seconds[1] <= 66
    assert 2.4 <= seconds[2] <= 2.75
    assert 5 <= seconds[3] <= 6
    assert len(seconds) == 4


async def test_while_the_endpoint_takes_no_requests_the_time_for_an_answer_stands_still():
    async def pause(seconds):
        await asyncio.sleep(min(seconds, 0.3))

    busy = standin.error(429, "Later", headers={"Retry-After": "30"})
    async with standin.serving(busy, GOOD) as server:
        assert (await ask(server, pause=pause, timeout=0.25)).content == '{"a": 1}'


async def test_a_server_that_falls_silent_is_unreachable():
    error, _ = await failure(standin.stall(), timeout=0.2)
    assert type(error) is errors.UnreachableError
    assert "0.2 s" in str(error)


async def test_a_port_where_nobody_listens_is_unreachable():
    async with standin.serving(GOOD) as server:
        pass
    with pytest.raises(errors.UnreachableError, match=r"127\.0\.0\.1"):
        await ask(server)


async def test_a_key_goes_into_one_header_and_another_accounts_names_stay_at_home(monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-other")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-other")
    async with standin.serving(GOOD) as server:
        await ask(server, api_key=SecretStr(KEY))
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert "other" not in str(server.headers[0])


async def test_a_proxy_for_the_net_is_not_asked_for_this_machine(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with standin.serving(GOOD) as server:
        assert (await ask(server)).content == '{"a": 1}'


async def test_the_embedded_model_cannot_be_asked_before_its_server_runs():
    with pytest.raises(errors.ModelConfigurationError, match="server"):
        Client(ModelSettings(name="embedded", embedded=True))


# --- recordings ------------------------------------------------------------------------------


@pytest.mark.parametrize("compressed", [False, True])
async def test_a_recorded_exchange_plays_again_without_a_server(tmp_path, compressed):
    recorder = vcr.VCR(match_on=["method", "path", "body"])
    tape = str(tmp_path / "tape.yaml")
    answer = standin.compressed(GOOD) if compressed else GOOD
    with recorder.use_cassette(tape, record_mode="once"):
        async with standin.serving(answer) as server:
            await ask(server)
    server.base_url = "http://127.0.0.1:1/v1"
    with recorder.use_cassette(tape, record_mode="none") as played:
        assert (await ask(server)).content == '{"a": 1}'
        assert played.all_played


async def test_a_request_that_was_not_recorded_is_told_at_once(tmp_path):
    waits = []

    async def pause(seconds):
        waits.append(seconds)

    settings = ModelSettings(name="m", base_url="http://127.0.0.1:1/v1")
    with vcr.VCR().use_cassette(str(tmp_path / "empty.yaml"), record_mode="none"):
        async with Client(settings, pause=pause) as client:
            with pytest.raises(CannotOverwriteExistingCassetteException):
                await client.complete(ASK, schema=SCHEMA, schema_name="a")
    assert waits == []


# --- the foreign library ---------------------------------------------------------------------

NEVER_RAISED_BY_A_COMPLETION = {
    "ClientHttpProxyError",  # by way of a proxy alone
    "ContentTypeError",  # the body is read as it is
    "UnixClientConnectorError",
    "UploadAbortedError",
    "WSServerHandshakeError",
}
TRANSLATED = {
    "ClientConnectionError": errors.UnreachableError,
    "ClientConnectionResetError": errors.UnreachableError,
    "ClientConnectorCertificateError": errors.UnreachableError,
    "ClientConnectorDNSError": errors.UnreachableError,
    "ClientConnectorError": errors.UnreachableError,
    "ClientConnectorSSLError": errors.UnreachableError,
    "ClientOSError": errors.UnreachableError,
    "ClientPayloadError": errors.UnreachableError,
    "ClientProxyConnectionError": errors.UnreachableError,
    "ClientResponseError": errors.UnreachableError,
    "ClientSSLError": errors.UnreachableError,
    "ConnectionTimeoutError": errors.UnreachableError,
    "InvalidURL": errors.ModelConfigurationError,
    "InvalidUrlClientError": errors.ModelConfigurationError,
    "InvalidUrlRedirectClientError": errors.ModelConfigurationError,
    "NonHttpUrlClientError": errors.ModelConfigurationError,
    "NonHttpUrlRedirectClientError": errors.ModelConfigurationError,
    "RedirectClientError": errors.ModelConfigurationError,
    "ServerConnectionError": errors.UnreachableError,
    "ServerDisconnectedError": errors.UnreachableError,
    "ServerFingerprintMismatch": errors.UnreachableError,
    "ServerTimeoutError": errors.UnreachableError,
    "SocketTimeoutError": errors.UnreachableError,
    "TooManyRedirects": errors.ModelConfigurationError,
}


def all_errors_of_aiohttp(root=aiohttp.ClientError):
    for kind in root.__subclasses__():
        if kind.__module__.startswith("aiohttp"):
            yield kind
            yield from all_errors_of_aiohttp(kind)


def test_each_error_of_the_foreign_library_is_known():
    assert {e.__name__ for e in all_errors_of_aiohttp()} - NEVER_RAISED_BY_A_COMPLETION == set(
        TRANSLATED
    )


def build(kind):
    place = SimpleNamespace(host="h", port=1, ssl=True, is_ssl=True)
    if issubclass(kind, aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError):
        return kind(place, OSError(1, "x"))
    if issubclass(kind, aiohttp.ClientResponseError):
        return kind(SimpleNamespace(real_url="http://h"), ())
    if issubclass(kind, aiohttp.ServerFingerprintMismatch):
        return kind(b"", b"", "h", 1)
    return kind("http://h") if issubclass(kind, aiohttp.InvalidURL) else kind()


@pytest.mark.parametrize(
    "kind",
    [e for e in all_errors_of_aiohttp() if e.__name__ in TRANSLATED],
    ids=lambda e: e.__name__,
)
def test_each_error_that_can_come_has_its_error_here(kind):
    settings = ModelSettings(name="m", base_url="http://127.0.0.1/v1")
    assert type(_faults.translate(build(kind), settings)) is TRANSLATED[kind.__name__]


def test_a_program_without_an_event_loop_can_be_served_too():
    with standin.serving_apart(GOOD) as server:
        assert asyncio.run(ask(server)).content == '{"a": 1}'


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (standin.error(401, "no"), errors.AuthenticationError),
        (standin.error(429, "Empty", code="insufficient_quota"), errors.QuotaError),
        (standin.error(500, "Oops"), errors.EndpointError),
        (standin.drop(), errors.UnreachableError),
    ],
)
async def test_the_protocols_own_client_fails_with_the_same_errors(behaviour, kind):
    async with standin.serving(behaviour) as server:
        settings = settings_for(server)
        async with _openai.connect(settings, server.base_url) as client:
            with pytest.raises(Exception) as caught, _openai.as_of_http():  # noqa: PT011 - seen below
                await client.chat.completions.create(model="m", messages=[])
    assert type(_faults.translate(caught.value, settings)) is kind
