"""The event of a date of a program, as its own sentence tells it.

Korean says what happens behind the date (오는 9월 착공한다) or, as a label, before it (착공은 9월);
English mostly before it. Of the verbs behind a date the nearest counts, up to the next date; names
in quotation marks and sums in between part them no more than a word does. Of what is merely a
step to something (설계, 입찰, 심의) the schema has no event: it is other. Of the 181 dates of the
programs in examples/ and benchmarks/quality/tune/, on which the cues were written, they tell 160,
156 of them rightly.
"""

from __future__ import annotations

import re

from llmextract.schemas.program_words import cue, first

__all__ = ["date_event"]

_REACH = 60
"""Characters behind a date that are looked at."""

_LABEL_REACH = 40
"""Characters before a date that are looked at for a label."""

_IN_MARKS = re.compile(r"[‘'「『][^‘’'「」『』\n]{2,50}[’'」』]")
_MONEY = re.compile(
    r"\d[\d,.]*(?:\s?[조억만천백]\s?여?\s?[\d,.]*)*\s?(?:원|달러|유로)|\d[\d,.]*\s?[조억만]+"
)
_NEXT_DATE = re.compile(
    r"(?<![가-힣\d])(?:20\d\d년|\d{1,2}월|\d{1,2}일(?![가-힣]{2})|올해|내년|지난해|작년|다음 달"
    r"|지난달|이달|오는 |지난 \d)"
)
_CLAUSE_AFTER = re.compile(r"[.!?…;\n▲△■“”]")


def _any_cue(table: dict[str, str]) -> re.Pattern[str]:
    groups = (f"(?P<{value}>{pattern})" for value, pattern in table.items())
    return re.compile("|".join(groups), re.IGNORECASE)


