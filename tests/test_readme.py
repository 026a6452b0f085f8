"""What the README shows is what the tool does."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path

import pytest

from llmextract.cli import main
from llmextract.schemas import load_schema

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["llmextract", *arguments])
    monkeypatch.setenv("COLUMNS", "80")
    with contextlib.suppress(SystemExit):
        main()


def test_the_commands_and_their_output_stand_by_line_twenty():
    top = "\n".join(README.splitlines()[:20])
    assert "make demo" in top
    assert "make test" in top
    assert "make replay" in top
    assert "KRW" in top


def test_the_output_shown_is_the_output_of_the_recorded_exchanges(tmp_path, monkeypatch, capsys):
    article = ROOT / "examples" / "articles" / "02-daegu-robot.txt"
    tapes = ROOT / "cassettes" / "examples"
    run(
        "extract",
        str(article),
        "-o",
        str(tmp_path),
        "--replay",
        str(tapes),
        monkeypatch=monkeypatch,
    )
    capsys.readouterr()
    run("show", str(tmp_path), monkeypatch=monkeypatch)
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)[1].splitlines()
    missing = [line for line in shown if line.strip() not in ("", "…") and line not in printed]
    assert missing == []


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_in_the_readme_is_python(code):
    compile(code, "README.md", "exec")


def test_the_schema_in_the_readme_can_be_asked_for():
    code = next(c for c in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "Grants" in c)
    names: dict = {}
    exec(compile(code, "README.md", "exec", dont_inherit=True), names)  # noqa: S102 - our own README
    assert [entity.field for entity in load_schema(names["Grants"]).entities] == ["grants"]
