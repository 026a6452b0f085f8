"""The ledger: what became of each article, what it took, and why where it failed.

One SQLite file beside the records. It is written ahead (WAL), so that a process killed at any
moment leaves the last whole state, and so that others can read it while a run goes on::

    sqlite3 out/ledger.sqlite "select cause, count(*) from articles group by cause"
"""

from __future__ import annotations

import os
import socket
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Self

from llmextract.errors import OutputNotWritableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["LEDGER", "Entry", "Ledger", "Seen", "Spent", "State"]

LEDGER = "ledger.sqlite"

State = Literal["asked", "done", "failed"]
"""``asked``: begun and not ended; its run was stopped, and the next one asks again."""

_FORMAT = 1
"""Kept in ``user_version``; a ledger of another format is refused, not guessed at."""

_TABLES = """
create table plans (
    id integer primary key,
    schema text not null, prompt text not null, model text not null,
    unique (schema, prompt, model)
);
create table articles (
    id text primary key,      -- the name of the record's file
    source text not null,     -- the first page that gave this text
    published text,           -- the day it was read by
    plan integer not null references plans,
    state text not null check (state in ('asked', 'done', 'failed')),
    tries integer not null,   -- how often it was begun
    requests integer not null,
    input integer not null, cached integer not null, output integer not null,  -- tokens
    cost real,                -- US dollars; null where the model's price is not known
    seconds real not null,    -- from its first request to its end, over all tries
    cause text, error text,   -- of a failure: its kind, and the sentence
    run integer not null references runs,
    updated text not null
) without rowid;
create index articles_by_state on articles (state, cause);
create table sources (
    name text primary key,
    stamp text not null,      -- size and time of its file, and what read it
    article text,             -- null where the page could not be read
    cause text, error text
) without rowid;
create table runs (
    id integer primary key,
    started text not null, ended text,
    process text not null,    -- its number and host
    ending text               -- complete, interrupted, budget, or the sentence that ended it
);
"""


_PUT = f"insert or replace into articles values ({', '.join('?' * 16)})"  # noqa: S608 - question marks alone


@dataclass(frozen=True)
class Spent:
    """What an article took.

    Attributes:
        requests: Completions asked for.
        input: Tokens of the prompts, cached ones included.
        cached: Those that the endpoint had processed before.
        output: Tokens written.
        cost: US dollars; None where the price is not known.
        seconds: Time under way.
    """

    requests: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    cost: float | None = None
    seconds: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        """Both together; a cost that is known stays, though the other's is not."""
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Spent(
            self.requests + other.requests,
            self.input + other.input,
            self.cached + other.cached,
            self.output + other.output,
            sum(known) if known else None,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True)
class Entry:
    """An article's line in the ledger.

    Attributes:
        id: The article's id.
        source: The page it was first read from.
        published: Its day of publication, by which its relative dates were read.
        plan: The number of the plan by which it was asked.
        state: How far it has come.
        tries: How often it was begun.
        spent: Over all tries.
        cause: What kind of failure.
        error: The sentence that says why it failed.
        run: The number of the run that began it last.
        updated: When the line was written.
    """

    id: str
    source: str
    published: str | None
    plan: int
    state: State
    tries: int = 1
    spent: Spent = Spent()
    cause: str | None = None
    error: str | None = None
    run: int = 0
    updated: str = ""

    def ended(self, state: State, spent: Spent) -> Entry:
        """The line after this try has ended so."""
        return replace(self, state=state, spent=self.spent + spent, cause=None, error=None)


@dataclass(frozen=True)
class Seen:
    """A page's line: which article it gave, or why none."""

    name: str
    stamp: str
    article: str | None = None
    cause: str | None = None
    error: str | None = None


