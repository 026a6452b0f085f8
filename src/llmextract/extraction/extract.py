"""The one function that everything above it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.checks import check
from llmextract.extraction.asking import Answer, Asker, Interview
from llmextract.extraction.known import Known
from llmextract.extraction.listed import listed
from llmextract.extraction.marking import Marked, Piece, mark_mentions, pieces, talking_pieces
from llmextract.extraction.resolving import resolve
from llmextract.prompts import Prompt, load_prompt
from llmextract.records import ArticleHeader, Attempt, ModelInfo, PromptInfo, Record, Tokens
from llmextract.schemas import Schema, Shape, load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.article import Article
    from llmextract.errors import ReplyError
    from llmextract.models import ModelSettings

__all__ = ["PARAGRAPHS", "aextract", "plan"]

PARAGRAPHS = 120
"""Characters of a piece for models that are asked by the paragraph: short paragraphs
together, long ones alone. At 200 the embedded model gave one paragraph's sums to the program of
the next (an article of nine sums: six of seven programs' sums placed, at 120 all seven)."""


async def aextract(article: Article, *, schema: Schema = "programs", asker: Asker) -> Record:
    """Extract one article.

    Args:
        article: A clean article.
        schema: What to ask for.
        asker: Who answers.

    Returns:
        The record; every mention of the article is in it once, placed or unassigned.

    Raises:
        ReplyError: No piece of the article got an answer that can be used.
        LLMExtractError: The endpoint failed, or the schema cannot be asked for.
    """
    shape = load_schema(schema)
    settings = asker.settings
    mentions = mark_mentions(article)
    prompt = load_prompt(shape, rendering=settings.rendering, language=article.language)
    known = Known(article, shape, mentions)
    interview = Interview(known, prompt, asker)
    settled, parts = plan(article, mentions, shape=shape, settings=settings)
    answers = [*settled, *await _ask_all(interview, parts)]
    resolved = resolve(answers, known=known, wary=settings.rendering == "keyed")
    findings = check(
        resolved.record,
        unassigned=resolved.unassigned,
        article=article,
        index=known.index,
        walked=resolved.walked,
    )
    attempts = [attempt for answer in answers for attempt in answer.attempts]
    # All of it is ours and known good; to have it looked over would copy it.
    return Record.model_construct(
        schema_name=shape.name,
        article=ArticleHeader.of(article),
        record=resolved.record,
        unassigned=resolved.unassigned,
        findings=[*resolved.findings, *findings],
        model=_model_info(settings, prompt),
        usage=_total(attempts),
        attempts=attempts,
    )


def plan(
    article: Article, mentions: Sequence[Marked], *, shape: Shape, settings: ModelSettings
) -> tuple[list[Answer], list[Piece]]:
    """What is to be asked, and what need not be.

    Args:
        article: The article.
        mentions: Every mention of it.
        shape: What is asked for.
        settings: How the model likes to be asked.

    Returns:
        What the article's lists settle, as answers without attempts; and the pieces to ask about.
    """
    # Marks of a kind that the schema has no field for would only cost tokens.
    kinds = {kind for kind, homes in shape.homes.items() if homes}
    asked = [m for m in mentions if m.mention.kind in kinds and not m.forged]
    if settings.piece != "paragraph":
        return [], pieces(article, asked, size=None)
    if settings.rendering != "keyed" or not all(entity.found for entity in shape.entities):
        return [], pieces(article, asked, size=PARAGRAPHS)
    settled = listed(article, asked, shape=shape)
    known = {p.mention for answer in settled if answer.reply for p in answer.reply.placements}
    # Names without a value are found by code: paragraphs without one need not be asked about.
    rest = [m for m in asked if m.id not in known]
    return settled, talking_pieces(article, rest, size=PARAGRAPHS)


async def _ask_all(interview: Interview, parts: Sequence[Piece]) -> list[Answer]:
    """Ask about every piece in turn; fail only where no piece has an answer."""
    answers = [await interview.ask(piece) for piece in parts]
    failures = [answer.failure for answer in answers if answer.failure is not None]
    if failures and len(failures) == len(answers):
        raise _unusable(failures[0], interview.known.article)
    return answers


def _unusable(failure: ReplyError, article: Article) -> ReplyError:
    return type(failure)(
        f"{article.source}: no usable answer in three attempts; the last: {failure}",
        content=failure.content,
        usage=failure.usage,
    )


def _model_info(settings: ModelSettings, prompt: Prompt) -> ModelInfo:
    return ModelInfo(
        name=settings.name,
        address="embedded" if settings.embedded else settings.address,
        rendering=settings.rendering,
        piece=settings.piece,
        prompt=PromptInfo(name=prompt.name, hash=prompt.hash),
    )


def _total(attempts: Sequence[Attempt]) -> Tokens:
    return Tokens(
        input=sum(attempt.usage.input for attempt in attempts),
        cached=sum(attempt.usage.cached for attempt in attempts),
        output=sum(attempt.usage.output for attempt in attempts),
    )
