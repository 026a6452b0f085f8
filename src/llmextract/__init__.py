"""News articles in; programs, amounts, dates and actors out, each tied to its words.

>>> import llmextract
>>> [m.text for m in llmextract.scan("김해시는 2026년까지 916억 원을 들인다.")]
['2026년까지', '916억 원']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from llmextract.version import __version__

if TYPE_CHECKING:
    from llmextract.api import aextract, extract
    from llmextract.article import Article
    from llmextract.cleaning import clean
    from llmextract.errors import LLMExtractError
    from llmextract.reading import scan
    from llmextract.records import Record
    from llmextract.schemas import Verbatim
    from llmextract.spans import DateSpan, Money, Quote

__all__ = [
    "Article",
    "DateSpan",
    "LLMExtractError",
    "Money",
    "Quote",
    "Record",
    "Verbatim",
    "__version__",
    "aextract",
    "clean",
    "extract",
    "scan",
]

_HOMES = {
    "Article": "article",
    "DateSpan": "spans",
    "LLMExtractError": "errors",
    "Money": "spans",
    "Quote": "spans",
    "Record": "records",
    "Verbatim": "schemas",
    "aextract": "api",
    "clean": "cleaning",
    "extract": "api",
    "scan": "reading",
}
"""Loaded when first used: the command line must answer before a model client is imported."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
