"""The rules that drop single lines: each a small named function, tried in order.

A rule sees one line and what the page as a whole shows (`Page`), and says yes or no.
Rules of shape come before rules that need a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import (
    ends_plainly,
    ends_sentence,
    speaks_politely,
)

if TYPE_CHECKING:
    from llmextract.cleaning._page import Page

__all__ = ["Rules", "is_byline", "is_caption", "noise_rule", "opens_aside"]


_Rule = Callable[[str, int, "Page"], bool]

_IMAGE = re.compile(r"!?\[.*\]\(|<img|https?://\S+$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|hwpx?|pdf|zip)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,30}")
_CLOCK = re.compile(
    r"^(?P<before>\D{0,12})\d{4}\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}\s*[일.]?[\s\d:.()월화수목금토일요,APMapm오전후시분초\[\]]*(?P<after>\D{0,12})$"
)
_TAGS = re.compile(r"^(?:#[^\s#]{1,30}[\s,]*)+$")
_PATH = re.compile(r"^[^\s>›»]{1,12}(?:\s?[>›»]\s?[^>›»]{1,14}){1,5}$")
_PHONE = re.compile(r"(?:☎|☏|\b0\d{1,2}[-)~.]\s?)?\d{3,4}[-.]\d{4}\b")
_CONTACT = re.compile(
    r"^\W*(?:문의|담당|자료\s?제공|연락처|취재\s?문의|담당자"
    r"|contact|media contact|enquiries|phone)",
    re.IGNORECASE,
)
_WEATHER = re.compile(r"-?\d{1,2}(?:\.\d)?\s?[℃°]")
_COUNTER = re.compile(
    r"^(?:댓글|조회수?|추천|공감|기사\s?공유|views?|comments?|shares?|likes?)\s*[:\d,()]*$",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"(?:^|[\s|/=(·ㆍ])[가-힣]{2,4}\s?(?:선임|전문|인턴|수습|대표|객원|시민|명예|취재)?\s?(?:기자|특파원|통신원|PD)\b"
)
_BY = re.compile(r"^(?:by|words by|reporting by|written by)\s+[A-Z]", re.IGNORECASE)
_BY_FIRSTS = tuple("bBwWrR")
# Below English articles: 'Reach Ana Pires at ana@example.com.'
_REACHED = re.compile(
    r"\breach(?:ed)? (?:[A-Z][\w.'’-]+ ){0,4}at\b|\bfollow (?:her|him|them)\b", re.IGNORECASE
)
_REACHED_IN = 220
_CREDIT = re.compile(
    r"(?:[/=(\[<|ⓒ©]\s*[시군구도]|(?:[/=(\[<|ⓒ©]\s*|사진\s?[=:]?\s*|^|[가-힣)]\.\s*)"
    r"[가-힣A-Za-z0-9㈜()·&,]{2,15}(?:\s[가-힣A-Za-z0-9]{1,10})?)\s?제공\s*[)\]>.]?$"
    r"|(?:^|[.\s/【\[(<])사진\s?(?:=|/|제공|:)"
    r"|(?:^|\.\s)사진은\s[^.]{1,30}\.?$"
)
# What a picture shows, named at the end of a line without a verb: '… 개관식 모습.'
_SHOWN = ("모습", "전경", "조감도", "투시도", "위치도", "장면", "포스터", "현황도")
_REMARK = re.compile(r"\s?\([^()]{1,20}\)$")
# A photographer's sign; a notice has a year or the word copyright beside it.
_SIGNED = re.compile(r"(?:^|[\s./])[ⓒ©]\s?(?!\s?(?:19|20)\d\d)[^\s].{0,20}$")
_POSING = re.compile(
    r"(?:기념\s?촬영|기념\s?사진|포즈|사진)\S{0,3}\s?[을를]?\s?(?:촬영)?(?:하고|찍고|취하고)?\s?있다\.?$"
)

# Korean buttons name their act by a noun in -기: 공유하기, 메뉴 열기, 바로가기.
_COMMANDS = ("열기", "닫기", "하기", "보기", "가기", "내기", "쓰기", "받기", "찾기", "남기기")
_BUTTON = 20
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|[①-⑳]|[가-하][.)]|[□■○●◦ㅇ◇◆▲△])\s?(?=\S)")

_CAPTION = 160
_CREDITED = 20  # characters that hold any end of an English caption
_SPACES = 8  # by which two copies of a caption may differ
_BYLINE = 70
_LABEL = 45


def _is_symbols(line: str, _at: int, _page: Page) -> bool:
    """Rules, page numbers and counters hold no word."""
    return not any(map(str.isalpha, line))


def _is_image(line: str, _at: int, _page: Page) -> bool:
    """An image or a link as scrapers write it, or an address or a file alone."""
    if line.startswith(("![", "<img")):
        return True
    # Most lines have no mark of an address, which is cheaper to see than that it is none.
    marked = "." in line or "](" in line or "://" in line or line.startswith("<")
    if not marked or len(line) >= _CAPTION * 2:
        return False
    return bool(_IMAGE.match(line) or _FILE.search(line)) and not ends_sentence(line)


def _is_clock(line: str, _at: int, page: Page) -> bool:
    """A date and time and nothing else, behind a label of publication or none.

    '일시 : 2025. 12. 16.' and other labels are facts of the article.
    """
    found = _CLOCK.match(line) if len(line) < _LABEL and _DIGIT.search(line) else None
    if found is None:
        return False
    labels = (*page.words.dated, *page.words.revised, *page.words.clocks)
    before, after = (part.strip(" :：•·|-[]().").lower() for part in found.group("before", "after"))
    if before:
        return before in labels
    return not after or after in labels


def _is_path(line: str, _at: int, _page: Page) -> bool:
    """The way from the front page: 홈 > 뉴스 > 사회."""
    parted = len(line) < _LABEL and (">" in line or "›" in line or "»" in line)
    return parted and bool(_PATH.match(line))


def _is_tags(line: str, _at: int, _page: Page) -> bool:
    """Words with a hash and nothing else."""
    return line.startswith("#") and bool(_TAGS.match(line))


def _is_contact(line: str, _at: int, _page: Page) -> bool:
    """Whom to call, with a number, in a line that is no sentence."""
    numbered = len(line) < _BYLINE and ("-" in line or "." in line)
    return numbered and bool(_CONTACT.match(line) and _PHONE.search(line))


def _is_weather(line: str, _at: int, _page: Page) -> bool:
    """A place and a temperature, not a sentence."""
    measured = len(line) < _LABEL and ("℃" in line or "°" in line)
    return measured and bool(_WEATHER.search(line)) and not ends_sentence(line)


def _is_counter(line: str, _at: int, _page: Page) -> bool:
    return len(line) < _LABEL and bool(_COUNTER.match(line.lstrip("•·- ")))


def is_byline(line: str, _at: int, _page: Page) -> bool:
    """A reporter or an address to write to, in a line that is no sentence."""
    if "@" in line and len(line) < _REACHED_IN and _REACHED.search(line) and _MAIL.search(line):
        return True
    if len(line) > _BYLINE or line.rstrip(".").endswith("다") or "다. " in line:
        return False
    # Most lines have neither sign; looking for it costs a tenth of the pattern.
    if "@" in line and _MAIL.search(line):
        return True
    ranked = "기자" in line or "특파원" in line or "통신원" in line or "PD" in line
    named = ranked and _REPORTER.search(line)
    return bool(named or (line.startswith(_BY_FIRSTS) and _BY.match(line)))


def _is_repeated_beside(line: str, at: int, page: Page) -> bool:
    """Said twice in a row: the text behind an image, then its caption.

    Of a line too long for a caption only the first copy goes.
    """
    lines, folded, size = page.lines, page.folded, len(line)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if size > _CAPTION:
        return bool(below) and page.are_same(line, below)
    above = lines[at - 1] if at else ""
    if above and abs(len(above) - size) <= _SPACES and folded[above] == folded[line]:
        return True
    return bool(below) and abs(len(below) - size) <= _SPACES and folded[below] == folded[line]


def _is_summary(_line: str, at: int, page: Page) -> bool:
    """Prose that stands again further down: a summary above the text."""
    return at in page.repeated


def _is_site_talk(_line: str, at: int, page: Page) -> bool:
    """A sentence in the polite style on a page written in the plain one."""
    return page.language == "ko" and page.plain and at in page.polite


def is_caption(line: str, _at: int, page: Page) -> bool:
    """A photo's caption or its credit."""
    bare = line.lstrip("*※△▲▶ ")
    if len(line) > _CAPTION * 2 or not bare:
        return False
    if page.words.caption_starts.match(bare):
        return True
    if ("ⓒ" in line or "©" in line) and _SIGNED.search(line):
        return True
    if page.language == "en":
        end = bare.rstrip(".")[-_CREDITED:].lower()
        return len(line) < _CAPTION and end.endswith(page.words.caption_ends)
    shown = _names_what_is_shown(line) and not ends_plainly(line)
    end = line[-60:]
    pictured = "사진" in end
    credited = (pictured or "제공" in end) and _CREDIT.search(end)
    posing = (pictured or "촬영" in end or "포즈" in end) and _POSING.search(line[-40:])
    return bool(shown or credited or posing) and not _is_long(line)


