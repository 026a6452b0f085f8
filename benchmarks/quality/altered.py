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
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from llmextract import Article, clean
from llmextract.extraction import aextract
from llmextract.extraction.extract import PARAGRAPHS
from llmextract.extraction.marking import mark_mentions, pieces
from llmextract.grounding import PARTICLES, Index, fold_text
from llmextract.models import Completion, ModelSettings, Usage
from llmextract.records import dump_mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llmextract.extraction.marking import Piece
    from llmextract.schemas import Rendering

__all__ = ["KINDS", "Alteration", "Outcome", "run"]

ROOT = Path(__file__).parents[2]
ALIGNER = Path(__file__).parent / "peers" / "langextract_align.py"
SEED = 458
Json = dict[str, Any]

UNITS = (("조", "억"), ("억", "만"), ("만", "천"), ("천", "백"), ("원", "달러"),
         ("million", "billion"), ("m", "bn"), ("£", "€"))  # fmt: skip
HALVES = (("상반기", "하반기"), ("first half", "second half"))
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Alteration:
    """One reply with one thing in it that is wrong.

    Attributes:
        kind: ``digit``, ``unit``, ``month``, ``half`` or ``name``.
        article: The article.
        said: The right words.
        altered: What stands in their place.
        reply: The whole reply.
    """

    kind: str
    article: Article
    said: str
    altered: str
    reply: Json = field(repr=False)


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


# -- the recorded replies ------------------------------------------------------------------


@dataclass(frozen=True)
class _Recorded:
    article: Article
    replies: dict[Rendering, list[Json]]


@cache
def _recorded() -> list[_Recorded]:
    """Each article with the reply to each of its pieces."""
    found = []
    for path in sorted((ROOT / "examples" / "articles").iterdir()):
        article = clean(path.read_bytes(), source=path.name)
        parts = pieces(article, mark_mentions(article), size=PARAGRAPHS)
        keyed = _answers(ROOT / "cassettes" / "examples" / f"{path.stem}.yaml")
        said = [{key for key in reply if re.fullmatch(r"[MD]\d+", key)} for reply in keyed]
        if said != [{marked.id for marked in part.mentions} for part in parts]:
            sys.exit(f"{path.stem}: the cassette is of other pieces; `make record` records them.")
        static = [_static(reply, part) for reply, part in zip(keyed, parts, strict=True)]
        found.append(_Recorded(article, {"static": static, "keyed": keyed}))
    return found


def _answers(cassette: Path) -> list[Json]:
    """The last answer to each question: a longer conversation asks the same again."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    exchanges = yaml.load(cassette.read_text("utf-8"), Loader=loader)["interactions"]  # noqa: S506
    shortest = min(len(e["request"]["body"]["json"]["messages"]) for e in exchanges)
    answers: list[Json] = []
    for exchange in exchanges:
        if len(exchange["request"]["body"]["json"]["messages"]) > shortest:
            answers.pop()
        content = exchange["response"]["body"]["json"]["choices"][0]["message"]["content"]
        answers.append(json.loads(content))
    return answers


def _static(keyed: Json, piece: Piece) -> Json:
    """The same answer as large models are asked for it, with the words beside each mark."""
    placed = {m.id: keyed[m.id].get("program") or "" for m in piece.mentions}
    listed = {item["name"]: item for item in keyed.get("programs", ()) if item["name"]}
    names = dict.fromkeys((*listed, *(name for name in placed.values() if name)))
    known = [actor for actor in keyed.get("actors", ()) if actor["name"]]
    actors = [{"name": a["name"], "role": a["role"]} for a in known if a.get("role")]

    def references(letter: str, name: str) -> list[Json]:
        mine = [m for m in piece.mentions if m.id[0] == letter and placed[m.id] == name]
        key = "role" if letter == "M" else "event"
        return [{"ref": f"{m.id} {m.mention.text}", key: keyed[m.id][key]} for m in mine]

    def program(name: str) -> Json:
        status = listed.get(name, {}).get("status", "unknown")
        mentions = {"amounts": references("M", name), "dates": references("D", name)}
        kind = {"aliases": [], "kind": "project", "status": status}
        return {"name": name, **kind, **mentions, "actors": list(actors)}

    return {
        "programs": [program(name) for name in names],
        "actors": [
            {key: actor.get(key) for key in ("name", "kind", "title", "affiliation")}
            for actor in known
        ],
        "unassigned": {"amounts": references("M", ""), "dates": references("D", "")},
    }


# -- altering ------------------------------------------------------------------------------


def _alter_digit(words: str, dice: random.Random, _: str) -> str | None:
    at = [found.start() for found in re.finditer(r"\d", words)]
    if not at:
        return None
    place = dice.choice(at)
    digit = dice.choice([d for d in "123456789" if d != words[place]])
    return words[:place] + digit + words[place + 1 :]


def _alter_unit(words: str, dice: random.Random, _: str) -> str | None:
    if not re.search(r"원$|달러$|억$|[£€$]", words):
        return None
    both = [pair for one, other in UNITS for pair in ((one, other), (other, one))]
    fitting = [(a, b) for a, b in both if re.search(_whole(a), words)]
    if not fitting:
        return None
    one, other = dice.choice(fitting)
    return re.sub(_whole(one), other, words, count=1)


def _whole(unit: str) -> str:
    return rf"(?<![A-Za-z]){unit}(?![A-Za-z])" if unit.isascii() else unit


def _alter_month(words: str, dice: random.Random, _: str) -> str | None:
    korean = re.search(r"\d{1,2}(?=월)", words)
    if korean:
        others = [str(n) for n in range(1, 13) if str(n) != korean[0]]
        return words[: korean.start()] + dice.choice(others) + words[korean.end() :]
    english = [month for month in MONTHS if month in words]
    if not english:
        return None
    return words.replace(english[0], dice.choice([m for m in MONTHS if m != english[0]]), 1)


def _alter_half(words: str, dice: random.Random, _: str) -> str | None:
    for one, other in dice.sample(HALVES, len(HALVES)):
        if one in words or other in words:
            return words.replace(one, other) if one in words else words.replace(other, one)
    return None


def _alter_name(words: str, dice: random.Random, body: str) -> str | None:
    """One syllable, or one English letter, that stands elsewhere in the text."""
    at = [place for place, character in enumerate(words) if character.isalpha()]
    if not at:
        return None
    place = dice.choice(at)
    likes = [c for c in body if c.isalpha() and c.isascii() == words[place].isascii()]
    other = dice.choice([c for c in sorted(set(likes)) if c.lower() != words[place].lower()])
    return words[:place] + other + words[place + 1 :]


KINDS: dict[str, Callable[[str, random.Random, str], str | None]] = {
    "half": _alter_half,
    "month": _alter_month,
    "unit": _alter_unit,
    "digit": _alter_digit,
    "name": _alter_name,
}
"""How words can be altered; None where they hold nothing of the kind."""


def _alteration(
    article: Article, reply: Json, dice: random.Random, seen: set[object]
) -> Alteration | None:
    """One more alteration of a piece's reply, that was not made before."""
    index = Index(article.body)
    for kind, alter in sorted(KINDS.items(), key=lambda _: dice.random()):
        words = sorted({w for w, is_name in _words(reply) if is_name == (kind == "name")})
        dice.shuffle(words)
        for said in words:
            altered = alter(said, dice, article.body)
            key = (article.source, str(reply), said, altered)
            if altered is None or altered == said or key in seen or index.holds(altered):
                continue
            seen.add(key)
            spoiled = _replaced(reply, said, altered, is_name=kind == "name")
            return Alteration(kind, article, said, altered, spoiled)
    return None


