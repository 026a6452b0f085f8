"""Korean money: 916억 원, 1조2천억, 80여억 원, 수십억 원, 3~5억 원, 5만 달러."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from llmextract.reading.bounds import bounds_around
from llmextract.reading.currencies import CODES, KOREAN_WORDS, Unit
from llmextract.reading.numerals import ONE, Numeral, exact, read_numeral
from llmextract.spans import Money, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

__all__ = ["money_at", "scan_korean_money"]

_S = r"[ \u00a0]?"
# ---- the unit ---------------------------------------------------------------

# After digits, 원 is won unless one of these runs on: 3원칙, 2원화, 5원소, 24조 원전.
_NOT_WON = (
    r"(?!칙|소|화|룸|장|자|형|심|적|천|탁|생|고|정수|산지|스톱|어민|주민|유(?!로)|료|금(?!액)"
    r"|전(?![액부체]))"
)
# After syllables alone (만 원, 이천 원) only a particle or a word of money may run on: 천원을, but
# not 천원여객선, 천원이발소 (names of a boat and a barber's).
_AFTER_WON = (
    r"(?=[^가-힣]|$|[의이가은는을를에로과와도씩대선권상여정]"
    r"(?:[의이가은는을를에도로와과만](?:서는?)?)?(?![가-힣])"
    r"|에[서게]는?|씩[이만]|이[었던지]|으로|까지|부터|이상|이하|미만|초과|가량|"
    r"정도|안팎|내외|짜리|어치|상당|규모|만|이다|입니다|이나|밖에|보다|조차|마저|이라|이면|이며|이고)"
)


def _unit_pattern() -> str:
    words = sorted((w for w in KOREAN_WORDS if w != "원"), key=len, reverse=True)
    firsts = "".join(sorted({word[0] for word in words}))
    # The first letter alone rules most words out, at a fraction of the cost of trying them all.
    return rf"(?=[{firsts}])(?:{'|'.join(word.replace(' ', _S) for word in words)})"


_UNIT = re.compile(
    rf"여?{_S}(?:(?P<won>원{_NOT_WON})|(?P<word>{_unit_pattern()})|(?P<sign>[₩￦$€](?![ ]?\d))"
    rf"|(?P<code>{'|'.join(CODES)})(?![A-Za-z]))"
)
_PLAIN_WON = re.compile(rf"{_S}원{_AFTER_WON}")
_WON = Unit("KRW")
_BY_NAME = {name.replace(" ", ""): unit for name, unit in KOREAN_WORDS.items()}
_BY_SIGN = {"₩": Unit("KRW"), "￦": Unit("KRW"), "$": Unit("USD?"), "€": Unit("EUR")}
# 불 and 숨-like syllables begin many words: 5불가, 2동; they end the unit only before these.
_SHORT_UNIT = re.compile(r"(?=[^가-힣]|$|[의이가은는을를에로과와도씩대선짜어상규당]|까지|부터)")

_CENTS = re.compile(rf"{_S}[\d일이삼사오육칠팔구십]{{1,3}}{_S}센트")
_ONE_SYLLABLE = frozenset("영일이삼사오육칠팔구")
# With 원 these are words of their own: forever, all around, two-way, employee, salvation.
_OTHER_WORDS = frozenset("영일이사구")
# 만원 is a full house as well.
_FULL_HOUSE = re.compile(
    r"만[ ]?원(?:[을]?[ ]?(?:관중|관객|버스|지하철|열차|전철|사례|이[뤘루룬]))"
)

# ---- where an amount may begin ----------------------------------------------

_SYLLABLES = "영공일이삼사오육칠팔구십백천만억조경"
_SIGNS_BEFORE = "$＄€£¥￥₩￦"
# The character class comes first: the engine skips to its characters at little cost. A numeral
# of syllables begins where no word runs on (not 사천 inside another word), one of digits with its
# first; both are told at a glance, so they come next.
_START = re.compile(
    rf"[0-9０-９영일이삼사오육칠팔구십백천만수몇](?<![가-힣\d][가-힣])(?<!\d\d)(?:(?<=\d)"
    rf"(?=[\d.,]{{0,40}}+{_S}+(?:[십백천만억조경여₩￦$€원]|[A-Z]{{3}}|{_unit_pattern()}"
    rf"|[~∼〜～\-–—부에][^\n]{{0,16}}?(?:[십백천만억조경원]|{_unit_pattern()})))"
    rf"(?<!\d[.,]\d)(?<![십백천만억조경]\d)(?<![{_SIGNS_BEFORE}]\d)"
    rf"|(?<=[영일이삼사오육칠팔구십백천만])"
    rf"(?=[{_SYLLABLES}점쩜여 \u00a0]{{0,40}}(?:\d|원|[A-Z]{{3}}|{_unit_pattern()}))"
    rf"|(?<=십)(?=수{_S}[만억조])|(?<=[수몇])(?={_S}[십백천만억조]))"
)

# ---- amounts without a unit -------------------------------------------------

# What else is counted in 억: things, people, measures. 100억 개, 8억 인구, 3억 뷰.
_COUNTERS = (
    r"개|명|건|톤|t\b|㎡|m|㎞|km|년|마리|회|장|그루|주\b|인구|인분|인\b|광년|화소|뷰|스트리밍|다운로드|"
    r"번|가지|비트|바이트|kW|㎾|W\b|캔|병|잔|권|곳|평|헥타르|ha|%|％|퍼센트|가구|세대|살|리터|ℓ|L\b|kg|㎏|g\b|"
    r"픽셀|조회|팔로워|분의|사람|배|대\b|대(?=[를의가])|차례|포기|송이|알|줄|벌|척|필|쌍|모금|보\b|걸음|"
    r"중국|인도(?:인|의|[ ]시장|[ ]인구)|무슬림|신도|팬\b|관객|관중|인류|세계인|지구촌|소비자|고객|"
    r"회원|염기|세포|TEU|"
    r"TEU|배럴|갤런|셀|도스|접종|회분|매\b|편|종|항|호|제곱|입방|미터|유저|이용자|사용자|가입자|국민"
)
_NOT_COUNTED = re.compile(rf"(?!여?{_S}(?:여{_S})?(?:{_COUNTERS}))")
_LARGE_UNIT = 10**4
_SURELY_MONEY = 500 * 10**12 * 10**8  # 500조, in hundred-millionths; laws have fewer articles
# 1억대 is a level of money, 1억 대 counts vehicles.
_LEVEL = re.compile(r"(?:원?대(?:[^가-힣]|$|의|로|에서|를|에 )|짜리|어치|[ ]?(?:규모|상당))")
# What ends a bare amount in a headline: 국비 8.5억 확보, 916억, 30억대.
_BARE_END = re.compile(r"(?![\d.,]*\d)(?!만)")
_MONEY_BEFORE = re.compile(
    r"(?:국비|도비|시비|군비|구비|사업비|예산|벌금|과태료|과징금|상금|현금|성금|지원금|보조금|기부금|"
    r"매출|매출액|투자|투자액|자산|부채|적자|흑자|영업이익|순이익|수출|수출액|시총|시가총액|공사비|"
    r"연봉|보증금|월세|전세|추경|기금|펀드|출연금|장학금|후원금|민자|자부담|"
    r"한화|약|총|빚)[ \u00a0:]{0,2}\Z"
)
_MONEY_AFTER = re.compile(
    rf"{_S}(?:규모|투자|투입|확보|지원|예산|매출|적자|흑자|손실|클럽|돌파|달성|시대|시장|국비|융자|"
    r"대출|펀드|기금|추경|수출|수주|계약|절감|편성|출연|기부|배상|보상|부채|순이익|영업이익)"
)
# 제12조, 법 3조: an article of a law; 3조 2교대, 4개 조: a shift.
_LAW_BEFORE = re.compile(r"(?:제|법|령|규칙|조례|헌법|규정)[ \u00a0]?\Z")

# ---- several ----------------------------------------------------------------

_SEVERAL = re.compile(rf"(?:(?P<ten>십)?수|몇){_S}(?P<unit>[십백천]?[만억조]|[십백천])")
# A cheap look for what links two sides, before each ending of the left one is tried. No unit
# has the syllables of the particles that most often stand behind one.
_MAY_RANGE = re.compile(r"[^~∼〜～\-–—에부\n을를은는의으()]{0,24}+(?:[~∼〜～\-–—]|에서|부터)")
_RANGE = re.compile(rf"{_S}[~∼〜～\-–—]{_S}")
# 10억에서 20억 원, 100만 원부터 최대 300만 원까지.
_FROM_TO = re.compile(rf"{_S}(?:(?P<of>에서)|부터){_S}(?:최대{_S}|많게는{_S})?")
_UP_TO = re.compile(rf"{_S}(?:까지|사이)")
# 5달러에서 27달러로 올랐다 tells a change: two amounts.
_CHANGE = re.compile(
    rf"{_S}(?:(?:여|선|대|수준|안팎|규모)?{_S}(?:으로|로)(?![가-힣])|(?:을|를)?{_S}(?:오르|오른|올[라랐렸]|늘|줄|"
    rf"증[가액]|인상|인하|상승|하락|감[소액]|떨어|급[등락증감]|내[려렸린]))"
)
# 미화 names the country of the dollar.
_AMERICAN = re.compile(r"(?:미화|美)[ \u00a0]?\Z")
# 5만·10만 원: the second names the unit of both.
_SHARED = re.compile(r"[ \u00a0]?[·ㆍ,/][ \u00a0]?(?=[\d일이삼사오육칠팔구십백천만])")
# (단위: 백만원) heads a table.
_TABLE_UNIT = re.compile(r"단위[ \u00a0]?[:：]?[ \u00a0]?\Z")


class _Amount(NamedTuple):
    """A numeral with the unit it is counted in, before the words around it are read."""

    numeral: Numeral
    unit: Unit
    end: int
    extra: Fraction

    def number(self) -> Fraction:
        if self.unit.parts == 1 and not self.extra:
            return self.numeral.value
        return (self.numeral.value + self.extra) / self.unit.parts

    def exact(self) -> int | Decimal:
        """The number without a fraction on the way, where it is whole, as most are."""
        if self.unit.parts == 1 and not self.extra and self.numeral.fixed % ONE == 0:
            return self.numeral.fixed // ONE
        return exact(self.number())


_NOTHING = Fraction(0)
# A third of what the constructor of a named tuple takes.
_counted = partial(tuple.__new__, _Amount)


def scan_korean_money(text: str) -> Iterator[Money]:
    """Finds amounts written the Korean way, in order.

    Amounts without a unit are found where they count in 억, or where a word of money
    stands beside them ('국비 8.5억').
    """
    position = 0
    while start := _START.search(text, position):
        money = money_at(text, start.start())
        if money is not None:
            yield money
        position = max(start.end() + 1, money.end if money else 0)


def money_at(text: str, start: int) -> Money | None:
    """The amount that begins at an offset, or None."""
    endings = read_numeral(text, start)
    if not endings or text.startswith("십수", start):
        return _several(text, start)
    return _range(text, start, endings) or _single(text, start, endings)


def _single(text: str, start: int, endings: list[Numeral]) -> Money | None:
    amount = _amount(text, start, endings)
    if amount is None:
        return None
    value = amount.exact()
    words = bounds_around(text, start, amount.end)
    return as_read(
        Money,
        {
            "text": text[start : amount.end],
            "start": start,
            "end": amount.end,
            "value": value,
            "currency": amount.unit.code,
            "minimum": value if words.minimum else None,
            "maximum": value if words.maximum else None,
            "approximate": words.about or amount.numeral.about,
            "repeats": [],
        },
    )


def _range(text: str, start: int, endings: list[Numeral]) -> Money | None:
    """10억~20억 원, 3~5억 원: what the left side leaves out, the right side says."""
    if _MAY_RANGE.match(text, endings[0].end) is None:
        return None
    for left in reversed(endings):
        end, unit = left.end, None
        if spelled := _unit(text, left, start):
            unit, end = spelled
        link = _RANGE.match(text, end) or _FROM_TO.match(text, end)
        if link is None:
            continue
        right = _amount(text, link.end(), read_numeral(text, link.end()))
        if right is None or (unit is not None and unit != right.unit):
            continue
        if link.re is _FROM_TO and not _is_span(text, link, left, right):
            continue
        low = left.value if unit else _completed(left, right.numeral)
        return _ranged(text, start, low / right.unit.parts, right, about=left.about)
    return None


def _is_span(text: str, link: re.Match[str], left: Numeral, right: _Amount) -> bool:
    """Whether 에서 or 부터 opens a range: 10억에서 20억 원, 10억 원에서 20억 원까지.

    With a unit on both sides it may as well tell a change (150만원에서 200만원을 지원), so 까지,
    사이 or 최대 must say that it is a range.
    """
    closed = _UP_TO.match(text, right.end) is not None or "대" in link.group()
    if closed or _CHANGE.match(text, right.end) or link["of"] is None:
        return closed
    return link.start() == left.end and left.large > 1


def _completed(left: Numeral, right: Numeral) -> Fraction:
    """The left side in the units of the right: 3~5억, 1천~2천만, 5천만~1억."""
    if left.large > 1:
        return left.value
    return left.value * (right.scale if left.tokens == 1 and left.bare else right.large)


def _ranged(text: str, start: int, low: Fraction, right: _Amount, *, about: bool) -> Money | None:
    high = right.number()
    if low >= high:
        return None
    words = bounds_around(text, start, right.end)
    return Money(
        repeats=[],  # cheaper than a copy of the default
        text=text[start : right.end],
        start=start,
        end=right.end,
        currency=right.unit.code,
        minimum=exact(low),
        maximum=exact(high),
        approximate=words.about or about or right.numeral.about,
    )


def _several(text: str, start: int) -> Money | None:
    """수십억 원: between one and ten of the unit that is named; 십수억 between one and two tens."""
    several = _SEVERAL.match(text, start)
    if several is None:
        return None
    bare = several["unit"][0] not in "십백천"
    one = ("십" if several["ten"] else "일" if bare else "") + several["unit"]
    numeral = read_numeral(one, 0)[-1]._replace(end=several.end())
    spelled = _unit(text, numeral, start)
    if spelled is None and several["unit"][-1] in "억조" and _LEVEL.match(text, several.end()):
        spelled = _WON, several.end()  # 수십억대 빚
    if spelled is None:
        return None
    unit, end = spelled
    return Money(
        repeats=[],  # cheaper than a copy of the default
        text=text[start:end],
        start=start,
        end=end,
        currency=unit.code,
        minimum=exact(numeral.value / unit.parts),
        maximum=exact(numeral.value * (2 if several["ten"] else 10) / unit.parts),
        approximate=True,
    )


def _amount(text: str, start: int, endings: list[Numeral]) -> _Amount | None:
    """The longest numeral here that a unit follows, or that is money without one."""
    for numeral in reversed(endings):
        if spelled := _unit(text, numeral, start):
            unit, end = spelled
            return _with_cents(text, _counted((numeral, unit, end, _NOTHING)))
    # In '1억 5천만 명' the whole numeral counts people, so no shorter one is money either.
    whole = next((n for n in reversed(endings) if not n.bare), None)
    if whole is None or not (_is_bare_amount(text, start, whole) or _is_shared(text, whole)):
        return None
    return _Amount(whole, _WON, whole.end, _unsaid(text, whole))


def _is_shared(text: str, numeral: Numeral) -> bool:
    """Whether one of the next in a list names the unit: 5만·10만·20만 원."""
    waiting, links = [numeral], 0
    while waiting and links < _LONGEST_LIST:
        last = waiting.pop()
        link = _SHARED.match(text, last.end) if last.digits and last.large > 1 else None
        if link is None:
            continue
        links += 1
        nexts = [n for n in read_numeral(text, link.end()) if n.large > 1]
        if any(_PLAIN_WON.match(text, n.end) for n in nexts):
            return True
        waiting += nexts
    return False


_LONGEST_LIST = 50
"""Links of a list that are followed for its unit; each of its numbers looks for it."""


def _unsaid(text: str, numeral: Numeral) -> Fraction:
    """2억 5천 without 원 means 2억 5천만: what is missing from the value."""
    if numeral.large < 10**8 or text[numeral.end - 1] not in "십백천":
        return _NOTHING
    rest = numeral.value % numeral.large
    return rest * (numeral.large // 10**4) - rest


def _unit(text: str, numeral: Numeral, start: int) -> tuple[Unit, int] | None:
    found = _UNIT.match(text, numeral.end)
    if found is None:
        return None
    if found["won"]:
        return (_WON, found.end()) if _is_won(text, numeral, start) else None
    if found["word"]:
        unit = _named_unit(text, numeral, start, found)
        return (unit, found.end()) if unit else None
    sign, code = found["sign"], found["code"]
    return (_BY_SIGN[sign] if sign else Unit(CODES[code])), found.end()


def _named_unit(text: str, numeral: Numeral, start: int, found: re.Match[str]) -> Unit | None:
    """The currency of a word (달러, 캐나다 달러), where it stands for one here."""
    word = found["word"]
    if len(word) == 1 and not _SHORT_UNIT.match(text, found.end()):
        return None
    if text[start : numeral.end] in _ONE_SYLLABLE and not _is_clear(text, start, found):
        return None
    unit = _BY_NAME[word.replace(" ", "").replace("\u00a0", "")]
    if unit.code == "USD?" and _AMERICAN.search(text[max(0, start - 4) : start]):
        return unit._replace(code="USD")
    return unit


def _is_clear(text: str, start: int, unit: re.Match[str]) -> bool:
    """일 달러 is money; 이유로 (for a reason), 이불 (a quilt), 이 달러 (this dollar) are not."""
    if unit["word"] in {"달러", "파운드", "위안", "센트"}:
        return not text.startswith("이 ", start)
    return _CENTS.match(text, unit.end()) is not None  # 이불이십삼센트


def _is_won(text: str, numeral: Numeral, start: int) -> bool:
    """Whether 원 after this numeral is the currency (not 일원, 사원, 조원, 천 원도심)."""
    if numeral.digits:
        return True
    several = text[start] in "수몇"
    if not several and numeral.tokens == 1 and text[start] in _ONE_SYLLABLE:
        # 칠원 is money where it is all that is asked about.
        return text[start] not in _OTHER_WORDS and len(text.strip()) == numeral.end + 1 - start
    if _FULL_HOUSE.match(text, start):
        return False
    if _TABLE_UNIT.search(text[max(0, start - 5) : start]):
        return False
    return _PLAIN_WON.match(text, numeral.end) is not None


def _is_bare_amount(text: str, start: int, numeral: Numeral) -> bool:
    """Whether a numeral without a unit counts won: 916억, 국비 5000만, 4.5조."""
    if not numeral.digits or numeral.large < _LARGE_UNIT or not _BARE_END.match(text, numeral.end):
        return False
    written = text[start : numeral.end]
    if "억" in written and _LEVEL.match(text, numeral.end):
        return True
    counted = _NOT_COUNTED.match(text, numeral.end) is None
    if counted or _LAW_BEFORE.search(text[max(0, start - 8) : start]):
        return False
    return _is_large(written, numeral) or _is_beside_money(text, start, numeral)


def _is_large(written: str, numeral: Numeral) -> bool:
    """Teams and articles of a law have no fraction and stay small: 4조 may be either."""
    trillions = written.endswith("조") and ("." in written or numeral.fixed >= _SURELY_MONEY)
    return "억" in written or trillions


def _is_beside_money(text: str, start: int, numeral: Numeral) -> bool:
    before = text[max(0, start - 8) : start]
    if _MONEY_BEFORE.search(before):
        return True
    return text[numeral.end - 1] == "조" and _MONEY_AFTER.match(text, numeral.end) is not None


def _with_cents(text: str, amount: _Amount) -> _Amount:
    """5달러 30센트 is one amount."""
    if amount.unit.parts != 1 or amount.unit.code == "KRW":
        return amount
    for numeral in reversed(read_numeral(text, amount.end + text.startswith(" ", amount.end))):
        cents = _unit(text, numeral, amount.end)
        if cents and cents[0].parts > 1:
            extra = numeral.value / cents[0].parts
            return _Amount(amount.numeral, amount.unit, cents[1], extra)
    return amount
