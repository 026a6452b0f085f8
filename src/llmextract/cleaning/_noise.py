"""The rules that drop single lines: each a small named function, tried in order.

A rule sees one line and what the page as a whole shows (`Page`), and says yes or no.
Rules of shape come before rules that need a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.cleaning._lines import ends_plainly, ends_sentence, fold, is_prose, speaks_politely
from llmextract.cleaning._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from llmextract.article import Language
    from llmextract.cleaning._words import Words

__all__ = ["Page", "closes_article", "is_caption", "line_rules", "noise_rule", "opens_aside"]


@dataclass(frozen=True)
class Page:
    """What the rules know of the page around a line.

    Attributes:
        lines: All lines that are not blank, in order.
        language: Of the page.
        last_at: For each folded line, the index of its last occurrence.
        plain: True when most sentences are in the plain style of written news.
    """

    lines: Sequence[str]
    language: Language
    last_at: dict[str, int] = field(default_factory=dict)
    plain: bool = True

    @classmethod
    def of(cls, lines: Sequence[str], language: Language) -> Page:
        """Reads the facts off the lines, in one pass."""
        prose = [line for line in lines if is_prose(line)]
        polite = sum(speaks_politely(line) for line in prose)
        last = {fold(line): at for at, line in enumerate(lines)}
        return cls(lines, language, last, polite * 2 < len(prose))

    @property
    def words(self) -> Words:
        """The word lists of the page's language."""
        return WORDS[self.language]


_IMAGE = re.compile(
    r"^!?\[.*\]\(|^<img|^https?://\S+$|\.(?:jpe?g|png|gif|webp|hwpx?|pdf|zip)\b", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,30}")
