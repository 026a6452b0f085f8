"""The words of Korean budgets and of news about them, as parts of expressions.

What money is called by who pays it, by what it pays for and by what it brings in, who pays, and the
verbs of giving; none of them has groups of its own.
"""

from __future__ import annotations

import re

__all__ = [
    "BODY_END",
    "BUDGET",
    "DONATING",
    "EACH",
    "EARNED",
    "FILLER",
    "GIVING",
    "MONEY",
    "PAID_OUT",
    "PART",
    "PRICE",
    "PRIVATE_BODY",
    "PRIVATE_MONEY",
    "PUBLIC_BODY",
    "PUBLIC_MONEY",
    "UNIT",
    "WHOLE",
    "YEAR",
    "YEARS",
    "Cue",
    "cue",
    "first",
    "opening",
]

_LATIN = re.compile(r"[A-Za-z]{2}")

Cue = tuple[str, re.Pattern[str]]
"""A value, and an expression that tells it."""


def cue(value: str, pattern: str) -> Cue:
    """Such a pair; letter case does not count, and Hangul has none."""
    return value, re.compile(pattern, re.IGNORECASE if _LATIN.search(pattern) else 0)


def first(table: tuple[Cue, ...], text: str) -> str | None:
    """The value of the first of ``table`` that ``text`` fits."""
    return next((value for value, pattern in table if pattern.search(text)), None)


def opening(table: tuple[Cue, ...], text: str) -> str | None:
    """The same for expressions that all begin with ``^``, which are tried there alone."""
    return next((value for value, pattern in table if pattern.match(text)), None)


MONEY = r"\d[\d,.]*(?:\s?[조억만천백]\s?여?\s?[\d,.]*)*\s?(?:원|달러|유로|엔)?"
YEAR = r"(?<![~∼～〜])(?:올해|내년도?|내후년|지난해|작년|재작년|이번|20\d\d년도?)"
YEARS = rf"{YEAR}(?:에는|에도|에|은|는|도|엔)?"

FILLER = (
    r"(?:에서만|에서는|에서|에는|에도|에만|으로는|으로|로는|이나|은|는|이|가|을|를|로|만|도|의|에"
    r"|과|와)?"
    r"(?:[\s(:·,]|등|총|약|모두|최대|최소|각각|규모|무려|또|다시|추가로|더|전체|전액|올해|내년"
    r"|한 해|평균)*$"
)
"""Particles and small words that may stand between a label and the sum."""