def _names_what_is_shown(line: str) -> bool:
    end = line.removesuffix(".")
    return (_REMARK.sub("", end) if end.endswith(")") else end).endswith(_SHOWN)


def _is_long(line: str) -> bool:
    """More sentences than a caption has."""
    return line.count("다. ") > 1


def _is_furniture(line: str, at: int, page: Page) -> bool:
    bare = line.strip(" [](){}<>|:·•-+▶▲")
    if len(bare) >= _LABEL:
        return False
    low = bare.lower()
    if not low or low in page.words.furniture:
        return True
    if len(low) < _BUTTON and low.endswith(_COMMANDS) and not _NUMBERED.match(line):
        return True
    return len(line) < _LABEL and at not in page.sentences and opens_aside(line, page)


def _is_service_phrase(line: str, at: int, page: Page) -> bool:
    """A site's own phrase, in a line too short or too familiar to be the article's."""
    if len(line) >= _LABEL * 2:
        return False
    is_korean = page.language == "ko"
    low = line if is_korean else line.lower()  # Korean phrases have no capitals
    if not page.words.site_talk.search(low):
        return False
    if at not in page.sentences:
        return True
    return speaks_politely(line) if is_korean else bool(_YOU.search(low))


_YOU = re.compile(r"\b(?:you|your|our|click|sign up)\b")


