"""What every peer's script does: articles in, answers out, one JSON object a line.

::

    PEER_PYTHON peers/NAME.py --base-url http://127.0.0.1:1/{article}/v1 --model M < articles.jsonl

An article is ``{"source", "language", "published", "body"}``; an answer ``{"source", "seconds",
"answer"}``, or with ``error`` in place of ``answer`` where the peer gave up on the article. The
address has the article's number in it, so that its calls can be told from the others'. A key, if
the server wants one, is in ``PEER_API_KEY``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from task import EXAMPLES, RULES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LONGEST_ANSWER", "Asked", "main"]

LONGEST_ANSWER = 3000
"""Tokens; over twice what the answers of these articles take. An answer that runs away is lost."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One article, and where to ask about it."""

    text: str
    language: str
    base_url: str
    model: str
    api_key: str
    example: bool

    @property
    def rules(self) -> str:
        """The task."""
        return RULES[self.language]

    def messages(self) -> list[Json]:
        """The task as a conversation: rules, the worked example if wanted, the article."""
        told, answer = EXAMPLES[self.language]
        shown = json.dumps(answer, ensure_ascii=False)
        turns = [("user", told), ("assistant", shown)] if self.example else []
        said = [("system", self.rules), *turns, ("user", self.text)]
        return [{"role": role, "content": content} for role, content in said]


def main(extract: Callable[[Asked], Json]) -> None:
    """Answer every article of standard input."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--no-example", action="store_true")
    options = parser.parse_args()
    for number, line in enumerate(sys.stdin):
        article = json.loads(line)
        asked = Asked(
            text=_text(article),
            language=article["language"],
            base_url=options.base_url.replace("{article}", str(number)),
            model=options.model,
            api_key=os.environ.get("PEER_API_KEY", "none"),
            example=not options.no_example,
        )
        began = time.monotonic()
        try:
            outcome = {"answer": extract(asked)}
        except Exception as error:  # noqa: BLE001 - whatever it is, the peer lost this article
            outcome = {"error": f"{type(error).__name__}: {error}"[:500]}
        seconds = round(time.monotonic() - began, 3)
        print(json.dumps({"source": article["source"], "seconds": seconds, **outcome}), flush=True)


def _text(article: Json) -> str:
    label = {"ko": "보도일", "en": "Published"}[article["language"]]
    published = article["published"]
    return f"{label}: {published}\n\n{article['body']}" if published else str(article["body"])
