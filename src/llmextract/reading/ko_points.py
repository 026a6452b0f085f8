"""Korean words for one point of the calendar: 오는 2026년 상반기, 지난달 28일(일), 연말, 2025. 3. 4.

A point is read part by part, the coarse before the fine: 오는 | 2026년 | 5월 | 초 | 께.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from llmextract.reading import ko_words as words
from llmextract.reading.numerals import hangul_number
from llmextract.reading.points import LAST_DAY, Point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.reading.calendar import Unit

__all__ = ["START", "read_points"]

_S = r"[ \u00a0]{0,2}"
_TILDE = rf"{_S}[~∼〜～\-–—]{_S}"
_QUOTE = r"['‘’`´′]"


def _any(table: Iterable[str]) -> str:
    """An alternation of words; a space in a word may be missing or doubled."""
    ordered = sorted(table, key=len, reverse=True)
    return "|".join(word.replace(" ", _S) for word in ordered)


# A word that other words run on from (말, 초, 경, 내일) ends before these only.
_WORD_END = (
    r"(?=[^가-힣]|$|까지|부터|에|께|쯤|경|은|는|로|을|를|의|과|와|인|이면|이다|이후|이전|이래|"
    r"기준|현재|무렵|즈음|전후|도\b|이[ ,])"
)

# ---- where a point may begin ------------------------------------------------

START = re.compile(
    rf"(?<!\d)(?<!\d[.,:/])(?<![제박])(?<!제 )(?<!박 )(?={_QUOTE}?\d)"
    rf"|(?<![가-힣])(?={_any(words.YEARS)}|{_any(words.MONTHS)}|{_any(words.WEEKS)}"
    rf"|{_any(words.DAYS)}|{_any(words.DIRECTIONS)}"
    rf"|{_any(words.SAME_YEARS)}|{_any(words.SAME_MONTHS)})"
    r"|(?<![가-힣·ㆍ‧/])(?=[상하전후]반기|연[초말]|[일이삼사]사?분기)"
    r"|(?<![가-힣])(?=[월화수목금토일]요일)"
    r"|(?<![가-힣])(?=[일이삼]?천[년일이삼사오육칠팔구십백]|[일이삼사오육칠팔구십유시]{1,2}월)"
)
"""Where a point may begin; most places where it matches hold none."""

# ---- parts ------------------------------------------------------------------

_DIRECTION = re.compile(rf"(?P<word>{_any(words.DIRECTIONS)}){_S}")
_YEAR_WORD = re.compile(rf"(?P<word>{_any(words.YEARS)})")
# 14년간 and 10년째 are durations; 2000년생 is an age.
_NOT_YEAR = r"(?!간|째|차|여|생|형|대|이상|가까이|[ ]?동안|[ ]?만에)"
_YEAR = re.compile(rf"(?P<year>[12]\d{{3}}){_S}(?P<unit>학년도|회계연도|년도|년){_NOT_YEAR}")
_SHORT_YEAR = re.compile(rf"(?P<quote>{_QUOTE})?(?P<year>\d{{2}})(?P<unit>년도?){_NOT_YEAR}")
_SPOKEN_YEAR = re.compile(r"(?P<year>[일이삼]?천[일이삼사오육칠팔구십백]{0,7})년(?!대|간)")
_DECADE = re.compile(r"(?P<year>[12]\d\d0|[3-9]0)년대")
_AGO_COUNT = r"(?:\d{1,3}|[일이삼사오육칠팔구십]{1,3}|한|두|세|네|다섯|여섯)"
# One step back in years, months or weeks, or several steps down to days (2년 21일 후). Days
# alone count from some event ('행사 3일 전'), not from the publication.
_AGO = re.compile(
    rf"(?:(?P<year>{_AGO_COUNT}){_S}(?P<about>여)?{_S}년,?)?"
    rf"(?:{_S}(?P<month>{_AGO_COUNT}){_S}여?{_S}(?:개월|달),?)?"
    rf"(?:{_S}(?P<week>{_AGO_COUNT}){_S}여?{_S}주일?,?)?"
    rf"(?:{_S}(?P<day>\d{{1,3}})일)?{_S}(?:(?P<past>이?전)|(?P<ahead>후|뒤|지나서))"
    r"(?=[^가-힣]|$|에|까지|부터|의|인|보다|쯤|과|만)"
)

_HALF = re.compile(rf"{_S}(?P<half>[상하전후])반기(?!별|마다)")
_QUARTER = re.compile(rf"{_S}(?P<quarter>[1-4일이삼사]){_S}(?:/[ ]?4{_S}|사)?분기(?!별|마다)")
# 징역 8월 is a term of eight months.
_TERM = re.compile(r"(?:징역|금고|집행유예|구류)[ ]?(?:\d{1,2}년[ ]?)?\Z")
_MONTH = re.compile(rf"{_S}(?P<month>1[0-2]|0?[1-9])월(?!호|령|세|급|간)")
_SPOKEN_MONTH = re.compile(rf"{_S}(?P<month>{_any(words.MONTH_NAMES)})")
# 7일간, 3일 만에, 5일장, 1일 평균: lengths and rates, not days of a month.
_NOT_DAY = (
    r"(?!간|째|차|권|치|짜리|분|선|장|당|여|씩|제|천하|생|분량"
    rf"|{_S}(?:간(?=[^가-힣])|이내|이상|이하|미만|초과|정도|동안|만에|만인|연속|연달아|평균|최대|최소|내내|가량)"
    rf"|{_S}(?:만|전|후|뒤|내)(?=[^가-힣]|$|까지|에|부터|의))"
)
# '하루에' written 1일.
_NOT_DAILY = rf"(?!{_S}(?:생산|처리|이용|체험|교통|관광|명예|\d+[ ]?(?:회|명|톤|㎥|시간|번)))"
_DAY = re.compile(
    rf"{_S}(?:(?P<day>3[01]|[12]\d|0?[2-9]|1\d)일{_NOT_DAY}|(?P<one>0?1)일{_NOT_DAY}{_NOT_DAILY})"
)
_SPOKEN_DAY = re.compile(rf"{_S}(?P<day>(?:[이삼]?십)?[일이삼사오육칠팔구]|[이삼]?십)일{_NOT_DAY}")
_PART = re.compile(rf"{_S}(?P<part>{_any(words.PARTS)}){_WORD_END}")
_YEAR_PART = re.compile(rf"{_S}(?P<part>{_any(words.YEAR_PARTS)}){_WORD_END}")
_WEEKDAY = re.compile(
    rf"{_S}(?:(?P<word>[월화수목금토일])요일|[(（](?P<short>[월화수목금토일])(?:요일)?[)）])"
)
_ORDINAL = re.compile(
    rf"{_S}(?P<nth>{_any(words.ORDINALS)}){_S}"
    rf"(?:(?P<weekday>[월화수목금토일])요일|(?P<week>주)(?!년|기|택))"
    rf"|{_S}(?P<last>마지막{_S}날|말일)"
)
_ABOUT = re.compile(rf"{_S}(?:께|쯤|무렵|즈음|전후|경(?=[^가-힣]|$|에|까지|부터|으로))")

_MONTH_WORD = re.compile(rf"(?P<word>{_any(words.MONTHS)})(?!의[ ])")
_WEEK_WORD = re.compile(
    rf"(?P<word>{_any(words.WEEKS)})(?P<weekend>말)?(?!째|년|{_S}(?:구역|클리닉|운동)|[·ㆍ])"
    rf"|(?P<plain>(?:(?P<last>지난|저번)|오는|다가오는|다음|이번){_S}주말)"
)
_DAY_WORD = re.compile(
    rf"(?P<word>{_any(words.DAYS)})(?=[^가-힣]|$|까지|부터|은|도|과|와|로|쯤|[ ]|에[ ])(?![·ㆍ])"
)
_SAME_YEAR = re.compile(rf"(?P<word>{_any(words.SAME_YEARS)})")
_SAME_MONTH = re.compile(rf"(?:{_any(words.SAME_MONTHS)})")
_QUARTER_WORD = re.compile(rf"(?P<word>{_any(words.QUARTERS)}){_S}분기")
_WINDOW = re.compile(
    rf"(?P<way>지난|다음|저번|오는|다가오는){_S}(?P<count>\d{{1,2}}|[일이삼사오육칠팔구십]|한|두|세|네|다섯|여섯)"
    rf"{_S}(?:(?P<unit>개월|달|주일|주|년|분기)(?:간|{_S}동안)?|(?P<days>일)(?:{_S}간|{_S}동안))(?![가-힣]*전)"
)
_STEPS: tuple[Unit, ...] = ("year", "month", "week", "day")
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6}

# ---- ranges with one unit: 2025~2029년, 3~4월, 17∼19일 ------------------------

_YEARS = re.compile(
    rf"{_QUOTE}?(?P<low>[12]\d{{3}}|(?<={_QUOTE})\d\d)(?:{_TILDE}|[·ㆍ]){_QUOTE}?"
    rf"(?P<high>[12]\d{{3}}|\d\d){_S}년(?:도)?{_NOT_YEAR}"
)
_YEARS_ALONE = re.compile(
    r"(?<![\d\-.,/])(?P<low>(?:19|20)\d\d)[ ]?[~∼〜～–][ ]?(?P<high>(?:19|20)\d\d)(?![\d.,\-/가-힣㎡%])"
)
_MONTHS = re.compile(rf"{_S}(?P<low>1[0-2]|0?[1-9]){_TILDE}(?P<high>1[0-2]|0?[1-9])월(?!호|령)")
_DAYS = re.compile(
    rf"{_S}(?P<low>3[01]|[12]\d|0?[1-9]){_TILDE}(?P<high>3[01]|[12]\d|0?[1-9])일{_NOT_DAY}"
)
_QUARTERS = re.compile(rf"{_S}(?P<low>[1-4]){_TILDE}(?P<high>[1-4]){_S}분기")

# ---- digits and dots --------------------------------------------------------

_DOT_END = rf"(?!\d)(?:\.(?={_S}(?:[~∼〜～(（\-–]|부터|까지)))?"
_DOTTED = re.compile(
    rf"(?P<quote>{_QUOTE})?(?P<year>\d{{4}}|\d{{2}})(?P<sep>[./\-])[ ]?(?P<month>\d{{1,2}})"
    rf"(?P=sep)[ ]?(?P<day>\d{{1,2}}){_DOT_END}(?![.,\-/]\d)"
)
_DOTTED_MONTH = re.compile(
    rf"(?P<quote>{_QUOTE})?(?P<year>(?:19|20)\d\d|(?<={_QUOTE})\d\d)\.[ ]?(?P<month>1[0-2]|0?[1-9])"
    rf"{_DOT_END}(?![.,\-/]?[ ]?\d|{_S}[가-힣%㎡](?<!부)(?<!까)(?<!~))"
)
_DOTTED_DAY = re.compile(
    rf"(?P<month>1[0-2]|0?[1-9])(?P<sep>[./])[ ]?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\.?"
    rf"(?={_S}[(（][월화수목금토일][)）])"
)
_RIGHT_DOTTED = re.compile(
    rf"(?:(?P<month>1[0-2]|0?[1-9])[./\-][ ]?)?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d){_DOT_END}(?![.,]?\d)"
)
_PIVOT = 69  # POSIX: 69 to 99 are 19xx

_NUMERIC_DAY_SEPARATORS = "./"


def read_points(text: str, start: int, *, after: Point | None = None) -> list[Point]:
    """Reads the point, or the two ends of a range with one unit, at an offset.

    Args:
        text: The text.
        start: Where to read.
        after: The point before a range sign; then '5.31' after '2025.3.1~' is a day.

    Returns:
        No, one or two points. Both ends of '11월 17∼19일' hold the month.
    """
    for read in (_dotted, _ago, _window, _quarter_word, _day_word, _decade):
        point = read(text, start)
        if point is not None:
            return [_finished(text, point)]
    if after is not None and after.day is not None and _is_dotted(text, after):
        right = _RIGHT_DOTTED.match(text, start)
        if right is not None:
            month = int(right["month"]) if right["month"] else None
            point = Point(start=start, end=right.end(), month=month, day=int(right["day"]))
            return [_finished(text, point)]
    return _calendar(text, start)


def _is_dotted(text: str, point: Point) -> bool:
    return re.search(r"[./\-]", text[point.start : point.end]) is not None


def _finished(text: str, point: Point) -> Point:
    """Adds the weekday and the 께 or 쯤 that may close any point."""
    if point.day is not None or point.weeks is not None:
        weekday = _WEEKDAY.match(text, point.end)
        if weekday is not None:
            number = words.WEEKDAYS.index(weekday["word"] or weekday["short"])
            point = replace(point, end=weekday.end(), weekday=number)
    about = _ABOUT.match(text, point.end)
    return replace(point, end=about.end(), approximate=True) if about else point


def _key(word: str) -> str:
    return re.sub(r"[ \u00a0]+", " ", word)


def _look_up(table: dict[str, int], word: str) -> int:
    squeezed = {key.replace(" ", ""): value for key, value in table.items()}
    return squeezed[_key(word).replace(" ", "")]


# ---- single forms -----------------------------------------------------------


def _century(short: str) -> int:
    if len(short) == 4:
        return int(short)
    return int(short) + (1900 if int(short) >= _PIVOT else 2000)


def _dotted(text: str, start: int) -> Point | None:
    found = _DOTTED.match(text, start)
    if found and (len(found["year"]) == 4 or found["quote"] or found["sep"] != "-"):
        month, day = int(found["month"]), int(found["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = _century(found["year"])
            return Point(start=start, end=found.end(), year=year, month=month, day=day)
    found = _DOTTED_MONTH.match(text, start)
    if found:
        year, month = _century(found["year"]), int(found["month"])
        return Point(start=start, end=found.end(), year=year, month=month)
    found = _DOTTED_DAY.match(text, start)
    if found:
        month, day = int(found["month"]), int(found["day"])
        return Point(start=start, end=found.end(), month=month, day=day)
    return None


def _count(word: str) -> int:
    return _NATIVE.get(word) or hangul_number(word)


def _ago(text: str, start: int) -> Point | None:
    found = _AGO.match(text, start)
    if found is None:
        return None
    sign = -1 if found["past"] else 1
    try:
        steps = tuple((sign * _count(found[u]), u) for u in _STEPS if found[u])
    except ValueError:
        return None
    alone = len(steps) == 1
    if not steps or (alone and (found["day"] or (found["ahead"] and not found["year"]))):
        return None
    return Point(start=start, end=found.end(), ago=steps, approximate=found["about"] is not None)


def _window(text: str, start: int) -> Point | None:
    found = _WINDOW.match(text, start)
    if found is None:
        return None
    count = _count(found["count"])
    unit = words.UNITS[found["unit"] or found["days"]]
    span = -count if found["way"] in {"지난", "저번"} else count
    return Point(start=start, end=found.end(), span=span, unit=unit)


def _quarter_word(text: str, start: int) -> Point | None:
    found = _QUARTER_WORD.match(text, start)
    if found is None:
        return None
    return Point(start=start, end=found.end(), quarters=words.QUARTERS[found["word"]])


def _day_word(text: str, start: int) -> Point | None:
    found = _DAY_WORD.match(text, start)
    if found is None:
        return None
    return Point(start=start, end=found.end(), days=_look_up(words.DAYS, found["word"]))


def _decade(text: str, start: int) -> Point | None:
    found = _DECADE.match(text, start)
    if found is None:
        return None
    year = int(found["year"])
    return Point(
        start=start, end=found.end(), year=year if year > 99 else 1900 + year, is_decade=True
    )


# ---- year, month, day -------------------------------------------------------


def _calendar(text: str, start: int) -> list[Point]:
    alone = _YEARS_ALONE.match(text, start)
    if alone is not None:
        return _pair(Point(start=start, end=alone.end()), alone, "year")
    word = _same(text, start) or _week_or_month_word(text, start)
    if word is not None:
        return _below_month(text, word)
    base = Point(start=start, end=start)
    year = _year(text, base)
    if year is None:
        base = _direction(text, base)
        year = _year(text, base)
    if isinstance(year, list):
        return year
    points = _below_year(text, year or base)
    if points:
        return points
    if year is None or year.end == start:
        return []
    return [_finished(text, year)] if text[start : year.end] != "올" else []


def _direction(text: str, base: Point) -> Point:
    found = _DIRECTION.match(text, base.end)
    if found is None:
        return base
    return replace(base, end=found.end(), direction=_look_up(words.DIRECTIONS, found["word"]))


def _year(text: str, base: Point) -> Point | list[Point] | None:
    pair = _YEARS.match(text, base.end)
    if pair is not None:
        return _pair(replace(base, end=pair.end()), pair, "year")
    word = _SAME_YEAR.match(text, base.end)
    if word is not None:
        years = _look_up(words.SAME_YEARS, word["word"])
        return replace(base, end=word.end(), years=years, same=True)
    word = _YEAR_WORD.match(text, base.end)
    if word is not None:
        return replace(base, end=word.end(), years=_look_up(words.YEARS, word["word"]))
    found = _YEAR.match(text, base.end)
    if found is not None:
        school = found["unit"] == "학년도"
        return replace(base, end=found.end(), year=int(found["year"]), school=school)
    return _short_year(text, base) or _spoken_year(text, base)


def _short_year(text: str, base: Point) -> Point | None:
    """'25년 needs its apostrophe, or a month, half or quarter behind it (14년 is a length)."""
    found = _SHORT_YEAR.match(text, base.end)
    if found is None:
        return None
    end = found.end()
    dated = found["quote"] or found["unit"] == "년도"
    if not dated and not any(p.match(text, end) for p in (_MONTH, _HALF, _QUARTER)):
        return None
    return replace(base, end=end, year=_century(found["year"]))


