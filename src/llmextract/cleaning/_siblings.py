"""Paragraphs of an HTML article that the extractor lost: they sit in the same kind of box.

A publishing system writes every paragraph of an article into elements of one make: the same
tags and classes from the page's root down. An extractor that takes the first of several
such boxes for the whole loses the others; a list of other articles is made otherwise.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from llmextract.cleaning._lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["are_teasers", "with_lost_paragraphs", "without_list_marks"]

_SHORTEST = 40
_KEY = 40
_Make = tuple[tuple[str, str], ...]


def with_lost_paragraphs(body: list[str], tree: Any) -> list[str]:  # noqa: ANN401 - lxml is untyped
    """Returns the lines of the body with the paragraphs that were lost, in their places.

    Args:
        body: Lines of the main text, as the extractor gave them.
        tree: The parsed page.
    """
    places = {_key(line): at for at, line in enumerate(body) if len(line) >= _SHORTEST}
    paragraphs = [(text, node) for node in tree.iter("p") if (text := _text_of(node))]
    kept = [(text, node) for text, node in paragraphs if _key(text) in places]
    if not kept:
        return body
    make, most = Counter(_make(node) for _, node in kept).most_common(1)[0]
    if most * 2 < len(kept) or any(tag == "a" for tag, _ in make):
        return body
    home = _home(next(node for _, node in kept if _make(node) == make))
    lost: dict[int, list[str]] = {}
    at = -1
    for text, node in paragraphs:
        at = places.get(_key(text), at)
        if at >= 0 and _key(text) not in places and _make(node) == make and _home(node) is home:
            lost.setdefault(at, []).append(text)
    return [part for at, line in enumerate(body) for part in (line, *lost.get(at, ()))]


def without_list_marks(body: list[str], tree: Any) -> list[str]:  # noqa: ANN401 - lxml is untyped
    """Takes the dashes away that the extractor put before the items of lists."""
    if not any(line.startswith(_MARK) for line in body):
        return body
    items = {_key(_joined(node)) for node in tree.iter("li")}
    return [
        line.removeprefix(_MARK) if _key(line.removeprefix(_MARK)) in items else line
        for line in body
    ]


_MARK = "- "
_FEWEST_TEASERS = 4


def are_teasers(body: list[str], tree: Any) -> bool:  # noqa: ANN401 - lxml is untyped
    """Tells whether the paragraphs are teasers: each alone in its box, beside a link.

    Args:
        body: Lines of the main text, as the extractor gave them.
        tree: The parsed page.
    """
    keys = {_key(line) for line in body if len(line) >= _SHORTEST}
    boxes = Counter(p.getparent() for p in tree.iter("p") if _key(_text_of(p)) in keys)
    teasers = sum(n == 1 and _has_link(box) for box, n in boxes.items())
    return teasers >= _FEWEST_TEASERS and teasers * 2 > sum(boxes.values())


def _has_link(box: Any) -> bool:  # noqa: ANN401 - lxml is untyped
    """Tells whether a box holds a link besides its paragraph."""
    return any(_joined(link) for link in box.xpath(".//a[not(ancestor::p)] | ancestor::a"))


def _joined(node: Any) -> str:  # noqa: ANN401 - lxml is untyped
    return " ".join(node.text_content().split())


def _text_of(node: Any) -> str:  # noqa: ANN401 - lxml is untyped
    text = _joined(node)
    return text if len(text) >= _SHORTEST else ""


def _key(text: str) -> str:
    return fold(text[: _KEY * 2])[:_KEY]


def _make(node: Any) -> _Make:  # noqa: ANN401 - lxml is untyped
    return tuple((n.tag, n.get("class") or "") for n in (node, *node.iterancestors()))


def _home(node: Any) -> Any:  # noqa: ANN401 - lxml is untyped
    """Returns the element that holds one article; others of the same make have their own."""
    return next(_homes(node), None)


def _homes(node: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml is untyped
    for ancestor in node.iterancestors():
        if ancestor.tag in {"article", "main", "body"}:
            yield ancestor
