"""Articles to measure with: the examples, each with a sum of its own.

::

    python articles.py COUNT > pages.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
PAGES = {"01-gimhae-bio.txt": "214억", "02-daegu-robot.txt": "98억"}


def rows(count: int) -> Iterator[str]:
    """As many pages as asked for, as rows of a JSONL; no two articles are the same."""
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in PAGES]
    for number in range(count):
        text, own = texts[number % 2], list(PAGES.values())[number % 2]
        body = text.replace(own, f"{number + 1000}억")
        yield json.dumps({"source": f"page-{number:07}", "body": body}, ensure_ascii=False)


if __name__ == "__main__":
    for row in rows(int(sys.argv[1])):
        print(row)
