"""What the words around an amount say of it: a bound, or that it is rounded."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Bounds", "bounds_around"]

# How far to look: the longest phrase with the spaces around it.
_REACH = 16

# word: (language-neutral) effect. Each table is one a reader of the language can extend.
_ABOUT_BEFORE = ("약", "대략", "대략적으로", "거의", "어림잡아", "얼추", "줄잡아")
_MINIMUM_BEFORE = ("최소", "최소한", "최저", "적어도", "적게는")
_MAXIMUM_BEFORE = ("최대", "최고", "많게는", "많아야", "최장")
_ABOUT_AFTER = ("가량", "안팎", "정도", "내외", "남짓", "쯤", "가까이", "선", "대", "전후")
_MINIMUM_AFTER = (
    "이상",
    r"초과(?![하되])",
    r"\+(?i:[αa])",
    "플러스알파",
    "플러스 알파",
)
_MAXIMUM_AFTER = ("이하", "미만", "이내", "한도")
# 까지 is a cap, but not where it says how far something rose or fell.
_CAP_AFTER = (
    r"까지(?!는|[ \u00a0]?(?:[가-힣]{1,6}[ ]){0,2}(?:오르|올[라랐렸리]|늘|증가|치솟|뛰|급등|"
    r"확대|떨어|하락|내려|내[렸린]|줄|커[졌진]|불어|성장|상승|끌어|높[아였]|감소|급감|추락|달했|도달))"
)

# Verbs behind an amount: 넘다, 웃돌다 (to pass it), 밑돌다, 못 미치다 (to fall short of it).
# 넘어가다, 넘겨받다 (to change hands) and 넘치다 (to overflow) are others.
_PASSED = (
    r"(?:뛰어)?넘(?:[는은을던자음게고긴길김겼]|었|으[며면니]|지만|도록|기[는고며]"
    r"|어(?=[ ,.서선섰설]|$))|웃(?:도는|돈|돌[아았며고던])"
)
_PASSING = r"(?:뛰어)?넘(?:기|어서)?|웃돌"
_SHORT = r"밑(?:도는|돈|돌[아았며고던])|(?:하회|미달)(?:하[는고며던]|[했한할해])"
# As nouns, too, where the phrase ends: 수출 10억 달러 돌파.
_NOUN_PASSED = r"(?:돌파|상회|초과)(?:하[는고며던여]|[했한할해됐된될])|(?:돌파|상회)(?=[^가-힣 ]|$)"
_NOT = r"지[는도]?[ ]?(?:않|못|말)"
_CANNOT = r"(?:뛰어)?(?:넘[을길]|넘어설|웃돌|(?:돌파|상회|초과)할) 수(?:는|가|도)? 없"
_OF_SIZE = r"(?:[ \u00a0]?(?:어치|규모|선|대|벽|고지))?"
_BEHIND_AMOUNT = re.compile(
    # A particle and the first letter behind it rule most words out, at a fraction of the cost.
    rf"(?={_OF_SIZE}[이가을를은는도에채 \u00a0]{{0,5}}[뛰넘웃돌상초못안밑하미이달되된될됐돼])"
    rf"{_OF_SIZE}(?:"
    rf"[이가을를은는도]?[ \u00a0]?(?:(?P<maximum>{_CANNOT}|(?:못|안)[ ]?(?:{_PASSED})"
    rf"|(?:{_PASSING}|(?:돌파|상회|초과)하){_NOT}|{_SHORT})"
    rf"|(?P<minimum>{_PASSED}|{_NOUN_PASSED}|(?:밑돌|하회하){_NOT}))"
    # 에 못 미치는, 이 채 안 되는; 'no sum will do' (5억은 안 된다) has another particle.
    r"|(?:에|에[도는]|[이가도은]|[이가도에][ ]채)?[ \u00a0]?(?P<maximum_of>"
    rf"못[ ]?(?:미[치친칠쳤쳐]|되[는고던었]|[된될됐돼]|이르|달하)|(?:미치|이르|달하|되){_NOT})"
    r"|(?:[이가도]|[이가도][ ]채)?[ ](?P<maximum_for>안[ ]?(?:되[는던고]|[된될됐돼])))"
)
# 목표액 10억 원을 넘겼다: the sum is a mark that another one is held against.
_MARK = re.compile(
    r"(?:목표[액치]?|(?:전망|예상|추정|기대|요구|요청|신청|계획)[액치]|컨센서스)"
    r"(?:인|이던|였던|한|로 잡은|로 정한)?\Z"
)
# So it is where that other sum follows: 12억 원에 못 미치는 9억 원을 받았다.
_HELD_AGAINST = re.compile(
    r"[ ](?:[가-힣]{1,4}[ ])?\d[\d,.]{0,12}[ ]?[십백천]{0,2}"
    r"(?:[만억조]|[ ]?(?:원|달러|유로|위안|엔))"
)
# 아들에게 3억 원을 넘겼다: passed on, not surpassed (but 올해에 3조 원을 넘겼다).
_TO_SOMEONE = re.compile(r"(?:에게|한테|(?<![해년월기만말초])에)(?:[ ][가-힣]{1,6})?\Z")
_HANDED = re.compile(r"넘[긴길김겼기]")

_ENGLISH_ABOUT = r"about|around|roughly|approximately|approx\.?|some|nearly|almost|an estimated"
_ENGLISH_MINIMUM = r"at least|more than|over|minimum of|no less than|exceeding|upwards of|above"
_ENGLISH_MAXIMUM = (
    r"up to|as much as|at most|no more than|less than|maximum of|under|below|not exceeding"
)


def _words(words: tuple[str, ...]) -> str:
    return "|".join(word.replace(" ", "[ ]") for word in sorted(words, key=len, reverse=True))


# '역대 최대 500억 원' is a record, not a cap.
_BEFORE = re.compile(
    rf"(?<![가-힣])(?:총[ \u00a0]?)?(?:(?P<about>{_words(_ABOUT_BEFORE)})"
    rf"|(?P<minimum>{_words(_MINIMUM_BEFORE)})"
    rf"|(?<!역대 )(?<!사상 )(?P<maximum>{_words(_MAXIMUM_BEFORE)}))\Z"
)
_BEFORE_ENGLISH = re.compile(
    rf"\b(?:(?P<about>{_ENGLISH_ABOUT})|(?P<minimum>{_ENGLISH_MINIMUM})"
    rf"|(?P<maximum>{_ENGLISH_MAXIMUM}))\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[ \u00a0]?(?:(?P<minimum>{_words(_MINIMUM_AFTER)})|(?P<maximum>{_words(_MAXIMUM_AFTER)}"
    rf"|{_CAP_AFTER})|(?P<about>{_words(_ABOUT_AFTER)})(?![가-힣])"
    rf"|(?P<about_particle>가량|안팎|정도|내외|남짓|쯤|가까이|선|대)"
    rf"(?=[의이가을를로에은는과와인도만])"
    rf"|(?P<about_yeo>여(?![가-힣]))"
    rf"|(?P<en_minimum>(?i:or more)\b)|(?P<en_maximum>(?i:or less)\b))"
)


class Bounds(NamedTuple):
    """Whether the words make the amount a least, a most, or a rounded figure."""

    minimum: bool = False
    maximum: bool = False
    about: bool = False


_NONE = Bounds()
_KOREAN_BEFORE = (*_ABOUT_BEFORE, *_MINIMUM_BEFORE, *_MAXIMUM_BEFORE)
_ENGLISH_BEFORE = (
    *re.sub(r"\\.[?]", "", f"{_ENGLISH_ABOUT}|{_ENGLISH_MINIMUM}|{_ENGLISH_MAXIMUM}").split("|"),
    "approx.",
)
# Most words before an amount say nothing of it, which their last letter tells.
_BY_LAST_LETTER = {word[-1]: _BEFORE for word in _KOREAN_BEFORE} | {
    letter: _BEFORE_ENGLISH for word in _ENGLISH_BEFORE for letter in (word[-1], word[-1].upper())
}


def bounds_around(text: str, start: int, end: int) -> Bounds:
    """Reads the words before ``start`` and after ``end``."""
    before = text[max(0, start - _REACH) : start].rstrip(" \u00a0")
    form = _BY_LAST_LETTER.get(before[-1:])
    lead = form.search(before) if form else None
    after = _behind(text, start, end) or _AFTER.match(text, end)
    if lead is None and after is None:
        return _NONE
    groups = [m.lastgroup or "" for m in (lead, after) if m is not None]
    return Bounds(
        minimum=any("minimum" in group for group in groups),
        maximum=any("maximum" in group for group in groups),
        about=any("about" in group for group in groups),
    )


def _behind(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb behind an amount that makes it a bound."""
    found = _BEHIND_AMOUNT.match(text, end)
    if found is None:
        return None
    before = text[max(0, start - _REACH) : start].rstrip(" \u00a0")
    handed = _HANDED.search(found.group()) and _TO_SOMEONE.search(before)
    held_against = _MARK.search(before) or _HELD_AGAINST.match(text, found.end())
    return None if handed or held_against else found
