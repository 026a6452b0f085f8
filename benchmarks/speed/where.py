r"""Where a run's time goes, by a profile of py-spy's: shares of the processor by part.

::

    pip install py-spy
    python articles.py 8000 > pages.jsonl
    python standin.py port --latency 0.5 &
    py-spy record --gil --subprocesses --format raw --rate 200 --output profile.raw -- \
        python with_llmextract.py http://127.0.0.1:$(cat port)/v1 pages.jsonl 256
    python where.py profile.raw

A sample counts for the innermost frame that is ours, so a part's share has in it what it calls
of libraries; aiohttp and asyncio alone count for themselves.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

OURS = re.compile(r"llmextract/(\w+)")
LIBRARY = re.compile(r"\((aiohttp|asyncio)/")
WORKER, RUN = "a process beside it", "the run's own process"


def main() -> None:
    shares: dict[str, Counter[str]] = {WORKER: Counter(), RUN: Counter()}
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        if any("import" in frame for frame in frames):
            continue  # done once
        who = WORKER if any(frame.startswith("work (") for frame in frames) else RUN
        shares[who][part(frames)] += int(count)
    whole = sum(count for each in shares.values() for count in each.values())
    for who, counts in shares.items():
        print(f"{who}: {sum(counts.values()) / whole:.0%}")
        for name, count in counts.most_common(12):
            print(f"  {count / whole:6.1%}  {name}")


def part(frames: list[str]) -> str:
    """The part of the package that a stack is in, or the library that one of ours called."""
    for frame in reversed(frames):
        if ours := OURS.search(frame):
            return ours[1]
        if library := LIBRARY.search(frame):
            return library[1]
    return "Python itself"


if __name__ == "__main__":
    main()
