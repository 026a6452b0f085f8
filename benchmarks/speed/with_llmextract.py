"""llmextract's command on a JSONL of pages: clean, scan, ask, resolve, check, write."""

from __future__ import annotations

import contextlib
import os, sys
import tempfile

import aiohttp  # noqa: F401 - loaded before the clock starts, as for the others
from clock import measured

from llmextract import cli

url, pages, concurrency, *place = sys.argv[1:]
out = place[0] if place else tempfile.mkdtemp()

with measured():
    sys.argv = ["llmextract", "extract", pages, "-o", out, "--base-url", url,
                "--model", "programs", "--concurrency", concurrency, *os.environ.get("X","").split()]  # fmt: skip
    with contextlib.suppress(SystemExit):
        cli.main()
