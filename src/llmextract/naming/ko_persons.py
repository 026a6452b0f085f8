"""Persons whom a Korean text names with their office: 홍길순 김해시장, 강누리 별빛재단 이사장."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Person", "find_headed", "find_persons"]

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도"
    "소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용온봉빈"
)
"""Surnames of one syllable, the commonest first; 남궁 and its like, of two, are not among them."""

_OFFICES = {
    "시장": "시",
    "군수": "군",
    "구청장": "구",
    "도지사": "도",
    "지사": "",
    "교육감": "",
    "장관": "",
    "차관": "",
    "청장": "청",
    "처장": "처",
    "총리": "",
    "대통령": "",
    "의장": "",
    "의원": "",
    "이사장": "",
    "이사": "",
    "원장": "원",
    "소장": "소",
    "센터장": "센터",
    "관장": "관",
    "단장": "단",
    "서장": "서",
    "본부장": "본부",
    "위원장": "",
    "조합장": "조합",
    "회장": "회",
    "대표이사": "",
    "대표": "",
    "사장": "",
    "총장": "",
    "학장": "",
    "교장": "교",
    "지부장": "지부",
    "지회장": "지회",
    "지점장": "지점",
    "사무국장": "",
    "사무총장": "",
    "교수": "",
    "박사": "",
    "연구원": "",
    "감독": "",
    "작가": "",
}
"""Offices, and what of the word is the body's too where they are written as one: 김해시장 is the
시장 of 김해시, …연구원장 the 원장 of …연구원."""

_HEADS_OF_BODIES = frozenset(
    ("이사장", "원장", "회장", "대표", "대표이사", "사장", "총장", "소장", "센터장", "관장", "단장")
)
_SHORTEST_BODY = 3
"""Syllables: what stands before 대표 in two is mostly a common word."""

_DESKS = "국장|과장|실장|팀장|부장|담당관"
"""Offices inside a body, whose whole word is the title: 바이오산업과장."""

_RANK = r"(?:경제|행정|정무|수석|선임|책임|명예|공동|상임|제[12])?부?"
_TITLE = rf"(?P<title>{_RANK}(?:{'|'.join(sorted(_OFFICES, key=len, reverse=True))}))"
_NAME = rf"(?P<name>[{_SURNAMES}][가-힣]{{2}})"
_PERSON = re.compile(
    rf"(?<![가-힣A-Za-z0-9]){_NAME}(?:\(\d\d세?\))? "
    r"(?:(?P<body>[가-힣A-Za-z0-9㈜()·&]{2,20}(?: [가-힣A-Za-z0-9·]{2,14})?) )?"
    rf"(?:(?P<desk>[가-힣]{{0,10}}(?:{_DESKS}))"
    rf"|(?P<place>[가-힣A-Za-z0-9]{{2,14}}?)??{_TITLE})"
    r"(?=[은는이가을를에의와과도에,.()”’\"'·\s]|께서|$)"
)

_HEADED = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<body>[가-힣A-Za-z0-9·]{2,24}) ?"
    rf"\((?:[^()\n]{{2,30}}[,·] ?)?{_TITLE} {_NAME}\)"
)

_NO_NAMES = (
    *("유치원", "어린이집", "지난[해달번주]", "이[날번]", "전문가", "관계자", "공무원", "도의원"),
    *("시의원", "군의원", "구의원", "조합원", "연구원", "위원장", "주민", "대학생", "이사장"),
    *("구청장", "도지사", "한국", "국내", "전국", "전직", "현직", "신임", "소속", "민간", "지역"),
    *("주요", "이어", "또한", "하지만", "한편", "정부", "지방", "여야", "국회", "인근", "차기"),
    *("역대", "주무", "담당", "해당", "서울", "부산", "대구", "인천", "광주", "대전", "울산"),
    *("세종", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)
_NO_NAME = re.compile(rf"[들회된할적및등체째씩쯤께와에을를과의]$|^(?:{'|'.join(_NO_NAMES)})")
"""Words that begin as names do and stand before an office: 주민들 대표, 지난해 대표."""

_CLAUSE = re.compile(r"(?:[은는을를의에와로며고]|에서|에게|으로|까지|부터)$")
"""Words with these endings part a name from an office that is not its own."""

_KOREAN = re.compile(r"[가-힣]")

_MARKET = re.compile(r"[을의에]|에서")
"""After 시장 alone it is a market rather than a mayor: 장난감 시장을."""


class Person(NamedTuple):
    """Where a person is named, with office and body as the text has them.

    Attributes:
        start: First character of the name.
        end: One past its last.
        title: The office: ``시장``; None where the text has none.
        affiliation: The body, verbatim; None where the text only has the office.
        body: Where the body is named, if this tells that it is one: 케이메디허브 이사장.
    """

    start: int
    end: int
    title: str | None
    affiliation: str | None
    body: tuple[int, int] | None = None


def find_persons(text: str) -> Iterator[Person]:
    """Where a name of three syllables stands before an office.

    Yields:
        In the order of the text; the same person as often as so named.
    """
    at = 0 if _KOREAN.search(text) else len(text)
    while found := _PERSON.search(text, at):
        at = found.start() + 1
        if (person := _person(found)) is not None:
            yield person
            at = found.end()


def find_headed(text: str) -> Iterator[tuple[tuple[int, int], Person]]:
    """Where a body is named with its head in brackets: 케이메디허브(이사장 박구선).

    Yields:
        Start and end of the body, and the person.
    """
    for found in _HEADED.finditer(text) if _KOREAN.search(text) else ():
        person = Person(*found.span("name"), found["title"], found["body"])
        yield found.span("body"), person


def _person(found: re.Match[str]) -> Person | None:
    body = found["body"] or ""
    if _NO_NAME.search(found["name"]) or any(_CLAUSE.search(word) for word in body.split()):
        return None
    title = found["desk"] or found["title"]
    if found[0].endswith(" 시장") and not body and _MARKET.match(found.string, found.end()):
        return None
    joined = " ".join(part for part in (body, _of(found["place"], title)) if part)
    is_named = title in _HEADS_OF_BODIES and " " not in body and not found["place"]
    span = found.span("body") if is_named and len(body) >= _SHORTEST_BODY else None
    return Person(*found.span("name"), title, joined or None, span)


def _of(place: str | None, title: str) -> str:
    """The body that an office is written to: 김해시 of 김해시장."""
    return place + _OFFICES.get(title, "") if place else ""
