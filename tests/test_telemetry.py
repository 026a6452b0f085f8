"""What a run tells machines: lines of JSON on stderr, and spans where OpenTelemetry is there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import standin
import talk
from llmextract import telemetry
from llmextract.models import _retries

GOOD = standin.answering(talk.answer)

pytestmark = pytest.mark.usefixtures("bare_machine")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    telemetry._installed.cache_clear()
    yield
    telemetry._installed.cache_clear()


@pytest.fixture
def served(run):
    def call(*words, script=(GOOD,), count=2):
        rows = [json.dumps({"body": talk.PAGE.format(number + 100)}) for number in range(count)]
        Path("pages.jsonl").write_text("\n".join([*rows, "{}"]))
        with standin.serving_apart(*script) as server:
            return run("extract", "pages.jsonl", "-o", "OUT", "--base-url", server.base_url,
                       "--model", "stand-in", "--concurrency", "1", *words)  # fmt: skip

    return call


def events(found):
    return [json.loads(line) for line in found.lines]


# --- the log -----------------------------------------------------------------------------


def test_in_json_every_line_of_stderr_is_an_event(served):
    found = events(served("--log-format", "json"))
    names = [event["event"] for event in found]
    assert names == ["message", "run_start", "article_done", "article_done", "article_failed",
                     "run_end", "summary"]  # fmt: skip
    assert all({"time", "level", "event"} <= event.keys() for event in found)
    done = found[2]
    assert (done["source"], done["input_tokens"], done["output_tokens"]) == (
        "pages.jsonl:1", 100, 20,
    )  # fmt: skip
    assert len(done["article"]) == 16
    assert found[4]["cause"] == "Unreadable"
    assert (found[6]["records"], found[6]["failed"]) == (2, 1)


def test_a_retry_is_an_event_of_its_article(served, monkeypatch):
    monkeypatch.setattr(_retries, "_ATTEMPTS", 2)
    script = (standin.error(500, "upstream"), GOOD)
    found = events(served("--log-format", "json", script=script, count=1))
    (retry,) = [event for event in found if event["event"] == "retry"]
    (done,) = [event for event in found if event["event"] == "article_done"]
    assert (retry["status"], retry["attempt"]) == (500, 1)
    assert retry["article"] == done["article"]


def test_events_of_articles_made_by_other_processes_are_theirs_all_the_same(served, monkeypatch):
    monkeypatch.setattr(_retries, "_ATTEMPTS", 2)
    words = ("--log-format", "json", "--concurrency", "2", "--processes", "2")
    found = events(served(*words, script=(standin.error(500, "upstream"), GOOD)))
    (retry,) = [event for event in found if event["event"] == "retry"]
    done = [event["article"] for event in found if event["event"] == "article_done"]
    assert len(set(done)) == 2
    assert retry["article"] in done


def test_what_ends_the_program_is_an_event_too(served):
    found = served("--log-format", "json", script=(standin.error(401, "Wrong key."),))
    assert found.code == 2
    last = events(found)[-1]
    assert last["event"] == "error"
    assert "wants a key (401)" in last["text"]


def test_without_being_asked_for_it_stderr_is_for_people(served):
    served("--log-format", "json")
    assert served("--afresh").lines[0].startswith("Model: stand-in at ")


# --- spans -------------------------------------------------------------------------------


@pytest.fixture
def exported(monkeypatch):
    """The spans of the test, as OpenTelemetry's exporter to memory keeps them."""
    from opentelemetry import trace  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (  # noqa: PLC0415
        InMemorySpanExporter,
    )

    provider, exporter = TracerProvider(), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter.get_finished_spans


def test_spans_nest_as_run_article_and_request(served, exported):
    served()
    spans = exported()
    names = [span.name for span in spans]
    assert names == ["chat stand-in", "llmextract article"] * 2 + ["llmextract run"]
    request, article, run = spans[0], spans[1], spans[-1]
    assert run.parent is None
    assert article.parent.span_id == run.context.span_id
    assert request.parent.span_id == article.context.span_id
    assert article.attributes["llmextract.outcome"] == "written"


def test_a_request_s_span_speaks_the_words_of_the_conventions(served, exported):
    served(count=1)
    said = exported()[0].attributes
    assert said["gen_ai.operation.name"] == "chat"
    assert said["gen_ai.request.model"] == "stand-in"
    assert said["gen_ai.provider.name"] == said["server.address"] == "127.0.0.1"
    assert said["gen_ai.usage.input_tokens"] == 100
    assert said["gen_ai.usage.output_tokens"] == 20
    assert "해오름" not in str(dict(said))


def test_what_fails_is_a_failed_span(served, exported):
    served(count=1, script=(standin.error(400, "This text is too long."),))
    request, article = exported()[:2]
    assert request.status.is_ok is False
    assert request.attributes["error.type"] == "BadRequestError"
    assert article.attributes["llmextract.outcome"] == "failed"
    assert article.status.is_ok is False


def test_without_opentelemetry_nothing_is_lost_but_the_spans(served, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    assert served(count=1).code == 1
    assert len(list(Path("OUT/records").iterdir())) == 1
