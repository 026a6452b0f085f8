"""Tables for people, in 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["cell_len", "console", "grid", "meaning", "rows"]

_NARROWEST, _WIDEST = 60, 120


def console() -> Console:
    """Standard output, as wide as the terminal, and 80 columns where there is none."""
    import shutil

    from rich.console import Console

    width = min(max(shutil.get_terminal_size((80, 24)).columns, _NARROWEST), _WIDEST)
    return Console(width=width, highlight=False, soft_wrap=False)


def grid(*columns: str) -> Table:
    """An empty table with a rule under its head."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def rows(head: str, *, width: int) -> Table:
    """Indented rows without a head: words in ``width`` columns, what they read as, a role."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2), expand=False)
    table.add_column(head, width=0)
    table.add_column(width=width, overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    return table


def cell_len(text: str) -> int:
    """Columns that ``text`` takes: two for each Hangul syllable."""
    from rich.cells import cell_len as measure

    return measure(text)


def meaning(mention: dict[str, Any]) -> str:
    """What an amount or a date reads as: ``KRW 91,600,000,000``, ``2026-01-01 … 2026-06-30``."""
    return _days(mention) if "first" in mention else _sum(mention)


def _sum(amount: dict[str, Any]) -> str:
    about = "about " if amount.get("approximate") else ""
    bounds = [amount.get("minimum"), amount.get("maximum")]
    value = amount.get("value")
    if value is None:
        low, high = (_number(bound) if bound is not None else "" for bound in bounds)
        number = f"{low} … {high}".strip()
    else:
        sign = "≥ " if bounds[0] is not None else "≤ " if bounds[1] is not None else ""
        number = sign + _number(value)
    return f"{about}{amount['currency']} {number}"


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _days(span: dict[str, Any]) -> str:
    first, last = span["first"], span["last"]
    about = "about " if span.get("approximate") else ""
    if first is None and last is None:
        return "no days"
    if first == last:
        return f"{about}{first}"
    return f"{about}{first or '…'} – {last or '…'}"
