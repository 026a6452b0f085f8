"""How far a program is, read from its dates and from the verbs of its own sentences.

The furthest stage that an article states counts. Its dates say it without doubt: opened last
year is completed. Else the verb does that closes a sentence about this program alone (…하고
있다, …할 계획이다). A program of which nothing of the kind is said is planned: that is what
articles about programs mostly tell of. Of the 60 programs in examples/gold and
benchmarks/quality/tune/gold 37 are planned; from the gold's own dates and sentences this reads
the status of 55 rightly.
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

_KO_VERBS = {
    "planned": r"(?:계획|예정|방침|전망|구상|목표|것으로 (?:보인|기대))|준비(?:하고 있| ?중)"
    r"|검토(?:하고 있| ?중)|(?:기획|계획)(?:하고 있| ?중)",
    "applied": r"(?:신청|응모)(?:했|한 상태|하였|해 놓)|심사를? (?:진행|받)",
    "selected": r"(?:선정|지정)(?:됐|되었|되어|되며|되면서|돼|받았)|뽑혔|뽑혀|따냈|확정됐",
    "underway": r"고 있다|[가-힣]고 있(?:으며|고|는)"
    r"|(?:추진|진행|운영|공사|시행|건립|조성) ?중|한창|순항"
    r"|(?:착공|시작|착수)했|첫 삽을 떴|이어 ?[오왔]",
    "completed": r"(?:준공|완공|개소|개관|개통|개원|개장|개교|완료|마무리)(?:했|됐|되었|하였)"
    r"|문을 열(?:었|고)|다 지었|(?:구축|조성|설치|정비)(?:했|됐다|되었|을 마쳤)",
    "ended": r"(?:종료|폐지)(?:됐|했|되었|하였)|막을 내렸|끝났|끝냈",
}
_EN_VERBS = {
    "planned": r"\b(?:will|would|plans? to|due to|set to|hopes? to|to be built)\b",
    "applied": r"\bapplied\b",
    "selected": r"\b(?:was|were|been) (?:chosen|selected|designated)\b",
    "underway": r"\b(?:is|are|has been|have been) (?:running|building|operating)\b"
    r"|\bunder ?way\b|\b(?:began|started)\b",
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
    *, sentences: Sequence[str], dates: Iterable[Dated], published: date | None, kind: str
) -> str:
    """The furthest stage that the article states of a program.

    Args:
        sentences: Those that name the program or hold a sum or date of it.
        dates: Its dates.
        published: When the article appeared; without it a date tells by its words alone.
        kind: What the program is; an agreement is there once it is signed.

    Returns:
        A status of the schema; ``planned`` where nothing more is said.
    """
    reached = [stage for dated in dates if (stage := _by_date(dated, published, kind))]
    spoken = [stage for sentence in sentences for stage in _by_verbs(sentence, kind)]
    return max([*reached, *spoken, "planned"], key=_STAGES.index)


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
