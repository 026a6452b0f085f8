"""llmextract's command on a JSONL of pages: clean, scan, ask, resolve, check, write."""

from __future__ import annotations

import contextlib
import sys
import tempfile

# Libraries are loaded before the clock starts, as for the others.
import aiohttp  # noqa: F401
import genai_prices.data_snapshot  # noqa: F401
from clock import measured

from llmextract import cli
from llmextract.cli import batch, extract, progress, running  # noqa: F401
from llmextract.models import client  # noqa: F401
from llmextract.schemas import load_schema

load_schema("programs")

url, pages, concurrency, *more = sys.argv[1:]

with measured():
    sys.argv = ["llmextract", "extract", pages, "-o", tempfile.mkdtemp(), "--base-url", url,
                "--model", "programs", "--concurrency", concurrency, *more]  # fmt: skip
    with contextlib.suppress(SystemExit):
        cli.main()
