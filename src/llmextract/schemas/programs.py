"""The built-in schema: programs, their amounts, dates and actors.

What counts as what is fixed here, in the fields' descriptions, for the model, the record
and the score alike.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field

from llmextract.naming import find_names, opening_person
from llmextract.schemas.fields import Evidence, Verbatim
from llmextract.schemas.program_cues import (
    actor_kind,
    actor_role,
    is_no_programs,
    is_no_programs_date,
    is_persons,
)
from llmextract.schemas.program_events import date_event
from llmextract.schemas.program_names import (
    NAMED,
    find_agreements,
    find_quoted,
    program_kind,
    short_forms,
)
from llmextract.schemas.program_roles import amount_role
from llmextract.schemas.program_status import Dated, status_of
from llmextract.schemas.program_weights import Weighed, weighed_roles
from llmextract.spans import DateSpan, Money, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Actor", "Participation", "Program", "ProgramAmount", "ProgramDate", "Programs"]

ProgramKind = Literal["project", "facility", "zone", "event", "agreement", "strategy"]
Status = Literal["planned", "applied", "selected", "underway", "completed", "ended", "unknown"]
AmountRole = Literal["total", "annual", "subsidy", "private", "component", "target", "other"]
DateEvent = Literal[
    "start",
    "end",
    "period",
    "completion",
    "opening",
    "selection",
    "application",
    "agreement",
    "held",
    "announced",
    "other",
]
ActorKind = Literal[
    "person",
    "government",
    "agency",
    "company",
    "institute",
    "hospital",
    "association",
    "other",
]
ActorRole = Literal["lead", "funder", "operator", "partner", "supporter", "beneficiary", "host"]


_MONEY_WORDS = frozenset(
    [
        *("국비", "도비", "시비", "군비", "구비", "지방비", "국고", "민자", "민간자본", "자부담"),
        *("사업비", "총사업비", "공사비", "건립비", "운영비", "투자비", "투자금", "보조금"),
        *("지원금", "예산", "예산안", "매출", "매출액", "budget", "sales", "revenue"),
    ]
)

_SHORT_ENDS = {"부": "부", "도": "도", "시": "시", "처": "처", "대": "대학교", "연": "연구원"}
"""What short names of bodies end in, and the full ones: 대 is short for 대학교."""

_FOUNDED = ("국립", "공립", "사립", "도립", "시립", "재단법인 ", "사단법인 ")
"""Who founded a body, which short names leave out."""

_HEADS = {"시장": "시", "군수": "군", "구청장": "구", "지사": "도"}
"""Heads of towns, and what the names of their towns end in."""


_GIVERS = {"government": "funder", "company": "supporter"}
"""What those are called who give money: a public body funds, a company supports."""


def _size(money: Money) -> Decimal:
    """How large a sum is at most, in its own currency."""
    sizes = (money.value, money.maximum, money.minimum)
    return Decimal(next((size for size in sizes if size is not None), 0))


class ProgramAmount(Money):
    """Money of a program."""

    parts: ClassVar[frozenset[str]] = frozenset(("total", "subsidy", "private", "component"))
    """Roles that a sum has only as the whole or a part of what something costs: where words say
    국비 24억 원, the sum is that of the program whose sums stand beside it. A year's sum is as
    often a whole town's or firm's."""

    @classmethod
    def told(
        cls, *, before: str, text: str, after: str, head: str = "", tail: str = ""
    ) -> dict[str, str]:
        """What the sentence around a sum says of it, whatever a model says."""
        role = amount_role(head or before, text, tail or after, beside=after)
        return {"role": role} if role else {}

    @classmethod
    def is_nobodys(cls, *, before: str, after: str) -> bool:
        """Whether the words around a sum make it a debt, a fine, a whole budget."""
        return is_no_programs(before, after)

    @classmethod
    def weigh(
        cls, sums: Sequence[tuple[Money, Mapping[str, Any], bool]], *, opening: str
    ) -> list[dict[str, Any]]:
        """The roles of the sums of one program that no words beside them tell.

        Args:
            sums: Each with its attributes, and whether the article's own words tell them.
            opening: The headline and the first words of the article.
        """
        weighed = [
            Weighed(_size(money), said.get("role"), is_told=told) for money, said, told in sums
        ]
        return [{"role": role} if role else {} for role in weighed_roles(weighed, opening=opening)]

    role: Annotated[
        AmountRole,
        Field(
            description="total: whole cost; annual: a year's sum; subsidy: paid by another public "
            "body; private: private money; component: equipment, one phase, one part; target: "
            "sales, investment or exports hoped for or reached; other: savings, thresholds, prices"
        ),
    ]


class ProgramDate(DateSpan):
    """A date or period of a program."""

    @classmethod
    def is_nobodys(cls, *, before: str, after: str) -> bool:
        """Whether the words after a date make it a mere point of comparison, or a founding."""
        return is_no_programs_date(before, after)

    @classmethod
    def told(
        cls, *, before: str, text: str, after: str, head: str = "", tail: str = ""
    ) -> dict[str, str]:
        """What the sentence around a date says of it, whatever a model says."""
        event = date_event(head or before, text, tail or after)
        return {"event": event} if event else {}

    event: Annotated[
        DateEvent,
        Field(
            description="start; end; period: runs or is paid for during or until; completion: "
            "built; opening; selection: chosen or designated; application; agreement: signed; "
            "held: an event or meeting; announced: said so on that day; other"
        ),
    ]


class Participation(BaseModel):
    """An actor's part in a program."""

    name: Quote
    role: Annotated[
        ActorRole, Field(description="what the actor does in the program; lead plans or runs it")
    ]


