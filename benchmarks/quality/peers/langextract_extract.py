"""google/langextract: one example, pieces of 1,000 characters, its provider for OpenAI endpoints.

As its documentation has it: ``ModelConfig`` with the provider named, fences and schema left to
the provider, the tokenizer for other scripts, and only what it grounded is kept. Attributes are
text there: values and days are what the model wrote.
"""

from __future__ import annotations

import re
from typing import Any

import langextract as lx
from langextract.factory import ModelConfig
from langextract.tokenizer import UnicodeTokenizer
from loop import Asked, main
from task import EXAMPLES

Json = dict[str, Any]

HOW = """

Extract in order of appearance, with the exact text, as four classes: program, amount, date, actor.
Attributes of a program: kind, status. Of an amount: program, value, currency, role. Of a date:
program, first, last, precision, event. Of an actor: kind, title, affiliation, program, role."""


def extract(asked: Asked) -> Json:
    result = lx.extract(
        text_or_documents=asked.text,
        prompt_description=asked.rules + HOW,
        examples=[_example(*EXAMPLES[asked.language])],
        config=ModelConfig(
            model_id=asked.model,
            provider="openai",
            provider_kwargs={"api_key": asked.api_key, "base_url": asked.base_url},
        ),
        temperature=0.0,
        tokenizer=UnicodeTokenizer(),
        show_progress=False,
    )
    return _answer([e for e in result.extractions or [] if e.char_interval])


def _example(text: str, answer: Json) -> lx.data.ExampleData:
    found = [(p["name"], "program", _only(p, "kind", "status")) for p in answer["programs"]]
    owned = [(p["name"], p) for p in answer["programs"]] + [("", answer["unassigned"])]
    for owner, holder in owned:
        found += [
            (a["text"], "amount", {"program": owner, **_only(a, "value", "currency", "role")})
            for a in holder["amounts"]
        ]
        found += [
            (
                d["text"],
                "date",
                {"program": owner, **_only(d, "first", "last", "precision", "event")},
            )
            for d in holder["dates"]
        ]
    for actor in answer["actors"]:
        part = next(((p["name"], a["role"]) for p in answer["programs"] for a in p["actors"]
                     if a["name"] == actor["name"]), ("", ""))  # fmt: skip
        roles = {"program": part[0], "role": part[1]}
        found.append((actor["name"], "actor", _only(actor, "kind", "title", "affiliation") | roles))
    found.sort(key=lambda item: text.index(item[0]))
    extractions = [
        lx.data.Extraction(extraction_class=kind, extraction_text=words, attributes=attributes)
        for words, kind, attributes in found
    ]
    return lx.data.ExampleData(text=text, extractions=extractions)


def _only(plain: Json, *keys: str) -> dict[str, str]:
    return {key: "" if plain[key] is None else str(plain[key]) for key in keys}


def _answer(extractions: list[Any]) -> Json:
    """The extractions as the answer that the other peers give."""
    programs: dict[str, Json] = {}
    actors: dict[str, Json] = {}
    loose: Json = {"amounts": [], "dates": []}

    def program(name: str) -> Json:
        empty: Json = {"name": name, "aliases": [], "kind": None, "status": None}
        return programs.setdefault(name, empty | {"amounts": [], "dates": [], "actors": []})

    for extraction in extractions:
        words, said = extraction.extraction_text, _attributes(extraction)
        owner = program(said["program"]) if said.get("program") else None
        match extraction.extraction_class:
            case "program":
                program(words).update({key: said.get(key) for key in ("kind", "status")})
            case "amount":
                (owner or loose)["amounts"].append(_amount(words, said))
            case "date":
                (owner or loose)["dates"].append(_date(words, said))
            case "actor":
                known = {key: said.get(key) for key in ("kind", "title", "affiliation")}
                actors.setdefault(words, {"name": words} | known)
                if owner is not None:
                    owner["actors"].append({"name": words, "role": said.get("role")})
    return {"programs": [*programs.values()], "actors": [*actors.values()], "unassigned": loose}


def _attributes(extraction: Any) -> dict[str, str]:  # noqa: ANN401 - of its own types
    given = extraction.attributes or {}
    plain = {k: ", ".join(v) if isinstance(v, list) else str(v) for k, v in given.items()}
    return {key: value for key, value in plain.items() if value and value != "None"}


def _amount(words: str, said: dict[str, str]) -> Json:
    digits = said.get("value", "").replace(",", "")
    value = int(digits) if re.fullmatch(r"\d+", digits) else None
    bounds = {"minimum": None, "maximum": None, "approximate": False}
    rest = {"currency": said.get("currency") or "KRW", "role": said.get("role")}
    return {"text": words, "value": value, **bounds, **rest}


def _date(words: str, said: dict[str, str]) -> Json:
    days = {
        key: day if re.fullmatch(r"\d{4}-\d\d-\d\d", day := said.get(key, "")) else None
        for key in ("first", "last")
    }
    rest = {"precision": said.get("precision"), "approximate": False, "event": said.get("event")}
    return {"text": words, **days, **rest}


if __name__ == "__main__":
    main(extract)
