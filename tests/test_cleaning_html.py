"""HTML pages: the body from the markup, the facts from what the page tells machines."""

import json
from datetime import date

import pytest

from llmextract.cleaning import _headline, clean
from llmextract.errors import NoArticleError

TEXT = [
    "밀양시가 스마트팜 혁신단지에 청년 농업인을 위한 임대 온실을 짓는다고 4일 밝혔다.",
    "시는 올해부터 2028년까지 212억 원을 들여 온실 6.4㏊와 교육장을 세운다.",
    "온실에는 만 18세부터 39세까지의 청년 48명이 들어가 3년 동안 농사를 지을 수 있다.",
    "안병구 시장은 “청년이 빚 없이 농사를 시작하도록 돕겠다”며 “판로도 시가 함께 찾겠다”고 말했다.",
]
TITLE = "밀양 스마트팜에 청년 임대 온실"


@pytest.fixture(autouse=True)
def _no_values_in_headlines(monkeypatch) -> None:
    monkeypatch.setattr(_headline, "carries_value", lambda *_args, **_options: False)


def page(head="", body=None):
    text = body or "".join(f"<p>{line}</p>" for line in TEXT)
    return f"""<!DOCTYPE html><html lang="ko"><head><title>{TITLE} - 가람일보</title>{head}</head>
    <body><nav><ul><li><a href="/1">정치</a></li><li><a href="/2">경제</a></li></ul></nav>
    <article><h1>{TITLE}</h1>{text}</article>
    <aside><h3>많이 본 기사</h3><a href="/3">창원시 버스 노선 개편안 공개</a></aside>
    <footer>Copyright © 가람일보 All rights reserved.</footer></body></html>"""


def test_the_paragraphs_of_the_markup_are_the_body():
    assert clean(page(), source="a.html").body.split("\n\n") == TEXT


def test_the_window_title_loses_the_name_of_the_site():
    head = '<meta property="og:site_name" content="가람일보">'
    article = clean(page(head), source="a.html")
    assert (article.title, article.publisher) == (TITLE, "가람일보")


def test_linked_data_gives_date_publisher_and_reporter():
    facts = {
        "@graph": [
            {
                "@type": ["NewsArticle"],
                "headline": TITLE,
                "datePublished": "2025-12-03T22:10:00Z",
                "publisher": {"@type": "Organization", "name": "가람일보"},
                "author": [{"@type": "Person", "name": "박서연 기자"}],
            }
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    article = clean(page(head), source="a.html")
    # 22:10 in Greenwich is the next morning in Korea.
    assert article.published == date(2025, 12, 4)
    assert (article.publisher, article.byline) == ("가람일보", "박서연")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-12-04T09:00:00+09:00">',
        '<meta name="pubdate" content="2025-12-04 09:00">',
        """<script type="application/ld+json">{broken</script>
        <meta itemprop="datePublished" content="2025-12-04">""",
    ],
)
def test_meta_elements_give_the_date(head):
    assert clean(page(head), source="a.html").published == date(2025, 12, 4)


def test_an_empty_date_field_is_no_date():
    head = '<meta property="article:published_time" content="0001-01-01T00:00:00">'
    assert clean(page(head), source="a.html").published is None


def test_a_labelled_date_in_the_markup_is_read():
    dated = "<ul><li>박서연 기자</li><li>승인 2025.12.04 10:31</li></ul>"
    text = dated + "".join(f"<p>{line}</p>" for line in TEXT)
    assert clean(page(body=text), source="a.html").published == date(2025, 12, 4)


def test_paragraphs_parted_by_line_breaks_in_a_layout_table_are_read():
    cell = "<br><br>".join(TEXT)
    table = (
        f"<table><tr><th>제목</th><td>{TITLE}</td></tr><tr><td colspan=2>{cell}</td></tr></table>"
    )
    assert clean(page(body=table), source="a.html").body.split("\n\n") == TEXT


def test_text_behind_a_comment_in_the_markup_is_not_lost():
    cell = "<br>".join(f"<!-- 본문 -->{line}" for line in TEXT)
    table = f"<table><tr><td>{cell}</td></tr></table>"
    assert clean(page(body=table), source="a.html").body.split("\n\n") == TEXT


def test_a_fragment_of_markup_is_read_as_html():
    assert clean("".join(f"<p>{line}</p>" for line in TEXT), source="a").body.split("\n\n") == TEXT


def test_text_with_an_angle_bracket_is_no_html():
    line = "시는 사업비를 <별첨>과 같이 나눠 2028년까지 해마다 53억 원씩 쓰기로 했다고 밝혔다."
    assert line in clean("\n".join([TITLE, *TEXT, line]), source="a.txt").body


def test_a_page_without_an_article_is_named():
    with pytest.raises(NoArticleError, match=r"a\.html holds no article"):
        clean("<html><body><ul><li>정치</li><li>경제</li></ul></body></html>", source="a.html")


def test_markup_nested_ten_thousand_deep_is_read():
    deep = "<div>" * 10_000 + "".join(f"<p>{line}</p>" for line in TEXT) + "</div>" * 10_000
    page = f"<html><body>{deep}</body></html>"
    assert clean(page, source="deep.html").body.split("\n\n") == TEXT


def test_a_paragraph_that_is_a_link_to_another_article_is_not_body():
    lines = [
        "The council approved the riverside path on Tuesday after two years of talks with owners.",
        "Work will begin in the spring and should take about eighteen months, engineers said.",
        "The path will link the station with the old docks, and cyclists may use it as well.",
        "Residents of the dock quarter had asked for lamps, which the plan now includes, too.",
    ]
    link = '<p><a href="/b">A LONG HISTORY OF THE CITY AND ITS RIVER</a></p>'
    reach = "<p>Have a tip? Ana Pires may be reached at ana@example.com. Follow her elsewhere.</p>"
    text = [f"<p>{line}</p>" for line in lines]
    page = "".join(["<html><body><article>", *text[:2], link, *text[2:], reach, "</article>"])
    assert clean(page, source="page").body.split("\n\n") == lines
