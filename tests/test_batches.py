"""Batches as a person sends and collects them, against a stand-in for the provider."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

import batch_standin
import standin
import talk
from batch_standin import LEFT_OUT, answer_with, error, refused
from invariants import assert_sound
from llmextract.models import _retries

pytestmark = [
    pytest.mark.usefixtures("bare_machine"),
    # Where the server of aiohttp reads a form that came in pieces, it calls what it deprecates.
    pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def good(request):
    return answer_with(talk.answer(request))


def write_pages(count):
    rows = [
        json.dumps({"source": f"page-{n}", "body": talk.PAGE.format(n + 100)}) for n in range(count)
    ]
    Path("pages.jsonl").write_text("\n".join(rows))


@pytest.fixture
def batch(run):
    """The commands, with the articles of ``pages.jsonl`` and the folder OUT."""

    class Commands:
        def send(self, server, *words, model="stand-in"):
            return run("extract", "pages.jsonl", "-o", "OUT", "--batch", "--base-url",
                       server.base_url, "--model", model, *words)  # fmt: skip

        def collect(self, *words):
            return run("batch", "collect", "OUT", *words)

        def status(self, *words):
            return run("batch", "status", "OUT", *words)

    return Commands()


def records():
    found = [json.loads(path.read_text()) for path in sorted(Path("OUT/records").glob("*.json"))]
    for record in found:
        assert_sound(record)
    return found


def rows(words, *values):
    with closing(sqlite3.connect("OUT/ledger.sqlite")) as base:
        return base.execute(words, values).fetchall()


def asked_about(server):
    """How often each article was put to the model, by its own sum."""
    texts = [request["messages"][-1]["content"] for request in server.asked]
    return Counter(text.split("총사업비")[1][:12] for text in texts if "총사업비" in text)


# --- as it should go ---------------------------------------------------------------------


def test_articles_are_sent_collected_and_end_as_those_of_a_direct_run(batch, run):
    write_pages(3)
    with batch_standin.serving(good) as server:
        sent = batch.send(server)
        assert sent.code == 0
        assert "3 requests sent in 1 batch." in sent.lines
        assert server.statuses() == ["validating"]
        assert batch.collect().code == 3
        server.work()
        found = batch.collect()
    assert found.code == 0
    assert any(line.startswith("[3/3] ") for line in found.lines)
    assert found.lines[-1] == "Nothing waits."
    by_batch = records()
    with standin.serving_apart(standin.answering(talk.answer)) as direct:
        run("extract", "pages.jsonl", "-o", "OUT", "--afresh", "--base-url", direct.base_url,
            "--model", "stand-in")  # fmt: skip
    for one, other in zip(by_batch, records(), strict=True):
        for record in (one, other):
            record["model"].pop("address")
            for attempt in record["attempts"]:
                attempt.pop("seconds")
        assert one == other


def test_the_ledger_says_of_each_article_what_it_took(batch):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        assert rows("select distinct state from articles") == [("asked",)]
        server.work()
        batch.collect()
    assert (
        rows("select state, tries, requests, input, cached, output from articles")
        == [("done", 1, 1, 100, 80, 20)] * 2
    )
    assert rows("select count(*) from batch_articles") == [(0,)]
    assert rows("select count(*) from batch_questions") == [(0,)]
    assert not Path("OUT/batches").exists()


def test_the_status_tells_each_state_and_what_to_do_next(batch):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        seen = []
        for _ in range(4):
            seen.append(batch.status().out.split()[1])
            server.step()
        done = batch.status()
        batch.collect()
        after = batch.status("--json")
    assert seen == ["validating", "in_progress", "finalizing", "completed"]
    assert "2 of      2, 0 failed" in done.out
    assert done.lines == ["2 articles wait; llmextract batch collect OUT goes on."]
    assert json.loads(after.out)["batches"][0]["status"] == "collected"


def test_collecting_goes_on_in_another_folder_without_the_pages(batch, run, tmp_path):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        Path("pages.jsonl").unlink()
        Path("OUT").rename(tmp_path / "moved")
        server.work()
        found = run("batch", "collect", tmp_path / "moved")
    assert found.code == 0
    assert len(list((tmp_path / "moved" / "records").iterdir())) == 2


def test_an_answer_that_has_to_be_mended_takes_another_round(batch):
    write_pages(2)
    wrong = iter([True])

    def answer(request):
        said = talk.answer(request)
        if next(wrong, False):
            said["programs"][0]["name"] = "다른 센터"
        return answer_with(said)

    with batch_standin.serving(answer) as server:
        batch.send(server)
        server.work()
        first = batch.collect()
        assert first.code == 3
        assert "1 request sent in 1 batch." in first.lines
        assert len(records()) == 1
        server.work()
        assert batch.collect().code == 0
    mended = max(records(), key=lambda record: len(record["attempts"]))
    assert [bool(attempt["errors"]) for attempt in mended["attempts"]] == [True, False]
    assert rows("select sum(requests), sum(input) from articles") == [(3, 300)]


def test_no_next_takes_what_has_come_and_sends_nothing(batch):
    write_pages(1)
    with batch_standin.serving(lambda _: answer_with("no JSON")) as server:
        batch.send(server)
        server.work()
        assert batch.collect("--no-next").code == 3
        assert len(server.batches) == 1
        for _ in range(2):
            batch.collect()
            server.work()
        assert batch.collect().code == 1
        assert len(server.asked) == 3
    assert rows("select state, cause, requests from articles") == [("failed", "MalformedReply", 3)]


def test_what_is_sent_or_done_is_not_sent_again(batch):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        again = batch.send(server)
        assert len(server.batches) == 1
        assert again.lines[-1] == "  llmextract batch collect OUT"
        server.work()
        batch.collect()
        write_pages(3)
        batch.send(server)
        assert len(server.requests_of(1)) == 1
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 3
    assert max(asked_about(server).values()) == 1


def test_a_file_holds_no_more_than_the_provider_takes(batch, monkeypatch):
    monkeypatch.setattr("llmextract.runs.batches.outbox.MOST_BYTES", 40_000)
    write_pages(7)
    with batch_standin.serving(good, most_requests=3, most_bytes=40_000) as server:
        batch.send(server, "--batch-size", "3")
        sizes = [len(server.requests_of(number)) for number in range(len(server.batches))]
        server.work()
        assert set(server.statuses()) == {"completed"}
        assert batch.collect().code == 0
    assert sum(sizes) == 7
    assert max(sizes) <= 3
    assert len(records()) == 7


def test_a_dry_run_knows_the_price_of_a_batch(run, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0")
    write_pages(1)
    words = ("extract", "pages.jsonl", "-o", "OUT", "--dry-run", "--model", "gpt-5-mini")
    plain, cheap = run(*words).out, run(*words, "--batch").out
    price = [float(text.split("$")[1].split()[0]) for text in (plain, cheap)]
    assert price[1] == pytest.approx(price[0] / 2, rel=0.1)
    assert "up to 24 hours a round" in cheap


def test_a_dry_run_leaves_out_what_a_batch_asks_already(batch, run):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        write_pages(3)
        words = ("--base-url", server.base_url, "--model", "stand-in", "--dry-run")
        found = run("extract", "pages.jsonl", "-o", "OUT", "--batch", *words)
    assert found.out.splitlines()[:2] == [
        "pages     3, 2 waiting for batches",
        "to ask    1 article in 1 request",
    ]


@pytest.fixture
def a_dollar_each(monkeypatch):
    """What every request costs."""
    monkeypatch.setattr(
        "llmextract.models.Prices.of", lambda *_, **__: SimpleNamespace(cost=lambda _: 1.0)
    )


@pytest.mark.usefixtures("a_dollar_each")
def test_a_budget_holds_for_what_has_to_be_asked_again_and_loses_no_answer(batch):
    write_pages(3)
    wrong = iter([True, True])

    def answer(request):
        said = talk.answer(request)
        if next(wrong, False):
            said["programs"][0]["name"] = "다른 센터"
        return answer_with(said)

    with batch_standin.serving(answer) as server:
        batch.send(server)
        server.work()
        found = batch.collect("--budget", "4.5")
        assert found.code == 3
        assert len(records()) == 1
        assert "1 request sent in 1 batch." in found.lines
        assert "no room for 1 more of the requests" in " ".join(found.lines)
        server.work()
        assert batch.collect("--budget", "4.5").code == 3
        assert len(records()) == 2
        assert "1 request sent in 1 batch." in batch.collect("--budget", "5").lines
        server.work()
        assert batch.collect("--budget", "5").code == 0
    assert rows("select sum(cost) from articles where state = 'done'") == [(5.0,)]


def test_a_budget_without_a_price_is_refused(batch):
    write_pages(1)
    with batch_standin.serving(good) as server:
        batch.send(server)
        found = batch.collect("--budget", "1")
    assert found.code == 2
    assert "No price is known" in found.errors[0]


@pytest.mark.usefixtures("a_dollar_each")
def test_a_budget_bounds_what_is_sent(batch):
    write_pages(5)
    with batch_standin.serving(good) as server:
        found = batch.send(server, "--budget", "2.5")
        assert len(server.requests_of(0)) == 2
        assert found.code == 1
        assert any("The budget is used up" in line for line in found.lines)
        server.work()
        batch.collect()
    assert rows("select sum(cost) from articles where state = 'done'") == [(2.0,)]


# --- as it should not --------------------------------------------------------------------


def test_what_expired_is_sent_again_and_what_came_before_is_kept(batch):
    write_pages(4)
    with batch_standin.serving(good) as server:
        batch.send(server)
        server.step()
        server.end("expired", done=1)
        found = batch.collect()
        assert found.code == 3
        assert len(records()) == 1
        assert "3 requests sent in 1 batch." in found.lines
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 4
    assert max(asked_about(server).values()) == 1


def test_what_was_cancelled_waits_for_someone_to_say_so(batch):
    write_pages(3)
    with batch_standin.serving(good) as server:
        batch.send(server)
        server.step()
        server.end("cancelled", done=1)
        found = batch.collect()
        assert found.code == 3
        assert len(server.batches) == 1
        assert "2 requests of batches that were cancelled or refused wait: " in found.lines
        assert len(records()) == 1
        batch.collect("--resend")
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 3


def test_a_batch_that_was_refused_as_a_whole_says_why(batch):
    write_pages(4)
    with batch_standin.serving(good, most_requests=2) as server:
        batch.send(server)
        server.work()
        found = batch.collect()
        assert "batch_0 was refused (Too many requests.); 4 of its requests wait." in " ".join(
            line.strip() for line in found.lines
        )
        batch.collect("--resend", "--batch-size", "2")
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 4


def test_where_no_more_tokens_may_wait_batches_become_smaller_and_go_one_by_one(batch):
    write_pages(4)
    with batch_standin.serving(good, most_waiting=2) as server:
        batch.send(server)
        for _ in range(6):
            server.work()
            if batch.collect().code == 0:
                break
    assert len(records()) == 4
    assert server.statuses() == ["failed", "completed", "completed"]


def test_requests_that_failed_at_the_provider_are_tried_three_times(batch):
    write_pages(2)
    answers = {0: refused(500, "Upstream."), 1: error("timeout", "No response in time.")}
    seen = []

    def answer(request):
        seen.append(request)
        return answers[len(seen) % 2]

    with batch_standin.serving(answer) as server:
        batch.send(server)
        for _ in range(3):
            server.work()
            found = batch.collect()
    assert found.code == 1
    assert len(seen) == 6
    assert rows("select state, cause from articles") == [("failed", "Endpoint 500")] * 2


def test_requests_that_no_file_speaks_of_are_sent_again(batch):
    write_pages(2)
    lost = iter([LEFT_OUT])
    with batch_standin.serving(lambda request: next(lost, None) or good(request)) as server:
        batch.send(server)
        server.work()
        found = batch.collect()
        assert "Note: batch_0 lost 1 of its requests; sent again." in found.lines
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 2


def test_a_field_that_the_endpoint_refuses_is_left_out_of_the_next_round(batch):
    write_pages(2)

    def answer(request):
        if "temperature" in request:
            return refused(400, "Unsupported parameter: 'temperature'.", param="temperature")
        return good(request)

    with batch_standin.serving(answer) as server:
        batch.send(server)
        server.work()
        assert batch.collect().code == 3
        server.work()
        assert batch.collect().code == 0
    assert len(server.batches) == 2


def test_a_request_that_is_wrong_fails_its_article_alone(batch):
    write_pages(2)
    answers = iter([refused(400, "This text is too long.")])
    with batch_standin.serving(lambda request: next(answers, None) or good(request)) as server:
        batch.send(server)
        server.work()
        found = batch.collect()
    assert found.code == 1
    assert "did not take the request (400): This text is too long." in found.errors[0]
    assert len(records()) == 1


def test_many_bad_answers_in_a_row_are_all_gone_through(batch):
    write_pages(12)
    with batch_standin.serving(lambda _: answer_with(None, refusal="No.")) as server:
        batch.send(server)
        for _ in range(3):
            server.work()
            found = batch.collect()
    assert found.code == 1
    assert rows("select count(*) from articles where state = 'failed'") == [(12,)]


def test_a_batch_whose_beginning_was_not_heard_of_is_not_sent_twice(batch):
    write_pages(2)
    with batch_standin.serving(good, lose_create=1) as server:
        assert batch.send(server).code == 1
        assert len(server.batches) == 1
        again = batch.send(server)
        assert again.code == 0
        assert len(server.batches) == 1
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 2


def test_answers_cut_off_on_their_way_are_fetched_again(batch, monkeypatch):
    monkeypatch.setattr(_retries, "_ATTEMPTS", 2)
    write_pages(3)
    with batch_standin.serving(good, lose_content=1) as server:
        batch.send(server)
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 3


def test_answers_that_cannot_be_fetched_stay_there_and_are_told_in_one_sentence(batch):
    write_pages(3)
    with batch_standin.serving(good, lose_content=1) as server:
        batch.send(server)
        server.work()
        found = batch.collect()
        assert found.code == 1
        assert "Not enough data" in found.lines[-1]
        assert "try again" in found.lines[-1]
        assert batch.collect().code == 0
    assert len(records()) == 3


def test_a_file_that_was_not_taken_leaves_all_to_be_sent(batch):
    write_pages(2)
    with batch_standin.serving(good, most_bytes=10) as server:
        found = batch.send(server)
        assert found.code == 2
        assert "takes no file so large (413); give a smaller --batch-size." in found.errors[0]
        server.most_bytes = 10**9
        assert batch.send(server).code == 0
        server.work()
        assert batch.collect().code == 0


def test_a_batch_that_the_provider_knows_no_more_is_given_up_only_when_told_to(batch):
    write_pages(2)
    with batch_standin.serving(good) as server:
        batch.send(server)
        server.batches["batch_gone"] = server.batches.pop("batch_0")
        found = batch.collect()
        assert found.code == 3
        assert "Note: batch_0 cannot be had: " in "\n".join(found.lines)
        assert len(server.batches) == 1
        batch.collect("--resend")
        server.work()
        assert batch.collect().code == 0
    assert len(records()) == 2


def test_an_endpoint_without_batches_is_told_in_one_sentence(batch):
    write_pages(1)
    with batch_standin.serving(good, refuse=(404, {"detail": "Not Found"})) as server:
        found = batch.send(server)
    assert found.code == 2
    assert "has no Batch API" in found.errors[0]
    assert "leave out --batch" in found.errors[0]


def test_a_wrong_key_is_told_and_nothing_is_lost(batch, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "sk-1")
    write_pages(1)
    with batch_standin.serving(good, refuse=refused(401, "Wrong key.")) as server:
        found = batch.send(server)
        assert found.code == 2
        assert "refused the key (401)" in found.errors[0]
        server.refuse = None
        assert batch.send(server).code == 0
        server.refuse = refused(401, "Wrong key.")
        server.work()
        assert batch.collect().code == 2
        server.refuse = None
        assert batch.collect().code == 0
    assert server.keys == {"Bearer sk-1"}
    assert b"sk-1" not in Path("OUT/ledger.sqlite").read_bytes()


def test_the_embedded_model_has_no_batches(run):
    write_pages(1)
    found = run("extract", "pages.jsonl", "-o", "OUT", "--batch")
    assert found.code == 2
    assert found.errors[0].startswith("Batches are made by a provider: set OPENAI_API_KEY")


@pytest.mark.parametrize("command", ["status", "collect"])
def test_a_folder_without_batches_says_how_to_begin(run, command):
    Path("OUT").mkdir()
    found = run("batch", command, "OUT")
    assert found.code == 2
    assert found.errors == ["OUT holds no batches; `llmextract extract … --batch -o OUT` begins."]


def test_a_direct_run_does_not_ask_what_a_batch_asks_already(batch, run):
    write_pages(1)
    with batch_standin.serving(good) as server:
        batch.send(server)
        found = run("extract", "pages.jsonl", "-o", "OUT", "--base-url", server.base_url,
                    "--model", "stand-in")  # fmt: skip
    assert found.code == 2
    assert "`llmextract batch collect OUT` takes what they bring" in found.errors[0]


def test_batches_are_not_looked_for_at_another_address(batch):
    write_pages(1)
    with batch_standin.serving(good) as server:
        batch.send(server)
    with batch_standin.serving(good) as other:
        found = batch.send(other)
    assert found.code == 2
    assert "OUT waits for batches of http://127.0.0.1:" in found.errors[0]


def test_answers_may_hold_any_character(batch):
    write_pages(1)

    def answer(request):
        said = talk.answer(request)
        said["programs"][0]["aliases"] = ["물빛\u2028센터\x85"]
        return answer_with(said)

    with batch_standin.serving(answer) as server:
        batch.send(server)
        for _ in range(3):
            server.work()
            found = batch.collect()
    assert found.code == 0
    assert len(records()) == 1
