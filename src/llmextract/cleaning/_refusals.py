"""Why a page holds no article, in a sentence: a login, a wall, an error, a list, or nothing.

The phrases are what such pages say in their few words; a page with an article may say them too
(a login button, a newsletter), so they are asked only of pages with little or no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import is_prose, speaks_politely, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LIST", "WALL", "is_notice", "stops_at_wall", "why_no_article"]


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_ERROR = _any(
    r"페이지를 찾을 수",
    r"존재하지 않는",
    r"삭제된 (?:기사|게시물|페이지|글)",
    r"삭제되었거나",
    r"잘못된 (?:접근|경로|주소)",
    r"(?:서비스|시스템) 점검",
    r"접근이 (?:차단|제한)",
    r"접속이 원활",
    r"오류가 발생",
    r"요청하신 (?:페이지|기사|주소)",
    r"\b(?:40[0-4]|410|429|50[0-4])\b.{0,20}(?:error|not found|forbidden|오류|에러)",
    r"page (?:you|that you)[^.]{0,40}(?:requested|looking for|trying)",
    r"(?:page|article|story)[^.]{0,30}(?:not found|no longer (?:exists|available))",
    r"(?:page|article|story)[^.]{0,30}(?:could ?n.t|cannot|could not) be found",
    r"access (?:to this page )?(?:has been )?denied",
    r"permission to access",
    r"you have been blocked",
    r"verify (?:that )?you are (?:a )?human",
    r"are you a robot",
    r"unusual (?:traffic|activity)",
    r"something went wrong",
    r"internal server error",
    r"bad gateway",
    r"service (?:temporarily )?unavailable",
    r"temporarily (?:down|unavailable)",
)
_WALL = _any(
    r"유료\s?(?:회원|구독|기사|콘텐츠)",
    r"(?:구독자|회원) 전용",
    r"구독(?:하시면|하고|자만|권을)",
    r"프리미엄 (?:기사|콘텐츠|회원)",
    r"subscribe (?:now )?to (?:continue|read|keep)",
    r"subscribers? only",
    r"(?:exclusive to|for) subscribers",
    r"to continue reading",
    r"already a subscriber",
    r"reached your (?:free )?(?:article )?limit",
    r"become a (?:member|subscriber)",
    r"this content is (?:reserved|for)",
)
_LOGIN = _any(
    r"비밀번호",
    r"아이디\s?(?:저장|찾기|입력)",
    r"로그인이 필요",
    r"로그인\s?(?:후|하시면|하신|해\s?주|하셔야)",
    r"본인\s?인증",
    r"(?:sign|log) ?in to (?:your|continue|view|read|access)",
    r"forgot (?:your )?password",
    r"password\b.{0,30}\b(?:sign|log) ?in",
    r"you must (?:be logged|log|sign) ?in",
    r"(?:enter|type) your (?:password|e-?mail)",
)
_SCRIPT = _any(
    r"자바스크립트", r"javascript.{0,40}(?:enable|disabled|required|turn)", r"enable javascript"
)
_COOKIES = _any(
    r"\bcookies?\b.{0,80}(?:personali[sz]e|improve|experience|consent|accept|analy[sz]e)",
    r"쿠키를? (?:사용|수집|허용)",
)
_HINTS = (
    (_ERROR, "is an error page; fetch the article's page anew."),
    (_WALL, "stops at a paywall: it says that subscribers can read on; save it signed in."),
    (_LOGIN, "is a login page; save the article's page signed in."),
    (_COOKIES, "is a notice about cookies; save the page after answering it."),
    (_SCRIPT, "was saved before its scripts ran; save it from a browser."),
)
LIST = "holds no article: it is a list of headlines; give the pages that it links to."
"""What is said of a page that leads to many articles."""
_LIST = 12
_HEADLINE = 14


def why_no_article(text: str) -> str:
    """Says what a page without an article seems to be, and what to do."""
    lines = [line for line in split_lines(text) if line]
    said = "\n".join(lines)
    for phrases, reason in _HINTS:
        if phrases.search(said):
            return f"holds no article: it {reason}"
    if sum(map(_is_headline, lines)) >= _LIST:
        return LIST
    return (
        "holds no article: no paragraphs of prose were found; "
        "check that the page was saved with its text."
    )


WALL = f"holds no article: it {_HINTS[1][1]}"
"""What is said of a page that shows the beginning of an article."""


def stops_at_wall(paragraphs: Sequence[str], following: Callable[[], Sequence[str]]) -> bool:
    """Tells whether a short text is the beginning of one that subscribers can read on.

    Args:
        paragraphs: Of what could be the article.
        following: Gives the lines below its first one that are not in it; asked of short texts.
    """
    if sum(map(len, paragraphs)) > _LONGEST_NOTICE or not paragraphs:
        return False
    near = "\n".join(following()[:_NEAR])
    if not _OF_WALLS.search(near.casefold()):
        return False
    cut_off = paragraphs[-1].rstrip("\"'”’ ").endswith(("…", ".."))
    return bool(_WALL.search(near)) and (cut_off or bool(_REST.search(near)))


_NEAR = 8
_OF_WALLS = re.compile("유료|구독|회원|프리미엄|ubscr|cont|reach|becom")
"""One of these is in each phrase of a wall, and seldom anywhere else; found at once, whereas the
phrases are tried at each character."""
_REST = _any(
    r"전문(?:을|은)",
    r"전체 (?:기사|내용)",
    r"(?:계속|이어서|나머지|더) (?:읽|보)",
    r"(?:read|reading) (?:on|more|the)",
    r"(?:continue|keep) reading",
    r"to (?:read|continue)",
)


def is_notice(paragraphs: Sequence[str]) -> bool:
    """Tells whether a short text is a page's own word (error, wall, login), not an article.

    Every paragraph must be one or be too short to tell; a news text about a login has others.
    """
    if sum(map(len, paragraphs)) > _LONGEST_NOTICE:
        return False
    told = [_is_told(p) for p in paragraphs]
    said = sum(len(p) for p, is_told in zip(paragraphs, told, strict=True) if is_told)
    if all(map(_addresses, paragraphs)) and said:
        return True
    return said * 2 > sum(map(len, paragraphs))


def _is_told(paragraph: str) -> bool:
    """Tells whether a site says such a thing; Korean news says it too, but not politely."""
    if _HANGUL.search(paragraph) and not speaks_politely(paragraph):
        return False
    return any(phrases.search(paragraph) for phrases, _ in _HINTS)


_HANGUL = re.compile(r"[가-힣]")


def _addresses(paragraph: str) -> bool:
    """Tells whether a site speaks to its reader, politely or as 'you'."""
    return speaks_politely(paragraph) or bool(_YOU.search(paragraph))


_YOU = re.compile(r"\b(?:you|your|please|sorry)\b", re.IGNORECASE)


_LONGEST_NOTICE = 600


def _is_headline(line: str) -> bool:
    return len(line) >= _HEADLINE and line.count(" ") > 1 and not is_prose(line)
