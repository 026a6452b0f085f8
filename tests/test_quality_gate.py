"""The quality gate: the example cassettes give the pinned scores, and a move is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from quality.gate import PIN, PINNED, difference, replayed, summary

MAKEFILE = Path(__file__).parents[1] / "Makefile"


@pytest.fixture(scope="module")
def now(tmp_path_factory):
    return summary(replayed(tmp_path_factory.mktemp("out")))


def test_the_recorded_answers_give_the_pinned_scores(now):
    moved = difference(json.loads(PINNED.read_text("utf-8")), now)

    assert not moved, "\n".join(["the scores moved:", *moved, f"`{PIN}` pins these"])


def test_a_move_is_shown_by_field_with_the_articles_that_moved(now):
    before = json.loads(json.dumps(now))
    before["all"]["programs.amounts"] = "0.10 (4 of 42, 42 given; exact 4)"
    before["02-daegu-robot"]["programs.amounts"] = "0.25 (2 of 8, 8 given; exact 2)"
    (moved,) = difference(before, now)

    assert [line.partition(" → ")[0] for line in moved.splitlines()] == [
        "programs.amounts",
        "  all: 0.10 (4 of 42, 42 given; exact 4)",
        "  02-daegu-robot: 0.25 (2 of 8, 8 given; exact 2)",
    ]


def test_a_field_or_an_article_that_is_gone_is_a_move(now):
    fewer = {name: dict(counts) for name, counts in now.items() if name != "08-leeds-lights"}
    del fewer["all"]["actors"]

    assert any("08-leeds-lights: " in line for line in difference(now, fewer))
    assert any(line.startswith("actors\n") for line in difference(now, fewer))


def test_the_command_that_pins_is_a_target():
    assert f"{PIN.removeprefix('make ')}:" in MAKEFILE.read_text("utf-8")
