"""Shapes of Korean pages that rules of prose alone would cut: tables, questions, items, photos."""

import pytest

from llmextract.cleaning import clean, clean_with_trace
from llmextract.errors import NoArticleError

LEAD = "충북의 수출이 석 달째 늘었다."
MORE = "무역협회는 지난달 충북의 수출액이 28억6천만 달러로 한 해 전보다 17.4% 늘었다고 밝혔다."
END = "협회 관계자는 “이차전지는 유럽의 수요가 돌아오는 하반기에나 나아질 것”이라고 내다봤다."
TITLE = "충북 수출 석 달째 늘어"
TAIL = ["오세린 기자 serin@example.com", "저작권자 © 미호강신문 무단전재 금지"]


def paragraphs(*lines):
    return clean("\n".join(lines), source="page").body.split("\n\n")


@pytest.mark.parametrize(
    "rows",
    [
        [
            "품목 | 2024년 12월 | 2025년 12월",
            "반도체 | 9억1천만 달러 | 12억8천만 달러",
            "이차전지 | 4억3천만 달러 | 3억9천만 달러",
            "화장품 | 1억2천만 달러 | 1억6천만 달러",
            "의약품 | 8천만 달러 | 9천만 달러",
        ],
        ["구분 2020년 2025년 증감", "청주 213,400 179,200 -34,200", "제천 72,600 66,900 -5,700"],
    ],
)
def test_a_table_between_the_paragraphs_does_not_part_them(rows):
    lines = [LEAD, MORE, "품목별 수출액은 다음과 같다.", *rows, END]
    assert paragraphs(TITLE, "입력 2026.01.15 11:02", *lines, *TAIL) == lines


def test_a_table_is_not_cut_off_where_the_text_goes_on_below_it():
    rows = [f"품목{n} {n}억 달러 {n + 1}억 달러 {n}.5%" for n in range(1, 8)]
    assert paragraphs(TITLE, LEAD, MORE, *rows, END, *TAIL) == [LEAD, MORE, *rows, END]


@pytest.mark.parametrize(
    ("first", "second"),
    [("-회사를 세운 까닭은.", "-앞으로의 계획은."), ("Q. 왜 시작했나요?", "Q. 목표는 무엇인가요?")],
)
def test_the_questions_of_an_interview_stay_with_the_answers(first, second):
    lines = [
        "굴 껍데기를 되살려 쓰는 회사를 세운 한지윤 대표를 지난 7일 통영에서 만났다.",
        first,
        "“해마다 굴 껍데기 30만 톤이 바닷가에 쌓입니다. 이것을 자원으로 바꾸고 싶었습니다.”",
        second,
        "“내년 3월 고성에 제2공장을 엽니다. 하루 처리량이 200톤으로 늘어납니다.”",
        "한 대표는 인터뷰를 마치며 직원 40명의 이름을 하나씩 불렀다.",
    ]
    caption = "▲한지윤 대표가 공장에서 설비를 설명하고 있다. 사진=서다인 기자"
    assert paragraphs("굴 껍데기로 탄소 줄인다", lines[0], caption, *lines[1:], *TAIL) == lines


def test_a_press_release_may_be_made_of_items_alone():
    lines = [
        "□ 단양군은 추위에 약한 홀몸노인 800가구에 난방비 2억4천만 원을 지원한다고 16일 밝혔다.",
        "□ 지원금은 가구마다 30만 원이며, 오는 2월 10일까지 두 차례로 나누어 지급한다.",
        "○ 1차(1월 23일) : 기초생활수급 가구 520가구",
        "○ 2차(2월 10일) : 차상위 가구 280가구",
        "□ 군 관계자는 “추위에 떠는 어르신이 한 분도 없도록 살피겠다”고 말했다. 끝.",
    ]
    assert paragraphs("제목", "단양군, 홀몸노인에 난방비", *lines, "첨부파일", "목록") == lines


@pytest.mark.parametrize("element", ["<p>{}</p>", "{}<br><br>", "<div>{}</div>"])
def test_a_short_article_in_markup_keeps_its_paragraphs(element):
    text = "".join(element.format(line) for line in (LEAD, MORE, END))
    page = (
        f"<html><body><ul><li><a href=/>경제</a></li></ul><h3>{TITLE}</h3><article><figure>"
        f"<img><figcaption>▲ 청주의 한 반도체 공장. ⓒ미호강신문</figcaption></figure>{text}"
        "<p>오세린 기자 serin@example.com</p></article><h4>댓글 1</h4></body></html>"
    )
    assert clean(page, source="page").body.split("\n\n") == [LEAD, MORE, END]


def test_a_credit_behind_what_a_picture_shows_is_a_caption():
    caption = "▲ 새로 단장한 레일바이크 터널. 삼척시 제공"
    items = ["- 평일: 오전 9시, 11시", "- 쉬는 날: 매달 둘째 수요일"]
    lines = [LEAD, MORE, caption, "운행 시간은 다음과 같다.", *items, END]
    assert paragraphs(TITLE, *lines, *TAIL) == [line for line in lines if line != caption]


