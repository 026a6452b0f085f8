"""The stand-in as a process of its own, for the length of a block."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


@contextmanager
def standin(*words: str) -> Iterator[str]:
    """Serve, with these options; gives the address with ``/v1``."""
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder, "port")
        process = subprocess.Popen([sys.executable, HERE / "standin.py", port_file, *words])  # noqa: S603
        try:
            while not (port_file.exists() and port_file.read_text()):
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port_file.read_text()}/v1"
        finally:
            process.kill()
            process.wait()


def seen(url: str) -> dict[str, Any]:
    """What the stand-in was asked and what it answered."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/seen") as reply:  # noqa: S310
        told: dict[str, Any] = json.load(reply)
        return told


def answered(url: str) -> int:
    """How many requests the stand-in has answered, rightly or wrongly."""
    return sum(seen(url)["seen"].values())


def pages(folder: str, count: int) -> Path:
    """A JSONL of so many pages."""
    from articles import rows  # noqa: PLC0415 - beside this file

    path = Path(folder, f"pages-{count}.jsonl")
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows(count))
    return path


def command(path: Path, out: Path, url: str, *words: str) -> list[str]:
    """The command on these pages."""
    program = [sys.executable, "-c", "from llmextract.cli import main; main()"]
    return [*program, "extract", str(path), "-o", str(out), "--base-url", url,
            "--model", "programs", *words]  # fmt: skip
