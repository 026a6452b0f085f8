"""Korean bodies that a text names: towns, ministries, and what ends as bodies do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.grounding import PARTICLES, is_particle, strip_particle
from llmextract.naming.korea import MINISTRY, TOWNS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_bodies", "find_towns", "is_common"]

_WORD = "가-힣A-Za-z0-9"

_WORD_START = re.compile(r"(?<![가-힣])[가-힣]{2}")
_OF_A_TOWN = re.compile(r"(?:의회|교육청|청)?(?![가-힣]{6})")
"""What may end the name of a town: its council, its office of education, its hall."""

_BODY_ENDINGS = (
    *("재단", "진흥원", "진흥회", "테크노파크", "연구원", "연구소", "연구단", "연구센터", "연구팀"),
    *("과학원", "기술원", "개발원", "평가원", "관리원", "정보원", "교육원", "문화원", "지원단"),
    *("추진단", "사업단", "대학교", "과학기술대", "대학원", "의료원", "병원", "보건소"),
    *("협회", "연합회", "협의회", "상공회의소", "협동조합", "조합법인", "조합", "교수회"),
    *("총학생회", "농업기술센터", "학회", "상인회", "체육회", "번영회", "노조"),
    *("시민연대", "운동연합", "교육청", "경찰서", "소방서", "세관", "우체국", "지검", "지법"),
    *("법원", "검찰청", "시의회", "도의회", "군의회", "구의회", "시청", "군청", "구청", "도청"),
    *("은행", "공사", "그룹", "산학협력단", "위원회", "컨소시엄"),
    *("관리공단", "시설공단", "환경공단", "교통공단", "보험공단", "연금공단", "인력공단"),
    *("복지공단", "공원공단", "진흥공단", "안전공단", "보장공단", "철도공단"),
)
"""What ends so is a body, where no common word stands before the ending (`_COMMON`).

공단 alone is an industrial estate. Gathered from the actors of the articles in examples/ and
benchmarks/quality/tune/, and completed from the kinds of public bodies that Korea has.
"""

_FIRSTS = "".join(sorted({ending[0] for ending in _BODY_ENDINGS}))
"""Looking at one syllable spares most words the way through all endings."""

_BODY = re.compile(
    rf"(?<![{_WORD}])(?:(?P<ministry>{MINISTRY})"
    rf"|(?P<body>[{_WORD}]{{2,20}}?(?=[{_FIRSTS}])(?:{'|'.join(_BODY_ENDINGS)}))"
    rf"|(?P<company>(?:㈜|\(주\)|주식회사 )[{_WORD}&]{{1,20}}|[{_WORD}&]{{1,20}}(?:㈜|\(주\))))"
)

_REST = re.compile(rf"[{_WORD}]*+")

_LONGEST_PARTICLE = max(len(particle.form) for particle in PARTICLES)
_EVIDENCE = 50_000
"""Characters of the text that are looked at for how a name is used elsewhere. Articles are
shorter; without an end to it a long text of many names would take quadratic time."""

_COMMON_WORDS = (
    *("종합", "전문", "지역", "민간", "공공", "국책", "출연", "국립", "국공립", "공립", "사립"),
    *("해외", "국내", "관련", "대형", "중앙", "지방", "기초", "광역", "시중", "상급종합", "요양"),
    *("동네", "기업", "부설", "중소", "인터넷", "저축", "특수", "일반", "산업", "국가", "농공"),
    *("추진", "운영", "심의", "심사", "평가", "자문", "선정", "민관", "노사민정", "실무", "주민"),
    *("학부모", "마을", "시군구?", "각급", "혁신", "글로벌", "합동", "공동", "특별", "상임"),
    *("지원", "연구", "대학", "내부", "외부", "상가", "재건축", "재개발", "지주택", "주택"),
    *("조직", "입주자대표", "최고"),
    *("전기", "방수", "리모델링", "확장", "보수", "정비", "건설", "신축", "증축", "개축", "개선"),
    *("토목", "설치", "철거", "복구", "포장", "조경", "마무리", "기반", "착수", "본격", "도로"),
    *("배관",),
    *("대", "총", "본", "전", "신", "구", "양", "각", "타", "이", "그", "동", "여러", "해당"),
)
"""Kinds of bodies (지역 in 지역협의회), works (확장 in 확장공사) and words that point (각)."""

_COMMON_ENDINGS = (
    *("재단", "연구원", "연구소", "연구팀", "대학원?", "병원", "의료원", "보건소", "협회", "조합"),
    *("은행", "공단", "공사", "위원회", "협의회", "의회", "학회", "노조", "교육원", "그룹"),
    *("지원단", "추진단", "사업단", "컨소시엄", "시청", "군청", "구청", "도청", "협동조합"),
    *("상인회", "법원", "문화원"),
)
_COMMON = re.compile(rf"^(?:{'|'.join(_COMMON_WORDS)})+(?:{'|'.join(_COMMON_ENDINGS)})$")
"""What is made of such words alone is a kind of bodies and nobody's name."""

