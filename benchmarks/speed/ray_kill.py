"""Ray on this machine: two workers, one killed in the middle; all records, none twice.

::

    python ray_kill.py [--pages 600] [--workers 2] [--kills 1] [--latency 0.2]

Needs ``pip install "llmextract[ray]"``. A second call on the same output then asks nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import ray
from articles import rows
from endpoint import answered, seen, standin
from pyarrow import Table, parquet

from llmextract.ray import Extracted, Pool, extract_dataset


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--block", type=int, default=50)
    parser.add_argument("--latency", default="0.2")
    given = parser.parse_args()
    ray.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    with tempfile.TemporaryDirectory() as folder, standin("--latency", given.latency) as url:
        path, out = Path(folder, "articles.parquet"), Path(folder, "records")
        pages = [json.loads(row) for row in rows(given.pages)]
        parquet.write_table(Table.from_pylist(pages), path)
        pool = Pool(workers=given.workers, block=given.block, concurrency=64)
        killed = kill_later(out, url, given)
        begun = time.monotonic()
        told = run(path, out, url, pool)
        seconds = time.monotonic() - begun
        asked = answered(url)
        states = check(out, given.pages)
        again = run(path, out, url, pool)
        print(json.dumps({
            "pages": given.pages, "killed": killed, "seconds": round(seconds, 1),
            "states": states, "asked": asked, "told": told.rows,
            "asked again by a second call": answered(url) - asked,
        }))  # fmt: skip
        assert len(killed) == given.kills, "nobody was killed"
        assert states == {"done": given.pages}
        assert asked <= given.pages + given.kills * given.block, "more than blocks was asked again"
        assert (again.rows, again.kept) == (0, given.pages)


def run(path: Path, out: Path, url: str, pool: Pool) -> Extracted:
    return extract_dataset(path, out=out, model="programs", base_url=url, pool=pool)


def kill_later(out: Path, url: str, given: argparse.Namespace) -> list[int]:
    """Kill a worker each time that all are within a block; gives their processes."""
    killed: list[int] = []

    def watch() -> None:
        while len(killed) < given.kills:
            time.sleep(0.02)
            written = given.block * len(list(out.glob("part-*.parquet")))
            told = seen(url)
            unwritten = sum(told["seen"].values()) + told["busy"] - written
            workers = [pid for pid in extracting() if pid not in killed]
            if written and workers and unwritten > given.block * (given.workers - 1):
                os.kill(workers[-1], signal.SIGKILL)
                killed.append(workers[-1])

    threading.Thread(target=watch, daemon=True).start()
    return killed


def extracting() -> list[int]:
    """The processes of the workers, by the name that Ray gives them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            title = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if title.startswith("ray::") and "MapBatches(Worker)" in title:
            found.append(int(folder.name))
    return found


def check(out: Path, pages: int) -> dict[str, Any]:
    table = parquet.read_table(out)
    sources = Counter(table.column("source").to_pylist())
    assert len(sources) == pages, "an article was lost"
    assert max(sources.values()) == 1, "an article has two rows"
    for record in table.column("record").to_pylist():
        json.loads(record)
    return dict(Counter(table.column("state").to_pylist()))


if __name__ == "__main__":
    main()
