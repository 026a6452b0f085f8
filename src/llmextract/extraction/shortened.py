"""The short forms by which a Korean article goes on to speak of what it has named in full.

``주문도 해수담수화시설 증설`` is ``해수담수화시설`` two paragraphs on, and ``청풍 물길셔틀`` the
``물길셔틀``: the last words of the name, without what is done with the thing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from llmextract.grounding import PARTICLES
from llmextract.spans import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.drafts import Draft, Drafts

__all__ = ["call_by_short_forms"]

_WORKS = re.compile(
    r"[ ]?(?:조성|구축|건립|설립|개설|신설|신축|증설|증축|확충|확장|정비|보수|운영|육성|교체|설치"
    r"|이전|개최)"
    r"(?: ?(?:사업|공사|계획))?$"
)
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

_PROGRAM = re.compile(r" ?(?:지원|육성|조성|구축|시범|보전|정비)? ?(?:사업|프로젝트|프로그램)$")
"""What a name ends in that its aim alone can stand for: 부품 국산화, of 부품 국산화 지원사업."""

_BETWEEN = re.compile(r"[ ·ㆍ‧․]")
_PARTICLE = "|".join(sorted((re.escape(p.form) for p in PARTICLES), key=len, reverse=True))
_AFTER = rf"(?=(?:{_PARTICLE})*(?:[^가-힣A-Za-z0-9]|$))"
_OPEN = re.compile(
    r"(?:^|[\n.,“”\"'‘’(]|[은는이가을를에의로고며도와과]|다면|면서|하면|그러나|이번) ?\Z"
)
_BEFORE = r"(?<![가-힣A-Za-z0-9·])"


def call_by_short_forms(drafts: Drafts, *, body: str) -> None:
    """Add to each entity the places where the article calls it by the end of its name alone."""
    full = {id(draft): _full_names(draft) for draft in drafts}
    forms = {id(draft): set(_forms(full[id(draft)])) for draft in drafts}
    owners = Counter(form for each in forms.values() for form in each)
    taken = sorted(_places(body, {name for names in full.values() for name in names}))
    for draft in drafts:
        own = [form for form in forms[id(draft)] if owners[form] == 1]
        for form in sorted(own, key=len, reverse=True):
            places = _places(body, [form])
            for start, end in places if len(form) >= _SHORTEST else _alone(body, places):
                if not any(a < end and start < b for a, b in taken):
                    draft.call([Quote(text=body[start:end], start=start, end=end)])
                    taken.append((start, end))


def _full_names(draft: Draft) -> list[str]:
    return list({quote.text for quote in draft.names})


def _forms(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for known in dict.fromkeys((name, _WORKS.sub("", name))):
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
        aim = _PROGRAM.sub("", name)
        ends = [found.end() for found in _BETWEEN.finditer(aim)] if aim != name else []
        yield from (aim[at:] for at in (0, *ends) if " " in aim[at:])


def _alone(body: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those before which no noun stands that says which of its sort is meant."""
    yield from (place for place in places if _OPEN.search(body, 0, place[0]))


def _places(body: str, forms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of ``forms`` stands as words of its own, perhaps with a particle."""
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    if either:
        for found in re.finditer(rf"{_BEFORE}(?:{either}){_AFTER}", body):
            yield found.span()
