"""Korean particles (조사) glued to the end of a name, and when they may be cut off.

A particle is written without a space after its noun: 김해시가 is 김해시 + 가. The same syllable
can belong to the name (경기도, 건축과, 국제회의), so a particle that names often end in is cut
only on evidence: the article has the bare form too, or what is left ends like a name.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["PARTICLES", "is_particle", "split_particle", "strip_particle"]

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS, _FINAL_RIEUL = 0xAC00, 0xD7A3, 28, 8
_SHORTEST_NAME = 2


class Particle(NamedTuple):
    """One particle.

    Attributes:
        form: The syllables.
        after: The sound that has to stand before it: a final consonant, a vowel, a vowel or ㄹ
            (open), or either.
        sure: Whether names so seldom end in it that it is cut without further evidence.
    """

    form: str
    after: Literal["consonant", "vowel", "open", "any"] = "any"
    sure: bool = True


PARTICLES: tuple[Particle, ...] = (
    Particle("으로부터", "consonant"),
    Particle("에서부터"),
    Particle("에게서"),
    Particle("에서는"),
    Particle("에서도"),
    Particle("에서의"),
    Particle("에서만"),
    Particle("에게는"),
    Particle("에게도"),
    Particle("까지의"),
    Particle("까지는"),
    Particle("까지도"),
    Particle("부터는"),
    Particle("부터의"),
    Particle("보다는"),
    Particle("보다도"),
    Particle("로부터", "open"),
    Particle("으로써", "consonant"),
    Particle("으로서", "consonant"),
    Particle("으로는", "consonant"),
    Particle("으로도", "consonant"),
    Particle("으로의", "consonant"),
    Particle("이라는", "consonant"),
    Particle("이라고", "consonant"),
    Particle("이라며", "consonant"),
    Particle("이란", "consonant"),
    Particle("라는", "vowel"),
    Particle("라고", "vowel"),
    Particle("라며", "vowel"),
    Particle("로써", "open"),
    Particle("로는", "open"),
    Particle("로도", "open"),
    Particle("에서"),
    Particle("에게"),
    Particle("에는"),
    Particle("에도"),
    Particle("에만"),
    Particle("께서"),
    Particle("으로", "consonant"),
    Particle("까지"),
    Particle("부터"),
    Particle("처럼"),
    Particle("보다"),
    Particle("마다"),
    Particle("와의", "vowel"),
    Particle("와는", "vowel"),
    Particle("와도", "vowel"),
    Particle("과의", "consonant"),
    Particle("과는", "consonant"),
    Particle("과도", "consonant"),
    Particle("이나", "consonant"),
    Particle("이며", "consonant"),
    Particle("이고", "consonant"),
    Particle("이다", "consonant"),
    Particle("만의"),
    Particle("만을"),
    Particle("은", "consonant"),
    Particle("는", "vowel"),
    Particle("을", "consonant"),
    Particle("를", "vowel"),
    Particle("와", "vowel"),
    Particle("에"),
    Particle("이", "consonant", sure=False),
    Particle("가", "vowel", sure=False),
    Particle("과", "consonant", sure=False),
    Particle("의", sure=False),
    Particle("도", sure=False),
    Particle("로", "open", sure=False),
    Particle("만", sure=False),
    Particle("인", sure=False),
)
_FORMS = frozenset(particle.form for particle in PARTICLES)
_BY_END = {
    end: tuple(p for p in PARTICLES if p.form[-1] == end) for end in {p.form[-1] for p in PARTICLES}
}

_LIKE_A_NAME = re.compile(
    r"(?:사업|센터|특구|지구|단지|클러스터|벨트|축제|대회|박람회|협약|전략|계획|플랫폼|프로젝트|산업"
    r"|[가-힣]{2}(?:시|군|구|청|부|처|원|관)|대학교?|병원|재단|협회|학회|협의회|의회|연합회|전시회|총회|조합|공사|공단|은행"
    r"|위원회|연구[소원단실]|진흥원|테크노파크|기업|그룹|제약|전자|건설|화학|중공업|시스템"
    r"|시장|군수|구청장|지사|장관|원장|이사장|대표|회장)$"
)
"""Ends that names of this field have; what is left after a doubtful particle is cut."""

_COMPANY = re.compile(r"^(?:㈜|\(주\))|(?:㈜|\(주\))$")
"""A company's mark: whatever its name ends in, the next syllable is a particle."""

_OFFICE_OF = re.compile(r"(?:사업|전략|계획|산업)과$")
"""Departments (도시계획과): what is left looks like a name and is none."""

_ONE_WORD = re.compile(
    r"(?:경기도|강원도|충청[남북]도|전라[남북]도|경상[남북]도|제주도|자치도|(?<![가-힣])[충전경][남북]도"
    r"|국가|전문가|작가|활동가|사업가|예술가|평가|증가|추가|허가|인가|물가|휴가|참가|단가|상가|원가|농가"
    r"|협의|논의|심의|결의"
    r"|(?:기업|상공|경제|장애|예술|문화|체육|언론|종교|외국|농업|어업|정치|연예|방송|의료|법|노)인"
    r"|(?<![축경문])제도|철도|온도|속도|밀도|(?:관광|안내)지도"
    r"|(?:자전거|고속|순환|산업|우회|진입|간선|지방)\s?도로|진로|경로|선로|항로|통로"
    r"|효과|성과|내과|외과|치과|건축과"
    r"|어린이|젊은이|놀이|높이|깊이|차이|사이|아이|나이|먹이"
    r"|항만|순천만|영일만|광양만|아산만|천수만|진해만|가로림만|득량만|마산만|(?<![가-힣])대만"
    r")$"
)
"""Words whose last syllable only looks like a particle."""

