"""Pages written for the tests: three articles in the layouts that Korean sites use."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Story:
    title: str
    deck: str
    outlet: str
    reporter: str
    day: str
    lines: tuple[str, ...]

    @property
    def dotted(self):
        return self.day.replace("-", ".")


STORIES = {
    "plain": Story(
        "거제시, 조선 기자재 실증단지에 412억 투입",
        "2028년까지 장목면에 시험동 3개 세운다",
        "바다일보",
        "문가영",
        "2025-11-18",
        (
            "거제시가 장목면 일원에 조선 기자재 실증단지를 조성한다고 18일 밝혔다.",
            "시는 2028년까지 국비 206억 원 등 모두 412억 원을 들인다. 내년 3월 공사를 시작한다.",
            "변광용 시장은 “기자재 기업이 시험 때문에 납기를 놓치는 일이 없도록 하겠다”고 말했다.",
            "시는 오는 12월 5일 사업 설명회를 열고 입주 의향서를 받는다.",
        ),
    ),
    "list": Story(
        "함안군 스마트 축산단지 착공… 2027년 완공",
        "악취 저감 설비·공동 자원화 시설 갖춘다",
        "들녘신문",
        "조민석",
        "2025-10-02",
        (
            "함안군이 법수면에 스마트 축산단지를 짓는 공사를 시작했다.",
            "군에 따르면 이 단지는 12만3천㎡ 터에 축사 14동과 공동 자원화 시설을 갖춘다.",
            "◇ 악취는 줄이고 소득은 높이고",
            "단지의 모든 축사에는 공기 정화 설비와 자동 급이기가 들어간다.",
            "주요 시설은 다음과 같다.",
            "▲ 축사 14동(8만㎡)",
            "▲ 공동 자원화 시설 1곳(하루 150톤)",
            "▲ 방역 초소 2곳",
            "◇ 주민 협의체 꾸려 점검",
            "군은 주민과 전문가 등 9명이 참여하는 협의체를 꾸려 분기마다 공사를 점검하기로 했다.",
            '이병철 과장은 "1년 넘게 대화한 끝에 첫 삽을 떴다"며 "약속을 지키겠다"고 했다.',
            "준공은 2027년 6월이다.",
        ),
    ),
    "deck": Story(
        "“아이 키우기 좋은 도시로”… 나주시, 육아종합지원센터 문 열어",
        "놀이체험실·장난감도서관 등 갖춰",
        "빛가람타임스",
        "노은지",
        "2026-01-14",
        (
            "전남 나주시는 14일 빛가람동에서 육아종합지원센터 개관식을 열었다.",
            "지상 4층 규모의 센터에는 86억 원이 들어갔으며 놀이체험실과 장난감도서관이 자리했다.",
            "운영은 나주대학교 산학협력단이 2028년 말까지 맡는다.",
            "이용료는 2시간에 2천 원이다. 다자녀 가정과 한부모 가정은 무료다.",
            "한편 시는 올해 보육 예산으로 지난해보다 7.4% 늘어난 1천124억 원을 편성했다.",
        ),
    ),
}
OTHERS = (
    "고성군, 해양치유센터 내년 3월 개장",
    "통영 굴 축제에 사흘간 8만 명 다녀가",
    "창녕 우포늪 생태관 새 단장 마쳐… 관람료 무료",
    "진주시 2026년 예산 2조1천억 편성",
)
_MENU = ("정치", "경제", "사회", "문화", "스포츠", "오피니언", "전체메뉴", "로그인", "구독신청")


def _links(*titles):
    return "".join(f"<li><a href=#>{title}</a></li>" for title in titles)


def _page(story, body, title=None):
    outlet = story.outlet
    return f"""<!DOCTYPE html><html lang=ko><head><meta charset=utf-8>
    <title>{title or f"{story.title} - {outlet}"}</title></head><body>
    <header><span>2026.02.11 (수)</span> <span>맑음 서울 3.1℃</span><nav><ul>{_links(*_MENU)}</ul>
    </nav><ul>{_links("시의회 예산안 심사 돌입… 쟁점은 3가지")}</ul></header>{body}<footer>
    <ul><li>회사소개</li><li>이용약관</li></ul>
    <p>{outlet} | 등록번호 : 경남 아00123 | 등록일 : 2011-04-05</p>
    <p>{outlet}의 모든 기사는 저작권법의 보호를 받은바, 무단 전재, 복사, 배포 등을 금합니다.</p>
    <p>Copyright © 2026 {outlet}. All rights reserved. mail to news@example.com</p></footer></body>
    </html>"""


def regional(story):
    """Regional papers: facts above, one paragraph an element, a profile and comments below."""
    text = [f"<p>{escape(line)}</p>" for line in story.lines]
    text.insert(2, "<figure><img src=1.jpg><figcaption>전경. 사진=군청 제공</figcaption></figure>")
    return _page(
        story,
        f"""<section><header><nav><a>홈</a> &gt; <a>지역</a></nav><h1>{story.title}</h1>
        <h2>{story.deck}</h2><ul><li>기자명 {story.reporter} 기자</li>
        <li>입력 {story.dotted} 11:20</li>
        <li>수정 2026.02.01 09:00</li><li>댓글 0</li></ul><button>본문 글씨 키우기</button></header>
        <article id=article-view-content-div itemprop=articleBody>{"".join(text)}
        <p>{story.reporter} 기자 writer@example.com</p></article>
        <div>저작권자 © {story.outlet} 무단전재 및 재배포 금지</div>
        <div><strong>{story.reporter} 기자</strong><p>지역 소식을 전합니다.</p></div>
        <div><h3>관련기사</h3><ul>{_links(*OTHERS)}</ul></div>
        <div><h3>댓글 0</h3><p>로그인을 하시면 댓글을 쓰실 수 있습니다.</p></div></section>
        <aside><h3>많이 본 기사</h3><ul>{_links(*OTHERS)}</ul></aside>""",
    )


def table(story):
    """Old regional sites: a layout table, line breaks between paragraphs, the credit in front."""
    text = "<br><br>".join(map(escape, story.lines))
    return _page(
        story,
        f"""<table><tr><td><div>{story.title}</div>
        <div>{story.outlet} {story.reporter} 기자 | 기사입력 {story.dotted} 14:02</div>
        <div>▲ 지난 9일 열린 사업 설명회 모습 ⓒ {story.outlet}<br><br>
        [{story.outlet}={story.reporter} 기자] {text}<br>
        <br>{story.reporter} 기자 writer@example.com</div>
        <div>&lt;저작권자 ⓒ {story.outlet} 무단전재 및 재배포금지&gt;</div><div>관련기사목록</div>
        {"".join(f"<div><a href=#>{other}</a></div>" for other in OTHERS)}</td></tr></table>""",
    )


def board(story):
    """Notice boards of public bodies: facts in cells, a licence, the notes beside it."""
    text = "<br />".join(f"&nbsp;{escape(line)}" for line in story.lines)
    return _page(
        story,
        f"""<div><h2>보도자료</h2><div>홈 &gt; 소식 &gt; 보도자료</div><table><tr><th>제목</th>
        <td colspan=3>{story.title}</td></tr><tr><th>작성자</th><td>홍보담당관</td><th>작성일</th>
        <td>{story.day}</td></tr><tr><td colspan=4>{text}</td></tr><tr><th>첨부파일</th>
        <td colspan=3><a>붙임1. 조감도.jpg</a> (124KB)</td></tr></table>
        <p>본 저작물은 "공공누리" 제1유형:출처표시 조건에 따라 이용할 수 있습니다.</p>
        <ul><li>이전글 <a>{OTHERS[0]}</a></li><li>다음글 <a>{OTHERS[1]}</a></li></ul>
        <p>이 페이지에서 제공하는 정보에 대하여 만족하십니까?</p><label>만족</label></div>""",
        title="보도자료 | 군청",
    )


def portal(story):
    """Portals: a caption inside the line of text, the section explained below."""
    text = "<br><br>".join(map(escape, story.lines))
    return _page(
        story,
        f"""<div><h2><span>{story.title}</span></h2><div><span>입력</span>
        <span>{story.dotted}. 오전 11:20
        </span><span>기사원문</span></div><div>{story.reporter} 기자</div><div>본문 요약봇</div>
        <article><span><img>
        <em>관계자들이 현장을 둘러보고 있다. /시 제공</em></span>{text}</article>
        <div>{story.reporter} 기자 (writer@example.com)</div>
        <div>Copyright ⓒ {story.outlet}. All rights reserved. 무단 전재 및 재배포 금지.</div>
        <p>이 기사는 언론사에서 <em>사회</em> 섹션으로 분류했습니다.</p>
        <div>기사 섹션 분류 안내</div>
        <h3>{story.outlet} 주요뉴스</h3><ul>{_links(*OTHERS)}</ul></div>""",
    )


def wire(story):
    """News agencies: a dateline, a caption of their own, tags, a time below."""
    first = f"(창원={story.outlet}) {story.reporter} 기자 = "
    text = "".join(f"<p>{first * (not at)}{escape(p)}</p>" for at, p in enumerate(story.lines))
    return _page(
        story,
        f"""<article><header><h1>{story.title}</h1><p>송고시간{story.day} 11:20</p></header><div>
        <figure><img>
        <figcaption>[{story.outlet} 자료사진. 재판매 및 DB 금지]</figcaption></figure>{text}
        <p>writer@example.com</p></div>
        <p>&lt;저작권자(c) {story.outlet}, 무단 전재-재배포 금지&gt;</p>
        <p>{story.dotted} 11:20 송고</p><ul><li>#경남</li><li>#산업단지</li></ul></article>
        <aside><h2>핫뉴스</h2><ul>{_links(*OTHERS)}</ul></aside>""",
    )


LAYOUTS = {f.__name__: f for f in (regional, table, board, portal, wire)}
