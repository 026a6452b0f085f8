"""What an HTML page states of itself for machines: JSON-LD, meta elements, marked elements."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._bylines import read_credit_line
from llmextract.cleaning._dates import parse_timestamp
from llmextract.cleaning._facts import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from llmextract.article import Language

__all__ = ["Statements"]

_META = {
    "published": (
        "article:published_time", "datepublished", "sailthru.date", "dc.date.issued",
        "article.created", "date",
    ),
    "title": ("og:title", "twitter:title"),
    "publisher": ("og:site_name", "article:publisher_name", "dc.publisher"),
    "byline": ("article:author_name", "author", "dable:author", "byl", "parsely-author"),
    "address": ("og:url",),
}  # fmt: skip
_DATED = re.compile(r"publish|pub[-_.]?date|^pdate$|post[-_.]?date|reg[-_.]?date")
_REVISED = re.compile(r"modif|updat|expir|revis")
_PATHS = {
    "title": ("//title",),
    "published": (
        "//time[@itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//time[@pubdate]/@datetime",
    ),
}
_LINKED = {
    "title": "headline",
    "published": "datePublished",
    "publisher": "publisher",
    "byline": "author",
}

_Said = Fact[str]


@dataclass(frozen=True)
class Statements:
    """What a page states, the most deliberate first: JSON-LD, meta elements, marked elements.

    Attributes:
        said: For each fact, the statements of it.
        headings: The headings of the page, first to last.
    """

    said: Mapping[str, list[Fact[str]]]
    headings: list[Fact[str]]

    @classmethod
    def of(cls, tree: Any) -> Statements:  # noqa: ANN401 - lxml is untyped
        """Collects the statements of a parsed page."""
        return cls(_said(tree), list(_headings(tree)))

    def facts(self, language: Language) -> Facts:
        """Returns all but the title; ``language`` decides the day of a time in Greenwich."""
        publisher = next(_named(self.said["publisher"]), None)
        return Facts(
            published=_published(self.said["published"], language),
            publisher=publisher,
            byline=_byline(self.said["byline"], publisher),
            address=next((s for s in self.said["address"] if _PAGE.match(s.value)), None),
        )


# With a path: many sites give their front page as the address of every page.
_PAGE = re.compile(r"https?://[^/]+/[^/]")


def _published(said: list[_Said], language: Language) -> Fact[date] | None:
    for statement in said:
        day = parse_timestamp(statement.value, language)
        if day:
            return Fact(day, statement.where, statement.text)
    return None


def _byline(said: list[_Said], publisher: _Said | None) -> _Said | None:
    """Takes the name out of the page's author, which may be 'By …', '… 기자' or the site."""
    first = next(_named(said), None)
    if first is None or (publisher and first.value == publisher.value):
        return None
    return replace(first, value=read_credit_line(first.value).byline or first.value)


def _named(said: list[_Said]) -> Iterator[_Said]:
    return (s for s in said if s.value and not s.value.startswith("http"))


def _headings(tree: Any) -> Iterator[Fact[str]]:  # noqa: ANN401 - lxml is untyped
    for node in tree.iter("h1", "h2"):
        text = " ".join(node.text_content().split())
        if text:
            yield Fact(text, f"element {node.tag}", text)


def _said(tree: Any) -> dict[str, list[_Said]]:  # noqa: ANN401 - lxml is untyped
    """Collects statements about the page, the most deliberate first: JSON-LD, meta, markup."""
    said: dict[str, list[_Said]] = {name: [] for name in _META}
    for item in _linked_data(tree):
        for name, key in _LINKED.items():
            said[name] += (_statement(v, f"json-ld {key}") for v in _strings(item.get(key)))
    said["address"] += (
        _statement(node, "link canonical") for node in tree.xpath("//link[@rel='canonical']/@href")
    )
    metas = _metas(tree)
    dated = sorted(key for key in metas if _DATED.search(key) and not _REVISED.search(key))
    said["published"] += (_statement(metas[key], f"meta {key}") for key in dated)
    for name, keys in _META.items():
        said[name] += (_statement(metas[key], f"meta {key}") for key in keys if metas.get(key))
    for name, paths in _PATHS.items():
        for path in paths:
            found = tree.xpath(path)[:1]
            said[name] += (_statement(_text(node), f"element {path[2:]}") for node in found)
    return said


def _statement(value: str, where: str) -> _Said:
    return Fact(" ".join(html.unescape(value).split()), where, value)


def _text(node: Any) -> str:  # noqa: ANN401 - lxml is untyped
    return node if isinstance(node, str) else node.text_content()


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401 - lxml is untyped
    metas: dict[str, str] = {}
    for node in tree.iterfind(".//meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop") or ""
        metas.setdefault(key.lower(), node.get("content") or "")
    return metas


# What schema.org calls writings: Article, NewsArticle, OpinionNewsArticle, LiveBlogPosting …
_WRITINGS = ("Article", "BlogPosting", "ClaimReview", "Report")


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - lxml is untyped
    """Yields the JSON-LD objects that describe an article."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            queue = [json.loads(script.text or "null", strict=False)]
        except (ValueError, RecursionError):
            continue  # Pages carry broken JSON-LD; other evidence remains.
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(str(kind).endswith(_WRITINGS) for kind in kinds):
                    yield item
                queue.extend(item.get("@graph") or [])


def _strings(value: object) -> list[str]:
    """Returns the names in a JSON-LD value: a string, an object with a name, or a list of them."""
    values = value if isinstance(value, list) else [value]
    named = [v.get("name") if isinstance(v, dict) else v for v in values]
    return [name for name in named if isinstance(name, str) and name.strip()]
