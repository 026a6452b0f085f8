"""What the names of programs are like, and what they tell of the program's kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAMED", "find_agreements", "find_quoted", "program_kind", "short_forms"]

_ENDINGS = {
    "project": r"(?:사업|프로젝트|project|programme|program|scheme)$",
    "zone": r"(?:특구|지구|단지|산단|클러스터|벨트|밸리|zone|cluster|district)$",
    "event": r"(?:축제|대회|박람회|행사|포럼|페스티벌|페스타|엑스포|음악회|전시회|콘서트|공모전"
    r"|기념식|festival|fair|expo)$",
    "agreement": r"(?:협약|협정|agreement|pact)$",
    "strategy": r"(?:전략|계획|비전|로드맵|마스터플랜|strategy|plan)$",
    "facility": r"(?:센터|[관원소장]|타운|공원|병원|기지|스튜디오|캠퍼스|학교|주택|아파트|도로|철도"
    r"|터널|다리|대교|교량|공항|항만|터미널|승강장|거리|광장|마을|배관망|정거장"
    r"|(?:시험|연구|생활|생산|사무|행정|별관|전시|기숙)동|기숙사|시설|정원|부두|[가-힣]{2}길"
    r"|(?:쉼|놀이|돌봄|장|일|배움|나눔)터"
    r"|역사|랩|둘레길|산책로"
    r"|\b(?:cent(?:re|er)|hub|campus|park|library|museum|studio|tank|road|bridge|path|greenway"
    r"|station|school|hospital|theatre|stadium|terminal|works|wall|basin|house|hall|market))$",
}
_KIND_BY_ENDING = {kind: re.compile(end, re.IGNORECASE) for kind, end in _ENDINGS.items()}
"""What the last word of a name makes of a program, as the schema tells kinds apart.

Gathered from the 96 programs in examples/gold and benchmarks/quality/tune/gold, of which it tells
the kind of 93, and completed with words of the same sorts.
"""

_DONE_WITH = r"조성|구축|건립|설립|개설|신설|신축|운영|육성|보수|확장|교체|증설|증축|확충|정비|설치"
_WORKS = re.compile(rf"(?<!\s)\s*(?:{_DONE_WITH})$")
"""What is done with a thing, which does not change what it is."""

_NAMED_KO = re.compile(
    r"(?:사업|프로젝트|프로그램|구축|조성|설립|건립|운영|육성|정비|특구|지구|단지|클러스터|벨트|밸리|거점"
    r"|축제|대회|박람회|행사|포럼|페스티벌|엑스포|콘서트|공모전|협약|협정|전략|계획|비전|로드맵|제도|정책"
    r"|센터|타운|공원|기지|시설|플랫폼|허브|캠퍼스|(?<!대)학교|도서관|스튜디오|정원|아카데미|펀드|기금|서비스"
    r"|도로|철도|터널|다리|교량|항만|공항|산단|마을|거리|광장|전통시장|주택|아파트"
    r"|[가-힣]{2}[관동랩망길역항])$"
)
"""What the last word of a Korean program's name is like; gathered as the kinds were."""

NAMED = re.compile(
    _NAMED_KO.pattern + r"|[A-Z0-9]{2,}$|^[A-Z][!-~’]*$"
    r"|(?:project|programme|program|scheme|centre|center|hub|campus|park|library|museum"
    r"|bridge|line|link|road|fund|festival|fair|agreement|pact|strategy|plan)s?$"
)
"""The same for English names too; what is written in capitals is taken for one."""

_IN_QUOTES = re.compile(
    r"[‘'「『<《](?P<name>[^\s‘’'「」『』<>《》][^‘’'「」『』<>《》\n]{2,48})[’'」』>》]"
)
_CALLED = re.compile(r" ?(?:조성 ?|구축 ?|육성 ?|공모 ?)?(?:사업|프로젝트|축제|협약)(?![가-힣]{3})")
"""What stands behind a quoted name and says that it is a program's: ‘달빛으로’ 사업."""

_SHORTEST_PAID = 4
"""Syllables of a name that only its sentence makes one; shorter ones mostly are stressed words."""

_NO_THING = re.compile(
    r"(?:조례|법|법률|공모|평가|지수|보고서|시대|도시|원칙|선언|결의|구호|상|최대|최초|최고|우선|가능"
    r"|[다요까자라죠네])$|[!?…,“”\"]|(?<![마가노고])[을를] |(?:에|에서|으로) "
)
"""What is quoted and no program: laws, contests, prizes, slogans, speech."""

_AS_SUBJECT = re.compile(
    r"이?라(?:고)? (?:부르|불[리러렸])|(?:에는?|에도|[은는이가을를도의과와]|으로|로)?(?=[\s\d(])"
    r"(?! ?(?:위한|위해|위하여|통해|주제|목표|비전|구호|슬로건|기치|표방|향해|향한|향하"
    r"|외[치쳤]|강조|꿈꾸))"
)
"""What follows a quoted noun that the sentence is about; 이라는 and 에서 follow others."""

_SUM = re.compile(r"\d[\d,.]*(?:여 ?)?[조억만천백]?[\d조억만천백여, ]*원|\d억|\d조")
_SENTENCE_END = re.compile(r"[.!?] |[.!?]?\n")
_PARAGRAPH_END = re.compile(r"\n")

_AIMS = ("위한", "위해", "관한")
_AIM = re.compile(
    r"(?<=[가-힣A-Za-z0-9·] )(?:위한|위해|관한) (?:[가-힣]{1,20} )?"
    r"(?P<ends>(?:업무|협력|상생|공동)? ?협약)(?:\([^()\n]{0,60}\))?[을를] (?:체결|맺)"
)
"""What an agreement is for, to the verb that says that it is made."""

