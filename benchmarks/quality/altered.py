"""Altered values: what comes of replies that are wrong by one character.

::

    python benchmarks/quality/altered.py [PYTHON_WITH_LANGEXTRACT]

The recorded replies of the example articles are altered by a seeded generator: one digit of a
quoted amount or date, its unit, its month, its half-year; or one syllable of a name, in place of
which stands one from elsewhere in the text. Each altered reply goes through the whole extraction,
given again at every re-ask. ``wrong`` counts the replies after which a record holds a value or a
name that its place in the article does not have, ``told`` those that a finding names. With a
Python that has langextract, its aligner is asked to ground the same altered words in the same
articles; what it gives a place (``char_interval``, which its documentation calls grounded) is
counted.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.extraction import aextract
from llmextract.extraction.listed import list_items
from llmextract.extraction.marking import mark_mentions
from llmextract.grounding import PARTICLES, fold_text
from llmextract.models import Completion, ModelSettings, Usage
from llmextract.records import dump_mention
from llmextract.schemas import load_schema

sys.path.insert(0, str(Path(__file__).parents[1]))
from quality.alterations import (
    KINDS,
    Alteration,
    Recorded,
    alter,
    asks_again,
    is_about_the_rest,
    recorded,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract import Article
    from llmextract.schemas import Rendering

__all__ = ["Outcome", "run"]

ALIGNER = Path(__file__).parent / "peers" / "langextract_align.py"
SEED = 458
Json = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of one altered reply.

    Attributes:
        alteration: The reply.
        wrong: What the record holds and the article does not; none where all is well.
        told: Whether a finding names the altered words.
    """

    alteration: Alteration
    wrong: tuple[str, ...]
    told: bool


# -- what comes of them --------------------------------------------------------------------


class _Scripted:
    """Gives each piece its reply, and the same again whenever it is asked again."""

    def __init__(self, replies: list[Json], rendering: Rendering) -> None:
        self.settings = ModelSettings(
            name="altered",
            base_url="http://127.0.0.1:9/v1",
            piece="paragraph",
            rendering=rendering,
            concurrency=1,
        )
        self._replies = iter(replies)
        self._reply: Json = {}

    async def complete(self, messages: list[Any], *, schema: Json, schema_name: str) -> Completion:
        del schema, schema_name
        about_the_rest = is_about_the_rest(messages)
        if not about_the_rest and not asks_again(messages):
            self._reply = next(self._replies)
        return Completion(
            content=json.dumps({} if about_the_rest else self._reply, ensure_ascii=False),
            usage=Usage(),
            seconds=0.0,
            response_format="json_schema",
            model="altered",
        )


def run(count: int, *, rendering: Rendering = "static", seed: int = SEED) -> list[Outcome]:
    """Alter that many replies, every piece of an article at once, and see what comes of each.

    Words that the article holds elsewhere are no altered ones, and not counted. In the keyed
    rendering, in which the embedded model answers, no reply quotes a value: names alone are
    altered there.
    """
    dice, seen = random.Random(seed), set[object]()  # noqa: S311 - no secrets
    outcomes: list[Outcome] = []
    before = -1
    while before < len(outcomes) < count:  # until a round finds nothing new to alter
        before = len(outcomes)
        for known in recorded():
            replies = known.replies[rendering]
            made = [alter(known.article, reply, dice, seen) for reply in replies]
            outcomes += _outcomes(known, made, rendering)
    return outcomes[:count]


def _outcomes(
    known: Recorded, made: list[Alteration | None], rendering: Rendering
) -> Iterator[Outcome]:
    both = zip(made, known.replies[rendering], strict=True)
    replies = [alteration.reply if alteration else reply for alteration, reply in both]
    asker = _Scripted(replies, rendering)
    plain = asyncio.run(aextract(known.article, asker=asker)).to_dict()
    quoted = [words for reply in replies for words, is_name in words_of(reply) if is_name]
    misread = _misread(plain, known.article)
    for alteration in filter(None, made):
        wrong = (*misread, *_strange(plain, alteration, quoted))
        told = any(alteration.altered in f["message"] for f in plain["findings"])
        yield Outcome(alteration, wrong, told)


