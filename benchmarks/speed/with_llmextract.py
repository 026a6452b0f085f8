"""llmextract's command on a JSONL of pages: clean, scan, ask, resolve, check, write."""

from __future__ import annotations

import contextlib
import sys
import tempfile

import llmextract.cli.extract
import llmextract.cli.running
import llmextract.models.client
import llmextract.runs
import openai  # noqa: F401 - loaded before the clock starts, as for the others
from clock import measured
from llmextract import cli

url, pages, concurrency = sys.argv[1:4]
out = sys.argv[4] if len(sys.argv) > 4 else tempfile.mkdtemp()

with measured():
    sys.argv = ["llmextract", "extract", pages, "-o", out, "--base-url", url,
                "--model", "programs", "--concurrency", concurrency]  # fmt: skip
    with contextlib.suppress(SystemExit):
        cli.main()
