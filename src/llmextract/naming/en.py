"""English bodies and persons: Leeds City Council; Priya Holt, chair of the Northern Arts Fund."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.naming.ko_persons import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_bodies", "find_persons"]

_LATIN = re.compile(r"[\w'’&-] [A-Za-z]")
"""Two words in Latin letters; where none follow each other no English name stands."""

_CAPITAL = r"[A-Z][\w'’&-]{0,40}+"
_ENDINGS = (
    *("Council", "University", "College", "Institute", "Laboratory", "Hospital", "Ltd", "Limited"),
    *("plc", "PLC", "Inc", "LLC", "GmbH", "Corp", "Corporation", "Agency", "Authority"),
    *("Foundation", "Association", "Federation", "Union", "Commission", "Chamber", "Society"),
    *("Ministry", "Partnership", "Board", "Police", "Group", "Holdings", "Bank", "Government"),
    *("Trust", "Homes", "Housing", "Consortium"),
)
"""What the names of bodies end in: forms of companies, and kinds of public bodies and clubs."""

_HEADS = "University|Institute|College|Department|Ministry|Office|Bank|Chamber"
"""What they begin with, before what they are of or for."""

_END = "|".join(_ENDINGS)
_BODY = re.compile(
    rf"\b(?:(?:{_CAPITAL} ){{1,5}}(?:{_END})\b"
    rf"(?: (?:of|for) (?:(?:the|and) )?{_CAPITAL}(?:(?: and)? {_CAPITAL}){{0,3}})?"
    rf"|(?:{_HEADS}) (?:of|for) (?:the )?{_CAPITAL}(?:(?:,? and|,)? {_CAPITAL}){{0,3}})"
)
_ARTICLE = re.compile(
    r"(?:The|A|An|And|But|At|In|For|With|From|By|On|Its|Their|Our|This|That|When|While|As) "
)

_RANKS = (
    *("deputy", "vice", "assistant", "acting", "interim", "executive", "managing", "chief"),
    *("council", "project", "site"),
)
_OFFICES = (
    *("leader", "chair", "chairman", "chairwoman", "chairperson", "director", "mayor"),
    *("president", "executive", "officer", "head", "manager", "minister", "secretary"),
    *("professor", "principal", "dean", "curator", "commissioner", "founder", "spokeswoman"),
    *("spokesman", "spokesperson", "chancellor", "vice-chancellor", "councillor"),
)
"""Offices as English news names them, after ranks (`_RANKS`): deputy council leader."""

_TITLES = rf"(?:(?:{'|'.join(_RANKS)}) ){{0,4}}(?:{'|'.join(_OFFICES)})"
_NAME = r"[A-Z][a-z'’]+ (?:[A-Z]\. |de |van |Mc|O['’])?[A-Z][A-Za-z'’-]+"
_OF = rf"{_CAPITAL}(?:(?: (?:of|for|and|the)){{0,3}} {_CAPITAL}){{0,5}}"
_AFTER = re.compile(
    rf"\b(?P<name>{_NAME}), (?:(?:the|its|their|a|who is)\s)?(?:\w+['’]s )?(?P<title>{_TITLES})"
    rf"(?: (?:of|at|for) (?:the )?(?P<body>{_OF}))?"
)
_BEFORE = re.compile(
    rf"(?:\b(?P<body>(?:{_CAPITAL} ){{1,5}}))?(?P<title>{_TITLES})"
    rf"(?: of (?:the )?(?P<of>{_OF}),)? (?P<name>{_NAME})\b",
)

_NO_PERSON = re.compile(
    r"^(?:The|A|An|It|He|She|They|We|In|On|At|But|And|That|This|Those|Councillors?|Police"
    rf"|Labour|Officials)\b|(?:{_END})$"
)

_SPEAKS = re.compile(
    rf"(?P<name>{_NAME})(?:, (?:who|whose) [^.,;\n]{{3,60}},?)?"
    r" (?:said|says|told|added|called|warned|argued|welcomed)\b"
    rf"|(?:said|says|added) (?P<last>{_NAME})(?=[,.])"
)
"""Who is quoted; an office need not be told."""


def find_bodies(text: str) -> Iterator[tuple[int, int]]:
    """Where councils, universities, companies and their like are named.

    Yields:
        Start and end, without "the"; in the order of the text.
    """
    for found in _BODY.finditer(text) if _LATIN.search(text) else ():
        start = found.start()
        while article := _ARTICLE.match(text, start, found.end()):
            start = article.end()
        if " " in text[start : found.end()]:
            yield start, found.end()


def find_persons(text: str) -> Iterator[Person]:
    """Where a person is named with an office.

    Yields:
        Those with the office behind the name, then those with the office before it, then those
        who are quoted.
    """
    if not _LATIN.search(text):
        return
    for found in _AFTER.finditer(text):
        yield Person(*found.span("name"), found["title"], found["body"])
    for found in _BEFORE.finditer(text):
        body = found["of"] or (found["body"] or "").strip() or None
        yield Person(*found.span("name"), found["title"], body)
    for found in _SPEAKS.finditer(text):
        start, end = found.span("name" if found["name"] else "last")
        if not _NO_PERSON.search(text[start:end]):
            yield Person(start, end, None, None)
