"""Recorded exchanges: what they hold, and that replaying them gives the example records."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from invariants import assert_sound
from llmextract.cassettes import check_cassettes, recording, replaying, unplayed
from llmextract.cassettes.tape import cassette_for
from llmextract.cleaning import list_sources
from llmextract.cli import main
from llmextract.errors import CassetteError
from llmextract.models import Client, resolve_settings
from standin import reply, serving

ROOT = Path(__file__).parents[1]
CASSETTES = ROOT / "cassettes" / "examples"
ARTICLES = ROOT / "examples" / "articles"
GOLD = ROOT / "examples" / "gold"


LEADS = re.compile(r"^(?:the|on) ")


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["llmextract", *arguments])
    with pytest.raises(SystemExit) as exit_:
        main()
    return int(exit_.value.code or 0)


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """The records that replaying the example cassettes gives, by article."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        code = run(
            "extract", str(ARTICLES), "-o", str(out), "--replay", str(CASSETTES), monkeypatch=patch
        )
    assert code == 0
    found = [json.loads(path.read_text()) for path in (out / "records").glob("*.json")]
    return {Path(record["article"]["source"]).stem: record for record in found}


def test_every_example_article_has_a_record_from_its_cassette(records):
    assert sorted(records) == sorted(path.stem for path in ARTICLES.iterdir())


def test_every_value_of_the_example_records_stands_in_the_article(records):
    for record in records.values():
        assert_sound(record)


def test_every_amount_and_date_of_gold_is_read_as_gold_has_it(records):
    for gold in sorted(GOLD.glob("*.json")):
        wanted = facts(json.loads(gold.read_text(encoding="utf-8")))
        assert wanted - facts(records[gold.stem]) == set(), gold.stem


def facts(record: dict) -> set[tuple]:
    """What a record's mentions say, wherever they are placed."""
    placed = [m for p in record["record"]["programs"] for m in (*p["amounts"], *p["dates"])]
    # English gold leaves out the article and 'on' before a weekday; the reader marks them.
    keys = ("value", "minimum", "maximum", "currency", "first", "last", "precision")
    return {
        (LEADS.sub("", m["text"]), *(str(m.get(k)) for k in keys))
        for m in (*placed, *record["unassigned"])
    }


def test_every_exchange_of_every_cassette_is_played(records):
    assert records
    left = {p.name: unplayed(p) for p in CASSETTES.glob("*.yaml") if unplayed(p)}
    assert left == {}, "record these again: make record"


def test_cassettes_hold_no_secret_no_foreign_header_and_belong_to_an_article():
    sources = [source.name for source in list_sources([ARTICLES])]
    assert check_cassettes(CASSETTES, sources=sources) == []


def test_korean_stands_in_cassettes_as_it_is_read():
    assert "사업" in (CASSETTES / "02-daegu-robot.yaml").read_text(encoding="utf-8")


def test_a_changed_article_names_the_cassette_to_record_again(tmp_path, monkeypatch, capsys):
    article = tmp_path / "02-daegu-robot.txt"
    text = (ARTICLES / "02-daegu-robot.txt").read_text(encoding="utf-8")
    article.write_text(text.replace("80여억 원", "81여억 원"), encoding="utf-8")
    code = run(
        "extract", str(article), "-o", str(tmp_path / "out"), "--replay", str(CASSETTES),
        monkeypatch=monkeypatch,
    )  # fmt: skip
    said = capsys.readouterr().err
    assert code == 1
    assert "02-daegu-robot.yaml does not hold this request" in said
    assert "llmextract cassettes record" in said


def test_a_missing_cassette_is_one_sentence(tmp_path):
    with pytest.raises(CassetteError, match="There is no cassette"), replaying(tmp_path / "x.yaml"):
        pass


@pytest.mark.parametrize(
    ("leak", "fault"),
    [
        ({"headers": {"set-cookie": ["a=b"]}}, "set-cookie"),
        ({"body": {"json": {"key": "sk-" + "a1" * 20}}}, "secret"),
    ],
)
def test_a_leak_is_found(tmp_path, leak, fault):
    exchange = {"request": {"headers": {}, "body": None}, "response": {"headers": {}} | leak}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump({"interactions": [exchange]}))
    faults = check_cassettes(tmp_path, sources=["a.txt"])
    assert any(fault in sentence for sentence in faults)


def test_an_orphan_and_a_gap_are_found(tmp_path):
    (tmp_path / "old.yaml").write_text("interactions: []")
    faults = check_cassettes(tmp_path, sources=["new.txt"])
    assert any("old.yaml: no article" in sentence for sentence in faults)
    assert any("new.yaml: missing" in sentence for sentence in faults)


def test_rows_of_a_jsonl_have_cassettes_of_their_own():
    assert cassette_for("folder/rows.jsonl:12", Path("tapes")) == Path("tapes/rows-12.yaml")


async def test_what_is_recorded_is_replayed_without_the_server(tmp_path):
    tape = tmp_path / "talk.yaml"
    question = {"schema": {"type": "object"}, "schema_name": "answer"}
    messages = [{"role": "user", "content": "김해시는?\n둘째 줄"}]
    async with serving(reply('{"a": "시"}')) as server:
        settings = resolve_settings(model="m", base_url=server.base_url, environ={})
        with recording(tape):
            async with Client(settings) as client:
                first = await client.complete(messages, **question)
    with replaying(tape):
        async with Client(settings.at("http://127.0.0.1:9/v1")) as client:
            second = await client.complete(messages, **question)
    assert second.content == first.content == '{"a": "시"}'
    assert unplayed(tape) == 0
    assert "김해시는?" in tape.read_text(encoding="utf-8")
