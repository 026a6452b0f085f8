"""What a folder waits for, in its ledger: articles, their questions, and the files they are in.

The tables stand beside those of a direct run, in the same SQLite file, so that the folder is
all that another machine needs to go on. What has its record is taken out again.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from llmextract.article import Article
from llmextract.errors import OutputNotWritableError
from llmextract.runs.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from llmextract.models import BatchTold

__all__ = ["BatchFile", "Put", "QuestionState", "Reply", "Store", "awaits", "under_way"]

QuestionState = Literal["to send", "sent", "held", "answered"]
"""``held``: its batch was cancelled, or refused as a whole; someone has to say what now."""

_TABLES = """
create table if not exists batch_facts (name text primary key, value text not null);
create table if not exists batch_files (
    id integer primary key,
    token text not null unique,   -- by which the batch is known at the provider
    batch text,                   -- the provider's name; null until it has said it
    status text not null,         -- the provider's word, or 'uploading'
    collected integer not null default 0,
    requests integer not null,
    form text not null,           -- how its questions were put: see BatchForm
    output_file text, error_file text,
    completed integer not null default 0, failed integer not null default 0,
    code text not null default '', reason text not null default '',
    created text not null, updated text not null
);
create table if not exists batch_articles (
    id text primary key, source text not null,
    article text not null         -- as JSON: its page may be gone by then
) without rowid;
create table if not exists batch_questions (
    id text primary key,          -- the hash of all that is said
    article text not null references batch_articles,
    state text not null check (state in ('to send', 'sent', 'held', 'answered')),
    file integer references batch_files,
    tries integer not null default 0,  -- answers that were the provider's failure
    cost real,                    -- US dollars, guessed; null where no price is known
    status integer, reply text    -- HTTP's word for it, and the body
) without rowid;
create index if not exists batch_questions_by_article on batch_questions (article);
create index if not exists batch_questions_by_file on batch_questions (file, state);
"""

_FILE = (
    "id, token, batch, status, collected, requests, form, output_file, error_file, completed, "
    "failed, code, reason, created"
)


@dataclass(frozen=True)
class Put:
    """A question as it is put into a batch."""

    id: str
    article: str
    cost: float | None = None


@dataclass(frozen=True)
class Reply:
    """What came back to a question: HTTP's status, and the body."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class BatchFile:
    """A file of requests, and the batch that was made of it."""

    id: int
    token: str
    batch: str | None
    status: str
    collected: int
    requests: int
    form: str
    output_file: str | None
    error_file: str | None
    completed: int
    failed: int
    code: str
    reason: str
    created: str


