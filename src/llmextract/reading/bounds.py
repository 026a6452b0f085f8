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
    "초과",
    "넘게",
    "넘는",
    "넘긴",
    "웃도는",
    r"[이을를] (?:넘[는게긴]|웃도는)",
    r"\+[αa]",
    "플러스알파",
    "플러스 알파",
)
_MAXIMUM_AFTER = ("이하", "미만", "이내", "한도", "밑도는")
# 까지 is a cap, but not where it says how far something rose or fell.
_CAP_AFTER = (
    r"까지(?!는|[ \u00a0]?(?:[가-힣]{1,6}[ ]){0,2}(?:오르|올[라랐렸리]|늘|증가|치솟|뛰|급등|"
    r"확대|떨어|하락|내려|내[렸린]|줄|커[졌진]|불어|성장|상승|끌어|높[아였]|감소|급감|추락|달했|도달))"
)

_ENGLISH_ABOUT = r"about|around|roughly|approximately|approx\.?|some|nearly|almost|an estimated"
_ENGLISH_MINIMUM = r"at least|more than|over|minimum of|no less than|exceeding|upwards of|above"
_ENGLISH_MAXIMUM = (
    r"up to|as much as|at most|no more than|less than|maximum of|under|below|not exceeding"
)


def _words(words: tuple[str, ...]) -> str:
    return "|".join(word.replace(" ", "[ ]") for word in sorted(words, key=len, reverse=True))


# '역대 최대 500억 원' is a record, not a cap.
_BEFORE = re.compile(
    rf"(?:(?<![가-힣])(?:총[ \u00a0]?)?(?:(?P<about>{_words(_ABOUT_BEFORE)})"
    rf"|(?P<minimum>{_words(_MINIMUM_BEFORE)})"
    rf"|(?<!역대 )(?<!사상 )(?P<maximum>{_words(_MAXIMUM_BEFORE)}))"
    rf"|\b(?:(?P<en_about>{_ENGLISH_ABOUT})|(?P<en_minimum>{_ENGLISH_MINIMUM})"
    rf"|(?P<en_maximum>{_ENGLISH_MAXIMUM})))\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[ \u00a0]?(?:(?P<minimum>{_words(_MINIMUM_AFTER)})|(?P<maximum>{_words(_MAXIMUM_AFTER)}"
    rf"|{_CAP_AFTER})|(?P<about>{_words(_ABOUT_AFTER)})(?![가-힣])"
    rf"|(?P<about_particle>가량|안팎|정도|내외|남짓|쯤|가까이|선|대)"
    rf"(?=[의이가을를로에은는과와인도만])"
    rf"|(?P<about_yeo>여(?![가-힣]))"
    rf"|(?P<en_minimum>or more\b)|(?P<en_maximum>or less\b))",
    re.IGNORECASE,
)


class Bounds(NamedTuple):
    """Whether the words make the amount a least, a most, or a rounded figure."""

    minimum: bool = False
    maximum: bool = False
    about: bool = False


_NONE = Bounds()
_LAST_LETTERS = frozenset(
    word[-1]
    for word in (
        *_ABOUT_BEFORE,
        *_MINIMUM_BEFORE,
        *_MAXIMUM_BEFORE,
        *re.sub(r"[\\.?]", "", f"{_ENGLISH_ABOUT}|{_ENGLISH_MINIMUM}|{_ENGLISH_MAXIMUM}").split(
            "|"
        ),
    )
) | {"."}


def bounds_around(text: str, start: int, end: int) -> Bounds:
    """Reads the words before ``start`` and after ``end``."""
    before = text[max(0, start - _REACH) : start].rstrip(" \u00a0")
    # Most words before an amount say nothing of it, which their last letter tells.
    lead = _BEFORE.search(before) if before and before[-1].lower() in _LAST_LETTERS else None
    after = _AFTER.match(text, end)
    if lead is None and after is None:
        return _NONE
    groups = [m.lastgroup or "" for m in (lead, after) if m is not None]
    return Bounds(
        minimum=any("minimum" in group for group in groups),
        maximum=any("maximum" in group for group in groups),
        about=any("about" in group for group in groups),
    )
