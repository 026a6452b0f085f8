"""Replies that are wrong by one character: none may come out as words of the article."""

from __future__ import annotations

from collections import Counter

import pytest
from quality import altered
from quality.alterations import KINDS, recorded
from quality.altered import run

from llmextract.extraction import resolving
from llmextract.grounding import Index, Match


@pytest.fixture(scope="module")
def outcomes():
    return run(500)


def test_of_500_altered_replies_none_comes_out_grounded_with_what_was_altered(outcomes):
    wrong = [(o.alteration, o.wrong) for o in outcomes if o.wrong]

    assert len(outcomes) == 500
    assert wrong == []


def test_names_altered_in_the_embedded_models_rendering_do_not_come_out_either():
    outcomes = run(200, rendering="keyed")

    assert {o.alteration.kind for o in outcomes} == {"name"}
    assert [(o.alteration, o.wrong) for o in outcomes if o.wrong or not o.told] == []


def test_every_altered_reply_is_told_of_by_a_finding(outcomes):
    assert [o.alteration for o in outcomes if not o.told] == []


def test_the_altered_replies_are_of_every_kind_and_no_two_are_the_same(outcomes):
    made = [o.alteration for o in outcomes]
    kinds = Counter(alteration.kind for alteration in made)

    assert kinds.keys() == KINDS.keys()
    assert len({(a.article.source, str(a.reply)) for a in made}) == len(made)
    assert all(a.altered in str(a.reply) for a in made)


def test_the_generator_gives_the_same_replies_for_a_seed(outcomes):
    again = run(40)

    assert [o.alteration.altered for o in again] == [o.alteration.altered for o in outcomes[:40]]


def test_a_name_that_the_article_holds_elsewhere_is_grounded_there_and_not_at_its_likeness(
    outcomes,
):
    for made in (o.alteration for o in outcomes if o.alteration.kind == "name"):
        body = f"{made.article.body}\n\n‘{made.altered}’"
        match = Index(body).find(made.altered)

        assert match is not None
        assert match.quote.start > len(made.article.body), made


def test_an_aligner_that_takes_what_is_like_would_be_caught(monkeypatch):
    """The count is no idle one: grounding the altered name at the right one is seen."""

    def nearest(index: Index, words: str, **_: object) -> Match | None:
        exact = index.find(words)
        if exact or len(words) < 4:
            return exact
        at = max(range(len(index.body) - len(words)), key=lambda i: _alike(index.body[i:], words))
        return Match(index.quote(at, at + len(words)), whole=True)

    monkeypatch.setattr(resolving, "locate", nearest)

    assert [o.alteration for o in run(60) if o.wrong]


def test_a_value_that_is_not_that_of_its_place_would_be_caught():
    article = recorded()[0].article
    sums = [m for m in altered.mark_mentions(article) if m.kind == "money"]
    entry = altered.dump_mention(sums[0].mention)

    assert altered._misread({"record": entry, "unassigned": []}, article) == []
    entry["value"] += 1
    assert altered._misread({"record": entry, "unassigned": []}, article) == [entry["text"]]


def _alike(text: str, words: str) -> int:
    return sum(one == other for one, other in zip(text, words, strict=False))
