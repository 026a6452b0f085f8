"""What the words beside a name or a mention say of it without doubt.

What a body is and what part it takes in a program, and which sums and dates are no program's. The
roles of sums and the events of dates are in `program_roles` and `program_events`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "actor_kind",
    "actor_role",
    "is_no_programs",
    "is_no_programs_date",
    "is_persons",
]

_REACH = 40
"""Characters of the clause on either side that are looked at."""


class _Cues(NamedTuple):
    """Expressions of which the first counts that fits anywhere.

    Attributes:
        any: Fits where one of them does; mostly none does, and one look tells.
        each: By the value that they tell.
    """

    any: re.Pattern[str]
    each: dict[str, re.Pattern[str]]

    def first(self, text: str) -> str | None:
        """The value of the first that fits."""
        if self.any.search(text) is None:
            return None
        return next((value for value, cue in self.each.items() if cue.search(text)), None)


def _cues(table: Mapping[str, str]) -> _Cues:
    each = {value: re.compile(pattern, re.IGNORECASE) for value, pattern in table.items()}
    return _Cues(re.compile("|".join(table.values()), re.IGNORECASE), each)


_NOBODYS_BEFORE = re.compile(
    r"(?:지방채|빚|채무|부채|본예산|총예산|예산안|예산 규모|일반회계|특별회계|세수|등록금 수입"
    r"|벌금|과징금|과태료|추징금?|뇌물|피해액|시세차익|배상금|위자료|보석금|연봉|시가총액"
    r"|당기순이익|순이익|영업이익|영업손실|적자|흑자|자산|자본금|차입금|전환사채|회사채|주가|종가"
    r"|보통교부세|부동산교부세|조정교부금|재정교부금|전출금|잉여금|예비비|안정화기금|경상비"
    r"|[시도군구]의 (?:올해|내년|한 해)? ?예산"
    r"|(?:지난해|작년|재작년|\d분기|\d{4}년)[^.,]{0,12} (?:매출액?|수출액?|실적))"
    r"(?:[은는이가을를로만도의과와]|으로|에서|만|등|총|약|모두|각각|규모|기준|대비|\s|\()*$"
    r"|(?:주가|종가|시가총액|채무|부채|빚|적자)[은는이가]? [^.,]{0,24}$"
    r"|\b(?:fines? of|debts? of|budget of|profits? of|budget[^.]{0,24} is|fined|borrow(?:ed|ing)?"
    r"|overall budget of)\s*$",
    re.IGNORECASE,
)
_NOBODYS_AFTER = re.compile(
    r"^(?: 규모)?의? ?(?:지방채|빚|채무|부채|벌금|과징금|추징|뇌물|피해|시세차익|배상|영업손실|적자"
    r"|흑자|순손실|영업이익|전환사채|회사채)(?!복구|지원)"
    r"|^ (?:규모의 )?(?:20\d\d년도? )?예산안"
    r"|^(?:을|를) (?:선고|추징|물렸|물게|횡령|빼돌|가로|꾸[어었고]|빌[리렸려])"
    r"|^어치[가를] (?:팔|나|수출|찍)"
    r"|^에 (?:거래를 |장을 )?마감"
    r"|^ (?:budget|fine|debt|in debt|loss|in damages)\b",
    re.IGNORECASE,
)
"""What is said of money that is no program's: debts, fines, damage, sales, a whole budget."""


def is_no_programs(before: str, after: str) -> bool:
    """Whether the words beside a sum say that it is no program's.

    Args:
        before: The text before the sum, from the last mention or the sentence's beginning.
        after: The text after it, to the next mention or the sentence's end.
    """
    return bool(_NOBODYS_BEFORE.search(before[-_REACH:]) or _NOBODYS_AFTER.search(after[:_REACH]))


_DATE_OF_NOBODY = re.compile(
    r"^ ?(?:기준|대비|보다)|^[와과] (?:같은|비슷)|^에 비[해하]|^ ?결산"
    r"|^(?:에|에는)? ?(?:설립|창립|창업|개교|개정)(?:된|한|했|됐|돼|되)"
    r"|^(?:의|에)? ?(?:(?:같은 기간|한 해) )?(?:매출|수출|본예산|등록금|실적)|^ figures?\b"
)


_OPENING_MARKS = ("‘", "「", "『", "《")
"""Before a year that begins a name: ‘2026년 자원재생 공모’."""


def is_no_programs_date(before: str, after: str) -> bool:
    """Whether the words beside a date say that it is no program's; see `is_no_programs`."""
    return before.endswith(_OPENING_MARKS) or _DATE_OF_NOBODY.search(after[:_REACH]) is not None