_CLOCK = re.compile(
    r"^(\D{0,12})\d{4}\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}\s*[일.]?[\s\d:()월화수목금토일요,APMapm오전후]*$"
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
_CREDIT = re.compile(
    r"(?:[/=(\[<|ⓒ©]\s*|사진\s?[=:]?\s*|^|다\.\s*)"
    r"[가-힣A-Za-z0-9㈜()·&,]{2,15}(?:\s[가-힣A-Za-z0-9]{1,10})?\s?제공\s*[)\]>.]?$"
    r"|(?:^|[.\s])사진(?:=|/|제공|:)"
    r"|(?:^|\.\s)사진은\s[^.]{1,30}\.?$"
)
# What a picture shows, named at the end of a line without a verb: '… 개관식 모습.'
_SHOWN = re.compile(
    r"(?:모습|전경|조감도|투시도|위치도|장면|포스터|현황도)(?:\s?\([^()]{1,20}\))?\.?$"
)
# A photographer's sign; a notice has a year or the word copyright beside it.
_SIGNED = re.compile(r"(?:^|[\s./])[ⓒ©]\s?(?!\s?(?:19|20)\d\d)[^\s].{0,20}$")
_POSING = re.compile(
    r"(?:기념\s?촬영|기념\s?사진|포즈|사진)\S{0,3}\s?[을를]?\s?(?:촬영)?(?:하고|찍고|취하고)?\s?있다\.?$"
)

# Korean buttons name their act by a noun in -기: 공유하기, 메뉴 열기, 바로가기.
_COMMAND = re.compile(r"(?:열기|닫기|하기|보기|가기|내기|쓰기|받기|찾기|남기기)$")
_BUTTON = 20

_CAPTION = 160
_BYLINE = 70
_LABEL = 45


def _is_symbols(line: str, _at: int, _page: Page) -> bool:
    """Rules, page numbers and counters hold no word."""
    return not any(c.isalpha() for c in line)


def _is_image(line: str, _at: int, _page: Page) -> bool:
    """An image or a link as scrapers write it, or an address or a file alone."""
    if line.startswith(("![", "<img")):
        return True
    return len(line) < _CAPTION * 2 and not ends_sentence(line) and bool(_IMAGE.search(line))


def _is_clock(line: str, _at: int, page: Page) -> bool:
    """A date and time and nothing else, behind a label of publication or none.

    '일시 : 2025. 12. 16.' and other labels are facts of the article.
    """
    found = _CLOCK.match(line) if len(line) < _LABEL else None
    label = found[1].strip(" :：•·|-[(") if found else ""
    return bool(found) and (not label or label.lower() in (*page.words.dated, *page.words.revised))


def _is_weather(line: str, _at: int, _page: Page) -> bool:
    """A place and a temperature, not a sentence."""
    return len(line) < _LABEL and bool(_WEATHER.search(line)) and not ends_sentence(line)


def _is_counter(line: str, _at: int, _page: Page) -> bool:
    return len(line) < _LABEL and bool(_COUNTER.match(line.lstrip("•·- ")))


def _is_byline(line: str, _at: int, _page: Page) -> bool:
    """A reporter or an address to write to, in a line that is no sentence."""
    if len(line) > _BYLINE or line.rstrip(".").endswith("다"):
        return False
    return bool(_MAIL.search(line) or _REPORTER.search(line) or _BY.match(line))


def _is_repeated_beside(line: str, at: int, page: Page) -> bool:
    """Said twice in a row: the text behind an image, then its caption.

    Of a line too long for a caption only the first copy goes.
    """
    key = fold(line)
    if len(line) > _CAPTION:
        return at + 1 < len(page.lines) and fold(page.lines[at + 1]) == key
    near = (page.lines[i] for i in (at - 1, at + 1) if 0 <= i < len(page.lines))
    return any(fold(other) == key for other in near)


def _is_summary(line: str, at: int, page: Page) -> bool:
    """Prose that stands again further down: a summary above the text."""
    return is_prose(line) and page.last_at[fold(line)] > at + 1


def _is_site_talk(line: str, _at: int, page: Page) -> bool:
    """A sentence in the polite style on a page written in the plain one."""
    return page.language == "ko" and page.plain and is_prose(line) and speaks_politely(line)


def is_caption(line: str, page: Page) -> bool:
    """A photo's caption or its credit."""
    low = line.lower().lstrip("*※△▲▶ ")
    if len(line) > _CAPTION * 2 or not low:
        return False
    if low.startswith(page.words.caption_starts) or _SIGNED.search(line):
        return True
    if page.language == "en":
        return len(line) < _CAPTION and low.rstrip(".").endswith(page.words.caption_ends)
    shown = not ends_plainly(line) and bool(_SHOWN.search(line))
    credited = _CREDIT.search(line[-60:]) or _POSING.search(line[-40:])
    return (shown or bool(credited)) and not _is_long(line)


def _is_long(line: str) -> bool:
    """More sentences than a caption has."""
    return line.count("다. ") > 1


def _is_furniture(line: str, _at: int, page: Page) -> bool:
    low = line.lower().strip(" [](){}<>|:·•-+▶▲")
    if not low or low in page.words.furniture or (len(low) < _BUTTON and _COMMAND.search(low)):
        return True
    return len(line) < _LABEL and not is_prose(line) and opens_aside(line, page)


def _is_service_phrase(line: str, _at: int, page: Page) -> bool:
    """A site's own phrase, in a line too short or too familiar to be the article's."""
    low = line.lower()
    if len(line) >= _LABEL * 2:
        return False
    addressed = speaks_politely(line) if page.language == "ko" else bool(_YOU.search(low))
    if is_prose(line) and not addressed:
        return False
    return any(phrase in low for phrase in page.words.site_talk)


_YOU = re.compile(r"\b(?:you|your|our|click|sign up)\b")


def _is_closing(line: str, _at: int, page: Page) -> bool:
    return closes_article(line, page)


_RULES: dict[str, Callable[[str, int, Page], bool]] = {
    "symbols": _is_symbols,
    "image": _is_image,
    "clock": _is_clock,
    "weather": _is_weather,
    "counter": _is_counter,
    "closing": _is_closing,
    "byline": _is_byline,
    "caption-repeated": _is_repeated_beside,
    "summary": _is_summary,
    "site-talk": _is_site_talk,
    "caption": lambda line, _at, page: is_caption(line, page),
    "furniture": _is_furniture,
    "service-phrase": _is_service_phrase,
}


def line_rules(page: Page) -> list[str | None]:
    """Returns, for each line, the name of the rule that drops it, or None.

    Once the text has begun, lines under the heading of a box of other articles go with it,
    up to the next sentence.
    """
    rules: list[str | None] = []
    begun = boxed = False
    for at, line in enumerate(page.lines):
        rule, prose = noise_rule(line, at, page), is_prose(line)
        boxed = not prose and (boxed or (begun and opens_aside(line, page)))
        rules.append(rule or ("aside" if boxed else None))
        begun = begun or (prose and rule is None)
    return rules


def noise_rule(line: str, at: int, page: Page) -> str | None:
    """Returns the name of the first rule that drops the line, or None where none does."""
    return next((name for name, rule in _RULES.items() if rule(line, at, page)), None)


def closes_article(line: str, page: Page) -> bool:
    """Tells whether nothing of the article can follow: copyright, comments, attachments."""
    if len(line) > _CAPTION or (is_prose(line) and not _is_notice(line)):
        return False
    low = line.lower()
    return bool(_YEAR_SIGN.search(low)) or any(word in low for word in page.words.ends)


_YEAR_SIGN = re.compile(r"[ⓒ©]\s?(?:19|20)\d\d")


def _is_notice(line: str) -> bool:
    """A copyright notice, which may be a whole sentence."""
    low = line.lower()
    return any(word in low for word in ("©", "ⓒ", "copyright", "무단", "저작물"))


def opens_aside(line: str, page: Page) -> bool:
    """Tells whether a short line heads a box of other articles."""
    low = line.lower().strip(" [](){}<>|:·•-+▶▲■")
    return (len(low) < _LABEL and low.startswith(page.words.asides)) or low.endswith("더보기")
