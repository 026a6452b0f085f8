"""Writes the JSON Schemas that ship: ``python -m llmextract.schemas.export schemas``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from llmextract.schemas.catalog import BUILT_IN, load_schema
from llmextract.schemas.recorded import DRAFT, record_schema
from llmextract.schemas.wire import static_schema

__all__ = ["exported", "write_schemas"]


def exported() -> dict[str, str]:
    """The text of every file that ships in ``schemas/``, by its name there."""
    files = {}
    for name in BUILT_IN:
        shape = load_schema(name)
        wire = {"$schema": DRAFT, "title": f"Answer under {name}"} | static_schema(shape)
        files[f"{name}.wire.json"] = _text(wire)
        files[f"{name}.record.json"] = _text(record_schema(shape))
    return files


def write_schemas(folder: Path) -> None:
    """Write them into ``folder``, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in exported().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
