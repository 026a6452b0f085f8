"""The publication date: only from evidence, never from a clock on the page.

Evidence is a label (등록, 입력, 승인, Published …) with a date, or a date alone between the
headline and the text. A date anywhere else is today's, a comment's or another article's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

from llmextract.cleaning._facts import Fact
from llmextract.cleaning._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.article import Language

__all__ = ["is_eve", "is_night_in_greenwich", "labelled_date", "parse_date", "parse_timestamp"]

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s([A-Za-z]{3,9})\.?,?\s((?:19|20)\d\d)\b")
_NAME = re.compile(r"[A-Za-z]{3}")
# As in: 18 November 2019; Associated Press November 19, 2019, 9:02 AM; Ana Pires on May 4, 2021.
_WRITTEN = re.compile(
    r"^(?:(?:[Bb]y|[Ww]ritten by|on|and|[A-Z][\w.'’-]{1,20},?|[|·•–-])\s){0,9}"
    r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?)"
    r"\s(?:19|20)\d\d(?:[\s,|·@–-]+(?:at\s)?[\d:.]{3,5}.{0,12})?$"
)
_ALONE = re.compile(r"^[\s\d:.,/년월일시분AMPapm오전후-]*$")
_KST = timezone(timedelta(hours=9))
_FARTHEST_LABEL = 12
_FARTHEST = 30
_EARLIEST = 1900
"""Empty fields of publishing systems come out as the year 1 or 1899."""


def parse_date(text: str) -> date | None:
    """Returns the first full date in the text (year, month, day), or None."""
    if "20" not in text and "19" not in text:
        return None  # every form has a year of four digits
    if found := _NUMERIC.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if not _NAME.search(text):
        return None
    if found := _MONTH_FIRST.search(text):
        return _day(int(found[3]), _MONTHS.get(found[1][:3].lower(), 0), int(found[2]))
    if found := _DAY_FIRST.search(text):
        return _day(int(found[3]), _MONTHS.get(found[2][:3].lower(), 0), int(found[1]))
    return None


def parse_timestamp(text: str, language: Language) -> date | None:
    """Returns the day of a timestamp as pages carry it for machines, or None.

    A Korean page that gives Greenwich time means the day in Korea.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return parse_date(text)
    zone = moment.utcoffset()
    if language == "ko" and zone == timedelta(0):
        moment = moment.astimezone(_KST)
    return moment.date() if moment.year >= _EARLIEST else None


def is_night_in_greenwich(published: Fact[date] | None) -> bool:
    """Tells whether a time is Greenwich's, at an hour when America has the day before."""
    try:
        moment = datetime.fromisoformat(published.text.strip()) if published else None
    except ValueError:
        return False
    return bool(moment and moment.utcoffset() == timedelta(0) and moment.hour < _EVENING_IN_AMERICA)


_EVENING_IN_AMERICA = 10
"""Hawaii, the last of its zones, is ten hours behind Greenwich."""


def is_eve(day: Fact[date] | None, following: Fact[date] | None) -> bool:
    """Tells whether one date is the day before another."""
    return bool(day and following and following.value - day.value == timedelta(days=1))


def labelled_date(
    head: Sequence[str], tail: Sequence[str], language: Language
) -> Fact[date] | None:
    """Returns the publication date that the lines around the body give, or None.

    Args:
        head: Lines before the body, in order; the nearest to the body counts first.
        tail: Lines after the body up to what closes it.
        language: Whose labels to look for.
    """
    near = head[: -_FARTHEST - 1 : -1]
    words = WORDS[language]
    for labels in (words.dated, words.revised):
        for lines in (near, tail):
            found = _first_labelled(lines, labels, before=lines is near)
            if found:
                return found
    found = _alone_under_headline(near)
    if found is None and language == "ko":
        found = _stamped(near, tail)
    return found


def _first_labelled(
    lines: Sequence[str], labels: tuple[str, ...], *, before: bool
) -> Fact[date] | None:
    anywhere, label = _label_patterns(labels)
    if not anywhere.search("\n".join(lines)):
        return None
    for at, line in enumerate(lines):
        if not anywhere.search(line) or _IMPRINT.search(line):
            continue
        for found in label.finditer(line[:_LONGEST_LINE]):
            beside = at - 1 if before else at + 1
            following = lines[beside] if 0 <= beside < len(lines) else ""
            day = _beside_label(line, found, following)
            if day:
                return Fact(day, "labelled line", line)
    return None


# The imprint of a Korean news site gives the day on which the newspaper was registered.
_IMPRINT = re.compile(r"등록번호|발행인|편집인|사업자|청소년보호|제호")
_LONGEST_LINE = 200


def _beside_label(line: str, label: re.Match[str], following: str) -> date | None:
    """Reads the date behind a label, in the line below it, or before it ('2025.12.09 입력')."""
    dated = line[:4].isdigit() or _MONTH_FIRST.match(line) or _DAY_FIRST.match(line)
    if dated and 0 < label.start() <= _LONGEST_VALUE:
        return parse_date(line[: label.start()])
    rest = line[label.end() : _LONGEST_LINE]
    if rest.strip(" :：|"):
        return _leading_date(rest)
    return _leading_date(following) if len(following) <= _LONGEST_VALUE else None


_LONGEST_VALUE = 40


