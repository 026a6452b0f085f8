"""``llmextract evaluate``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from llmextract.cli.options import FOLDER, as_json
from llmextract.cli.tables import console, grid

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from llmextract.evaluation import ArticleScore, Change, Evaluation

__all__ = ["evaluate"]

_KINDS = {"money": "money read", "date": "dates read"}
_PLACES = ("amounts", "dates", "names")


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("gold", type=FOLDER)
@as_json
@click.option("--against", type=FOLDER, metavar="OTHER", help="Another OUT to compare with.")
@click.option("--errors", is_flag=True, help="List every error, article by article.")
@click.option("--partial", is_flag=True, help="Leave out gold whose article has no record.")
def evaluate(
    out: Path, gold: Path, as_json: bool, against: Path | None, errors: bool, partial: bool
) -> None:
    """Score the records of OUT against GOLD: how often is each field right.

    GOLD is a folder of records as a careful reader makes them; what they leave out is not
    scored. A name is right when it shares its head with gold's ('…센터 구축사업' and '…센터');
    under 'exact' it has to be written as in gold.
    """
    from llmextract.evaluation import evaluate, to_dict

    here = evaluate(out, gold, partial=partial)
    there = evaluate(against, gold, partial=partial) if against else None
    _warn(here)
    if as_json:
        click.echo(json.dumps(to_dict(here, against=there), ensure_ascii=False, indent=2))
        return
    screen = console()
    if errors:
        for article in here.articles:
            _show_errors(screen, article)
    screen.print(_scores(here))
    _show_totals(screen, here)
    if there:
        _show_changes(screen, here, there)


def _warn(result: Evaluation) -> None:
    lost = [article.name for article in result.articles if article.lost]
    if lost:
        click.echo(f"No record of {', '.join(lost)}: all of it counts as missed.", err=True)
    if result.strays:
        click.echo(f"No gold for {', '.join(result.strays)}: not scored.", err=True)


def _scores(result: Evaluation) -> Table:
    table = grid("F1, lenient", "right", "P", "R", "F1", "mean F1 (95 %)", "exact")
    for column in table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for path in result.fields:
        lenient, exact = result.score(path), result.score(path, "exact")
        counts, mean = lenient.total, lenient.f1
        table.add_row(
            _label(path, result.fields),
            f"{counts.right}/{counts.gold}",
            *map(_share, (counts.precision, counts.recall, counts.f1)),
            f"{mean.mean:.2f} ({mean.low:.2f}–{mean.high:.2f})" if mean else "–",
            _share(exact.total.f1),
        )
    return table


def _label(path: str, known: Iterable[str]) -> str:
    """The last word of a path, below the words that it belongs to."""
    if path in _KINDS:
        return _KINDS[path]
    depth = sum(path.startswith(f"{other}.") for other in known)
    word = path.rpartition(".")[2]
    is_placed = any(other.startswith(f"{path}.") for other in known) and depth
    return "  " * depth + word + (" placed" if is_placed else "")


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _show_totals(screen: Console, result: Evaluation) -> None:
    lost = sum(article.lost for article in result.articles)
    unheld = (result.unheld("money"), result.unheld("date"), result.unheld_names())
    counts = ", ".join(f"{n} {what}" for n, what in zip(unheld, _PLACES, strict=True))
    cost = result.cost
    screen.print(f"{len(result.articles)} articles, {lost} lost. Not in the article: {counts}.")
    screen.print(
        f"{cost.seconds:,.0f} s, {cost.calls:,} calls, {cost.input_tokens:,} tokens in, "
        f"{cost.output_tokens:,} out."
    )


def _show_errors(screen: Console, article: ArticleScore) -> None:
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    screen.print(Rule(Text(article.name, style="bold"), align="left"))
    for path in dict.fromkeys(miss.field for miss in article.misses):
        screen.print(Text(path, style="bold"))
        for miss in article.of(path):
            screen.print(Padding(Text(str(miss)), (0, 0, 0, 2)))
    for miss in article.unheld:
        screen.print(
            Text(f"not in the article: {miss.what}" + (f" ({miss.given})" if miss.given else ""))
        )
    screen.print()


def _show_changes(screen: Console, here: Evaluation, there: Evaluation) -> None:
    from llmextract.evaluation import compare

    table = grid("mean F1", "here", "other", "difference (95 %)", "verdict")
    for path, change in compare(here, there).items():
        table.add_row(
            _label(path, here.fields),
            _share(change.here),
            _share(change.there),
            f"{change.here - change.there:+.2f} ({change.low:+.2f} … {change.high:+.2f})",
            _verdict(change),
        )
    screen.print(table)


def _verdict(change: Change) -> str:
    if change.verdict == "same":
        return "same"
    sure = change.certainty if change.verdict == "better" else 1 - change.certainty
    return f"{change.verdict}, {sure:.0%} sure"
