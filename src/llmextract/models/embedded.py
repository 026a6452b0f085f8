"""The model in the process: llama.cpp's own server, on a free port of the loopback address."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from llmextract.errors import ModelConfigurationError, WeightsError
from llmextract.models.settings import EMBEDDED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

__all__ = ["CONTEXT_TOKENS", "serve"]

CONTEXT_TOKENS = 8192
"""Prompt and answer together."""

_PROMPT_CACHE_MIB = 512
"""Memory for prompts seen before: 28 KiB a token, so two full contexts."""

_QUIET = -1
"""The verbosity at which llama.cpp prints nothing to the user's terminal."""


@contextmanager
def serve(weights: Path) -> Iterator[str]:
    """Run the embedded model for the length of the block.

    Loading takes some seconds and about 2 GB of memory; leaving the block frees both.

    Args:
        weights: A GGUF file, such as `weights.ensure` gives.

    Yields:
        The address to give to `ModelSettings.at`, with ``/v1``.

    Raises:
        ModelConfigurationError: The package for it is not installed.
        WeightsError: The file is missing or cannot be loaded.
    """
    xllamacpp = _import()
    if not weights.is_file():
        raise WeightsError(f"{weights} is not there; run `llmextract model fetch`.")
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, weights))
    except RuntimeError as error:
        raise WeightsError(
            f"{weights} cannot be loaded as a model ({error}); "
            "run `llmextract model fetch` to fetch it anew."
        ) from error
    try:
        yield f"{server.listening_address}/v1"
    finally:
        # The server has no close(): it stops, and frees the model, with its last reference.
        del server


def _import() -> ModuleType:
    try:
        import xllamacpp  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise ModelConfigurationError(
            'The embedded model is not installed: pip install "llmextract[local]", '
            "or name an endpoint with --base-url and --model."
        ) from error
    module: ModuleType = xllamacpp
    return module


def _parameters(xllamacpp: Any, weights: Path) -> Any:  # noqa: ANN401 - a module without types
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights)
    wanted.model_alias = {EMBEDDED}
    wanted.n_ctx = CONTEXT_TOKENS
    # One slot: its prompt cache then always holds the prefix that all requests share.
    wanted.n_parallel = 1
    wanted.cache_ram_mib = _PROMPT_CACHE_MIB
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = _cores()
    wanted.verbosity = _QUIET
    wanted.ui = wanted.endpoint_slots = False
    return wanted


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
