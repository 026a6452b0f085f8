"""The role of a sum in a program, as its own sentence tells it.

A small model guesses roles; where the sentence says them, in the word before the sum (국비
50억), in the words behind it (50억은 국비다) or by its verb and who does it (도가 50억을 보탠다),
code reads them. What is nearest to the sum and most particular is asked first: a label before
a verb, a verb before a mere 총 or 올해. The cues are the words of Korean budgets and of news about
them, with the endings that their verbs take, plain and polite. Of the 224 sums of the programs
in examples/ and benchmarks/quality/tune/, on which the cues were written, they tell 163, 158 of
them rightly; on sentences that they were not written on, fewer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from llmextract.schemas.program_english import english_role
from llmextract.schemas.program_words import (
    BODY_END,
    BUDGET,
    DONATING,
    EACH,
    EARNED,
    FILLER,
    GIVING,
    MONEY,
    PAID_OUT,
    PART,
    PRICE,
    PRIVATE_BODY,
    PRIVATE_MONEY,
    PUBLIC_BODY,
    PUBLIC_MONEY,
    UNIT,
    WHOLE,
    YEAR,
    YEARS,
    cue,
    first,
    opening,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["amount_role"]

_LABEL_REACH, _SPENDERS = 60, 40
"""Characters before a sum that are looked at for what it is called, and for who spends it."""


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
    r"(?<![국창광사재권참])(?<=[가-힣])(?:고|며|지만|는데|은데|으나|면서|자|아서|어서"
    r"|해서)(?=[ ,])|[.!?…;\n”\"]"
)
_AND = re.compile(rf"{MONEY}\s?(?:과|와|,|·|및|에)\s*$")
_ROSE_FROM = re.compile(rf"{MONEY}(?:\([^)]*\))?에서\s*(?:무려|다시|올해|내년)?\s*$")
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
        return english_role(head, beside)
    end = _CLAUSE_END.search(tail)
    said = _Said(head, tail[: end.end()] if end else tail, beside, _is_small(text))
    return next((role for rule in _RULES if (role := rule(said))), None)


def _is_small(text: str) -> bool:
    """Whether a sum in won is under ten million, which no program costs."""
    return _SMALL.match(text) is not None and _BIG_MAN.search(text) is None


_BEHIND = (
    cue(
        "other",
        r"^ ?(?:이하|이상|미만|초과)(?:의|인)? ?(?:중소)?(?:기업|업체|회사|가구|사람|농가"
        r"|소상공인)",
    ),
    cue(
        "subsidy",
        rf"^(?:은|는|을|를|이|가)? ?(?:전액 )?{PUBLIC_MONEY}(?:다|이다|이며|이고|로|으로|입니다)",
    ),
    cue(
        "subsidy",
        rf"^[은는을를] (?:[가-힣]+[과와] )?(?:{PUBLIC_BODY})[가이] [^.,]{{0,12}}(?:메웠|메운|부담"
        rf"|지원|보탰|보태|댔|대기로|댄다)",
    ),
    cue(
        "private",
        rf"^(?:은|는|을|를|이|가)? ?(?:전액 )?{PRIVATE_MONEY}(?:다|이다|이며|이고|로|으로|입니다)",
    ),
    cue("subsidy", rf"^의 {PUBLIC_MONEY}"),
    cue("annual", rf"^(?:은|는|이|가)? ?(?:마지막 ?해|첫해|{YEAR}) ?몫"),
    cue(
        "other",
        r"^(?:가량|정도|이나|이|가|을|를|나|만큼|쯤)? ?(?:씩 )?(?:\([^)]*\))?,? ?(?:꼭 "
        r"|더 )?(?:[\d.]+%[가이] )?"
        r"(?:덜 |더 (?:든다|듭|들었|들 |들어간|늘|필요)|늘었|늘어난|늘린|증가|증액|줄었|줄어든"
        r"|줄인|줄일|감액|삭감|깎|절감|절약|아[끼낄낀꼈]"
        r"|많(?:다|아)|적(?:다|은)|커졌|불어난|모자라|부족)",
    ),
    cue("other", r"^(?:을|를)? ?(?:넘지 ?(?:않|못)|넘길 수 없)"),
    cue(
        "target",
        r"^(?: ?(?:규모|이상|대|어치|가량))?(?:의|을|를|이|가)? ?(?:[가-힣]+에 )?"
        r"(?:매출|수출|투자 ?유치|생산 ?유발|경제적? ?(?:파급 ?|유발 ?)?효과|파급 ?효과|유치(?:했"
        r"|하|한"
        r"|할)|투자를? (?:이끌|유치|받))",
    ),
    cue("private", r"^[은는을를]? ?민간(?:에서|이|업체|기업)"),
    cue(
        "target",
        r"^(?:을|를|씩|어치를)? ?(?:더 )?(?:벌었|벌어|벌 |버는|거뒀|거둬|거둘|팔았|팔아 "
        r"|쓰고 (?:갔|간|가))",
    ),
    cue(
        "component",
        r"^(?:의|은|는|을|를|이|가|어치| 상당의| 규모의)? ?(?:[가-힣]+ )?(?:장비|설비|시험기"
        r"|기자재)(?!비)",
    ),
    cue("component", r"^[은는이가] \d ?단계"),
    cue("subsidy", r"^까지 [^.,]{0,20}(?:받|지원|지급|보조|융자)"),
)

_LABEL = (
    cue("other", r"(?:보다|대비)\s*(?:약|무려)?\s*$"),
    cue("subsidy", rf"(?<!전액 ){PUBLIC_MONEY}{FILLER}"),
    cue("private", rf"{PRIVATE_MONEY}{FILLER}"),
    cue("component", rf"{PART}{FILLER}"),
    cue("target", rf"{EARNED}[은는이가도]? ?(?:연간|연|매년|해마다|한 해)\s*(?:약|최대)?\s*$"),
    cue("target", rf"{EARNED}{FILLER}"),
    cue("other", rf"{PRICE}{FILLER}"),
    cue("subsidy", EACH),
    cue("subsidy", r"\d(?:곳|명|개사|팀|가구|개소|농가|개 ?기업)에(?:게|는)? ?최대\s*$"),
    cue(
        "annual",
        r"(?:연간|매년|해마다|한 해|연평균)(?: [가-힣]+)?\s*(?:약|총|최대|각각)?\s*$"
        r"|(?<![가-힣])연\s*$",
    ),
    cue(
        "annual",
        rf"{YEARS} ?(?:(?!까지|부터)[가-힣]+ )?(?:한 해|동안|쓸 돈은?|투입(?:할|하는) (?:돈"
        rf"|예산)은?|사업비는?|예산은?|살림은?)?"
        r"\s*(?:총|약|모두|최대|각각|또|다시|\()*\s*$",
    ),
    cue("annual", rf"{YEAR} 예산은 [^,.]{{0,14}}$"),
    cue("annual", rf"{BUDGET}{FILLER}"),
    cue("annual", rf"{BUDGET}(?:으로|에) (?:잡은|세운|편성한|반영한|반영된|담은) [^,.]{{0,24}}$"),
)
_WHOLE_BEFORE = (
    cue("total", rf"{WHOLE}{FILLER}"),
    cue("total", r"(?:총|모두|합쳐|합치면|합하면|통틀어)\s*(?:약)?\s*$"),
)
_WAS = re.compile(r"당초|애초|처음|원래|때만 해도|당시|기존")
_WAS_SO = re.compile(
    r"^(?:이었|였|짜리였|짜리이|에서|으로 (?:잡|책정|계획|추산)|로 (?:잡|책정|계획|추산))"
)
_GREW = re.compile(
    r"^에서 .*\d[\d.,조억만천백 ]*원?(?:으로|로) [^.]{0,8}(?:늘|줄|불어|뛰|올랐|치솟)"
)
_OF_YEAR_BUILT = re.compile(
    r"^[을를] (?:들여|투입해|쏟아부어) .{0,20}?(?:문을 (?:연|열었)|지은|지었|세운|세웠|준공|완공"
    r"|개관|만든|조성한)"
)
_SIZED = re.compile(r"^ ?(?:규모|짜리)")
_BOUGHT = re.compile(r"^에 (?:사들|매입|산 |샀|구입|팔)")
_SAVED = re.compile(r"덜 (?:들|쓰|내)|절감|절약|아[끼낄낀]|줄어들|줄일|줄인다")
_SPENT_BY_GUESTS = re.compile(rf"(?:쓰고 (?:갔|간|가)|{EARNED}|소비)")
_GUESTS = re.compile(r"(?:관광객|관람객|방문객|손님|이들)[^.]{0,25}$")
_SPEND_HEAD = re.compile(
    r"(?:관광객|관람객|방문객|손님|이들|사람)[^.]{0,25}(?:쓴|쓰고 간|쓰고 가는|쓰는) 돈"
)
_WON = re.compile(
    r"^[을를] [^.,]{0,20}?(?:따내|따냈|따낸|따내며|확보(?:했|하|한)|지원받|교부받|보조받)"
)
_SET_ASIDE = re.compile(
    r"^[을를이가] [^.,]{0,12}?(?:편성|책정|계상|세워|세웠|세운다|실려|실렸|실린|반영(?:했|됐|된"
    r"|하|돼))"
)
_ALL_OF_IT = re.compile(
    rf"(?:(?P<annual>(?:{YEAR} |전체 )?예산)|{WHOLE})[은는] (?:전액 )?{PUBLIC_MONEY}\s*$"
    rf"|전액 {PUBLIC_MONEY}\s*$"
)
_OF_IT = re.compile(
    r"(?:그중|그 중|이중|이 중|이 가운데|그 가운데|이 돈에서)(?:에서|에는|에|는)?\s*(?:약)?\s*$"
)
_FROM_PUBLIC_MONEY = re.compile(rf"{PUBLIC_MONEY}\s*$")
_IS_SPENT = re.compile(r"[이가] (?:든다|듭니다|들어간다|들어갑니다|들었다)")
_IS_IT = re.compile(r"(?:으로|로|이다|다\.|입니다)")
_GUESTS_SPENT = re.compile(r"(?:가량|정도)?[을를] (?:쓴|썼|쓰)")
_HAS_MONEY = re.compile(MONEY)
_SMALL_LABELS = (
    cue("subsidy", rf"{PUBLIC_MONEY}{FILLER}"),
    cue("private", rf"{PRIVATE_MONEY}{FILLER}"),
    cue("target", rf"{EARNED}{FILLER}"),
)
_LABELLED_PRICE = re.compile(rf"{PRICE}{FILLER}")
_FOR_EACH, _BY_UNIT, _IS_PAID = re.compile(EACH), re.compile(UNIT), re.compile(PAID_OUT)
_IS_GRANTED = re.compile(r"지급|지원(?:한|했|합|하)|드립|수당|활동비")
_FROM_BODY = re.compile(rf"{PUBLIC_BODY}(?:에서|로부터|으로부터)\s*$")
_GIVES, _DONATES = re.compile(rf"{GIVING}|{DONATING}"), re.compile(DONATING)
_PUBLIC_PAYER = re.compile(rf"(?<![가-힣]){PUBLIC_BODY}{BODY_END}")
_PRIVATE_PAYER = re.compile(rf"{PRIVATE_BODY}{BODY_END}")
_PAYER = re.compile(rf"(?:{PUBLIC_BODY}|{PRIVATE_BODY}){BODY_END}")


def _whole_in_public_money(said: _Said) -> str | None:
    """전체 예산은 국비 68억으로: the payer is said of the whole, no other sum stands before."""
    is_first = _FROM_PUBLIC_MONEY.search(said.head[-_LABEL_REACH:]) and not _HAS_MONEY.search(
        said.head
    )
    if is_first and _IS_SPENT.match(said.clause):
        return "total"
    found = _ALL_OF_IT.search(said.head[-_LABEL_REACH:])
    if not found or not _IS_IT.match(said.clause):
        return None
    return "annual" if found["annual"] else "total"


def _saved_or_spent(said: _Said) -> str | None:
    head = said.head[-_SPENDERS:]
    by_guests = _GUESTS.search(head) and _GUESTS_SPENT.match(said.clause)
    if (
        by_guests
        or _SPEND_HEAD.search(head)
        or _SPENT_BY_GUESTS.match(said.beside.lstrip("을를 더"))
    ):
        return "target"
    return "other" if _SAVED.search(said.clause[:20]) else None


def _once(said: _Said) -> str | None:
    """What a whole was thought to be at first."""
    is_whole = first(_WHOLE_BEFORE, said.head) or "짜리" in said.beside[:4]
    was = (_WAS.search(said.head) and _WAS_SO.match(said.clause)) or _GREW.match(said.clause)
    return "other" if is_whole and was else None


def _behind(said: _Said) -> str | None:
    return opening(_BEHIND, said.beside)


def _small(said: _Said) -> str | None:
    """What people get or pay: no program costs so little."""
    if not said.small:
        return None
    head = said.head[-_LABEL_REACH:]
    role = first(_SMALL_LABELS, head)
    if role:
        return role
    by_unit = _BY_UNIT.search(head)
    if by_unit and _IS_GRANTED.search(said.clause):
        return "subsidy"
    is_paid = _FOR_EACH.search(head) or _IS_PAID.search(said.clause)
    is_price = by_unit or _LABELLED_PRICE.search(head)
    return "other" if is_price or not is_paid else "subsidy"


def _label(said: _Said) -> str | None:
    """The word before the sum says it."""
    head = said.head[-_LABEL_REACH:]
    role = first(_LABEL, head)
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
    return first(_LABEL, head[-_LABEL_REACH:]) or first(_WHOLE_BEFORE, head[-_LABEL_REACH:])


def _payer(said: _Said) -> str | None:
    """Who pays it, by the subject and the verb; of several sums the verb comes last."""
    if _FROM_BODY.search(said.head) and "받" in said.clause:
        return "subsidy"
    if not _GIVES.search(said.clause):
        return None
    head = said.head
    while (found := _AND.search(head)) and not _PAYER.search(head):
        head = head[: found.start()]
    if _DONATES.search(said.clause) or _PRIVATE_PAYER.search(head):
        return "private"
    return "subsidy" if _PUBLIC_PAYER.search(head) else None


def _won(said: _Said) -> str | None:
    return "subsidy" if _WON.match(said.beside) else None


_TO_WHOM = re.compile(
    r"(?:에게|(?:업체|기업|농가|가구|팀|학생|점포)에)는?(?: ?(?:최대|각각|약|모두))*\s*$"
)
_IS_LENT = re.compile(r"지원|지급|융자|준다|주기로|줍니다|대출")
_IS_RAISED = re.compile(r"^[을를] (?:내놓|내놨|모았|모아)")
_FOR_WORKS = re.compile(r"^[은는을를이] [^.,]{2,25} 데에? (?:쓴|쓰|썼|든|들)")
_OF_SUM = re.compile(r"(?:가운데|중|이 돈에서)\s*(?:약)?\s*$")


def _paid_to(said: _Said) -> str | None:
    is_paid = _TO_WHOM.search(said.head) and _IS_LENT.search(said.clause)
    return "subsidy" if is_paid else "private" if _IS_RAISED.match(said.beside) else None


def _for_works(said: _Said) -> str | None:
    is_part = _OF_SUM.search(said.head) and _FOR_WORKS.match(said.clause)
    return "component" if is_part else None


def _set_aside(said: _Said) -> str | None:
    return "annual" if _SET_ASIDE.match(said.beside) else None


def _built(said: _Said) -> str | None:
    return "total" if _OF_YEAR_BUILT.match(said.clause) else None


def _of_it(said: _Said) -> str | None:
    is_part = _OF_IT.search(said.head) and not _SET_ASIDE.match(said.beside)
    return "component" if is_part else None


def _whole(said: _Said) -> str | None:
    return first(_WHOLE_BEFORE, said.head[-_LABEL_REACH:])


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
    _paid_to,
    _for_works,
    _set_aside,
    _built,
    _of_it,
    _whole,
)
