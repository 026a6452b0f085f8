"""How often a run is right: matching, counts, intervals, and what is said of errors."""

from __future__ import annotations

import copy
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import UnreadableError, UsageError
from llmextract.evaluation import Tally, compare, evaluate, score_article, to_dict
from llmextract.evaluation.matching import assign
from llmextract.evaluation.names import Likeness, likeness

EXAMPLES = Path(__file__).parents[1] / "examples" / "gold"
BODY = (
    "해오름시는 2027년까지 458억 원을 들여 해오름 물빛센터 구축사업을 편다.\n\n"
    "푸른길 조성사업에는 80억 원이 들며, 나루공사가 맡는다. 시의 올해 예산은 2조 원이다."
)


def money(text: str, value: int | None, **more: Any) -> dict[str, Any]:
    reading = {"value": value, "currency": "KRW", "minimum": None, "maximum": None}
    return {"text": text, **reading, "approximate": False, "repeats": [], **more}


def days(text: str, first: str | None, last: str | None, **more: Any) -> dict[str, Any]:
    reading = {"first": first, "last": last, "precision": "year", "approximate": False}
    return {"text": text, **reading, "repeats": [], **more}


def name(text: str) -> dict[str, Any]:
    return {"name": {"text": text}}


def program(text: str, *, aliases: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    lists: dict[str, Any] = {"amounts": [], "dates": [], "actors": []}
    forms = {**name(text), "aliases": [{"text": alias} for alias in aliases]}
    return {**forms, "kind": "project", "status": "planned", **lists, **more}


def gold() -> dict[str, Any]:
    return {
        "format": 1,
        "schema": "programs",
        "article": {"source": "one.txt"},
        "record": {
            "programs": [
                program(
                    "해오름 물빛센터 구축사업",
                    aliases=("물빛센터",),
                    kind="facility",
                    amounts=[money("458억 원", 45_800_000_000, role="total")],
                    dates=[days("2027년까지", None, "2027-12-31", event="period")],
                    actors=[{**name("해오름시"), "role": "lead"}],
                ),
                program(
                    "푸른길 조성사업",
                    amounts=[money("80억 원", 8_000_000_000, role="total")],
                    actors=[{**name("나루공사"), "role": "operator"}],
                ),
            ],
            "actors": [
                {**name("해오름시"), "kind": "government", "title": None, "affiliation": None},
                {**name("나루공사"), "kind": "agency", "title": None, "affiliation": None},
            ],
        },
        "unassigned": [{"kind": "money", **money("2조 원", 2_000_000_000_000, role="annual")}],
    }


def record() -> dict[str, Any]:
    """A record that says what gold says."""
    header = {"id": "0" * 16, "source": "pages/one.txt", "title": None, "published": None}
    header |= {"publisher": None, "byline": None, "language": "ko", "body": BODY}
    attempt = {"piece": 0, "attempt": 1, "seconds": 2.5}
    usage = {"input": 900, "cached": 0, "output": 70}
    more = {"findings": [], "model": {}, "usage": usage, "attempts": [attempt]}
    return {**copy.deepcopy(gold()), "article": header, **more}


def programs(plain: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plain["record"]["programs"]
    return found


def errors(given: dict[str, Any], wanted: dict[str, Any] | None = None) -> list[str]:
    score = score_article(given, wanted or gold(), name="one")
    return [f"{miss.field} {miss}" for miss in score.misses]


def lenient(path: str, given: dict[str, Any], wanted: dict[str, Any] | None = None) -> Tally:
    return score_article(given, wanted or gold(), name="one").fields[path].lenient


def exact(path: str, given: dict[str, Any]) -> Tally:
    return score_article(given, gold(), name="one").fields[path].exact


def write(folder, *plains: dict[str, Any]):
    folder.mkdir(parents=True, exist_ok=True)
    for plain in plains:
        stem = plain["article"].get("id") or plain["article"]["source"].removesuffix(".txt")
        (folder / f"{stem}.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    return folder


# -- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("물빛센터 구축사업", "물빛센터"),
        ("물빛센터 조성", "물빛센터 운영사업"),
        ("해오름 물빛센터", "물빛센터"),
        ("의생명·의료기기 특구", "의생명 의료기기 특구 조성사업"),
        ("한국전기연구원(KERI)", "한국전기연구원"),
        ("부산 영도구", "영도구"),
        ("해오름시는", "해오름시"),
        ("the Canal Lanterns project", "Canal Lanterns"),
        ("Leeds City Council", "City Council"),
    ],
)
def test_names_share_their_head_when_endings_and_words_before_are_all_that_differs(left, right):
    assert likeness([left], [right]) is Likeness.LENIENT
    assert likeness([right], [left]) is Likeness.LENIENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("해오름시", "해오름시의회"),
        ("부산광역시", "부산광역시 영도구"),
        ("물빛센터", "물빛센터 지원사업"),
        ("1단계 조성사업", "2단계 조성사업"),
        ("해오름 물빛센터", "센터"),
        ("인제대학교", "대학교"),
        ("Aire Light Festival", "festival"),
        ("사업", "푸른길 조성사업"),
        ("", "물빛센터"),
    ],
)
def test_names_of_different_things_do_not_share_a_head(left, right):
    assert likeness([left], [right]) is Likeness.NONE


