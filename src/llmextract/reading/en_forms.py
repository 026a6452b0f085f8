"""The words and shapes of English dates; what they mean stands in `en_dates`.

Every repetition is bounded, so that no text makes a match slow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from llmextract.reading.alternatives import small_or_capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.reading.calendar import Part

__all__ = [
    "ABOUT", "AFTER_WEEKDAY", "AND", "BEFORE_MONTH", "BEFORE_WEEKDAY", "BEFORE_YEAR", "BETWEEN",
    "COUNTS", "DAYS", "DECADE_PARTS", "FEASTS", "FULL_YEAR", "LASTS_BEFORE",
    "LENGTH_BEFORE", "LIMIT", "LIMITS", "LONGEST_MONTH", "LOOKS", "LOOKS_TO_WEEKDAY", "MONTHS",
    "MONTH_RANGE", "NAMES", "NAME_BEHIND", "NTH", "OUTSIDE", "PARTS", "SEASONS", "SHORT_LEFT",
    "SHORT_RIGHT", "START", "TENSE", "THE", "TO", "WAYS", "WEEKDAYS", "YEAR_RANGE",
    "forms_at",
]  # fmt: skip

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun",
            "July|Jul", "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov",
            "December|Dec",
        ),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
COUNTS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"a": 1, "an": 1}
WAYS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
DAYS = {
    "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "tomorrow": 1,
}  # fmt: skip
PARTS: dict[str, Part] = {
    "early": "early", "beginning": "start", "start": "start",
    "mid": "middle", "middle": "middle", "late": "late", "end": "end",
}  # fmt: skip

# First and last year of ten: the late 1980s are 1987 to 1989.
DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
# Days that are the same each year; Easter and others that move are not read.
FEASTS = {
    "Christmas Eve": (12, 24), "Christmas Day": (12, 25), "Christmas": (12, 25),
    "Boxing Day": (12, 26), "New Year’s Eve": (12, 31), "New Year's Eve": (12, 31),
    "New Year’s Day": (1, 1), "New Year's Day": (1, 1), "Halloween": (10, 31),
    "Valentine’s Day": (2, 14), "Valentine's Day": (2, 14), "St Patrick’s Day": (3, 17),
    "St Patrick's Day": (3, 17), "St. Patrick's Day": (3, 17),
}  # fmt: skip
# The month that a season begins with, as meteorologists of the north count.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

LIMITS: dict[str, Literal["until", "from", "after", "before"]] = {
    "by": "until", "until": "until", "till": "until", "through": "until", "no later than": "until",
    "before": "before", "prior to": "before", "after": "after",
    "since": "from", "starting": "from", "beginning": "from", "effective": "from", "from": "from",
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b(?:(?<!\w{{4}})\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]*\d|%)\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%])\b"
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)}),?[ ])?"
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})"
_NO_DATE = rf"(?!s|,?[ ](?:{'|'.join(MONTHS)}|\d))"
# Christmas market: the day is part of a name.
_NO_NAME = r"(?![ ](?!(?:and|or|but|to|this|next|last|at|in|on|is|was|for|when|after)\b)[A-Za-z])"
_NO_STREET = r"(?![ ](?:Road|Street|Avenue|Lane|Way|Place|Drive|Close|Court|Square)\b)"
_AGO_UNIT = r"(?P<unit>decade|year|month|week|day)"
_LENGTH = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})[ ](?P<unit>year|month|week|day)"
_WAY = rf"(?P<way>{'|'.join(WAYS)})"
_PART = (
    r"(?:the[ ])?(?P<part>early|mid|late|beginning|start|middle|end)(?:[ -]|[ ]of[ ](?:the[ ])?)?"
)
_OF = (
    rf"(?:,?[ ](?:of[ ]|in[ ])?(?:the[ ]year[ ]|fiscal[ ](?:year[ ])?)?(?:{_YEAR}|{_WAY}[ ]year)"
    r"|[ ]of[ ]the[ ]year\b)?"
)

_DIGITS = "0123456789"
# One form a line, with the words that it may begin with; the first that matches at a place is read.
_FORMS: tuple[tuple[str, Iterable[str]], ...] = (
    (rf"{_WEEKDAY}{_MONTH}[ ]{_DAY}(?:,?[ ]{_YEAR})?", (*WEEKDAYS, *MONTHS)),
    (rf"{_WEEKDAY}{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR})?{_NO_STREET}", (*WEEKDAYS, *_DIGITS)),
    (r"(?P<year>(?:19|20)\d\d)-(?P<number>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", _DIGITS),
    (rf"(?:{_PART})?{_MONTH},?[ ](?:of[ ])?(?:{_YEAR}|{_WAY}[ ]year\b)", ("the", *PARTS, *MONTHS)),
    (rf"(?:the[ ])?(?P<half>first|second|1st|2nd)[ -]half{_OF}", ("the", *NTH)),
    (
        rf"(?:the[ ])?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter{_OF}",
        ("the", *NTH),
    ),
    (rf"(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q)\b(?:[ ]?(?:of[ ])?(?:FY[ ]?)?{_YEAR})?", ("Q", *_DIGITS)),
    (rf"(?:H(?P<h>[12])|(?P<h2>[12])H)[ ](?:of[ ])?{_YEAR}", ("H", *_DIGITS)),
    (
        r"(?:the[ ])?(?:(?P<decade_part>early|mid|late)[ -])?(?P<decade>(?:19|20)\d0)s\b",
        ("the", *DECADE_PARTS, *_DIGITS),
    ),
    (
        rf"(?:the[ ])?(?P<season>{'|'.join(SEASONS)})[ ](?:of[ ])?(?:{_YEAR}|{_WAY}[ ]year\b)",
        ("the", *SEASONS),
    ),
    (rf"{_WAY}[ ](?P<season>{'|'.join(SEASONS)})\b", WAYS),
    (
        rf"(?:the[ ])?(?P<window>past|last)[ ]{_COUNT}[ ](?P<unit>year|month|week|quarter)s\b",
        ("the", "past", "last"),
    ),
    (
        r"(?P<number>1[0-2]|0?[1-9])/(?P<day>3[01]|2\d|1[3-9])/(?P<year>(?:19|20)\d\d)(?!\d)",
        _DIGITS,
    ),
    (
        r"(?P<day>3[01]|2\d|1[3-9])/(?P<number>1[0-2]|0?[1-9])/(?P<year>(?:19|20)\d\d)(?!\d)",
        _DIGITS,
    ),
    (rf"(?i:fiscal[ ]year[ ]|fiscal[ ]|FY[ ]?){_YEAR}", ("fiscal", "FY")),
    (r"FY(?P<short>\d\d)\b", ("FY",)),
    (rf"(?:{_PART})?(?:(?:the[ ])?year[ ])?(?P<plain>){_YEAR}", ("the", "year", *PARTS, *_DIGITS)),
    (rf"(?i:{_PART})(?i:{_WAY})[ ](?P<unit>year|month)\b", ("the", *PARTS)),
    (r"(?:the[ ])?(?P<part>end)[ ]of[ ]the[ ](?P<unit>year|month)\b", ("the", "end")),
    (
        r"(?i:(?:earlier|later)[ ](?P<way>this))[ ](?P<unit>year|quarter|month|week)\b",
        ("earlier", "later"),
    ),
    (rf"(?i:{_WAY})[ ](?P<weekend>weekend)\b", WAYS),
    (rf"(?i:{_WAY})[ ](?P<unit>year|quarter|month|week)\b", WAYS),
    (rf"(?i:{_WAY})[ ](?:(?P<weekday>{'|'.join(WEEKDAYS)})\b|{_MONTH})", WAYS),
    (rf"(?P<on>on|On)[ ](?P<weekday>{'|'.join(WEEKDAYS)})\b{_NO_DATE}", ("on",)),
    (rf"(?P<said>)(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!s)", WEEKDAYS),
    (rf"(?i:(?P<count>\d{{1,3}}|{'|'.join(COUNTS)})[ ]{_AGO_UNIT}s?[ ]ago)\b", (*COUNTS, *_DIGITS)),
    (
        rf"(?P<ahead>in|within)[ ](?:the[ ]next[ ])?{_LENGTH}s?\b(?!['’]?[ ](?:of|after|from)\b|-)",
        ("in", "within"),
    ),
    (rf"(?P<later>){_LENGTH}s?[ ]later\b", (*COUNTS, *_DIGITS)),
    (rf"(?P<feast>{'|'.join(FEASTS)})\b{_NO_NAME}", FEASTS),
    (rf"(?i:(?P<word>{'|'.join(DAYS)}))\b(?!'s)", DAYS),
    (rf"(?P<bare>){_PART}{_MONTH}", ("the", *PARTS)),
    (rf"(?P<bare>){_MONTH}", MONTHS),
)
_COMPILED = tuple((re.compile(form), words) for form, words in _FORMS)
_ALL = tuple(form for form, _ in _COMPILED)
_BY_FIRST = {
    letter: tuple(
        form
        for form, words in _COMPILED
        if any(word[0].lower() == letter.lower() for word in words)
    )
    for letter in map(chr, range(128))
}


def forms_at(text: str, start: int) -> tuple[re.Pattern[str], ...]:
    """The forms that may match at a place, by its first letter; all where it is not ASCII."""
    return _BY_FIRST.get(text[start : start + 1], _ALL)


# What looks ahead in a sentence, what looks back, and what does neither ('will be opened').
# Behind what looks ahead 'on Monday' is the next one, and 'in two weeks' a day to come.
TENSE = re.compile(
    r"\b(?:(?P<ahead>will|would|(?:is|are)[ ]to|won['’]t|"
    r"(?:set|due|expect(?:s|ed)?|scheduled|planned|plans?|hopes?|aims?)"
    r"[ ](?:for|to|in|by|on)|expected|scheduled|upcoming|to[ ](?:be|open|start|begin|meet|vote|"
    r"decide|close|return|take|end|run)|(?:open|close|begin|start|resume|end|return)"
    r"(?=[ ](?:in|on|from|at)\b)|opens|begins|starts|closes|returns|meets|ends|runs)"
    r"|be[ ]\w+ed|(?P<back>said|told|was|were|had|has|have|did|began|met|took|died|held|\w+ed))\b"
)
# 'for the first time in three years' looks back over a length.
# The event will last six weeks: a verb.
LASTS_BEFORE = re.compile(r"\b(?:to|will|would|can|could|should|may|might|must|not)[ ]\Z")
LENGTH_BEFORE = re.compile(
    r"\b(?:time|times|first|once|twice|only|\w+est|worst|best|more|less|half)\b[^.!?]{0,30}\Z"
)
_BEGINNINGS = (
    "by", "until", "till", "through", "no", "before", "prior", "after", "since", "starting",
    "beginning", "effective", "from", "between", "the", "early", "earlier", "mid", "late", "later",
    "end", *SEASONS, "first", "second", "third", "fourth", *WAYS, *COUNTS, *DAYS, "fiscal", "on",
    "in", "within", "about", "around",
)  # fmt: skip
_WORD_START = (
    rf"(?:{small_or_capital(_BEGINNINGS)}|{'|'.join(FEASTS)})\b"
    rf"|{'|'.join((*MONTHS, *WEEKDAYS))}|Q[1-4]|H[12]|FY"
)
_FIRST = "".join(
    sorted({letter for word in _BEGINNINGS for letter in (word[0], word[0].upper())}
           | {word[0] for word in (*FEASTS, *MONTHS, *WEEKDAYS, "Q", "H", "FY")})
)  # fmt: skip
# The character class comes first: the engine skips to its characters at little cost. Digits
# that Hangul follows begin nothing English.
START = re.compile(
    rf"[0-9{_FIRST}](?<![\w$€£¥₩.,/-].)(?:(?<=\d)"
    r"(?=\d{3}(?:s\b|(?![\d,.]*\d)(?!\w))|\d?(?:st|nd|rd|th)?[ ]?(?:[\-–/]|[A-Za-z])"
    rf"|\d{{0,2}}[ ][a-z])|(?<=(?={_WORD_START}).))"
)
"""Where a phrase may begin; most places where it matches hold none."""
LONGEST_MONTH = 31
FULL_YEAR = 1000
LIMIT = re.compile(
    rf"(?i:(?P<word>{'|'.join(sorted(LIMITS, key=len, reverse=True))}))"
    r"(?:(?<=ing)[ ](?:in|on|from)|(?<=effective)[ ]from)?[ ]"
    # until noon Thursday, by 5pm on 31 January
    r"(?P<clock>(?:noon|midnight|\d{1,2}(?:[:.]\d\d)?[ ]?[ap]\.?m\.?),?[ ](?:on[ ])?)?"
)
OUTSIDE = re.compile(r"(?:the|The|on|On)[ ]")
ABOUT = re.compile(r"(?:around|about|circa)[ ]")
BETWEEN = re.compile(r"(?i:between)[ ]")
# A month without its year lies ahead after by, behind after since.
LOOKS = {"by": 1, "no later than": 1, "since": -1}
# A weekday lies ahead after these too.
LOOKS_TO_WEEKDAY = LOOKS | {"until": 1, "till": 1, "through": 1, "before": 1, "starting": 1}
YEAR_RANGE = re.compile(
    r"(?:[-–/](?=\d)|[ ](?:to|until)[ ](?=\d{4}))(?:(?:19|20)\d\d|(?P<short>\d\d))\b(?![-–/])"
)
MONTH_RANGE = re.compile(rf"[ ]?[-–][ ]?(?:{'|'.join(MONTHS)})\b")
# The mayor said Monday; in the 2018 Winter Olympics the year is part of a name.
BEFORE_WEEKDAY = re.compile(
    r"\b(?:said|says|told|met|late|early|\w+ed|opens|begins|starts|closes|meets|returns"
    rf"|will[ ]\w+|(?:{'|'.join(WEEKDAYS)})(?:,|,?[ ](?:and|or)))[ ]\Z"
)
AFTER_WEEKDAY = re.compile(r"[ ](?:morning|afternoon|evening|night)\b")
# Months that are also given names: April Jones.
NAMES = ("April", "May", "June", "August")
NAME_BEHIND = re.compile(r"[ ](?!(?:January|February|March|April|May|June|July)\b)[A-Z][a-z]")
THE = re.compile(r"\b[Tt]he[ ]\Z")
TO = re.compile(r"[ ]?[-–—][ ]?|(?P<slash>/)(?=\d\d\b(?![/\d]))|,?[ ](?:to|through|until|till)[ ]")
AND = re.compile(r"[ ]and[ ]")
SHORT_LEFT = re.compile(
    r"(?P<low>\d\d?)(?:st|nd|rd|th)?(?:[ ]?[-–—][ ]?|[ ](?:to|through|until|till|and)[ ])"
    r"(?=\d\d?(?:st|nd|rd|th)?[ ](?:of[ ])?[A-Z])"
)
SHORT_RIGHT = re.compile(
    r"(?P<high>\d\d?|(?:19|20)\d\d)(?![\d,.:%]*\d)\b(?:,?[ ](?P<year>(?:19|20)\d\d)\b)?"
)
# A number alone is a year only after one of these, or in brackets.
BEFORE_YEAR = re.compile(
    r"(?:\b(?i:in|(?<!class )of|for|during|the|year|since|and|to|from|between|late|early|mid|"
    r"around|about|than|was|as|through)[ ]|[(\[])\Z"
)
BEFORE_MONTH = re.compile(r"\b(?i:in|of|for|during|since|from|this|to|and|until|by)[ ]\Z")
