"""The library's front and the command line's start."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import llmextract
from llmextract.cli import _COMMANDS, cli

ROOT = Path(__file__).parents[1]


def test_everything_public_can_be_had():
    assert all(getattr(llmextract, name) for name in llmextract.__all__)


def test_the_package_example_is_true():
    assert doctest.testmod(llmextract).failed == 0


def test_help_loads_no_model_client():
    heavy = ("openai", "aiohttp", "xllamacpp", "trafilatura", "vcr", "rich", "pydantic")
    code = (
        "import sys; from llmextract.cli import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "extract" in done.stdout


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "llmextract", "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: ")
    assert "extract" in done.stdout


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_helps_in_eighty_columns(name):
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    with command.make_context(name, [], resilient_parsing=True) as context:
        lines = command.get_help(context).splitlines()
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_is_in_the_readme(name):
    assert f"llmextract {name}" in (ROOT / "README.md").read_text(encoding="utf-8")
