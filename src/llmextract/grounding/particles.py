"""Korean particles (조사) glued to the end of a name, and when they may be cut off.

A particle is written without a space after its noun: 김해시가 is 김해시 + 가. The same syllable
can belong to the name (경기도, 건축과, 국제회의), so a particle that names often end in is cut
only on evidence: the article has the bare form too, or what is left ends like a name.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["PARTICLES", "split_particle", "strip_particle"]

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28
_SHORTEST_NAME = 2


class Particle(NamedTuple):
    """One particle.

    Attributes:
        form: The syllables.
        after: The sound that has to stand before it: a final consonant, a vowel, or either.
        sure: Whether names so seldom end in it that it is cut without further evidence.
    """

    form: str
    after: Literal["consonant", "vowel", "any"] = "any"
    sure: bool = True


PARTICLES: tuple[Particle, ...] = (
    Particle("으로부터"),
    Particle("에서부터"),
    Particle("에서는"),
    Particle("에서도"),
    Particle("으로써"),
    Particle("으로서"),
    Particle("에게서"),
    Particle("이라는", "consonant"),
    Particle("이라고", "consonant"),
    Particle("라는", "vowel"),
    Particle("에서"),
    Particle("에게"),
    Particle("에는"),
    Particle("에도"),
    Particle("으로"),
    Particle("까지"),
    Particle("부터"),
    Particle("처럼"),
    Particle("보다"),
    Particle("마다"),
    Particle("와의", "vowel"),
    Particle("과의", "consonant"),
    Particle("이나", "consonant"),
    Particle("이며", "consonant"),
    Particle("은", "consonant"),
    Particle("는", "vowel"),
    Particle("을", "consonant"),
    Particle("를", "vowel"),
    Particle("와", "vowel"),
    Particle("이", "consonant", sure=False),
    Particle("가", "vowel", sure=False),
    Particle("과", "consonant", sure=False),
    Particle("의", sure=False),
    Particle("에", sure=False),
    Particle("도", sure=False),
    Particle("로", "vowel", sure=False),
    Particle("만", sure=False),
)

_LIKE_A_NAME = re.compile(
    r"(?:사업|센터|특구|지구|단지|클러스터|벨트|축제|대회|박람회|협약|전략|계획|플랫폼|프로젝트|산업"
    r"|[가-힣]{2}(?:시|군|구|청|부|처|원|관)|대학교?|병원|재단|협회|학회|조합|공사|공단|은행|위원회"
    r"|연구[소원단실]|진흥원|테크노파크|기업|그룹|시장|군수|구청장|지사|장관|원장|이사장|대표|회장)$"
)
"""Ends that names of this field have; what is left after a doubtful particle is cut."""


def split_particle(word: str) -> tuple[str, str]:
    """Part ``word`` into its stem and the particle that may be one (else ``""``)."""
    for particle in PARTICLES:
        stem = word[: -len(particle.form)]
        if word.endswith(particle.form) and len(stem) >= _SHORTEST_NAME and _fits(particle, stem):
            return stem, particle.form
    return word, ""


def strip_particle(name: str, text: str) -> str:
    """Cut the particle off ``name``, where it surely is one.

    Args:
        name: Words of the article, perhaps with a particle: ``김해시가``.
        text: The article, in which the bare form may stand elsewhere.
    """
    stem, form = split_particle(name)
    if not form:
        return name
    sure = any(particle.form == form and particle.sure for particle in PARTICLES)
    if not sure and _takes_particle(name, text):
        return name
    if sure or _LIKE_A_NAME.search(stem) or _stands_bare(stem, form, text):
        return stem
    return name


def _fits(particle: Particle, stem: str) -> bool:
    last = ord(stem[-1])
    if particle.after == "any" or not _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE:
        return stem[-1].isalnum() or stem[-1] in ")'’”\""
    has_final = (last - _FIRST_SYLLABLE) % _FINALS != 0
    return has_final == (particle.after == "consonant")


def _takes_particle(name: str, text: str) -> bool:
    """Whether a particle stands after ``name``: 경남도와 shows that 도 belongs to 경남도."""
    rests = re.findall(rf"{re.escape(name)}([가-힣]+)", text)
    return any(rest == particle.form for rest in rests for particle in PARTICLES)


def _stands_bare(stem: str, form: str, text: str) -> bool:
    """Whether ``stem`` stands in ``text`` with no syllable or another particle after it."""
    for found in re.finditer(rf"(?<![가-힣A-Za-z0-9]){re.escape(stem)}(?P<rest>[가-힣]*)", text):
        rest = found["rest"]
        if rest != form and (not rest or any(rest == p.form for p in PARTICLES)):
            return True
    return False
