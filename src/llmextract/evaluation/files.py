"""Records and gold from their folders, paired by article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.errors import UnreadableError, UsageError
from llmextract.runs import read_records

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pair", "Pairing", "pair_files", "read_gold"]

Plain = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """Gold, and the record of the same article; None where that is missing."""

    name: str
    gold: Plain
    record: Plain | None


@dataclass(frozen=True)
class Pairing:
    """All of gold with its records, and the records that have no gold."""

    pairs: list[Pair]
    strays: list[str]


def pair_files(out: Path, gold: Path) -> Pairing:
    """Pair the records of ``out`` with the gold files of ``gold``.

    A gold file fits a record by the article's id, where it has one; else by the name of the
    source without its ending, where it names one; else by its own name.

    Args:
        out: An output folder of ``llmextract extract``, or one record.
        gold: A folder of gold files, or one.

    Raises:
        UnreadableError: One of the files is no record, or no gold.
        UsageError: Nothing fits, two records fit one gold file, or the schemas differ.
    """
    records = list(read_records(out))
    fitting: dict[Path, Plain] = {}
    pairs = []
    for path, plain in read_gold(gold):
        found = [(where, record) for where, record in records if _fits(path, plain, record)]
        if len(found) > 1:
            raise UsageError(
                f"{found[0][0]} and {found[1][0].name} are both records of {path}, as when an "
                "article's text has changed between two runs; delete the older one."
            )
        for where, record in found:
            _same_schema(where, record, path, plain)
        fitting |= dict(found)
        pairs.append(Pair(path.stem, plain, found[0][1] if found else None))
    if not fitting:
        raise _nothing_fits(out, records, pairs)
    strays = [record["article"]["source"] for path, record in records if path not in fitting]
    return Pairing(pairs, strays)


def read_gold(gold: Path) -> list[tuple[Path, Plain]]:
    """The gold files of a folder, or one.

    Raises:
        UnreadableError: There are none, or one is no gold.
    """
    paths = [gold] if gold.is_file() else sorted(gold.glob("*.json"))
    if not paths:
        raise UnreadableError(
            f"{gold} holds no gold files; give a folder of JSON files in the form of records."
        )
    return [(path, _read(path)) for path in paths]


def _read(path: Path) -> Plain:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path} cannot be read as gold ({error}); mend the file.") from error
    record = plain.get("record") if isinstance(plain, dict) else None
    if not isinstance(record, dict) or not all(isinstance(v, list) for v in record.values()):
        raise UnreadableError(
            f"{path} is no gold: it needs an object 'record' with the lists of the schema, as "
            "a record file has."
        )
    found: Plain = plain
    return found


def _fits(path: Path, gold: Plain, record: Plain) -> bool:
    article = gold.get("article") or {}
    if article.get("id"):
        return bool(article["id"] == record["article"]["id"])
    return Path(article.get("source") or path).stem == Path(record["article"]["source"]).stem


def _same_schema(where: Path, record: Plain, path: Path, gold: Plain) -> None:
    wanted, found = gold.get("schema"), record.get("schema")
    if wanted is not None and wanted != found:
        raise UsageError(
            f"{path} is gold of the schema {wanted}, and {where} a record of {found}; extract "
            "with the schema of the gold."
        )


def _nothing_fits(
    out: Path, records: Sequence[tuple[Path, Plain]], pairs: Sequence[Pair]
) -> UsageError:
    source = Path(records[0][1]["article"]["source"]).name
    return UsageError(
        f"No record of {out} fits the gold: the first record is of '{source}', the first gold "
        f"of '{pairs[0].name}'. Gold fits by its article's id, or by the name of the source "
        "without its ending."
    )
