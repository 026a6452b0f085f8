"""llmextract's command on a JSONL of pages: clean, scan, ask, resolve, check, write."""

from __future__ import annotations

import contextlib
import sys
import tempfile

import aiohttp  # noqa: F401 - loaded before the clock starts, as for the others
from clock import measured

from llmextract import cli

url, pages, concurrency, *more = sys.argv[1:]

with measured():
    sys.argv = ["llmextract", "extract", pages, "-o", tempfile.mkdtemp(), "--base-url", url,
                "--model", "programs", "--concurrency", concurrency, *more]  # fmt: skip
    with contextlib.suppress(SystemExit):
        cli.main()
