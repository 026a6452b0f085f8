"""Record and replay, with vcrpy under the model's client."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from yaml import YAMLError

from llmextract.cassettes.form import deserialize, serialize
from llmextract.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SUFFIX", "cassette_for", "recording", "replaying", "unplayed"]

SUFFIX = ".yaml"

KEPT_HEADERS = frozenset({"content-type"})
"""All that is recorded of a request's or a response's headers: nothing that could identify."""


def cassette_for(source: str, place: Path) -> Path:
    """The cassette of an article.

    Args:
        source: The article's source; ``rows.jsonl:12`` gives ``rows-12``.
        place: A folder of cassettes, or one cassette for everything.
    """
    if place.suffix == SUFFIX:
        return place
    name = Path(source).name
    stem, _, row = name.partition(":")
    stem = Path(stem).stem
    return place / f"{stem}-{row}{SUFFIX}" if row else place / f"{stem}{SUFFIX}"


@contextmanager
def recording(path: Path) -> Iterator[None]:
    """Record every exchange of the block into ``path``, in place of what it held.

    Nothing is written when the block fails.
    """
    fresh = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.unlink(missing_ok=True)
    try:
        with _machine().use_cassette(str(fresh), record_mode="all"):
            yield
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def replaying(path: Path) -> Iterator[None]:
    """Answer every request of the block from ``path``; nothing goes over the network.

    Raises:
        CassetteError: There is no such cassette, or it does not hold a request of the block.
    """
    from vcr.errors import CannotOverwriteExistingCassetteException  # noqa: PLC0415 - heavy

    if not path.is_file():
        raise CassetteError(
            f"There is no cassette {path}; record it with `llmextract cassettes record`."
        )
    _see_that_it_is_whole(path)
    try:
        with _machine().use_cassette(str(path), record_mode="none") as tape:
            yield
    except CannotOverwriteExistingCassetteException:
        raise CassetteError(
            f"{path} does not hold this request: the prompt, the schema or the article has "
            "changed since. Record it again with `llmextract cassettes record`."
        ) from None
    _PLAYED[path] = (tape.play_count, len(tape))


_PLAYED: dict[Path, tuple[int, int]] = {}


def unplayed(path: Path) -> int:
    """How many exchanges of a cassette the last replay left out."""
    played, held = _PLAYED.get(path, (0, 0))
    return held - played


def _see_that_it_is_whole(path: Path) -> None:
    # Before vcrpy reads it, whose errors could not be told from those of the block.
    try:
        deserialize(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, YAMLError) as error:
        raise CassetteError(
            f"{path} is no cassette ({type(error).__name__}); record it again with "
            "`llmextract cassettes record`."
        ) from error


def _machine() -> Any:  # noqa: ANN401 - vcrpy has no types
    import vcr  # noqa: PLC0415 - heavy

    machine = vcr.VCR(
        match_on=["method", "path", "body"],
        before_record_request=_clean_request,
        before_record_response=_clean_response,
        serializer="readable",
    )
    machine.register_serializer("readable", _Serializer)
    return machine


class _Serializer:
    """What vcrpy expects of a serializer."""

    serialize = staticmethod(serialize)
    deserialize = staticmethod(deserialize)


def _clean_request(request: Any) -> Any:  # noqa: ANN401 - vcrpy has no types
    # vcrpy compares JSON bodies as JSON only when the type says that they are.
    request.headers = _kept(request.headers)
    request.uri = f"http://model{urlsplit(request.uri).path}"
    return request


def _clean_response(response: dict[str, Any]) -> dict[str, Any]:
    return response | {"headers": _kept(response["headers"])}


def _kept(headers: Any) -> dict[str, Any]:  # noqa: ANN401 - vcrpy has no types
    return {k: v for k, v in dict(headers).items() if k.lower() in KEPT_HEADERS}
