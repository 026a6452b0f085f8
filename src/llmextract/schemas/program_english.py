"""The role of a sum in a program, as an English sentence tells it."""

from __future__ import annotations

from llmextract.schemas.program_words import cue, first

__all__ = ["english_role"]

_REACH = 60
"""Characters on either side of a sum that are looked at."""


def english_role(before: str, after: str) -> str | None:
    """The role that the words beside a sum give it; None where they give none."""
    return (
        first(_FIRST, before[-_REACH:])
        or first(_AFTER, after[:_REACH])
        or first(_BEFORE, before[-_REACH:])
    )


_FIRST = (
    cue(
        "target",
        r"\b(?:bring|brings|brought|bringing|generate|generates|generated|attract|attracts)"
        r"(?: in)?(?: about| up to| an extra| another)? $",
    ),
    cue(
        "other",
        r"\b(?:tickets?|passes|entry|fares?|fees?|rents?|membership|admission)\b[^.]{0,30}$",
    ),
)
_AFTER = (
    cue("annual", r"^\s*(?:a|per|each|every) year\b|^ annually"),
    cue(
        "target",
        r"^ (?:in|of) (?:sales|exports|revenue)|^ to (?:local|the local|the) (?:\w+ )?(?:shops"
        r"|economy|businesses)",
    ),
    cue("component", r"^ (?:on|for|of) (?:\w+ ){0,2}(?:equipment|machines|rigs)\b"),
    cue("subsidy", r"^ (?:is|as) (?:a )?grants?\b|^ grants?\b"),
    cue(
        "subsidy",
        r"^ (?:comes?|came|will come|is coming)? ?from the (?:[A-Z][\w-]+ )*"
        r"(?:Department|Ministry|Government|Executive|Council|Fund|Lottery|Agency)\b",
    ),
    cue(
        "private",
        r"^ (?:comes?|came|will come) from (?:the )?(?:company|firm|charity|developer"
        r"|housing association)",
    ),
    cue("component", r"^ it (?:still )?needs\b"),
    cue(
        "component",
        r"^ (?:will go|goes|went|is going|has gone|was spent|is spent|will be spent) (?:on|to"
        r"|towards)\b",
    ),
)
_BEFORE = (
    cue(
        "other",
        r"\b(?:sales|turnover|income|profits) of (?:more|less|under|over|at least|up to|above"
        r"|below)\b[^.]*$",
    ),
    cue(
        "other",
        r"\b(?:risen|rose|fallen|fell|up|down|cut|grown|grew|gone up|increased) by (?:about )?$"
        r"|\b(?:was|been) priced at $",
    ),
    cue(
        "other",
        r"\b(?:originally|first) (?:priced|put|estimated|costed) at $|\bsav(?:e|es"
        r"|ing) (?:about )?$",
    ),
    cue("subsidy", r"\bgrants? (?:of|worth)(?: up to)?\s*$|\bpays?(?: out)? up to $"),
    cue(
        "subsidy",
        r"\b(?:Government|Executive|Department[\w ]*|Ministry[\w ]*|Lottery[\w ]*)"
        r" (?:will |is |has |have )?(?:pay|paid|giv|gave|contribut|provid|award|grant|commit"
        r"|put)\w*(?: in)?"
        r"(?: about| up to| another| a further)? $",
    ),
    cue(
        "private",
        r"\b(?:[Dd]evelopers?|[Cc]ompany|[Ff]irms?|Ltd|plc|[Dd]onors?|[Rr]esidents)"
        r" (?:will |is |has |have )?(?:pay|paid|giv|gave|contribut|provid|put|rais"
        r"|invest)\w*(?: in)?"
        r"(?: about| up to| another)? $",
    ),
    cue("subsidy", r"\b(?:claim|receive|get|apply for|worth)(?: grants of)? up to $"),
    cue("private", r"\bprivate (?:money|investment|funding) of\s*$"),
    cue("annual", r"\b(?:annual|yearly) (?:\w+ )?(?:of )?$"),
    cue("target", r"\b(?:sales|revenue|exports|turnover) of (?:about )?$"),
    cue("total", r"\btotal(?: cost)? of (?:\w+ )?$|(?<!has )(?<!have )\bcosts? (?:about )?$"),
)
