"""How many amounts stand under the right program, by name.

::

    python benchmarks/placed.py OUT GOLD

OUT is an output folder of ``llmextract extract``; GOLD a folder of gold records of the same
names. An amount counts when its value stands under a program whose name, or alias, shares its
head with gold's, without 구축, 조성, 설립, 운영, 이전, 사업 at the end.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

__all__ = ["by_value", "placed", "same"]

Json = dict[str, Any]

ENDINGS = re.compile(r"(?:구축|조성|설립|운영|이전|사업)+$")


def placed(record: Json, gold: Json) -> tuple[int, int]:
    """Amounts of ``gold`` that the record places right, and all of gold's."""
    right, found = by_value(gold), by_value(record)
    hits = sum(any(same(n, m) for n in found.get(v, ()) for m in right[v]) for v in right)
    return hits, len(right)


def by_value(record: Json) -> dict[tuple[str, ...], list[str]]:
    """Every name of the programs that a value is placed under."""
    names: dict[tuple[str, ...], list[str]] = {}
    for program in record["record"]["programs"]:
        forms = [program["name"]["text"], *(a["text"] for a in program.get("aliases", ()))]
        for amount in program["amounts"]:
            value = (str(amount["value"]), str(amount["minimum"]), str(amount["maximum"]))
            names.setdefault(value, []).extend(forms)
    return names


def same(left: str, right: str) -> bool:
    """Whether two names share their head."""
    left, right = (ENDINGS.sub("", re.sub(r"\W", "", name)) for name in (left, right))
    return bool(left and right) and (left in right or right in left)


def main(out: Path, gold: Path) -> None:
    """Print a line an article, and all together."""
    hits = wanted = tokens = 0
    for path in sorted((out / "records").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        stem = Path(record["article"]["source"]).stem
        h, w = placed(record, json.loads((gold / f"{stem}.json").read_text(encoding="utf-8")))
        used = record["usage"]["input"] + record["usage"]["output"]
        seconds = sum(attempt["seconds"] for attempt in record["attempts"])
        print(f"{stem:<28} {h} of {w} placed  {seconds:6.1f} s  {used:6,} tokens")
        hits, wanted, tokens = hits + h, wanted + w, tokens + used
    print(f"{'all':<28} {hits} of {wanted} placed, {tokens:,} tokens")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