def _spoken_year(text: str, base: Point) -> Point | None:
    found = _SPOKEN_YEAR.match(text, base.end)
    if found is None or not (_SPOKEN_MONTH.match(text, found.end()) or len(found["year"]) > 3):
        return None
    try:
        return replace(base, end=found.end(), year=hangul_number(found["year"]))
    except ValueError:
        return None


def _pair(base: Point, found: re.Match[str], unit: str) -> list[Point]:
    low, high = int(found["low"]), int(found["high"])
    if unit == "year":
        low = _century(found["low"])
        high = high if high > 99 else low // 100 * 100 + high
    left = replace(base, end=found.end("low"), **{unit: low})
    return [left, replace(base, end=found.end(), **{unit: high})]


def _below_year(text: str, base: Point) -> list[Point]:
    """Half, quarter, month, part or bare day after the year or the direction."""
    for pattern, unit in ((_QUARTERS, "quarter"), (_MONTHS, "month")):
        if pair := pattern.match(text, base.end):
            return _pair(base, pair, unit)
    if found := _HALF.match(text, base.end):
        return [
            _finished(
                text, replace(base, end=found.end(), half=1 if found["half"] in "상전" else 2)
            )
        ]
    if found := _QUARTER.match(text, base.end):
        return [_finished(text, replace(base, end=found.end(), quarter=_count(found["quarter"])))]
    if found := _MONTH.match(text, base.end):
        if _TERM.search(text[max(0, base.start - 8) : base.start]):
            return []
        return _below_month(text, replace(base, end=found.end(), month=int(found["month"])))
    if found := _spoken_month(text, base):
        return found
    if found := _YEAR_PART.match(text, base.end):
        return [
            _finished(text, replace(base, end=found.end(), part=words.YEAR_PARTS[found["part"]]))
        ]
    has_year = base.year is not None or base.years is not None
    if has_year and (found := _PART.match(text, base.end)):
        return [_finished(text, replace(base, end=found.end(), part=words.PARTS[found["part"]]))]
    return [] if has_year else _bare_day(text, base)


