"""Every page has a record or a named failure, though one answer in five is a fault.

::

    python faults.py [--pages 5000] [--share 0.2] [--concurrency 128]

Faults: 429 with and without Retry-After, 500, 502, dropped connections, stalls, cut JSON, JSON
of another form, refusals.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from endpoint import command, pages, seen, standin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--concurrency", default="128")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        standin("--latency", "0.2", "--faults", str(given.share)) as url,
    ):
        out, begun = Path(folder, "OUT"), time.monotonic()
        words = command(pages(folder, given.pages), out, url, "--concurrency", given.concurrency)
        ended = subprocess.run(words, check=False)  # noqa: S603
        told = seen(url)
        with sqlite3.connect(out / "ledger.sqlite") as base:
            states = Counter(s for (s,) in base.execute("select state from articles"))
            causes = dict(base.execute(
                "select cause, count(*) from articles where state = 'failed' group by cause"
            ))  # fmt: skip
            named = base.execute("select count(*) from articles where error is null "
                                 "and state = 'failed'").fetchone()[0]  # fmt: skip
        files = [json.loads(p.read_text())["article"] for p in (out / "records").iterdir()]
        sources = Counter(article["source"] for article in files)
        print(json.dumps({
            "seconds": round(time.monotonic() - begun), "exit": ended.returncode,
            "states": states, "causes": causes, "answers": told["seen"],
        }, ensure_ascii=False))  # fmt: skip
        assert set(states) <= {"done", "failed"}, "something was left undecided"
        assert states["done"] + states["failed"] == given.pages, "an article was lost"
        assert states["done"] == len(files) == len(sources), "records and ledger differ"
        assert max(sources.values()) == 1, "an article has two records"
        assert named == 0, "a failure has no sentence"


if __name__ == "__main__":
    main()
