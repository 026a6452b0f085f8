"""The articles to measure relations on, their bodies and their gold fit each other and the reader.

Where the reader errs, gold keeps what a careful reader sees; what is known of that stands in the
two tables here, so that a mended reader has its line taken out.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from llmextract import clean, scan
from llmextract.schemas import programs
from llmextract.spans import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract import Article

Json = dict[str, Any]
QUALITY = Path(__file__).parents[1] / "benchmarks" / "quality"
NAMES = [
    f"{folder}/{path.name}"
    for folder in ("tell", "tune")
    for path in sorted((QUALITY / folder / "articles").iterdir())
]
READING = {
    "money": ("value", "minimum", "maximum", "currency", "approximate"),
    "date": ("first", "last", "precision", "approximate"),
}

# What the reader reads otherwise, or does not find.
MISREAD = {
    # '버티면 10년 뒤에는': from the if, or from now?
    ("tune/04-chungju-university.txt", "10년 뒤"),
    # The day before the feast.
    ("tune/09-ganghwa-islands.txt", "내년 추석 전"),
}
# What the reader takes for an amount or a date.
FALSE = {
    # A month or a year inside a name.
    ("tell/02-hapcheon-flood.txt", "7월"),
    ("tune/07-samcheok-mine.txt", "2026년"),
}


def gold_of(name: str) -> Json:
    path = QUALITY / name
    gold = path.parent / "gold" / f"{path.stem}.json"
    loaded: Json = json.loads(gold.read_text(encoding="utf-8"))
    return loaded


def body_of(name: str) -> str:
    path = QUALITY / name
    body = path.parent / "gold" / f"{path.stem}.body.txt"
    return body.read_text(encoding="utf-8").removesuffix("\n")


def cleaned(name: str) -> Article:
    path = QUALITY / name
    return clean((path.parent / "articles" / path.name).read_bytes(), source=path.name)


def mentions(gold: Json) -> Iterator[tuple[str, Json]]:
    for program in gold["record"]["programs"]:
        yield from (("money", each) for each in program["amounts"])
        yield from (("date", each) for each in program["dates"])
    yield from ((each["kind"], each) for each in gold["unassigned"])


def read(name: str) -> list[tuple[str, Json]]:
    published = gold_of(name)["article"]["published"]
    found = scan(body_of(name), published=published and date.fromisoformat(published))
    return [(mention.kind, mention.model_dump(mode="json")) for mention in found]


def reading(kind: str, mention: Json) -> tuple[object, ...]:
    return (kind, mention["text"], *(mention[key] for key in READING[kind]))


@pytest.mark.parametrize(("folder", "count"), [("tune", 14), ("tell", 6)])
def test_each_set_has_its_articles_and_one_of_them_is_in_english(folder: str, count: int):
    inside = [name for name in NAMES if name.startswith(folder)]
    english = [name for name in inside if not re.search("[가-힣]", body_of(name))]

    assert (len(inside), len(english)) == (count, 1)


def test_every_article_has_gold_and_a_body_and_nothing_is_left_over():
    for folder in ("tune", "tell"):
        stems = [Path(name).stem for name in NAMES if name.startswith(folder)]
        there = {path.name for path in (QUALITY / folder / "gold").iterdir()}

        assert there == {f"{stem}{end}" for stem in stems for end in (".json", ".body.txt")}


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_leaves_the_body_the_headline_and_the_publication_date(name: str):
    article, told = cleaned(name), gold_of(name)["article"]
    published = article.published and article.published.isoformat()

    assert article.body == body_of(name)
    assert (article.title, published) == (told["title"], told["published"])
    assert told["source"] == Path(name).name


@pytest.mark.parametrize("name", NAMES)
def test_the_body_begins_and_ends_as_gold_says(name: str):
    article, body = gold_of(name)["article"], body_of(name)

    assert body.removeprefix(f"{article['title']}\n\n").startswith(article["body_first"])
    assert body.endswith(article["body_last"])


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_gold_stands_in_the_body(name: str):
    body, record = body_of(name), gold_of(name)["record"]
    names = [actor["name"]["text"] for actor in record["actors"]]
    names += [actor[key] for actor in record["actors"] for key in ("title", "affiliation")]
    for program in record["programs"]:
        names += [form["text"] for form in (program["name"], *program["aliases"])]

    assert [each for each in names if each and each not in body] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_programs_share_a_name_and_who_takes_part_is_an_actor(name: str):
    record = gold_of(name)["record"]
    forms = [
        form["text"]
        for program in record["programs"]
        for form in (program["name"], *program["aliases"])
    ]
    actors = {actor["name"]["text"] for actor in record["actors"]}
    part = {actor["name"]["text"] for p in record["programs"] for actor in p["actors"]}

    assert len(forms) == len(set(forms))
    assert part <= actors


@pytest.mark.parametrize("name", NAMES)
def test_gold_uses_the_words_of_the_schema(name: str):
    gold = gold_of(name)
    record = gold["record"]
    roles = {mention["role"] for kind, mention in mentions(gold) if kind == "money"}
    events = {mention["event"] for kind, mention in mentions(gold) if kind == "date"}
    precisions = {mention["precision"] for kind, mention in mentions(gold) if kind == "date"}

    assert roles <= {*get_args(programs.AmountRole)}
    assert events <= {*get_args(programs.DateEvent)}
    assert precisions <= {*get_args(Precision)}
    assert {actor["kind"] for actor in record["actors"]} <= {*get_args(programs.ActorKind)}
    for program in record["programs"]:
        assert program["kind"] in get_args(programs.ProgramKind)
        assert program["status"] in get_args(programs.Status)
        assert {actor["role"] for actor in program["actors"]} <= {*get_args(programs.ActorRole)}


@pytest.mark.parametrize("name", NAMES)
def test_every_mention_of_gold_has_a_place_of_its_own_in_the_body(name: str):
    body = body_of(name)
    said = [
        text
        for _, mention in mentions(gold_of(name))
        for text in (mention["text"], *(again["text"] for again in mention["repeats"]))
    ]
    for text in sorted(said, key=len, reverse=True):
        assert text in body, text
        body = body.replace(text, "□", 1)


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_reads_what_gold_says_but_for_what_is_known(name: str):
    found = {reading(kind, mention) for kind, mention in read(name)}
    gold = {reading(kind, mention): mention["text"] for kind, mention in mentions(gold_of(name))}
    missed = {(name, text) for each, text in gold.items() if each not in found}

    assert missed == {each for each in MISREAD if each[0] == name}


@pytest.mark.parametrize("name", NAMES)
def test_gold_names_all_that_the_reader_finds_but_for_what_is_known(name: str):
    left = [
        (kind, text)
        for kind, mention in mentions(gold_of(name))
        for text in (mention["text"], *(again["text"] for again in mention["repeats"]))
    ]
    extra = set()
    for kind, mention in read(name):
        if (kind, mention["text"]) in left:
            left.remove((kind, mention["text"]))
        else:
            extra.add((name, mention["text"]))

    assert extra == {each for each in FALSE if each[0] == name}