def _spoken_month(text: str, base: Point) -> list[Point]:
    """팔월 이십팔일: a month in syllables counts with a year before it or a day behind it."""
    found = _SPOKEN_MONTH.match(text, base.end)
    if found is None:
        return []
    has_year = base.year is not None or base.years is not None
    day = _SPOKEN_DAY.match(text, found.end()) or _DAY.match(text, found.end())
    if not has_year and day is None:
        return []
    month = words.MONTH_NAMES[found["month"]]
    return _below_month(text, replace(base, end=found.end(), month=month))


def _bare_day(text: str, base: Point) -> list[Point]:
    if pair := _DAYS.match(text, base.end):
        return _pair(base, pair, "day")
    if found := _DAY.match(text, base.end):
        day = int(found["day"] or found["one"])
        return [_finished(text, replace(base, end=found.end(), day=day))]
    weekday = _WEEKDAY.match(text, base.end)
    if weekday and weekday["word"]:
        number = words.WEEKDAYS.index(weekday["word"])
        return [replace(base, end=weekday.end(), weekday=number)]
    return []


def _same(text: str, start: int) -> Point | None:
    """같은 달 5일, 이듬해 3월: counted from the date before."""
    found = _SAME_MONTH.match(text, start)
    return Point(start=start, end=found.end(), months=0, same=True) if found else None