def test_an_outlet_at_the_head_of_a_lead_holds_it_to_the_text_below_a_picture():
    lead = "(청주=미호통신) 남궁현 기자 = 충북의 수출이 늘었다고 협회가 밝혔다."
    picture = ["![공장](https://example.com/a.jpg)", "반도체를 실은 화물차", "청주 산업단지"]
    found = paragraphs(TITLE, lead, *picture, MORE, END, *TAIL)
    assert found[0] == "충북의 수출이 늘었다고 협회가 밝혔다."
    assert found[-2:] == [MORE, END]


TEASERS = [
    ("제주공항 항공편 40편 결항", "제주공항에서 강한 바람으로 항공편 40편이 뜨지 못했다고 한다."),
    ("서귀포 감귤 값 두 배로 뛰어", "서귀포 도매시장에서 감귤 값이 지난해의 두 배로 뛰었다."),
    ("우도 배편 다시 다닌다", "성산과 우도를 잇는 배편이 사흘 만에 다시 다니기 시작했다."),
    ("추자도에 첫 약국 열어", "추자도에 첫 약국이 문을 열어 주민들이 배를 타지 않게 됐다."),
    ("제주 신항 공사 내년 시작", "제주 신항을 짓는 공사가 내년 5월 시작된다고 정부가 밝혔다."),
]


def test_a_picture_with_one_paragraph_is_the_article_and_not_the_teasers_below_it():
    text = "한라산 백록담이 11일 새벽 내린 눈으로 하얗게 덮였다. 탐방로는 낮 12시에 열렸다."
    below = [line for teaser in TEASERS for line in teaser]
    assert paragraphs("[포토] 눈 덮인 백록담", text, *TAIL, "관련 기사", *below) == [text]


def test_the_teasers_alone_are_a_list():
    with pytest.raises(NoArticleError, match="list of headlines"):
        paragraphs(*[line for teaser in TEASERS for line in teaser])


def test_the_first_of_two_days_in_a_line_is_the_publication():
    lines = [
        "Harbor dredging to start in March, town says",
        "Jan 27, 2026 Updated Jan 28, 2026",
        "A dredge will begin clearing the channel into the harbor on March 9, the town said.",
        "The sand will be used to rebuild the town beach, which lost 30 feet in the same storm.",
    ]
    published = clean("\n".join(lines), source="page").published
    assert published is not None
    assert published.isoformat() == "2026-01-27"


def test_the_name_in_a_copyright_notice_is_not_cut_and_never_a_year():
    notices = {
        "Copyright ⓒ 2020 Miho River Metropolitan City. All Rights Reserved.": (
            "Miho River Metropolitan City"
        ),
        "Copyright © 2002-2019 - Designed by Someone": None,
    }
    for notice, name in notices.items():
        page = f"{TITLE}\n{LEAD}\n{MORE}\n{END}\n{notice}"
        assert clean(page, source="page").publisher == name


def test_a_numbered_item_that_ends_like_a_button_is_body():
    items = ["1. 한약재 표준화", "2. 신약 후보 찾기", "3. 안전성 시험하기"]
    lines = [LEAD, MORE, "연구 거점은 다음을 맡는다.", *items, END]
    assert paragraphs(TITLE, *lines, "공유하기", *TAIL) == lines


def test_the_names_of_sections_in_the_window_title_are_no_headline():
    text = "".join(f"<p>{line}</p>" for line in (LEAD, MORE, END))
    page = (
        "<html><head><title>충북도청 > 충북소식 > 보도자료</title></head><body><h3>보도자료</h3>"
        f"<h4>{TITLE}</h4><dl><dt>등록일</dt><dd>2026-01-15</dd></dl>{text}</body></html>"
    )
    assert clean(page, source="page").title == TITLE


@pytest.mark.parametrize(
    "said",
    [
        "정 대표는 2016년 3억 원을 빌려 첫 공장을 지었다. 그는 웃었다. “5년 뒤에 다시 오세요.”",
        "정 대표는 손을 내저으며 말했다. “올해는 수출이 없지요. 내년 봄을 보십시오.”",
        "상담회는 오는 3월 5일 오송에서 열리니 기업들은 서둘러 신청하세요.",
    ],
)
@pytest.mark.parametrize("place", [2, 3])
def test_a_paragraph_that_ends_politely_in_the_midst_or_at_the_end_is_body(said, place):
    lines = [LEAD, MORE, END]
    lines.insert(place, said)
    assert paragraphs(TITLE, "입력 2026.01.15 11:02", *lines, *TAIL) == lines


@pytest.mark.parametrize(
    "talk",
    [
        "이 누리집에서 제공하는 정보가 마음에 드셨다면 의견을 남겨 주세요.",
        "회원이 되시면 2026년 1월 31일까지 로그인 없이 모든 글을 읽으실 수 있습니다.",
    ],
)
def test_a_request_of_the_site_below_the_text_is_none(talk):
    assert paragraphs(TITLE, LEAD, MORE, END, talk, *TAIL) == [LEAD, MORE, END]