class Program(BaseModel):
    """Anything with a name of its own that someone plans, funds, builds, runs, wins or joins."""

    name: Annotated[
        Quote,
        Field(description="the fullest form in the article, verbatim, without particle or quotes"),
    ]
    aliases: Annotated[
        list[Quote], Field(description="other forms of the same name in the article, verbatim")
    ] = []
    kind: Annotated[
        ProgramKind,
        Field(description="a 사업 is a project; else what is built or marked out decides"),
    ]
    status: Annotated[Status, Field(description="the furthest stage that the article states")]
    amounts: list[ProgramAmount] = []
    dates: list[ProgramDate] = []
    actors: list[Participation] = []

    name_endings: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:\s*(?:구축|조성|설립|운영|이전))?(?:\s*사업)?$"
    )
    """Endings that make two forms one program: '…센터 구축' and '…센터'."""

    no_names: ClassVar[frozenset[str]] = _MONEY_WORDS
    """Words for money that small models take for what it is spent on."""

    no_name: ClassVar[re.Pattern[str]] = re.compile(
        r"[할될갈쓸줄둘울킬낼칠릴길질볼올벌] (?:계획|방침|예정|전망)$|(?:^|\s)[A-Z](?:\s?씨)?$"
        r"|^[A-Z][a-z]+$|^(?:[가-힣]{1,3}별|각종|주요|다음|이번|관련|이며|이고) "
        r"|(?<![마가노고])[을를] "
        r"|^(?:사업|계획|센터|단지|축제|행사|협약|기금|시설|도로|공사|정책|전략|대회|지구|특구)$"
        r"|^[가-힣㈜]{2,}(?:[시군구도원부청]|재단|공사|협회|대학교?|병원)[의와과] "
    )
    """What looks like a name and is none: the end of a sentence ('…을 선도할 계획이다'), a person
    without a name (A씨), one capitalised word, what only points ('분야별 주요 사업'), what has an
    object in it ('물 걱정을 덜 시설'), what ends names and is none by itself ('사업'), and what
    begins with its owner ('…진흥원의 기업지원 사업')."""

    named: ClassVar[re.Pattern[str]] = NAMED
    """What the last word of a program's name is like, unless the article quotes it.

    70 of the 86 Korean programs in examples/gold and benchmarks/quality/tune/gold are made so or
    quoted, and most others begin an item of a list; a small model else takes any noun for one."""

    inferred: ClassVar[frozenset[str]] = frozenset({"kind", "status"})
    """What `infer` tells better than a small model, which then need not be asked for it."""

    @classmethod
    def link(cls, *, before: str, after: str, kind: str | None) -> dict[str, str] | None:
        """The part of an actor that a sentence names together with the program."""
        role = actor_role(before, after) if kind != "person" else None
        if role in ("funder", "supporter") and kind in _GIVERS:
            role = _GIVERS[kind]
        return {"role": role} if role else None

    @classmethod
    def find(cls, text: str) -> Iterator[tuple[int, int, dict[str, str | None]]]:
        """The names in quotation marks that are a program's, and signed agreements.

        All 55 such names of the articles in examples/ and benchmarks/quality/tune/, on which the
        rules were made, are a program's; what else is quoted is mostly a slogan.
        """
        for start, end in (*find_quoted(text), *find_agreements(text)):
            yield start, end, {}

    @classmethod
    def short_forms(cls, name: str) -> Iterator[str]:
        """What the article may go on to call a program by; see `program_names.short_forms`."""
        yield from short_forms(name)

    @classmethod
    def infer(cls, name: str, evidence: Evidence) -> dict[str, str]:
        """The kind that the name's last word tells, and the stage that its sentences do."""
        kind = program_kind(name)
        dates = [
            Dated(said.get("event") or "", mention.text, mention.first, mention.last)
            for mention, said in evidence.dates
        ]
        status = status_of(
            sentences=evidence.sentences,
            dates=dates,
            published=evidence.published,
            kind=kind,
            name=name,
        )
        return {"kind": kind, "status": status}