_WORDS_BEFORE = re.compile(r"(?:[가-힣A-Za-z0-9·]{1,40}+ ){1,8}$")
_LONGEST_AIM = 160
"""Characters of the eight words before 위한 that are looked at."""

_CLAUSE = re.compile(r"(?:[은는이가와과]|에서|에게|으로|로|까지|부터|[일께에])$")
"""What the word before the name of an agreement ends in: 진흥원과, 대회의실에서."""


def find_agreements(text: str) -> Iterator[tuple[int, int]]:
    """Where an agreement is named by what it is for: 창업 지원을 위한 업무협약을 체결했다.

    Yields:
        Start and end of the name, which begins after the last word that belongs to the sentence.
    """
    at = 0
    # The expression has no beginning of its own to be sought, and few texts hold such words.
    for found in _AIM.finditer(text) if any(aim in text for aim in _AIMS) else ():
        before = _WORDS_BEFORE.search(text, max(at, found.start() - _LONGEST_AIM), found.start())
        if before:
            at = found.end()
            yield before.start() + _aside(before[0]), found.end("ends")


def _aside(words: str) -> int:
    """Characters of the words before an aim that tell who, where and when."""
    known = words.split(" ")
    aim = next((n for n, word in enumerate(known) if word in _AIMS), len(known) - 1)
    first = max((n + 1 for n in range(aim - 1) if _CLAUSE.search(known[n])), default=0)
    return sum(len(word) + 1 for word in known[:first])


def find_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where names in quotation marks stand that are made like a program's, or that money goes to.

    A slogan in quotation marks is none.

    Yields:
        Start and end, without the marks; in the order of the text.
    """
    for found in _IN_QUOTES.finditer(text):
        if (
            _NAMED_KO.search(found["name"])
            or _CALLED.match(text, found.end())
            or _is_paid_for(found, text)
        ):
            yield found.span("name")


def _is_paid_for(found: re.Match[str], text: str) -> bool:
    """Whether a quoted noun is what a sentence with a sum is about, or a paragraph with one."""
    name = found["name"]
    if len(name.replace(" ", "")) < _SHORTEST_PAID or _NO_THING.search(name):
        return False
    if not _AS_SUBJECT.match(text, found.end()):
        return False
    edge = _PARAGRAPH_END if " " in name else _SENTENCE_END
    # A paragraph's end is a sentence's too: nothing before it need be looked at.
    first = text.rfind("\n", 0, found.start()) + 1
    start = max((end.end() for end in edge.finditer(text, first, found.start())), default=first)
    end = edge.search(text, found.end())
    last = end.start() if end else len(text)
    return bool(_SUM.search(text, found.end(), last) or _SUM.search(text, start, found.start()))


_WORK_LEFT_OUT = re.compile(rf"[ ]?(?:{_DONE_WITH}|이전|개최)(?: ?(?:사업|공사|계획))?$")
"""What is done with a thing; said of it once, and then left out."""

_SHORTEST, _SHORTEST_END = 3, 4
"""Syllables of a form of one word, and of one that is the end of a word: ``수당`` and ``단지``
alone mean others just as well."""

_GENERAL = re.compile(
    r"^(?:지원|육성|조성|구축|정비|시범|공모|개발|건립|운영|관련|추진|신규|주요|국가|공동|보조|공공|이번|해당"
    r"|각종|기존|다른|전체|세부|대상|용역|건설|복지|문화|관광|교육|재정|투자|일반|특별|계속|연구|협력|민간"
    r"|[가-힣]?) ?(?:사업|프로젝트|프로그램|계획|공사|과제|행사|대책|예산)$"
)
"""What ends many names, and by itself speaks of any of them."""

_SORT = re.compile(
    r"(?:센터|단지|축제|특구|지구|공원|대회|학교|다리|터널|마을|펀드|수당|산단|도로|광장)$"
)
"""Sorts of things that an article calls by their sort alone: 단지가 완성되면, "once the complex is
complete"."""

_AIMED = re.compile(r" ?(?:지원|육성|조성|구축|시범|보전|정비)? ?(?:사업|프로젝트|프로그램)$")
"""What a name ends in that its aim alone can stand for: 부품 국산화, of 부품 국산화 지원사업."""

_BETWEEN = re.compile(r"[ ·ㆍ‧․]")


def short_forms(name: str) -> Iterator[str]:
    """What a Korean article may call a program by once it has named it in full.

    The last words of its name, without what is done with the thing (해수담수화시설, of 주문도
    해수담수화시설 증설), its sort alone, and its aim.
    """
    for known in dict.fromkeys((name, _WORK_LEFT_OUT.sub("", name))):
        ends = [0, *(found.end() for found in _BETWEEN.finditer(known))]
        last = range(ends[-1] + 1, len(known) - _SHORTEST_END + 1)
        forms = [known[at:].strip() for at in (*ends, *last)]
        yield from (
            form
            for form in forms
            if form != name and len(form) >= _SHORTEST and not _GENERAL.search(form)
        )
        if sort := _SORT.search(known):
            yield sort[0]
    aim = _AIMED.sub("", name)
    ends = [found.end() for found in _BETWEEN.finditer(aim)] if aim != name else []
    yield from (aim[at:] for at in (0, *ends) if " " in aim[at:])


def program_kind(name: str) -> str:
    """What the last word of a name makes of the program; a project where it tells nothing."""
    bare = _WORKS.sub("", name)
    return next((kind for kind, end in _KIND_BY_ENDING.items() if end.search(bare)), "project")
