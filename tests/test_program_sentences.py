"""Sentences as news and press offices write them, and what they say of a sum, a date, a program."""

from __future__ import annotations

from datetime import date

import pytest

from llmextract.schemas.program_events import date_event
from llmextract.schemas.program_roles import amount_role
from llmextract.schemas.program_status import status_of

AMOUNTS = [
    ("군은 총사업비 [180억 원]을 투입해 2027년까지 체육관을 짓는다.", "total"),
    ("사업비는 95억 원으로 국비 [48억 원], 도비 14억 원이 포함됐다.", "subsidy"),
    ("시는 도비 [5억 원]을 지원받는다.", "subsidy"),
    ("시는 정부로부터 [30억 원]을 지원받아 시설을 고친다.", "subsidy"),
    ("행정안전부 특별교부세 [7억 원]이 투입됐다.", "subsidy"),
    ("나머지 [60억 원]은 민간 자본으로 충당한다.", "private"),
    ("참여 기업이 [8억 원]을 부담한다.", "private"),
    ("시는 내년 예산안에 [20억 원]을 편성했다.", "annual"),
    ("해마다 [5억 원]을 지원한다.", "annual"),
    ("연간 운영비는 [4억 원]으로 추산된다.", "annual"),
    ("올해 사업비 [25억 원]을 투입한다.", "annual"),
    ("그중 [12억 원]이 토지 보상비다.", "component"),
    ("1단계 사업에 [120억 원]을 투입한다.", "component"),
    ("실시설계 용역비로 [4억 원]을 세웠다.", "component"),
    ("시는 연간 [300억 원]의 매출을 기대한다.", "target"),
    ("[450억 원]의 경제 파급효과가 예상된다.", "target"),
    ("기업 20곳에서 [800억 원]의 투자를 이끌어 냈다.", "target"),
    ("입주 기업 매출이 [210억 원]까지 늘었다.", "target"),
    ("입장료는 어른 [5000원], 어린이 2000원이다.", "other"),
    ("매출 [50억 원] 미만 기업이 신청할 수 있다.", "other"),
    ("전기료를 연간 [2000만 원] 줄인다.", "other"),
    ("당초 80억 원이던 사업비는 [110억 원]으로 늘었다.", "total"),
    ("총사업비가 [80억 원]에서 110억 원으로 늘어났다.", "other"),
    ("예산을 지난해 8억 원에서 [11억 원]으로 늘렸다.", "annual"),
    ("가구당 [150만 원]까지 보조한다.", "subsidy"),
    ("업체당 최대 [1억 원]의 사업화 자금을 받는다.", "subsidy"),
    ("한 곳당 [5000만 원] 이내에서 지원한다.", "subsidy"),
    ("자부담 없이 참가비 [3만 원]만 내면 된다.", "other"),
    ("모두 [73억 원]이 투입된다.", "total"),
    ("국비와 도비를 합쳐 [50억 원]을 지원받는다.", "subsidy"),
    ("국비 60%와 지방비 40%로 이뤄지며 국비는 [60억 원]이다.", "subsidy"),
    ("이 가운데 [20억 원]은 민간에서 낸다.", "private"),
    ("시공사가 [12억 원]을 떠안는다.", "private"),
    ("지난해 적자는 [3억 원]이었다.", "other"),
    ("장비 구축에 [30억 원]을 쓴다.", "component"),
    ("문체부에서 [8억 원], 도에서 4억 원을 받는다.", "subsidy"),
    ("총 240억 원(국비 120억 원, 도비 [36억 원], 시비 84억 원)을 들여.", "subsidy"),
    ("국비 32억 원을 포함해 총 [65억 원]이 투입되는 이 사업은.", "total"),
    ("이 중 국비가 [21억 원]입니다.", "subsidy"),
    ("농식품부가 [70억 원], 도가 15억 원을 각각 지원합니다.", "subsidy"),
    ("운영사인 ㈜해담이 [25억 원]을 냈습니다.", "private"),
    ("농협은행이 장학금으로 [1억 원]을 기부했다.", "private"),
    ("군은 지난해 [6억 원]에 이어 올해 8억 원을 투입한다.", "annual"),
    ("시는 2026년 본예산에 사업비 [11억 원]을 반영했다.", "annual"),
    ("도의회 예산 심사에서 [5억 원]이 편성됐다.", "annual"),
    ("시는 1회 추경에서 [9억 원]을 확보했다.", "annual"),
    ("3공구 공사에는 [310억 원]이 들어간다.", "component"),
    ("방문객이 쓴 돈은 [64억 원]으로 추산된다.", "target"),
    ("이 기업은 지난해 [45억 원]의 매출을 올렸다.", "target"),
    ("농가 소득은 연 [18억 원] 늘어날 전망이다.", "target"),
    ("올해 축제의 직접 경제효과는 [52억 원]으로 분석됐다.", "target"),
    ("공사비가 [18억 원] 더 든다.", "other"),
    ("체험료 [1만 원]을 내면 누구나.", "other"),
    ("청년 부부에게 결혼 장려금 [500만 원]을 줍니다.", "subsidy"),
    ("사업체마다 [2000만 원]까지 지원합니다.", "subsidy"),
    ("예산 [2억 원]이 깎였다.", "other"),
    ("사업비를 [12억 원] 아꼈다.", "other"),
    ("전체 사업비는 [1조 2천억 원]에 달한다.", "total"),
    ("The Welsh Government will provide [£4 million] towards the bridge.", "subsidy"),
    ("A grant of [£300,000] will pay for the roof.", "subsidy"),
    ("The hub, which cost [£3.4m], opened in May.", "total"),
    ("Tickets cost [£12].", "other"),
    ("It should bring [£20m] a year to the local economy.", "target"),
    ("Another [£2m] will go on new lifts.", "component"),
    ("▲국비 [50억 원] 확보.", "subsidy"),
    ("총사업비의 70%인 [84억 원]을 국비로 지원받는다.", "subsidy"),
    ("환경부와 도가 각각 30억 원과 [12억 원]을 대고.", "subsidy"),
    ("공단은 업체에 [5000만 원] 한도로 융자해 준다.", "subsidy"),
    ("2024년 5억 원, 2025년 [7억 원]이 쓰였다.", "annual"),
    ("이 사업의 내년 예산은 올해보다 늘어난 [14억 원]이다.", "annual"),
    ("전망대 설치비 [18억 원].", "component"),
    ("2단계 공사비는 [220억 원]이다.", "component"),
    ("매출액이 [2배 늘어 80억 원]에 이른다.", "target"),
    ("입장 수입만 [4억 원]을 올렸다.", "target"),
    ("숙박비는 1박 [6만 원]이다.", "other"),
    ("사업비가 [40억 원]이나 늘었다.", "other"),
    ("인건비 [2억 원]을 절감했다.", "other"),
    ("사업비 [88억 원] 규모로.", "total"),
    ("[310억 원]을 들여 조성한 공원이.", "total"),
    ("장학생 30명에게 [200만 원]씩 준다.", "subsidy"),
    ("창업자에게 [3000만 원]의 자금을 지원한다.", "subsidy"),
]

