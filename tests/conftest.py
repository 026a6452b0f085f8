"""The program as a user calls it, on a machine that knows nothing yet."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from llmextract import cli
from llmextract.models import _retries

KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "LLMEXTRACT_API_KEY", "LLMEXTRACT_BASE_URL",
        "LLMEXTRACT_MODEL")  # fmt: skip


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """No keys, no weights, and no waiting between tries."""
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LLMEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(_retries, "_ATTEMPTS", 1)
    monkeypatch.setattr(_retries, "_PATIENCE", 1)


@pytest.fixture
def run(monkeypatch, capsys):
    """Call the program with these words."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["llmextract", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        lines = said.err.splitlines()
        errors = [line.removeprefix("Error: ") for line in lines if line.startswith("Error: ")]
        return SimpleNamespace(code=code, out=said.out, lines=lines, errors=errors)

    return call