def _leading_date(text: str) -> date | None:
    """Reads a date that stands right behind its label."""
    first = re.search(r"\d|\b[A-Z][A-Za-z]{2}", text)
    return parse_date(text) if first and first.start() <= _FARTHEST_LABEL else None


_LONGEST_WRITTEN = 90

# Between headline and text stand a deck, a reporter and a button or two.
_UNDER_HEADLINE = 6


def _alone_under_headline(near: Sequence[str]) -> Fact[date] | None:
    """Reads a date that is a line of its own between headline and text.

    A clock in a page's corner stands above the headline, or tells the weekday.
    """
    for at, line in enumerate(near[:_UNDER_HEADLINE]):
        bare = line.strip(" •·-|[]()")
        day = parse_date(bare) if len(bare) <= _LONGEST_WRITTEN else None
        if day is None:
            continue
        plain = _ALONE.match(bare) or _WRITTEN.match(bare) or _is_reporters(bare)
        # A page clock is in figures; English pages part a headline and its day by names.
        above = near[at + 1 : at + (4 if _ALONE.match(bare) else 8)]
        if plain and any(_could_be_headline(other) for other in above):
            return Fact(day, "line under the headline", line)
    return None


_WEEKDAY = r"(?:\s?[(\[]?[월화수목금토일](?:요일)?[)\]]?(?=\s|$))?"
_TIME = r"(?:\s?(?:오[전후]\s?)?\d{1,2}[:시]\s?\d{1,2}분?(?::\d\d)?)?"
# 한빛일보 2025-09-18 06:00; 2025년 9월 18일 (목); 지면 2025-09-18 3면.
_STAMP = re.compile(
    r"(?:(?P<before>[가-힣A-Za-z]{2,14})\s?[|·,:]?\s)?"
    + _NUMERIC.pattern
    + rf"[.일]?{_WEEKDAY}{_TIME}{_WEEKDAY}(?:\s?[|·,(]?\s?(?P<page>[A-Z]?\d{{1,2}}\s?면)\)?)?"
)
_PRINTED = ("지면", "종이신문", "신문")


def _stamped(near: Sequence[str], tail: Sequence[str]) -> Fact[date] | None:
    """Reads a day with its weekday, its newspaper or its page, right under the headline or below.

    A clock in a page's corner tells the weekday as well; it stands above the headline, and only
    another title of the page may stand above it.
    """
    for at, line in enumerate(near[:_UNDER_HEADLINE]):
        day, is_page = _stamp(line)
        above = [other for other in near[at + 1 : at + 3] if _could_be_headline(other)]
        lower = any(map(_could_be_headline, near[:at]))
        is_window = lower and above == [near[-1]]
        if day and (is_page or (above and not is_window)):
            return Fact(day, "line under the headline", line)
    return _stamped_below(tail)


def _stamped_below(tail: Sequence[str]) -> Fact[date] | None:
    """Reads such a day below the text, where it is not that of the next article's headline."""
    for line, following in zip(tail[:_BELOW_TEXT], (*tail[1:], "", ""), strict=False):
        day, is_page = _stamp(line)
        closes = WORDS["ko"].ends.search(following.lower()) or _is_signature(following)
        if day and (is_page or closes or not _could_be_headline(following)):
            return Fact(day, "line below the text", line)
        if not _is_signature(line):
            break
    return None


def _is_signature(line: str) -> bool:
    return "@" in line or _REPORTER.search(line) is not None


_BELOW_TEXT = 3
"""Below the text stand a reporter and an address; farther down are comments, with their days."""


def _stamp(line: str) -> tuple[date | None, bool]:
    """Returns the day of a line of a newspaper and its day alone, and if it tells a page."""
    found = _STAMP.fullmatch(line.strip(" •·-|[]"))
    if found is None:
        return None, False
    outlet = found["before"]
    named = outlet is None or outlet in _PRINTED or outlet.endswith(WORDS["ko"].outlet_ends)
    return (parse_date(line), bool(found["page"])) if named else (None, False)


_REPORTER = re.compile(
    r"[가-힣]{2,4} ?(?:기자|특파원|논설위원|편집위원|인턴기자)(?![가-힣])(?:\s?\S+@\S+)?"
)
_TIMED = re.compile(
    _NUMERIC.pattern + r"[.일]?(?:[\s(]+(?:오[전후]\s?)?\d{1,2}:\d\d(?::\d\d)?\)?)?"
)
_LONGEST_OUTLET = 14


def _is_reporters(line: str) -> bool:
    """Whether a line has a date, a reporter, at most the newspaper, and nothing else."""
    rest, reporters = _REPORTER.subn("", line, count=1)
    rest, dates = _TIMED.subn("", rest)
    return bool(reporters) and dates == 1 and len(rest.strip(" |·/-–()[]")) <= _LONGEST_OUTLET


def _could_be_headline(line: str) -> bool:
    return len(line) >= 12 and line.count(" ") >= 2  # noqa: PLR2004 - three words


# With the four that fold into A to Z. Under the flag that ignores case, the engine would look at
# each of the eleven thousand syllables, which takes six milliseconds.
_LETTER = "[가-힣A-Za-z\u0130\u0131\u017f\u212a]"


@cache
def _label_patterns(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns a pattern that finds labels in any word, at a tenth of the cost, and the true one."""
    words = "|".join(sorted(labels, key=len, reverse=True))
    return (
        re.compile(words, re.IGNORECASE),
        re.compile(rf"(?<!{_LETTER})(?i:{words})(?!{_LETTER})"),
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
