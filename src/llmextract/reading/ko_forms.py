"""The shapes of Korean dates as patterns; what they mean stands in `ko_points`.

Every repetition is bounded, so that no text makes a match slow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.reading import ko_words as words
from llmextract.reading.alternatives import by_letter
from llmextract.reading.feasts import FEASTS, SOLAR_FEASTS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ABOUT", "AGO", "ANCHORED", "BELOW", "BELOW_FIRST", "CLOCK", "COMMA_YEAR", "DAY", "DAYS",
    "DAY_WORD", "DEADLINE", "DECADE", "DECADES", "DIRECTION", "DOTTED", "DOTTED_DAY",
    "DOTTED_MONTH", "EDGE", "FEAST", "HALF", "HALVES", "LED_DAY", "LENGTH", "MONTH", "MONTHS",
    "MONTH_OF", "MONTH_OF_YEAR", "MONTH_WORD", "NAMED_FIRST", "NEW_YEAR", "NUMBER",
    "NUMBER_AHEAD", "OLD_YEAR", "ORDINAL", "PART", "QUARTER", "QUARTERS", "QUARTER_WORD",
    "RIGHT_DOTTED", "RIGHT_MONTH", "RIGHT_YEAR", "SAME_DAY", "SAME_MONTH", "SAME_PERIOD",
    "SAME_YEAR", "SEASON", "SHORT_YEAR", "SHORT_YEARS", "SHORT_YEAR_LEADS", "SLASHED",
    "SPOKEN_DAY", "SPOKEN_MONTH", "SPOKEN_YEAR", "START", "STEPPED", "TERM", "WEEKDAY",
    "WEEK_PART", "WEEK_WORD", "WINDOW", "YEAR", "YEARS", "YEARS_ALONE", "YEAR_DAY", "YEAR_PART",
    "YEAR_WORD", "ahead",
]  # fmt: skip

_S = r"[ \u00a0]{0,2}"
_TILDE = rf"{_S}[~∼〜～\-–—]{_S}"
# The apostrophe of a short year ('25년); before four digits it opens a quotation.
_QUOTE = r"['‘’`´′](?=\d\d(?!\d))"


def _any(table: Iterable[str]) -> str:
    """An alternation of words, longest first; a space in a word may be missing or doubled."""
    ordered = sorted(table, key=len, reverse=True)
    return by_letter(word.replace(" ", _S) for word in ordered)


def ahead(text: str, at: int) -> str:
    """The character behind as many spaces as a form allows, none to two; empty at the end."""
    return text[at : at + 3].lstrip(" \u00a0")[:1]


# A word that other words run on from (말, 초, 경, 내일) ends before these only.
_WORD_END = (
    r"(?=[^가-힣]|$|까지|부터|에|께|쯤|경|은|는|로|을|를|의|과|와|인|이면|이다|이후|이전|이래|"
    r"기준|현재|무렵|즈음|전후|도\b|이[ ,])"
)

_PARTICLES = r"은|는|이[ ,]|을|의|에|엔|과|도|까지|부터|보다|인|이었|자로"

# ---- where a point may begin ------------------------------------------------

_BEGINNINGS = (
    *words.YEARS, *words.MONTHS, *words.WEEKS, *words.DAYS, *words.DIRECTIONS, *words.SAME_YEARS,
    *words.SAME_MONTHS, *words.SAME_DAYS, *FEASTS, *SOLAR_FEASTS, *words.DAY_COUNTS,
    "새해",
)  # fmt: skip
_COUNTED = (
    rf"(?:{_any(words.COUNTS)}){_S}(?:달|주|해)|반[ ]?년|일주일|전주(?:[ ](?:대비|같은)|보다)"
    rf"|[일이삼사오육칠팔구십]{{1,3}}{_S}(?:년|개월|달|주일?){_S}이?(?:전|후|뒤|내|안)|서기[ ]\d"
)
_NUMERAL = r"[일이삼]?천[년일이삼사오육칠팔구십백]|[일이삼사오육칠팔구십유시]{1,2}월"
# What a number may be followed by to be a year, month, day or length.
_AFTER_NUMBER = (
    rf"(?:(?P<unit>[년월일])|(?P<sign>[/.\-](?=[ ]?\d))|(?P<range>\.?[~∼〜～–—]"
    rf"|[·ㆍ,](?=(?:[ ]?\d{{1,4}}[·ㆍ,]){{0,6}}[ ]?\d{{1,4}}{_S}[년월일분]))"
    rf"|(?P<count>주|개월|달|여[ ]?년)|사?분기|학년도|회계)"
)
NUMBER = re.compile(rf"(?:{_QUOTE})?\d{{1,4}}{_S}{_AFTER_NUMBER}")
NUMBER_AHEAD = re.compile(rf"{_S}['‘’`´′]?\d{{1,4}}{_S}{_AFTER_NUMBER}")
_WORD = (
    # 이번 사업, 다음뉴스: most often no time
    rf"(?!이번[ ](?![\d주달분봄여가겨추설연])|다음(?![ ]|주|달|날|해|분))"
    rf"(?:{_any(_BEGINNINGS)}|{_COUNTED}|[상하전후]반기|연[초말]|[일이삼사]사?분기"
    rf"|[월화수목금토일]요일|{_NUMERAL})"
)
_FIRST = "".join(
    sorted(
        {word[0] for word in (*_BEGINNINGS, *words.COUNTS)}
        | set("일이삼사오육칠팔구십천유시반상하전후연서월화수목금토")
    )
)
_SECOND = "".join(
    sorted(
        {word[1:].lstrip()[:1] for word in _BEGINNINGS}
        | set(
            "년월주일해달분사요반초말십천백일이삼사오육칠팔구개섯기봄여가겨상하연을까"
            "0123456789 \u00a0"
        )
    )
)
# A dot, slash or hyphen in a date: no decimal (25.8℃), phone number or fraction of hundreds.
_DATE_SIGN = (
    r"(?:\.[ ]?\d{1,2}(?![\d%℃㎢㎡㎞㎏㎜㎝a-zA-Z])|/[ ]?\d{1,2}(?!\d)"
    rf"|-[ ]?(?:\d{{1,2}}-|\d{{1,4}}{_S}[년월일분]))"
)
# The character class comes first: the engine skips to its characters at little cost. What cannot
# begin in the middle of a word or a number is given up next, words before numbers: they are many.
START = re.compile(
    rf"[0-9０-９'‘’`´′{_FIRST}](?<![가-힣][가-힣])(?<!\d\d)"
    rf"(?:[{_SECOND}](?<=[가-힣].)(?<=(?={_WORD})..)"
    rf"|(?<=\d)(?=\d{{0,3}}+[ \u00a0]{{0,2}}+(?:[년월일]|주(?!년)|\.?[~∼〜～–—]|{_DATE_SIGN}"
    rf"|[·ㆍ,](?:[ ]?\d{{1,4}}[·ㆍ,]){{0,6}}[ ]?\d{{1,4}}{_S}[년월일분]|[·.]1절"
    r"|개월|달|사?분기|학년도|회계|여[ ]?년))(?<!\d[.,:/]\d)(?<![제박]\d)(?<![제박][ ]\d)"
    r"|(?<=['‘’`´′])(?=\d\d(?!\d)))"
)
"""Where a point may begin; most places where it matches hold none."""

# ---- parts ------------------------------------------------------------------

DIRECTION = re.compile(rf"(?P<word>{_any(words.DIRECTIONS)}){_S}")
# 올해의 선수 is a title.
YEAR_WORD = re.compile(rf"(?P<word>{_any(words.YEARS)})(?!의[ ](?!마지막|첫|경우))")
# 14년간 and 10년째 are durations; 2000년생, 2024년식 and 2024년산 are kinds of things.
_NOT_YEAR = r"(?!간|째|차|여|생|형|식|산|판|대|이상|가까이|[ ]?동안|[ ]?만에)"
YEAR = re.compile(rf"(?P<year>[12]\d{{3}}){_S}(?P<unit>학년도|회계연도|년도|년){_NOT_YEAR}")
SHORT_YEAR = re.compile(rf"(?P<quote>{_QUOTE})?(?P<year>\d{{2}})(?P<unit>년도?){_NOT_YEAR}")
# 24년 말, 25년 본예산: what a short year without its apostrophe needs behind it.
SHORT_YEAR_LEADS = re.compile(
    rf"{_S}(?:(?:연?말|초){_WORD_END}|(?:본예산|추경|결산|실적|기준)(?=[^가-힣]|$|보다|[안액은을의과와]))"
)
SPOKEN_YEAR = re.compile(
    r"(?P<year>[일이삼]?천[일이삼사오육칠팔구십백]?(?P<rest>[일이삼사오육칠팔구십백]{1,6})?)년(?!대|간)"
)
# A year of three digits (676년에) looks like a length, so what is behind it must tell.
OLD_YEAR = re.compile(
    r"서기[ ](?P<named>[1-9]\d{0,3})년"
    r"|(?P<year>[1-9]\d\d)년(?=에(?![ ]?(?:걸|한|달|이르|이른|두|세|가까|한차례)))"
)
DECADE = re.compile(
    rf"(?P<year>[12]\d\d0|[3-9]0)년대"
    rf"(?:{_S}(?P<part>{_any(words.DECADE_PARTS)})(?=[^가-힣]|$|까지|부터|에|의|은|과|이))?"
)
DECADES = re.compile(
    rf"(?P<low>[12]\d\d0|[3-9]0)(?:년대)?(?:{_TILDE}|[·ㆍ])(?P<high>[12]\d\d0|[3-9]0)년대"
)
_AGO_COUNT = rf"(?:\d{{1,3}}|[일이삼사오육칠팔구십]{{1,3}}|{_any(words.COUNTS)})"
# One step in years, months, weeks or days, or several: 2년 21일 후.
AGO = re.compile(
    rf"(?:(?:(?P<year>{_AGO_COUNT}){_S}(?P<about>여)?{_S}년|(?P<half_year>반{_S}년)),?)?"
    rf"(?:{_S}(?P<month>{_AGO_COUNT}){_S}여?{_S}(?:개월|달),?)?"
    rf"(?:{_S}(?P<week>{_AGO_COUNT}){_S}여?{_S}주일?,?)?"
    rf"(?:{_S}(?:(?P<day>\d{{1,3}})일|(?P<days>{_any(words.DAY_COUNTS)})))?"
    rf"{_S}(?:(?P<past>이?전)|(?P<ahead>후|뒤|지나서))"
    r"(?=[^가-힣]|$|에|까지|부터|의|인|보다|쯤|과|만|이면)"
)
# What steps and lengths begin with.
LENGTH = re.compile(
    rf"{_S}(?:{_AGO_COUNT}{_S}여?{_S}(?:년|개월|달|주|일)|반{_S}년|{_any(words.DAY_COUNTS)})"
)
# What stands behind a number of days that are steps or a length.
STEPPED = re.compile(rf"{_S}(?:이?[전내]|후|뒤|안|지나서)")
# 3년 안에 is an adverb and counts from now; 3년 이내 기업 and 3년 내 상환 count from elsewhere.
DEADLINE = re.compile(
    rf"(?!이{_S}[달주](?!일))(?:(?P<count>{_AGO_COUNT}){_S}(?:여{_S})?(?P<unit>년|개월|달|주일|주|일)"
    rf"|(?P<days>{_any(words.DAY_COUNTS)})){_S}"
    r"(?:(?P<adverb>이내(?=에)|안에|안으로|내에|내로)|(?P<bare>이?내)(?=[ ]))"
)
# 12일 오후 2시부터, 12일 밤까지: what may stand between a day and the word that closes it.
CLOCK = re.compile(
    rf"{_S}(?:(?P<part>오전|오후|낮|밤|새벽|아침|저녁|늦은{_S}밤)?{_S}"
    rf"(?:\d{{1,2}}시(?:{_S}\d{{1,2}}분|{_S}반)?|\d{{1,2}}:\d\d)"
    rf"|(?:이른{_S}|늦은{_S})?(?:오전|오후|낮|밤|새벽|아침|저녁|정오|자정|출근길|퇴근길))"
)
# 어제로부터 4일 후: the steps count from the day before the word.
ANCHORED = re.compile(rf"{_S}(?:으?로)?부터{_S}(?=[\d일이삼사오육칠팔구십한두세네하사나열보반])")

# 새해 인사 and 새해 소망 are of no year.
NEW_YEAR = re.compile(
    rf"새해(?=부터|까지|에[ 는도]|에는|엔|를|는|가|도[ ]"
    rf"|{_S}(?:예산|본예산|들어|[1-3]월|달라|업무|시무식|국비|정부|사업))"
)
HALVES = re.compile(rf"{_S}상[·ㆍ‧/]하반기")
# The first and second half (전반기, 후반기) are of a term as well, so they need their year.
HALF = re.compile(
    rf"{_S}(?<![·ㆍ‧/])(?:(?P<half>[상하])|(?<=[ 년해])(?P<of_year>[전후]))반기(?!별|마다)"
)
# 1/4분기 and 1·4분기 are the first of four.
QUARTER = re.compile(
    rf"{_S}(?P<quarter>[1-4일이삼사]){_S}(?:[/·ㆍ][ ]?4{_S}|사)?분기(?!별|마다|째|{_S}연속)"
)
# 징역 8월 is a term of eight months.
TERM = re.compile(r"(?:징역|금고|집행유예|구류)[ ]?(?:\d{1,2}년[ ]?)?\Z")
# '11 월 7 일' with spaces: then nothing may run on, as in '3 월드컵'.
_SPACED = r"(?:[ ](?=[월일](?:[^가-힣]|$|에|까지|부터|은|과|의|말|초|께|쯤)))?"
MONTH = re.compile(
    rf"{_S}(?P<month>1[0-2]|0?[1-9]){_SPACED}월"
    r"(?!호|령|세|급|간|생|[ ]?(?:민주)?(?:항쟁|혁명|유신))"
)
# 8월의 크리스마스, 3월의 눈: a title more often than a month.
MONTH_OF = re.compile(
    rf"의[ ](?!{_any(words.ORDINALS)}|마지막|말일|경우|수출|매출|생산|물가|소비|실적)"
)
SPOKEN_MONTH = re.compile(rf"{_S}(?P<month>{_any(words.MONTH_NAMES)})")
# 7일간, 3일 만에, 5일장, 1일 평균: lengths and rates, not days of a month.
_NOT_DAY = (
    r"(?!간|째|차|권|치|짜리|분|선|장|당|여|씩|제|천하|생|분량"
    rf"|{_S}(?:간(?=[^가-힣])|이내|안에|내에|이상|이하|미만|초과|정도|동안|만에|만인|연속|연달아|평균|최대|최소|내내|가량|격리|휴가|유급)"
    rf"|{_S}(?:만|전|후|뒤|내)(?=[^가-힣]|$|까지|에|부터|의))"
)
# 24일에서 10일로 짧아진다, 10일로 단축: lengths that change.
_LENGTH_CHANGES = rf"로{_S}(?:짧|줄[어이었인였]|늘[어리었린렸]|단축|연장|길어|확대|축소)"
_NOT_LENGTH = rf"(?!(?:에서{_S}\d{{1,3}}일)?{_LENGTH_CHANGES})"
# '하루에' written 1일.
_NOT_DAILY = rf"(?!{_S}(?:생산|처리|이용|체험|교통|관광|명예|\d+[ ]?(?:회|명|톤|㎥|시간|번|교대)))"
DAY = re.compile(
    rf"{_S}(?:(?P<day>3[01]|[12]\d|0?[2-9]|1\d){_SPACED}일{_NOT_DAY}{_NOT_LENGTH}"
    rf"|(?P<one>0?1){_SPACED}일{_NOT_DAY}{_NOT_LENGTH}{_NOT_DAILY})"
)
# Behind its month or 오는 a number of days before (21일 전) can only be a day of the month.
LED_DAY = re.compile(DAY.pattern.replace("(?:만|전|후|뒤|내)", "만").replace(_NOT_DAILY, ""))
SPOKEN_DAY = re.compile(rf"{_S}(?P<day>(?:[이삼]?십)?[일이삼사오육칠팔구]|[이삼]?십)일{_NOT_DAY}")
PART = re.compile(rf"{_S}(?P<part>{_any(words.PARTS)}){_WORD_END}")
EDGE = re.compile(rf"{_S}(?P<part>[초말]){_WORD_END}")
YEAR_PART = re.compile(rf"{_S}(?P<part>{_any(words.YEAR_PARTS)}){_WORD_END}")
# What may stand below a year without a number before it, and what it begins with.
BELOW = re.compile(
    rf"{_S}(?:[상하전후]반기|상[·ㆍ‧/]하|[일이삼사]사?분기|연[초말]|[일이삼사오육칠팔구시유십]{{1,2}}월"
    rf"|[월화수목금토일]요일|{_any({*words.PARTS, *words.SEASONS, *FEASTS, *SOLAR_FEASTS})})"
)
NAMED_FIRST = frozenset("같동의마첫")
"""What the names below a year begin with: 같은 달, 동기, 마지막 날, 첫날."""
BELOW_FIRST = NAMED_FIRST | {
    *"상하전후연월화수목금토일이삼사오육칠팔구시유십",
    *(word[0] for word in (*words.PARTS, *words.SEASONS, *FEASTS, *SOLAR_FEASTS)),
}
WEEKDAY = re.compile(
    rf"{_S}(?:(?P<word>[월화수목금토일])요일|[(（](?P<short>[월화수목금토일])(?:요일)?[)）])"
)
ORDINAL = re.compile(
    rf"의?{_S}(?P<nth>{_any(words.ORDINALS)}){_S}"
    rf"(?:(?P<weekday>[월화수목금토일])요일|(?P<week>주)(?!년|기|택|말)(?:{_S}(?P<in_week>[월화수목금토일])요일)?)"
    rf"|{_S}(?P<number>[1-5])주(?:차)?(?![가-힣말])|의?{_S}(?P<last>마지막{_S}날|말일)"
)
YEAR_DAY = re.compile(rf"의?{_S}(?:(?P<last>마지막{_S}날)|(?P<first>첫날))")
ABOUT = re.compile(rf"{_S}(?:께|쯤|무렵|즈음|전후|경(?=[^가-힣]|$|에|까지|부터|으로))")

MONTH_WORD = re.compile(rf"(?P<word>{_any(words.MONTHS)})(?!의[ ])")
# 허가를 내주는, 내주지 않았다: the verb 내주다 (to give).
WEEK_WORD = re.compile(
    r"(?!(?<=[을를] )내주|내주(?:지|고|기|며|면|어|었|려|도록|겠|던|자[ ,.]|시|신))"
    rf"(?P<word>{_any(words.WEEKS)})(?P<weekend>말)?(?!째|년|{_S}(?:구역|클리닉|운동)|[·ㆍ])"
    rf"|(?P<plain>(?:(?P<last>지난|저번)|오는|다가오는|다음|이번){_S}주말)"
    r"|(?P<before>전주)(?=[ ](?:대비|같은)|보다)"
)
# These days lead the names of other things (크리스마스 마켓): only a particle or a stop shows them.
_ALONE = (
    r"(?=$|[)\],.·~∼\n]|은|는|이[ ,]|을|를|에|엔|과|와|까지|부터|께|쯤|인|이면|보다"
    r"|[ ](?:당일|연휴|전후|이후|이전))"
)
_STANDS = r"(?=[^가-힣]|$|은|는|이[ ,]|을|의|에|과|까지|부터|께|쯤|경|인|도[ ]|엔|이면|보다)"
WEEK_PART = re.compile(rf"{_S}(?P<part>{_any(words.WEEK_PARTS)}){_WORD_END}")
SEASON = re.compile(rf"{_S}(?P<season>{_any(words.SEASONS)})철?{_STANDS}")
# 설 alone is a rumour, an essay or a theory; what stands behind it must say that it is the feast.
FEAST = re.compile(
    rf"{_S}(?:(?P<feast>{_any(f for f in FEASTS if f != '설')}){_STANDS}"
    rf"|(?P<new_year>설)(?={_S}(?:연휴|명절|대목|전날|당일|차례|전후|이전|이후)"
    r"|까지|부터|을[ ](?:앞|맞|쇠))"
    rf"|(?P<solar>{_any(SOLAR_FEASTS)}){_ALONE}|(?P<led>설|{_any(SOLAR_FEASTS)}){_STANDS})"
    rf"(?P<holidays>{_S}(?:명절{_S})?연휴)?"
)
SAME_DAY = re.compile(rf"(?P<word>{_any(words.SAME_DAYS)})(?=[^가-힣]|$|{_PARTICLES})")
DAY_WORD = re.compile(
    rf"(?P<word>{_any(words.DAYS)})(?=[^가-힣]|$|까지|부터|은|도|과|와|로|쯤|[ ]|에[ ])(?![·ㆍ])"
)
SAME_YEAR = re.compile(rf"(?P<word>{_any(words.SAME_YEARS)})")
# 지난해 같은 달: the month that the text speaks of, in another year.
# 전년 동기, 지난해 같은 기간: the period that the text speaks of, in another year.
SAME_PERIOD = re.compile(
    rf"{_S}(?:같은{_S}기간|동{_S}기간|동기)(?=[^가-힣]|$|대비|보다|와|의|에|은|는|비)"
)
MONTH_OF_YEAR = re.compile(rf"{_S}(?:같은{_S}달|동월)(?![가-힣]*기)")
SAME_MONTH = re.compile(rf"(?P<word>{_any(words.SAME_MONTHS)})")
QUARTER_WORD = re.compile(rf"(?P<word>{_any(words.QUARTERS)}){_S}분기")
WINDOW = re.compile(
    rf"(?P<way>지난|다음|저번|오는|다가오는){_S}"
    rf"(?P<count>\d{{1,2}}|[일이삼사오육칠팔구십]|한|두|세|네|다섯|여섯){_S}"
    rf"(?:(?P<unit>개월|달|주일|주|년)(?:간|{_S}동안)?|(?P<counted>일|분기)(?:{_S}간|{_S}동안))"
    r"(?![ ]?전)"
)

# ---- two with one unit: 2025~2029년, 3~4월, 17∼19일, 29·30일 ---------------------

# What stands between: a range sign, or list signs (29·30일; 5, 6일; 1·3·5월).
_COMMA = r"[ ]?[·ㆍ,][ ]?"
_LINKED = rf"(?:{_TILDE}|(?P<list>{_COMMA}(?:\d{{1,4}}{_COMMA}){{0,6}}))"
# 24~26년 are years, 20~30년 is a length: two that are not round, or in brackets, prove themselves.
SHORT_YEARS = re.compile(
    rf"(?P<low>[1-3]\d){_TILDE}(?P<high>[1-3]\d)년(?:도)?{_NOT_YEAR}"
    rf"(?!{_S}(?:이?전|뒤|후|된|만|동안|정도|걸|넘|가량|안팎|경력|근속|징역|형|묵|살|지[나내]|정도|내외|장기))"
)
YEARS = re.compile(
    rf"(?:{_QUOTE})?(?P<low>[12]\d{{3}}|(?<=['‘’`´′])\d\d){_LINKED}(?:{_QUOTE})?"
    rf"(?P<high>[12]\d{{3}}|\d\d){_S}년(?:도)?{_NOT_YEAR}"
)
YEARS_ALONE = re.compile(
    r"(?:(?<![\d\-.,/])(?P<low>(?:19|20)\d\d)\.?[ ]?[~∼〜～–][ ]?(?P<high>(?:19|20)\d\d)"
    rf"|(?:{_QUOTE})(?P<short_low>\d\d)\.?[ ]?[~∼〜～–][ ]?(?:{_QUOTE})(?P<short_high>\d\d))"
    r"(?![\d,\-/가-힣㎡%]|\.[ ]?\d)"
)
MONTHS = re.compile(rf"{_S}(?P<low>1[0-2]|0?[1-9]){_LINKED}(?P<high>1[0-2]|0?[1-9])월(?!호|령)")
DAYS = re.compile(
    rf"{_S}(?P<low>3[01]|[12]\d|0?[1-9]){_LINKED}(?P<high>3[01]|[12]\d|0?[1-9])일{_NOT_DAY}"
)
QUARTERS = re.compile(rf"{_S}(?P<low>[1-4]){_LINKED}(?P<high>[1-4]){_S}분기")

# ---- digits and dots --------------------------------------------------------

# 2024년~26년: a short year at the right of a whole one.
RIGHT_YEAR = re.compile(
    rf"(?:{_QUOTE}(?P<quoted>\d\d)(?!\d)(?:년(?:도)?)?|(?P<year>\d\d)년(?:도)?){_NOT_YEAR}"
)
_DOT_END = rf"(?!\d)(?:\.(?={_S}(?:[~∼〜～(（\-–]|부터|까지|이전|이후)))?"
DOTTED = re.compile(
    rf"(?P<quote>{_QUOTE})?(?P<year>\d{{4}}|\d{{2}})(?P<sep>[./\-])[ ]?(?P<month>1[0-2]|0?[1-9])"
    rf"(?P=sep)[ ]?(?P<day>3[01]|[12]\d|0?[1-9]){_DOT_END}(?![.,\-/]\d)"
)
DOTTED_MONTH = re.compile(
    rf"(?P<quote>{_QUOTE})?(?P<year>(?:19|20)\d\d|(?<=['‘’`´′])\d\d)\.[ ]?(?P<month>1[0-2]|0?[1-9])"
    # 2025.3 준공 is a month; 2025.3포인트 and 2025.3 % are decimals.
    rf"{_DOT_END}(?![.,\-/]?[ ]?\d|[ ]?(?:원|명|개|%|억|만|천|㎡|건|톤|배|점|포인트|p)"
    r"|(?![부까에월])[가-힣])월?"
)
# '24.1.~12.: a month at the right of a month.
RIGHT_MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?:월|\.(?![ ]?\d)|(?![\d.%]|[ ]?[%가-힣]))")
# 3.27(목) has its weekday, '3. 27.~' its last dot; without either it is a decimal.
DOTTED_DAY = re.compile(
    rf"(?P<month>1[0-2]|0?[1-9])(?:(?P<sep>[./])[ ]?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\.?"
    rf"(?={_S}[(（][월화수목금토일](?:요일)?[)）])"
    rf"|\.[ ]?(?P<dotted>3[01]|[12]\d|0?[1-9])\.(?={_S}(?:[~∼〜～–]{_S}\d|부터|까지)))"
)
# 3/27 is a fraction as well; a particle, a second one or a day past any month must tell.
SLASHED = re.compile(
    r"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.]*\d)"
    rf"(?:(?={_S}(?:부터|까지|[~∼〜～–]{_S}\d{{1,2}}/))|(?<=1[3-9]|2\d|3[01])(?={_S}(?:$|[)）\n,])))"
)
# 구월 십일, 2000: an order of other languages.
COMMA_YEAR = re.compile(r",[ ]?(?P<year>(?:19|20)\d\d)(?:년(?![가-힣])|(?=[^가-힣\d.,]|$|에))")
RIGHT_DOTTED = re.compile(
    rf"(?:(?P<month>1[0-2]|0?[1-9])[./\-][ ]?)?(?P<day>3[01]|[12]\d|0?[1-9])"
    rf"{_DOT_END}(?![.,:]?\d)"
)
