"""Sentences with what `scan` found in them, for reading through; and what was judged false."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from llmextract import scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from llmextract.spans import DateSpan, Money

__all__ = ["FALSE", "marked", "sentences"]

PUBLISHED = date(2025, 12, 17)
# Read through by eye: the sentence, the offset of the mention in it, and why it is none.
FALSE: dict[tuple[str, int], str] = {
    ("klue-ner-v1_dev_00589-wikitree", 0): "a singer's name",
    ("klue-ner-v1_dev_02583-wikitree", 76): "a feast of every year, declared a holiday",
    ("klue-ner-v1_dev_04281-wikitree", 39): "a day in the story of a play",
    ("klue-ner-v1_dev_03931-wikitree", 16): "part of a programme's name",
}


def sentences(data: Path) -> Iterator[tuple[str, str]]:
    """Every sentence of the news sentences and of the press releases, with a name."""
    for line in (data / "actors_ko.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["text"]
    for path in sorted(data.glob("press_releases/*.txt")):
        body = path.read_text(encoding="utf-8")
        for number, sentence in enumerate(re.split(r"(?<=[.?!])\s+|\n+", body)):
            if sentence.strip():
                yield f"{path.stem}:{number}", sentence.strip()


def marked(text: str) -> tuple[str, Sequence[Money | DateSpan]]:
    """The sentence with its mentions in brackets."""
    found = scan(text, published=PUBLISHED)
    for mention in reversed(found):
        text = f"{text[: mention.start]}[{mention.text}]{text[mention.end :]}"
    return text, found
