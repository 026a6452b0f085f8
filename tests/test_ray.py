"""Datasets over Ray: what needs no Ray here, the rest marked slow (``pip install .[ray]``)."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pyarrow import Table, parquet

import standin
import talk
from llmextract import errors
from llmextract.ray import Pool, extract_dataset
from llmextract.ray.blocks import key_of
from llmextract.ray.limits import Answer, Turnstile
from llmextract.ray.parts import Parts, columns_of
from llmextract.schemas import load_schema

BENCHMARKS = Path(__file__).parents[1] / "benchmarks" / "speed"
COLUMNS = columns_of(load_schema("programs"))


def test_without_ray_one_sentence_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(errors.UsageError, match=r'needs Ray: pip install "llmextract\[ray\]"'):
        extract_dataset("articles", out=tmp_path / "records", model="m", base_url="http://m/v1")


def test_a_row_is_known_by_what_it_says_and_by_nothing_else():
    row = {"source": "a", "body": "글", "published": date(2026, 3, 2), "crawled": 1}
    assert key_of(row) == key_of(row | {"crawled": 2})
    assert key_of(row) != key_of(row | {"published": date(2026, 3, 3)})


# --- the output --------------------------------------------------------------------------


def rows(*states):
    return [{"key": f"{n:024}", "source": f"page-{n}", "state": state}
            for n, state in enumerate(states)]  # fmt: skip


def read(out):
    return parquet.read_table(out).select(["source", "state"]).to_pylist()


def test_a_block_written_twice_is_there_once(tmp_path):
    parts = Parts(str(tmp_path / "out"))
    parts.prepare({"model": "m"})
    assert parts.write(rows("done", "failed"), COLUMNS) == parts.write(
        rows("done", "failed"), COLUMNS
    )
    assert [row["source"] for row in read(tmp_path / "out")] == ["page-0", "page-1"]
    assert not list(tmp_path.rglob("*.part"))


def test_what_failed_can_be_taken_out_to_be_asked_again(tmp_path):
    parts = Parts(str(tmp_path / "out"))
    parts.prepare({"model": "m"})
    parts.write(rows("done", "failed"), COLUMNS)
    parts.write([{"key": "9" * 24, "source": "page-9", "state": "failed"}], COLUMNS)
    assert parts.forget_failed() == 2
    assert read(tmp_path / "out") == [{"source": "page-0", "state": "done"}]


def test_records_of_another_model_are_not_mixed_in(tmp_path):
    Parts(str(tmp_path)).prepare({"model": "m"})
    Parts(str(tmp_path)).prepare({"model": "m"})
    with pytest.raises(errors.UsageError, match="another schema, prompt or model"):
        Parts(str(tmp_path)).prepare({"model": "n"})


# --- the limits --------------------------------------------------------------------------


async def test_turns_are_bounded_over_all_workers():
    turnstile = Turnstile(most=2, longest=60)
    first = await turnstile.take("a")
    await turnstile.take("b")
    third = asyncio.ensure_future(turnstile.take("a"))
    await asyncio.sleep(0.01)
    assert not third.done()
    await turnstile.give_back(first, Answer({}))
    await asyncio.wait_for(third, 5)


async def test_the_turns_of_a_killed_worker_are_given_back_when_another_takes_its_place():
    turnstile = Turnstile(most=2, longest=60)
    for _ in range(2):
        await turnstile.take("killed")
    await turnstile.join("killed")
    await asyncio.wait_for(turnstile.take("b"), 5)
    assert turnstile.in_flight() == 1


async def test_turns_that_are_never_given_back_end_with_the_longest_request(monkeypatch):
    monkeypatch.setattr("llmextract.ray.limits._EVERY", 0.01)
    turnstile = Turnstile(most=1, longest=0.0)
    await turnstile.take("lost")
    await asyncio.wait_for(turnstile.take("b"), 5)


async def test_what_one_worker_is_refused_all_heed():
    turnstile = Turnstile(most=8, longest=60)
    number = await turnstile.take("a")
    await turnstile.give_back(number, Answer({"retry-after": "0.3"}, refused=True))
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await turnstile.take("b")
    assert loop.time() - begun >= 0.3


# --- with Ray ----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_its_block_and_no_record():
    words = [sys.executable, "ray_kill.py", "--pages", "300", "--latency", "0.5"]
    done = subprocess.run(  # noqa: S603 - our own script
        words, cwd=BENCHMARKS, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    assert len(told["killed"]) == 1
    assert told["states"] == {"done": 300}


@pytest.fixture(scope="module")
def cluster():
    import ray  # noqa: PLC0415 - an extra

    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def write_articles(path, count=6):
    pages = [
        {"url": f"http://news/{n}", "html": talk.PAGE.format(n + 100).encode(),
         "date": date(2026, 3, 2), "crawled": n}
        for n in range(count)
    ] + [{"url": "http://news/none", "html": b"", "date": None, "crawled": 0}]  # fmt: skip
    parquet.write_table(Table.from_pylist(pages), path)
    return path


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("cluster")
def test_every_row_becomes_a_row_failed_ones_included_and_is_asked_once(tmp_path):
    path, out = write_articles(tmp_path / "articles.parquet"), tmp_path / "out"
    refused = {"102억"}
    script = standin.when(
        lambda request: any(words in str(request["messages"]) for words in refused),
        standin.refusal("No."),
        standin.answering(talk.answer),
    )
    with standin.serving_apart(script) as server:

        def go(block, **options):
            return extract_dataset(
                path, out=out, model="m", base_url=server.base_url,
                pool=Pool(workers=1, block=block), **options,
            )  # fmt: skip

        first = go(100)
        assert (first.rows, first.failed, first.kept) == (7, 2, 0)
        asked = len(server.requests)
        # Blocks begin and end elsewhere now, and nothing is asked all the same.
        again = go(2)
        assert (again.rows, again.kept) == (0, 7)
        assert len(server.requests) == asked
        refused.clear()
        mended = go(3, retry_failed=True)
        assert (mended.rows, mended.failed, mended.kept) == (2, 1, 5)
    table = {row["source"]: row for row in parquet.read_table(out).to_pylist()}
    assert len(table) == 7
    assert table["http://news/none"]["cause"] == "Unreadable"
    record = json.loads(table["http://news/3"]["record"])
    assert record["article"]["published"] == "2026-03-02"
    assert table["http://news/3"]["published"] == date(2026, 3, 2)
    assert table["http://news/3"]["n_programs"] == len(record["record"]["programs"])


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("cluster")
def test_a_wrong_key_ends_the_call_with_our_own_sentence(tmp_path):
    path = write_articles(tmp_path / "articles.parquet")
    wrong = standin.error(401, "Wrong key.")
    with (
        standin.serving_apart(wrong) as server,
        pytest.raises(errors.AuthenticationError, match="wants a key"),
    ):
        extract_dataset(path, out=tmp_path / "out", model="m", base_url=server.base_url)
    # The empty page has failed of itself; all others are left to the next call.
    parts = list((tmp_path / "out").glob("part-*"))
    sources = [row["source"] for part in parts for row in parquet.read_table(part).to_pylist()]
    assert sources in ([], ["http://news/none"])
