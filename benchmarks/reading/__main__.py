"""How well and how fast money and dates are read, beside other libraries.

::

    python benchmarks/reading [--data ../shared/data] [--no-peers] [--rows] [--sentences]

The first run makes an environment for the other libraries (``.peers`` beside this file).
``--rows`` prints every row that came out wrong or with another span, ``--sentences`` every
sentence with a mention, to be read through for false ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import gold
import quiet
import speed
from doubted import DOUBTED
from rows import Answer, Row, answer, load, same_money

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KINDS = {"amounts": "amounts_ko.jsonl", "dates": "dates_ko.jsonl"}


def main() -> None:
    options = _options()
    rows = {kind: load(options.data / name) for kind, name in KINDS.items()}
    peers = {} if options.no_peers else ask_peers([*rows["amounts"], *rows["dates"]])
    for kind, found in rows.items():
        table(kind, [answer(row) for row in found], peers, listed=options.rows)
    of_gold("seeds", options.data.parent / "articles", options.data.parent / "gold")
    of_gold("examples", ROOT / "examples" / "articles", ROOT / "examples" / "gold")
    false_mentions(options.data, listed=options.sentences)
    times(options.data, peers=not options.no_peers)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python benchmarks/reading", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / ".." / "shared" / "data")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--sentences", action="store_true")
    return parser.parse_args()


# ---- rows -------------------------------------------------------------------


def table(kind: str, answers: list[Answer], peers: dict[str, Any], *, listed: bool) -> None:
    print(f"\n{kind}: value and overlapping span right (the exact span too), of the sound rows")
    sources = list(dict.fromkeys(each.row.source for each in answers))
    for source in (*sources, "all"):
        mine = [each for each in answers if source in {each.row.source, "all"}]
        sound = [each for each in mine if each.right or each.row.id not in DOUBTED]
        right, exact = sum(a.right for a in sound), sum(a.exact for a in sound)
        print(
            f"  {source:<12} {right:>4} of {len(sound):<4} {right / len(sound):7.1%}"
            f"   exact {exact:>4} {exact / len(sound):7.1%}"
            f"   doubted {len(mine) - len(sound):>3}   of all rows {right / len(mine):7.1%}"
        )
    for name, found in _by_peer(answers, peers).items():
        hits = sum(_peer_right(each.row, found.get(each.row.id, [])) for each in answers)
        print(f"  {name:<34} {hits:>4} of {len(answers):<4} {hits / len(answers):7.1%}")
    _name_the_wrong(answers, listed=listed)


def _name_the_wrong(answers: list[Answer], *, listed: bool) -> None:
    for each in answers:
        if not each.right:
            reason = DOUBTED.get(each.row.id, "WRONG")
            print(f"    {each.row.id}: '{each.row.phrase}' {reason}; read: {each.found or 'none'}")
        elif listed and not each.exact:
            print(f"    {each.row.id}: '{each.row.phrase}' other span; read: {each.found}")


# ---- peers ------------------------------------------------------------------


def ask_peers(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """Every peer's answers, by peer and row."""
    asked = "\n".join(json.dumps(_asked(row), ensure_ascii=False) for row in rows)
    answers: dict[str, dict[str, Any]] = {}
    for read in _run_peers(asked):
        answers.setdefault(read["peer"], {})[read["id"]] = read["found"]
    return answers


def _peers_speed(prose: str) -> list[tuple[str, float]]:
    asked = json.dumps(speed.articles(prose), ensure_ascii=False)
    return [(read["peer"], read["rate"]) for read in _run_peers(asked, "speed")]


def _run_peers(asked: str, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(  # noqa: S603 - our own script in our own environment
        [_environment(), HERE / "peers.py", *arguments],
        input=asked,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _asked(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": "date" if row.value is None else "money",
        "text": row.text,
        "phrase": row.phrase,
        "currency": row.currency,
        "reference": row.reference.isoformat() if row.reference else None,
    }


def _environment() -> Path:
    folder = HERE / ".peers"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        wanted = HERE / "requirements-peers.txt"
        subprocess.run(  # noqa: S603 - ditto
            [python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True
        )
        (folder / "ready").touch()
    return python


def _by_peer(answers: list[Answer], peers: dict[str, Any]) -> dict[str, Any]:
    ids = {each.row.id for each in answers}
    return {name: found for name, found in peers.items() if ids & found.keys()}


def _peer_right(row: Row, found: list[dict[str, Any]]) -> bool:
    if row.value is None:
        days = [(date.fromisoformat(f["first"]), date.fromisoformat(f["last"])) for f in found]
        return any(interval in row.accept for interval in days)
    return any(same_money(row, _decimal(f["value"]), f["currency"]) for f in found)


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


# ---- gold, false mentions, speed --------------------------------------------


def of_gold(name: str, articles: Path, records: Path) -> None:
    wanted, wrong = gold.missed(articles, records)
    print(f"\ngold of the {name}: {wanted - len(wrong)} of {wanted} by words and value")
    for each in wrong:
        print(f"    {each}")


def false_mentions(data: Path, *, listed: bool) -> None:
    found: Counter[str] = Counter()
    wrong = []
    for name, sentence in quiet.sentences(data):
        shown, mentions = quiet.marked(sentence)
        found.update(["sentences", *(mention.kind for mention in mentions)])
        wrong += [
            f"{name}: '{mention.text}' {quiet.FALSE[name, mention.start]}"
            for mention in mentions
            if (name, mention.start) in quiet.FALSE
        ]
        if listed and mentions:
            print(f"    {name}: {shown}")
    print(
        f"\nfalse mentions: {len(wrong)} in {found['sentences']} sentences with "
        f"{found['money']} amounts and {found['date']} dates"
    )
    for each in wrong:
        print(f"    {each}")


def times(data: Path, *, peers: bool) -> None:
    prose = speed.texts(data)
    articles, size, mentions = speed.articles_a_second(prose)
    print(
        f"\nspeed, one core: {articles:,.0f} articles of 2,000 characters a second, "
        f"{size:.1f} MB/s, {mentions:.0f} mentions in each"
    )
    for peer, rate in _peers_speed(prose) if peers else ():
        print(
            f"  {peer}: {rate:,.1f} articles a second; {articles / rate:,.1f} times as fast as it"
        )
    for name, seconds, ratio in speed.megabytes(prose):
        print(
            f"  {name:<8} {seconds:7.3f} s for 100,000 characters, ten times as many {ratio:5.1f} x"
        )


if __name__ == "__main__":
    sys.exit(main())
