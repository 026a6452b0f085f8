"""What the words beside a mention say of it without doubt.

국비 50억 is a subsidy, and 9일 밝혔다 tells when something was announced. A small model guesses
roles and events; where the article says them in so many words, in the same clause, code reads
them. The tables are ordered: of several cues the nearest counts, of equals the first. On the
fourteen articles in examples/ and benchmarks/quality/tune/ they tell 37 of 106 roles, all but one
of them rightly, and 58 of 86 events, 54 of them rightly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "actor_kind",
    "actor_role",
    "amount_role",
    "date_event",
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
    return _Cues(_any_cue(table), each)


def _any_cue(table: Mapping[str, str]) -> re.Pattern[str]:
    """One expression of all, of which the nearest counts; the name of its group is the value.

    None of ``table`` may have groups of its own.
    """
    groups = (f"(?P<{value}>{pattern})" for value, pattern in table.items())
    return re.compile("|".join(groups), re.IGNORECASE)


_FILLER = r"(?:[은는이가을를로만도의에]|으로|에서|만|등|총|약|모두|최대|모두|각각|규모|[\s(:·,])*$"
"""Particles and small words that may stand between a cue and the sum."""

_BEFORE_AMOUNT = _cues(
    {
        "subsidy": rf"(?:국비|도비|시비|군비|구비|지방비|국고|보조금|지원금|교부세|교부금){_FILLER}"
        r"|(?:1인당|한 (?:사람|명)(?:에게|당|에)?|(?:가구|세대|농가|업체|마리|학생)당"
        r"|첫째|둘째|셋째)(?:아이?)?"
        r"(?: ?(?:월|매달|매월|연|최대|약))*\s*$"
        r"|\bgrants? (?:of|worth)\s*$",
        "private": rf"(?:민자|민간자본|민간투자|민간 투자|자부담|자체 자금){_FILLER}"
        r"|\bprivate (?:money|investment|funding) of\s*$",
        "annual": r"(?:연간|매년|해마다|한 해)(?: [가-힣]+)?\s*(?:약|총|최대|각각)?\s*$"
        r"|\b(?:annual|yearly) (?:\w+ )?(?:of )?$",
        "target": rf"(?:매출|매출액|수출액?|투자 ?유치액?|생산 ?유발액?|파급 ?효과){_FILLER}"
        r"|\b(?:sales|revenue|exports|turnover) of (?:about )?$",
        "total": rf"(?:총사업비|총공사비|총투자비|총액|사업비 총액|전체 사업비){_FILLER}"
        r"|\btotal(?: cost)? of (?:\w+ )?$",
    }
)
_AFTER_AMOUNT = _any_cue(
    {
        "annual": r"^\s*(?:a|per|each|every) year\b|^ annually",
        "target": r"^(?: ?(?:규모|이상|대))?[의을를]? ?(?:매출|수출|투자 ?유치|생산 ?유발"
        r"|경제적? 효과)"
        r"|^ (?:in|of) (?:sales|exports|revenue)",
        "component": r"^(?:의|은|는|을|를| 상당의| 규모의)? ?(?:[가-힣]+ )?(?:장비|설비|시험기)"
        r"|^ (?:on|for|of) (?:\w+ ){0,2}(?:equipment|machines|rigs)\b",
        "subsidy": r"^[은는을를]? ?(?:국비|도비|시비|군비|구비|국고|보조금|지원금)"
        r"(?:다|이다|이며|로|으로)"
        r"|^ (?:is|as) (?:a )?grants?\b|^ grants?\b",
        "private": r"^[은는을를]? ?(?:민자|민간자본|민간투자|자부담)(?:다|이다|이며|로|으로)",
        "other": r"^ ?(?:이하|이상|미만|초과)(?:의|인)? ?(?:중소)?"
        r"(?:기업|업체|회사|가구|사람|농가)",
    }
)

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


_AFTER_DATE = _any_cue(
    {
        "announced": r"밝혔|밝힌|발표했|발표한|말했|전했|설명했|알렸"
        r"|\b(?:said|announced|told)\b",
        "application": r"신청|접수|응모|(?:공모|모집)(?!(?: ?사업)?에)|\bappl(?:y|ied|ications?)\b",
        "agreement": r"협약|협정|양해각서|MOU|체결|\bsign(?:ed|s)?\b",
        "selection": r"선정|지정|뽑[힌혔아은]|확정"
        r"|\b(?:chosen|chose|selected|designated|awarded)\b",
        "completion": r"준공|완공|완료|마친다|마쳤|공사를 끝|다 지[었어]"
        r"|\b(?:complet(?:e|ed|es|ion)|finish(?:ed|es)?|built)\b",
        "opening": r"개소|개관|개통|개원|개장|개교|개방|개청|문을 (?:연|열|여)|가동"
        r"|\bopen(?:s|ed|ing)?\b",
        "start": r"착공|착수|시작|첫 ?삽|출범"
        r"|\b(?:start(?:s|ed)?|begins?|began|launch(?:es|ed)?)\b",
        "end": r"끝났|끝냈|끝난|종료|막을 내|폐지|\b(?:end(?:s|ed)|expires?|closed down)\b",
        "held": r"열린|열렸|연다|열고|열 예정|개최|\b(?:held|takes? place|took place)\b",
    }
)
_BEFORE_DATE = _cues(
    {
        "application": r"(?:신청|접수|공모|모집)(?:은|을|를|는|기간은?)?\s*$"
        r"|\bapplications?\b[^.,;]{0,40}$|\bappl(?:y|ied)(?: \w+){0,3}\s*$",
        "agreement": r"\bsigned(?: \w+){0,6}\s*$",
        "announced": r"\b(?:said|announced)(?: it)?(?: on)?\s*$",
        "selection": r"\b(?:chosen|chose|selected|designated|awarded)(?: \w+){0,4}\s*$",
        "completion": r"(?:준공|완공)(?:은|일은|이)?\s*$"
        r"|\b(?:complet(?:e|ed|ion)|finish(?:ed)?|built)(?: \w+){0,2}\s*$",
        "opening": r"(?:개소|개관|개통|개장)(?:은|일은|이)?\s*$"
        r"|\bopen(?:s|ed|ing)?(?: \w+){0,2}\s*$",
        "start": r"착공(?:은|일은|이)?\s*$"
        r"|\b(?:start(?:s|ed)?|begins?|began|launched)(?: \w+){0,2}\s*$",
        "held": r"\b(?:hold|held)(?: \w+){0,6}\s*$",
        "period": r"\bruns?(?: \w+){0,2}\s*$",
    }
)

_RANGE = re.compile(r"년간$|부터 .*까지$|[~∼～〜].*\d|^from .* to |^between ", re.IGNORECASE)
_UNTIL = re.compile(r"까지$|^until ", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\s*(?:총|약|모두)?\s*$|투입|투자|들여|들인|쓴|쓰|추진|진행|운영|이어|지속|지원|육성"
    r"|\b(?:spend|run|continue|last)"
)
"""What is said of a period; a deadline has another verb. Nothing before the next mention: a sum."""

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
        r"|^(?:경기|강원|충청[남북]|전라[남북]|경상[남북]|제주|경남|경북|전남|전북|충남|충북)도$|[가-힣]{2,}(?:처|청)$"
        r"|(?:기획재정|교육|과학기술정보통신|외교|통일|법무|국방|행정안전|문화체육관광|농림축산식품"
        r"|산업통상자원|산업통상|보건복지|환경|고용노동|여성가족|국토교통|해양수산|중소벤처기업"
        r"|기재|과기|과기정통|행안|문체|농식품|산업|복지|고용|국토|해수|중기)부$"
        r"|\b(?:council|ministry|government|department|office|county|commission)\b",
    }
)
"""Endings that tell what a body is; 구 and 군 only after two syllables, for 가구 is a household."""


_IN_MARKS = re.compile(r"[‘'「『][^‘’'「」『』\n]{2,50}[’'」』]")
"""A quoted name, however long, parts a date from its verb no more than a word does."""

_CLAUSE_AFTER = re.compile(r"[.!?…;\n▲△■]")


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


_PARTS = {
    "funder": r"^(?:[이가]|에서|의|로부터)? ?(?:주관|공모|지원|국비|예산|선정|지정)"
    r"|^(?: has| will)? (?:pays?|gave|given|grants?|funded|awarded|chose)\b",
    "supporter": r"^[은는이가] [^.]{0,40}(?:후원|기부|보태|보탰|내놓|기탁)"
    r"|^ (?:sponsors?|donated)\b",
    "operator": r"^[은는이가] [^.]{0,40}(?:맡|운영|위탁|시공|짓는다)"
    r"|^ (?:runs|will run|operates|manages)\b",
    "partner": r"^[과와·,]|^[은는이가]? [^.]{0,20}(?:함께|공동|손잡|협력)|^ and\b",
}
_PART = _cues(_PARTS)
_PART_IN_LIST = _any_cue({role: cue for role, cue in _PARTS.items() if role != "partner"})
_LISTED = re.compile(r"(?:와|과|·|,|및|\bwith|\band) ?$")
_LONGEST_LISTED = 8
"""Characters of `_LISTED` at the end of a text, with room for a boundary and a line's end."""