def _is_closing(line: str, at: int, page: Page) -> bool:
    """Nothing of the article can follow: copyright, comments, attachments."""
    if len(line) > _CAPTION:
        return False
    if at in page.sentences and not _NOTICE.search(line):
        return False
    signed = ("©" in line or "ⓒ" in line or "Ⓒ" in line) and _YEAR_SIGN.search(line)
    return bool(signed or page.words.ends.search(line))


_YEAR_SIGN = re.compile(r"[ⓒ©Ⓒ]\s?(?:19|20)\d\d")
_NOTICE = re.compile("©|ⓒ|Ⓒ|c(?ai:opyright)|C(?ai:opyright)|무단|저작물")
"""What tells a copyright notice, which may be a whole sentence."""


# In order of trial. What ends a page comes first; shapes come before words.
_SHAPE_RULES: dict[str, _Rule] = {
    "image": _is_image,
    "clock": _is_clock,
    "weather": _is_weather,
    "path": _is_path,
    "tags": _is_tags,
    "contact": _is_contact,
}
_SHAPED = re.compile(r"[\d.:/<>›»\[#℃°-]")
"""A line without any of these, such as a label of a menu, has none of the shapes."""
_FIRST_RULES: dict[str, _Rule] = {"closing": _is_closing, "symbols": _is_symbols}
_LAST_RULES: dict[str, _Rule] = {
    "counter": _is_counter,
    "byline": is_byline,
    "caption-repeated": _is_repeated_beside,
    "caption": is_caption,
    "furniture": _is_furniture,
    "service-phrase": _is_service_phrase,
}
_LABEL_RULES = _FIRST_RULES | _LAST_RULES
_LINE_RULES = _FIRST_RULES | _SHAPE_RULES | _LAST_RULES
_PROSE_RULES: dict[str, _Rule] = {
    "closing": _is_closing,
    "byline": is_byline,
    "caption-repeated": _is_repeated_beside,
    "summary": _is_summary,
    "site-talk": _is_site_talk,
    "caption": is_caption,
    "service-phrase": _is_service_phrase,
}
_LONG_RULES = {name: _PROSE_RULES[name] for name in ("caption-repeated", "summary", "site-talk")}
"""Those that drop a line longer than any caption, byline or notice."""


