"""The one client: asks any OpenAI-compatible endpoint for JSON that fits a schema."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from llmextract.errors import LLMExtractError, MalformedReplyError, ModelConfigurationError
from llmextract.models._dialect import Dialect, Format, Messages
from llmextract.models._faults import read_refusal, translate
from llmextract.models._http import Answer, Http, Session, StatusError
from llmextract.models._limits import Limiter, Limits
from llmextract.models._replies import read_json, read_model, read_usage
from llmextract.models._retries import Pause, is_refusal, retrying
from llmextract.models._spans import reply_attributes, request_span
from llmextract.models.usage import Usage

if TYPE_CHECKING:
    from types import TracebackType

    from llmextract.models.settings import ModelSettings

__all__ = ["Client", "Completion"]

_FIRST_ERROR = 400
"""The lowest status that means that it was not done."""


class Completion(BaseModel):
    """An answer that is a JSON object.

    Attributes:
        content: The object as text; not yet held against the schema.
        usage: Its tokens.
        seconds: From the first request for it to its last byte, retries included.
        response_format: How firmly the endpoint was bound to the schema.
        model: The model that answered, as the endpoint calls it.
    """

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    content: str
    usage: Usage
    seconds: float
    response_format: Format
    model: str


@dataclass
class _Question:
    messages: Messages
    schema: dict[str, Any]
    schema_name: str
    max_tokens: int
    first_sent: float | None = None


class _Reply(NamedTuple):
    """What came back: JSON of a form that nobody has looked at yet, and what it cost."""

    said: object
    usage: Usage


class Client:
    """Asks one model; what it learns of the endpoint holds as long as the client lives.

    Use it as an asynchronous context manager, or call `aclose`. One client serves any
    number of tasks of one event loop.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        http: Http | None = None,
        pause: Pause = asyncio.sleep,
        limits: Limits | None = None,
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            settings: The model, with an address (that of the embedded server once it runs).
            http: What sends, in place of a session of its own; closed with this client.
            pause: What waits between tries.
            limits: What lets requests through, where several clients share it.

        Raises:
            ModelConfigurationError: The settings have no address.
        """
        if settings.base_url is None:
            raise ModelConfigurationError(
                f"The model {settings.name!r} has no address yet; start its server first."
            )
        self._settings = settings
        self._pause = pause
        self._http = http or Session(settings, settings.base_url)
        self._dialect = Dialect.of(settings.base_url)
        self._heeded: set[Format] = set()
        self._settled = False
        self._probe = asyncio.Lock()
        self._limiter: Limits = limits or Limiter(settings.concurrency, pause=pause)

    @property
    def settings(self) -> ModelSettings:
        """What this client was made with."""
        return self._settings

    async def __aenter__(self) -> Self:
        """Give the client itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def complete(
        self,
        messages: Messages,
        *,
        schema: dict[str, Any],
        schema_name: str,
        max_tokens: int | None = None,
    ) -> Completion:
        """Ask once and give the JSON object that comes back.

        The endpoint is bound to the schema as firmly as it lets itself be bound.

        Args:
            messages: The conversation, each with ``role`` and ``content``.
            schema: JSON Schema of the answer, in the strict subset of the protocol.
            schema_name: Its name: letters, digits, ``_`` and ``-``.
            max_tokens: Where the answer is cut off; else as the settings say.

        Raises:
            ReplyError: The model answered with something that cannot be used: a refusal,
                a cut-off, empty or malformed answer. The error keeps text and usage.
            EndpointError: The server failed, also after retries, or refused the request.
            ModelConfigurationError: It does not know the key or the model.
        """
        limit = max_tokens or self._settings.max_output_tokens
        question = _Question(messages, schema, schema_name, limit)
        with request_span(self._settings, limit) as span:
            (reply, usage), dialect = await self._ask(question)
            if span.inner is not None:
                span.note(reply_attributes(reply))
        ended = time.monotonic()
        return Completion(
            content=self._read(reply, usage, dialect),
            usage=usage,
            seconds=ended - (question.first_sent or ended),
            response_format=dialect.format,
            model=read_model(reply) or self._settings.name,
        )

    def _read(self, reply: object, usage: Usage, dialect: Dialect) -> str:
        try:
            content = read_json(reply, model=self._settings.name, usage=usage)
        except MalformedReplyError as error:
            # Prose in place of a bound answer: this server ignores the field. Ask the next
            # time with the schema in the prompt. One that has heeded it once does not.
            heeded = dialect.format in self._heeded
            if "{" not in error.content and self._dialect == dialect and not heeded:
                self._dialect = dialect.looser() or dialect
            raise
        self._heeded.add(dialect.format)
        return content

    async def _ask(self, question: _Question) -> tuple[_Reply, Dialect]:
        import aiohttp  # noqa: PLC0415 - `llmextract --help` does not need it

        while True:
            dialect = self._dialect
            try:
                reply = await self._ask_in_turn(question, dialect)
            except StatusError as error:
                if not self._learn(error, dialect):
                    raise self._fault(error) from error
            except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
                raise self._fault(error) from error
            else:
                if reply is not None:
                    return reply, dialect

    async def _ask_in_turn(self, question: _Question, dialect: Dialect) -> _Reply | None:
        """Send at once when the dialect is known; else one at a time, until one has its end.

        None where it became known while waiting: the question then goes out anew.
        """
        if self._settled:
            return await self._send(question, dialect)
        async with self._probe:
            if self._settled or self._dialect != dialect:
                return None
            reply = await self._send(question, dialect)
            self._settled = True
            return reply

    def _fault(self, error: Exception) -> LLMExtractError:
        # Whatever is wrong, those that wait to learn the dialect should not wait for it in turn.
        self._settled = True
        return translate(error, self._settings)

    def _learn(self, error: StatusError, dialect: Dialect) -> bool:
        """Whether asking otherwise may help; if so, `_dialect` is how."""
        if self._dialect != dialect:
            return True
        refusal = read_refusal(error, model=self._settings.name)
        if refusal is None:
            return False
        learnt = dialect.learn(refusal, set(self._optional()))
        self._dialect = learnt or dialect
        return learnt is not None

    def _optional(self) -> dict[str, Any]:
        temperature = self._settings.temperature
        fields = {} if temperature is None else {"temperature": temperature}
        return fields | self._settings.extra

    async def _send(self, question: _Question, dialect: Dialect) -> _Reply:
        body = dialect.body(
            question.messages,
            schema=question.schema,
            schema_name=question.schema_name,
            max_tokens=question.max_tokens,
        )
        optional = self._optional()
        body |= {name: optional[name] for name in optional if name not in dialect.dropped}
        body["model"] = self._settings.name
        seconds = self._settings.timeout
        async with asyncio.timeout(None) as clock:

            async def once() -> _Reply:
                # The clock stands while others are let through first.
                left = seconds if (end := clock.when()) is None else end - _now()
                clock.reschedule(None)
                async with self._limiter.slot() as sent:
                    clock.reschedule(_now() + left)
                    question.first_sent = question.first_sent or sent
                    return await self._post(body, sent)

            return await retrying(once, deadline=seconds, pause=self._pause)

    async def _post(self, body: dict[str, Any], sent: float) -> _Reply:
        """Send one request, and let the limiter learn from what comes back."""
        answer = await self._http.post(body)
        if answer.status >= _FIRST_ERROR:
            error = StatusError(answer)
            if is_refusal(error):
                self._limiter.refused(answer.headers, sent=sent)
            raise error
        reply = _parsed(answer)
        usage = read_usage(reply)
        self._limiter.answered(
            answer.headers, sent=sent, tokens=usage.input_tokens + usage.output_tokens
        )
        return _Reply(reply, usage)


def _parsed(answer: Answer) -> object:
    """The JSON of an answer; None for a page of something else, such as a log-in."""
    try:
        return answer.json()
    except ValueError:
        if "json" in answer.headers.get("content-type", ""):
            raise
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
