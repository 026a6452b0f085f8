"""Killed at random moments and started again: the end is that of an undisturbed run.

::

    python kills.py [--kills 50] [--pages 3000] [--seed 0] [--processes N]
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from endpoint import answered, command, pages, seen, standin

CONCURRENCY = 32
UNDER_WAY = 2 * CONCURRENCY
"""Articles asked about, and as many whose answers are being resolved and written."""
EARLY = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int)
    given = parser.parse_args()
    moments = random.Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder, standin("--latency", "0.2") as url:
        path = pages(folder, given.pages)
        whole, broken = Path(folder, "whole"), Path(folder, "broken")
        more = [] if given.processes is None else ["--processes", str(given.processes)]
        run(path, whole, url, *more)
        before = seen(url)["seen"]["good"]
        kills = 0
        for _ in range(given.kills):
            kills += kill_once(path, broken, url, moments, *more)
        run(path, broken, url, *more)
        asked = seen(url)["seen"]["good"] - before
        print(json.dumps({"kills": kills, "pages": given.pages, "asked": asked,
                          "under way when killed, at most": kills * UNDER_WAY}))  # fmt: skip
        assert state(broken) == state(whole), "the end differs from that of an undisturbed run"
        assert asked - given.pages <= kills * UNDER_WAY, "finished articles were asked again"
        assert not list(broken.rglob("*.part"))


def run(path: Path, out: Path, url: str, *more: str) -> None:
    words = command(path, out, url, "--concurrency", str(CONCURRENCY), *more)
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)  # noqa: S603


def kill_once(path: Path, out: Path, url: str, moments: random.Random, *more: str) -> int:
    """Kill a run: one in five while it starts, the others while it asks and writes."""
    words = command(path, out, url, "--concurrency", str(CONCURRENCY), *more)
    asked = answered(url)
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)  # noqa: S603
    done = finished(out)
    early = moments.random() < EARLY
    while not early and process.poll() is None and answered(url) == asked:
        time.sleep(0.05)
    try:
        process.wait(timeout=moments.uniform(0.0, 1.5))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert done <= finished(out), "a finished record has gone"
        return 1
    return 0


def finished(out: Path) -> set[str]:
    return {path.name for path in (out / "records").glob("*.json")}


def state(out: Path) -> tuple[dict[str, Any], list[Any]]:
    """Records without what differs from one asking to the next, and the ledger's states."""
    records = {}
    for path in (out / "records").glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        for attempt in record["attempts"]:
            del attempt["seconds"]
        records[path.name] = record
    with sqlite3.connect(out / "ledger.sqlite") as base:
        rows = base.execute("select id, source, state, cause from articles order by id").fetchall()
    return records, rows


if __name__ == "__main__":
    main()