_LONGEST_COMMON = 40
"""Characters; a name is no longer, and the words could be parted in very many ways."""

_KIND = re.compile(
    r"(?:업체|단체|기업|기관|회사|협의체|주민|상인|위원|지역|분과|당시|전임|신임|현직|전직)$"
    r"|[은는을를의에와과로]$"
)

_ACTS = re.compile(
    r"^(?:[은는이가와과]|도|에서는?|께서|로부터|에 따르면)(?![가-힣])|^ (?:측|관계자)|^[·ㆍ,] ?"
)
"""What follows a town that does something; without it a town is mostly where something is."""


_KOREAN = re.compile(r"[가-힣㈜]")


def find_bodies(text: str) -> Iterator[tuple[int, int]]:
    """Where ministries, companies marked as such, and other bodies are named.

    Yields:
        Start and end, without particle; in the order of the text.
    """
    closes = _Closing(text)
    for found in _BODY.finditer(text) if _KOREAN.search(text) else ():
        start, end = found.span()
        if found["company"] and not found[0].endswith(("㈜", "(주)")):
            end = start + closes.bare(found[0])
        if closes.at(start, end) and not _COMMON.search(found[0]):
            yield start, end


def find_towns(text: str) -> Iterator[tuple[int, int]]:
    """Where provinces, cities, counties and districts are named that act.

    A town that only tells where something lies (김해시 한림면) is left out, unless the text says
    of it elsewhere that it does something.

    Yields:
        Start and end, without particle; in the order of the text.
    """
    closes = _Closing(text)
    spans = [span for span in _towns(text) if closes.at(*span)]
    acting = {text[a:b] for a, b in spans if _ACTS.search(text[b : b + 8])}
    yield from (span for span in spans if text[slice(*span)] in acting)


def _towns(text: str) -> Iterator[tuple[int, int]]:
    for word in _WORD_START.finditer(text):
        for town in TOWNS.get(word[0], ()):
            if text.startswith(town, word.start()):
                more = _OF_A_TOWN.match(text, word.start() + len(town))
                yield from [(word.start(), more.end())] if more else []


def is_common(name: str) -> bool:
    """Whether words are a kind of bodies rather than the name of one: 지역 대학, 민간단체."""
    is_kind = len(name) <= _LONGEST_COMMON and _COMMON.search(name)
    return bool(is_kind or _KIND.search(name))


class _Closing:
    """Whether words end where a name does, each looked up once: that reads the whole text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, str], bool] = {}
        self._bare: dict[str, int] = {}

    def bare(self, name: str) -> int:
        """How long a name is without its particle."""
        if name not in self._bare:
            self._bare[name] = len(strip_particle(name, self._text[:_EVIDENCE]))
        return self._bare[name]

    def at(self, start: int, end: int) -> bool:
        """Whether a word ends at ``end``, or goes on with a particle alone."""
        rest = _REST.match(self._text, end)
        if rest is None or not rest[0]:
            return True
        if len(rest[0]) > _LONGEST_PARTICLE:
            return False
        key = (self._text[start:end], rest[0])
        if key not in self._known:
            text = self._text[:_EVIDENCE]
            self._known[key] = is_particle(rest[0], after=key[0], text=text)
        return self._known[key]
