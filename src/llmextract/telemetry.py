"""What goes on, for machines: events in the log, and spans where OpenTelemetry is installed.

Events go to the standard library's logger ``llmextract`` at level INFO, which nobody listens
to unless told to: the event's name is the message, its fields are in ``record.fields``. Spans
go wherever the user's OpenTelemetry sends them; they nest as run, article and request, and
those of requests follow the semantic conventions for generative AI
(https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/). They hold no text of the
article and none of the model's.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

__all__ = ["Span", "event", "span", "start_span", "traces"]

_LOG = logging.getLogger("llmextract")
_LOG.addHandler(logging.NullHandler())

_ABOUT: ContextVar[str | None] = ContextVar("article", default=None)
"""The article that events are about, where they do not say so themselves."""

Value = str | int | float | bool


def event(name: str, **fields: object) -> None:
    """Log an event, if anyone listens; fields that are None are left out."""
    if not _LOG.isEnabledFor(logging.INFO):
        return
    if (article := _ABOUT.get()) is not None:
        fields = {"article": article} | fields
    known = {key: value for key, value in fields.items() if value is not None}
    _LOG.info(name, extra={"fields": known})


class Span:
    """A span of OpenTelemetry's, or nothing at all where that is not installed."""

    def __init__(self, inner: Any = None) -> None:  # noqa: ANN401 - of an extra
        """Wrap a span."""
        self.inner = inner

    def note(self, attributes: Mapping[str, Value | None]) -> None:
        """Set attributes; those that are None are left out."""
        if self.inner is not None:
            self.inner.set_attributes(
                {key: value for key, value in attributes.items() if value is not None}
            )

    def fail(self, error: BaseException) -> None:
        """Say that it failed, and of what."""
        if self.inner is None:
            return
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415 - an extra

        self.inner.set_attribute("error.type", type(error).__name__)
        self.inner.set_status(Status(StatusCode.ERROR, str(error)))

    def end(self) -> None:
        """It is over."""
        if self.inner is not None:
            self.inner.end()


def traces() -> bool:
    """Whether anyone takes spans."""
    return _tracer() is not None


def start_span(name: str, attributes: Mapping[str, Value | None]) -> Span:
    """A span to be ended by `Span.end`, for what no one block of code holds."""
    tracer = _tracer()
    found = Span() if tracer is None else Span(tracer.start_span(name))
    found.note(attributes)
    return found


def span(
    name: str,
    attributes: Mapping[str, Value | None],
    *,
    parent: Span | None = None,
    client: bool = False,
    article: str | None = None,
) -> AbstractContextManager[Span]:
    """A span for the length of the block; what the block raises is its failure.

    Args:
        name: Its name.
        attributes: What is known at its beginning.
        parent: The span that it is part of, where that is not the one around it.
        client: Whether it is a call of another service.
        article: What the events within are about.
    """
    # Most runs have neither listener nor tracer, and ask many times a second.
    if _tracer() is None:
        return nullcontext(Span()) if article is None else _About(article)
    return _span(name, attributes, parent=parent, client=client, article=article)


class _About:
    """Lets the events of a block be about an article, where no span does."""

    def __init__(self, article: str) -> None:
        self._article = article

    def __enter__(self) -> Span:
        self._token = _ABOUT.set(self._article)
        return Span()

    def __exit__(self, *_: object) -> None:
        _ABOUT.reset(self._token)


@contextmanager
def _span(
    name: str,
    attributes: Mapping[str, Value | None],
    *,
    parent: Span | None,
    client: bool,
    article: str | None,
) -> Iterator[Span]:
    token = _ABOUT.set(article) if article else None
    try:
        with _begun(name, parent=parent, client=client) as found:
            found.note(attributes)
            try:
                yield found
            except Exception as error:
                found.fail(error)
                raise
    finally:
        if token is not None:
            _ABOUT.reset(token)


@contextmanager
def _begun(name: str, *, parent: Span | None, client: bool) -> Iterator[Span]:
    from opentelemetry import trace  # noqa: PLC0415 - an extra

    inside = parent is not None and parent.inner is not None
    context = trace.set_span_in_context(parent.inner) if inside and parent else None
    kind = trace.SpanKind.CLIENT if client else trace.SpanKind.INTERNAL
    begun = _tracer().start_as_current_span(
        name, context=context, kind=kind, record_exception=False, set_status_on_exception=False
    )
    with begun as inner:
        yield Span(inner)


def _tracer() -> Any:  # noqa: ANN401 - of an extra
    """The tracer; None where OpenTelemetry is not installed, or nobody has set it up."""
    trace, tracer = _installed()
    # Spans that go nowhere would take a twentieth of what an article takes beside its text.
    if isinstance(tracer, trace.ProxyTracer if trace else ()) and isinstance(
        trace.get_tracer_provider(), trace.ProxyTracerProvider
    ):
        return None
    return tracer


@cache
def _installed() -> tuple[Any, Any]:
    try:
        from opentelemetry import trace  # noqa: PLC0415 - an extra
    except ImportError:
        return None, None
    return trace, trace.get_tracer("llmextract")