def _week_or_month_word(text: str, start: int) -> Point | None:
    base = Point(start=start, end=start)
    if found := _MONTH_WORD.match(text, start):
        return replace(base, end=found.end(), months=_look_up(words.MONTHS, found["word"]))
    if found := _WEEK_WORD.match(text, start):
        return _week(base, found)
    return None


def _week(base: Point, found: re.Match[str]) -> Point:
    if found["plain"]:
        weeks = -1 if found["last"] else 0
        return replace(base, end=found.end(), weeks=weeks, part="end")
    weeks = _look_up(words.WEEKS, found["word"])
    return replace(base, end=found.end(), weeks=weeks, part="end" if found["weekend"] else None)


def _below_month(text: str, base: Point) -> list[Point]:
    if base.weeks is not None:
        return [_finished(text, base)]
    if pair := _DAYS.match(text, base.end):
        return _pair(base, pair, "day")
    if found := _DAY.match(text, base.end):
        base = replace(base, end=found.end(), day=int(found["day"] or found["one"]))
    elif found := _SPOKEN_DAY.match(text, base.end):
        base = replace(base, end=found.end(), day=hangul_number(found["day"]))
    elif found := _ORDINAL.match(text, base.end):
        base = _nth(base, found)
    elif found := _PART.match(text, base.end):
        base = replace(base, end=found.end(), part=words.PARTS[found["part"]])
    return [_finished(text, base)]


def _nth(base: Point, found: re.Match[str]) -> Point:
    if found["last"]:
        return replace(base, end=found.end(), day=LAST_DAY)
    nth = _look_up(words.ORDINALS, found["nth"])
    weekday = words.WEEKDAYS.index(found["weekday"]) if found["weekday"] else None
    return replace(base, end=found.end(), ordinal=nth, weekday=weekday)
