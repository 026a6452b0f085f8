"""Ask langextract's aligner to ground words; it runs where langextract is installed.

A JSON object a line on standard input (``body``, ``words``); on standard output, for each, the
alignment status by tokenizer, null where the words got no place. The resolver is the default one.
"""

from __future__ import annotations

import json
import sys

from langextract import data, resolver, tokenizer

TOKENIZERS = {"langextract": None, "its UnicodeTokenizer": tokenizer.UnicodeTokenizer()}


def align(body: str, words: str, kind: tokenizer.Tokenizer | None) -> str | None:
    wanted = data.Extraction(extraction_class="value", extraction_text=words)
    more = {"tokenizer_inst": kind} if kind else {}
    (found,) = resolver.Resolver().align([wanted], body, 0, 0, **more)
    return found.alignment_status.value if found.char_interval else None


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({name: align(**asked, kind=kind) for name, kind in TOKENIZERS.items()}))