class Store:
    """The tables of one folder; use it as a context manager."""

    def __init__(self, out: Path) -> None:
        """Open them, made where they are not there.

        Raises:
            OutputNotWritableError: The ledger cannot be used.
        """
        self.path = out / LEDGER
        with self._told():
            self._base = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            self._base.executescript(f"begin immediate; {_TABLES} commit;")

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputNotWritableError(
                f"{self.path} cannot be used ({error}); make room, or choose another folder, "
                "and start again."
            ) from error

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written within, or nothing."""
        with self._told():
            self._base.execute("begin immediate")
            try:
                yield
                self._base.execute("commit")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("rollback")
                raise

    def _all(self, words: str, *values: object) -> list[Any]:
        with self._told():
            return self._base.execute(words, values).fetchall()

    def _do(self, words: str, *values: object) -> int:
        with self._told():
            return self._base.execute(words, values).rowcount

    # --- facts -----------------------------------------------------------------------------

    def know(self, name: str, value: str) -> None:
        """Keep a fact of the folder's batches."""
        self._do("insert or replace into batch_facts values (?, ?)", name, value)

    def fact(self, name: str) -> str | None:
        """A fact that was kept; None where it was not."""
        rows = self._all("select value from batch_facts where name = ?", name)
        return rows[0][0] if rows else None

    # --- questions -------------------------------------------------------------------------

    def state(self, question: str) -> QuestionState | None:
        """How far a question has come; None where it is not known."""
        rows = self._all("select state from batch_questions where id = ?", question)
        return rows[0][0] if rows else None

    def reply(self, question: str) -> Reply | None:
        """What came back to a question; None where nothing has."""
        rows = self._all(
            "select status, reply from batch_questions where id = ? and state = 'answered'",
            question,
        )
        return Reply(rows[0][0], json.loads(rows[0][1])) if rows else None

    def put(self, articles: Iterable[Article], questions: Sequence[Put]) -> None:
        """Keep articles and their questions, to be sent."""
        with self.together():
            self._base.executemany(
                "insert or ignore into batch_articles values (?, ?, ?)",
                [(a.id, a.source, a.model_dump_json(exclude={"id"})) for a in articles],
            )
            self._base.executemany(
                "insert or ignore into batch_questions (id, article, state, cost) "
                "values (?, ?, 'to send', ?)",
                [(put.id, put.article, put.cost) for put in questions],
            )

    def answer(self, question: str, file: int, reply: Reply) -> None:
        """Keep what came back; within `together`."""
        self._base.execute(
            "update batch_questions set state = 'answered', status = ?, reply = ? "
            "where id = ? and file = ? and state = 'sent'",
            (reply.status, json.dumps(reply.body, ensure_ascii=False), question, file),
        )

    def send_again(self, question: str, file: int, *, failed: bool) -> None:
        """Let a question go into the next round; within `together`.

        Args:
            question: Its id.
            file: Where it was in.
            failed: Whether that was the provider's failure, which is borne a few times.
        """
        self._base.execute(
            "update batch_questions set state = 'to send', file = null, tries = tries + ? "
            "where id = ? and file = ? and state = 'sent'",
            (int(failed), question, file),
        )

    def leave(self, file: int, state: QuestionState, *, failed: bool = False) -> int:
        """What of a file's questions had no answer comes into this state; gives how many."""
        return self._do(
            "update batch_questions set state = ?, file = null, tries = tries + ? "
            "where file = ? and state = 'sent'",
            *(state, int(failed), file),
        )

    def exhaust(self, tries: int, reply: Reply) -> int:
        """Questions on which the provider failed so often have this for an answer."""
        return self._do(
            "update batch_questions set state = 'answered', status = ?, reply = ? "
            "where state = 'to send' and tries >= ?",
            *(reply.status, json.dumps(reply.body), tries),
        )

    def release(self) -> int:
        """Let what was held go into the next round; gives how many questions."""
        return self._do("update batch_questions set state = 'to send' where state = 'held'")

    def counts(self) -> dict[str, int]:
        """How many questions are in each state, and how many articles wait."""
        found = dict(self._all("select state, count(*) from batch_questions group by state"))
        ((articles,),) = self._all("select count(*) from batch_articles")
        return found | {"articles": articles}

    def promised(self) -> float:
        """US dollars that waiting articles' questions, as far as sent, are thought to take."""
        ((cost,),) = self._all(
            "select coalesce(sum(cost), 0.0) from batch_questions where state != 'to send'"
        )
        return float(cost)

    # --- articles --------------------------------------------------------------------------

    def ready(self) -> list[str]:
        """Ids of the articles none of whose questions is under way or held."""
        rows = self._all(
            "select id from batch_articles a where not exists (select 1 from batch_questions q "
            "where q.article = a.id and q.state in ('sent', 'held')) order by id"
        )
        return [row[0] for row in rows]

    def article(self, id_: str) -> Article:
        """An article that waits."""
        ((text,),) = self._all("select article from batch_articles where id = ?", id_)
        return Article.model_validate_json(text)

    def clear(self) -> None:
        """Forget the articles that have come to their end."""
        ended = "select a.id from articles a where a.state in ('done', 'failed')"
        with self.together():
            self._base.execute(f"delete from batch_questions where article in ({ended})")  # noqa: S608 - ours
            self._base.execute(f"delete from batch_articles where id in ({ended})")  # noqa: S608 - ours

    # --- files -----------------------------------------------------------------------------

    def begin_file(self, token: str, questions: Sequence[str], *, form: str) -> int:
        """Note that a file is about to be sent with these questions; gives its number."""
        with self.together():
            made = self._base.execute(
                "insert into batch_files (token, status, requests, form, created, updated) "
                "values (?, 'uploading', ?, ?, ?, ?)",
                (token, len(questions), form, _now(), _now()),
            )
            file = int(made.lastrowid or 0)
            self._base.executemany(
                "update batch_questions set state = 'sent', file = ? where id = ?",
                [(file, question) for question in questions],
            )
        return file

    def drop_file(self, file: int) -> None:
        """A file that never became a batch: its questions are to be sent."""
        with self.together():
            self.leave(file, "to send")
            self._base.execute("delete from batch_files where id = ?", (file,))

    def tell(self, file: int, told: BatchTold) -> None:
        """Note what the provider says of a file's batch."""
        self._do(
            "update batch_files set batch = ?, status = ?, output_file = ?, error_file = ?, "
            "completed = ?, failed = ?, code = ?, reason = ?, updated = ? where id = ?",
            *(told.id, told.status, told.output_file, told.error_file),
            *(told.completed, told.failed, told.code, told.reason, _now(), file),
        )

    def collected(self, file: int) -> None:
        """Note that all that came of a file is here."""
        self._do("update batch_files set collected = 1, updated = ? where id = ?", _now(), file)

    def files(self, *, all_: bool = False) -> list[BatchFile]:
        """The files in the order in which they were sent; those collected only if asked for."""
        where = "" if all_ else "where collected = 0"
        rows = self._all(f"select {_FILE} from batch_files {where} order by id")  # noqa: S608 - ours
        return [BatchFile(*row) for row in rows]


def awaits(out: Path) -> bool:
    """Whether a folder waits for batches; looks without writing."""
    return bool(_seen(out, "select id from batch_articles limit 1"))


def under_way(out: Path) -> frozenset[str]:
    """Ids of the articles about which a batch asks, or asked; looks without writing."""
    return _seen(
        out,
        "select id from batch_articles a where not exists "
        "(select 1 from batch_questions q where q.article = a.id and q.state = 'to send')",
    )


def _seen(out: Path, words: str) -> frozenset[str]:
    path = out / LEDGER
    if not path.exists():
        return frozenset()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            return frozenset(id_ for (id_,) in base.execute(words))
    except sqlite3.Error:
        # Mostly there are no such tables: nothing was ever sent from here.
        return frozenset()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
