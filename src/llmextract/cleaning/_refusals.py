"""Why a page holds no article, in a sentence: a login, a wall, an error, a list, or nothing.

The phrases are what such pages say in their few words; a page with an article may say them too
(a login button, a newsletter), so they are asked only of pages with little or no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import is_prose, speaks_politely, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LIST", "is_notice", "why_no_article"]

_ERROR = re.compile(
    r"페이지를 찾을 수|존재하지 않는|삭제된 (?:기사|게시물|페이지|글)|삭제되었거나|잘못된 (?:접근|경로|주소)"
    r"|서비스 점검|시스템 점검|접근이 (?:차단|제한)|접속이 원활|오류가 발생|요청하신 (?:페이지|기사|주소)"
    r"|\b(?:40[0-4]|410|429|50[0-4])\b.{0,20}(?:error|not found|forbidden|오류|에러)"
    r"|page (?:you|that you)[^.]{0,40}(?:requested|looking for|trying)"
    r"|(?:page|article|story)[^.]{0,30}(?:not found|no longer (?:exists|available)|could ?n.t be found|cannot be found|could not be found)"
    r"|access (?:to this page )?(?:has been )?denied|permission to access|you have been blocked|verify (?:that )?you are (?:a )?human"
    r"|something went wrong|internal server error|bad gateway|service (?:temporarily )?unavailable"
    r"|temporarily (?:down|unavailable)|are you a robot|unusual (?:traffic|activity)",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"유료\s?(?:회원|구독|기사|콘텐츠)|구독자 전용|회원 전용|구독(?:하시면|하고|자만|권을)|프리미엄 (?:기사|콘텐츠|회원)"
    r"|subscribe (?:now )?to (?:continue|read|keep)|subscribers? only|exclusive to subscribers"
    r"|to continue reading|already a subscriber|reached your (?:free )?(?:article )?limit"
    r"|for subscribers|become a (?:member|subscriber)|this content is (?:reserved|for)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"비밀번호|아이디\s?(?:저장|찾기|입력)|로그인이 필요|로그인\s?(?:후|하시면|하신|해\s?주|하셔야)|본인\s?인증"
    r"|(?:sign|log) ?in to (?:your|continue|view|read|access)|forgot (?:your )?password|password\b.{0,30}\b(?:sign|log) ?in"
    r"|you must (?:be logged|log|sign) ?in|(?:enter|type) your (?:password|e-?mail)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"자바스크립트|javascript.{0,40}(?:enable|disabled|required|turn)|enable javascript",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bcookies?\b.{0,80}(?:personali[sz]e|improve|experience|consent|accept|analy[sz]e)|쿠키를? (?:사용|수집|허용)",
    re.IGNORECASE,
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


def is_notice(paragraphs: Sequence[str]) -> bool:
    """Tells whether a short text is a page's own word (error, wall, login), not an article.

    Every paragraph must be one or be too short to tell; a news text about a login has others.
    """
    if sum(map(len, paragraphs)) > _LONGEST_NOTICE:
        return False
    told = [any(phrases.search(p) for phrases, _ in _HINTS) for p in paragraphs]
    said = sum(len(p) for p, is_told in zip(paragraphs, told, strict=True) if is_told)
    if all(map(_addresses, paragraphs)) and said:
        return True
    return said * 2 > sum(map(len, paragraphs))


def _addresses(paragraph: str) -> bool:
    """Tells whether a site speaks to its reader, politely or as 'you'."""
    return speaks_politely(paragraph) or bool(_YOU.search(paragraph))


_YOU = re.compile(r"\b(?:you|your|please|sorry)\b", re.IGNORECASE)


_LONGEST_NOTICE = 600


def _is_headline(line: str) -> bool:
    return len(line) >= _HEADLINE and line.count(" ") > 1 and not is_prose(line)
