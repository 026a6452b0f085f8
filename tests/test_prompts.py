"""What is said to a model: the same words first for every article, and the article as data."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from llmextract.prompts import load_prompt
from llmextract.schemas import Complaint, load_schema
from llmextract.spans import Money, Quote

SHAPE = load_schema("programs")
WAYS = [(rendering, language) for rendering in ("static", "keyed") for language in ("ko", "en")]


@pytest.mark.parametrize(("rendering", "language"), WAYS)
def test_the_article_comes_last_and_unchanged(rendering, language):
    prompt = load_prompt(SHAPE, rendering=rendering, language=language)
    text = "은하센터 $text ${before} $$ {guide} [M1 30억 원]"
    message = prompt.ask(text=text, title=None, marks=["M1"])
    assert message["role"] == "user"
    assert message["content"].endswith(text)


@pytest.mark.parametrize(("rendering", "language"), WAYS)
def test_the_same_prompt_has_the_same_prefix_and_hash(rendering, language):
    first, second = (load_prompt(SHAPE, rendering=rendering, language=language) for _ in range(2))
    assert first == second or (first.prefix, first.hash) == (second.prefix, second.hash)
    assert first.name == f"programs.{rendering}.{language}"
    assert first.prefix[0]["role"] == "system"
    assert "$" not in first.prefix[0]["content"]


def test_every_prompt_has_a_hash_of_its_own():
    hashes = {load_prompt(SHAPE, rendering=r, language=lang).hash for r, lang in WAYS}
    assert len(hashes) == len(WAYS)


def test_a_re_ask_names_each_error():
    prompt = load_prompt(SHAPE, rendering="static", language="ko")
    complaints = [
        Complaint("mention-unknown", "M9", "M9 is no mark."),
        Complaint("reply-invalid", "x", "$5 is no role."),
    ]
    content = prompt.correct(complaints)["content"]
    assert "- M9 is no mark." in content
    assert "- $5 is no role." in content


class GrantAmount(Money):
    part: Annotated[Literal["paid", "promised"], Field(description="paid already or promised")]


class Grant(BaseModel):
    """A grant that someone won."""

    name: Quote
    stage: Literal["won", "lost"]
    amounts: list[GrantAmount] = []


class Grants(BaseModel):
    grants: list[Grant] = []


@pytest.mark.parametrize(("rendering", "language"), WAYS)
def test_a_schema_of_ones_own_explains_itself_by_its_docstrings(rendering, language):
    prompt = load_prompt(load_schema(Grants), rendering=rendering, language=language)
    system = prompt.prefix[0]["content"]
    assert "grants: A grant that someone won." in system
    assert "won, lost" in system
    assert "paid already or promised" in system
    assert len(prompt.prefix) == 1
