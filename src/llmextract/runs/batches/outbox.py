"""Questions on their way into files, each within what the provider takes."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from llmextract.errors import OutputNotWritableError
from llmextract.models import MOST_BYTES, MOST_REQUESTS
from llmextract.runs.batches.store import Put
from llmextract.runs.estimate import guess_usage

if TYPE_CHECKING:
    from pathlib import Path

    from llmextract.article import Article
    from llmextract.models import BatchForm, Prices
    from llmextract.runs.batches.store import Store
    from llmextract.runs.metering import Purse
    from llmextract.runs.pending import Question

__all__ = ["Outbox", "Packed"]

_FOLDER = "batches"

_AT_ONCE = 500
"""Questions that are noted in the ledger together."""


@dataclass
class Packed:
    """A file that is ready to go.

    Attributes:
        path: Where it lies.
        questions: Their ids, in the order of its lines.
        bytes: How large it is.
    """

    path: Path
    questions: list[str] = field(default_factory=list)
    bytes: int = 0


class Outbox:
    """Packs questions; what lies there from a stopped run is packed anew.

    Attributes:
        packed: The files.
        short: Questions for which the budget had no room.
    """

    def __init__(
        self, store: Store, form: BatchForm, *, prices: Prices | None, purse: Purse, size: int
    ) -> None:
        """Pack for one folder.

        Args:
            store: Where articles and questions are kept; the files lie beside it.
            form: How the questions are put.
            prices: What tokens cost in a batch, where it is known.
            purse: What may be spent.
            size: Most requests in one file.
        """
        self.packed: list[Packed] = []
        self.size = min(size, MOST_REQUESTS)
        self._folder = store.path.parent / _FOLDER
        self.short = 0
        self._store, self._form, self._prices, self._purse = store, form, prices, purse
        self._articles: list[Article] = []
        self._puts: list[Put] = []
        self._file: BinaryIO | None = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def form(self) -> BatchForm:
        """How the questions are put."""
        return self._form

    def keep(self, article: Article, question: Question) -> None:
        """Keep a question that has no answer, unless it is under way, or the budget used up."""
        if self._store.state(question.id) in {"sent", "held"}:
            return
        cost = self._guess(question)
        if not self._purse.has_room(cost):
            self.short += 1
            return
        self._purse.promise(cost)
        line = self._form.line(
            question.id,
            question.messages,
            schema=question.schema,
            schema_name=question.schema_name,
        )
        self._articles.append(article)
        self._puts.append(Put(question.id, article.id, cost))
        if len(self._puts) >= _AT_ONCE:
            self._note()
        self._pack(question.id, line)

    def close(self) -> None:
        """Nothing more comes."""
        self._note()
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self, packed: Packed) -> None:
        """A file is no longer needed; with the last its folder goes."""
        with suppress(OSError):
            packed.path.unlink(missing_ok=True)
            self._folder.rmdir()

    def _note(self) -> None:
        self._store.put(self._articles, self._puts)
        self._articles, self._puts = [], []

    def _pack(self, question: str, line: bytes) -> None:
        last = self.packed[-1] if self.packed else None
        full = last is None or len(last.questions) >= self.size
        try:
            if last is None or full or last.bytes + len(line) > MOST_BYTES:
                last = self._open()
            assert self._file is not None  # noqa: S101 - `_open` has set it
            self._file.write(line)
        except OSError as error:
            raise OutputNotWritableError(
                f"{self._folder} cannot be written ({error.strerror or error}); make room, and "
                "start again."
            ) from error
        last.questions.append(question)
        last.bytes += len(line)

    def _open(self) -> Packed:
        if self._file is not None:
            self._file.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        packed = Packed(self._folder / f"{len(self.packed) + 1:04}.jsonl")
        self._file = packed.path.open("wb")
        self.packed.append(packed)
        return packed

    def _guess(self, question: Question) -> float | None:
        if self._prices is None:
            return None
        said = f"{question.schema_name} {question.schema}"
        return self._prices.cost(guess_usage(question.messages, said, self._form.settings))