@pytest.mark.parametrize(
    "menu",
    [
        "수출 | 수입 | 충북 | 달러 | 사진",
        "수출 · 충북소식 · 이차전지 · 협회",
        "홈 / 수출 / 충북 / 협회",
    ],
)
@pytest.mark.parametrize("above", [[], ["미호강신문"]])
def test_a_menu_in_one_line_is_no_headline(menu, above):
    lines = [*above, menu, TITLE, "입력 2026.01.15 11:02", LEAD, MORE, END, *TAIL]
    assert clean("\n".join(lines), source="page").title == TITLE


def test_a_headline_of_places_with_dots_between_is_one():
    title = "반도체 · 이차전지 · 화장품, 충북 수출 석 달째 늘려"
    assert clean("\n".join([title, LEAD, MORE, END, *TAIL]), source="page").title == title


@pytest.mark.parametrize("deck", [[], ["이차전지 수출 이끄는 오창 새벽전지 유다온 대표"]])
@pytest.mark.parametrize(
    "title", ["[초대석] “밤을 새워도 즐거웠죠”", "<만나봅시다> ‘버티는 사람이 이긴다고 믿어요’"]
)
def test_a_section_and_a_quotation_are_a_headline_though_the_text_says_it_otherwise(title, deck):
    lines = ["미호강신문", title, *deck, "입력 2026.01.15 11:02", LEAD, MORE, END, *TAIL]
    assert clean("\n".join(lines), source="page").title == title


DATED = [
    "미호강신문 2026-01-15 06:00",
    "미호강신문 | 2026.01.15",
    "2026-01-15 (목) 06:00",
    "2026년 1월 15일 (목)",
    "2026년 1월 15일 목요일",
    "지면 2026-01-15 3면",
    "2026.01.15. 14면",
]


def published(*lines):
    found = clean("\n".join(lines), source="page").published
    return found.isoformat() if found else None


@pytest.mark.parametrize("line", DATED)
def test_a_day_alone_under_the_headline_or_below_the_text_is_the_publication(line):
    body = [LEAD, MORE, END]
    assert published("미호강신문", TITLE, line, *body, *TAIL) == "2026-01-15"
    assert published("미호강신문", TITLE, "이차전지만 줄어", line, *body, *TAIL) == "2026-01-15"
    assert published("미호강신문", TITLE, *body, line, *TAIL) == "2026-01-15"
    assert published("미호강신문", TITLE, *body, TAIL[0], line, TAIL[1]) == "2026-01-15"


@pytest.mark.parametrize("line", DATED[2:5])
def test_a_weekday_above_the_headline_or_below_comments_is_a_clock_or_another_s(line):
    body = [LEAD, MORE, END]
    window = "충북 수출 석 달째 늘어 | 미호강신문"
    assert published("미호강신문", line, TITLE, *body, *TAIL) is None
    assert published(window, line, "정치", "경제", TITLE, *body, *TAIL) is None
    assert published(TITLE, *body, "댓글 2", "물결", "잘 읽었어요", line, *TAIL) is None
    assert published(TITLE, *body, line, "제천 약초 축제 사흘간 8만 명 다녀가", "더보기") is None


def test_the_day_of_an_event_in_a_line_of_its_own_is_no_publication():
    line = "충북수출대전 2026-01-15 14:00"
    assert published(TITLE, line, LEAD, MORE, END, *TAIL) is None


@pytest.mark.parametrize("between", [[], ["오세린 기자"], ["입력 2026.01.15 11:02", "가 가"]])
@pytest.mark.parametrize(
    "deck",
    ["지난달 수출액 28억6천만 달러, 이차전지만 줄어", "- 무역협회, 하반기에는 유럽 수요 돌아온다"],
)
def test_a_line_under_the_headline_that_states_a_value_is_body(deck, between):
    lines = ["미호강신문", TITLE, *between, deck, LEAD, MORE, END, *TAIL]
    article, trace = clean_with_trace("\n".join(lines), source="page")
    assert article.title == TITLE
    assert article.body.split("\n\n") == [deck, LEAD, MORE, END]
    assert deck not in [dropped.line for dropped in trace.dropped]


@pytest.mark.parametrize(
    "line",
    [
        "이차전지 수출 주춤… 유럽 수요에 달렸다",
        "청주시, 내년 예산 4조 원 편성해 의회에 내",
        "작성자 통상과 담당관 등록일 2026. 1. 15. 조회 321",
        "2026-01-15 14:20 수출 지면",
    ],
)
def test_a_line_under_the_headline_without_a_value_or_of_something_else_is_not(line):
    lines = ["미호강신문", TITLE, line, "입력 2026.01.15 11:02", LEAD, MORE, END, *TAIL]
    assert paragraphs(*lines) == [LEAD, MORE, END]