def test_a_name_is_exact_when_it_is_one_of_golds_forms_whatever_the_spaces_and_dots():
    forms = ["의생명·의료기기 특구", "의료특구"]

    assert likeness(forms, ["의생명ㆍ의료기기특구"]) is Likeness.EXACT
    assert likeness(forms, ["의료특구"]) is Likeness.EXACT
    assert likeness(forms, ["의생명 특구", "의료특구"]) is Likeness.LENIENT


# -- one to one ----------------------------------------------------------------------------


def test_as_many_are_paired_as_can_be_even_where_the_best_pair_has_to_yield():
    assert assign({(0, 0): 9, (0, 1): 1, (1, 0): 1}) == {0: 1, 1: 0}


def test_among_pairings_of_one_size_the_heaviest_is_taken():
    assert assign({(0, 0): 1, (0, 1): 5, (1, 0): 5, (1, 1): 1}) == {0: 1, 1: 0}


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9)))
def test_no_pairing_is_larger_or_of_the_same_size_and_heavier(weights):
    def worth(pairs):
        return len(pairs), sum(weights[pair] for pair in pairs)

    fitting = (
        [(i, j) for i, j in enumerate(order) if (i, j) in weights]
        for order in permutations(range(4))
    )
    found = assign(weights)

    assert worth(list(found.items())) == max(map(worth, fitting))
    assert len(set(found.values())) == len(found)


def test_one_program_given_twice_counts_once():
    given = record()
    programs(given).append(program("물빛센터"))

    assert lenient("programs", given) == Tally(right=2, gold=2, given=3)
    assert "programs extra: 물빛센터 (again for 해오름 물빛센터 구축사업)" in errors(given)


# -- what counts ---------------------------------------------------------------------------


def test_a_record_that_says_what_gold_says_is_right_in_everything():
    score = score_article(record(), gold(), name="one")

    assert score.misses == []
    assert score.unheld == []
    for path, modes in score.fields.items():
        assert modes.lenient == modes.exact, path
        assert modes.exact.right == modes.exact.gold == modes.exact.given, path


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_example_gold_is_right_in_everything_against_itself(path):
    wanted = json.loads(path.read_text("utf-8"))
    body = path.with_suffix(".body.txt").read_text("utf-8")
    header = record()["article"] | {"published": wanted["article"]["published"], "body": body}
    score = score_article(wanted | {"article": header}, wanted, name=path.stem)

    assert score.misses == []
    assert score.unheld == []
    assert all(m.exact.right == m.exact.gold == m.exact.given for m in score.fields.values())


def test_all_fields_of_the_schema_are_scored_in_its_order():
    assert list(score_article(record(), gold(), name="one").fields) == [
        "money",
        "date",
        "programs",
        "programs.kind",
        "programs.status",
        "programs.amounts",
        "programs.amounts.role",
        "programs.dates",
        "programs.dates.event",
        "programs.actors",
        "programs.actors.role",
        "actors",
        "actors.kind",
        "actors.title",
        "actors.affiliation",
    ]


def test_an_amount_under_a_name_that_shares_golds_head_is_placed_leniently_and_not_exactly():
    given = record()
    programs(given)[0] |= name("해오름 물빛센터")

    assert lenient("programs.amounts", given) == Tally(2, 2, 2)
    assert exact("programs.amounts", given) == Tally(1, 2, 2)


