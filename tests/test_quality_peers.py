"""The comparison with peers: same articles, same server, same scorer; a stand-in answers."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from quality.answers import as_record, read_by_code
from quality.compare import PEERS, Plan, compare, tables
from quality.meter import metering

import standin
import talk
from llmextract import Article
from llmextract.evaluation import Tally, score_article
from test_evaluation import gold, programs, write

ROOT = Path(__file__).parents[1]
PEER_FOLDER = ROOT / "benchmarks" / "quality" / "peers"
LOST = "나루군"
OTHER = Article(source="lost.txt", body=f"{LOST}은 나루터 정비사업에 3억 원을 들인다.")


def amount(text, value, role="total"):
    reading = {"value": value, "currency": "KRW", "minimum": None, "maximum": None}
    return {"text": text, **reading, "approximate": False, "role": role}


def day(text, first, last):
    reading = {"first": first, "last": last, "precision": "half", "approximate": False}
    return {"text": text, **reading, "event": "opening"}


def answer(*amounts, dates=()):
    entity = {"name": talk.CENTRE, "aliases": ["물빛센터"], "kind": "facility", "status": "planned"}
    entity |= {"amounts": list(amounts), "dates": list(dates), "actors": []}
    loose = {"amounts": [], "dates": []}
    return {"programs": [entity], "actors": [], "unassigned": loose}


def respond(request):
    """Ours is asked with a key a mention; the peer gets a right answer, or half of one."""
    if talk.rendering_of(request) == "keyed" and "$defs" in json.dumps(request["response_format"]):
        if LOST in request["messages"][-1]["content"]:
            return {"programs": [], "M1": {"program": "", "role": "total"}, "actors": []}
        return talk.answer(request)
    if LOST in request["messages"][-1]["content"]:
        return '{"programs": ['
    return answer(amount("458억 원", 45_800_000_000), amount("국비 200억 원", 2_000_000))


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("quality")
    wanted = gold() | {"article": {"source": talk.ARTICLE.source}, "unassigned": []}
    wanted["record"] = {"programs": [_program(talk.CENTRE, 458, 200, 258)], "actors": []}
    other = gold() | {"article": {"source": OTHER.source}, "unassigned": []}
    other["record"] = {"programs": [_program("나루터 정비사업", 3)], "actors": []}
    return Plan(
        articles=[talk.ARTICLE, OTHER],
        gold=write(tmp_path / "gold", wanted, other),
        out=tmp_path / "out",
        settings=talk.settings("keyed", name="embedded"),
    )


@pytest.fixture(scope="module")
def results(plan):
    with (
        standin.serving_apart(standin.answering(respond)) as server,
        metering(server.base_url) as meter,
    ):
        return compare(plan, ["ours", "openai"], meter)


def _program(name, *sums):
    amounts = [amount(f"{n}억 원", n * 100_000_000) | {"repeats": []} for n in sums]
    lists = {"aliases": [], "amounts": amounts, "dates": [], "actors": []}
    return {"name": {"text": name}, "kind": "facility", "status": "planned", **lists}


def test_every_tool_is_scored_on_every_article_and_a_lost_one_is_missed(results):
    lost = {name: [a.name for a in r.score.articles if a.lost] for name, r in results.items()}

    assert lost == {"ours": [], "openai": ["lost"], "openai + reader": ["lost"]}
    assert results["openai"].score.score("programs.amounts").total == Tally(1, 4, 2)
    assert results["openai + reader"].score.score("programs.amounts").total == Tally(2, 4, 2)


def test_tools_that_were_run_before_stay_in_the_table(results, plan):
    again = compare(plan, [], metering)

    assert tables(again) == tables(results)


def test_calls_and_tokens_are_counted_at_the_server_with_those_of_lost_articles(results):
    counted = results["openai"].calls

    assert (counted.calls, counted.input_tokens, counted.output_tokens) == (2, 200, 40)
    assert results["ours"].calls.calls >= 3


def test_values_that_the_article_does_not_hold_are_counted(results):
    assert results["openai"].score.unheld("money") == 1
    assert results["openai + reader"].score.unheld("money") == 0
    assert results["ours"].score.unheld("money") == 0


def test_the_tables_name_every_tool_and_keep_to_80_columns(results):
    lines = tables(results).splitlines()

    assert max(map(len, lines)) <= 80
    assert [sum(line.startswith(name) for line in lines) for name in ("ours", "openai ")] == [2, 4]


def test_reading_by_code_mends_values_and_days_and_keeps_words_that_read_as_nothing():
    article = talk.ARTICLE.model_copy(update={"published": date(2026, 3, 2)})
    given = answer(
        amount("458억 원", 458), amount("많은 돈", 7), dates=[day("2027년 상반기", None, None)]
    )
    (entity,) = programs(read_by_code(as_record(given, article)))

    assert [a["value"] for a in entity["amounts"]] == [45_800_000_000, 7]
    assert (entity["dates"][0]["first"], entity["dates"][0]["last"]) == ("2027-01-01", "2027-06-30")
    assert entity["dates"][0]["text"] == "2027년 상반기"


def test_the_worked_examples_of_the_peers_are_right_by_our_own_reader(monkeypatch):
    monkeypatch.syspath_prepend(str(PEER_FOLDER))
    import schema  # noqa: PLC0415 - beside the peers' scripts
    from task import EXAMPLES, RULES  # noqa: PLC0415

    for language, (text, told) in EXAMPLES.items():
        article = Article(source="x", body=text, language=language, published=date(2025, 11, 3))
        record = as_record(told, article)
        score = score_article(read_by_code(record), record, name=language)

        assert schema.Answer.model_validate(told).model_dump(mode="json") == told
        assert score.unheld == []
        assert score.misses == []
        assert RULES[language]
    for name in ("schema", "task"):
        del sys.modules[name]


def test_every_peer_has_a_script_and_pinned_requirements():
    for tool, script in PEERS.items():
        pins = (PEER_FOLDER / f"requirements-{tool}.txt").read_text().split()

        assert (PEER_FOLDER / script).is_file()
        assert any(pin.startswith(f"{tool}==") for pin in pins)
        assert all("==" in pin and "/" not in pin for pin in pins)
