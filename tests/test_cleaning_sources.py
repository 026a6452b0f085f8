"""Bad input and many inputs: each page fails alone, with a sentence that names it."""

import io
import json
import sys
from datetime import date
from types import SimpleNamespace

import pytest

from llmextract.cleaning import _decode, _headline, clean, list_sources
from llmextract.errors import ArticleError, UnreadableError

TEXT = [
    "하동군이 섬진강 하구에 재첩 문화관을 짓기로 하고 설계 공모에 들어갔다고 12일 밝혔다.",
    "군은 2026년 말까지 93억 원을 들여 지상 2층 건물과 체험장을 세울 계획이다.",
]
PAGE = "\n".join(["하동에 재첩 문화관 들어선다", *TEXT])


@pytest.fixture(autouse=True)
def _no_values_in_headlines(monkeypatch) -> None:
    monkeypatch.setattr(_headline, "carries_value", lambda *_args, **_options: False)


HTML = f'<html><head><meta charset="euc-kr"></head><p>{"</p><p>".join(TEXT)}</p></html>'


def body(raw):
    return clean(raw, source="a.txt").body.split("\n\n")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949", "euc-kr"],
)
def test_korean_text_is_read_in_every_encoding_that_pages_come_in(encoding):
    assert body(PAGE.encode(encoding)) == TEXT


def test_a_declared_charset_is_believed():
    assert body(HTML.encode("cp949")) == TEXT


def test_a_declared_charset_that_is_wrong_is_not_believed():
    assert body(HTML.encode()) == TEXT


def test_a_page_cut_off_inside_its_last_character_is_read():
    assert body(PAGE.encode() + "가".encode()[:2]) == TEXT


def test_half_a_surrogate_pair_in_a_row_costs_no_more_than_its_character():
    assert body(f"{PAGE}\n\ud83d") == TEXT
    assert "\N{PARTY POPPER}" in body(f"{PAGE}\n{TEXT[1]} \ud83c\udf89 {TEXT[0]}")[-1]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (" \n\t\u3000\ufeff", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "ZIP archive"),
        (bytes(range(256)) * 20, "binary"),
        (bytes(range(1, 32)) * 50, "binary"),
        (b"\xfe\x81" * 300 + b"\xff\xb5" * 300, "no encoding"),
        (PAGE.encode()[:60] + b"\xff\xfe\xfa" + PAGE.encode()[63:], "damaged"),
        ((PAGE * 20).encode() + b"\xff" + PAGE.encode(), "damaged"),
        (b"\0" * 2000, "binary"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "an image"),
        (b"{\\rtf1\\ansi text}", "RTF document"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 100, "film"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name_and_the_reason(raw, reason):
    with pytest.raises(UnreadableError, match=rf"^photo\.bin is .*{reason}"):
        clean(raw, source="photo.bin")


def test_a_page_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(_decode, "MAX_INPUT", 1_000_000)
    with pytest.raises(UnreadableError, match="dump is longer than 1 MB"):
        clean(b"a" * 1_000_001, source="dump")


def test_a_folder_gives_its_pages_in_sorted_order_without_hidden_files(tmp_path):
    for name in ("b.txt", "a/2.html", "a/1.txt", ".git/x.txt", "a/.hidden.txt", "photo.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    names = [source.name for source in list_sources([tmp_path])]
    assert names == [str(tmp_path / name) for name in ("b.txt", "a/1.txt", "a/2.html")]


def test_a_missing_path_costs_no_other_article(tmp_path):
    good = tmp_path / "good.txt"
    good.write_text(PAGE, encoding="utf-8")
    missing, found = list_sources([tmp_path / "gone.txt", good])
    with pytest.raises(UnreadableError, match=r"gone\.txt does not exist"):
        missing.read()
    assert found.read().body.split("\n\n") == TEXT


def test_a_folder_without_articles_says_so_once(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (source,) = list_sources([tmp_path])
    with pytest.raises(UnreadableError, match="holds no article file"):
        source.read()


def test_a_file_that_vanishes_before_it_is_read_is_unreadable(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    (source,) = list_sources([path])
    path.unlink()
    with pytest.raises(UnreadableError, match=r"a\.txt cannot be read"):
        source.read()


def test_only_the_broken_row_of_a_jsonl_fails_and_is_named(tmp_path):
    rows = tmp_path / "news.jsonl"
    good = json.dumps({"body": PAGE, "date": "2025-11-12", "author": "박서연"}, ensure_ascii=False)
    rows.write_text(f'{good}\n\n{{"body": "하동\n{good}\n[1]\n{{"title": "x"}}\n', encoding="utf-8")
    outcomes = {}
    for source in list_sources([rows]):
        try:
            outcomes[source.name.rsplit("/", 1)[-1]] = source.read().published
        except ArticleError as error:
            outcomes[source.name.rsplit("/", 1)[-1]] = str(error)
    assert outcomes["news.jsonl:1"] == outcomes["news.jsonl:4"] == date(2025, 11, 12)
    assert "news.jsonl:3 is not valid JSON" in outcomes["news.jsonl:3"]
    assert "is no JSON object" in outcomes["news.jsonl:5"]
    assert "has no text" in outcomes["news.jsonl:6"]


def test_the_fields_of_a_row_go_on_the_article(tmp_path):
    rows = tmp_path / "news.jsonl"
    row = {
        "text": PAGE,
        "title": "재첩 문화관",
        "published": "2025.11.12",
        "publisher": "가람일보",
        "byline": "박서연",
        "url": "https://example.com/1",
    }
    rows.write_text(json.dumps(row), encoding="utf-8")
    (source,) = list_sources([rows])
    article = source.read(date(2020, 1, 1))
    assert (article.source, article.title) == ("https://example.com/1", "재첩 문화관")
    assert (article.published, article.publisher) == (date(2025, 11, 12), "가람일보")
    assert article.byline == "박서연"


def test_a_date_from_the_command_line_fills_the_gap_of_a_page_without_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(PAGE, encoding="utf-8")
    (source,) = list_sources([path])
    assert source.read(date(2025, 11, 12)).published == date(2025, 11, 12)


def test_a_dash_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    (source,) = list_sources(["-"])
    assert (source.name, source.read().body.split("\n\n")) == ("-", TEXT)


def test_an_empty_jsonl_is_named(tmp_path):
    rows = tmp_path / "none.jsonl"
    rows.write_text("\n\n", encoding="utf-8")
    (source,) = list_sources([rows])
    with pytest.raises(UnreadableError, match=r"none\.jsonl holds no row"):
        source.read()


def test_rows_are_not_read_before_they_are_asked_for(tmp_path):
    rows = tmp_path / "news.jsonl"
    rows.write_text((json.dumps({"body": PAGE}) + "\n") * 3, encoding="utf-8")
    sources = list_sources([rows, tmp_path / "gone"])
    assert next(iter(sources)).name.endswith("news.jsonl:1")


def test_a_json_file_is_one_article(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"content": PAGE}), encoding="utf-8")
    (source,) = list_sources([path])
    assert source.read().body.split("\n\n") == TEXT
