"""Articles a second beside the peers, all in one run against one stand-in.

::

    python run.py [--pages 40000] [--rounds 2] [--concurrency 256] [--latency 0.5]
        [--peers FOLDER] [--memory]

Each peer lives in an environment of its own under FOLDER (default ``.peers``), made where it
is not there. The stand-in answers each request after the latency, so the ideal is concurrency
over latency. llmextract does its whole work: clean, scan, ask, resolve, check, write to the
disk, with a process a core and, as "alone", in one; the peers ask and parse. Machines are not
equally fast all the time: every round asks all clients in turn, the figures are the medians of
the rounds, and a loop of ten million additions before each round tells how fast the machine was.
The limiter of llmextract feels its way for its first second and a half, and it is made for many
articles: it gets more pages than the others, who have no limiter and keep one pace.
``--memory`` compares the peak at 1,000 and at 50,000 pages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from statistics import median
from typing import Any

from endpoint import HERE, pages, standin

PEERS = {"instructor": ["instructor"], "langextract": ["langextract[openai]"]}
FEWER = {"instructor": 4000, "langextract": 800}
"""Pages for the slow peers: enough for a rate, and over before supper."""
SOME = 8000
"""Pages for the others."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--concurrency", type=int, default=256)
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--peers", type=Path, default=Path(".peers"))
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, standin("--latency", str(given.latency)) as url:
        if given.memory:
            compare_memory(folder, url, given.concurrency)
            return
        rounds = []
        for _ in range(given.rounds):
            loop = additions()
            rounds.append(measure_all(given, folder, url))
            ours = rounds[-1]["llmextract"]["rate"]
            print(f"ten million additions {loop:.2f} s; llmextract {ours:.1f} articles/s, "
                  + ", ".join(f"{ours / told['rate']:.1f} x {name}"
                              for name, told in rounds[-1].items() if name in PEERS))  # fmt: skip
        tell(rounds, ideal=given.concurrency / given.latency)


def additions() -> float:
    """Seconds of CPU that ten million additions take."""
    begun, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begun


def measure_all(given: argparse.Namespace, folder: str, url: str) -> dict[str, dict[str, Any]]:
    """Every client once."""
    found = {}
    for name, program, words, count in clients(given.peers, given.pages):
        path = pages(folder, count)
        told = measure(program, name.split()[0], url, path, given.concurrency, *words)
        rate, cpu = count / told["seconds"], 1000 * told["cpu"] / count
        found[name] = told | {"rate": rate, "cpu_ms": cpu}
    return found


def clients(peers: Path, count: int) -> list[tuple[str, Path, list[str], int]]:
    here, some = Path(sys.executable), min(count, SOME)
    slow = [(name, environment(peers, name), [], min(count, most)) for name, most in FEWER.items()]
    return [
        ("llmextract", here, [], count),
        ("llmextract (alone)", here, ["--processes", "0"], some),
        *slow,
        ("openai", here, ["default"], some),
        ("openai (aiohttp)", here, ["aiohttp"], some),
        ("aiohttp", here, [], some),
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


def tell(rounds: list[dict[str, dict[str, Any]]], *, ideal: float) -> None:
    """The medians of the rounds, and those of the ratios within them."""
    print(f"{'':18}{'articles/s':>11}{'of ideal':>10}{'CPU ms':>8}{'ours is':>9}{'peak MB':>9}")
    for name in rounds[0]:
        rate, cpu, peak = (median(r[name][key] for r in rounds)
                           for key in ("rate", "cpu_ms", "peak_kib"))  # fmt: skip
        times = median(r["llmextract"]["rate"] / r[name]["rate"] for r in rounds)
        print(f"{name:18}{rate:11.1f}{rate / ideal:10.0%}{cpu:8.1f}{times:8.1f}x{peak / 1024:9.0f}")


def compare_memory(folder: str, url: str, concurrency: int) -> None:
    for count in (1000, 50_000):
        told = measure(Path(sys.executable), "llmextract", url, pages(folder, count), concurrency)
        own, other = told["peak_kib"] / 1024, told["child_peak_kib"] / 1024
        print(f"{count:>7,} pages: peak {own:.1f} MB, of one beside it {other:.1f}, "
              f"{1000 * told['cpu'] / count:.1f} ms of CPU each")  # fmt: skip


if __name__ == "__main__":
    main()
