"""HTML: the body by trafilatura, and what the page says of itself to machines."""

from __future__ import annotations

import html
import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._dates import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from llmextract.article import Language

__all__ = ["Markup", "looks_like_html", "read_html"]

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|article|section|span|br|meta|table)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "button", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody", "td",
    "th", "thead", "tr", "ul",
})  # fmt: skip
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "head"})


_SILENCE = logging.NullHandler()


@dataclass(frozen=True)
class Markup:
    """What an HTML page gave.

    Attributes:
        body: Lines of the main text as trafilatura tells it; empty where it found none.
        text: All lines of the page, as a reader would copy them.
        title, published, publisher, byline: From JSON-LD and meta elements.
    """

    body: list[str]
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    byline: str | None = None


def looks_like_html(text: str) -> bool:
    """Tells HTML from text by its tags, not by a file's name."""
    return len(_TAG.findall(text[:200_000])) >= 2 or bool(_TAG.match(text.lstrip()[:500]))  # noqa: PLR2004


def read_html(page: str, language: Language) -> Markup | None:
    """Reads a page, or returns None where the parser can make no tree of it."""
    import trafilatura  # noqa: PLC0415 - start-up stays fast

    # It warns of each page without a body; that is said once, by the error.
    logging.getLogger("trafilatura").addHandler(_SILENCE)
    tree = trafilatura.load_html(page)
    if tree is None:
        return None
    facts = _facts(tree)
    text = "\n".join(_visible_lines(tree))
    body = trafilatura.extract(
        page, include_comments=False, include_tables=True, include_images=False, favor_recall=False
    )
    published = next((d for t in facts["published"] if (d := parse_timestamp(t, language))), None)
    return Markup(
        body=(body or "").splitlines(),
        text=text,
        title=_first(facts["title"]),
        published=published,
        publisher=_first(facts["publisher"]),
        byline=_first(facts["byline"]),
    )


def _first(values: list[str]) -> str | None:
    folded = (" ".join(html.unescape(value).split()) for value in values)
    return next((value for value in folded if value and not value.startswith("http")), None)


def _visible_lines(tree: Any) -> Iterator[str]:  # noqa: ANN401 - lxml is untyped
    """Yields the text of the page, one block a line, without recursion."""
    from lxml import etree  # noqa: PLC0415 - start-up stays fast

    pieces: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if node.tag in _BLOCKS:
            yield " ".join("".join(pieces).split())
            pieces = []
        hidden += (node.tag in _HIDDEN) * {"start": 1, "end": -1}.get(event, 0)
        text = node.text if event == "start" else node.tail
        if text and not hidden:
            pieces.append(text)
    yield " ".join("".join(pieces).split())


_META = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "pubdate",
        "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
        "article.created", "date",
    ),
    "title": ("og:title", "twitter:title"),
    "publisher": ("og:site_name", "article:publisher_name", "dc.publisher"),
    "byline": ("article:author_name", "author", "dable:author", "byl", "parsely-author"),
}  # fmt: skip
_PATHS = {
    "title": ("//h1[@itemprop='headline']", "//title"),
    "published": (
        "//time[@itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//time[@pubdate]/@datetime",
    ),
}


def _facts(tree: Any) -> dict[str, list[str]]:  # noqa: ANN401 - lxml is untyped
    """Collects statements about the page, the most deliberate first: JSON-LD, meta, markup."""
    facts: dict[str, list[str]] = {name: [] for name in _META}
    for item in _linked_data(tree):
        facts["title"] += _strings(item.get("headline"))
        facts["published"] += _strings(item.get("datePublished"))
        facts["publisher"] += _strings(item.get("publisher"))
        facts["byline"] += _strings(item.get("author"))
    metas = _metas(tree)
    for name, keys in _META.items():
        facts[name] += [metas[key] for key in keys if metas.get(key)]
    for name, paths in _PATHS.items():
        found = [node for path in paths for node in tree.xpath(path)[:1]]
        facts[name] += [node if isinstance(node, str) else node.text_content() for node in found]
    return facts


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401 - lxml is untyped
    metas: dict[str, str] = {}
    for node in tree.iterfind(".//meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop") or ""
        metas.setdefault(key.lower(), node.get("content") or "")
    return metas


_ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "Report")


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
                if any(kind in _ARTICLE_TYPES for kind in kinds):
                    yield item
                queue.extend(item.get("@graph") or [])


def _strings(value: object) -> list[str]:
    """Returns the names in a JSON-LD value: a string, an object with a name, or a list of them."""
    values = value if isinstance(value, list) else [value]
    named = [v.get("name") if isinstance(v, dict) else v for v in values]
    return [name for name in named if isinstance(name, str) and name.strip()]