_NAMES = ("name", "program")
"""Keys of names: in the keyed rendering a mention's program stands under the second."""


def _words(reply: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - JSON is any value
    """Everything that the reply quotes, and whether it is a name."""
    if isinstance(reply, list):
        for item in reply:
            yield from _words(item)
    elif isinstance(reply, dict):
        for key, value in reply.items():
            if key == "ref":
                yield value.partition(" ")[2], False
            elif key in _NAMES and value:
                yield value, True
            else:
                yield from _words(value)


def _replaced(reply: Any, said: str, altered: str, *, is_name: bool) -> Any:  # noqa: ANN401
    if isinstance(reply, list):
        return [_replaced(item, said, altered, is_name=is_name) for item in reply]
    if not isinstance(reply, dict):
        return reply
    found = {key: _replaced(value, said, altered, is_name=is_name) for key, value in reply.items()}
    if is_name:
        found |= {key: altered for key in _NAMES if found.get(key) == said}
    if not is_name and str(found.get("ref", "")).partition(" ")[2] == said:
        found["ref"] = found["ref"].partition(" ")[0] + " " + altered
    return found


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
        self._asked = 0
        self._reply: Json = {}

    async def complete(self, messages: list[Any], *, schema: Json, schema_name: str) -> Completion:
        del schema, schema_name
        self._asked = self._asked or len(messages)
        if len(messages) == self._asked:
            self._reply = next(self._replies)
        return Completion(
            content=json.dumps(self._reply, ensure_ascii=False),
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
        for known in _recorded():
            replies = known.replies[rendering]
            made = [_alteration(known.article, reply, dice, seen) for reply in replies]
            outcomes += _outcomes(known, made, rendering)
    return outcomes[:count]


def _outcomes(
    known: _Recorded, made: list[Alteration | None], rendering: Rendering
) -> Iterator[Outcome]:
    both = zip(made, known.replies[rendering], strict=True)
    replies = [alteration.reply if alteration else reply for alteration, reply in both]
    asker = _Scripted(replies, rendering)
    plain = asyncio.run(aextract(known.article, asker=asker)).to_dict()
    quoted = [words for reply in replies for words, is_name in _words(reply) if is_name]
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
        wrong += [n for n in _names(plain["record"]) if not any(_is_of(n, q) for q in quoted)]
    return wrong


def _names(record: Json) -> Iterator[str]:
    for item in _dicts(record):
        yield from (form["text"] for key in ("name", "aliases") for form in _listed(item.get(key)))


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
