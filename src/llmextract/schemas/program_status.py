"""How far a program is, read from its dates and from the verbs of its own sentences.

The furthest stage that an article states counts. Its dates say it without doubt: opened last
year is completed. Else the verb does that closes a sentence about this program alone (…하고
있다, …할 계획이다). A program of which nothing of the kind is said is planned: that is what
articles about programs mostly tell of. Of the 96 programs in examples/gold and
benchmarks/quality/tune/gold 49 are planned; from their own sentences, and the events that
`program_events` reads of their dates, this reads the status of 90 rightly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

__all__ = ["Dated", "status_of"]

_STAGES = ("planned", "applied", "selected", "underway", "completed", "ended")


class Dated(NamedTuple):
    """A date of a program.

    Attributes:
        event: What happened, as the schema calls it; empty where nobody said.
        text: The words of the article.
        first: The first day; None where the words do not tell.
        last: The last day.
    """

    event: str
    text: str
    first: date | None
    last: date | None


_REACHED = {
    "application": "applied",
    "selection": "selected",
    "start": "underway",
    "completion": "completed",
    "opening": "completed",
    "end": "ended",
}
"""The stage that a program has reached when one of its dates has passed."""

_PAST = re.compile(r"^(?:지난|작년|재작년|전날|어제|last |earlier )", re.IGNORECASE)
"""A phrase that is past whenever the article was written."""

_COMING = re.compile(
    r"^(?:오는|올|내년|내후년|내달|다음|향후|next |by |until )|까지$|부터$", re.IGNORECASE
)
"""A phrase that need not be past yet, and without a publication date cannot be told."""

_HAS_BEGUN = re.compile(r"부터|[~∼～〜]|^from |^since ", re.IGNORECASE)
"""A period whose beginning is said; that of '2027년까지 3년간' is only reckoned."""

_DONE = r"(?:했|하였|됐|되었|돼|되어|합니다만)"
_OPENED = r"(?:준공|완공|개소|개관|개통|개원|개장|개교|개청|개점|완료)"
_KO_VERBS = {
    "planned": r"(?:계획|예정|방침|전망|구상|목표|것으로 (?:보인|기대))|준비(?:하고 있| ?중)"
    r"|검토(?:하고 있| ?중)|(?:기획|계획)(?:하고 있| ?중)|[가-힣](?:되|하|으)면(?=[ ,])",
    "applied": rf"(?:신청|응모|공모에 도전|제출){_DONE}|신청서를 (?:냈|넣었|낸 상태|접수했)"
    rf"|출사표를 (?:냈|던졌)"
    r"|(?:신청|응모)(?:한 상태|해 놓)|공모에 나섰|도전장을 (?:냈|내밀)|심사를? (?:진행|받|기다)"
    r"|(?:을|를) 들고나왔",
    "selected": r"(?:선정|지정)(?:됐|되었|되어|되며|되면서|돼|됨에|받았|됐으|된 데)|(?:공모|사업"
    r"|심사)에 (?:최종 )?(?:선정|당선)된"
    r"|공모에 (?:최종 )?(?:뽑힌|뽑혀|뽑혔|붙었|붙어|붙은|당선|통과)|공모로 따[낸냈내]|뽑혔|뽑혀"
    r"|따냈|확정됐|낙점됐|(?:본|최종)?(?:선정|지정)을 받[았아]",
    "underway": r"고 있(?:다|습니다|으며|고|는)|[가-힣]고 있(?:으며|고|는)"
    r"|(?:추진|진행|운영|공사|시행|건립|조성|건설|시공) ?중|한창|순항|공정률|공정이? \d"
    r"|(?:착공|시작|착수|시행|도입|출범)(?:했|했으|됐|되었|된 |한 )|공사에 들어[갔가간]"
    r"|첫 삽을 (?:떴|뜬)"
    r"|이어 ?[오왔온](?!는 \d)|(?:시범|시험 삼아) (?:운영한|해 본|운영했)|\d+년째|\d+회째"
    r"|두 번째 (?:모집|공모)"
    r"|지금까지 [^.]{0,20}\d|(?:지난|작년|20\d\d년)[^.,]{0,12}(?:착공|착수|시작)(?:해|하여|하고"
    r"|한 )"
    r"|\d(?:곳|개소|대|명|가구|개교|개 시·군)(?:에서|이던 것을"
    r"|을)? [^.,]{0,12}\d+[^.,]{0,6}(?:으로|로) (?:늘|확대|넓)"
    r"|먼저 해 봤|벌써 \d",
    "completed": rf"(?:{_OPENED}|마무리){_DONE}|{_OPENED}(?:한|된) (?!뒤|후|지)|문을 (?:열었|열고"
    rf"|연 (?!뒤|후|지))|다 지었|(?:준공|개관|개소|개통|개원|개장)식을 (?:갖|가졌|열었|열고|했)"
    rf"|운영에 들어갔"
    r"|(?:구축|조성|설치|정비|건립)(?:했|됐다|되었|을 마쳤|을 끝냈)|(?:공사를?|사업을?) (?:마쳤"
    r"|끝냈)",
    "ended": r"(?:종료|폐지|중단|철수)(?:됐|했|되었|하였)|막을 내렸|폐막했|끝났(?!다면)|끝냈"
    r"|(?<![을를] )접(?:었|기로)|(?:사업|운영|운행)을 접|예산에서 빠졌"
    r"|(?<!\d단계 )사업을 (?:접|마무리했)",
}
_EN_VERBS = {
    "planned": r"\b(?:will|would|plans? to|due to|set to|hopes? to|to be built)\b",
    "applied": r"\bapplied\b",
    "selected": r"\b(?:was|were|been) (?:chosen|selected|designated)\b",
    "underway": r"\b(?:is|are|has been|have been) (?:running|building|operating)\b"
    r"|\bunder ?way\b|\b(?:began|started)\b|\bruns the\b|\bcan (?:still )?apply\b",
    "completed": r"\b(?:was|were|has been|have been) (?:completed|finished|built|opened)\b"
    r"|\bopened\b",
    "ended": r"\b(?:has |have )?ended\b|\bclosed\b",
}
_KOREAN, _ENGLISH = re.compile(r"[가-힣]"), re.compile(r"[A-Za-z]{4}")
_Tables = tuple[tuple[re.Pattern[str], dict[str, re.Pattern[str]]], ...]


def _tables(stages: Iterable[str]) -> _Tables:
    """For each script the verbs that tell some stages."""
    known = tuple(stages)
    return tuple(
        (script, {stage: re.compile(verbs[stage]) for stage in known})
        for script, verbs in ((_KOREAN, _KO_VERBS), (_ENGLISH, _EN_VERBS))
    )


_PLANNING, _REACHING = _tables(_STAGES[:1]), _tables(_STAGES[1:])
"""Verbs that tell a stage; written down from the reports in examples/ and benchmarks/quality/tune/
and completed with the other forms of the same verbs."""

_SIGNED = re.compile(r"체결|맺[었고어은]|협약식|\bsigned\b")
_RUNS = re.compile(r"운영(?:하고|하는|해|중| 중)|갖[추춘췄]|보유|\b(?:runs|operates|is home to)\b")
"""What is said of a facility that is there."""


def status_of(
    *,
    sentences: Sequence[str],
    dates: Iterable[Dated],
    published: date | None,
    kind: str,
    name: str = "",
) -> str:
    """The furthest stage that the article states of a program.

    Args:
        sentences: Those that name the program or hold a sum or date of it.
        dates: Its dates.
        published: When the article appeared; without it a date tells by its words alone.
        kind: What the program is; an agreement is there once it is signed, an event is over
            when its last day is.
        name: Its name; what stands beside another name in quotation marks is told of that.

    Returns:
        A status of the schema; ``planned`` where nothing more is said.
    """
    known = list(dates)
    if kind == "event" and (stage := _of_event(known, published)):
        return stage
    reached = [stage for dated in known if (stage := _by_date(dated, published, kind))]
    spoken = [
        stage for sentence in sentences for stage in _by_verbs(_of_name(sentence, name), kind)
    ]
    furthest = max([*reached, *spoken, "planned"], key=_STAGES.index)
    if furthest in ("completed", "ended") and any(map(_NEXT_PHASE.search, sentences)):
        return "underway"
    return furthest


_NEXT_PHASE = re.compile(
    r"1 ?단계[^.]{0,30}(?:끝났|끝냈|준공|완공|개통|마무리|완료)(?:했|됐)?"
    r"|[2-9] ?단계(?!.{0,12}(?:준공|완공|개통|마쳤|끝))"
)
"""Of what is built in phases one is done: the whole goes on."""

_SPEECH = re.compile(r"“[^”]*”(?=이?라[고며는]|고 |며 )")
"""What somebody is quoted with, who speaks of much else."""

_MARKED = re.compile(r"[‘'「『]([^‘’'「」『』\n]{3,50})[’'」』]")


def _of_event(dates: Sequence[Dated], published: date | None) -> str | None:
    """The stage of an event by the last of the days on which it is held."""
    held = [dated for dated in dates if dated.event == "held"]
    if not held:
        return None
    coming = [d for d in held if not _is_past(d.last or d.first, d.text, published)]
    return "planned" if coming else "ended"


def _of_name(sentence: str, name: str) -> str:
    """What of a sentence is said of a program, between the other quoted names."""
    sentence = _SPEECH.sub("", sentence)
    marked = list(_MARKED.finditer(sentence))
    others = [found for found in marked if found[1] not in name]
    if not others:
        return sentence
    own = next((found for found in marked if name and found[1] in name), None)
    at = own.start() if own else sentence.find(name) if name and name in sentence else -1
    if at < 0:
        return sentence
    start = max((found.end() for found in others if found.end() <= at), default=0)
    end = min((found.start() for found in others if found.start() > at), default=len(sentence))
    after = own.end() if own else at + len(name)
    if _LISTED.match(sentence[after:end]):
        return sentence
    turns = [found.end() for found in _TURN.finditer(sentence, after, end)]
    return sentence[start : turns[-1] if turns and end < len(sentence) else end]


_TURN = re.compile(r"[가-힣](?:고|며|지만|는데|으나)(?=[ ,])")
"""Where a sentence turns from one thing to the next, which begins with what is said of it."""

_LISTED = re.compile(r"^(?:와|과|,|·|및|\s)*$")


def _by_date(dated: Dated, published: date | None, kind: str) -> str | None:
    if dated.event == "agreement":
        return "completed" if kind == "agreement" else None
    if dated.event == "period":
        begun = _HAS_BEGUN.search(dated.text) and _is_past(dated.first, "", published)
        return "underway" if begun and not _is_past(dated.last, "", published) else None
    stage = _REACHED.get(dated.event)
    return stage if stage and _is_past(dated.first or dated.last, dated.text, published) else None


def _is_past(day: date | None, text: str, published: date | None) -> bool:
    if published and day:
        return day <= published
    return _PAST.search(text) is not None or (
        day is not None and bool(text) and _COMING.search(text) is None
    )


def _by_verbs(sentence: str, kind: str) -> set[str]:
    """The stages past the plan that a sentence tells; a plan hides what is told in its words."""
    if kind == "agreement" and _SIGNED.search(sentence):
        return {"completed"}
    if kind == "facility" and _RUNS.search(sentence):
        return {"completed"}
    reached = list(_verbs(sentence, _REACHING))
    plans = [span for _, span in _verbs(sentence, _PLANNING)] if reached else []
    return {
        stage for stage, (start, end) in reached if not any(a < end and start < b for a, b in plans)
    }


def _verbs(sentence: str, tables: _Tables) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each verb that tells a stage, and where it stands."""
    for script, table in tables:
        for stage, verb in table.items() if script.search(sentence) else ():
            yield from ((stage, match.span()) for match in verb.finditer(sentence))
