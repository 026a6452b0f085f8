"""How a cassette is written: YAML with readable JSON bodies, made to be read and diffed."""

from __future__ import annotations

import json
from typing import Any

import yaml

__all__ = ["deserialize", "serialize"]

_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block, so that prompts read as they are sent."""


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = (
        "|" if "\n" in text and not any(line.endswith(" ") for line in text.split("\n")) else None
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def serialize(cassette: dict[str, Any]) -> str:
    """The text of a cassette; vcrpy calls this."""
    plain = {
        "version": cassette["version"],
        "interactions": [
            {
                "request": exchange["request"] | {"body": _parsed(exchange["request"]["body"])},
                "response": exchange["response"]
                | {"body": _parsed(exchange["response"]["body"]["string"])},
            }
            for exchange in cassette["interactions"]
        ],
    }
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def deserialize(text: str) -> dict[str, Any]:
    """A cassette from its text; vcrpy calls this."""
    plain = yaml.safe_load(text)
    for exchange in plain["interactions"]:
        exchange["request"]["body"] = _unparsed(exchange["request"]["body"])
        exchange["response"]["body"] = {"string": _unparsed(exchange["response"]["body"])}
    return dict(plain)


def _parsed(body: str | bytes | None) -> Any:  # noqa: ANN401 - JSON is any value
    text = body.decode() if isinstance(body, bytes) else body
    if not text:
        return None
    try:
        return {"json": json.loads(text)}
    except json.JSONDecodeError:
        return {"text": text}


def _unparsed(body: dict[str, Any] | None) -> str:
    if body is None:
        return ""
    return json.dumps(body["json"], ensure_ascii=False) if "json" in body else str(body["text"])
