"""Raw pages as they come from the web, and the article that must come out of each."""

import re
from datetime import date

import pytest

from llmextract.cleaning import Dropped, _headline, clean, clean_with_trace
from llmextract.errors import NoArticleError

LEAD = "양산시가 황산공원 일대에 낙동강 생태관광 거점을 만드는 사업에 나선다고 9일 밝혔다."
COST = "시는 2027년까지 국비 84억 원을 포함해 모두 168억 원을 들여 탐방로와 전망대를 놓을 계획이다."
QUOTE = "나동연 시장은 “시민이 걸어서 강을 만나게 하겠다”며 “불편은 줄이겠다”고 말했다."
BODY = [LEAD, COST, QUOTE]
TITLE = "양산시, 낙동강 생태관광 거점 조성"

PAGE = f"""41
2026.01.05 (월)

  • 맑음양산 3.1℃
  • 구름많음창원 4.0℃
기상청 제공

정치
경제

{TITLE}
탐방로·전망대 갖춘 수변 명소로

  • 박서연 기자
  • 등록 2025.12.09 11:20:41
  • 댓글 0
이 기사를 공유합니다

황산공원에서 바라본 낙동강. /양산시 제공
 {LEAD}

 {COST}

 [양산=가람일보] {QUOTE}

저작권자 © 가람일보 무단전재 및 재배포 금지
관련기사
- 밀양시, 딸기 축제 3월 개최… 작년보다 이틀 늘려
- 창원시 버스 노선 개편안 2월 공개
경남 거제시가 조선소 기숙사를 문화 공간으로 바꾸는 사업을 올해 시작한다고 밝혔다.
댓글쓰기
로그인 후 댓글을 남기실 수 있습니다.
"""


@pytest.fixture(autouse=True)
def _values_by_digits(monkeypatch) -> None:
    """Stands in for the reader of money and dates: here a number with 억 or 년 is a value."""
    monkeypatch.setattr(
        _headline,
        "carries_value",
        lambda title, *, published: bool(re.search(r"\d+억|\d{4}년", title)),  # noqa: ARG005
    )


def paragraphs(*lines: str):
    return clean("\n".join(lines), source="page.txt").body.split("\n\n")


def test_only_the_paragraphs_of_the_article_are_left_of_a_page():
    assert paragraphs(PAGE) == BODY


def test_headline_date_publisher_and_reporter_are_read_off_the_page():
    article = clean(PAGE, source="page.txt")
    assert (article.title, article.published) == (TITLE, date(2025, 12, 9))
    assert (article.publisher, article.byline, article.language) == ("가람일보", "박서연", "ko")


def test_what_the_caller_knows_counts_more_than_what_the_page_says():
    article = clean(
        PAGE, source="p", published=date(2025, 12, 8), title="제목", publisher="발행", byline="이름"
    )
    facts = (article.title, article.published, article.publisher, article.byline)
    assert facts == ("제목", date(2025, 12, 8), "발행", "이름")


def test_a_headline_with_an_amount_is_the_first_paragraph_of_the_body():
    page = PAGE.replace(TITLE, "168억 들여 낙동강 생태관광 거점 조성")
    assert paragraphs(page) == ["168억 들여 낙동강 생태관광 거점 조성", *BODY]


def test_each_dropped_line_comes_with_the_rule_that_dropped_it():
    _, trace = clean_with_trace(PAGE, source="page.txt")
    for line, rule in [
        ("• 맑음양산 3.1℃", "weather"),
        ("2026.01.05 (월)", "clock"),
        ("• 박서연 기자", "byline"),
        ("황산공원에서 바라본 낙동강. /양산시 제공", "caption"),
        ("저작권자 © 가람일보 무단전재 및 재배포 금지", "closing"),
        ("- 창원시 버스 노선 개편안 2월 공개", "aside"),
    ]:
        assert Dropped(line, rule) in trace.dropped


