"""What a crawler leaves: packed files, lists, rows, damage; and what is said of each page."""

import gzip
import io
import json
import os
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from llmextract.cleaning import _files, _html, _sources, clean, clean_with_trace, list_sources
from llmextract.cli.clean import clean as command
from llmextract.errors import NoArticleError, UnreadableError

TEXT = [
    "하동군이 섬진강 하구에 재첩 문화관을 짓기로 하고 설계 공모에 들어갔다고 밝혔다.",
    "군은 지상 2층 건물과 체험장을 세우고 재첩잡이 손틀어업을 알릴 계획이다.",
]
TITLE = "하동에 재첩 문화관 들어선다"
PAGE = "\n".join([TITLE, "입력 2025.11.12 10:00", *TEXT, "박서연 기자"])
ROW = {"body": PAGE, "title": "재첩 문화관", "date": "2025-11-30"}


def bodies(*paths):
    return [source.read().body.split("\n\n") for source in list_sources(paths)]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "A.TXT.GZ"])
def test_a_packed_page_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(PAGE.encode("cp949")))
    assert bodies(tmp_path) == [TEXT]


def test_packed_rows_are_read_one_by_one(tmp_path):
    rows = (json.dumps(ROW, ensure_ascii=False) + "\n") * 2
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    assert bodies(tmp_path) == [TEXT, TEXT]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.json.gz"])
def test_a_damaged_packed_file_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(PAGE.encode())[:-12])
    (source,) = [s for s in list_sources([tmp_path]) if "gz:" not in s.name]
    with pytest.raises(UnreadableError, match="damaged gzip file"):
        source.read()


def test_rows_in_wide_characters_are_read(tmp_path):
    rows = (json.dumps(ROW, ensure_ascii=False) + "\n") * 2
    (tmp_path / "news.jsonl").write_bytes(rows.encode("utf-16"))
    assert bodies(tmp_path) == [TEXT, TEXT]


def test_a_json_file_may_hold_a_list_of_articles(tmp_path):
    path = tmp_path / "news.json"
    path.write_text(json.dumps([ROW, {"no": "text"}, ROW]), encoding="utf-8")
    first, second, third = list_sources([path])
    assert [first.name[-6:], third.name[-6:]] == ["json:1", "json:3"]
    assert first.read().body == third.read().body
    with pytest.raises(UnreadableError, match=r"news\.json:2 has no text"):
        second.read()


def test_rows_may_come_from_standard_input(monkeypatch):
    raw = (json.dumps(ROW) + "\n\n" + json.dumps(ROW)).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert [source.name for source in list_sources(["-"])] == ["-:1", "-:2"]


def test_the_row_wins_over_the_command_line_and_both_over_the_page(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps([ROW, {"body": PAGE}]), encoding="utf-8")
    first, second = (source.read(date(2025, 12, 1)) for source in list_sources([path]))
    assert (first.published, first.title) == (date(2025, 11, 30), "재첩 문화관")
    assert (second.published, second.title) == (date(2025, 12, 1), TITLE)


def test_a_broken_byte_outside_the_article_costs_nothing():
    head = f'<meta charset="utf-8"><meta name="description" content="{TITLE}">'.encode()
    page = b"<html><head>" + head[:-4] + b'"></head><body>' + PAGE.replace("\n", "<p>").encode()
    page += "<ul>메뉴</ul>".encode() * 200
    assert clean(page, source="a").body.split("\n\n") == TEXT


def test_a_broken_byte_in_the_article_is_an_error():
    page = f"{PAGE}\n{'메뉴 ' * 200}".encode().replace("손틀어업".encode(), b"\xff")
    with pytest.raises(UnreadableError, match=r"^a\.txt is damaged"):
        clean(page, source="a.txt")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요.", "an error page"),
        ("Sorry, the page you are looking for could not be found on this server.", "an error page"),
        ("이 기사는 유료회원 전용입니다. 구독하시면 전문을 읽으실 수 있습니다.", "a paywall"),
        ("This article is for subscribers only. Subscribe now to continue reading.", "a paywall"),
        ("아이디와 비밀번호를 입력하세요. 로그인 후 이용하실 수 있습니다.", "a login page"),
        ("You need to enable JavaScript to run this app in your own browser.", "its scripts"),
        ("We use cookies to personalise content and to analyse traffic. Accept all?", "cookies"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "<html><body><h1>안내</h1><p>{}</p></body></html>"])
def test_a_page_without_an_article_is_called_what_it_is(form, said, kind):
    with pytest.raises(NoArticleError, match=f"^page holds no article: .*{kind}"):
        clean(form.format(said), source="page")


WALL = "이 기사는 유료회원 전용입니다. 전문을 읽으시려면 구독해 주세요."


@pytest.mark.parametrize("form", ["{}\n{}\n{}", "<body><h1>{}</h1><p>{}</p><div>{}</div></body>"])
def test_the_beginning_of_an_article_before_a_paywall_is_no_article(form):
    page = form.format(TITLE, f"{TEXT[0]} 군은 지상 2층…", WALL)
    with pytest.raises(NoArticleError, match="stops at a paywall"):
        clean(page, source="page")


