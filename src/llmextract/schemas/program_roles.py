"""The role of a sum in a program, as its own sentence tells it.

A small model guesses roles; where the sentence says them, in the word before the sum (국비 50억), in
the words behind it (50억은 국비다) or by its verb and who does it (도가 50억을 보탠다), code reads
them. What is nearest to the sum and most particular is asked first: a label before a verb, a
verb before a mere 총 or 올해. The cues are the words of Korean budgets and of news about them, with
the endings that their verbs take, plain and polite.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["amount_role"]

_MONEY = r"\d[\d,.]*(?:\s?[조억만천백]\s?여?\s?[\d,.]*)*\s?(?:원|달러|유로|엔)?"
_YEAR = r"(?<![~∼～〜])(?:올해|내년도?|내후년|지난해|작년|재작년|이번|20\d\d년도?)"
_YEARS = rf"{_YEAR}(?:에는|에도|에|은|는|도|엔)?"

_FILLER = (
    r"(?:에서만|에서는|에서|에는|에도|에만|으로는|으로|로는|이나|은|는|이|가|을|를|로|만|도|의|에|과|와)?"
    r"(?:[\s(:·,]|등|총|약|모두|최대|최소|각각|규모|무려|또|다시|추가로|더|전체|전액|올해|내년|한 해|평균)*$"
)
"""Particles and small words that may stand between a label and the sum."""

_PUBLIC_MONEY = (
    r"(?:(?<![가-힣])(?:국비|도비|시비|군비|구비|지방비)|국고|국도비|도·시비|국·도비|보조금|지원금|출연금|교부세|교부금|특교세"
    r"|특별교부금|균특|균특회계|지방소멸대응기금|[가-힣]{2,}(?:진흥|개발|대응|발전|복지|협력|균형)기금)"
)
_PRIVATE_MONEY = (
    r"(?:민자|민간 ?자본|민간 ?투자금?|민간 ?자금|자부담[금액]?|자기 ?부담금?|자체 ?자금|후원금|기부금"
    r"|성금|기탁금|협찬금?|모금액|출자금|쌈짓돈|(?<![가-힣])(?:자비|사비|회비))"
)
_WHOLE = (
    r"(?:총 ?사업비|총 ?공사비|총 ?투자비|총 ?예산|총액|사업비 총액|전체 ?사업비|전체 ?공사비|사업비|공사비"
    r"|건립비|조성비|건축비|투자비|투자액|투자 ?규모|사업 ?규모|투자 ?금액|연구비)"
)
_BUDGET = r"(?:본예산|추경|추가경정예산안?|추경예산|추경안|예산안?|운영비[는로]|운영비로는|운영 ?예산|연간 ?예산|살림)"
_PART = (
    r"(?:(?:장비|설비|기자재) ?(?:구축|도입|구입|구매|교체)|"
    r"[가-힣]*(?:설계|용역|매입|장비|설비|기자재|홍보|철거|토목|건축 ?공사|감리|시험|구입|구매)[ ]?비용?"
    r"|(?:장비|설비|장치|기계|기자재|부품)(?: ?값)?|(?:용지|토지|지장물)? ?보상비?|\d ?공구(?: ?공사)?|\d ?단계(?: ?[가-힣]+){0,2}|[1-9제]\d?공장)"
)
_PRICE = (
    r"(?:보관료|입장료|이용료[는가]|사용료|참가비|참가비용|수강료|관람료|요금|승차권|표 ?값|땅값|분양가|임대료[는가]"
    r"|단가|가격|시세|뱃삯|검사비|회원권|지체상금|위약금|과태료|적자[는가]?|손실|요구액|신청액|당초(?: 예산)?|체불액?"
    r"|대금|인건비|예치금|보증금)"
)
_EARNED = (
    r"(?:매출|매출액|수출|수출액|판매액|거래액|소득|수익|수입|투자 ?유치|투자 ?유치액|(?:경제적? ?|파급 ?)+효과|경제 ?효과"
    r"|생산 ?유발(?: ?효과)?|생산 ?유발액|부가가치(?: ?유발)?(?: ?효과)?|소비 ?효과|직접 ?효과|이용료로"
    r"|수수료로|(?:쓴|쓰는|쓰고 간|쓰고 가는|뿌린) 돈)"
)
_EACH = (
    r"(?:1인당|한 (?:사람|명|분|곳|팀|가구|집|마리|개사)(?:에게|당|에|이|은|앞에)?|(?:가구|세대|농가|업체|마리|학생"
    r"|기업|가정|팀|㏊|헥타르|ha|명|개사|점포|어가)(?:당|마다|별로?)|첫째|둘째|셋째|다자녀)(?:아이?|아는|는)?"
    r"(?: ?(?:월|매달|매월|다달이|연|최대|약|평균|각각|매년|최고))*\s*$"
)
_MONTHLY = r"(?:매달|매월|다달이|월|월세로|이사비로)(?: ?(?:최대|약|평균))*\s*$"
_UNIT = (
    r"(?:3\.3㎡|㎡|평|kg|㎏|톤|리터|ℓ|시간|1건|한 ?장|한 ?근|한 ?상자|하루|1회|회|1장|한 ?끼|1박|한 ?번|건|병|통|개)"
    r"(?:에|당)?(?: ?(?:약|평균|최대|단돈))*\s*$"
)

_PAID_OUT = (
    r"(?:지급|지원|보조|환급|돌려(?:준|주|줘|받)|준다|주기로|주는|주던|줍니다|드립|드린|받(?:는|을|습|고|게|아)"
    r"|나눠 ?준|수당|장려금|지원금|보상금|지역화폐|사업화 자금|쿠폰|바우처|혜택)"
)
_GIVING = (
    r"(?:(?<![가-힣])(?:냈|내고|낸다|내기로|낼 |냅니다)|나눠 내|나눠 낸|분담|부담|보태|보탠|보탰|지원(?!사업|금)|출연|대는|댄다|대고"
    r"|댔|대기로|댈 |보조(?!금)|교부|매칭|투입하기로|나왔|메웠|메운|채웠|내려보|내놓|내놨|쾌척|출자|얹|떠안)"
)
_DONATING = r"(?:후원|기부|기탁|협찬|쾌척|성금|희사|투자받)"
_PUBLIC_BODY = (
    r"(?:[가-힣]{2,}(?:특별자치[시도]|광역시|특별시|시|군|구|도|부|처|청|공단|공사|진흥원|테크노파크|의회|교육청)"
    r"|정부|나라|국가|도|시|군|구|중앙정부|지자체)"
)
_PRIVATE_BODY = (
    r"(?:㈜[가-힣A-Za-z]+|[가-힣A-Za-z]+㈜|[가-힣]*(?:회사|기업|은행|그룹|조합|상인회|주민|어민|농민|건설|전자|대학교?|대학원"
    r"|화학|제약|업체|법인|중공업|사업자|운영사|시공사|시행사|개발사))"
)
_BODY_END = r"(?:이|가|은|는|에서|도|\()?(?: ?\d+년(?:간| ?동안)?| ?각각| ?모두| ?매년| ?최대| ?약| ?총| ?다시)*\s?$"


class _Said(NamedTuple):
    """What stands around a sum.

    Attributes:
        head: Its sentence before it.
        clause: Its sentence behind it, to the end of the clause.
        beside: The words behind it, to the next mention.
        small: Whether it is less than any program costs.
    """

    head: str
    clause: str
    beside: str
    small: bool


_CLAUSE_END = re.compile(
    r"(?<![국창광사재권참])(?<=[가-힣])(?:고|며|지만|는데|은데|으나|면서|자|아서|어서|해서)(?=[ ,])|[.!?…;\n”\"]"
)
_AND = re.compile(rf"{_MONEY}\s?(?:과|와|,|·|및|에)\s*$")
_ROSE_FROM = re.compile(rf"{_MONEY}(?:\([^)]*\))?에서\s*(?:무려|다시|올해|내년)?\s*$")
_SMALL = re.compile(
    r"^(?:[\d,.]+|[\d,.]*\s?[천백]?\s?만\s?(?:[\d,.]+|[\d,.]*천)?|[\d,.]*\s?천)\s?원$"
)
_BIG_MAN = re.compile(r"(?:[천백]\s?만|\d{4,}\s?만|\d,\d{3}\s?만)")
_HANGUL = re.compile(r"[가-힣]")


def amount_role(head: str, text: str, tail: str, *, beside: str | None = None) -> str | None:
    """The role that its sentence gives a sum; None where it gives none.

    Args:
        head: The sentence before the sum.
        text: The sum.
        tail: The sentence behind it.
        beside: What of that stands before the next sum or date; without it, all.
    """
    beside = tail if beside is None else beside
    if not _HANGUL.search(head + tail):
        return _first(_ENGLISH_FIRST, head[-60:]) or _first(_ENGLISH_AFTER, beside[:60]) or _first(_ENGLISH_BEFORE, head[-60:])
    end = _CLAUSE_END.search(tail)
    said = _Said(head, tail[: end.end()] if end else tail, beside, _is_small(text))
    return next((role for rule in _RULES if (role := rule(said))), None)


def _is_small(text: str) -> bool:
    """Whether a sum in won is under ten million, which no program costs."""
    return _SMALL.match(text) is not None and _BIG_MAN.search(text) is None


def _table(*rows: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, re.compile(cue, re.IGNORECASE)) for role, cue in rows)


def _first(table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((role for role, cue in table if cue.search(text)), None)


_BEHIND = _table(
    (
        "other",
        r"^ ?(?:이하|이상|미만|초과)(?:의|인)? ?(?:중소)?(?:기업|업체|회사|가구|사람|농가|소상공인)",
    ),
    (
        "subsidy",
        rf"^(?:은|는|을|를|이|가)? ?(?:전액 )?{_PUBLIC_MONEY}(?:다|이다|이며|이고|로|으로|입니다)",
    ),
    (
        "subsidy",
        rf"^[은는을를] (?:[가-힣]+[과와] )?(?:{_PUBLIC_BODY})[가이] [^.,]{{0,12}}(?:메웠|메운|부담|지원|보탰|보태|댔|대기로|댄다)",
    ),
    (
        "private",
        rf"^(?:은|는|을|를|이|가)? ?(?:전액 )?{_PRIVATE_MONEY}(?:다|이다|이며|이고|로|으로|입니다)",
    ),
    ("annual", rf"^(?:은|는|이|가)? ?(?:마지막 ?해|첫해|{_YEAR}) ?몫"),
    (
        "other",
        r"^(?:가량|정도|이|가|을|를|나|만큼|쯤)? ?(?:씩 )?(?:\([^)]*\))?,? ?(?:꼭 |더 )?(?:[\d.]+%[가이] )?"
        r"(?:덜 |더 (?:든다|듭|들었|들 |들어간|늘|필요)|늘었|늘어난|늘린|증가|증액|줄었|줄어든|줄인|줄일|감액|삭감|깎|절감|절약|아[끼낄낀꼈]"
        r"|많(?:다|아)|적(?:다|은)|커졌|불어난|모자라|부족)",
    ),
    ("other", r"^(?:을|를)? ?(?:넘지 ?(?:않|못)|넘길 수 없)"),
    (
        "target",
        r"^(?: ?(?:규모|이상|대|어치|가량))?(?:의|을|를|이|가)? ?(?:[가-힣]+에 )?"
        r"(?:매출|수출|투자 ?유치|생산 ?유발|경제적? ?(?:파급 ?)?효과|파급 ?효과|유치(?:했|하|한|할)|투자를? (?:이끌|유치|받))",
    ),
    ("private", r"^[은는을를]? ?민간(?:에서|이|업체|기업)"),
    (
        "target",
        r"^(?:을|를|씩|어치를)? ?(?:더 )?(?:벌었|벌어|벌 |버는|거뒀|거둬|거둘|팔았|팔아 |쓰고 (?:갔|간|가))",
    ),
    (
        "component",
        r"^(?:의|은|는|을|를|이|가|어치| 상당의| 규모의)? ?(?:[가-힣]+ )?(?:장비|설비|시험기|기자재)(?!비)",
    ),
    ("component", r"^[은는이가] \d ?단계"),
    ("subsidy", r"^까지 [^.,]{0,20}(?:받|지원|지급|보조|융자)"),
)

_LABEL = _table(
    ("other", rf"(?:보다|대비)\s*(?:약|무려)?\s*$"),
    ("subsidy", rf"(?<!전액 ){_PUBLIC_MONEY}{_FILLER}"),
    ("private", rf"{_PRIVATE_MONEY}{_FILLER}"),
    ("component", rf"{_PART}{_FILLER}"),
    ("target", rf"{_EARNED}[은는이가도]? ?(?:연간|연|매년|해마다|한 해)\s*(?:약|최대)?\s*$"),
    ("target", rf"{_EARNED}{_FILLER}"),
    ("other", rf"{_PRICE}{_FILLER}"),
    ("subsidy", _EACH),
    ("subsidy", r"\d(?:곳|명|개사|팀|가구|개소|농가|개 ?기업)에(?:게|는)? ?최대\s*$"),
    (
        "annual",
        r"(?:연간|매년|해마다|한 해|연평균)(?: [가-힣]+)?\s*(?:약|총|최대|각각)?\s*$|(?<![가-힣])연\s*$",
    ),
    (
        "annual",
        rf"{_YEARS} ?(?:(?!까지|부터)[가-힣]+ )?(?:한 해|동안|쓸 돈은?|투입(?:할|하는) (?:돈|예산)은?|사업비는?|예산은?|살림은?)?"
        r"\s*(?:총|약|모두|최대|각각|또|다시|\()*\s*$",
    ),
    ("annual", rf"{_BUDGET}{_FILLER}"),
    ("annual", rf"{_BUDGET}(?:으로|에) (?:잡은|세운|편성한|반영한|반영된|담은) [^,.]{{0,24}}$"),
)
_WHOLE_BEFORE = _table(
    ("total", r"(?:드는|들어가는|들어갈|소요되는|투입되는) (?:비용|돈|예산|사업비)[은이] (?:모두|총|약)?\s*$"),
    ("total", rf"{_WHOLE}{_FILLER}"),
    ("total", r"(?:총|모두|합쳐|합치면|합하면|통틀어)\s*(?:약)?\s*$"),
)
_WAS = re.compile(r"당초|애초|처음|원래|때만 해도|당시|기존")
_WAS_SO = re.compile(
    r"^(?:이었|였|짜리였|짜리이|에서|으로 (?:잡|책정|계획|추산)|로 (?:잡|책정|계획|추산))"
)
_GREW = re.compile(
    r"^에서 .*\d[\d.,조억만천백 ]*원?(?:으로|로) [^.]{0,8}(?:늘|줄|불어|뛰|올랐|치솟)"
)
_OF_YEAR_BUILT = re.compile(
    r"^[을를] (?:들여|투입해|쏟아부어) .{0,20}?(?:문을 (?:연|열었)|지은|지었|세운|세웠|준공|완공|개관|만든|조성한)"
)
_SIZED = re.compile(r"^ ?(?:규모|짜리)")
_BOUGHT = re.compile(r"^에 (?:사들|매입|산 |샀|구입|팔)")
_SAVED = re.compile(r"덜 (?:들|쓰|내)|절감|절약|아[끼낄낀]|줄어들|줄일|줄인다")
_SPENT_BY_GUESTS = re.compile(rf"(?:쓰고 (?:갔|간|가)|{_EARNED}|소비)")
_GUESTS = re.compile(r"(?:관광객|관람객|방문객|손님|이들)[^.]{0,25}$")
_SPEND_HEAD = re.compile(
    r"(?:관광객|관람객|방문객|손님|이들|사람)[^.]{0,25}(?:쓴|쓰고 간|쓰고 가는|쓰는) 돈"
)
_WON = re.compile(
    r"^[을를] [^.,]{0,20}?(?:따내|따냈|따낸|따내며|확보(?:했|하|한)|지원받|교부받|보조받)"
)
_SET_ASIDE = re.compile(
    r"^[을를이가] [^.,]{0,12}?(?:편성|책정|계상|세워|세웠|세운다|실려|실렸|실린|반영(?:했|됐|된|하|돼))"
)
_ALL_OF_IT = re.compile(
    r"(?:그중|그 중|이중|이 중|이 가운데|그 가운데|이 돈에서)(?:에서|에는|에|는)?\s*(?:약)?\s*$"
)
_OF_IT = re.compile(
    r"(?:그중|그 중|이중|이 중|이 가운데|그 가운데|가운데|중에서|중|이 돈에서|나머지|남은)(?:에서|에는|에|는)?\s*(?:약)?\s*$"
)


def _whole_in_public_money(said: _Said) -> str | None:
    """전체 예산은 국비 68억으로: the payer is said of the whole, no other sum stands before."""
    costs = re.search(rf"{_PUBLIC_MONEY}\s*$", said.head) and not re.search(_MONEY, said.head)
    if costs and re.match(r"[이가] (?:든다|듭니다|들어간다|들어갑니다|들었다)", said.clause):
        return "total"
    found = _ALL_OF_IT.search(said.head)
    if not found or not re.match(r"(?:으로|로|이다|다\.|입니다)", said.clause):
        return None
    return "annual" if found["annual"] else "total"


def _saved_or_spent(said: _Said) -> str | None:
    if _GUESTS.search(said.head[-40:]) and re.match(
        r"(?:가량|정도)?[을를] (?:쓴|썼|쓰)", said.clause
    ):
        return "target"
    if _SPEND_HEAD.search(said.head[-40:]) or _SPENT_BY_GUESTS.match(said.beside.lstrip("을를 더")):
        return "target"
    return "other" if _SAVED.search(said.clause[:20]) else None


def _once(said: _Said) -> str | None:
    """What a whole was thought to be at first."""
    is_whole = _first(_WHOLE_BEFORE, said.head) or "짜리" in said.beside[:4]
    was = (_WAS.search(said.head) and _WAS_SO.match(said.clause)) or _GREW.match(said.clause)
    return "other" if is_whole and was else None


def _behind(said: _Said) -> str | None:
    return _first(_BEHIND, said.beside)


def _small(said: _Said) -> str | None:
    """What people get or pay: no program costs so little."""
    if not said.small:
        return None
    for role, money in (("subsidy", _PUBLIC_MONEY), ("private", _PRIVATE_MONEY)):
        if re.search(rf"{money}{_FILLER}", said.head):
            return role
    unit = re.search(_UNIT, said.head)
    priced = unit or re.search(rf"{_PRICE}{_FILLER}", said.head)
    is_paid = re.search(_EACH, said.head) or re.search(_PAID_OUT, said.clause)
    if re.search(rf"{_EARNED}{_FILLER}", said.head):
        return "target"
    if unit and re.search(r"지급|지원(?:한|했|합|하)|드립|수당|활동비", said.clause):
        return "subsidy"
    return "other" if priced or not is_paid else "subsidy"


def _label(said: _Said) -> str | None:
    """The word before the sum says it."""
    role = _first(_LABEL, said.head[-60:])
    if role == "annual" and _SIZED.match(said.beside):
        return None
    if role == "annual" and (_OF_YEAR_BUILT.match(said.clause) or _BOUGHT.match(said.beside)):
        return "total" if _OF_YEAR_BUILT.match(said.clause) else "component"
    return role


def _from_and_to(said: _Said) -> str | None:
    """The second of two sums, 4억에서 12억으로, is what the first is called."""
    found = _ROSE_FROM.search(said.head)
    if not found:
        return None
    head = said.head[: found.start()]
    return _first(_LABEL, head[-60:]) or _first(_WHOLE_BEFORE, head[-60:])


def _payer(said: _Said) -> str | None:
    """Who pays it, by the subject and the verb; of several sums the verb comes last."""
    if re.search(rf"{_PUBLIC_BODY}(?:에서|로부터|으로부터)\s*$", said.head) and "받" in said.clause:
        return "subsidy"
    if not re.search(rf"{_GIVING}|{_DONATING}", said.clause):
        return None
    head = said.head
    while found := _AND.search(head):
        if re.search(rf"(?:{_PUBLIC_BODY}|{_PRIVATE_BODY}){_BODY_END}", head):
            break
        head = head[: found.start()]
    if re.search(_DONATING, said.clause) or re.search(rf"{_PRIVATE_BODY}{_BODY_END}", head):
        return "private"
    return "subsidy" if re.search(rf"(?<![가-힣]){_PUBLIC_BODY}{_BODY_END}", head) else None


def _won(said: _Said) -> str | None:
    return "subsidy" if _WON.match(said.beside) else None


def _set_aside(said: _Said) -> str | None:
    return "annual" if _SET_ASIDE.match(said.beside) else None


def _built(said: _Said) -> str | None:
    return "total" if _OF_YEAR_BUILT.match(said.clause) else None


def _of_it(said: _Said) -> str | None:
    is_part = _OF_IT.search(said.head) and not _SET_ASIDE.match(said.beside)
    return "component" if is_part else None


def _whole(said: _Said) -> str | None:
    return _first(_WHOLE_BEFORE, said.head[-60:])


_RULES: tuple[Callable[[_Said], str | None], ...] = (
    _whole_in_public_money,
    _once,
    _saved_or_spent,
    _small,
    _behind,
    _from_and_to,
    _label,
    _payer,
    _won,
    _set_aside,
    _built,
    _of_it,
    _whole,
)

_ENGLISH_FIRST = _table(
    (
        "target",
        r"\b(?:bring|brings|brought|bringing|generate|generates|generated|attract|attracts)"
        r"(?: in)?(?: about| up to| an extra| another)? $",
    ),
    ("other", r"\b(?:tickets?|passes|entry|fares?|fees?|rents?|membership|admission)\b[^.]{0,30}$"),
)
_ENGLISH_AFTER = _table(
    ("annual", r"^\s*(?:a|per|each|every) year\b|^ annually"),
    (
        "target",
        r"^ (?:in|of) (?:sales|exports|revenue)|^ to (?:local|the local|the) (?:\w+ )?(?:shops|economy|businesses)",
    ),
    ("component", r"^ (?:on|for|of) (?:\w+ ){0,2}(?:equipment|machines|rigs)\b"),
    ("subsidy", r"^ (?:is|as) (?:a )?grants?\b|^ grants?\b"),
    (
        "subsidy",
        r"^ (?:comes?|came|will come|is coming)? ?from the (?:[A-Z][\w-]+ )*"
        r"(?:Department|Ministry|Government|Executive|Council|Fund|Lottery|Agency)\b",
    ),
    (
        "private",
        r"^ (?:comes?|came|will come) from (?:the )?(?:company|firm|charity|developer|housing association)",
    ),
    ("component", r"^ it (?:still )?needs\b"),
    (
        "component",
        r"^ (?:will go|goes|went|is going|has gone|was spent|is spent|will be spent) (?:on|to|towards)\b",
    ),
)
_ENGLISH_BEFORE = _table(
    (
        "other",
        r"\b(?:sales|turnover|income|profits) of (?:more|less|under|over|at least|up to|above|below)\b[^.]*$",
    ),
    (
        "other",
        r"\b(?:risen|rose|fallen|fell|up|down|cut|grown|grew|gone up|increased) by (?:about )?$|\b(?:was|been) priced at $",
    ),
    (
        "other",
        r"\b(?:originally|first) (?:priced|put|estimated|costed) at $|\bsav(?:e|es|ing) (?:about )?$",
    ),
    ("subsidy", r"\bgrants? (?:of|worth)(?: up to)?\s*$|\bpays?(?: out)? up to $"),
    (
        "subsidy",
        r"\b(?:Government|Executive|Department[\w ]*|Ministry[\w ]*|Lottery[\w ]*)"
        r" (?:will |is |has |have )?(?:pay|paid|giv|gave|contribut|provid|award|grant|commit|put)\w*(?: in)?"
        r"(?: about| up to| another| a further)? $",
    ),
    (
        "private",
        r"\b(?:[Dd]evelopers?|[Cc]ompany|[Ff]irms?|Ltd|plc|[Dd]onors?|[Rr]esidents)"
        r" (?:will |is |has |have )?(?:pay|paid|giv|gave|contribut|provid|put|rais|invest)\w*(?: in)?"
        r"(?: about| up to| another)? $",
    ),
    ("subsidy", r"\b(?:claim|receive|get|apply for|worth)(?: grants of)? up to $"),
    ("private", r"\bprivate (?:money|investment|funding) of\s*$"),
    ("annual", r"\b(?:annual|yearly) (?:\w+ )?(?:of )?$"),
    ("target", r"\b(?:sales|revenue|exports|turnover) of (?:about )?$"),
    ("total", r"\btotal(?: cost)? of (?:\w+ )?$|(?<!has )(?<!have )\bcosts? (?:about )?$"),
)
