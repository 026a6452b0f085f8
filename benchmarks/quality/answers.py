"""A peer's answer as a record file, so that one scorer reads them all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from llmextract.reading import scan
from llmextract.records import FORMAT, ArticleHeader

if TYPE_CHECKING:
    from llmextract import Article, DateSpan, Money

__all__ = ["as_record", "read_by_code"]

Json = dict[str, Any]


def as_record(answer: Json, article: Article) -> Json:
    """The record file of a peer's answer: programs, actors and unassigned, names as strings."""
    loose = answer["unassigned"]
    return {
        "format": FORMAT,
        "schema": "programs",
        "article": ArticleHeader.of(article).model_dump(mode="json"),
        "record": {
            "programs": [_program(program) for program in answer["programs"]],
            "actors": [actor | _named(actor) for actor in answer["actors"]],
        },
        "unassigned": [
            *({"kind": "money", **amount} for amount in loose["amounts"]),
            *({"kind": "date", **day} for day in loose["dates"]),
        ],
        "findings": [],
    }


def read_by_code(record: Json) -> Json:
    """The record with every value read anew by our reader from the words that were quoted.

    For the peer's benefit: it then is judged by what it relates, not by how its model counts.
    Words that read as nothing keep the model's value.
    """
    article = record["article"]
    published = article["published"] and date.fromisoformat(article["published"])

    def read(mention: Json, kind: str) -> Json:
        found = scan(mention["text"], published=published, language=article["language"])
        same: list[Money | DateSpan] = [m for m in found if m.kind == kind]
        plain = same[0].model_dump(mode="json") if same else {}
        return mention | {k: v for k, v in plain.items() if k not in _PLACE}

    programs = [
        program
        | {"amounts": [read(a, "money") for a in program["amounts"]]}
        | {"dates": [read(d, "date") for d in program["dates"]]}
        for program in record["record"]["programs"]
    ]
    loose = [read(mention, mention["kind"]) for mention in record["unassigned"]]
    return record | {"record": record["record"] | {"programs": programs}, "unassigned": loose}


_PLACE = frozenset({"text", "start", "end", "repeats"})


def _program(program: Json) -> Json:
    named = [actor | _named(actor) for actor in program["actors"]]
    aliases = [{"text": alias} for alias in program["aliases"]]
    return program | _named(program) | {"aliases": aliases, "actors": named}


def _named(plain: Json) -> Json:
    return {"name": {"text": plain["name"]}}
