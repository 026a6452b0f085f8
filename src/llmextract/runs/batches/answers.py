"""What a provider's files say of each request, and what is to become of it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from llmextract.errors import UnreadableError
from llmextract.models import BatchForm
from llmextract.runs.batches.store import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llmextract.runs.batches.store import BatchFile, Store

__all__ = ["TRIES", "Reader"]

TRIES = 3
"""How often a provider may fail on a question before its article fails."""

_AT_ONCE = 1000
"""Lines that are noted in the ledger together."""

_NOT_RUN = {"batch_expired", "batch_cancelled"}
"""Codes of requests that were never put to the model, and are no failure of anyone."""

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}


class Reader:
    """Takes the lines of one batch's files into the store."""

    def __init__(self, store: Store, file: BatchFile, form: BatchForm) -> None:
        """Read for ``file``.

        Args:
            store: Where replies are kept.
            file: Which file was sent.
            form: How questions are put by now.
        """
        self.form = form
        self._store, self._file = store, file
        self._sent = BatchForm.of(form.settings, file.form)

    def take(self, path: Path) -> None:
        """Take a file; taken twice, it changes nothing.

        Raises:
            UnreadableError: A line is no JSON.
        """
        lines = _lines(path)
        more = True
        while more:
            with self._store.together():
                for _ in range(_AT_ONCE):
                    line = next(lines, None)
                    if line is None:
                        more = False
                        break
                    self._settle(line)

    def _settle(self, line: dict[str, Any]) -> None:
        question, response = str(line.get("custom_id")), line.get("response") or {}
        status, body = response.get("status_code") or 0, response.get("body")
        body = body if isinstance(body, dict) else {}
        if status == HTTPStatus.OK:
            self._store.answer(question, self._file.id, Reply(status, body))
        elif HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and (
            status not in _PASSING
        ):
            self._refused(question, Reply(status, body))
        else:
            code = (line.get("error") or {}).get("code")
            if code != "batch_cancelled":
                failed = code not in _NOT_RUN
                self._store.send_again(question, self._file.id, failed=failed)

    def _refused(self, question: str, reply: Reply) -> None:
        """Put it otherwise in the next round, where that may help; else that is the answer."""
        learnt = self._sent.learn(reply.status, reply.body)
        if learnt is None:
            self._store.answer(question, self._file.id, reply)
            return
        if self.form == self._sent:
            self.form = learnt
        self._store.send_again(question, self._file.id, failed=False)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    # By the line feed alone: JSON may hold other characters that end a line of text.
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as error:
                raise UnreadableError(
                    f"Line {number} of a batch's results is no JSON ({error}); collect again, "
                    "and tell the provider if it stays so."
                ) from error
