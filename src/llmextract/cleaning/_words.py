"""The word lists, by language: consulted only where the shape of a line does not tell.

Each entry is the start, the end or the whole of a short line on news pages of many
publishers; none names a site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.article import Language

__all__ = ["WORDS", "Words"]


@dataclass(frozen=True)
class Words:
    """What one language calls the furniture of a page.

    Attributes:
        ends: In a short line, these close the article for good, in capitals or not.
        asides: In a short line, these open a box of other articles, in capitals or not.
        furniture: Short lines that are a button or a label and nothing else.
        site_talk: Phrases of a site that speaks to its reader.
        caption_starts: What a photo caption begins with, in capitals or not.
        caption_ends: What a photo caption or credit ends with.
        dated: Labels of the publication date.
        revised: Labels of a revision, taken where no publication date is found.
        clocks: Labels of the day on which the page was seen or the site changed.
        titled: Labels of the headline.
        outlet_ends: What the names of news outlets end with.
    """

    ends: re.Pattern[str]
    asides: re.Pattern[str]
    furniture: frozenset[str]
    site_talk: re.Pattern[str]
    caption_starts: re.Pattern[str]
    caption_ends: tuple[str, ...]
    dated: tuple[str, ...]
    revised: tuple[str, ...]
    clocks: tuple[str, ...]
    titled: frozenset[str]
    outlet_ends: tuple[str, ...]


def _any(*phrases: str) -> re.Pattern[str]:
    """Finds any of the phrases, which stand in lower case; many times faster than one by one."""
    return re.compile("|".join(map(re.escape, phrases)))


def _any_case(*phrases: str) -> re.Pattern[str]:
    """Finds any of the phrases in capitals, too: to lower a line takes longer than to search it."""
    return re.compile("|".join(map(_in_capitals_too, phrases)))


def _in_capitals_too(phrase: str) -> str:
    # The engine skips to a first letter that stands as it is, and to none under a flag.
    firsts, rest = sorted({phrase[0], phrase[0].upper()}), re.escape(phrase[1:])
    rest = rest.replace("k", "[k\u212a]")  # a sign for the kelvin, which is a K as well
    return "|".join(f"{re.escape(first)}(?ai:{rest})" for first in firsts)


_KO = Words(
    ends=_any_case(
        "copyright", "all rights reserved", "저작권자", "무단전재", "무단 전재",
        "재배포", "뉴스출처", "기사제보", "댓글쓰기", "댓글삭제", "댓글 쓰기", "댓글달기",
        "첨부파일", "공공누리", "이전글", "다음글", "이전기사", "다음기사", "이전 기사",
        "다음 기사", "구독하기", "기자의 다른기사", "기자의 다른 기사", "좋아요", "ai학습 이용",
    ),
    asides=_any_case(
        "더보기", "관련기사", "관련 기사", "많이 본", "많이본", "인기기사", "인기 기사",
        "추천기사", "추천 기사", "주요기사", "주요 기사", "주요뉴스", "주요 뉴스", "최신기사",
        "최신 기사", "최신뉴스", "실시간 뉴스", "핫이슈", "오늘의 뉴스", "함께 본", "연관기사",
        "포토뉴스", "이 시각",
    ),
    furniture=frozenset({
        "배너", "광고", "메뉴", "검색", "로그인", "로그아웃", "회원가입", "공유하기", "공유",
        "인쇄", "인쇄하기", "목록", "닫기", "확인", "맨위로", "프린트", "스크랩", "글자크기",
        "본문 바로가기", "url복사", "기사공유하기", "이 기사를 공유합니다", "페이스북", "트위터",
        "카카오톡", "네이버", "밴드", "블로그", "카카오스토리", "홈", "내용", "기사", "뉴스",
        "본문", "기사본문", "가", "가가", "+", "-", "전체메뉴", "ad", "sponsored",
    }),
    site_talk=_any(
        "본문 보기를 권장", "글자크기", "복구할 수 없", "로그인", "댓글을", "바로가기", "구독",
        "앱에서", "클릭", "누리집", "댓글은", "운영규칙", "초상권", "주의하실",
        "이용약관", "개인정보", "쿠키", "기사를 읽어드립니다", "음성으로", "요약봇",
        "자동 요약", "제보는", "회원가입",
    ),
    caption_starts=_any_case(
        "사진설명", "사진 설명", "사진=", "사진 =", "사진제공", "사진 제공", "[사진", "(사진",
        "<사진", "▲사진", "▲ 사진", "그래픽=", "자료사진", "[자료사진", "이미지=", "캡션",
    ),
    caption_ends=(
        "제공", "제공)", "제공]", "캡처", "캡쳐", "자료사진", "자료사진)", "연합뉴스 사진",
        "기자)",
    ),
    dated=(
        "등록일시", "등록일자", "등록일", "등록", "기사등록", "기사입력", "최초입력", "입력일",
        "입력", "승인", "작성일시", "작성일자", "작성일", "게시일자", "게시일", "게재일",
        "발행일", "발행", "송고시간", "송고", "배포일시", "배포일", "보도일시", "보도일", "날짜",
        "일자", "지면게재일",
    ),
    revised=(
        "최종수정", "기사수정", "수정일", "수정",
    ),
    clocks=(
        "최종편집", "최종 편집", "최종편집일", "편집", "최종업데이트", "최종 업데이트", "업데이트",
        "updated", "update", "현재시간", "현재시각", "오늘",
    ),
    titled=frozenset({
        "제목", "기사제목",
    }),
    outlet_ends=(
        "뉴스", "신문", "일보", "통신", "타임스", "타임즈", "데일리", "경제", "투데이", "저널",
        "방송", "동아", "미디어", "매일", "헤럴드", "포스트", "TV", "tv", "뉴시스", "뉴스핌",
        "닷컴", "프레스", "비즈", "신보", "시보",
    ),
)  # fmt: skip

_EN = Words(
    ends=_any_case(
        "copyright", "all rights reserved", "leave a comment", "post a comment",
        "leave a reply", "previous article", "next article", "terms of use", "privacy policy",
        "sign up for our", "subscribe to our", "reproduction without permission", "follow us on",
    ),
    asides=_any_case(
        "related articles", "related stories", "related news", "most read", "most popular",
        "trending", "recommended", "more from", "you may also like", "read more", "latest news",
        "more stories", "top stories", "more news", "editors' picks", "see more", "see also",
        "don't miss",
    ),
    furniture=frozenset({
        "advertisement", "menu", "search", "log in", "login", "sign in", "sign up", "subscribe",
        "share", "share this", "share this article", "print", "email", "facebook", "twitter",
        "home", "news", "comments", "close", "linkedin", "instagram", "youtube",
        "skip to content", "skip to main content", "listen to this article", "save", "newsletter",
        "top",
    }),
    site_talk=_any(
        "cookies", "subscribe", "sign up", "log in", "your browser", "click here", "newsletter",
        "javascript", "privacy policy", "terms of service",
    ),
    caption_starts=_any_case(
        "photo:", "photo by", "image:", "file photo", "photo courtesy", "caption:",
        "image credit", "picture:", "(photo", "credit:",
    ),
    caption_ends=(
        "getty images", "file photo", "(photo)", "courtesy photo", "/reuters", "/afp", "/yonhap",
        "[yonhap]", "(yonhap)",
    ),
    dated=(
        "date published", "published on", "published", "posted on", "posted", "first published",
        "publication date", "release date", "issued", "date",
    ),
    revised=(
        "last updated", "updated on", "updated", "modified", "last modified",
    ),
    clocks=(
        "today", "today is", "current time", "now",
    ),
    titled=frozenset({
        "headline", "title",
    }),
    outlet_ends=(
        "news", "times", "post", "herald", "daily", "journal", "gazette", "tribune", "press",
        "chronicle", "observer", "today",
    ),
)  # fmt: skip

WORDS: dict[Language, Words] = {"ko": _KO, "en": _EN}
