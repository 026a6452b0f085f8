"""The record: what one article gave, with its evidence, doubts and cost.

One JSON file an article; keys in a fixed order, Korean unescaped, made to be read and diffed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json, to_jsonable_python

from llmextract.article import Article, Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmextract.spans import Mention

__all__ = [
    "FORMAT",
    "Attempt",
    "Finding",
    "ModelInfo",
    "PromptInfo",
    "Record",
    "Tokens",
    "dump_mention",
    "field_names",
    "holding_fields",
    "is_kind",
    "walk",
]

FORMAT: Literal[1] = 1
"""Version of the file format; a reader refuses one that it does not know."""


class Finding(BaseModel):
    """One thing that the checks saw.

    Attributes:
        code: What kind of thing, for programs: ``amount-unassigned``, ``quote-not-found`` …
        path: Where: a JSON pointer into the file (``/record/programs/0/amounts/1``), or the
            place in the model's reply (``reply/…``) for what never entered the record.
        message: One sentence for people.
    """

    code: str
    path: str
    message: str


class PromptInfo(BaseModel):
    """Which prompt asked: its name, and the hash of its templates."""

    name: str
    hash: str


class ModelInfo(BaseModel):
    """Who answered, and how it was asked."""

    name: str
    address: str
    rendering: str
    piece: str
    prompt: PromptInfo


class Tokens(BaseModel):
    """Tokens in and out; ``cached`` of the input were cheaper."""

    input: int = 0
    cached: int = 0
    output: int = 0


class Attempt(BaseModel):
    """One exchange with the model.

    Attributes:
        piece: Which piece of the article, from 0.
        attempt: 1 for the first asking, 2 and 3 for re-asks.
        errors: What was wrong with the answer; empty where nothing was.
        content: The answer as it came, where it was wrong; None where it was used as it is.
    """

    piece: int
    attempt: int
    response_format: str | None = None
    seconds: float = 0.0
    usage: Tokens = Tokens()
    errors: list[str] = []
    content: str | None = None


class ArticleHeader(BaseModel):
    """The article as it stands in the file: what it is, then its text."""

    id: str
    source: str
    title: str | None
    published: date | None
    publisher: str | None
    byline: str | None
    language: Language
    body: str

    @classmethod
    def of(cls, article: Article) -> ArticleHeader:
        """The header of ``article``."""
        return cls(
            id=article.id,
            source=article.source,
            title=article.title,
            published=article.published,
            publisher=article.publisher,
            byline=article.byline,
            language=article.language,
            body=article.body,
        )


class Record(BaseModel):
    """All that one article gave.

    Attributes:
        format: Version of the file format.
        schema_name: The schema's name; ``schema`` in the file.
        article: The article that every offset counts in.
        record: The filled schema.
        unassigned: Mentions that belong to no entity, with what the model said of them.
        findings: Doubts.
        model: Who answered.
        usage: Tokens of all attempts together.
        attempts: Every exchange, in order.
    """

    model_config = ConfigDict(populate_by_name=True)

    format: Literal[1] = FORMAT
    schema_name: str = Field(alias="schema")
    article: ArticleHeader
    record: Any
    unassigned: list[dict[str, Any]]
    findings: list[Finding]
    model: ModelInfo
    usage: Tokens
    attempts: list[Attempt]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, in the order of the file format."""
        plain = self.model_dump(mode="json", by_alias=True, exclude={"record"})
        plain["record"] = self._filled()
        return {key: plain[key] for key in _ORDER}

    def to_json(self) -> str:
        """The text of the record's file."""
        return self.to_bytes().decode()

    def to_bytes(self) -> bytes:
        """The same, as its file holds it."""
        plain = {key: getattr(self, name) for key, name in _ORDER.items()}
        plain["record"] = self._filled()
        # Not json.dumps: where it indents, it is Python code, and took a millisecond.
        return to_json(plain, indent=2) + b"\n"

    def _filled(self) -> Any:  # noqa: ANN401 - JSON is any value
        # The record by itself: as a field of any type it would be dumped by guess, and twice.
        plain = self.record.model_dump(mode="json")
        _repeats_last(plain)
        return plain


_ORDER = {info.alias or key: key for key, info in Record.model_fields.items()}
"""The keys of the file, in their order, and the fields that they hold."""


def dump_mention(
    mention: Mention, *, attributes: Mapping[str, str | bool | None] | None = None
) -> dict[str, Any]:
    """A mention as plain JSON values: its kind, its words, its value, then what is said of it."""
    values = to_jsonable_python(mention, by_alias=False)
    plain = {"kind": mention.kind, **values, **(attributes or {})}
    plain["repeats"] = plain.pop("repeats")
    return plain


def walk(node: object, path: str) -> list[tuple[str, BaseModel]]:
    """Every model inside ``node``, itself included, with its JSON pointer.

    Args:
        node: A model, or a list of them.
        path: The pointer of ``node``: ``/record``.
    """
    found: list[tuple[str, BaseModel]] = []
    _walk(node, path, found)
    return found


def _walk(node: object, path: str, found: list[tuple[str, BaseModel]]) -> None:
    if isinstance(node, (list, tuple)):
        for number, item in enumerate(node):
            _walk(item, f"{path}/{number}", found)
        return
    model: type = type(node)
    if is_kind(model, BaseModel):
        found.append((path, cast("BaseModel", node)))
        for key in holding_fields(model):
            value = getattr(node, key)
            if type(value) is not list or value:
                _walk(value, f"{path}/{key}", found)


@lru_cache(maxsize=1024)
def is_kind(model: type, kind: type[BaseModel]) -> bool:
    """Whether one class is the other's; Pydantic takes a microsecond to say so of an object."""
    return issubclass(model, kind)


_PLAIN = (str, int, bool, Decimal, date, type(None))


@lru_cache(maxsize=256)
def holding_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that can hold models; most fields are plain, and need no look."""
    fields = model.model_fields.items()
    return tuple(key for key, info in fields if not _is_plain(info.annotation))


def _is_plain(annotation: Any) -> bool:  # noqa: ANN401 - annotations are any object
    origin = get_origin(annotation)
    if origin is Literal:
        return True
    if origin is Annotated:
        return _is_plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return all(map(_is_plain, get_args(annotation)))
    return annotation in _PLAIN


@lru_cache(maxsize=256)
def field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of a model's fields; asking Pydantic takes longer than all else in `walk`."""
    return tuple(model.model_fields)


def _repeats_last(plain: Any) -> None:  # noqa: ANN401 - JSON is any value
    """Put the repeats of mentions last, as the longest part: after what a schema adds to them."""
    if type(plain) is list:
        for item in plain:
            _repeats_last(item)
    elif type(plain) is dict:
        if "repeats" in plain:
            plain["repeats"] = plain.pop("repeats")
        for value in plain.values():
            if type(value) in _HOLDERS:
                _repeats_last(value)


_HOLDERS = frozenset({dict, list})
"""Where mentions can be in JSON."""