PUBLIC_MONEY = (
    r"(?:(?<![가-힣])(?:국비|도비|시비|군비|구비|지방비)|국고|국도비|도·시비|국·도비|보조금"
    r"|지원금|출연금|교부세|교부금|특교세"
    r"|특별교부금|균특|균특회계|지방소멸대응기금|[가-힣]{2,}(?:진흥|개발|대응|발전|복지|협력"
    r"|균형)기금)"
)
PRIVATE_MONEY = (
    r"(?:민자|민간 ?자본|민간 ?투자금?|민간 ?자금|자부담[금액]?|자기 ?부담금?|자체 ?자금|후원금"
    r"|기부금"
    r"|성금|기탁금|협찬금?|모금액|출자금|쌈짓돈|(?<![가-힣])(?:자비|사비|회비))"
)
WHOLE = (
    r"(?:총 ?사업비|총 ?공사비|총 ?투자비|총 ?예산|총액|사업비 총액|전체 ?사업비|전체 ?공사비"
    r"|사업비|공사비"
    r"|건립비|조성비|건축비|투자비|투자액|투자 ?규모|사업 ?규모|투자 ?금액|연구비)"
)
BUDGET = (
    r"(?:본예산|추경|추가경정예산안?|추경예산|추경안|예산안?|운영비[는로]|운영비로는"
    r"|운영 ?예산|연간 ?예산|살림)"
)
PART = (
    r"(?:(?:장비|설비|기자재) ?(?:구축|도입|구입|구매|교체)|"
    r"[가-힣]*(?:설계|용역|설치|매입|장비|설비|기자재|홍보|철거|토목|건축 ?공사|감리|시험|구입"
    r"|구매)[ ]?비용?"
    r"|(?:장비|설비|장치|기계|기자재|부품)(?: ?값)?|(?:용지|토지|지장물)? ?보상비?"
    r"|\d ?공구(?: ?공사)?|\d ?단계(?: ?[가-힣]+){0,2}|[1-9제]\d?공장)"
)
PRICE = (
    r"(?:보관료|입장료|이용료|사용료|참가비|참가비용|수강료|관람료|요금|승차권|표 ?값|땅값"
    r"|분양가|임대료"
    r"|단가|가격|시세|뱃삯|검사비|회원권|지체상금|위약금|과태료|적자[는가]?|손실|낙찰가|감정가"
    r"|매입가|요구액|신청액"
    r"|당초(?: 예산)?|체불액?"
    r"|대금|인건비|예치금|보증금)"
)
EARNED = (
    r"(?:매출|매출액|수출|수출액|판매액|거래액|소득|수익|수입|투자 ?유치|투자 ?유치액"
    r"|(?:경제적? ?|파급 ?)+효과|경제 ?효과"
    r"|생산 ?유발(?: ?효과)?|생산 ?유발액|부가가치(?: ?유발)?(?: ?효과)?|소비 ?효과|직접 ?효과"
    r"|이용료로"
    r"|수수료로|(?:쓴|쓰는|쓰고 간|쓰고 가는|뿌린) 돈)"
)
EACH = (
    r"(?:1인당|한 (?:사람|명|분|곳|팀|가구|집|마리|개사)(?:에게|당|에|이|은|앞에)?|(?:가구|세대"
    r"|농가|업체|마리|학생"
    r"|기업|가정|팀|㏊|헥타르|ha|명|개사|점포|어가)(?:당|마다|별로?)|첫째|둘째|셋째"
    r"|다자녀)(?:아이?|아는|는)?"
    r"(?: ?(?:월|매달|매월|다달이|연|최대|약|평균|각각|매년|최고))*\s*$"
)
UNIT = (
    r"(?:3\.3㎡|㎡|평|kg|㎏|톤|리터|ℓ|시간|1건|한 ?장|한 ?근|한 ?상자|하루|1회|회|1장|한 ?끼|1박"
    r"|한 ?번|건|병|통|개)"
    r"(?:에|당)?(?: ?(?:약|평균|최대|단돈))*\s*$"
)

PAID_OUT = (
    r"(?:지급|지원|보조|환급|돌려(?:준|주|줘|받)|준다|주기로|주는|주던|줍니다|드립|드린|받(?:는"
    r"|을|습|고|게|아)"
    r"|나눠 ?준|수당|장려금|지원금|보상금|지역화폐|사업화 자금|쿠폰|바우처|혜택)"
)
GIVING = (
    r"(?:(?<![가-힣])(?:냈|내고|낸다|내기로|낼 |냅니다)|나눠 내|나눠 낸|분담|부담|보태|보탠|보탰"
    r"|지원(?!사업|금)|출연|대는|댄다|대고"
    r"|댔|대기로|댈 |보조(?!금)|교부|매칭|투입하기로|나왔|메웠|메운|채웠|내려보|내놓|내놨|쾌척"
    r"|출자|얹|떠안)"
)
DONATING = r"(?:후원|기부|기탁|협찬|쾌척|성금|희사|투자받)"
PUBLIC_BODY = (
    r"(?:[가-힣]{2,}(?:특별자치[시도]|광역시|특별시|시|군|구|도|부|처|청|공단|공사|진흥원"
    r"|테크노파크|의회|교육청)"
    r"|정부|나라|국가|도|시|군|구|중앙정부|지자체)"
)
PRIVATE_BODY = (
    r"(?:㈜[가-힣A-Za-z]+|[가-힣A-Za-z]+㈜|[가-힣]*(?:회사|기업|은행|그룹|조합|상인회|주민|어민"
    r"|농민|건설|전자|대학교?|대학원"
    r"|화학|제약|업체|법인|중공업|사업자|운영사|시공사|시행사|개발사))"
)
BODY_END = (
    r"(?:이|가|은|는|에서|도|\()?(?: ?\d+년(?:간| ?동안)?| ?각각| ?모두| ?매년| ?최대| ?약"
    r"| ?총| ?다시)*\s?$"
)
