"""What belongs together because of how it is written: a list item is about the name it begins with.

``○ 샛강 살리기 : 4개 사업, 118억 원`` leaves no doubt, and neither does ``▲로봇 사업(48억 원)``
nor a heading with ``- 사업비 : 30억 원`` under it. No model need be asked; a small one often errs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.extraction.asking import Answer
from llmextract.extraction.marking import Piece
from llmextract.grounding import holds_together
from llmextract.schemas import PlacementReply, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.article import Article
    from llmextract.extraction.marking import Marked
    from llmextract.schemas import Shape

__all__ = ["Item", "list_items", "listed"]

_SIGN = "▲△▴▵■□▪▫●○◦◆◇▶▷►ㅇ◈"
_BULLET = rf"(?:[{_SIGN}※•∙☞✓*·–-]|[①-⑳]|\d{{1,2}}[.)](?=[ \t]))"
_HEAD = rf"[^{_SIGN}:：()（\n,]{{2,48}}?"

_LINE = re.compile(
    rf"^[ \t]*+(?P<bullet>{_BULLET})[ \t]*+(?P<head>{_HEAD})[ \t]*"
    r"(?P<mark>[:：(（,]|[–-](?=[ \t])|$)(?P<rest>.*)$",
    re.MULTILINE,
)
"""An item on a line of its own: sign, name, and what parts the name from what is said of it."""

_RUN_IN = re.compile(
    rf"[{_SIGN}][ \t]*+(?P<head>{_HEAD})[ \t]*"
    rf"(?:[(（](?P<inside>[^()（）\n]*)[)）]|[:：](?P<rest>[^{_SIGN}\n.]*))"
)
"""An item inside a sentence: what is said of it stands in brackets, or goes to the next sign."""

_LABEL_WORDS = (
    *("총", "연", "전체", "주요", "세부", "사업", "행사", "신청", "접수", "모집", "지원", "운영"),
    *("공사", "추진", "설치", "교육", "대상", "소요", "투자", "참가", "이용", "올해", "내년"),
    *("전년", "금년", "당초"),
)
_LABELS = (
    *("사업비", "예산안?", "예산액", "공사비", "건축비", "비용", "금액", "기간", "일시", "일정"),
    *("시기", "장소", "위치", "규모", "면적", "대상", "내용", "방법", "자격", "문의", "주최"),
    *("주관", "후원", "재원", "인원", "국비", "도비", "시비", "군비", "구비", "지방비", "민자"),
    *("자부담", "합계", "소계", "계", "총계", "회계", "매출액?", "효과", "기한", "마감", "날짜"),
    *("개요", "목적", "배경", "세입", "세출", "수입", "지출", "증감", "분야", "단가", "가격"),
    *("요금", "보상금", "포상금", "상금", "벌금", "과태료"),
)
_LABEL = re.compile(
    rf"^(?:{'|'.join(_LABEL_WORDS)})* ?(?:{'|'.join(_LABELS)})$"
    r"|^(?:일반|특별|기타|공기업)회계$"
    r"|^(?:대상|금상|은상|동상|[가-힣]{0,4}상|\d등|\d위|첫째|둘째|셋째)$"
    r"|^(?:budget|cost|total|when|where|date|dates|deadline|contact|price|venue|funding)$",
    re.IGNORECASE,
)
"""What heads a line without naming anything: it tells a property of what is named above.

The heads of calls for applications, budgets and outlines in Korean press releases, accounts of a
budget, and places in a contest.
"""

_QUOTES = re.compile(r"[‘’“”\"「」『』]")
_QUOTED = re.compile(r"^[‘'“\"「『](?P<name>[^‘’'“”\"「」『』]+)[’'”\"」』] ?[가-힣]{0,4}$")
"""A name in quotation marks, and at most what is done with it: ‘달빛센터’ 건립."""

_STRAIGHT = 16
"""Characters between a name and the first value of its item where no colon parts them."""

_SHORTEST = 2
"""Characters of a name."""

_FIRST_OF_LINE = re.compile(r"^[^\S\n]*+", re.MULTILINE)


@dataclass(frozen=True)
class Item:
    """A name and the mentions that are said of it.

    Attributes:
        start: Where the name begins in the body.
        end: Where it ends.
        mentions: What stands in its item, in the order of the text.
    """

    start: int
    end: int
    mentions: tuple[Marked, ...]


def listed(article: Article, mentions: Sequence[Marked], *, shape: Shape) -> list[Answer]:
    """What the lists of an article say of its mentions, as answers that nobody was asked for."""
    if not all(entity.found for entity in shape.entities):
        return []
    taken: set[str] = set()
    answers = []
    for number, item in enumerate(list_items(article.body, mentions)):
        name = article.body[item.start : item.end]
        placements = [
            PlacementReply(marked.id, name, (entity.field, placement.field), {})
            for marked in item.mentions
            if marked.id not in taken
            for entity, placement in shape.homes[marked.kind][:1]
        ]
        taken |= {p.mention for p in placements}
        piece = Piece(number, item.start, item.end, article.body, item.mentions)
        if placements:
            answers.append(Answer(piece, Reply([], placements, [], []), []))
    return answers


def list_items(body: str, mentions: Sequence[Marked]) -> list[Item]:
    """The items of all lists of an article that begin with a name and hold a mention."""
    shown = _Shown(body, mentions)
    return [*_lines(shown), *_run_in(shown)]


class _Shown:
    def __init__(self, body: str, mentions: Sequence[Marked]) -> None:
        self.body = body
        self._mentions = sorted(mentions, key=lambda m: m.mention.start)
        self._starts = [marked.mention.start for marked in self._mentions]

    def between(self, start: int, end: int) -> tuple[Marked, ...]:
        """The mentions that begin there."""
        return tuple(
            self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        )


def _lines(shown: _Shown) -> Iterator[Item]:
    heading: tuple[int, int] | None = None
    sign, at = "", 0
    for line in _LINE.finditer(shown.body):
        if shown.body[at : line.start()].strip():
            heading = None
        at = line.end()
        name = _name(line, shown)
        inside = shown.between(line.end("head"), line.end())
        if name is None:
            under = heading and line["bullet"] != sign and _LABEL.search(line["head"].strip())
            if under and heading and inside:
                yield Item(*heading, inside)
            continue
        heading, sign = name, line["bullet"]
        if inside and _is_said_of(line, inside):
            yield Item(*name, inside)


def _run_in(shown: _Shown) -> Iterator[Item]:
    openings = {found.end() for found in _FIRST_OF_LINE.finditer(shown.body)}
    for item in _RUN_IN.finditer(shown.body):
        name = _name(item, shown)
        group = "inside" if item["inside"] is not None else "rest"
        inside = shown.between(*item.span(group))
        if name and inside and item.start() not in openings:
            yield Item(*name, inside)


def _name(item: re.Match[str], shown: _Shown) -> tuple[int, int] | None:
    """Where the name stands, without quotation marks; None where the head is none."""
    start, end = item.span("head")
    head = item["head"]
    quoted = _QUOTED.match(head)
    bare = quoted["name"] if quoted else head.strip(" \t")
    if not quoted and _QUOTES.search(bare):
        return None
    if len(bare) < _SHORTEST or _LABEL.search(bare) or shown.between(start, end):
        return None
    if not any(map(str.isalpha, bare)) or not holds_together(bare):
        return None
    start += head.index(bare)
    return start, start + len(bare)


def _is_said_of(line: re.Match[str], inside: Sequence[Marked]) -> bool:
    if line["mark"] in (":", "："):
        return True
    return inside[0].mention.start - line.end("head") <= _STRAIGHT