class Ledger:
    """An open ledger; use it as a context manager.

    It may be used from any thread, one at a time: readers and the writer hold connections of
    their own (`beside`).
    """

    def __init__(self, path: Path) -> None:
        """Open the ledger, made where it is not there.

        Raises:
            OutputNotWritableError: It cannot be opened, is damaged, or of another format.
        """
        self.path = path
        with self._told():
            self._base = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
            try:
                self._prepare()
            except BaseException:
                self._base.close()
                raise

    def _prepare(self) -> None:
        # With WAL, NORMAL loses no consistency, only the last moments of a power cut; what is
        # lost of those is found again by the records, which are flushed one by one.
        self._base.execute("pragma journal_mode = wal")
        self._base.execute("pragma synchronous = normal")
        (found,) = self._base.execute("pragma user_version").fetchone()
        if found == 0:
            self._base.executescript(
                f"begin immediate; {_TABLES} pragma user_version = {_FORMAT}; commit;"
            )
        elif found != _FORMAT:
            raise OutputNotWritableError(
                f"{self.path} is a ledger of format {found}, not {_FORMAT}; choose another folder "
                "with -o."
            )

    def __enter__(self) -> Self:
        """Give the ledger itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; SQLite then folds the write-ahead log into the file."""
        self.close()

    def close(self) -> None:
        """Close it."""
        self._base.close()

    def beside(self) -> Ledger:
        """A second connection, for another thread."""
        return Ledger(self.path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Translate what SQLite raises: in one place, into the error of the folder."""
        try:
            yield
        except sqlite3.Error as error:
            raise OutputNotWritableError(
                f"{self.path} cannot be used ({error}); make room, or choose another folder "
                "with -o, and start again."
            ) from error

    # --- runs and plans --------------------------------------------------------------------

    def begin_run(self) -> int:
        """Note that a run starts; gives its number."""
        with self._told():
            made = self._base.execute(
                "insert into runs (started, process) values (?, ?)",
                (_now(), f"process {os.getpid()} on {socket.gethostname()}"),
            )
        return int(made.lastrowid or 0)

    def last_process(self) -> str:
        """Which process began the last run: ``process 1234 on somewhere``."""
        with self._told():
            row = self._base.execute("select process from runs order by id desc limit 1").fetchone()
        return row[0] if row else "its process is not known"

    def end_run(self, run: int, ending: str) -> None:
        """Note how a run ended."""
        with self._told():
            self._base.execute(
                "update runs set ended = ?, ending = ? where id = ?", (_now(), ending, run)
            )

    def plan(self, *, schema: str, prompt: str, model: str) -> int:
        """The number of the plan that asks by these."""
        parts = (schema, prompt, model)
        with self._told():
            self._base.execute(
                "insert or ignore into plans (schema, prompt, model) values (?, ?, ?)", parts
            )
            (found,) = self._base.execute(
                "select id from plans where schema = ? and prompt = ? and model = ?", parts
            ).fetchone()
        return int(found)

    def other_plans(self, plans: Iterable[int]) -> list[tuple[str, str, str, int]]:
        """Schema, prompt and model of the plans that articles here have other than these.

        Each comes with how many articles were asked by it.
        """
        own = list(plans)
        marks = ", ".join("?" * len(own))
        with self._told():
            return self._base.execute(
                "select p.schema, p.prompt, p.model, count(*) from articles a join plans p "  # noqa: S608 - question marks alone
                f"on p.id = a.plan where a.plan not in ({marks}) group by p.id order by p.id",
                own,
            ).fetchall()

    # --- articles --------------------------------------------------------------------------

    def find(self, article: str) -> Entry | None:
        """An article's line; None where it never was begun."""
        with self._told():
            row = self._base.execute(
                "select id, source, published, plan, state, tries, requests, input, cached, "
                "output, cost, seconds, cause, error, run, updated from articles where id = ?",
                (article,),
            ).fetchone()
        if row is None:
            return None
        spent, rest = Spent(*row[6:12]), row[12:]
        cause, error, run, updated = rest
        id_, source, published, plan, state, tries = row[:6]
        return Entry(id_, source, published, plan, state, tries, spent, cause, error, run, updated)

    def has_seen(self) -> bool:
        """Whether any page has a line."""
        with self._told():
            return self._base.execute("select 1 from sources limit 1").fetchone() is not None

    def seen(self, name: str) -> Seen | None:
        """A page's line; None where it never was read."""
        with self._told():
            row = self._base.execute(
                "select name, stamp, article, cause, error from sources where name = ?", (name,)
            ).fetchone()
        return Seen(*row) if row else None

    def write(self, lines: Iterable[Entry | Seen]) -> None:
        """Write these lines, all or none, over what was there.

        Raises:
            OutputNotWritableError: The disk is full or gone; none was written.
        """
        with self._told():
            self._base.execute("begin immediate")
            try:
                for line in lines:
                    self._put(line)
                self._base.execute("commit")
            except sqlite3.Error:
                if self._base.in_transaction:
                    self._base.execute("rollback")
                raise

    def _put(self, line: Entry | Seen) -> None:
        if isinstance(line, Seen):
            self._base.execute(
                "insert or replace into sources values (?, ?, ?, ?, ?)",
                (line.name, line.stamp, line.article, line.cause, line.error),
            )
            return
        spent = line.spent
        values = (
            *(line.id, line.source, line.published, line.plan, line.state, line.tries),
            *(spent.requests, spent.input, spent.cached, spent.output, spent.cost, spent.seconds),
            *(line.cause, line.error, line.run, _now()),
        )
        self._base.execute(_PUT, values)

    # --- sums ------------------------------------------------------------------------------

    def spent(self) -> Spent:
        """What all articles here took, in all runs."""
        with self._told():
            row = self._base.execute(
                "select coalesce(sum(requests), 0), coalesce(sum(input), 0), "
                "coalesce(sum(cached), 0), coalesce(sum(output), 0), sum(cost), "
                "coalesce(sum(seconds), 0) from articles"
            ).fetchone()
        return Spent(*row)

    def done(self, plans: Iterable[int]) -> tuple[int, Spent]:
        """How many articles were finished by these plans, and what they took together."""
        own = list(plans)
        marks = ", ".join("?" * len(own))
        with self._told():
            count, *rest = self._base.execute(
                "select count(*), coalesce(sum(requests), 0), coalesce(sum(input), 0), "  # noqa: S608 - question marks alone
                "coalesce(sum(cached), 0), coalesce(sum(output), 0), sum(cost), "
                "coalesce(sum(seconds), 0) from articles "
                f"where state = 'done' and tries = 1 and requests > 0 and plan in ({marks})",
                own,
            ).fetchone()
        return count, Spent(*rest)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