def test_an_amount_under_another_program_is_read_and_misplaced():
    given = record()
    first, second = programs(given)
    second["amounts"] += first["amounts"]
    first["amounts"] = []

    assert lenient("money", given) == Tally(3, 3, 3)
    assert lenient("programs.amounts", given) == Tally(1, 2, 2)
    assert lenient("programs.amounts.role", given) == Tally(1, 2, 2)
    assert errors(given) == [
        "programs.amounts 458억 원: under 푸른길 조성사업; gold: under 해오름 물빛센터 구축사업"
    ]


def test_an_amount_left_unassigned_and_one_that_gold_leaves_unassigned_are_told_apart():
    given = record()
    given["unassigned"] += [{"kind": "money", **programs(given)[1]["amounts"].pop()}]
    programs(given)[0]["amounts"] += [given["unassigned"].pop(0)]

    assert errors(given) == [
        "programs.amounts 80억 원: unassigned; gold: under 푸른길 조성사업",
        "programs.amounts 2조 원: under 해오름 물빛센터 구축사업; gold: unassigned",
    ]


def test_a_wrong_value_is_missing_and_extra_and_stands_nowhere_in_the_article():
    given = record()
    programs(given)[0]["amounts"] = [money("485억 원", 48_500_000_000, role="total")]
    score = score_article(given, gold(), name="one")

    assert lenient("money", given) == Tally(2, 3, 3)
    assert "money missing: 458억 원" in errors(given)
    assert [(miss.field, miss.what) for miss in score.unheld] == [("money", "485억 원")]


def test_a_value_with_another_bound_is_another_value():
    given = record()
    programs(given)[0]["amounts"][0]["minimum"] = 45_800_000_000

    assert lenient("money", given).right == 2


def test_a_dollar_of_no_country_is_the_american_one_leniently():
    wanted, given = gold(), record()
    programs(wanted)[0]["amounts"][0]["currency"] = "USD?"
    programs(given)[0]["amounts"][0]["currency"] = "USD"

    assert lenient("money", given, wanted) == Tally(3, 3, 3)
    programs(given)[0]["amounts"][0]["currency"] = "EUR"
    assert lenient("money", given, wanted).right == 2


@pytest.mark.parametrize(
    ("phrase", "same"),
    [("오는 10월", True), ("10월까지", True), ("10월 3일", False), ("0월", False)],
)
def test_dates_without_days_are_compared_by_their_words(phrase, same):
    wanted, given = gold(), record()
    programs(wanted)[0]["dates"] = [days("10월", None, None, event="opening", precision="month")]
    programs(given)[0]["dates"] = [days(phrase, None, None, event="opening", precision="month")]

    assert lenient("date", given, wanted).right == int(same)


def test_a_wrong_attribute_is_told_beside_its_thing():
    given = record()
    programs(given)[0]["kind"] = "zone"
    programs(given)[0]["amounts"][0]["role"] = "annual"

    assert lenient("programs.kind", given) == Tally(1, 2, 2)
    assert errors(given) == [
        "programs.kind 해오름 물빛센터 구축사업: zone; gold: facility",
        "programs.amounts.role 458억 원 under 해오름 물빛센터 구축사업: annual; gold: total",
    ]


def test_an_attribute_of_a_thing_that_gold_does_not_have_is_given_in_vain():
    given = record()
    programs(given).append(program("나루공사"))

    assert lenient("programs.kind", given) == Tally(2, 2, 3)


def test_equal_amounts_are_told_apart_by_their_roles():
    wanted, given = gold(), record()
    twins = [money("60억 원", 6_000_000_000, role=role) for role in ("subsidy", "private")]
    programs(wanted)[0]["amounts"] = twins
    programs(given)[0]["amounts"] = twins[::-1]

    assert lenient("programs.amounts.role", given, wanted) == Tally(3, 3, 3)


# -- what gold does not know ---------------------------------------------------------------


def test_what_gold_leaves_out_is_not_scored():
    wanted = gold()
    del wanted["unassigned"], wanted["record"]["actors"]
    for item in programs(wanted):
        del item["status"], item["dates"]
    score = score_article(record(), wanted, name="one")

    assert score.misses == []
    assert [path for path in score.fields if path.startswith("actors")] == []
    assert "programs.status" not in score.fields
    assert "programs.dates" not in score.fields
    assert score.fields["money"].lenient == Tally(2, 2, 2)


def test_an_empty_list_in_gold_means_that_there_are_none():
    wanted = gold()
    for item in programs(wanted):
        item["dates"] = []

    assert lenient("programs.dates", record(), wanted) == Tally(0, 0, 1)