def actor_role(before: str, after: str) -> str | None:
    """The part that a sentence gives to a body that it names; None where it gives none."""
    if _LISTED.search(before[-_LONGEST_LISTED:]):
        return _nearest(_PART_IN_LIST, after) or "partner"
    return _PART.first(after)


def amount_role(before: str, after: str) -> str | None:
    """The role that the words beside a sum give it; None where they give none.

    Args:
        before: The text before the sum, from the last mention or the sentence's beginning.
        after: The text after it, to the next mention or the sentence's end.
    """
    return _nearest(_AFTER_AMOUNT, after) or _ending(_BEFORE_AMOUNT, before)


def date_event(before: str, text: str, after: str) -> str | None:
    """The event that the words beside a date give it; None where they give none."""
    clause = _CLAUSE_AFTER.split(_IN_MARKS.sub("", after)[:_REACH], maxsplit=1)[0]
    # English says it before the date more often than behind it.
    if before.isascii() and clause.isascii():
        found = _ending(_BEFORE_DATE, before) or _nearest(_AFTER_DATE, clause)
    else:
        found = _nearest(_AFTER_DATE, clause) or _ending(_BEFORE_DATE, before)
    lasts = _RANGE.search(text) or (_UNTIL.search(text) and _GOES_ON.search(clause))
    return "period" if found is None and lasts else found


def _ending(cues: _Cues, before: str) -> str | None:
    return cues.first(before[-_REACH:])


def _nearest(cues: re.Pattern[str], after: str) -> str | None:
    found = cues.search(after)
    return found.lastgroup if found else None
