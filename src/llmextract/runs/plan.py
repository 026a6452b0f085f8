"""What an article is asked by: when any of it changes, so may the record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from llmextract.article import Language
from llmextract.prompts import load_prompt
from llmextract.schemas import Asked, static_schema, wire_schema
from llmextract.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.models import ModelSettings
    from llmextract.schemas import Shape

__all__ = ["Plan", "describe_changes", "plans_for", "schema_hash", "told"]


@dataclass(frozen=True)
class Plan:
    """Schema, prompt and model, each with the hash of what it stands for.

    The address is no part of it: a model that moves is not asked again about a million
    articles. Neither is the key, nor how many requests are under way.
    """

    schema: str
    prompt: str
    model: str


def plans_for(shape: Shape, settings: ModelSettings) -> dict[Language, Plan]:
    """The plan of each language's articles."""
    example = Asked(mentions=(("M1", "money"), ("D1", "date")))
    wire = wire_schema(shape, rendering=settings.rendering, asked=example)
    languages: tuple[Language, ...] = get_args(Language)
    prompts = {
        language: load_prompt(shape, rendering=settings.rendering, language=language)
        for language in languages
    }
    return {
        language: Plan(
            schema=f"{shape.name} {_hash(wire)}",
            prompt=f"{prompt.name} {prompt.hash}",
            model=f"{settings.name} {_hash(_model(settings))}",
        )
        for language, prompt in prompts.items()
    }


def _model(settings: ModelSettings) -> dict[str, Any]:
    keys = {"name", "embedded", "piece", "rendering", "temperature", "extra"}
    return settings.model_dump(mode="json", include=keys)


def schema_hash(shape: Shape) -> str:
    """The hash by which ``run.json`` names the schema."""
    return _hash(static_schema(shape))


def told(plans: Iterable[Plan], *, shape: Shape, settings: ModelSettings) -> dict[str, Any]:
    """What ``run.json`` says of what makes the records, with hashes to compare by."""
    prompts = [plan.prompt.rpartition(" ") for plan in plans]
    return {
        "format": 1,
        "version": __version__,
        "schema": {"name": shape.name, "hash": schema_hash(shape)},
        "prompts": [{"name": name, "hash": hash_} for name, _, hash_ in sorted(prompts)],
        "model": {
            "name": settings.name,
            "address": "embedded" if settings.embedded else settings.address,
            "rendering": settings.rendering,
            "piece": settings.piece,
        },
    }


def describe_changes(
    others: Iterable[tuple[str, str, str, int]], plans: Iterable[Plan]
) -> list[str]:
    """Sentences for people: what has changed since articles of the folder were asked.

    Args:
        others: Schema, prompt and model of plans other than those of this run, each with the
            number of its articles.
        plans: Those of this run.
    """
    own = list(plans)
    counts: dict[str, int] = {}
    for schema, prompt, model, count in others:
        parts = {"schema": schema, "prompt": prompt, "model": model}
        changed = [
            f"{part} ({_short(value)})"
            for part, value in parts.items()
            if value not in {getattr(plan, part) for plan in own}
        ]
        what = " and ".join(changed) or "combination of schema, prompt and model"
        counts[what] = counts.get(what, 0) + count
    return [
        f"{_articles(count)} of this folder {'was' if count == 1 else 'were'} asked by another "
        f"{what}; given again, {'it starts' if count == 1 else 'they start'} afresh."
        for what, count in counts.items()
    ]


def _short(value: str) -> str:
    """The name without the hash, which says nothing to a reader."""
    return value.rpartition(" ")[0]


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _hash(value: Any) -> str:  # noqa: ANN401 - JSON is any value
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