class Actor(BaseModel):
    """A person or body that acts in the article."""

    name: Annotated[Quote, Field(description="verbatim, without particle or title")]
    kind: ActorKind
    title: Annotated[
        Verbatim | None, Field(description="a person's office: 시장, not 김해시장; else null")
    ] = None
    affiliation: Annotated[
        Verbatim | None, Field(description="the body a person speaks for; else null")
    ] = None

    stand_ins: ClassVar[frozenset[str]] = frozenset(
        [
            "시",
            "군",
            "구",
            "도",
            "재단",
            "센터",
            "기관",
            "협회",
            "대학",
            "공사",
            "공단",
            "회사",
            "병원",
            "부",
        ]
    )
    """Words that stand for an actor named before: '시' after 김해시 is 김해시."""

    no_names: ClassVar[frozenset[str]] = _MONEY_WORDS
    """Words for money that small models take for those who pay it."""

    inferred: ClassVar[frozenset[str]] = frozenset({"kind"})
    """What `infer` tells better than a small model, which then need not be asked for it."""

    @classmethod
    def find(cls, text: str) -> Iterator[tuple[int, int, dict[str, str | None]]]:
        """The bodies and persons with an office that a text names, with what it says of them."""
        found = find_names(text)
        bodies = Counter(text[start:end] for start, end, person in found if not person)
        for start, end, person in found:
            if person:
                body = _full(cls, person.affiliation, bodies) or _body_of(person.title, bodies)
                values = {"kind": "person", "title": person.title, "affiliation": body}
            else:
                values = {"kind": actor_kind(text[start:end])}
            yield start, end, values

    @classmethod
    def infer(cls, name: str, evidence: Evidence) -> dict[str, str]:
        """The kind of an actor that came without one: by its name, else a company."""
        del evidence
        return {"kind": actor_kind(name) or ("person" if is_persons(name) else "company")}

    not_also: ClassVar[frozenset[str]] = frozenset({"programs"})
    """A name that is a program is no actor too: small models list everything everywhere."""

    surely: ClassVar[frozenset[str]] = frozenset({"person", "company"})
    """Kinds that outweigh a mere listing as a program, where no mention hangs on that."""

    likely: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:제약|전자|건설|화학|중공업|케미칼|정밀|에너지|테크|바이오|메디|푸드|식품|물산|항공"
        r"|통신|생명|화재|증권|카드|은행|전기|기계|모터스|자동차|조선|해운|해양|로보틱스"
        r"|엔지니어링|소프트|랩스?|홀딩스|코리아|허브|네트웍스|솔루션|파마|텍|닉스|오션|그룹"
        r"|미디어|엔터테인먼트|디자인|산업개발|종합건설|법인|교수회|학생회|주민회|청년회)$"
        r"|[A-Z]"
    )
    """What the names of companies and the like end as, which nothing else tells."""

    @classmethod
    def shortens(cls, short: str, full: str) -> bool:
        """Whether one name is the other in short: 과기부, 인제대, 전기연, 경남도."""
        if full.endswith(short) and full.removesuffix(short) in _FOUNDED:
            return True
        end = _SHORT_ENDS.get(short[-1:])
        if end is None or len(short) >= len(full) or not full.endswith(end):
            return False
        rest = iter(full)
        return all(c in rest for c in short)

    @classmethod
    def settle(cls, name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Part a person's name from the title after it: ``홍태용 시장``.

        The title is the office alone: 시장, where the affiliation 김해시 says of what. What a
        body is, its name mostly tells: 김해시, 인제대학교.
        """
        values = dict(values)
        if kind := actor_kind(name):
            values["kind"] = kind
        elif values.get("title") and not values.get("kind"):
            values["kind"] = "person"
        found = opening_person(name)
        if found:
            title, affiliation = found.title, found.affiliation
            values |= {"kind": "person", "title": values.get("title") or title}
            values["affiliation"] = values.get("affiliation") or affiliation
            name = name[: found.end]
        title, affiliation = values.get("title"), values.get("affiliation")
        if title and affiliation and title == f"{affiliation}장":
            values["title"] = title.removeprefix(affiliation[:-1])
        elif title and affiliation and title.startswith(f"{affiliation} "):
            values["title"] = title.removeprefix(affiliation).strip()
        return name, values


def _full(actor: type[Actor], short: str | None, bodies: Iterable[str]) -> str | None:
    """The full name of a body that a person is said to be of in short: 전기연."""
    full = [body for body in bodies if short and actor.shortens(short, body)]
    return full[0] if len(full) == 1 else short


def _body_of(title: str | None, bodies: Counter[str]) -> str | None:
    """The town whose head is named without it: 시장, of the 김해시 that the article is about."""
    ending = next((end for head, end in _HEADS.items() if (title or "").endswith(head)), "")
    towns = [body for body, _ in bodies.most_common() if ending and body.endswith(ending)]
    return towns[0] if towns else None


class Programs(BaseModel):
    """The programs of one article, and everyone who acts in it."""

    programs: list[Program] = []
    actors: list[Actor] = []
