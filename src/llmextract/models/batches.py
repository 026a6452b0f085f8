"""The Batch API of OpenAI, and of those who follow it: files up, a day's patience, files down.

A file holds a request a line, each with an id of its own; what comes back is a file of answers
and one of those that had none, in any order. What the API allows is told in its reference:
https://developers.openai.com/api/reference/resources/batches
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from llmextract.errors import BatchError, LLMExtractError
from llmextract.models._dialect import Dialect, Messages, Refusal
from llmextract.models._faults import translate
from llmextract.models._http import StatusError
from llmextract.models._openai import as_of_http, connect
from llmextract.models._replies import read_json, read_model, read_usage
from llmextract.models._retries import Pause, retrying
from llmextract.models.client import Completion

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import openai
    from openai.types import Batch

    from llmextract.models.settings import ModelSettings

__all__ = ["MOST_BYTES", "MOST_REQUESTS", "BatchEndpoint", "BatchForm", "BatchTold"]

MOST_REQUESTS = 50_000
"""Requests that a file may hold."""

MOST_BYTES = 200_000_000
"""Bytes that a file may have: '200 MB', read as the smaller of its two meanings."""

_T = TypeVar("_T")

_PATH = "/v1/chat/completions"
_TOKEN = "llmextract"  # noqa: S105 - a key of the batch's metadata, not of anyone
_UPLOAD_SECONDS = 1800.0

_NO_BATCHES = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}

_LOOKED_THROUGH = 300
"""Batches of an account, newest first, among which one of ours is looked for."""


class BatchTold(BaseModel):
    """What the provider says of a batch.

    Attributes:
        id: The provider's name for it.
        status: ``validating``, ``failed``, ``in_progress``, ``finalizing``, ``completed``,
            ``expired``, ``cancelling`` or ``cancelled``.
        output_file: Where the answers are.
        error_file: Where those without an answer are.
        total: Requests in it.
        completed: Those with an answer.
        failed: Those without one.
        code: Of the first reason why it failed as a whole, such as ``token_limit_exceeded``.
        reason: That reason, in the provider's words.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    status: str
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    completed: int = 0
    failed: int = 0
    code: str = ""
    reason: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in {"failed", "completed", "expired", "cancelled"}


@dataclass(frozen=True)
class BatchForm:
    """How a model's questions are put into a batch, as far as its endpoint is known.

    Attributes:
        settings: The model.
        dialect: What the endpoint takes, learnt from what it refused.
    """

    settings: ModelSettings
    dialect: Dialect

    @classmethod
    def of(cls, settings: ModelSettings, learnt: str | None = None) -> Self:
        """The form as it was `written`, or the first guess."""
        first = Dialect.of(settings.base_url or "")
        if learnt is None:
            return cls(settings, first)
        plain = json.loads(learnt)
        plain["limits"] = tuple(plain["limits"])
        plain["dropped"] = frozenset(plain["dropped"])
        return cls(settings, replace(first, **plain))

    def written(self) -> str:
        """What was learnt, as text to be kept."""
        plain = asdict(self.dialect) | {"dropped": sorted(self.dialect.dropped)}
        return json.dumps(plain)

    def line(
        self, id_: str, messages: Messages, *, schema: dict[str, Any], schema_name: str
    ) -> bytes:
        """A line of the file: one request."""
        settings = self.settings
        body = self.dialect.body(
            messages,
            schema=schema,
            schema_name=schema_name,
            max_tokens=settings.max_output_tokens,
        )
        optional = self._optional()
        body |= {name: optional[name] for name in optional if name not in self.dialect.dropped}
        body["model"] = settings.name
        request = {"custom_id": id_, "method": "POST", "url": _PATH, "body": body}
        return json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def read(self, body: dict[str, Any]) -> Completion:
        """The completion that a reply's body holds.

        Raises:
            ReplyError: It cannot be used.
            EndpointError: It is no chat completion.
        """
        return Completion(
            content=read_json(body, model=self.settings.name),
            usage=read_usage(body),
            seconds=0.0,
            response_format=self.dialect.format,
            model=read_model(body) or self.settings.name,
        )

    def learn(self, status: int, body: dict[str, Any]) -> BatchForm | None:
        """The form to ask in after a request was refused so; None where no other helps."""
        if status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
            return None
        error = body.get("error")
        if not isinstance(error, dict):
            return None
        refusal = Refusal(str(error.get("message") or ""), str(error.get("param") or ""))
        learnt = self.dialect.learn(refusal, set(self._optional()))
        return None if learnt is None else replace(self, dialect=learnt)

    def _optional(self) -> dict[str, Any]:
        temperature = self.settings.temperature
        fields = {} if temperature is None else {"temperature": temperature}
        return fields | self.settings.extra