_STEPS = (
    r"(?:실시|기본)?설계(?!비)|용역|타당성|보상|분양|발주|입찰|공고|심의|환경영향평가|행정절차"
    r"|인허가|감사|조례"
    r"|기본계획|마스터플랜|(?:땅|부지|토지|건물)[을를] (?:사|매입|확보)|사들|전담|(?:심사"
    r"|평가)(?![^,]{0,12}(?:거쳐|통해|끝에|후|뒤))|구상|밑그림|처음 (?:그렸|제안|논의)|논의"
    r"|[가-힣](?:할|었을|했을) 때"
)
_KOREAN = _any_cue(
    {
        "announced": r"^ 내놨|^ 내놓았|^[^,.]{0,20}에 따르면|(?:계획|대책|방안|전략"
        r"|청사진)안?[을를] (?:내놨|내놓|공개)|밝혔|밝힌"
        r"|발표했|발표한|말했|전했|설명했|알렸|강조했|공개했",
        "selection": r"선정|지정|뽑[힌혔혀아은]|(?<!명을 )(?<!새로 )뽑(?:는다|을 |기로|습니다)"
        r"|공모에 이름을 올|확정(?!할)|낙점|따냈|당선|통과[했하돼된]|공모에 붙"
        r"|결과[가는를]? ?(?:나|발표)"
        r"|(?:고른|고르|골라|가린|가려|정한)다",
        "other": _STEPS,
        "agreement": r"협약(?!을 마친|에 따|대로)|협정|양해각서|MOU|체결|맺[은었을고는어]|서명"
        r"|약정|손(?:을)? ?(?:맞)?잡|약속",
        "application": r"신청|접수|응모|지원서|참여 ?기업|참가자|내시면|내면 된|제출하|(?:공모"
        r"|모집)(?!(?: ?사업)?에)",
        "opening": r"개소|개관|개통|개원|개장|개교|개방|개청|개점|문을 (?:연|열|여)|가동|첫선"
        r"|첫 ?손님|들어선다|들어설|생긴"
        r"|운영에 들어|(?:입주|영업|운행|업무|진료|수업|서비스)[를을]? ?시작|입주(?:한다|할"
        r"|합니다)|(?:본격"
        r"|정식) ?(?:운영|가동)|(?:손님|시민|관람객|이용객)을 맞|이용할 수 있|개관식|개소식"
        r"|개통식|들어온다|들어옵니다|들어와",
        "completion": r"준공|완공|완성|완료|공사를? ?(?:끝|마[치친쳤무])|다 지[었어]"
        r"|(?:건립|조성|구축|설치|증설|정비|교체)(?:을|를)? ?(?:끝|마[치친쳤무])|까지 마[치친]",
        "start": r"착공|착수(?! ?보고)|시작|첫발|첫걸음|닻을 올|처음 열린 (?:뒤|이후|이래)|첫 ?삽"
        r"|출범|기공|공사에 들어|삽을 뜨|뜨며|시행(?!착오|령)|도입|시범|시험 삼아"
        r"|먼저 해|이어 ?(?:온|오|왔)|돌아가|길어[지진집]|확대|넓어|넓힌|적용|바뀐|인상",
        "end": r"끝(?:나|난|났|납|날|내|낸|냈|낼|냅)(?!다면)|종료|막을 내|폐지|(?<![을를] )접었"
        r"|(?:사업|운영|운행)을 접|중단|마무리(?! 공사)|마친다|마쳤",
        "held": r"(?:보고회|설명회|토론회|간담회|공청회|기념식|발표회)|열린|열렸|열립|열리"
        r"|(?<!문을 )연다|(?<!문을 )열고|열었|열 예정|개최|치[른렀러]|펼쳐|펼친|막을 올|찾았"
        r"|다녀[갔간]"
        r"|이어진다|번째입니다|개막|폐막|가졌",
    }
)
_ENGLISH = _any_cue(
    {
        "announced": r"^ 내놨|^ 내놓았|^[^,.]{0,20}에 따르면|\b(?:said|announced|told)\b",
        "application": r"\bappl(?:y|ied|ications?)\b",
        "agreement": r"\bsign(?:ed|s)?\b",
        "selection": r"\b(?:chosen|chose|selected|designated|awarded)\b",
        "completion": r"\b(?:complet(?:e|ed|es|ion)|finish(?:ed|es)?|built)\b",
        "opening": r"\b(?:re)?open(?:s|ed|ing)?\b",
        "start": r"\b(?:start(?:s|ed)?|begins?|began|launch(?:es|ed)?)\b",
        "end": r"\b(?:end(?:s|ed)|expires?|closed down)\b",
        "held": r"\b(?:held|takes? place|took place)\b",
    }
)
_ENGLISH_BEFORE = (
    cue(
        "other",
        r"\bpromised for(?: the)?\s*$|\b(?:backed|proposed|approved)(?: \w+){0,3} in\s*$",
    ),
    cue(
        "application",
        r"\b(?:applications?|bids|entries)\b[^.,;]{0,40}$|\bappl(?:y|ied)(?: \w+){0,3}\s*$",
    ),
    cue(
        "application",
        r"\b(?:grant|fund|scheme|call|window) closes(?: \w+){0,2}\s*$"
        r"|\bdeadline(?: \w+){0,2}\s*$",
    ),
    cue("agreement", r"\bsigned(?: \w+){0,6}\s*$"),
    cue("announced", r"\b(?:said|announced)(?: it)?(?: on)?\s*$|\bannounced(?: \w+){1,5}\s*$"),
    cue("selection", r"\b(?:chosen|chose|picked|selected|designated|awarded)(?: \w+){0,4}\s*$"),
    cue("completion", r"\b(?:complet(?:e|ed|ion)|finish(?:ed)?|built)(?: \w+){0,2}\s*$"),
    cue("completion", r"\bdue (?:at|by|in|for)(?: the)?\s*$"),
    cue("opening", r"\b(?:re)?open(?:s|ed|ing)?(?: \w+){0,4}\s*$"),
    cue("start", r"\b(?:start(?:s|ed)?|begins?|began|launched|under ?way)(?: \w+){0,2}\s*$"),
    cue(
        "held",
        r"\b(?:hold|held)(?: \w+){0,6}\s*$|\b(?:takes?|took|taking) place(?: \w+){0,3}\s*$",
    ),
    cue("period", r"\bruns?(?: \w+){0,2}\s*$"),
)

