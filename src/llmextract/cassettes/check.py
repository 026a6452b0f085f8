"""What a folder of cassettes must not hold: secrets, headers, orphans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from llmextract.cassettes.tape import KEPT_HEADERS, SUFFIX, cassette_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["check_cassettes"]

_SECRETS = re.compile(
    r"(?:sk|pk|rk|org|proj|sess)[-_][A-Za-z0-9_-]{16,}|Bearer\s+\S+|AIza[\w-]{20,}|gh[pousr]_\w{20,}"
    r"|hf_\w{20,}|xox[abp]-\S+|AKIA[0-9A-Z]{12,}|eyJ[\w-]{10,}\.[\w-]{10,}|set-cookie|authorization"
    r"|api[-_]key",
    re.IGNORECASE,
)
"""Forms of keys and tokens of the usual providers, and names of headers that carry them."""


def check_cassettes(folder: Path, *, sources: Iterable[str]) -> list[str]:
    """Look a folder of cassettes over.

    Args:
        folder: The cassettes.
        sources: The articles that they were recorded from.

    Returns:
        One sentence for each fault: a header outside the allow-list, anything that looks
        like a key, a cassette without an article, an article without a cassette.
    """
    wanted = {cassette_for(source, folder) for source in sources}
    held = set(folder.rglob(f"*{SUFFIX}"))
    faults = [f"{path}: no article belongs to it; delete it." for path in sorted(held - wanted)]
    faults += [f"{path}: missing; record it." for path in sorted(wanted - held)]
    for path in sorted(held):
        faults += [f"{path}: {fault}" for fault in _faults(path)]
    return faults


def _faults(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    found = _SECRETS.search(text)
    if found:
        yield f"holds what looks like a secret ('{found[0][:12]}…'); delete it and record again."
    try:
        exchanges = yaml.safe_load(text)["interactions"]
    except (yaml.YAMLError, TypeError, KeyError):
        yield "is no cassette; record it again."
        return
    if not exchanges:
        yield "holds no exchange; record it again."
    for exchange in exchanges:
        yield from _foreign_headers(exchange)


def _foreign_headers(exchange: dict[str, Any]) -> Iterator[str]:
    for side in ("request", "response"):
        for header in exchange[side].get("headers", {}):
            if header.lower() not in KEPT_HEADERS:
                yield f"keeps the {side} header {header}; delete it and record again."