def _misread(plain: Json, article: Article) -> list[str]:
    """Mentions whose words or values are not those of their place in the article."""
    read = {(m.mention.start, m.mention.end): m.mention for m in mark_mentions(article)}
    wrong = []
    for item in _dicts([plain["record"], plain["unassigned"]]):
        if "approximate" in item:
            mention = read.get((item["start"], item["end"]))
            here = dump_mention(mention) if mention else {}
            keys = here.keys() - {"repeats", "kind"}
            if not keys or any(item[key] != here[key] for key in keys):
                wrong.append(item["text"])
    return wrong


def _strange(plain: Json, alteration: Alteration, quoted: list[str]) -> list[str]:
    """Altered words in the record, and names that no reply quoted."""
    body = alteration.article.body
    texts = [item for item in _dicts([plain["record"], plain["unassigned"]]) if "start" in item]
    wrong = [t["text"] for t in texts if body[t["start"] : t["end"]] != t["text"]]
    if alteration.kind == "name":
        # A name that the code itself read beside a sum, and says so, was quoted by nobody.
        told = [f["message"] for f in plain["findings"] if f["code"] == "mention-moved"]
        found = {body[start:end] for start, end in _found(alteration.article)}
        names = [n for n in _names(plain["record"]) if not any(f"'{n}'" in said for said in told)]
        known = [*quoted, *(found - {alteration.altered})]
        wrong += [n for n in names if not any(_is_of(n, q) for q in known)]
    return wrong


def _found(article: Article) -> Iterator[tuple[int, int]]:
    """Where code finds names by itself, which no reply need quote."""
    for entity in load_schema("programs").entities:
        yield from ((start, end) for start, end, _ in entity.find(article.body))
    yield from ((item.start, item.end) for item in list_items(article.body, mark_mentions(article)))


def _names(record: Json) -> Iterator[str]:
    """Every name in the record; short forms of a name stand and fall with it."""
    for item in _dicts(record):
        for name in _listed(item.get("name")):
            aliases = [form["text"] for form in _listed(item.get("aliases"))]
            yield from (name["text"], *(form for form in aliases if form not in name["text"]))


def _is_of(name: str, quoted: str) -> bool:
    """Whether a name is what was quoted, but for a particle, a title or what encloses it."""
    before, found, after = fold_text(quoted).partition(fold_text(name))
    forms = {particle.form for particle in PARTICLES}
    is_title = quoted.startswith(f"{name} ")
    return (
        bool(found)
        and (not before or not before[-1].isalnum())
        and (not after or after in forms or not after[0].isalnum() or is_title)
    )


def _listed(value: object) -> list[Json]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _dicts(node: object) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
    if isinstance(node, list | dict):
        for item in node.values() if isinstance(node, dict) else node:
            yield from _dicts(item)


# -- the table -----------------------------------------------------------------------------


def _aligned(python: str, outcomes: list[Outcome]) -> list[Json]:
    """Whether langextract's aligner grounds the altered words, by tokenizer."""
    lines = "".join(
        json.dumps({"body": o.alteration.article.body, "words": o.alteration.altered}) + "\n"
        for o in outcomes
    )
    done = subprocess.run(  # noqa: S603 - the interpreter that was given
        [python, str(ALIGNER)], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main(count: int, python: str | None) -> None:
    """Print a line for each kind, and all together."""
    outcomes = run(count)
    peer = _aligned(python, outcomes) if python else [{} for _ in outcomes]
    columns = ["wrong", "told", *peer[0]]
    print(f"{'altered':<8} {'replies':>7}", *(f"{column:>20}" for column in columns))
    for kind in (*KINDS, "all"):
        both = zip(outcomes, peer, strict=True)
        rows = [
            {"wrong": o.wrong, "told": o.told, **grounded}
            for o, grounded in both
            if kind in {o.alteration.kind, "all"}
        ]
        counts = [sum(bool(row[column]) for row in rows) for column in columns]
        print(f"{kind:<8} {len(rows):>7}", *(f"{count:>20}" for count in counts))


if __name__ == "__main__":
    main(500, sys.argv[1] if len(sys.argv) > 1 else None)
