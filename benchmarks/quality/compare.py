"""llmextract beside its peers: the same model, the same articles, the same scorer.

::

    make quality                                     # examples/, and ../shared/articles if there
    python benchmarks/quality/compare.py --pythons DIR [--base-url U --model M]
        [--articles DIR] [--gold DIR] [--tools ours,langextract] [--out DIR]

Without ``--base-url`` the embedded model is served for the time of the run. DIR has a virtual
environment for each peer, as ``make quality`` sets them up from ``peers/requirements-*.txt``.
Every tool gets the same clean text of each article and the same rules; each peer is set up as its
own documentation recommends (see ``peers/``). A peer's values are scored as its model gave them,
and once more as our reader reads the words that it quoted ("+ reader"), for the peer's benefit.
Records stand in OUT/TOOL/records, where ``llmextract evaluate OUT/TOOL GOLD --errors`` reads them;
the tables have every tool that has some there, so that peers need be run only once (``--tools``).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract import Article, LLMExtractError, clean
from llmextract.errors import UnreadableError
from llmextract.evaluation import Evaluation, evaluate, read_gold, score_article, to_dict
from llmextract.extraction import aextract
from llmextract.models import Client, ModelSettings, resolve_settings
from llmextract.models.embedded import serve
from llmextract.models.weights import ensure

sys.path.insert(0, str(Path(__file__).parents[1]))
from quality.answers import as_record, read_by_code
from quality.meter import Calls, Meter, metering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.records import Record

__all__ = ["PEERS", "compare", "main"]

HERE = Path(__file__).parent
PEERS = {
    "langextract": "langextract_extract.py",
    "instructor": "instructor_create.py",
    "openai": "openai_parse.py",
}
READ = " + reader"
COST = "cost.json"
Json = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """One comparison.

    Attributes:
        articles: Clean articles.
        gold: Folder of gold.
        out: Where records go, a folder a tool.
        settings: How our own tool asks the model.
        pythons: Folder of the peers' virtual environments; a peer without one runs in ours.
        options: Further options of the peers' scripts.
    """

    articles: list[Article]
    gold: Path
    out: Path
    settings: ModelSettings
    pythons: Path | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What one tool reached, and what it cost with the articles that it lost."""

    score: Evaluation
    calls: Calls
    seconds: float


def compare(plan: Plan, tools: list[str], meter: Meter) -> dict[str, Result]:
    """Run the tools one after the other; score them, and those that were run before."""
    for tool in tools:
        for name in _names(tool):
            shutil.rmtree(plan.out / name, ignore_errors=True)
        seconds = (_run_ours if tool == "ours" else _run_peer)(plan, tool, meter)
        cost = {**vars(meter.total(tool)), "seconds": round(seconds, 1)}
        for name in _names(tool):
            (plan.out / name).mkdir(parents=True, exist_ok=True)
            (plan.out / name / COST).write_text(json.dumps(cost) + "\n", encoding="utf-8")
    return _results(plan)


def _names(tool: str) -> list[str]:
    return [tool] if tool == "ours" else [tool, tool + READ]


def _results(plan: Plan) -> dict[str, Result]:
    """Every tool whose records stand in the folder, so that peers need be run only once."""
    results = {}
    for name in (name for tool in ("ours", *PEERS) for name in _names(tool)):
        path = plan.out / name / COST
        if path.is_file():
            cost = json.loads(path.read_text(encoding="utf-8"))
            seconds = cost.pop("seconds")
            results[name] = Result(_scored(plan, name), Calls(**cost), seconds)
    return results


def _run_ours(plan: Plan, tool: str, meter: Meter) -> float:
    began = time.monotonic()
    for number, article in enumerate(plan.articles):
        settings = plan.settings.at(meter.address(tool, str(number)))
        try:
            record = asyncio.run(_extract(article, settings))
        except LLMExtractError as error:
            _say_lost(tool, article, str(error))
            continue
        _write(record.to_dict(), plan.out / tool)
    return time.monotonic() - began


async def _extract(article: Article, settings: ModelSettings) -> Record:
    async with Client(settings) as client:
        return await aextract(article, asker=client)


def _run_peer(plan: Plan, tool: str, meter: Meter) -> float:
    python = plan.pythons / tool / "bin" / "python" if plan.pythons else Path(sys.executable)
    command = [str(python), str(HERE / "peers" / PEERS[tool]), "--base-url", meter.address(tool),
               "--model", plan.settings.name, *plan.options]  # fmt: skip
    keys = ("source", "language", "published", "body")
    lines = "".join(
        json.dumps({k: article.model_dump(mode="json")[k] for k in keys}) + "\n"
        for article in plan.articles
    )
    key = plan.settings.api_key
    secret = {"PEER_API_KEY": key.get_secret_value()} if key else {}
    done = subprocess.run(  # noqa: S603 - our own script
        command,
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, **secret},
    )
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    # Where the script itself breaks off, the rest of the articles is lost.
    outcomes += [{"error": "no answer", "seconds": 0.0}] * (len(plan.articles) - len(outcomes))
    seconds = 0.0
    for article, outcome in zip(plan.articles, outcomes, strict=True):
        seconds += outcome["seconds"]
        if "error" in outcome:
            _say_lost(tool, article, outcome["error"])
            continue
        record = as_record(outcome["answer"], article)
        _write(record, plan.out / tool)
        _write(read_by_code(record), plan.out / (tool + READ))
    return seconds


