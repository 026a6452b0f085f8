"""Years as Korean texts write them ('25년, 이천이십사년), and dates of dots: 2025. 3. 4."""

from __future__ import annotations

from llmextract.reading import ko_forms as forms
from llmextract.reading import ko_words as words
from llmextract.reading.ko_relative import look_up
from llmextract.reading.numerals import hangul_number
from llmextract.reading.points import Point

__all__ = [
    "century",
    "decade",
    "dotted",
    "is_number",
    "of_decade",
    "old_year",
    "year_at",
]

_PIVOT = 69  # POSIX: two digits from 69 on are 19xx
_FULL_YEAR = 1000
_SAME_FIRST = frozenset(word[0] for word in words.SAME_YEARS)
_WORD_FIRST = frozenset(word[0] for word in words.YEARS)
_SPOKEN_FIRST = frozenset("일이삼천")


def century(written: str) -> int:
    """A year of two digits or four as a whole one."""
    number = int(written)
    if number >= _FULL_YEAR:
        return number
    return number + (1900 if number >= _PIVOT else 2000)


def dotted(text: str, start: int) -> Point | None:
    """2025. 3. 4, ‘19.3.27, 2025-03-04, 3.27(목), 3/27까지."""
    found = forms.DOTTED.match(text, start)
    # 24-03-01 without an apostrophe is as likely a number of something.
    if found and found["sep"] == "-" and not found["quote"] and int(found["year"]) < _FULL_YEAR:
        found = None
    others = (forms.DOTTED_MONTH, forms.DOTTED_DAY, forms.SLASHED)
    found = found or next((m for form in others if (m := form.match(text, start))), None)
    if found is None:
        return None
    parts = found.groupdict()
    parts["day"] = parts.get("day") or parts.get("dotted")
    return Point(
        start=start,
        end=found.end(),
        year=century(parts["year"]) if parts.get("year") else None,
        month=int(parts["month"]),
        day=int(parts["day"]) if parts.get("day") else None,
    )


def decade(text: str, start: int) -> Point | None:
    """1990년대, 90년대 초반."""
    found = forms.DECADE.match(text, start)
    if found is None or forms.DECADES.match(text, start):
        return None
    among = words.DECADE_PARTS[found["part"]] if found["part"] else None
    return of_decade(Point(start=start, end=found.end(), year=int(found["year"]), among=among))


def old_year(text: str, start: int) -> Point | None:
    """676년에, 서기 676년."""
    found = forms.OLD_YEAR.match(text, start)
    if found is None:
        return None
    return Point(start=start, end=found.end(), year=int(found["named"] or found["year"]))


def of_decade(point: Point) -> Point:
    """The point as a decade; 60년대 are the 1960s."""
    year = point.year or 0
    return point._replace(year=year if year >= _FULL_YEAR else 1900 + year, is_decade=True)


def year_at(text: str, base: Point) -> Point | None:
    """The point with the year that stands where it ends: 2025년, '25년, 지난해, 같은 해."""
    if is_number(text, base.end):
        if found := forms.YEAR.match(text, base.end):
            school = found["unit"] == "학년도"
            return base._replace(end=found.end(), year=int(found["year"]), school=school)
        return _short_year(text, base)
    first = text[base.end : base.end + 1]
    if first in _SAME_FIRST and (found := forms.SAME_YEAR.match(text, base.end)):
        years = look_up(words.SAME_YEARS, found["word"])
        return base._replace(end=found.end(), years=years, same="year")
    if first in _WORD_FIRST and (found := forms.YEAR_WORD.match(text, base.end)):
        return base._replace(end=found.end(), years=look_up(words.YEARS, found["word"]))
    return _spoken_year(text, base) if first in _SPOKEN_FIRST else None


def is_number(text: str, at: int) -> bool:
    """Whether a number begins here, perhaps behind an apostrophe."""
    return not text[at : at + 1].isalpha()


def _short_year(text: str, base: Point) -> Point | None:
    """'25년 needs its apostrophe, or a month, half or quarter behind it (14년 is a length)."""
    found = forms.SHORT_YEAR.match(text, base.end)
    if found is None:
        return None
    end = found.end()
    dated = found["quote"] or found["unit"] == "년도"
    behind = (forms.MONTH, forms.MONTHS, forms.HALF, forms.QUARTER, forms.SHORT_YEAR_LEADS)
    if not dated and not any(form.match(text, end) for form in behind):
        return None
    return base._replace(end=end, year=century(found["year"]))


def _spoken_year(text: str, base: Point) -> Point | None:
    """이천이십사년. A short one (이천년, 천년) may be a length and needs a month behind it."""
    found = forms.SPOKEN_YEAR.match(text, base.end)
    if found is None:
        return None
    if not found["rest"] and not forms.SPOKEN_MONTH.match(text, found.end()):
        return None
    try:
        return base._replace(end=found.end(), year=hangul_number(found["year"]))
    except ValueError:
        return None
