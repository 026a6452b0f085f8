"""Raw page in, clean article out: decoding, the body, and what the page says of itself.

`clean` takes one page, `list_sources` finds the pages under the paths of a command line.
"""

from __future__ import annotations

from llmextract.cleaning._clean import Trace, clean, clean_with_trace
from llmextract.cleaning._decode import MAX_INPUT, decode
from llmextract.cleaning._lines import Dropped
from llmextract.cleaning._sources import Source, list_sources, read_stdin, row_source

__all__ = [
    "MAX_INPUT",
    "Dropped",
    "Source",
    "Trace",
    "clean",
    "clean_with_trace",
    "decode",
    "list_sources",
    "read_stdin",
    "row_source",
]
