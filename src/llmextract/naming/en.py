"""English bodies and persons: Leeds City Council; Priya Holt, chair of the Northern Arts Fund."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.naming.ko_persons import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_bodies", "find_persons"]

_CAPITAL = r"[A-Z][\w'’&-]*"
_INSIDE = rf"(?: (?:of|for|the|and) (?={_CAPITAL})|[ ])"
_END = (
    r"Council|University|College|Institute|Laboratory|Hospital|Ltd|Limited|plc|PLC|Inc|LLC|GmbH|Corp"
    r"|Corporation|Agency|Authority|Foundation|Association|Federation|Union|Commission|Chamber|Society"
    r"|Ministry|Partnership|Board|Police|Group|Holdings|Bank|Government|Trust|Homes|Housing|Consortium"
)
_BODY = re.compile(
    rf"\b(?:(?:{_CAPITAL} ){{1,5}}(?:{_END})\b"
    rf"(?: (?:of|for) (?:(?:the|and) )?{_CAPITAL}(?:(?: and)? {_CAPITAL}){{0,3}})?"
    rf"|(?:University|Institute|College|Department|Ministry|Office|Bank|Chamber) (?:of|for) (?:the )?"
    rf"{_CAPITAL}(?:(?:,? and|,)? {_CAPITAL}){{0,3}})"
)
_ARTICLE = re.compile(
    r"^(?:The|A|An|And|But|At|In|For|With|From|By|On|Its|Their|Our|This|That|When|While|As) "
)

_TITLES = (
    r"(?:deputy |vice |assistant |acting |interim |executive |managing |chief |council |project |site )*"
    r"(?:leader|chair|chairman|chairwoman|chairperson|director|mayor|president|executive|officer|head"
    r"|manager|minister|secretary|professor|principal|dean|curator|commissioner|founder|spokeswoman"
    r"|spokesman|spokesperson|chancellor|vice-chancellor|councillor)"
)
_NAME = r"[A-Z][a-z'’]+ (?:[A-Z]\. |de |van |Mc|O['’])?[A-Z][A-Za-z'’-]+"
_AFTER = re.compile(
    rf"\b(?P<name>{_NAME}), (?:(?:the|its|their|a|who is)\s)?(?:\w+['’]s )?(?P<title>{_TITLES})(?: (?:of|at|for) (?:the )?(?P<body>{_CAPITAL}(?:(?: (?:of|for|and|the))* {_CAPITAL}){{0,5}}))?"
)
_BEFORE = re.compile(
    rf"(?:\b(?P<body>(?:{_CAPITAL} ){{1,5}}))?(?P<title>{_TITLES})(?: of (?:the )?(?P<of>{_CAPITAL}(?:(?: (?:of|for|and|the))* {_CAPITAL}){{0,5}}),)? (?P<name>{_NAME})\b",
    re.MULTILINE,
)


_NO_PERSON = re.compile(
    r"^(?:The|A|An|It|He|She|They|We|In|On|At|But|And|That|This|Those|Councillors?|Police|Labour|Officials)\b"
    rf"|(?:{_END})$"
)

_SPEAKS = re.compile(
    rf"(?P<name>{_NAME})(?:, (?:who|whose) [^.,;\n]{{3,60}},?)? (?:said|says|told|added|called|warned|argued|welcomed)\b"
    rf"|(?:said|says|added) (?P<last>{_NAME})(?=[,.])"
)
"""Who is quoted; an office need not be told."""


def find_bodies(text: str) -> Iterator[tuple[int, int]]:
    """Where councils, universities, companies and their like are named.

    Yields:
        Start and end, without "the"; in the order of the text.
    """
    for found in _BODY.finditer(text):
        start = found.start()
        while article := _ARTICLE.search(text[start : found.end()]):
            start += article.end()
        if " " in text[start : found.end()]:
            yield start, found.end()


def find_persons(text: str) -> Iterator[Person]:
    """Where a person is named with an office.

    Yields:
        Those with the office behind the name, then those with the office before it.
    """
    for found in _AFTER.finditer(text):
        yield Person(*found.span("name"), found["title"], found["body"])
    for found in _BEFORE.finditer(text):
        body = found["of"] or (found["body"] or "").strip() or None
        yield Person(*found.span("name"), found["title"], body)
    for found in _SPEAKS.finditer(text):
        start, end = found.span("name" if found["name"] else "last")
        if not _NO_PERSON.search(text[start:end]):
            yield Person(start, end, None, None)
