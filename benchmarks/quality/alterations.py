"""Recorded replies of the example articles, and the same with one thing in them altered."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from llmextract import Article, clean
from llmextract.extraction.extract import PARAGRAPHS, plan
from llmextract.extraction.marking import mark_mentions, pieces
from llmextract.grounding import Index
from llmextract.models import ModelSettings
from llmextract.prompts import load_prompt
from llmextract.schemas import load_schema

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from llmextract.extraction.asking import Answer
    from llmextract.extraction.marking import Piece
    from llmextract.schemas import Rendering

__all__ = [
    "KINDS",
    "Alteration",
    "Recorded",
    "alter",
    "asks_again",
    "is_about_the_rest",
    "recorded",
    "words_of",
]

ROOT = Path(__file__).parents[2]
PROGRAMS = load_schema("programs")
ACTOR: Any = PROGRAMS.entities[1].model
KEYED = ModelSettings(
    name="altered",
    base_url="http://127.0.0.1:9/v1",
    piece="paragraph",
    rendering="keyed",
    concurrency=1,
)
_OF_A_PERSON = ("title", "affiliation")
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


# -- the recorded replies ------------------------------------------------------------------


@dataclass(frozen=True)
class Recorded:
    article: Article
    replies: dict[Rendering, list[Json]]


@cache
def recorded() -> list[Recorded]:
    """Each article with the reply to each of its pieces."""
    found = []
    for path in sorted((ROOT / "examples" / "articles").iterdir()):
        article = clean(path.read_bytes(), source=path.name)
        mentions = mark_mentions(article)
        settled, parts = plan(article, mentions, shape=PROGRAMS, settings=KEYED)
        keyed = _answers(ROOT / "cassettes" / "examples" / f"{path.stem}.yaml")
        if len(keyed) != len(parts):
            sys.exit(f"{path.stem}: the cassette is of other pieces; `make record` records them.")
        homes = _homes(keyed, settled)
        asked = [marked for marked in mentions if not marked.forged]
        static = [_static(homes, part) for part in pieces(article, asked, size=PARAGRAPHS)]
        found.append(Recorded(article, {"static": static, "keyed": keyed}))
    return found


def _answers(cassette: Path) -> list[Json]:
    """The last answer about each piece, with what was said later of the marks it left out."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    exchanges = yaml.load(cassette.read_text("utf-8"), Loader=loader)["interactions"]  # noqa: S506
    answers: list[Json] = []
    for exchange in exchanges:
        messages = exchange["request"]["body"]["json"]["messages"]
        message = exchange["response"]["body"]["json"]["choices"][0]["message"]
        answer = json.loads(message["content"])
        if is_about_the_rest(messages):
            _add_rest(answers[-1], answer)
        elif asks_again(messages):
            answers[-1] = answer
        else:
            answers.append(answer)
    return answers


def is_about_the_rest(messages: list[Json]) -> bool:
    """Whether a request asks about nothing but what the answer before left out."""
    return _begins_like(messages[-1], "rest")


def asks_again(messages: list[Json]) -> bool:
    """Whether a request asks for the answer before once more."""
    return _begins_like(messages[-1], "correction")


def _begins_like(message: Json, kind: str) -> bool:
    prompts = (load_prompt(PROGRAMS, rendering="keyed", language=x) for x in ("ko", "en"))
    beginnings = tuple(getattr(p, kind).template.partition("$")[0] for p in prompts)
    return str(message["content"]).startswith(beginnings)


def _add_rest(reply: Json, rest: Json) -> None:
    for mark, said in rest.items():
        owners = [item for item in reply["programs"] if item["name"] == said["of"]]
        if said["of"] and not owners:
            owners = [{"name": said["of"]}]
            reply["programs"] += owners
        for owner in owners[:1]:
            owner[mark] = said.get("role") or said["event"]


def _homes(keyed: list[Json], settled: list[Answer]) -> dict[str, tuple[str, str]]:
    """The program of each mark, and what is said of it there."""
    homes: dict[str, tuple[str, str]] = {}
    for reply in keyed:
        for item in reply["programs"]:
            for mark, said in item.items():
                if item["name"] and mark != "name":
                    homes.setdefault(mark, (item["name"], said))
    for answer in settled:
        for said in answer.reply.placements if answer.reply else ():
            homes[said.mention] = (said.entity or "", next(iter(said.attributes.values()), "other"))
    return homes


def _static(homes: dict[str, tuple[str, str]], piece: Piece) -> Json:
    """The same answers as large models are asked for them, with the words beside each mark."""
    placed = {m.id: homes.get(m.id, ("", "other")) for m in piece.mentions}
    text = piece.body[piece.start : piece.end]
    actors = [
        {"name": text[start:end], "kind": "other"} | {k: values.get(k) for k in _OF_A_PERSON}
        for start, end, values in ACTOR.find(text)
    ]

    def references(letter: str, name: str) -> list[Json]:
        key = "role" if letter == "M" else "event"
        return [
            {"ref": f"{m.id} {m.mention.text}", key: placed[m.id][1]}
            for m in piece.mentions
            if m.id[0] == letter and placed[m.id][0] == name
        ]

    def program(name: str) -> Json:
        mentions = {"amounts": references("M", name), "dates": references("D", name)}
        kind = {"aliases": [], "kind": "project", "status": "unknown"}
        return {"name": name, **kind, **mentions, "actors": []}

    return {
        "programs": [program(name) for name in dict.fromkeys(n for n, _ in placed.values() if n)],
        "actors": actors,
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


def alter(
    article: Article, reply: Json, dice: random.Random, seen: set[object]
) -> Alteration | None:
    """One more alteration of a piece's reply, that was not made before."""
    index = Index(article.body)
    for kind, change in sorted(KINDS.items(), key=lambda _: dice.random()):
        words = sorted({w for w, is_name in words_of(reply) if is_name == (kind == "name")})
        dice.shuffle(words)
        for said in words:
            altered = change(said, dice, article.body)
            key = (article.source, str(reply), said, altered)
            if altered is None or altered == said or key in seen or index.holds(altered):
                continue
            seen.add(key)
            spoiled = _replaced(reply, said, altered, is_name=kind == "name")
            return Alteration(kind, article, said, altered, spoiled)
    return None


_NAMES = ("name",)


def words_of(reply: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - JSON is any value
    """Everything that the reply quotes, and whether it is a name."""
    if isinstance(reply, list):
        for item in reply:
            yield from words_of(item)
    elif isinstance(reply, dict):
        for key, value in reply.items():
            if key == "ref":
                yield value.partition(" ")[2], False
            elif key in _NAMES and value:
                yield value, True
            else:
                yield from words_of(value)


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
