"""``llmextract evaluate`` on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from llmextract.cli.evaluate import evaluate
from test_evaluation import gold, name, programs, record, run_of, write


@pytest.fixture
def call(tmp_path):
    def run(*options: str):
        runner = CliRunner(env={"COLUMNS": "80"})
        arguments = [str(tmp_path / "out"), str(tmp_path / "gold"), *map(str, options)]
        return runner.invoke(evaluate, arguments, catch_exceptions=False)

    return run


def test_the_table_names_every_field_and_keeps_to_80_columns(tmp_path, call):
    run_of(tmp_path, "out", "+-")
    run_of(tmp_path, "other", "++")
    shown = call("--errors", "--against", tmp_path / "other")
    lines = shown.stdout.splitlines()

    assert shown.exit_code == 0
    assert max(map(cell_len, lines)) <= 80
    row = next(line for line in lines if "amounts placed" in line)
    assert row.split()[2:] == ["3/4", *["0.75"] * 4, "(0.50–1.00)", "0.75"]
    assert any("worse" in line and "sure" in line for line in lines)
    assert "2 articles, 0 lost. Not in the article: 0 amounts, 0 dates, 0 names." in lines


def test_errors_are_listed_by_article_where_they_are_asked_for(tmp_path, call):
    run_of(tmp_path, "out", "+-")
    sentence = "458억 원: under 푸른길 조성사업; gold: under 해오름 물빛센터 구축사업"

    assert sentence in call("--errors").stdout
    assert sentence not in call().stdout


def test_a_lost_article_and_a_record_without_gold_are_said(tmp_path, call):
    other, stray = gold(), record()
    other["article"] = {"source": "two.txt"}
    stray["article"] |= {"id": "1" * 16, "source": "three.txt"}
    write(tmp_path / "out", record(), stray)
    write(tmp_path / "gold", gold(), other)
    shown = call()

    assert "No record of two: all of it counts as missed." in shown.stderr
    assert "No gold for three.txt: not scored." in shown.stderr
    assert "2 articles, 1 lost." in shown.stdout
    assert "No record" not in call("--partial").stderr


def test_json_holds_scores_errors_and_what_the_article_does_not_hold(tmp_path, call):
    given = record()
    programs(given)[0] |= name("없는 센터")
    write(tmp_path / "out", given)
    write(tmp_path / "gold", gold())
    plain = json.loads(call("--json").stdout)

    assert plain["unheld"] == {"money": 0, "date": 0, "names": 1}
    assert plain["fields"]["programs"]["exact"]["right"] == 1
    assert plain["articles"][0]["unheld"] == [
        {"field": "programs", "kind": "extra", "what": "없는 센터"}
    ]