class Rules(dict[int, "str | None"]):
    """For each line, by index, the name of the rule that drops it, or None; told when asked for.

    Most lines of a page are menus that nobody asks about: a dump of a thousand lines is read
    in a tenth of the time that all of them take. To set one overrules what the rules say.

    Attributes:
        page: The lines.
        alone: For each line, the rule that drops it wherever it stands, or None.
    """

    def __init__(self, page: Page) -> None:
        """Begins with nothing told."""
        super().__init__()
        self.page = page
        self.alone = _Alone(page)
        self._boxed: dict[int, bool] = {}

    def __missing__(self, at: int) -> str | None:
        """Asks the rules about one line."""
        rule = self[at] = self.alone[at] or ("aside" if self._in_box(at) else None)
        return rule

    @cached_property
    def _begin(self) -> int:
        """Index of the first line of prose that no rule drops."""
        page, alone = self.page, self.alone
        return next((at for at in page.prose if alone[at] is None), len(page.lines))

    def _in_box(self, at: int) -> bool:
        """Tells whether the heading of a box of other articles stands above, and no sentence since.

        Before the text has begun there are no boxes: the headline stands there.
        """
        page = self.page
        if at in page.sentences:
            return False
        walked = []
        boxed = False
        for place in range(at, self._begin, -1):
            if place in page.sentences:
                break
            walked.append(place)
            boxed = self._boxed.get(place, False) or opens_aside(page.lines[place], page)
            if boxed or place in self._boxed:
                break
        self._boxed.update(dict.fromkeys(walked, boxed))
        return boxed


class _Alone(dict[int, "str | None"]):
    """For each line, by index, what `noise_rule` says of it; asked when first wanted."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def __missing__(self, at: int) -> str | None:
        rule = self[at] = noise_rule(self._page.lines[at], at, self._page)
        return rule


def noise_rule(line: str, at: int, page: Page) -> str | None:
    """Returns the name of the first rule that drops the line, or None where none does."""
    if at in page.sentences:
        rules = _PROSE_RULES if len(line) <= _CAPTION * 2 else _LONG_RULES
    else:
        rules = _LINE_RULES if _SHAPED.search(line) else _LABEL_RULES
    for name, rule in rules.items():
        if rule(line, at, page):
            return name
    return None


def opens_aside(line: str, page: Page) -> bool:
    """Tells whether a short line heads a box of other articles."""
    bare = line.strip(" [](){}<>|:·•-+▶▲■")
    if bare.endswith("더보기"):
        return True
    if len(bare) >= _LABEL:
        return False
    return bool(page.words.asides.match(bare)) and len(bare.lower()) < _LABEL