def test_gold_without_repeats_does_not_count_a_second_mention_of_a_fact():
    wanted, given = gold(), record()
    for mention in wanted["unassigned"]:
        del mention["repeats"]
    given["unassigned"] *= 2

    assert lenient("money", given, wanted) == Tally(3, 3, 3)
    assert lenient("money", given) == Tally(3, 3, 4)


def test_a_schema_of_ones_own_is_scored_by_its_fields():
    def grants(amount: dict[str, Any] | None, giver: str) -> dict[str, Any]:
        entity = {**name("어린이 도서관"), "amount": amount, "giver": {"text": giver}, "paid": True}
        return {"record": {"grants": [entity]}, "unassigned": []}

    sum_ = money("3억 원", 300_000_000)
    article = {"article": record()["article"]}
    score = score_article({**grants(sum_, "해오름시"), **article}, grants(sum_, "나루군"), name="x")

    assert {path: modes.lenient.right for path, modes in score.fields.items()} == {
        "money": 1,
        "grants": 1,
        "grants.amount": 1,
        "grants.giver": 0,
        "grants.paid": 1,
    }
    nothing = score_article({**grants(None, "나루군"), **article}, grants(sum_, "나루군"), name="x")
    assert nothing.fields["grants.amount"].lenient == Tally(0, 1, 0)


# -- folders -------------------------------------------------------------------------------


def test_gold_finds_its_record_by_the_name_of_the_source(tmp_path):
    result = evaluate(write(tmp_path / "out", record()), write(tmp_path / "gold", gold()))

    assert [article.name for article in result.articles] == ["one"]
    assert result.score("programs").total == Tally(2, 2, 2)
    assert (result.cost.seconds, result.cost.calls, result.cost.input_tokens) == (2.5, 1, 900)


def test_gold_with_an_id_finds_its_record_by_that(tmp_path):
    wanted = gold()
    wanted["article"] = {"id": "0" * 16, "source": "elsewhere.txt"}
    result = evaluate(write(tmp_path / "out", record()), write(tmp_path / "gold", wanted))

    assert result.score("programs").total == Tally(2, 2, 2)


def test_an_article_without_a_record_is_missed_as_a_whole_unless_it_is_left_out(tmp_path):
    other = gold()
    other["article"] = {"source": "two.txt"}
    out, wanted = write(tmp_path / "out", record()), write(tmp_path / "gold", gold(), other)

    assert evaluate(out, wanted).score("programs").total == Tally(2, 4, 2)
    assert [article.lost for article in evaluate(out, wanted).articles] == [False, True]
    assert evaluate(out, wanted, partial=True).score("programs").total == Tally(2, 2, 2)


def test_a_record_without_gold_is_named_and_not_scored(tmp_path):
    other = record()
    other["article"] |= {"id": "1" * 16, "source": "three.txt"}
    result = evaluate(write(tmp_path / "out", record(), other), write(tmp_path / "gold", gold()))

    assert result.strays == ["three.txt"]
    assert len(result.articles) == 1


def test_two_records_of_one_article_are_an_error_that_names_both(tmp_path):
    other = record()
    other["article"]["id"] = "1" * 16
    out = write(tmp_path / "out", record(), other)

    with pytest.raises(UsageError, match=r"0000\.json and 1+\.json .*delete the older"):
        evaluate(out, write(tmp_path / "gold", gold()))


def test_gold_of_another_schema_is_an_error(tmp_path):
    wanted = gold() | {"schema": "grants:Grants"}

    with pytest.raises(UsageError, match="grants:Grants"):
        evaluate(write(tmp_path / "out", record()), write(tmp_path / "gold", wanted))


def test_gold_of_other_articles_is_an_error_that_names_one_of_each(tmp_path):
    wanted = gold()
    wanted["article"] = {"source": "nine.txt"}

    with pytest.raises(UsageError, match=r"'one\.txt'.* 'nine'"):
        evaluate(write(tmp_path / "out", record()), write(tmp_path / "gold", wanted))


@pytest.mark.parametrize(
    "text", ["no JSON", "[]", '{"record": []}', '{"record": {"programs": null}}']
)
def test_a_file_that_is_no_gold_is_named(tmp_path, text):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "one.json").write_text(text)

    with pytest.raises(UnreadableError, match=r"one\.json .*gold"):
        evaluate(write(tmp_path / "out", record()), tmp_path / "gold")