def test_kept_and_dropped_lines_together_are_the_page():
    article, trace = clean_with_trace(PAGE, source="page.txt")
    lines = [line for line in PAGE.splitlines() if line.strip()]
    assert len(trace.dropped) + len(article.body.split("\n\n")) == len(lines)


@pytest.mark.parametrize(
    "clock",
    [
        "2026-01-05 10:20 (월)",
        "2026.01.05 (월)",
        "2026년 1월 5일 월요일",
        "최종업데이트 2026.01.05",
    ],
)
def test_a_page_clock_is_no_publication_date(clock):
    assert clean("\n".join([clock, TITLE, *BODY]), source="p").published is None


def test_the_dates_of_comments_and_image_addresses_are_no_publication_date():
    page = "\n".join([
        TITLE, *BODY, "댓글 1", "홍두깨 2025.12.30 09:11",
        "![다른 기사](https://img.example.com/2025/11/02/1.jpg)",
    ])  # fmt: skip
    assert clean(page, source="p").published is None


@pytest.mark.parametrize(
    "label",
    [
        "입력 2025.12.09 11:20", "승인 2025.12.09", "기사입력 2025/12/09 [11:20]",
        "등록일 : 2025-12-09", "작성일\n2025-12-09", "2025-12-09 11:20", "[2025-12-09]",
        "2025.12.09 11:20 입력 | 2025.12.10 09:00 수정", "입력2025.12.09. 오전 11:20",
        "수정 2025.12.09",
    ],
)  # fmt: skip
def test_a_labelled_date_between_headline_and_text_is_the_publication_date(label):
    page = "\n".join([TITLE, label, *BODY])
    assert clean(page, source="p").published == date(2025, 12, 9)


def test_the_first_publication_counts_more_than_a_revision():
    page = "\n".join([TITLE, "수정 2025.12.11 08:00", "입력 2025.12.09 11:20", *BODY])
    assert clean(page, source="p").published == date(2025, 12, 9)


@pytest.mark.parametrize(
    ("credited", "publisher", "byline"),
    [
        ("가람일보 박서연 기자 | ", "가람일보", "박서연"),
        ("[가람뉴스= 기자] ", "가람뉴스", None),
        ("[가람뉴스=박서연 기자] ", "가람뉴스", "박서연"),
        ("(양산=가람통신) 박서연 기자 = ", "가람통신", "박서연"),
        ("[양산=가람통신]박서연 기자 = ", "가람통신", "박서연"),
        ("[가람일보 박서연 기자] ", None, "박서연"),
    ],
)
def test_credits_before_the_first_sentence_are_cut_off_and_read(credited, publisher, byline):
    article = clean("\n".join([TITLE, credited + LEAD, COST, QUOTE]), source="p")
    assert article.body.split("\n\n") == BODY
    assert article.byline == byline
    assert publisher is None or article.publisher == publisher


def test_a_bracket_that_is_no_credit_stays_in_the_text():
    listed = "[사업개요] 시는 황산공원 12만 ㎡에 탐방로 4.2km와 전망대 두 곳을 새로 놓는다."
    assert listed in paragraphs(TITLE, LEAD, listed, COST, QUOTE)


@pytest.mark.parametrize(
    "tail", [" 박서연 기자 seoyeon@example.com", " /양산=박서연 기자", " seoyeon@example.com"]
)
def test_a_reporter_behind_the_last_sentence_is_cut_off(tail):
    assert paragraphs(TITLE, LEAD, COST, QUOTE + tail) == BODY


def test_a_caption_given_twice_is_not_body():
    caption = "지난 2일 양산시 관계자들이 황산공원 탐방로 예정지를 둘러보고 있다."
    assert paragraphs(TITLE, LEAD, caption, caption, COST, QUOTE) == BODY


