"""What is said back and forth about one piece, and the account of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from llmextract.errors import EmptyReplyError, RefusalError, ReplyError, TruncatedError
from llmextract.models import Completion, Usage
from llmextract.records import Attempt, Tokens
from llmextract.schemas import UNANSWERED, Complaint, PlacementReply, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmextract.prompts import Message

__all__ = ["Conversation"]

_LONGEST_ECHO = 20_000
"""Characters of a wrong answer that the re-ask shows again; whole answers are far shorter."""


@dataclass
class Conversation:
    """The messages about one piece.

    Attributes:
        piece: Its number.
        messages: All that the next request sends.
        attempts: Every exchange so far.
        best: The reply with the fewest complaints.
        said: The text of that reply.
        failure: Why the last answer could not be used.
    """

    piece: int
    messages: list[Message]
    attempts: list[Attempt] = field(default_factory=list)
    best: Reply | None = None
    said: str = ""
    failure: ReplyError | None = None

    def ask(self, message: Message) -> None:
        """Add a question; to the one before, where no answer came: turns alternate."""
        last = self.messages[-1]
        if last["role"] == "user":
            joined = f"{last['content']}\n\n{message['content']}"
            self.messages[-1] = {"role": "user", "content": joined}
        else:
            self.messages.append(message)

    def recall(self, message: Message) -> None:
        """Add a question to the best answer, forgetting what was said after it."""
        while self.messages[-1]["role"] == "user" or self.messages[-1]["content"] != self.said:
            self.messages.pop()
        self.messages.append(message)

    def add(self, completion: Completion, placements: list[PlacementReply]) -> None:
        """Put on record what was said of mentions that the best answer left out."""
        if self.best is None:
            return
        settled = {placement.mention for placement in placements}
        gaps = [c for c in self.best.complaints if c.code == UNANSWERED and c.path not in settled]
        others = [c for c in self.best.complaints if c.code != UNANSWERED]
        self.best = replace(
            self.best,
            placements=[*self.best.placements, *placements],
            complaints=[*others, *gaps],
        )
        self.note(completion, gaps)

    def keep(self, reply: Reply, said: str) -> None:
        """Keep a reply if it is better than those before."""
        if self.best is None or len(reply.complaints) < len(self.best.complaints):
            self.best, self.said = reply, said

    def note(self, completion: Completion, complaints: list[Complaint]) -> None:
        """Put an answer on record."""
        self.attempts.append(
            Attempt(
                piece=self.piece,
                attempt=len(self.attempts) + 1,
                response_format=completion.response_format,
                seconds=round(completion.seconds, 3),
                usage=_tokens(completion.usage),
                errors=[complaint.message for complaint in complaints],
                content=completion.content if complaints else None,
            )
        )
        self._hear(completion.content)

    def note_failure(self, error: ReplyError) -> list[Complaint]:
        """Put an answer on record that cannot be read, and say what to ask instead."""
        usage = error.usage if isinstance(error.usage, Usage) else Usage()
        self.failure = error
        self.attempts.append(
            Attempt(
                piece=self.piece,
                attempt=len(self.attempts) + 1,
                usage=_tokens(usage),
                errors=[str(error)],
                content=error.content or None,
            )
        )
        self._hear(error.content)
        advice = _ADVICE.get(type(error)) or f"{error}. Answer with the JSON object alone."
        return [Complaint("reply-unusable", "reply", advice)]

    def _hear(self, content: str) -> None:
        if content:
            self.messages.append({"role": "assistant", "content": content[:_LONGEST_ECHO]})


_ADVICE: Mapping[type[ReplyError], str] = {
    EmptyReplyError: "The answer was empty; answer with the JSON object alone.",
    TruncatedError: "The answer was cut off; keep it short: each name once, no repetition.",
    RefusalError: "This is a published news article; only say what belongs to what.",
}


def _tokens(usage: Usage) -> Tokens:
    return Tokens(input=usage.input_tokens, cached=usage.cached_tokens, output=usage.output_tokens)