@pytest.mark.parametrize(
    "change", [{"record": {"programs": [{"kind": "zone"}]}}, {"unassigned": [{"text": "3억"}]}]
)
def test_gold_that_is_malformed_inside_is_named(tmp_path, change):
    wanted = write(tmp_path / "gold", gold() | change)

    with pytest.raises(UnreadableError, match="The gold one is not in the form of a record"):
        evaluate(write(tmp_path / "out", record()), wanted)


def test_an_empty_folder_of_gold_is_an_error(tmp_path):
    (tmp_path / "gold").mkdir()
    with pytest.raises(UnreadableError, match="holds no gold"):
        evaluate(write(tmp_path / "out", record()), tmp_path / "gold")


# -- many articles -------------------------------------------------------------------------


def run_of(tmp_path, name_, rights: str):
    """A run over as many articles, with the first program's amount right (+) or misplaced (-)."""
    out, wanted = tmp_path / name_, tmp_path / "gold"
    for number, right in enumerate(rights):
        given, article = record(), {"source": f"a{number}.txt", "id": f"{number:016d}"}
        given["article"] |= article
        if right == "-":
            programs(given)[1]["amounts"] += programs(given)[0]["amounts"]
            programs(given)[0]["amounts"] = []
        write(out, given)
        write(wanted, gold() | {"article": article})
    return evaluate(out, wanted)


def test_means_are_over_articles_with_an_interval_and_totals_over_things(tmp_path):
    score = run_of(tmp_path, "out", "++--").score("programs.amounts")

    assert score.total == Tally(6, 8, 8)
    assert score.f1.mean == pytest.approx(0.75)
    assert score.f1.low < score.f1.mean < score.f1.high
    assert (score.f1.low, score.f1.high) == (0.5, 1.0)
    assert score.f1.articles == 4


def test_a_field_that_no_article_has_leaves_means_out_rather_than_zero(tmp_path):
    score = run_of(tmp_path, "out", "+").score("actors.title")

    assert score.f1 is None
    assert score.total == Tally(0, 0, 0)


def test_a_field_that_the_first_article_lacks_stands_beside_its_kin(tmp_path):
    bare = {"programs": [{"name": {"text": "푸른길 조성사업"}}]}
    first, second = (gold() | {"article": {"source": f"{n}.txt"}} for n in "ab")
    given_first, given_second = record(), record()
    for number, given_ in enumerate((given_first, given_second)):
        given_["article"] |= {"source": f"{'ab'[number]}.txt", "id": f"{number:016d}"}
    wanted = write(tmp_path / "gold", first | {"record": bare}, second)
    result = evaluate(write(tmp_path / "out", given_first, given_second), wanted)

    assert result.fields.index("programs.kind") == result.fields.index("programs") + 1
    assert result.fields.index("actors") > result.fields.index("programs.actors.role")


def test_two_runs_are_compared_field_by_field_with_a_certainty(tmp_path):
    good = run_of(tmp_path, "good", "+" * 8)
    poor = run_of(tmp_path, "poor", "+-" * 4)
    changes, back = compare(good, poor), compare(poor, good)

    assert changes["programs.amounts"].verdict == "better"
    assert changes["programs.amounts"].certainty > 0.95
    assert changes["programs.amounts"].low > 0
    assert back["programs.amounts"].verdict == "worse"
    assert back["programs.amounts"].certainty < 0.05
    assert (changes["actors"].verdict, changes["actors"].certainty) == ("same", 0.5)


def test_what_helps_as_often_as_it_harms_is_uncertain(tmp_path):
    left = run_of(tmp_path, "left", "+-+-")
    right = run_of(tmp_path, "right", "-+-+")

    assert compare(left, right)["programs.amounts"].certainty == pytest.approx(0.5, abs=0.05)


def test_an_evaluation_is_plain_json_and_the_same_every_time(tmp_path):
    good, poor = run_of(tmp_path, "good", "++"), run_of(tmp_path, "poor", "+-")
    first, again = (json.dumps(to_dict(poor, against=good)) for _ in range(2))
    plain = json.loads(first)

    assert first == again
    assert plain["fields"]["programs.amounts"]["lenient"]["right"] == 3
    assert plain["against"]["lenient"]["programs.amounts"]["verdict"] == "worse"
    assert plain["articles"][1]["errors"][0]["kind"] == "misplaced"
