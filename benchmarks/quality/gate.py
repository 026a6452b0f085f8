"""The quality gate: replaying the example cassettes has to give the pinned scores.

::

    python benchmarks/quality/gate.py          # says what moved; exit code 1 where something did
    python benchmarks/quality/gate.py --pin    # takes the scores of now as the pinned ones

Offline: the recorded answers of the embedded model, through the code as it is. A change of the
code moves the scores at once; after a change of the prompt or the schema the cassettes are
recorded anew (`make record`), and the gate shows what that did. ``pinned.json`` holds, for each
field, F1, how many are right, how many gold has and how many were given, all by the lenient count,
and how many are right exactly.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from llmextract.evaluation import Evaluation, Tally, evaluate

__all__ = ["difference", "replayed", "summary"]

ROOT = Path(__file__).parents[2]
PINNED = Path(__file__).with_name("pinned.json")
PIN = "make pin"

Counts = dict[str, str]
Summary = dict[str, Counts]


def replayed(out: Path) -> Evaluation:
    """The example articles, answered from their cassettes, against their gold."""
    command = "import llmextract.cli; llmextract.cli.main()"
    arguments = ["extract", "examples/articles", "-o", str(out), "--replay", "cassettes/examples"]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", command, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"The cassettes cannot be replayed; `make record` records them.\n{done.stderr}")
    return evaluate(out, ROOT / "examples" / "gold")


def summary(evaluation: Evaluation) -> Summary:
    """What is pinned: the counts of each article, and of all, by field."""
    whole = {path: _counts(evaluation.score(path).total, evaluation.score(path, "exact").total)
             for path in evaluation.fields}  # fmt: skip
    parts = {
        article.name: {p: _counts(m.lenient, m.exact) for p, m in article.fields.items()}
        for article in evaluation.articles
    }
    return {"all": whole, **parts}


def difference(pinned: Summary, now: Summary) -> list[str]:
    """What moved: a field, and below it the total and the articles in which it did."""
    paths = dict.fromkeys(path for side in (now, pinned) for path in side.get("all", {}))
    moved = ((path, _moves(path, pinned, now)) for path in paths)
    return ["\n  ".join([path, *moves]) for path, moves in moved if moves]


def _counts(lenient: Tally, exact: Tally) -> str:
    share = "–" if lenient.f1 is None else f"{lenient.f1:.2f}"
    counts = f"{lenient.right} of {lenient.gold}, {lenient.given} given"
    return f"{share} ({counts}; exact {exact.right})"


def _moves(path: str, pinned: Summary, now: Summary) -> list[str]:
    names = dict.fromkeys((*now, *pinned))
    both = ((n, pinned.get(n, {}).get(path, "–"), now.get(n, {}).get(path, "–")) for n in names)
    return [f"{name}: {before} → {after}" for name, before, after in both if before != after]


def main(*, pin: bool) -> int:
    """Compare, or pin."""
    with tempfile.TemporaryDirectory() as out:
        now = summary(replayed(Path(out)))
    if pin:
        PINNED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    moved = difference(json.loads(PINNED.read_text(encoding="utf-8")), now)
    print("\n".join(moved) or "The scores are the pinned ones.")
    if moved:
        print(f"`{PIN}` pins these, where they are meant.")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main(pin="--pin" in sys.argv[1:]))