_BY_FORM = {form: tuple(p for p in PARTICLES if p.form == form) for form in _FORMS}

_PERSON = re.compile(r"^[가-힣]{3}$")
_SPEAKS_OF_A_PERSON = re.compile(
    r"(?:\s(?:[가-힣]{0,6}(?:시장|군수|구청장|지사|장관|차관|원장|이사장|소장|센터장|대표|회장|사장"
    r"|총장|의원|교수|위원장|국장|과장|관장|단장|본부장|팀장|씨|박사|작가|감독))|\(\d)"
)
"""What follows a name and shows it to be a person's: 이정은 대표."""

_SYLLABLES = re.compile(r"[가-힣]*+")
_IN_WORD = re.compile(r"[가-힣A-Za-z0-9]")


def split_particle(word: str) -> tuple[str, str]:
    """Part ``word`` into its stem and the particle that may be one (else ``""``)."""
    for particle in _BY_END.get(word[-1:], ()):
        if word.endswith(particle.form):
            stem = word[: -len(particle.form)]
            if len(stem) >= _SHORTEST_NAME and _fits(particle, stem):
                return stem, particle.form
    return word, ""


def strip_particle(name: str, text: str) -> str:
    """Cut the particle off ``name``, where it surely is one.

    Args:
        name: Words of the article, perhaps with a particle: ``김해시가``.
        text: The article, in which the bare form may stand elsewhere.
    """
    stem, form = split_particle(name)
    if not form or _is_one_word(name, form, text):
        return name
    if any(particle.form == form and particle.sure for particle in PARTICLES):
        return stem
    like_a_name = _LIKE_A_NAME.search(stem) and not _OFFICE_OF.search(name)
    if (
        like_a_name
        or _COMPANY.search(stem)
        or _is_foreign(stem[-1])
        or _stands_bare(stem, form, text)
    ):
        return stem
    return name


def is_particle(rest: str, *, after: str, text: str) -> bool:
    """Whether ``rest``, written straight after the words ``after``, is a particle.

    Args:
        rest: All letters up to the next space or mark.
        after: The words before it. Where they and the particle make a word of their own
            (경남 and 도), it is none.
        text: The article, which may show that: 경남도와.
    """
    fits = any(_fits(particle, after) for particle in _BY_FORM.get(rest, ()))
    return fits and not _is_one_word(after + rest, rest, text)


def _is_foreign(character: str) -> bool:
    """Whether no Korean word goes on after this: KERI가, '산단'이. Digits do: 종로3가."""
    return not character.isalnum() or (character.isascii() and character.isalpha())


def _fits(particle: Particle, stem: str) -> bool:
    last = ord(stem[-1])
    if particle.after == "any" or not _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE:
        return stem[-1].isalnum() or stem[-1] in ")]）'’”\"」』》〉㈜"
    final = (last - _FIRST_SYLLABLE) % _FINALS
    if particle.after == "open":
        return final in (0, _FINAL_RIEUL)
    return (final != 0) == (particle.after == "consonant")


def _is_one_word(name: str, form: str, text: str) -> bool:
    """Whether ``form``, which ends ``name`` and looks like a particle, belongs to it."""
    if _ONE_WORD.search(name) or _takes_particle(name, form, text):
        return True
    return _PERSON.match(name) is not None and _names_a_person(name, text)


# Names are looked for as they stand: an expression of a name is new for each, and to make it takes
# a hundred times what the search does.


def _names_a_person(name: str, text: str) -> bool:
    """Whether an office stands after ``name``, or an age."""
    at = text.find(name)
    while at >= 0:
        if _SPEAKS_OF_A_PERSON.match(text, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False


def _takes_particle(name: str, form: str, text: str) -> bool:
    """Whether a particle stands after ``name``: 경남도와 shows that 도 belongs to 경남도.

    Particles that pile up show nothing: 센터로 and 는 are 센터 and 로는.
    """
    at = text.find(name)
    while at >= 0:
        rest = _syllables(text, at + len(name))
        particles = _BY_FORM.get(rest)
        if particles and form + rest not in _FORMS and any(_fits(p, name) for p in particles):
            return True
        at = text.find(name, at + len(name) + len(rest) if rest else at + 1)
    return False


def _stands_bare(stem: str, form: str, text: str) -> bool:
    """Whether ``stem`` stands in ``text`` with no syllable or another particle after it."""
    at = text.find(stem)
    while at >= 0:
        if at and _IN_WORD.match(text, at - 1):
            at = text.find(stem, at + 1)
            continue
        rest = _syllables(text, at + len(stem))
        if rest != form and (not rest or rest in _FORMS):
            return True
        at = text.find(stem, at + len(stem) + len(rest))
    return False


def _syllables(text: str, at: int) -> str:
    found = _SYLLABLES.match(text, at)
    return found[0] if found else ""