@pytest.mark.parametrize(
    "caption",
    [
        "황산공원 탐방로 조감도. 사진=양산시 제공", "사진은 황산공원 전망대 예정지.",
        "[사진=양산시]", "지난 1일 황산공원에서 열린 걷기 행사 모습.",
        "나동연 시장이 참석자들과 기념촬영을 하고 있다.",
        "*사진설명 : 황산공원 전망대에서 본 낙동강의 겨울 풍경이다.",
    ],
)  # fmt: skip
def test_captions_and_photo_credits_are_not_body(caption):
    assert paragraphs(TITLE, caption, LEAD, COST, QUOTE) == BODY


def test_a_summary_above_the_text_is_dropped_and_the_text_stays_whole():
    page = [TITLE, LEAD, QUOTE.replace("“", '"').replace("”", '"'), "글자크기", *BODY]
    assert paragraphs(*page) == BODY


def test_a_lead_that_a_footer_repeats_stays_in_the_body():
    page = [TITLE, *BODY, "저작권자 © 가람일보", *["메뉴"] * 9, LEAD]
    assert paragraphs(*page) == BODY


def test_a_site_that_speaks_politely_is_not_the_article():
    page = [TITLE, "이 누리집은 여러분이 만드는 지역 언론의 대표 공간입니다.", *BODY]
    assert paragraphs(*page) == BODY


def test_an_article_written_politely_is_read_as_well():
    polite = [
        "양산시가 황산공원에 낙동강 생태관광 거점을 만들기로 했습니다.",
        "2027년까지 168억 원을 들여 탐방로와 전망대를 놓습니다.",
        "양산시는 내년 봄에 공사를 시작할 수 있다고 설명했습니다.",
    ]
    assert paragraphs(TITLE, *polite) == polite


def test_headings_and_items_between_paragraphs_are_body():
    listed = [
        LEAD, "시가 밝힌 사업 내용은 다음과 같이 세 갈래로 나뉜다.",
        "■ 생태 탐방로 : 2개 사업, 96억원",
        "○ 사업기간 : 2025. 3. 1. ~ 2027. 12. 31.", "○ 착공일 : 2026. 3. 2.", COST, QUOTE,
    ]  # fmt: skip
    assert paragraphs(TITLE, *listed) == listed


def test_a_box_of_other_articles_inside_the_text_is_not_body():
    box = ["관련기사", "밀양시, 딸기 축제 3월에 열기로", "창원시 버스 노선 개편안 공개"]
    text = [LEAD, COST, f"{COST} {COST}", f"{LEAD} {COST}", QUOTE, f"{QUOTE} {LEAD}"]
    assert paragraphs(TITLE, *text[:4], *box, *text[4:]) == text


def test_a_list_of_other_headlines_below_the_text_is_not_body():
    others = ["- 밀양시, 딸기 축제 3월 개최… 작년보다 이틀 늘려", "- 창원 버스 노선 어떻게 바뀌나"]
    assert paragraphs(TITLE, *BODY, *others) == BODY


def test_a_short_last_sentence_belongs_to_the_text():
    assert paragraphs(TITLE, *BODY, "공사는 내년 3월 시작한다.", "구독") == [
        *BODY,
        "공사는 내년 3월 시작한다.",
    ]


def test_comments_below_the_text_are_not_body():
    comment = "우리 동네에도 이런 길이 있으면 좋겠는데 언제쯤 생기는지 아는 사람이 없다."
    assert paragraphs(TITLE, *BODY, "댓글 2", "홍두깨", comment) == BODY


def test_a_photographers_sign_inside_the_text_does_not_end_it():
    assert paragraphs(TITLE, LEAD, "황산공원 겨울 풍경. ⓒ양산시", COST, QUOTE) == BODY


def test_the_day_on_which_a_newspaper_was_registered_is_no_publication_date():
    imprint = "등록번호: 경남 아00999 | 등록일: 2012-03-04 | 발행인: 홍두깨"
    assert clean("\n".join([TITLE, *BODY, imprint]), source="p").published is None


def test_links_in_markdown_leave_their_words():
    linked = COST.replace("국비 84억 원", "[국비 84억 원](https://example.com/84)")
    assert paragraphs(f"# {TITLE}", "", LEAD, "", linked, "", QUOTE) == BODY