def test_a_whole_article_above_a_word_about_subscriptions_is_an_article():
    page = "\n".join([TITLE, *TEXT, "구독하시면 매일 아침 소식을 보내 드립니다."])
    assert clean(page, source="page").body.split("\n\n") == TEXT


def test_news_about_a_failing_site_is_an_article():
    news = [
        "지난 3일 예매 사이트에서 오류가 발생해 이용자 2만 명이 표를 사지 못했다.",
        "회사는 서버를 늘리는 공사가 늦어진 탓이라며 이달 안에 고치겠다고 밝혔다.",
    ]
    assert clean("\n".join(["예매 사이트 또 멈췄다", *news]), source="a").body.split("\n\n") == news


TEASER = (
    "<div><a href=#><b>군, 어촌 활력 사업 {0}호 추진</b></a><p>군이 어촌을 살리는 {0}번째 사업을 "
    "추진한다고 밝혔다. 공사는 내년에 끝난다.</p><span>2025.12.{0}</span></div>"
)


@pytest.mark.parametrize(
    "page",
    [
        "".join(TEASER.format(day) for day in range(10, 24)),
        "".join(
            f"<li><a href=#>군, 어촌 활력 사업 {n}호 본격 추진한다</a></li>" for n in range(20)
        ),
        "\n".join(f"군, 어촌 활력 사업 {n}호 본격 추진\n2025.12.{n}" for n in range(10, 30)),
    ],
)
def test_a_list_of_articles_is_no_article(page):
    with pytest.raises(NoArticleError, match="list of headlines"):
        clean(f"<html><body>{page}</body></html>" if "<" in page else page, source="list")


HEADLINES = [
    ("군, 어촌 활력 사업 추진", "군이 어촌을 살리는 활력 증진 사업을 내년까지 추진한다고 밝혔다."),
    ("시립미술관 겨울 특별전 연다", "시립미술관이 다음 달부터 지역 작가 30명의 특별전을 연다."),
    ("도심 하천 정비에 120억 투입", "시는 도심 하천 2.4km를 정비하는 데 120억 원을 들이기로 했다."),
    ("청년 창업 공간 세 곳 개소", "원도심 빈 건물 세 곳이 청년 창업 공간으로 바뀌어 문을 열었다."),
    ("버스 노선 11월부터 변경", "시내버스 12개 노선이 다음 달 3일부터 바뀌어 환승이 쉬워진다."),
    (
        "지역 대학 인공지능 학과 신설",
        "지역 대학이 내년부터 인공지능 학과를 만들어 40명을 뽑기로 했다.",
    ),
]


@pytest.mark.parametrize(
    ("form", "joint"),
    [
        ("{}\n{}", "\n\n"),
        ("{}\n\n{}\n더보기", "\n"),
        ("<div><h3><a href=#>{}</a></h3><div>{}</div></div>", ""),
        ("<tr><td><a href=#>{}</a><br>{}</td></tr>", ""),
    ],
)
def test_headlines_with_a_whole_sentence_each_and_no_day_are_a_list(form, joint):
    page = joint.join(form.format(*item) for item in HEADLINES)
    with pytest.raises(NoArticleError, match="list of headlines"):
        clean(f"<html><body><table>{page}" if "<" in page else page, source="list")


PARTS = [
    "문화관은 무엇을 하는 곳인가",
    "문화관 건물은 지상 2층으로 짓고 재첩을 알리는 전시실과 체험장을 둔다고 군은 밝혔다.",
    "문화관 공사는 언제 시작하나",
    "문화관 공사는 설계 공모가 끝나는 내년 3월에 시작해 이듬해 말까지 이어질 예정이다.",
    "문화관 운영은 누가 맡나",
    "문화관 운영은 군이 세운 재단이 맡고 재첩잡이 어민 모임이 체험장을 꾸리기로 했다.",
    "문화관 사업비는 어디서 나오나",
    "문화관 사업비는 군비와 도비로 절반씩 마련하며 모두 48억 원이 들 것으로 보인다.",
    "문화관 입장료는 얼마인가",
    "문화관 입장료는 어른 2천 원으로 하되 군민에게는 받지 않기로 의견을 모았다고 한다.",
]


def test_an_article_of_parts_with_headings_is_no_list():
    assert clean("\n".join([TITLE, TEXT[0], *PARTS]), source="a").body.split("\n\n") == [
        TEXT[0],
        *PARTS,
    ]


FRONT = """---
title: "하동 재첩 문화관, 설계 공모 시작"
date: 2025-11-12T10:00:00+09:00
authors: [박서연, 정하늘]
source: https://example.com/news/7
tags: [하동]
---

"""


def test_the_head_of_a_markdown_file_gives_facts_and_no_text(tmp_path):
    (tmp_path / "a.md").write_text(FRONT + "# 재첩\n\n" + "\n\n".join(TEXT), encoding="utf-8")
    (source,) = list_sources([tmp_path])
    article, trace = source.trace()
    assert article.body.split("\n\n") == TEXT
    assert (article.title, article.byline) == ("하동 재첩 문화관, 설계 공모 시작", "박서연, 정하늘")
    assert (article.published, article.address) == (
        date(2025, 11, 12),
        "https://example.com/news/7",
    )
    assert trace.evidence["published"].where == "front matter date"


