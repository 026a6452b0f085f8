"""Runs as a person sees them: what is told before, while and after, and how they are stopped."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import standin
import talk
from llmextract import cli

GOOD = standin.answering(talk.answer)


pytestmark = pytest.mark.usefixtures("bare_machine")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def served(run):
    def call(*words, script=(GOOD,), model="stand-in"):
        with standin.serving_apart(*script) as server:
            found = run("extract", "pages.jsonl", "-o", "OUT", "--base-url", server.base_url,
                        "--model", model, *words)  # fmt: skip
        found.requests = server.requests
        return found

    return call


def write_pages(count):
    rows = [json.dumps({"body": talk.PAGE.format(number + 100)}) for number in range(count)]
    Path("pages.jsonl").write_text("\n".join(rows))


def test_a_run_started_again_says_how_much_was_there(served):
    write_pages(3)
    assert served().code == 0
    again = served()
    assert again.code == 0
    assert again.requests == []
    assert again.lines[-1].startswith("3 records in OUT/records (3 from before), ")
    assert "to ask    3 articles" in served("--afresh", "--dry-run").out
    assert len(served("--afresh").requests) == 3


def test_what_has_changed_is_said_before_anything_is_asked(served):
    write_pages(2)
    served()
    again = served(model="other")
    assert again.lines[1].startswith("Note: 2 articles of this folder were asked by another model")
    assert again.lines[2].startswith("      ")
    assert len(again.requests) == 2


def test_failures_are_grouped_by_cause_and_the_way_to_ask_again_is_said(served):
    write_pages(4)
    failing = served(script=[standin.refusal("No.")])
    assert failing.code == 1
    assert "      4  Refusal: " in "\n".join(failing.lines)
    assert "With --retry-failed the same command asks about those again." in failing.lines
    assert "0 records in OUT/records, 4 failed" in failing.lines[-1]
    left = served()
    assert (left.code, left.requests) == (1, [])
    assert "      4  Refusal: " in "\n".join(left.lines)
    assert served("--retry-failed").code == 0


def test_a_run_that_broke_off_says_why_last_and_that_it_goes_on(served):
    write_pages(3)
    empty = standin.error(429, "no credit", code="insufficient_quota")
    found = served("--concurrency", "1", script=[GOOD, empty])
    assert found.code == 1
    assert found.lines[-3] == "Once that is mended, the same command goes on from here."
    assert found.lines[-2].startswith("1 record in OUT/records, ")
    assert found.lines[-1].startswith("Error: The account at ")
    assert len(served().requests) == 2


def test_every_line_of_the_end_fits_a_terminal(served):
    write_pages(3)
    found = served(script=[standin.refusal("no " * 200)])
    start = found.lines.index("Failed, by cause:")
    assert all(len(line) < 80 for line in found.lines[start:-1])


def test_a_long_run_tells_its_first_failures_and_counts_the_rest(served, monkeypatch):
    monkeypatch.setattr("llmextract.cli.progress._FEW", 5)
    monkeypatch.setattr("llmextract.cli.progress._ERRORS", 3)
    monkeypatch.setattr("llmextract.cli.progress._EVERY", 0.0)
    write_pages(9)
    found = served(script=[standin.refusal("No.")])
    assert sum(line.startswith("Error: ") for line in found.lines) == 3
    assert "Further failures are told in the end, by causes." in found.lines
    assert any(line.startswith("9 of 9 articles, ") for line in found.lines)
    assert not any(line.startswith("[") for line in found.lines)


def test_a_dry_run_says_what_would_be_asked_and_neither_asks_nor_writes(served):
    write_pages(3)
    with Path("pages.jsonl").open("a") as file:
        file.write("\n" + json.dumps({"body": talk.PAGE.format(100)}) + "\n{}")
    found = served("--dry-run")
    assert found.code == 0
    assert found.requests == []
    assert not Path("OUT").exists()
    said = found.out.splitlines()
    assert said[0] == "pages     5, 1 unreadable, 1 repeated"
    assert said[1] == "to ask    3 articles in 3 requests"
    assert said[3] == "cost      no price is known for this model; tokens only"


def test_a_dry_run_after_some_articles_counts_with_theirs(served):
    write_pages(6)
    served()
    write_pages(10)
    found = served("--dry-run")
    assert "pages     10, 6 with records" in found.out
    assert "to ask    4 articles in 4 requests" in found.out
    assert "tokens    about 400 in, 80 out" in found.out
    assert "the mean of 6 articles" in found.lines[-1]


def test_a_dry_run_knows_prices_by_the_address(run, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0")
    write_pages(1)
    found = run("extract", "pages.jsonl", "-o", "OUT", "--dry-run", "--model", "gpt-5-mini")
    assert "cost      about $0.0" in found.out


@pytest.mark.parametrize(
    ("budget", "told"), [("50", "$50.00: enough"), ("0.00001", "enough for about 0 articles")]
)
def test_a_dry_run_says_how_far_a_budget_goes(run, monkeypatch, budget, told):
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    write_pages(3)
    found = run("extract", "pages.jsonl", "-o", "OUT", "--dry-run", "--model", "gpt-5-mini",
                "--budget", budget)  # fmt: skip
    (line,) = [line for line in found.out.splitlines() if line.startswith("budget")]
    assert told in line


def test_a_budget_for_a_model_without_a_price_is_refused(served):
    write_pages(1)
    found = served("--budget", "5")
    assert found.code == 2
    assert found.lines[-1].startswith("Error: No price is known for the model 'stand-in', so")
    assert found.requests == []


def test_a_budget_ends_the_run_says_so_and_lets_it_go_on(served, monkeypatch):
    class Fixed:
        def cost(self, usage):
            return 1.0 if usage.input_tokens == 100 else 0.5

    monkeypatch.setattr("llmextract.models.Prices.of", lambda *_, **__: Fixed())
    write_pages(5)
    found = served("--budget", "2.50", "--concurrency", "1")
    assert found.code == 1
    assert found.lines[-3:-1] == [
        "The budget is used up: $2.00 of $2.50 spent into OUT;",
        "3 articles left. With a higher --budget the same command goes on.",
    ]
    assert found.lines[-1].endswith("$2.00.")
    assert served("--budget", "9").code == 0


def test_two_runs_into_one_folder_are_refused_with_the_other_s_process(served, monkeypatch):
    write_pages(1)
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[2]))
    with standin.serving_apart(standin.stall()) as server:
        program = [sys.executable, "-c", "from llmextract.cli import main; main()"]
        words = ["extract", "pages.jsonl", "-o", "OUT", "--base-url", server.base_url,
                 "--model", "m"]  # fmt: skip
        with subprocess.Popen([*program, *words], stderr=subprocess.DEVNULL) as first:  # noqa: S603
            while not server.requests:
                time.sleep(0.05)
            found = served()
            first.kill()
    assert found.code == 2
    assert f"OUT is being written by another run (process {first.pid} on " in found.lines[-1]
    assert served().code == 0


def test_ctrl_c_once_finishes_what_is_under_way_and_says_how_to_go_on(served, monkeypatch):
    write_pages(4)

    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[2]))
    sent, told, lines = [], threading.Event(), []

    async def wait(request):
        sent.append(request)
        process.send_signal(signal.SIGINT)
        await asyncio.to_thread(told.wait, 30)
        return await GOOD(request)

    with standin.serving_apart(wait) as server:
        program = [sys.executable, "-W", "error", "-c", "from llmextract.cli import main; main()"]
        words = ["extract", "pages.jsonl", "-o", "OUT", "--base-url", server.base_url,
                 "--model", "stand-in", "--concurrency", "1"]  # fmt: skip
        process = subprocess.Popen([*program, *words], stderr=subprocess.PIPE, text=True)  # noqa: S603
        with process:
            for line in process.stderr:
                lines.append(line.strip())
                if "Ctrl-C again" in line:
                    told.set()
    assert process.returncode == 130
    assert len(sent) == 1
    assert lines[-2] == "Stopped; 3 articles left. The same command goes on from here."
    assert lines[-1].startswith("1 record in OUT/records, ")
    assert len(list(Path("OUT/records").iterdir())) == 1
    assert len(served().requests) == 3
