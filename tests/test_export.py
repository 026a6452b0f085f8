"""Records in the forms of other programs: nothing lost on the way, nothing rounded."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from datetime import date
from decimal import Decimal

import pytest
from pyarrow import parquet

import talk
from llmextract import cli, errors
from llmextract.extraction import aextract
from llmextract.runs import export, prepare, read_records, write_record
from llmextract.runs.exports import parquet as parquet_export

MINE = """
from pydantic import BaseModel
from llmextract import DateSpan, Money, Quote

class Grant(BaseModel):
    name: Quote
    donor: Quote | None = None
    amount: Money | None = None
    public: bool = False

class Grants(BaseModel):
    grants: list[Grant] = []

class Day(BaseModel):
    name: Quote
    dates: list[DateSpan] = []

class Days(BaseModel):
    days: list[Day] = []
"""


async def extract(out, *, schema="programs", make=talk.answer):
    prepare(out)
    async with talk.model(make, "static") as client:
        for article in (talk.ARTICLE, talk.ENGLISH):
            write_record(await aextract(article, schema=schema, asker=client), out)
    return [record for _, record in read_records(out)]


@pytest.fixture
async def out(tmp_path):
    await extract(tmp_path / "OUT")
    return tmp_path / "OUT"


@pytest.fixture
def records(out):
    return [record for _, record in read_records(out)]


def amounts(record):
    return [(p, a) for p in record["record"]["programs"] for a in p["amounts"]]


def test_jsonl_holds_the_records_as_they_are(out, records, tmp_path):
    assert export(out, tmp_path / "x.jsonl") == 2
    lines = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == records
    assert "해오름" in "".join(lines)


def test_csv_has_a_row_for_each_amount_of_a_program(out, records, tmp_path):
    wanted = [(r, p, a) for r in records for p, a in amounts(r)]
    assert export(out, tmp_path / "x.csv") == len(wanted) >= 5
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, (record, program, amount) in zip(rows, wanted, strict=True):
        assert row["article_id"] == record["article"]["id"]
        assert row["program"] == program["name"]["text"]
        assert row["program_kind"] == program["kind"]
        assert row["value"] == str(amount["value"])
        assert row["role"] == amount["role"]
        assert record["article"]["body"][int(row["start"]) : int(row["end"])] == row["text"]


def test_parquet_has_a_row_an_article_with_exact_sums_and_days(out, records, tmp_path):
    assert export(out, tmp_path / "x.parquet") == 2
    rows = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    for row, record in zip(rows, records, strict=True):
        assert row["body"] == record["article"]["body"]
        assert row["published"] == date.fromisoformat(record["article"]["published"])
        sums = [a["value"] for p in row["programs"] for a in p["amounts"]]
        assert sums == [Decimal(a["value"]) for _, a in amounts(record)]
        days = [d["last"] for p in row["programs"] for d in p["dates"]]
        told = [d["last"] for p in record["record"]["programs"] for d in p["dates"]]
        assert [day and day.isoformat() for day in days] == told
        assert len(row["unassigned"]) == len(record["unassigned"])


def test_a_sum_that_parquet_cannot_hold_is_an_error_and_not_another_sum(out, tmp_path):
    path, record = next(read_records(out))
    amounts(record)[0][1]["value"] = "1e-30"
    path.write_text(json.dumps(record))
    with pytest.raises(errors.UnreadableError, match="does not fit into Parquet"):
        export(out, tmp_path / "x.parquet")
    assert [p.name for p in tmp_path.iterdir() if "parquet" in p.name] == []


def test_sqlite_has_tables_that_join_and_hold_every_fact(out, records, tmp_path):
    assert export(out, tmp_path / "x.sqlite") == 2
    with sqlite3.connect(tmp_path / "x.sqlite") as base:
        assert base.execute("pragma foreign_key_check").fetchall() == []
        found = base.execute(
            "select a.body, p.name, m.text, m.start, m.end, m.value, m.role from articles a "
            "join programs p on p.article = a.id join program_amounts m on m.program = p.id "
            "order by m.id"
        ).fetchall()
        count = {
            name: base.execute(f"select count(*) from {name}").fetchone()[0]  # noqa: S608
            for name in ("program_dates", "program_amounts_repeats", "unassigned_amounts")
        }
    assert [row[2:] for row in found] == [
        tuple(a[key] for key in ("text", "start", "end", "value", "role"))
        for r in records
        for _, a in amounts(r)
    ]
    for body, _, text, start, end, *_ in found:
        assert body[start:end] == text
    programs = [p for r in records for p in r["record"]["programs"]]
    assert count == {
        "program_dates": sum(len(p["dates"]) for p in programs),
        "program_amounts_repeats": sum(len(a["repeats"]) for p in programs for a in p["amounts"]),
        "unassigned_amounts": sum(m["kind"] == "money" for r in records for m in r["unassigned"]),
    }


def test_who_takes_part_points_at_the_actor_of_that_name(out, tmp_path):
    path, record = next(read_records(out))
    name = {"text": "해오름시", "start": 0, "end": 4}
    record["record"]["actors"] = [
        {"name": name, "kind": "government", "title": None, "affiliation": None}
    ]
    record["record"]["programs"][0]["actors"] = [{"name": name, "role": "lead"}]
    path.write_text(json.dumps(record))
    export(out, tmp_path / "x.sqlite")
    with sqlite3.connect(tmp_path / "x.sqlite") as base:
        assert base.execute(
            "select t.role, a.kind from program_actors t join actors a on a.id = t.actor"
        ).fetchall() == [("lead", "government")]


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "sqlite"])
async def test_a_schema_of_ones_own_is_exported_by_its_own_names(form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grants_of_mine.py").write_text(MINE)

    def answer(request):
        text = request["messages"][1]["content"]
        name = talk.CENTRE if talk.CENTRE in text else talk.LINK
        mark = next(m for m in talk.marks(text) if m.startswith("M"))
        grant = {"name": name, "donor": None, "amount": {"ref": mark}, "public": True}
        return {"grants": [grant], "unassigned": {"amounts": []}}

    await extract(tmp_path / "OUT", schema="grants_of_mine:Grants", make=answer)
    assert export(tmp_path / "OUT", tmp_path / f"x.{form}") == 2
    if form == "sqlite":
        with sqlite3.connect("x.sqlite") as base:
            assert base.execute(
                "select g.public, m.currency from grants g join grant_amount m on m.grant = g.id "
                "order by m.currency"
            ).fetchall() == [(1, "GBP"), (1, "KRW")]


async def test_a_schema_without_sums_is_no_csv_and_says_what_it_can_be(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days_of_mine.py").write_text(MINE)
    empty = {"days": [], "unassigned": {"dates": []}}
    await extract(tmp_path / "OUT", schema="days_of_mine:Days", make=lambda _: empty)
    with pytest.raises(errors.UsageError, match=r"has no amounts.*export to \.jsonl"):
        export(tmp_path / "OUT", tmp_path / "x.csv")


def test_what_stood_under_that_name_is_there_until_the_new_file_is_whole(out, tmp_path):
    target = tmp_path / "x.jsonl"
    target.write_text("before")
    path = max(path for path, _ in read_records(out))
    path.write_text("{")
    with pytest.raises(errors.UnreadableError):
        export(out, target)
    assert target.read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["OUT", "x.jsonl"]


def test_batches_give_the_same_as_one(out, tmp_path, monkeypatch):
    export(out, tmp_path / "one.parquet")
    monkeypatch.setattr(parquet_export, "_BATCH", 1)
    export(out, tmp_path / "many.parquet")
    assert parquet.ParquetFile(tmp_path / "many.parquet").num_row_groups == 2
    one, many = (parquet.read_table(tmp_path / f"{n}.parquet") for n in ("one", "many"))
    assert one.to_pylist() == many.to_pylist()


@pytest.mark.parametrize(("module", "form"), [("pyarrow", "parquet"), ("sqlite_utils", "sqlite")])
def test_a_library_that_is_not_there_is_named_with_how_to_get_it(
    module, form, out, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.UsageError, match=r'pip install "llmextract\[export\]"'):
        export(out, tmp_path / f"x.{form}")


@pytest.mark.usefixtures("out")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["OUT", "x.csv"], 0, "7 amounts in x.csv."),
        (["OUT", "x.xlsx"], 2, "x.xlsx has no ending that says its form; give one of .jsonl, .csv"),
        (["nowhere", "x.csv"], 1, "nowhere holds no records"),
        (["OUT", "no/x.csv"], 2, "no/x.csv cannot be written (No such file or directory)"),
    ],
)
def test_the_command_says_what_it_wrote_or_why_not(  # noqa: PLR0913, PLR0917 - a table's columns
    words, code, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["llmextract", "export", *words])
    try:
        cli.main()
        ended = 0
    except SystemExit as end:
        ended = end.code
    assert ended == code
    assert said in capsys.readouterr().err
