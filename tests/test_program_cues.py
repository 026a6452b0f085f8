"""What the words beside a mention say of it is read by code; where they say nothing, nothing is."""

from __future__ import annotations

import pytest

from llmextract.schemas import Evidence, load_schema
from llmextract.schemas.program_cues import actor_kind
from llmextract.schemas.program_events import date_event
from llmextract.schemas.program_roles import amount_role

AMOUNTS = [
    ("사업비는 국비 [50억]과 ", "subsidy"),
    ("도비 [4억2천만 원]이 들어 있다", "subsidy"),
    ("이 가운데 [2억 원]은 도비다", "subsidy"),
    ("민자 [12억 원]을 합쳐 ", "private"),
    ("청년 창업 공간 운영(연간 [6억 원])", "annual"),
    ("매년 [3억 원]씩 낸다", "annual"),
    ("총사업비 [458억 원]을 들여", "total"),
    ("시험에 쓰는 [31억 원] 상당의 장비를 산다", "component"),
    ("한 해 [1천억 원] 이상을 수출할 것으로 본다", "target"),
    ("매출 [500억 원]을 바라본다", "target"),
    ("매출 [100억 원] 이하 기업이면", "other"),
    ("운영비 [31억 원]은 국비 ", None),
    ("시는 [126억 원]으로 건물을 세운다", None),
    ("a grant of [£600,000] from the county", "subsidy"),
    ("putting [€3.5 million] a year into the fund", "annual"),
    ("and [€5.5m] on laboratory equipment", "component"),
    ("Firms with sales of more than [€2 million] cannot apply", "other"),
]

DATES = [
    ("센터를 짓는다고 [9일] 밝혔다", "announced"),
    ("건물을 [오는 12월] 착공한다고 ", "start"),
    ("건물은 [2026년 9월] 완공되고, ", "completion"),
    ("평가센터는 [오는 2027년 상반기] 문을 연다", "opening"),
    ("사업은 [2022년] 산업부 공모에 선정되었고", "selection"),
    ("신청을 [오는 3월 2일부터 20일까지] 받는다", "application"),
    ("세 기관은 [지난 25일] 업무협약을 맺었다", "agreement"),
    ("축제를 [오는 10월 16일부터 19일까지] 광장에서 연다고 ", "held"),
    ("[2025~2029년] 이어지는 사업으로", "period"),
    ("시는 [2028년까지] 사업에 총 ", "period"),
    ("시는 [2028년까지] ", "period"),
    ("맡을 기관은 [내년 3월까지] 정한다", "selection"),
    ("Building work starts in [September 2025] and the campus opens in ", "start"),
    ("and the campus opens in [the first half of 2027]", "opening"),
    ("it announced [on Tuesday]", "announced"),
    ("Applications to the fund close [on 30 June]", "application"),
    ("which runs [from 2025 to 2029]", "period"),
    ("shops in [2024], according to the council", None),
]


def parted(text):
    before, _, rest = text.partition("[")
    inside, _, after = rest.partition("]")
    return before, inside, after


@pytest.mark.parametrize(("text", "role"), AMOUNTS)
def test_the_words_beside_a_sum_tell_its_role(text, role):
    assert amount_role(*parted(text)) == role


@pytest.mark.parametrize(("text", "event"), DATES)
def test_the_words_beside_a_date_tell_its_event(text, event):
    assert date_event(*parted(text)) == event


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("김해시", "government"),
        ("부산 영도구", "government"),
        ("산업통상자원부", "government"),
        ("강릉시의회", "government"),
        ("Department of Coastal Affairs", "government"),
        ("인제대학교", "institute"),
        ("영남로봇연구원", "institute"),
        ("Munster Ocean Institute", "institute"),
        ("부산해양데이터진흥원", "agency"),
        ("㈜파도소프트", "company"),
        ("Brightkeel Ltd", "company"),
        ("한국로봇산업협회", "association"),
        ("은하의료원", "hospital"),
        ("정하늘", None),
        ("가구", None),
        ("Aoife Brennan", None),
    ],
)
def test_a_name_tells_what_a_body_is_where_it_does(name, kind):
    assert actor_kind(name) == kind


def test_the_schema_reads_what_the_article_says_and_leaves_the_rest_to_the_model():
    program = load_schema("programs").entities[0]
    amounts, dates = (placement.model for placement in program.placements)
    assert amounts.told(before="국비 ", text="50억", after="과 ") == {"role": "subsidy"}
    assert amounts.told(before="시는 ", text="50억", after="을 쓴다") == {}
    assert dates.told(before="", text="9일", after=" 밝혔다") == {"event": "announced"}


@pytest.mark.parametrize(
    ("name", "said", "kind"),
    [
        ("홍길동", {}, "person"),
        ("Aoife Brennan", {}, "person"),
        ("파도소프트", {}, "company"),
        ("나은별빛", {"title": "시장"}, "person"),
        ("은하대학교", {"title": "총장"}, "institute"),
    ],
)
def test_an_actor_s_kind_need_not_be_said(name, said, kind):
    actor = load_schema("programs").entities[1].model
    settled, values = actor.settle(name, said)
    assert values.get("kind") or actor.infer(settled, Evidence([], [], None))["kind"] == kind
    assert values.get("kind", kind) == kind


def test_a_title_is_the_office_alone_where_the_body_is_said_beside_it():
    actor = load_schema("programs").entities[1].model
    said = {"title": "은하연구원 원장", "affiliation": "은하연구원"}
    assert actor.settle("최은별", said)[1]["title"] == "원장"