DATES = [
    ("시는 [오는 3월] 공사에 들어가 2027년 말 완공할 예정이다.", "start"),
    ("[지난해 5월] 첫 삽을 떴다.", "start"),
    ("센터는 [내년 3월] 정식 개소한다.", "opening"),
    ("[2019년] 문을 연 도서관은 낡았다.", "opening"),
    ("[내년 1월] 본격 운영을 시작한다.", "opening"),
    ("군은 [2026년까지] 공사를 마무리할 계획이다.", "completion"),
    ("준공 예정일은 [2027년 6월]이다.", "completion"),
    ("[2026년 12월까지] 리모델링을 끝낸다.", "completion"),
    ("군은 [2023년] 농식품부 공모사업에 뽑혔다.", "selection"),
    ("최종 결과는 [오는 6월] 발표된다.", "selection"),
    ("신청은 [다음 달 15일까지] 군청에서 받는다.", "application"),
    ("[오는 20일까지] 참여자를 모집한다.", "application"),
    ("원서 접수 기간은 [4월 1일부터 20일까지]다.", "application"),
    ("두 기관은 [지난 12일] 업무협약을 체결했다.", "agreement"),
    ("시는 [지난해 9월] LH와 협약을 체결했다.", "agreement"),
    ("[지난 8일] 시청에서 착수보고회를 열었다.", "held"),
    ("축제는 [10월 3일] 개막한다.", "held"),
    ("[5일] 시청 대강당에서 기념식을 가졌다.", "held"),
    ("시는 [14일] 이 같은 내용의 종합계획을 발표했다.", "announced"),
    ("시는 [2025년부터 2029년까지] 총 120억 원을 투입한다.", "period"),
    ("군은 [2028년까지] 45억 원을 들여 마을을 정비한다.", "period"),
    ("사업 기간은 [2025년부터 4년간]이다.", "period"),
    ("[올해] 12억 원을 들여 정비한다.", "period"),
    ("시는 [내년부터] 사업을 본격 추진한다.", "start"),
    ("[2018년] 시작한 축제는.", "start"),
    ("[2016년] 처음 열린 뒤.", "start"),
    ("[올해 말] 종료된다.", "end"),
    ("[상반기] 중 기본계획 용역을 마친다.", "other"),
    ("[올해 안에] 실시설계를 마무리하고.", "other"),
    ("[지난해 11월] 예비타당성조사를 통과했다.", "other"),
    ("[2027년 하반기] 입주를 시작한다.", "opening"),
    ("[올해 12월] 개통을 앞두고 있다.", "opening"),
    ("기공식은 [오는 9월]에 열린다.", "start"),
    ("[지난달 28일] 개관식을 했다.", "opening"),
    ("협약식은 [지난 6일] 열렸다.", "agreement"),
    ("[3년 동안] 운영한다.", "period"),
    ("공사는 [2027년 3월]에 끝납니다.", "completion"),
    ("수영장은 [다음 달 1일부터] 이용할 수 있습니다.", "opening"),
    ("노선은 [내년 6월] 운행을 시작합니다.", "opening"),
    ("기업들은 [내년 3월부터] 입주한다.", "opening"),
    ("도는 [9월] 안에 운영 기관을 뽑는다.", "selection"),
    ("지원을 받으려면 [28일까지] 신청해야 한다.", "application"),
    ("신청 기간은 [3월 4일부터 29일까지]입니다.", "application"),
    ("[지난 2월] 손잡은 두 회사는.", "agreement"),
    ("공연은 [15일] 오후 7시 시민회관에서 막을 올린다.", "held"),
    ("대회는 [11월 1~3일] 치러집니다.", "held"),
    ("시는 [17일] 센터 건립 계획을 내놨다.", "announced"),
    ("[올해부터 3년간] 90억 원이 투입된다.", "period"),
    ("[2023년부터 2025년까지] 진행됐다.", "period"),
    ("[이달부터] 시범 운영에 들어갔다.", "start"),
    ("조합은 [지난달 말] 운영을 중단했다.", "end"),
    ("[지난해 7월] 기본계획을 세웠다.", "other"),
    ("[내년 상반기] 실시설계 용역을 발주한다.", "other"),
    ("군은 [지난해 6월] 타당성 조사를 마쳤다.", "other"),
    ("It opens to the public [on 4 May].", "opening"),
    ("It should be complete [by the end of 2026].", "completion"),
    ("Work got under way [last June].", "start"),
    ("The town was picked [in 2023].", "selection"),
    ("The deal was signed [on Monday].", "agreement"),
    ("The pilot will run [until March 2027].", "period"),
    ("공사는 [올해 9월] 시작될 예정이다.", "start"),
    ("공정률 60%로 [내년 8월] 완공될 전망이다.", "completion"),
    ("[2028년 6월] 준공 예정.", "completion"),
    ("[지난해 봄] 개장한 시장은.", "opening"),
    ("병원은 [2029년] 진료를 시작한다.", "opening"),
    ("[이달 중] 시공사를 선정한다.", "selection"),
    ("[다음 달 5일] 공모를 마감한다.", "application"),
    ("[4월 한 달간] 신청을 받는다.", "application"),
    ("[지난 6월] 맺은 협약에 따라.", "agreement"),
    ("시는 [19일] 사업설명회를 열고 의견을 들었다.", "held"),
    ("[8일] 군에 따르면 센터는 내년에 문을 연다.", "announced"),
    ("[2026년부터 2030년까지] 5개년 계획으로 추진된다.", "period"),
    ("[올해] 사업비 12억 원이 편성됐다.", "period"),
    ("[1995년] 시작된 이 축제.", "start"),
    ("[지난 2월] 사업이 마무리됐다.", "end"),
    ("[오는 4월까지] 설계를 끝내고.", "other"),
    ("[6월] 추경에 예산을 반영한다.", "other"),
]