_LABEL_END = (
    r" ?(?:일|일정|시점|시기|기간|목표|목표일|예정일|예정|날짜|마감|마감일)?(?:은|는|이|가|을|를"
    r"|도)?"
    r"(?: ?(?:당초|애초|원래|또|다시|이르면|늦어도|빠르면))*\s*[:\s(]*$"
)
_LABELS = tuple(
    cue(event, label + _LABEL_END)
    for event, label in (
        ("application", r"(?:신청|접수|공모|모집|원서)"),
        ("selection", r"(?:결과|선정|발표)"),
        ("completion", r"(?:준공|완공)식?"),
        ("opening", r"(?:(?:개소|개관|개통|개장|개원|개교)식?|입주|가동)"),
        ("start", r"(?:착공식?|기공식|착수|첫 삽)"),
        ("other", r"(?:심의|심사|분양|설계|입찰|보상|용역)"),
        ("agreement", r"(?:협약식|협약|체결)"),
        ("held", r"(?:설명회|행사|축제|공연|개막|개막식|박람회|대회|개최)"),
    )
)
_PERIOD_LABEL = re.compile(
    r"(?:사업|운영|공사|추진|지원|계약|위탁|협약) ?기간(?:은|이)?\s*[:\s(]*$"
)
_IS_PREDICATE = re.compile(
    r"^(?:로|으로|이다|다|이며|이고|입니다|까지다|까지이고)?\s*(?:[,.·)]|잡|예정|정해|로 |$)"
)
_POSTPONED = re.compile(r"^에서\b|^에서[ ,]")

_RANGE = re.compile(
    r"(?:년간|년 ?동안|개월간|개월 ?동안|사흘간|나흘간|일간|사흘 동안|나흘 동안|달간)$"
    r"|부터 .*까지$|[~∼～〜].*\d|^from .* to |^between ",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"까지$|^until |^[~∼～〜]", re.IGNORECASE)
_UNTIL_YEAR = re.compile(r"(?:20\d\d년|내년|올해)(?: ?(?:말|초|상반기|하반기|\d{1,2}월))?까지$")
_GOES_ON = re.compile(
    r"^\s*(?:총|약|모두)?\s*$|투입|투자|들여|들인|들어가|쓴|쓰|추진|진행|운영|이어|지속|지원|육성"
    r"|뽑는|채용|맡|닦"
    r"|\b(?:spend|run|continue|last)"
)
"""What is said of a period; a deadline has another verb. Nothing before the next mention: a sum."""

_YEAR = re.compile(r"(?:올해|내년|작년|지난해|재작년|내후년|^20\d\d년|20\d\d년도)(?: 한 해)?$")
_SAME = re.compile(r"^(?:와|과) (?:같|비슷)|^(?:보다|대비)")
_EARNED = re.compile(
    r"^(?:에|에는|은|는)? ?(?:[가-힣]+ )?(?:매출|적자|흑자|수익|수입|이용료|수수료|실적|이익)"
    r"|^[^,]{0,20}₩을 (?:벌|거|올)"
)
_YEARS_MONEY = re.compile(
    r"^(?:에|은|는|에는|도|엔)? ?(?:에 )?\(?(?:(?:한 해|총|약|모두|각각|예산|사업비|살림|추경"
    r"|쓸 돈|투입|편성|전체|본예산|운영비"
    r"|[가-힣]{2,8}비)[은는이에도으로]* ?)*₩(?P<rest>.*)"
    r"|^(?:에|은|는|도)? ?(?:사업비|살림|추경|예산)(?P<more>.*)|^(?:에|은"
    r"|는)? [^,]{0,30}에 ₩[을를] (?P<most>.*)"
)
_BUILT_WITH = re.compile(
    r"^[을를]? ?(?:들여|들인|투입해|투입한|모아).{0,30}(?:문을|지은|세운|준공|완공|시작)|^에 "
)
_DAY_ALONE = re.compile(r"^(?:지난 )?\d{1,2}일(?:\([가-힣]\))?$")
_SAYS = re.compile(r"(?:밝혔|발표했|전했|말했|설명했|알렸)(?:다|습니다)[.\s]*$")
_GOES_FROM = re.compile(r"추진|시행|지원|운영|투입|보급|실시|이어|지급|판매")
_WORKS = re.compile(
    r"\d ?단계[은는이가 ]|(?<!도시)(?<!개발)(?<!관광)공사|건립|증설|리모델링|정비|보수|구축|조성"
)
_HANGUL = re.compile(r"[가-힣]")
_MOVED = re.compile(r"[\d가-힣 ]{2,14}에서 (?:[\d가-힣 ]{2,14}로,? (?:또|다시|이번에) )?$")
"""What stands before a later one of several days: 2023년 12월에서 지난해 8월로, 또."""
_OTHER_BUDGET = re.compile(r"^(?:에|에는)? ?(?:제?\d회 )?(?:추경|추가경정|본예산|예산안)")
_PUT_OFF = re.compile(r"^로 [^.,]{0,10}(?:미룬|미뤄|미룹|연기|늦춰|늦춘|앞당)")
_MOVED_AGAIN = re.compile(r"로, (?:또|다시|이번)")
_IS_SUBJECT = re.compile(r"[은는이가을를]\s*$|:\s*$")
_SIZED = re.compile(r" ?(?:규모|짜리|까지)")
_UNTIL_BEFORE = re.compile(r"[~∼～〜]\s*$")