class BatchEndpoint:
    """An endpoint's files and batches; use it as an asynchronous context manager."""

    def __init__(self, settings: ModelSettings, *, pause: Pause = asyncio.sleep) -> None:
        """Prepare to ask; nothing is sent yet.

        Raises:
            BatchError: The model runs in this process, which has no batches.
        """
        if settings.embedded or settings.base_url is None:
            raise BatchError(
                "Batches are made by a provider: set OPENAI_API_KEY, or give --base-url and "
                "--model of an endpoint with OpenAI's Batch API."
            )
        self._settings = settings
        self._pause = pause
        self._openai: openai.AsyncOpenAI = connect(settings, settings.base_url)

    async def __aenter__(self) -> Self:
        """Give the endpoint itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._openai.close()

    async def upload(self, path: Path) -> str:
        """Upload a file of requests; gives the provider's name for it.

        Raises:
            LLMExtractError: It was not taken.
        """

        async def send() -> str:
            with path.open("rb") as file:
                made = await self._openai.files.create(
                    file=(path.name, file, "application/jsonl"),
                    purpose="batch",
                    timeout=_UPLOAD_SECONDS,
                )
            return made.id

        return await self._do(send, seconds=_UPLOAD_SECONDS)

    async def create(self, file: str, *, token: str) -> BatchTold:
        """Begin a batch.

        It is not tried again: a batch whose answer was lost would be paid for twice. `find`
        tells whether it was begun.

        Args:
            file: What `upload` gave.
            token: A name of ours, by which to find it again.

        Raises:
            LLMExtractError: It was not begun, or that is not known.
        """

        async def begin() -> BatchTold:
            batch = await self._openai.batches.create(
                input_file_id=file,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={_TOKEN: token},
            )
            return _told(batch)

        return await self._do(begin, again=False)

    async def retrieve(self, batch: str) -> BatchTold:
        """See how far a batch has come.

        Raises:
            LLMExtractError: It cannot be told.
        """

        async def look() -> BatchTold:
            return _told(await self._openai.batches.retrieve(batch))

        return await self._do(look)

    async def find(self, token: str) -> BatchTold | None:
        """The batch that was begun with this token, if there is one.

        Raises:
            LLMExtractError: It cannot be told.
        """

        async def look() -> BatchTold | None:
            seen = 0
            async for batch in self._openai.batches.list(limit=100):
                if (batch.metadata or {}).get(_TOKEN) == token:
                    return _told(batch)
                seen += 1
                if seen >= _LOOKED_THROUGH:
                    break
            return None

        return await self._do(look)

    async def download(self, file: str, into: Path) -> None:
        """Fetch a file.

        Raises:
            LLMExtractError: It cannot be had.
        """

        async def fetch() -> None:
            content = self._openai.files.with_streaming_response.content(
                file, timeout=_UPLOAD_SECONDS
            )
            async with content as response:
                with into.open("wb") as target:
                    async for part in response.iter_bytes():
                        target.write(part)

        await self._do(fetch, seconds=_UPLOAD_SECONDS)

    async def _do(
        self, call: Callable[[], Awaitable[_T]], *, seconds: float = 0.0, again: bool = True
    ) -> _T:
        import aiohttp  # noqa: PLC0415 - loaded by then

        async def once() -> _T:
            with as_of_http():
                return await call()

        deadline = seconds or self._settings.timeout
        try:
            if again:
                return await retrying(once, deadline=deadline, pause=self._pause)
            return await once()
        except (StatusError, aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> LLMExtractError:
        status = error.status if isinstance(error, StatusError) else None
        where = self._settings.address
        if status in _NO_BATCHES:
            return BatchError(
                f"{where} has no Batch API, or knows no such file or batch ({status}); leave out "
                "--batch to ask it directly, or see --base-url and the key."
            )
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return BatchError(
                f"{where} takes no file so large ({status}); give a smaller --batch-size."
            )
        return translate(error, self._settings)


def _told(batch: Batch) -> BatchTold:
    if not getattr(batch, "id", None):
        # The client builds its objects without validating: a page of HTML arrives as text.
        raise BatchError(
            "The endpoint answered with something that is no batch; see whether its address is "
            "right (mostly it ends in /v1)."
        )
    counts = batch.request_counts
    reasons = (batch.errors.data if batch.errors else None) or []
    first = reasons[0] if reasons else None
    return BatchTold(
        id=batch.id,
        status=batch.status,
        # Some who follow the API send an empty name for a file that is not there.
        output_file=batch.output_file_id or None,
        error_file=batch.error_file_id or None,
        total=counts.total if counts else 0,
        completed=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        code=(first.code or "") if first else "",
        reason=(first.message or "") if first else "",
    )