STAGES = [
    ("‘별빛관’은 현재 공정률 45%를 보이고 있다.", "facility", "underway"),
    ("시는 ‘별빛사업’을 추진하고 있다.", "project", "underway"),
    ("‘별빛사업’은 2021년부터 추진 중인 사업이다.", "project", "underway"),
    ("시는 ‘별빛관’을 건립할 계획이라고 밝혔다.", "facility", "planned"),
    ("시는 ‘별빛사업’을 추진한다고 밝혔다.", "project", "planned"),
    ("시는 ‘별빛사업’이 국토부 공모에 최종 선정됐다고 밝혔다.", "project", "selected"),
    ("‘별빛사업’이 공모에 선정되면서 국비를 확보했다.", "project", "selected"),
    ("공모에 당선된 ‘별빛사업’이 첫발을 뗀다.", "project", "selected"),
    ("시는 ‘별빛사업’을 공모에 신청했다.", "project", "applied"),
    ("시는 ‘별빛사업’ 공모에 도전장을 냈다.", "project", "applied"),
    ("‘별빛관’이 지난 3일 문을 열었다.", "facility", "completed"),
    ("‘별빛관’이 준공식을 갖고 운영에 들어갔다.", "facility", "completed"),
    ("시는 ‘별빛관’ 건립을 마쳤다.", "facility", "completed"),
    ("‘별빛축제’가 막을 내렸다.", "event", "ended"),
    ("‘별빛축제’가 지난 5일 폐막했다.", "event", "ended"),
    ("‘별빛사업’은 지난해 종료됐다.", "project", "ended"),
    ("‘별빛사업’에는 지금까지 200명이 참여했다.", "project", "underway"),
    ("시는 ‘별빛관’ 공사를 시작했다.", "facility", "underway"),
    ("‘별빛관’은 지난해 착공해 내년에 문을 연다.", "facility", "underway"),
    ("‘별빛사업’에 선정되면 최대 1억 원을 받는다.", "project", "planned"),
    ("시는 ‘별빛사업’ 참여자를 모집한다.", "project", "planned"),
    ("별빛재단이 운영하는 ‘별빛관’에서 열렸다.", "facility", "completed"),
    ("시는 ‘별빛사업’을 지난달부터 시행하고 있습니다.", "project", "underway"),
    ("올해로 3년째인 ‘별빛사업’은 인기가 높다.", "project", "underway"),
    ("시는 ‘별빛사업’ 지원 대상을 20곳에서 35곳으로 늘렸다.", "project", "underway"),
    ("‘별빛지구’가 특구로 지정됐다.", "zone", "selected"),
    ("세 기관은 ‘별빛협약’을 체결했다.", "agreement", "completed"),
]


