"""How much of an article is kept and how much of its page is dropped, beside other extractors.

::

    make bench-cleaning                      # the peers in a venv of their own, then this
    python benchmarks/cleaning [DATA]        # without the peers; DATA is ../shared/data

For each set of pages: the F1 over words (mean of the pages), and the lines of the true text
that come out exactly (kept) or not (lost), and lines that are not in it (added). Then the speed,
in processor time, of this and of the others on the same pages, in the same run.

The run fails (exit 1) where a set is below its floor in ``floor.json``, or where the data is
other than the floor was measured on. ``--raise-floor`` writes better figures down;
``--lower-floor`` is needed to write worse ones.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]  # run as a folder, the package itself is not on the path

from cleaning.corpus import SETS, load  # noqa: E402
from cleaning.extractors import Ours, Peer, Trafilatura  # noqa: E402
from cleaning.floor import Floor  # noqa: E402
from cleaning.report import measure, print_facts, print_quality, print_speed  # noqa: E402

DATA = HERE.parents[2] / "shared" / "data"
EXAMPLES = HERE.parents[1] / "examples"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and hold the floor."""
    options = _parser().parse_args(arguments)
    pages = load(options.data, EXAMPLES)
    wanted = [name for name in SETS if pages.get(name)]
    extractors = [Ours(), Trafilatura()]
    if options.peers:
        extractors += [Peer(name, options.peers) for name in ("readability-lxml", "jusText")]
    results = {name: measure(extractors, pages[name]) for name in wanted}
    for name in wanted:
        print_quality(name, results[name])
    print_facts({name: results[name][0] for name in wanted})
    print_speed(results)
    floor = Floor.read(options.floor)
    reached = {name: results[name][0].f1 for name in wanted}
    if options.raise_floor or options.lower_floor:
        floor = floor.moved(pages, reached, lower=options.lower_floor)
        floor.write(options.floor)
    faults = floor.faults(pages, reached)
    for fault in faults:
        print(f"FLOOR  {fault}", file=sys.stderr)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--peers", type=Path, help="python of the venv that holds the peers")
    parser.add_argument("--floor", type=Path, default=HERE / "floor.json")
    parser.add_argument("--raise-floor", action="store_true", help="write down better figures")
    parser.add_argument("--lower-floor", action="store_true", help="write down worse ones, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