_KIND_BY_NAME = _cues(
    {
        "company": r"㈜|\(주\)|^주식회사|주식회사$"
        r"|\b(?:Ltd|Limited|plc|Inc|LLC|GmbH|Corp|Corporation|Co)\.?$",
        "hospital": r"(?:병원|의료원|보건소)$|\bhospital$",
        "institute": r"(?:대학교|대학|대학원|연구원|연구소|연구단|연구센터|연구팀|연구실"
        r"|과학원|기술원|전문대)(?: ?산학협력단)?$"
        r"|\b(?:university|institute|college|laboratory)\b",
        "association": r"(?:협회|연합회|협의회|조합|상공회의소|학회|상인회|노조|협동조합)$"
        r"|\b(?:association|federation|union|chamber of commerce|society)\b",
        "agency": r"(?:재단|진흥원|공단|공사|테크노파크|진흥공단|육성재단|문화원)$"
        r"|\b(?:foundation|agency|trust|fund)$",
        "government": r"^(?:정부|국회|시의회|도의회)$|.{2}(?:시청|군청|구청|도청|의회|교육청)$"
        r"|^(?:[가-힣]+ )?[가-힣]{2,}(?:특별시|광역시|특별자치[시도]|시|군|구)$"
        r"|^(?:경기|강원|충청[남북]|전라[남북]|경상[남북]|제주|경남|경북|전남|전북|충남|충북)도$"
        r"|[가-힣]{2,}(?:처|청)$"
        r"|(?:기획재정|교육|과학기술정보통신|외교|통일|법무|국방|행정안전|문화체육관광|농림축산식품"
        r"|산업통상자원|산업통상|보건복지|환경|고용노동|여성가족|국토교통|해양수산|중소벤처기업"
        r"|기재|과기|과기정통|행안|문체|농식품|산업|복지|고용|국토|해수|중기)부$"
        r"|\b(?:council|ministry|government|department|office|county|commission)\b",
    }
)
"""Endings that tell what a body is; 구 and 군 only after two syllables, for 가구 is a household."""


def actor_kind(name: str) -> str | None:
    """What the name of a body tells of it; None where it tells nothing."""
    return _KIND_BY_NAME.first(name)


_PERSON = re.compile(
    r"^[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원]"
    r"[가-힣]{2}$|^[A-Z][a-z'’]+ (?:[A-Z]\. )?[A-Z][a-z'’-]+$"
)
"""A Korean surname and two syllables; a first and a last name."""


def is_persons(name: str) -> bool:
    """Whether a name is made like a person's."""
    return _PERSON.search(name) is not None


_OTHERS = r"(?:(?:[과와,·]| 및) ?[^.,·]{1,16}?)*"
"""Bodies that are named with it before the particle: 충북도와 충주시가."""
_DOES = rf"^(?:\([^)]*\))?{_OTHERS}(?:[이가은는]|에서|도|측은|측이)"
_GIVES = (
    r"(?:(?<![가-힣])(?:냈|내고|낸다|내기로|냅니다)|부담|보태|보탠|보탰|지원(?:했|한다|하|합)"
    r"|출연|대는|댄다|대고|댔|보조(?:했|한다)"
    r"|교부|매칭|메웠|내려보|내려 ?준|보증)"
)
_PARTS = {
    "lead": r"^[은는] [^.‘'「]{0,40}[‘'「][^’'」]{2,50}[’'」](?:을|를|의|에) ?(?:[^.]{0,20} )?"
    r"(?:세운|세웠|세워|짓|지어|추진|들고나|낸다|연다|열었|만든|만들|조성|구축|시행|벌인)",
    "supporter": rf"{_DOES} [^.]{{0,40}}(?:후원|기부|기탁|협찬|무상|기증|쾌척|원을 내놓|보탰)"
    r"|^ (?:sponsors?|donated)\b",
    "funder": r"^(?:[이가]|에서|의|로부터)? ?(?:주관|주최한|공모|지원을|국비|예산|선정|지정)"
    rf"|{_DOES} [^.]{{0,30}}(?:국비|도비|시비|보조금|교부세|{_GIVES})"
    r"|^(?: has| will)? (?:pays?|gave|given|grants?|funded|awarded|chose)\b",
    "operator": rf"{_DOES} [^.]{{0,40}}(?:맡(?!기로 [^.]*약속)|운영|위탁|시공|시행을|짓는다|도맡)"
    r"|^ (?:now )?(?:runs|will run|operates|manages)\b",
    "beneficiary": r"^(?: ?등)? ?\S*(?:[이가은는]|곳이|개사가) [^.]{0,12}(?:참여(?!해)|입주"
    r"|선정(?:됐|돼)|유치(?:했|하기))",
    "partner": r"^[과와·,]|^[은는이가]? [^.]{0,20}(?:함께|공동|손잡|협력)"
    r"|^[은는이가] [^.]{0,30}(?:보내|돕|도와|거들|빌려|약속)|^ and\b",
}
_PART = _cues(_PARTS)
_PART_IN_LIST = _cues({role: cue for role, cue in _PARTS.items() if role != "partner"})
_LISTED = re.compile(r"(?:와|과|·|,|및|\bwith|\band) ?$")
_BEFORE_BODY = (
    (
        "operator",
        re.compile(
            r"(?:시공사|시행사|운영사|수탁자|수탁 ?기관|위탁 ?업체|운영을 맡은|운영 ?주체"
            r"|시공을 맡은|공사를 맡은)(?:인|는|은)? ?$"
        ),
    ),
    (
        "funder",
        re.compile(
            r"\b(?:grant|comes?|came|money|funding|paid)(?: \w+){0,4} (?:from|by) (?:the )?$"
        ),
    ),
    ("beneficiary", re.compile(r"\bfor $")),
)
"""What is said of a body before its name."""
_LONGEST_LISTED = 8
"""Characters of `_LISTED` at the end of a text, with room for a boundary and a line's end."""


_TURN = re.compile(r"(?<=[가-힣])(?<![국창광])(?:고|며|지만|는데|으나)(?=,)")


def _clause(after: str) -> str:
    """What stands behind a body up to where the sentence turns to another."""
    turn = _TURN.search(after)
    return after[: turn.end()] if turn else after


def actor_role(before: str, after: str) -> str | None:
    """The part that a sentence gives to a body that it names; None where it gives none."""
    after = _clause(after)
    said = next((part for part, cue in _BEFORE_BODY if cue.search(before[-60:])), None)
    if said:
        return said
    if _LISTED.search(before[-_LONGEST_LISTED:]):
        return _PART_IN_LIST.first(after) or "partner"
    return _PART.first(after)