def parted(text: str) -> tuple[str, str, str]:
    before, _, rest = text.partition("[")
    inside, _, after = rest.partition("]")
    return before, inside, after


@pytest.mark.parametrize(("sentence", "role"), AMOUNTS)
def test_a_sentence_tells_the_role_of_a_sum(sentence: str, role: str) -> None:
    assert amount_role(*parted(sentence)) == role


@pytest.mark.parametrize(("sentence", "event"), DATES)
def test_a_sentence_tells_the_event_of_a_date(sentence: str, event: str) -> None:
    assert date_event(*parted(sentence)) == event


@pytest.mark.parametrize(("sentence", "kind", "status"), STAGES)
def test_a_sentence_tells_how_far_a_program_is(sentence: str, kind: str, status: str) -> None:
    said = status_of(
        sentences=[sentence], dates=[], published=date(2026, 3, 1), kind=kind, name="별빛"
    )
    assert said == status


def test_what_is_said_beside_another_name_is_not_said_of_a_program() -> None:
    sentence = "시는 ‘별빛관’을 짓기로 했고, 2021년부터 이어 온 ‘달빛사업’은 그대로 둔다."
    known = {"sentences": [sentence], "dates": [], "published": date(2026, 3, 1)}
    assert status_of(**known, kind="facility", name="별빛관") == "planned"  # type: ignore[arg-type]
    assert status_of(**known, kind="project", name="달빛사업") == "underway"  # type: ignore[arg-type]
