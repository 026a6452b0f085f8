"""The shipped example articles and their gold records fit each other and the record's rules."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from llmextract.spans import Precision

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = sorted((EXAMPLES / "articles").iterdir())
STEMS = [path.stem for path in ARTICLES]

PROGRAM_KINDS = {"project", "facility", "zone", "event", "agreement", "strategy"}
STATUSES = {"planned", "applied", "selected", "underway", "completed", "ended", "unknown"}
MONEY_ROLES = {"total", "annual", "subsidy", "private", "component", "target", "other"}
DATE_EVENTS = {
    "start",
    "end",
    "period",
    "completion",
    "opening",
    "selection",
    "application",
    "agreement",
    "held",
    "announced",
    "other",
}
ACTOR_KINDS = {
    "person",
    "government",
    "agency",
    "company",
    "institute",
    "hospital",
    "association",
    "other",
}
ACTOR_ROLES = {"lead", "funder", "operator", "partner", "supporter", "beneficiary", "host"}

# Written apart from the library's own reader on purpose: what a person would call a sum of money
# or a date in these articles.
MONEY = re.compile(
    r"\d[\d,.]*(?:[조억만천]\d*)*여?[조억만천]?여?\s?(?:원|달러)"
    r"|\d[\d,.]*(?:[조억만천]\d*)*(?<=[조억])"
    r"|[€£$][\d,.]*\d(?:\s?(?:million|billion|m|bn)\b)?"
)
DATE = re.compile(
    r"\d{4}[년~]|\d+월|\d+일|(?:지난|이번|다음) ?(?:해|달|주)|올해|내년|작년|[상하]반기"
    r"|\b20\d\d\b|\b(?:Mon|Tues|Wednes|Thurs|Fri)day|\d (?:June|November)|\b[Ll]ast (?:year|month)"
)


def gold_of(stem: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / "gold" / f"{stem}.json").read_text("utf-8"))
    return loaded


def body_of(stem: str) -> str:
    return (EXAMPLES / "gold" / f"{stem}.body.txt").read_text("utf-8").removesuffix("\n")


def raw_text_of(stem: str) -> str:
    """The page as a reader would see it: no tags, no scripts, runs of spaces folded."""
    path = ARTICLES[STEMS.index(stem)]
    raw = path.read_text("utf-8")
    if path.suffix == ".html":
        raw = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", raw)
        raw = html.unescape(re.sub(r"<[^>]+>", "", raw))
    return " ".join(raw.split())


def mentions(gold: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    field = {"money": "amounts", "date": "dates"}[kind]
    placed = [mention for program in gold["record"]["programs"] for mention in program[field]]
    return placed + [mention for mention in gold["unassigned"] if mention["kind"] == kind]


def said(mention: dict[str, Any]) -> list[str]:
    return [mention["text"], *(repeat["text"] for repeat in mention["repeats"])]


def test_there_are_eight_articles_with_html_and_english_among_them():
    suffixes = [path.suffix for path in ARTICLES]
    english = [stem for stem in STEMS if not re.search("[가-힣]", body_of(stem))]

    assert len(ARTICLES) >= 8
    assert suffixes.count(".html") >= 2
    assert len(english) == 2


def test_every_article_has_gold_and_a_true_body_and_nothing_is_left_over():
    expected = {f"{stem}{end}" for stem in STEMS for end in (".json", ".body.txt")}

    assert {path.name for path in (EXAMPLES / "gold").iterdir()} == expected


def test_an_article_without_a_publication_date_is_among_the_examples():
    published = [gold_of(stem)["article"]["published"] for stem in STEMS]

    assert None in published
    assert any(published)


@pytest.mark.parametrize("stem", STEMS)
def test_gold_has_the_parts_that_an_evaluation_needs(stem: str):
    gold = gold_of(stem)

    assert gold.keys() == {"format", "schema", "article", "record", "unassigned", "notes"}
    assert (gold["format"], gold["schema"]) == (1, "programs")
    assert gold["article"].keys() == {"source", "title", "published", "body_first", "body_last"}
    assert gold["article"]["source"] == ARTICLES[STEMS.index(stem)].name
    assert gold["record"].keys() == {"programs", "actors"}
    if gold["article"]["published"] is not None:
        assert date.fromisoformat(gold["article"]["published"])


@pytest.mark.parametrize("stem", STEMS)
def test_every_name_in_gold_stands_in_the_body(stem: str):
    body, record = body_of(stem), gold_of(stem)["record"]
    names = [actor["name"]["text"] for actor in record["actors"]]
    names += [actor["affiliation"] for actor in record["actors"] if actor["affiliation"]]
    names += [actor["title"] for actor in record["actors"] if actor["title"]]
    for program in record["programs"]:
        names += [program["name"]["text"], *(alias["text"] for alias in program["aliases"])]

    assert [name for name in names if name not in body] == []


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("kind", ["money", "date"])
def test_every_mention_in_gold_stands_in_the_body_in_its_own_place(stem: str, kind: str):
    """Equal texts need as many places; a short text must not be found inside a longer one."""
    body = body_of(stem)
    texts = [text for mention in mentions(gold_of(stem), kind) for text in said(mention)]
    for text in sorted(texts, key=len, reverse=True):
        assert text in body, text
        body = body.replace(text, "□", 1)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize(("kind", "pattern"), [("money", MONEY), ("date", DATE)])
def test_no_sum_and_no_date_of_the_body_is_missing_from_gold(
    stem: str, kind: str, pattern: re.Pattern[str]
):
    body = body_of(stem)
    texts = [text for mention in mentions(gold_of(stem), kind) for text in said(mention)]
    for text in sorted(texts, key=len, reverse=True):
        body = body.replace(text, "□", 1)

    assert pattern.findall(body) == []


@pytest.mark.parametrize("stem", STEMS)
def test_amounts_have_a_whole_value_or_bounds_and_a_role(stem: str):
    for mention in mentions(gold_of(stem), "money"):
        numbers = [mention[field] for field in ("value", "minimum", "maximum")]

        assert all(number is None or type(number) is int for number in numbers), mention
        assert any(number is not None for number in numbers), mention
        assert mention["currency"] in {"KRW", "EUR", "GBP", "USD?"}
        assert type(mention["approximate"]) is bool
        assert mention["role"] in MONEY_ROLES


@pytest.mark.parametrize("stem", STEMS)
def test_dates_have_days_in_order_a_precision_and_an_event(stem: str):
    for mention in mentions(gold_of(stem), "date"):
        ends = [date.fromisoformat(day) for day in (mention["first"], mention["last"]) if day]

        assert ends == sorted(ends), mention
        assert mention["precision"] in get_args(Precision)
        assert type(mention["approximate"]) is bool
        assert mention["event"] in DATE_EVENTS


@pytest.mark.parametrize("stem", STEMS)
def test_relative_dates_have_days_exactly_when_the_page_gives_a_publication_date(stem: str):
    gold = gold_of(stem)
    without_year = [
        mention
        for mention in mentions(gold, "date")
        if not re.search(r"\b20\d\d(?!\d)|\d{4}년", mention["text"])
    ]

    assert without_year
    for mention in without_year:
        has_days = bool(mention["first"] or mention["last"])
        assert has_days == bool(gold["article"]["published"]), mention


@pytest.mark.parametrize("stem", STEMS)
def test_programs_and_actors_use_the_words_of_the_record_specification(stem: str):
    record = gold_of(stem)["record"]

    assert {program["kind"] for program in record["programs"]} <= PROGRAM_KINDS
    assert {program["status"] for program in record["programs"]} <= STATUSES
    assert {actor["kind"] for actor in record["actors"]} <= ACTOR_KINDS
    for program in record["programs"]:
        assert {actor["role"] for actor in program["actors"]} <= ACTOR_ROLES


@pytest.mark.parametrize("stem", STEMS)
def test_who_takes_part_in_a_program_is_an_actor_of_the_record(stem: str):
    record = gold_of(stem)["record"]
    known = {actor["name"]["text"] for actor in record["actors"]}
    takes_part = {
        actor["name"]["text"] for program in record["programs"] for actor in program["actors"]
    }

    assert takes_part <= known


@pytest.mark.parametrize("stem", STEMS)
def test_no_two_programs_share_a_name(stem: str):
    names = [
        form["text"]
        for program in gold_of(stem)["record"]["programs"]
        for form in (program["name"], *program["aliases"])
    ]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("stem", STEMS)
def test_the_true_body_begins_and_ends_as_gold_says(stem: str):
    article, body = gold_of(stem)["article"], body_of(stem)
    text = body.removeprefix(f"{article['title']}\n\n")

    assert text.startswith(article["body_first"])
    assert body.endswith(article["body_last"])


@pytest.mark.parametrize("stem", STEMS)
def test_the_true_body_is_clean_and_stands_in_the_page(stem: str):
    page = raw_text_of(stem)
    paragraphs = body_of(stem).split("\n\n")

    assert [part for part in paragraphs if part != " ".join(part.split())] == []
    assert [part for part in paragraphs if part not in page] == []
    assert gold_of(stem)["article"]["title"] in page


@pytest.mark.parametrize("stem", STEMS)
def test_the_page_holds_money_that_is_no_part_of_the_article(stem: str):
    """Each page sets a trap: related headlines with sums that no record may hold."""
    page = raw_text_of(stem)
    for paragraph in body_of(stem).split("\n\n"):
        page = page.replace(paragraph, "")

    assert MONEY.search(page)


@pytest.mark.parametrize("stem", STEMS)
def test_addresses_in_the_pages_lead_nowhere(stem: str):
    raw = ARTICLES[STEMS.index(stem)].read_text("utf-8")
    hosts = re.findall(r"(?:https?://|@)([\w-]+(?:\.[\w-]+)+)", raw)

    assert [
        host for host in hosts if not re.search(r"(^|\.)(example\.com|schema\.org)$", host)
    ] == []
