"""Articles a second beside the peers, all in one run against one stand-in.

::

    python run.py [--pages 5000] [--concurrency 256] [--latency 0.5] [--peers FOLDER] [--memory]

Each peer lives in an environment of its own under FOLDER (default ``.peers``), made where it
is not there. The stand-in answers each request after the latency, so the ideal is concurrency
over latency. llmextract does its whole work: clean, scan, ask, resolve, check, write to the
disk, with a process a core and, as "alone", in one; the peers ask and parse. ``--memory``
compares the peak at 1,000 and at 50,000 pages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from endpoint import HERE, pages, standin

PEERS = {"instructor": ["instructor"], "langextract": ["langextract[openai]"]}
FEW = 1000
"""Pages for the slow peers: enough for a rate, and over before supper."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--concurrency", type=int, default=256)
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--peers", type=Path, default=Path(".peers"))
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, standin("--latency", str(given.latency)) as url:
        if given.memory:
            compare_memory(folder, url, given.concurrency)
            return
        found = {}
        for name, program, words, count in clients(given.peers, given.pages):
            path = pages(folder, count)
            found[name] = measure(program, name.split()[0], url, path, given.concurrency, *words)
            found[name]["rate"] = count / found[name]["seconds"]
            found[name]["cpu_ms"] = 1000 * found[name]["cpu"] / count
        tell(found, ideal=given.concurrency / given.latency)


def clients(peers: Path, count: int) -> list[tuple[str, Path, list[str], int]]:
    here = Path(sys.executable)
    few = min(count, FEW)
    return [
        ("llmextract", here, [], count),
        ("llmextract (alone)", here, ["--processes", "0"], count),
        ("instructor", environment(peers, "instructor"), [], few),
        ("langextract", environment(peers, "langextract"), [], few),
        ("openai", here, ["default"], count),
        ("openai (aiohttp)", here, ["aiohttp"], count),
        ("aiohttp", here, [], count),
    ]


def environment(peers: Path, name: str) -> Path:
    program = peers.resolve() / name / "bin" / "python"
    if not program.exists():
        venv.create(peers / name, with_pip=True)
        words = [program, "-m", "pip", "install", "--quiet", *PEERS[name]]
        subprocess.run(words, check=True)  # noqa: S603
    return program


def measure(
    program: Path, name: str, url: str, path: Path, concurrency: int, *words: str
) -> dict[str, Any]:
    said = subprocess.run(  # noqa: S603
        [program, HERE / f"with_{name}.py", url, path, str(concurrency), *words],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ).stdout  # fmt: skip
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return told


def tell(found: dict[str, dict[str, Any]], *, ideal: float) -> None:
    ours = found["llmextract"]["rate"]
    print(f"{'':18}{'articles/s':>11}{'of ideal':>10}{'CPU ms':>8}{'ours is':>9}{'peak MB':>9}")
    for name, told in found.items():
        times = ours / told["rate"]
        print(f"{name:18}{told['rate']:11.1f}{told['rate'] / ideal:10.0%}{told['cpu_ms']:8.1f}"
              f"{times:8.1f}x{told['peak_kib'] / 1024:9.0f}")  # fmt: skip


def compare_memory(folder: str, url: str, concurrency: int) -> None:
    for count in (1000, 50_000):
        told = measure(Path(sys.executable), "llmextract", url, pages(folder, count), concurrency)
        own, other = told["peak_kib"] / 1024, told["child_peak_kib"] / 1024
        print(f"{count:>7,} pages: peak {own:.1f} MB, of one beside it {other:.1f}, "
              f"{1000 * told['cpu'] / count:.1f} ms of CPU each")  # fmt: skip


if __name__ == "__main__":
    main()