_OF_RANGES = frozenset({"application", "held", "announced", "agreement"})
"""What may last; whatever else stands behind the range, it is a period."""


def date_event(head: str, text: str, tail: str) -> str | None:
    """The event that its sentence gives a date; None where it gives none.

    Args:
        head: The sentence before the date.
        text: The date.
        tail: The sentence behind it.
    """
    if not _HANGUL.search(head + text + tail):
        return _in_english(head, text, tail)
    clause = _clause(tail)
    if _UNTIL_BEFORE.search(head):
        return "period"
    found = _labelled(head, clause) or _of_money(text, clause) or _by_verb(text, clause)
    if found == "end" and _WORKS.search(head + clause):
        return "completion"
    if found is None and _DAY_ALONE.match(text) and _SAYS.search(tail):
        return "announced"
    return found


def _clause(tail: str) -> str:
    """What stands behind a date, up to the next; sums are ``₩``, quoted names are left out."""
    text = _MONEY.sub("₩", _IN_MARKS.sub("", tail))
    text = _CLAUSE_AFTER.split(text, maxsplit=1)[0]
    found = _NEXT_DATE.search(text)
    return (text[: found.start()] if found else text)[:_REACH]


def _in_english(head: str, text: str, tail: str) -> str | None:
    clause = _CLAUSE_AFTER.split(tail[:_LABEL_REACH], maxsplit=1)[0]
    before = head[-_LABEL_REACH:]
    found = first(_ENGLISH_BEFORE, before)
    if found is None and (verb := _ENGLISH.search(clause)):
        found = verb.lastgroup
    lasts = _RANGE.search(text) or (_UNTIL.search(text) and _GOES_ON.search(clause))
    return "period" if found is None and lasts else found


def _labelled(head: str, clause: str) -> str | None:
    """The event that a label right before the date names: 착공은, 준공 시점은, 접수 기간:."""
    moved = _MOVED.search(head)
    before = (head[: moved.start()] if moved else head)[-_LABEL_REACH:]
    if _PERIOD_LABEL.search(before):
        return "period"
    event = first(_LABELS, before)
    if event is None:
        return None
    if _POSTPONED.match(clause) or (moved and _MOVED_AGAIN.match(clause)):
        return "other"
    return event if _IS_SUBJECT.search(before) or _IS_PREDICATE.match(clause) else None


def _of_money(text: str, clause: str) -> str | None:
    """A year that money is of: 내년 94억을 쓴다, 올해 예산은; 지난해 매출 is no event."""
    if _SAME.match(clause) or _PUT_OFF.match(clause):
        return "other"
    if not _YEAR.search(text) and not _RANGE.search(text):
        return "other" if _EARNED.match(clause) or _OTHER_BUDGET.match(clause) else None
    if _EARNED.match(clause):
        return "other"
    found = _YEARS_MONEY.match(clause)
    if not found:
        return None
    rest = next(part for part in found.groups() if part is not None)
    return None if _BUILT_WITH.match(rest) or _SIZED.match(rest) else "period"


def _by_verb(text: str, clause: str) -> str | None:
    found = _KOREAN.search(clause)
    event = found.lastgroup if found else None
    if _RANGE.search(text):
        return event if event in _OF_RANGES else "period"
    if event is None and text.endswith("부터") and _GOES_FROM.search(clause):
        return "start"
    if _UNTIL.search(text) and event in (None, "start"):
        until_year = _UNTIL_YEAR.search(text) or text[:1] in "~∼～〜"
        return "period" if until_year or _GOES_ON.search(clause) else event
    return event
