"""A run that is stopped, changed and started again: nothing lost, nothing paid twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import llmextract
import standin
import talk
from invariants import assert_sound
from llmextract import errors
from llmextract.cleaning import list_sources
from llmextract.models import Client, ModelSettings, _retries
from llmextract.runs import (
    Failed,
    FailedBefore,
    Kept,
    Notice,
    Purse,
    Repeated,
    Run,
    Written,
    earlier,
    going,
)
from llmextract.runs.files import write_together
from llmextract.runs.ledger import LEDGER, Ledger

BODY = (
    "해오름시는 총사업비 {} 원을 들여 '해오름 물빛센터'를 짓는다고 2일 밝혔다. "
    "시민이 쉬고 배우는 곳으로, 강가의 옛 창고 터에 지상 4층으로 들어선다.\n\n"
    "국비 200억 원이 드는 해오름 물빛센터는 2027년 상반기에 문을 연다.\n"
)
GOOD = standin.answering(talk.answer)


@pytest.fixture(autouse=True)
def _one_try(monkeypatch):
    monkeypatch.setattr(_retries, "_ATTEMPTS", 1)
    monkeypatch.setattr(_retries, "_PATIENCE", 1)


def sum_of(number):
    return f"{number + 100}억"


@pytest.fixture
def pages(tmp_path):
    """A JSONL of as many articles as are wanted, each with a sum of its own."""

    def make(count):
        path = tmp_path / "pages.jsonl"
        rows = [json.dumps({"body": BODY.format(sum_of(n))}) for n in range(count)]
        path.write_text("\n".join(rows))
        return path

    return make


@pytest.fixture
def out(tmp_path):
    return tmp_path / "OUT"


async def extract(server, pages, out, *, settings=None, **options):
    """The outcomes of one run."""
    known = {"name": "m", "base_url": server.base_url, "timeout": 20.0}
    run = Run(sources=list(list_sources([pages])), out=out, **options)
    async with Client(ModelSettings(**(known | (settings or {})))) as client:
        return [outcome async for outcome in run.outcomes(client)]


def kinds(outcomes):
    return Counter(type(outcome) for outcome in outcomes)


def asked(server):
    """How often each article was asked about, by its sum."""
    text = [talk.question(request) for request in server.requests]
    return Counter(next(n for n in range(400) if f" {sum_of(n)} 원]" in t) for t in text)


def records(out):
    found = [json.loads(path.read_text()) for path in sorted((out / "records").iterdir())]
    for record in found:
        assert_sound(record)
    return found


def states(out):
    with sqlite3.connect(out / LEDGER) as base:
        return Counter(state for (state,) in base.execute("select state from articles"))


def about(number, then, otherwise=GOOD):
    return standin.when(lambda r: f" {sum_of(number)} 원]" in talk.question(r), then, otherwise)


# --- going on --------------------------------------------------------------------------------


async def test_a_finished_run_started_again_asks_nothing(pages, out):
    path = pages(5)
    async with standin.serving(GOOD) as server:
        assert kinds(await extract(server, path, out, concurrency=3)) == {Written: 5}
        before = records(out)
        assert kinds(await extract(server, path, out, concurrency=3)) == {Kept: 5}
    assert len(server.requests) == 5
    assert records(out) == before


async def test_pages_that_moved_or_were_touched_give_the_articles_that_are_there(pages, out):
    path = pages(3)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        moved = path.rename(path.with_name("moved.jsonl"))
        assert kinds(await extract(server, moved, out)) == {Kept: 3}
        os.utime(moved, (1, 1))
        assert kinds(await extract(server, moved, out)) == {Kept: 3}
    assert len(server.requests) == 3


async def test_only_new_articles_are_asked_about(pages, out):
    async with standin.serving(GOOD) as server:
        await extract(server, pages(3), out)
        assert kinds(await extract(server, pages(5), out)) == {Kept: 3, Written: 2}
    assert asked(server) == dict.fromkeys(range(5), 1)


async def test_a_record_that_was_taken_away_is_made_again(pages, out):
    path = pages(3)
    async with standin.serving(GOOD) as server:
        first = (await extract(server, path, out))[0]
        first.path.unlink()
        assert kinds(await extract(server, path, out)) == {Kept: 2, Written: 1}
    assert first.path.exists()


async def test_the_same_text_twice_is_asked_about_once_in_any_run(pages, out):
    path = pages(2)
    path.write_text(path.read_text() + "\n" + path.read_text())
    async with standin.serving(GOOD) as server:
        first = await extract(server, path, out, concurrency=4)
        assert kinds(first) == {Written: 2, Repeated: 2}
        assert kinds(await extract(server, path, out, concurrency=4)) == {Kept: 4}
    assert len(server.requests) == 2


async def test_a_folder_from_before_there_were_ledgers_is_taken_over(pages, out):
    path = pages(3)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        for file in out.glob("ledger.sqlite*"):
            file.unlink()
        assert kinds(await extract(server, path, out)) == {Kept: 3}
    assert len(server.requests) == 3
    assert states(out) == {"done": 3}


async def test_a_run_stopped_between_a_record_and_its_line_takes_the_record(pages, out):
    path = pages(2)
    async with standin.serving(GOOD) as server:
        written = await extract(server, path, out)
        with Ledger(out / LEDGER) as ledger:
            entry = ledger.find(written[0].article)
            ledger.write([replace(entry, state="asked")])
        write_together([(written[0].path, written[0].path.read_bytes())])
        assert kinds(await extract(server, path, out)) == {Kept: 2}
    assert len(server.requests) == 2


# --- how many at once ------------------------------------------------------------------------


async def test_no_more_questions_are_under_way_than_allowed_though_more_articles_are_in_hand(
    pages, out
):
    async def behave(request):
        await asyncio.sleep(0.02)
        return await GOOD(request)

    async with standin.serving(behave) as server:
        # The client by itself would let sixty-four through.
        outcomes = await extract(
            server, pages(30), out, settings={"concurrency": 64}, concurrency=4
        )
    assert kinds(outcomes) == {Written: 30}
    assert server.most_at_once == 4


# --- what has changed ------------------------------------------------------------------------


async def test_another_model_starts_afresh_and_says_so_first(pages, out):
    path = pages(3)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        outcomes = await extract(server, path, out, settings={"name": "n"})
    assert isinstance(outcomes[0], Notice)
    assert outcomes[0].text == (
        "3 articles of this folder were asked by another model (m); given again, they start afresh."
    )
    assert kinds(outcomes) == {Notice: 1, Written: 3}
    assert {record["model"]["name"] for record in records(out)} == {"n"}


async def test_another_prompt_starts_afresh(pages, out, monkeypatch):
    path = pages(2)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        read = llmextract.prompts.read_resource
        monkeypatch.setattr(llmextract.prompts, "read_resource", lambda name: read(name) + "\nGo.")
        # As in another process, which has not read the prompt yet.
        fresh = llmextract.prompts._load.__wrapped__
        monkeypatch.setattr(llmextract.prompts, "_load", fresh)
        monkeypatch.setattr(talk, "question", lambda r: r["messages"][-1]["content"])
        outcomes = await extract(server, path, out)
    assert kinds(outcomes) == {Notice: 1, Written: 2}
    assert "another prompt (programs.static.ko)" in outcomes[0].text


async def test_another_version_keeps_the_records_and_says_so_first(pages, out, monkeypatch):
    path = pages(2)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        for module in (going, earlier):
            monkeypatch.setattr(module, "__version__", "9.9")
        notice, *rest = await extract(server, path, out)
    assert "0.1.0" in notice.text
    assert "--afresh" in notice.text
    assert kinds(rest) == {Kept: 2}


async def test_another_schema_starts_afresh(pages, out, monkeypatch):
    path = pages(2)
    monkeypatch.chdir(path.parent)
    path.with_name("mine.py").write_text(
        "from llmextract.schemas.programs import Programs\nclass Mine(Programs):\n    pass\n"
    )
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
        monkeypatch.setattr(talk, "question", lambda r: r["messages"][-1]["content"])
        outcomes = await extract(server, path, out, schema="mine:Mine")
    assert "another schema (programs)" in outcomes[0].text
    assert kinds(outcomes)[Written] == 2


async def test_another_address_of_the_same_model_is_no_change(pages, out):
    path = pages(2)
    async with standin.serving(GOOD) as server:
        await extract(server, path, out)
    async with standin.serving(GOOD) as elsewhere:
        assert kinds(await extract(elsewhere, path, out)) == {Kept: 2}
    assert elsewhere.requests == []


async def test_another_day_of_publication_starts_afresh(pages, out):
    path = pages(1)
    async with standin.serving(GOOD) as server:
        for day, kind in (("2026-03-02", Written), ("2026-03-03", Written), ("2026-03-03", Kept)):
            given = llmextract.article.date.fromisoformat(day)
            assert kinds(await extract(server, path, out, published=given)) == {kind: 1}
    assert records(out)[0]["article"]["published"] == "2026-03-03"


# --- failures --------------------------------------------------------------------------------


async def test_what_failed_is_left_until_it_is_asked_for_and_says_why(pages, out):
    path = pages(3)
    failing = about(1, standin.refusal("No."))
    async with standin.serving(failing) as server:
        first = await extract(server, path, out)
        again = await extract(server, path, out)
        assert kinds(first) == {Written: 2, Failed: 1}
        assert kinds(again) == {Kept: 2, FailedBefore: 1}
        (failed,) = (o for o in again if isinstance(o, FailedBefore))
        assert failed.cause == "Refusal"
        assert "declined to answer: No." in failed.error
        before = len(server.requests)
        server.script = [GOOD]
        third = await extract(server, path, out, retry_failed=True)
    assert kinds(third) == {Kept: 2, Written: 1}
    assert len(server.requests) == before + 1
    assert states(out) == {"done": 3}
    with Ledger(out / LEDGER) as ledger:
        entry = ledger.find(next(o for o in third if isinstance(o, Written)).article)
    assert entry.tries == 2
    assert entry.spent.requests == 4, "three refused askings and a good one"
    assert entry.spent.input == 400


async def test_a_page_that_cannot_be_read_is_in_the_ledger_with_its_reason(tmp_path, out):
    async with standin.serving(GOOD) as server:
        await extract(server, tmp_path / "nope.txt", out)
    with Ledger(out / LEDGER) as ledger:
        seen = ledger.seen(str(tmp_path / "nope.txt"))
    assert seen.article is None
    assert seen.cause == "Unreadable"
    assert "does not exist" in seen.error


async def test_ten_failures_in_a_row_of_one_cause_stop_the_run_and_are_asked_again(pages, out):
    path = pages(30)
    async with standin.serving(GOOD, GOOD, standin.error(500, "down")) as server:
        with pytest.raises(errors.EndpointError, match=r"10 articles in a row .*500 \(down\)"):
            await extract(server, path, out)
        assert len(server.requests) == 12
        assert states(out) == {"done": 2, "asked": 10}
        server.script = [GOOD]
        assert kinds(await extract(server, path, out)) == {Kept: 2, Written: 28}


async def test_failures_of_several_causes_do_not_stop_the_run(pages, out):
    path = pages(24)
    script = [standin.error(500, "down"), standin.error(429, "busy", headers={"Retry-After": "0"})]
    async with standin.serving(*script * 12) as server:
        outcomes = await extract(server, path, out)
    assert kinds(outcomes) == {Failed: 24}
    assert {outcome.cause for outcome in outcomes} == {"Endpoint 500", "RateLimit"}


async def test_an_empty_account_ends_the_run_at_once_and_fails_no_article(pages, out):
    empty = standin.error(429, "You exceeded your quota", code="insufficient_quota")
    async with standin.serving(GOOD, empty) as server:
        with pytest.raises(errors.QuotaError, match="add credit"):
            await extract(server, pages(9), out)
    assert len(server.requests) == 2
    assert states(out) == {"done": 1, "asked": 1}


async def test_an_article_has_a_time_for_all_its_askings(pages, out):
    async with standin.serving(about(0, standin.stall())) as server:
        outcomes = await extract(server, pages(2), out, deadline=0.4)
    (failed,) = (o for o in outcomes if isinstance(o, Failed))
    assert failed.cause == "Deadline"
    assert "no record after 0.4 s" in str(failed.error)
    assert states(out) == {"done": 1, "failed": 1}


async def test_of_many_faults_each_article_has_one_record_or_one_named_failure(pages, out):
    dice = random.Random(7)  # noqa: S311 - no secret
    faults = [
        standin.error(429, "busy"), standin.error(429, "busy", headers={"Retry-After": "0"}),
        standin.error(500, "down"), standin.error(502, "gone"), standin.drop(),
        standin.cut_body(), standin.reply('{"programs": ['), standin.reply({"programmes": []}),
        standin.refusal("No."),
    ]  # fmt: skip
    script = [dice.choice(faults) if dice.random() < 0.2 else GOOD for _ in range(400)]
    async with standin.serving(*script) as server:
        outcomes = await extract(server, pages(80), out, concurrency=8)
    assert len({outcome.source for outcome in outcomes}) == len(outcomes) == 80
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    assert 0 < len(failed) < 40
    assert all(str(outcome.error) and outcome.cause for outcome in failed)
    assert len(records(out)) == 80 - len(failed)
    assert states(out) == {"done": 80 - len(failed), "failed": len(failed)}


# --- stopping, money, locks --------------------------------------------------------------------


async def test_a_run_that_is_told_to_stop_finishes_what_is_under_way(pages, out):
    path, gate = pages(9), asyncio.Event()

    async def slow(request):
        run.stop("interrupted")
        gate.set()
        return await GOOD(request)

    run = Run(sources=list(list_sources([path])), out=out, concurrency=2)
    async with standin.serving(slow) as server:
        async with Client(ModelSettings(name="m", base_url=server.base_url)) as client:
            outcomes = [outcome async for outcome in run.outcomes(client)]
        assert 1 <= kinds(outcomes)[Written] == len(outcomes) <= 2
        assert len(records(out)) == len(outcomes)
        assert kinds(await extract(server, path, out))[Kept] == len(outcomes)


class Fixed:
    """Prices of a model whose every exchange costs a dollar."""

    def cost(self, usage):
        assert usage.input_tokens == 100
        return 1.0


async def test_a_budget_holds_over_all_runs_into_a_folder(pages, out):
    path = pages(9)
    async with standin.serving(GOOD) as server:
        run = {"prices": Fixed(), "concurrency": 4}
        first = await extract(server, path, out, purse=Purse(3.5, guess=1.0), **run)
        assert kinds(first) == {Written: 3}
        second = await extract(server, path, out, purse=Purse(3.5, guess=1.0), **run)
        assert kinds(second) == {Kept: 3}
        third = await extract(server, path, out, purse=Purse(6.5, guess=1.0), **run)
        assert kinds(third) == {Kept: 3, Written: 3}
    assert len(server.requests) == 6
    with Ledger(out / LEDGER) as ledger:
        assert ledger.spent().cost == 6.0


async def test_what_a_failed_article_cost_is_counted(pages, out):
    async with standin.serving(standin.refusal("No.")) as server:
        (failed,) = await extract(server, pages(1), out, prices=Fixed())
    assert failed.spent.cost == 3.0
    assert failed.spent.output == 60


async def test_two_runs_into_one_folder_are_refused(pages, out):
    path, gate, asked_ = pages(1), asyncio.Event(), asyncio.Event()

    async def wait(request):
        asked_.set()
        await gate.wait()
        return await GOOD(request)

    async with standin.serving(wait) as server:
        first = asyncio.ensure_future(extract(server, path, out))
        await asked_.wait()
        with pytest.raises(errors.OutputInUseError, match=rf"process {os.getpid()} on "):
            await extract(server, path, out)
        gate.set()
        assert kinds(await first) == {Written: 1}
        assert kinds(await extract(server, path, out)) == {Kept: 1}


async def test_a_ledger_of_another_format_is_refused(pages, out):
    out.mkdir()
    with sqlite3.connect(out / LEDGER) as base:
        base.execute("pragma user_version = 99")
    async with standin.serving(GOOD) as server:
        with pytest.raises(errors.OutputNotWritableError, match="ledger of format 99"):
            await extract(server, pages(1), out)


async def test_a_file_that_is_no_ledger_is_one_sentence(pages, out):
    out.mkdir()
    (out / LEDGER).write_text("a note of mine, longer than a header of SQLite is " * 9)
    async with standin.serving(GOOD) as server:
        with pytest.raises(errors.OutputNotWritableError, match="not a database"):
            await extract(server, pages(1), out)


# --- killed ------------------------------------------------------------------------------------

PROGRAM = [sys.executable, "-c", "from llmextract.cli import main; main()"]
AT_ONCE = 8
UNDER_WAY = 2 * AT_ONCE
"""Articles asked about, and as many whose answers are being resolved and written."""


@pytest.fixture
def start(monkeypatch, out):
    for name in ("OPENAI_API_KEY", "LLMEXTRACT_API_KEY", "LLMEXTRACT_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(llmextract.__file__).parents[1]))

    def begin(server, path):
        words = ["extract", str(path), "-o", str(out), "--base-url", server.base_url,
                 "--model", "m", "--concurrency", str(AT_ONCE)]  # fmt: skip
        return subprocess.Popen([*PROGRAM, *words], stderr=subprocess.DEVNULL)  # noqa: S603

    return begin


def test_a_run_killed_at_any_moment_goes_on_without_asking_twice(pages, out, start):
    path = pages(60)

    async def behave(request):
        await asyncio.sleep(0.02)
        return await GOOD(request)

    finished = set()
    with standin.serving_apart(behave) as server:
        for kill_after in (6, 17, 31, 48):
            process = start(server, path)
            while len(set(asked(server))) < kill_after and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
            before, sent = finished, len(server.requests)
            finished = {file.name for file in (out / "records").glob("*.json")}
            assert before <= finished
            assert sent <= len(finished) + 4 * UNDER_WAY
        assert start(server, path).wait() == 0
    assert states(out) == {"done": 60}
    assert len(records(out)) == 60
    # Asked twice were only those that were under way when the run was killed.
    assert sum(count - 1 for count in asked(server).values()) <= 4 * UNDER_WAY