def _say_lost(tool: str, article: Article, reason: str) -> None:
    print(f"{tool} lost {article.source}: {' '.join(reason.split())[:160]}", file=sys.stderr)


def _write(plain: Json, out: Path) -> None:
    path = out / "records" / f"{plain['article']['id']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


# -- the tables ----------------------------------------------------------------------------

FIELDS = {
    "sums": "money",
    "placed": "programs.amounts",
    "role": "programs.amounts.role",
    "dates": "date",
    "placed ": "programs.dates",
    "programs": "programs",
    "actors": "actors",
}
"""Columns of the first table; the others are in OUT/results.json."""


def _scored(plan: Plan, name: str) -> Evaluation:
    try:
        return evaluate(plan.out / name, plan.gold)
    except UnreadableError:
        # No record at all: every article was lost.
        lost = [score_article(None, gold, name=path.stem) for path, gold in read_gold(plan.gold)]
        return Evaluation(lost, [])


def tables(results: dict[str, Result]) -> str:
    """F1 by field, then what is not in the articles and what it all cost; 80 columns."""
    scores = {
        name: [result.score.score(path).total.f1 for path in FIELDS.values()]
        for name, result in results.items()
    }
    rows = ["".join(f"{'–' if f1 is None else format(f1, '.2f'):>8}" for f1 in found)
            for found in scores.values()]  # fmt: skip
    fields = "".join(f"{name:>8}" for name in FIELDS)
    costs = "".join(f"{name:>{width}}" for name, width in COSTS.items())
    return "\n".join(
        [
            *_table("F1, lenient, total", fields, dict(zip(results, rows, strict=True))),
            "",
            *_table("not in the articles", costs, {n: _line(r) for n, r in results.items()}),
        ]
    )


def _table(title: str, head: str, rows: dict[str, str]) -> list[str]:
    rule = "-" * (22 + len(head))
    return [f"{title:<22}{head}", rule, *(f"{name:<22}{row}" for name, row in rows.items())]


COSTS = {"sums": 6, "dates": 6, "names": 6, "lost": 7, "seconds": 9, "calls": 6, "in": 9, "out": 8}
"""Columns of the second table, with their widths."""


def _line(result: Result) -> str:
    score, calls = result.score, result.calls
    unheld = (score.unheld("money"), score.unheld("date"), score.unheld_names())
    lost = sum(article.lost for article in score.articles)
    cost = (round(result.seconds), calls.calls, calls.input_tokens, calls.output_tokens)
    values = zip((*unheld, lost, *cost), COSTS.values(), strict=True)
    return "".join(f"{value:>{width},}" for value, width in values)


# -- the command ---------------------------------------------------------------------------


@contextmanager
def _upstream(base_url: str | None) -> Iterator[str]:
    """The server that all are asked of: the one named, or the embedded model's."""
    if base_url:
        yield base_url
    else:
        with serve(ensure()) as address:
            yield address


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="llmextract beside its peers, with one model.")
    parser.add_argument("--articles", type=Path, default=Path("examples/articles"))
    parser.add_argument("--gold", type=Path, default=Path("examples/gold"))
    parser.add_argument("--out", type=Path, default=Path("out/quality"))
    parser.add_argument("--tools", default=",".join(("ours", *PEERS)))
    parser.add_argument("--pythons", type=Path, help="folder of the peers' environments")
    parser.add_argument("--base-url", help="an OpenAI-compatible server; else the embedded model")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--no-example", action="store_true", help="no worked example for the peers")
    return parser.parse_args()


def _articles(folder: Path) -> list[Article]:
    return [clean(path.read_bytes(), source=path.name) for path in sorted(folder.iterdir())]


def main() -> None:
    """Run what the command line asks for, and print the tables."""
    options = _options()
    # The embedded model at an address is the same model, served by someone else.
    elsewhere = options.base_url if options.model != "embedded" else None
    settings = resolve_settings(model=options.model, base_url=elsewhere)
    plan = Plan(
        articles=_articles(options.articles),
        gold=options.gold,
        out=options.out,
        settings=settings,
        pythons=options.pythons,
        options=("--no-example",) if options.no_example else (),
    )
    with _upstream(options.base_url) as upstream, metering(upstream) as meter:
        results = compare(plan, options.tools.split(","), meter)
    _write_results(plan, results)
    print(tables(results))


def _write_results(plan: Plan, results: dict[str, Result]) -> None:
    ours = results["ours"].score if "ours" in results else None
    plain = {
        name: to_dict(result.score, against=ours)
        | {"cost": vars(result.calls) | {"seconds": round(result.seconds, 1)}}
        for name, result in results.items()
    }
    path = plan.out / "results.json"
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