def test_a_second_article_below_the_first_is_not_body():
    second = "[가람일보] 거제시가 조선소 기숙사를 문화 공간으로 바꾸는 사업을 시작했다고 밝혔다."
    page = [TITLE, *BODY, "배너", "거제시 기숙사, 문화 공간으로", second]
    assert paragraphs(*page) == BODY


def test_lines_broken_at_a_column_are_one_paragraph():
    wrapped = [
        "양산시가 황산공원 일대에 낙동강 생태관광 거점을 만드는",
        "사업에 나선다고 9일 밝혔다. 시는 2027년까지 모두 168억",
        "원을 들여 탐방로와 전망대를 놓고 주차장도 넓힌다.",
    ]
    page = "\n".join([TITLE, "", *wrapped, "", QUOTE])
    assert paragraphs(page) == [" ".join(wrapped), QUOTE]


def test_spaces_are_folded_and_all_other_characters_stay():
    odd = LEAD.replace("황산공원", "황산공원\u00a0\u3000").replace("낙동강", "낙동강ㆍ㎡\u200b")
    assert paragraphs(TITLE, odd, COST)[0] == LEAD.replace("황산공원 ", "황산공원 ").replace(
        "낙동강", "낙동강ㆍ㎡"
    )


def test_one_paragraph_alone_is_an_article():
    assert paragraphs(LEAD) == [LEAD]


def test_cleaning_a_clean_body_changes_nothing():
    body = clean(PAGE, source="p").body
    assert clean(body, source="p").body == body


def test_an_english_article_is_told_from_its_page():
    text = [
        "The city of Yangsan will spend 16.8 billion won on a park, officials said Tuesday.",
        "Work on the trails is to begin in March 2026 and to end by late 2027, they added.",
    ]
    page = [
        "Menu", "Sign in", "Yangsan to build riverside park", "By Seo-yeon Park", "Dec. 9, 2025",
        *text, "Related articles", "Miryang to open strawberry festival", "© 2025 Garam Times",
    ]  # fmt: skip
    article = clean("\n".join(page), source="p")
    assert article.body.split("\n\n") == text
    assert (article.title, article.language) == ("Yangsan to build riverside park", "en")
    assert (article.byline, article.published) == ("Seo-yeon Park", date(2025, 12, 9))


@pytest.mark.parametrize(
    "menus",
    [
        "홈\n정치\n경제\n사회\n문화\n로그인\n회원가입\n구독하기\n고객센터",
        "이 누리집은 대한민국 공식 전자정부 누리집입니다.\n본문 바로가기\n민원안내\n정보공개",
        "Home\nNews\nSports\nSubscribe\nSign in to your account to continue reading.",
    ],
)
def test_a_page_of_menus_holds_no_article(menus):
    with pytest.raises(NoArticleError, match=r"menus\.txt holds no article"):
        clean(menus, source="menus.txt")


def test_a_page_of_many_thousand_lines_is_read():
    page = "\n".join(["메뉴 하나"] * 30_000 + [TITLE, *BODY] + ["가" * 50] * 30_000)
    assert paragraphs(page) == BODY


@pytest.mark.parametrize(
    "line",
    [
        "2025.11.05 14:32 송아름 기자",
        "샛별신문  |  2025-11-05 18:02  |  국다온 기자",
        "국다온 기자 2025. 11. 05. 09:10",
    ],
)
def test_a_reporter_s_line_under_the_headline_gives_the_date(line):
    text = f"샛별시, 강가에 물빛공원 만든다\n{line}\n\n{LEAD}"
    assert clean(text, source="p").published == date(2025, 11, 5)


def test_another_article_s_title_with_its_reporter_gives_no_date():
    line = "이웃 마을 딸기축제 손님 십만 명 넘어서 국다온 기자 2025.11.05"
    text = f"샛별시, 강가에 물빛공원 만든다\n{line}\n\n{LEAD}"
    assert clean(text, source="p").published is None
