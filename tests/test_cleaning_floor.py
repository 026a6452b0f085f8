"""Cleaning is measured, and its figures may not fall: here on the project's own examples."""

import json

import pytest
from cleaning.__main__ import EXAMPLES, HERE, main
from cleaning.corpus import load
from cleaning.extractors import Ours
from cleaning.floor import Floor
from cleaning.report import measure
from cleaning.scores import score


@pytest.fixture
def examples(tmp_path):
    return {"examples": load(tmp_path / "none", EXAMPLES)["examples"]}


def test_the_examples_are_at_their_floor(examples):
    (result,) = measure([Ours()], examples["examples"])
    floor = Floor.read(HERE / "floor.json")
    assert floor.faults(examples, {"examples": result.f1}) == []
    assert sum(s.lost + s.added for s in result.scores) == 0


def test_a_figure_below_the_floor_fails_and_is_named(examples):
    floor = Floor({}).moved(examples, {"examples": 0.9}, lower=False)
    assert floor.faults(examples, {"examples": 0.9}) == []
    assert "below its floor of 0.9000" in floor.faults(examples, {"examples": 0.8})[0]


def test_other_data_than_the_floor_is_of_fails(examples):
    floor = Floor({"examples": ("0" * 16, 0.1)})
    assert "other data" in floor.faults(examples, {"examples": 1.0})[0]


def test_only_an_explicit_flag_lowers_a_floor(examples):
    floor = Floor({}).moved(examples, {"examples": 0.9}, lower=False)
    assert floor.moved(examples, {"examples": 0.8}, lower=False) == floor
    assert floor.moved(examples, {"examples": 0.8}, lower=True).sets["examples"][1] == 0.8
    assert floor.moved(examples, {"examples": 1.0}, lower=False).sets["examples"][1] == 1.0


def test_the_command_prints_the_figures_and_fails_without_a_floor(tmp_path, capsys):
    floor = tmp_path / "floor.json"
    assert main([str(tmp_path / "none"), "--floor", str(floor)]) == 1
    assert main([str(tmp_path / "none"), "--floor", str(floor), "--raise-floor"]) == 0
    assert json.loads(floor.read_text(encoding="utf-8"))["examples"]["f1"] == 1.0
    assert "examples, 8 pages" in capsys.readouterr().out


def test_words_and_lines_are_counted_apart():
    found = score("가 나 다.\n바 사.", ["가 나 다.", "라 마."])
    assert (found.precision, found.recall) == (0.6, 0.6)
    assert (found.kept, found.lost, found.added) == (1, 1, 1)


def test_optional_lines_count_neither_way():
    assert score("가 나.\n사진설명: 다 라", ["가 나."], ["사진설명 : 다 라"]).f1 == 1.0
