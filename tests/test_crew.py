from __future__ import annotations

import errno
import json
import os
import pickle
import signal

import pytest

import standin
import talk
from llmextract import errors
from llmextract.cleaning import list_sources
from llmextract.models import Client, ModelSettings
from llmextract.runs import Crew, Kept, Repeated, Run, Written
from llmextract.schemas import load_schema

GOOD = standin.answering(talk.answer)
SECOND = "달빛시는 12억 원을 들여 '달빛 물빛센터'를 짓는다고 3일 밝혔다. 시민이 쉬는 곳이다."


@pytest.fixture
def pages(tmp_path):
    path = tmp_path / "pages.jsonl"
    bodies = [talk.ARTICLE.body.replace("458억", f"{number}억") for number in range(100, 112)]
    path.write_text("\n".join(json.dumps({"body": body}) for body in bodies))
    return path


async def extract(server, pages, out, *, crew=None):
    settings = ModelSettings(name="m", base_url=server.base_url, timeout=20.0)
    run = Run(sources=list(list_sources([pages])), out=out, concurrency=4, hands=crew)
    async with Client(settings) as client:
        return [outcome async for outcome in run.outcomes(client)]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "OUT"


@pytest.fixture
def crew(out):
    settings = ModelSettings(name="m", base_url="http://127.0.0.1:9/v1")
    made = Crew(2, shape=load_schema("programs"), settings=settings, out=out)
    yield made
    made.end()


def records(out):
    found = {}
    for path in (out / "records").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        for attempt in record["attempts"]:
            del attempt["seconds"]
        del record["model"]["address"]
        found[path.name] = record
    return found


async def test_other_processes_make_the_same_records(pages, tmp_path, out, crew):
    # Not what was asked for, so that two articles are asked about a second time.
    wrong = standin.reply({"programs": []})
    for folder, hands in ((tmp_path / "one", None), (out, crew)):
        async with standin.serving(wrong, wrong, GOOD) as server:
            if hands is None:
                outcomes = await extract(server, pages, folder)
            else:
                async with hands:
                    outcomes = await extract(server, pages, folder, crew=hands)
        assert [type(outcome) for outcome in outcomes] == [Written] * 12
    assert {id_: r["record"] for id_, r in records(tmp_path / "one").items()} == {
        id_: r["record"] for id_, r in records(out).items()
    }
    assert sorted(path.name for path in (out / "records").iterdir()) == sorted(records(out))


async def test_a_failure_of_the_model_is_the_same_error_from_another_process(pages, out, crew):
    async with standin.serving(standin.refusal("No.")) as server, crew:
        with pytest.raises(errors.RefusalError, match="in a row"):
            await extract(server, pages, out, crew=crew)


async def test_what_is_known_is_not_asked_again_though_its_first_question_is_ready(
    pages, out, crew
):
    rows = pages.read_text().splitlines()
    pages.write_text("\n".join([*rows, *rows[:3]]))
    async with standin.serving(GOOD) as server, crew:
        first = await extract(server, pages, out, crew=crew)
        # Another time of the file: its rows are read again.
        os.utime(pages, (1, 1))
        again = await extract(server, pages, out, crew=crew)
        assert len(server.requests) == 12
    assert [sum(isinstance(o, kind) for o in first) for kind in (Written, Repeated)] == [12, 3]
    assert {type(outcome) for outcome in again} == {Kept}


async def test_a_page_that_cannot_be_read_is_the_same_failure_from_another_process(
    tmp_path, out, crew
):
    (tmp_path / "empty.txt").write_text("")
    async with standin.serving(GOOD) as server, crew:
        (failed,) = await extract(server, tmp_path / "empty.txt", out, crew=crew)
    assert isinstance(failed.error, errors.ArticleError)


async def test_an_article_that_nothing_is_asked_about_gets_its_record_from_another_process(
    tmp_path, out
):
    page = tmp_path / "page.jsonl"
    body = (
        "달빛시는 시민이 쉬는 곳을 더 늘리겠다고 밝혔다. 모두 좋아하는 물가 쉼터가 생긴다고 했다."
    )
    page.write_text(json.dumps({"body": body}))
    told = {"name": "m", "rendering": "keyed", "piece": "paragraph"}
    settings = ModelSettings(base_url="http://127.0.0.1:9/v1", **told)
    crew = Crew(1, shape=load_schema("programs"), settings=settings, out=out)
    try:
        async with crew, Client(settings) as client:
            run = Run(sources=list(list_sources([page])), out=out, hands=crew)
            outcomes = [outcome async for outcome in run.outcomes(client)]
    finally:
        crew.end()
    assert [type(outcome) for outcome in outcomes] == [Written]
    assert len(records(out)) == 1


async def test_a_disk_that_is_full_ends_the_run_of_many_processes_with_one_sentence(
    pages, out, monkeypatch
):
    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    settings = ModelSettings(name="m", base_url="http://127.0.0.1:9/v1")
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        crew = Crew(2, shape=load_schema("programs"), settings=settings, out=out)
    try:
        async with standin.serving(GOOD) as server, crew:
            with pytest.raises(errors.OutputNotWritableError, match="No space left on device"):
                await extract(server, pages, out, crew=crew)
    finally:
        crew.end()
    assert records(out) == {}


async def test_a_process_that_is_killed_ends_the_run_with_a_sentence_and_the_next_goes_on(
    pages, out, crew
):
    async def killing(request):
        if len(server.requests) == 6:
            for line in crew._lines:
                os.kill(line.process.pid, signal.SIGKILL)
        return await GOOD(request)

    async with standin.serving(killing) as server, crew:
        with pytest.raises(errors.WorkerError, match="SIGKILL"):
            await extract(server, pages, out, crew=crew)
    done = set(records(out))
    async with standin.serving(GOOD) as server:
        await extract(server, pages, out)
        assert len(server.requests) == 12 - len(done)
    assert len(records(out)) == 12


def test_every_kind_of_page_can_be_handed_to_another_process_unread(tmp_path):
    (tmp_path / "a.txt").write_text(SECOND)
    (tmp_path / "b.jsonl").write_text(json.dumps({"body": SECOND}))
    (tmp_path / "c.json").write_text(json.dumps([{"body": SECOND}]))
    (tmp_path / "d.json").write_text("{")
    rows = list_sources(["-"], stdin=json.dumps({"body": SECOND}).encode())
    for source in (*list_sources([tmp_path, tmp_path / "none.txt"]), *rows):
        assert pickle.loads(pickle.dumps(source)).name == source.name  # noqa: S301 - our own