@pytest.mark.parametrize("head", ["---\n", "---\n- 하나\n---\n", "---\na: [\n---\n", "---\n---\n"])
def test_dashes_that_hold_no_facts_are_a_rule_above_the_text(head):
    article = clean(head + PAGE, source="a.md")
    assert (article.title, article.body.split("\n\n")) == (TITLE, TEXT)


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (source,) = list_sources([tmp_path])
    with pytest.raises(UnreadableError, match=r"a\.txt is no file but a pipe or a device"):
        source.read()


def test_a_link_to_nothing_is_named(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (source,) = list_sources([tmp_path])
    with pytest.raises(UnreadableError, match=r"a\.txt is a link to a file that does not exist"):
        source.read()


def test_a_row_beyond_the_limit_fails_once_and_the_next_is_read(tmp_path, monkeypatch):
    for module in (_files, _sources):
        monkeypatch.setattr(module, "MAX_INPUT", 2000)
    rows = ["{" + " " * 9000, json.dumps(ROW, ensure_ascii=False)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    long, good = list_sources([tmp_path])
    with pytest.raises(UnreadableError, match="is longer than"):
        long.read()
    assert good.read().body.split("\n\n") == TEXT


def test_a_page_of_too_many_elements_is_refused_before_it_costs_minutes(monkeypatch):
    monkeypatch.setattr(_html, "MOST_ELEMENTS", 100)
    with pytest.raises(UnreadableError, match=r"^a has 20\d elements"):
        clean("<html><body>" + "<p>가</p>" * 200, source="a")


def test_text_far_beyond_a_page_is_refused():
    with pytest.raises(UnreadableError, match=r"^a has 2 million characters"):
        clean("메뉴 하나\n" * 400_000, source="a")


def test_each_fact_comes_with_the_words_that_say_it():
    _, trace = clean_with_trace(PAGE, source="a")
    said = {name: (fact.where, fact.text) for name, fact in trace.evidence.items()}
    assert said == {
        "title": ("line above the text", TITLE),
        "published": ("labelled line", "입력 2025.11.12 10:00"),
        "byline": ("byline", "박서연 기자"),
    }


def test_the_page_says_where_it_is():
    head = '<link rel="canonical" href="https://news.example.com/a/1"><title>x</title>'
    page = f"<html><head>{head}</head><body><p>{'</p><p>'.join(TEXT)}</p></body></html>"
    assert clean(page, source="a").address == "https://news.example.com/a/1"
    front = page.replace("/a/1", "/")
    assert clean(front, source="a").address is None


def test_a_time_in_greenwich_is_the_evening_before_where_the_page_says_so():
    text = [
        "The council of Marlow Bay will spend 4.2 million dollars on its harbour, it said Monday.",
        "Work on the two piers is to begin next March and should take about eighteen months.",
    ]
    head = '<meta property="article:published_time" content="2025-11-18T04:10:00Z">'
    title = "Marlow Bay to rebuild piers"
    body = f"<h1>{title}</h1><p>By Ann Lee</p><p>{{}}</p><p>{'</p><p>'.join(text)}</p>"
    page = f"<html><head>{head}<title>{title}</title></head><body>{body}</body></html>"
    assert clean(page.format("Nov. 17, 2025"), source="a").published == date(2025, 11, 17)
    assert clean(page.format(""), source="a").published == date(2025, 11, 18)


def test_paragraphs_in_boxes_of_one_make_belong_together():
    lines = [
        f"Ward {name} of the city gets a new library, and the council pays 1.{n} million for it."
        for n, name in enumerate(["North", "South", "East", "West", "Harbour", "Hill", "Castle"])
    ]
    boxes = "".join(
        f'<div class="grid"><div class="body">{"".join(f"<p>{p}</p>" for p in part)}</div></div>'
        for part in (lines[:3], lines[3:5], lines[5:])
    )
    other = '<div class="promo"><p>Elsewhere a bridge was closed, and few noticed it.</p></div>'
    text = f"<article><h1>Libraries for all wards</h1>{boxes}{other}</article>"
    page = f"<html><body>{text}</body></html>"
    found = clean(page, source="a").body.split("\n\n")
    assert [line for line in found if line.startswith("Ward")] == lines


def test_clean_as_json_shows_what_was_dropped_and_where_facts_were_found(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"메뉴\n{PAGE}\n저작권자 © 가람일보 무단전재 금지", encoding="utf-8")
    shown = json.loads(CliRunner().invoke(command, ["--json", str(path)]).output)
    assert shown["body"].split("\n\n") == TEXT
    assert shown["evidence"]["published"]["text"] == "입력 2025.11.12 10:00"
    assert {"rule": "furniture", "line": "메뉴"} in shown["dropped"]
    assert {"closing", "byline"} <= {line["rule"] for line in shown["dropped"]}
