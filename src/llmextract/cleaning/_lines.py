"""Lines of a page and their shapes: what can be told of a line without any word list."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

__all__ = [
    "FEWEST_OF_PROSE",
    "Dropped",
    "addresses_reader",
    "ends_plainly",
    "ends_sentence",
    "fold",
    "is_bullet",
    "is_prose",
    "is_speech",
    "speaks_politely",
    "split_lines",
]


@dataclass(frozen=True)
class Dropped:
    """A line of the page that is not in the body.

    Attributes:
        line: Its text, spaces folded.
        rule: Name of the rule that dropped it.
    """

    line: str
    rule: str


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\0]")
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|middot|lsquo|rsquo|ldquo|rdquo|#\d{1,6}|#x[\da-f]{1,5});",
    re.IGNORECASE,
)
_DECOMPOSED = re.compile("[\u1100-\u11ff]")
# All but the usual one, and those that end a line.
_SPACES = re.compile("[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_QUOTES = re.compile('[‘’‚‛“”„"`´′″「」『』]')
_DOTS = re.compile("[ㆍ‧․・]")
_FOLDED = re.compile(_QUOTES.pattern[:-1] + _DOTS.pattern[1:])

_CLOSERS = "\"'”’」』)]>* "
_KO_ENDS = tuple("다요까죠음함임됨")
_KO_VERB_END = re.compile(
    r"(?:(?:[다요까죠음함임됨오]|[은는인한던]가|[하으]라|하자|[었았겠]지|[하했]네)[.!?]|[!?])$"
)
_KO_INSIDE = re.compile(r"[다요까][.?!]\s")
_STOPS = tuple(".!?")
_CUT_OFF = ("…", "..")
_END = 24  # characters that hold any ending, with the marks behind it
_ENDING = 4  # and those of the ending alone: 하라.
_END_MARK = re.compile(r"\s*[<(\[]\s?끝\s?[>)\]]\s*$")
_POLITE = ("니다", "세요", "어요", "아요", "예요", "에요", "지요", "니까", "시오", "십시오")
_BULLET = re.compile(
    r"^(?:[-–—*•·∙●○◦ㅇ◇◆□■▶▷▲△▸※☞➤✓]|[①-⑳]|\(?\d{1,2}[.)](?!\d)|[가-하][.)])\s*\S"
)
_QUOTED_ENDS = tuple("”’\"'")
_KO_TOLD = re.compile(r"(?<!니)다\.[”’\"']?\s")
_SPEECH = re.compile(r"^(?:[“\"‘']|[QA문답]\s?[.:)]\s)")
# The bracket comes first: the engine skips to it at little cost.
_LINK = re.compile(r"\[(?<!!\[)([^\[\]]{1,200})\]\((?:https?://|/)[^\s()]{1,500}\)")
_LINK_ALONE = re.compile(r"^\W{0,5}\[[^\[\]]{1,300}\]\([^\s()]{1,500}\)\W{0,5}$")
_BOLD = re.compile(r"\*\*(?=\S)([^*]{1,500})(?<=\S)\*\*")
_HEADING = re.compile(r"^#{1,6}\s+")
_HANGUL = re.compile(r"[가-힣]")

FEWEST_OF_PROSE = 22
"""Fewest characters of a paragraph of prose. Menus and labels of Korean pages end at about
20 characters; an English sentence takes twice as many for the same content."""
_KO_UNMARKED = 50
_EN_PROSE = 45
_LEAD_IN = 80  # "… on the riverside park (all times local):" opens what follows
_FEWEST_SPACES = 3


def split_lines(text: str) -> list[str]:
    """Returns the lines of a page, blank ones as empty strings, spaces folded, wrapping undone."""
    if _ENTITY.search(text):
        text = html.unescape(text)
    if not unicodedata.is_normalized("NFC", text) and _DECOMPOSED.search(text):
        # Decomposed syllables, as some file systems write them, match no rule below.
        text = unicodedata.normalize("NFC", text)
    if not text.replace("\n", " ").isprintable():
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    # In the whole text at once: line by line, this takes three times as long.
    while "  " in text:
        text = text.replace("  ", " ")
    lines = list(map(str.strip, text.splitlines()))
    if "#" in text or "**" in text or "](" in text:
        lines = [
            _plain(line) if "#" in line or "**" in line or "](" in line else line for line in lines
        ]
    return _unwrap(lines)


def _plain(line: str) -> str:
    """Takes Markdown's links, headings and bold marks out of a line that is more than a link."""
    if line.startswith("#"):
        line = _HEADING.sub("", line)
    if "**" in line:
        line = _BOLD.sub(r"\1", line)
    if "](" not in line or _LINK_ALONE.match(line):
        return line
    return _LINK.sub(r"\1", line)


def fold(line: str) -> str:
    """Returns a key under which a line said twice is the same: no spaces, one kind of quotes."""
    line = line.replace(" ", "")
    if _FOLDED.search(line):
        line = _DOTS.sub("·", _QUOTES.sub("'", line))
    return line.casefold()


def ends_sentence(line: str) -> bool:
    """Tells whether a line ends as a sentence does: 다. 했다” 말했다) or a full stop.

    Dots at the very end are where a teaser was cut off.
    """
    return not line.endswith(_CUT_OFF) and _is_end(_bare_end(line))


def _is_end(bare: str) -> bool:
    if bare.endswith(_STOPS):
        return not _HANGUL.search(bare[-3:]) or "가" <= bare[-2:-1] <= "힣"
    return bare.endswith(_KO_ENDS)


def is_prose(line: str) -> bool:
    """Tells whether a line is a sentence or more, by its length, its spaces and its end.

    A Korean sentence ends in a verb and a full stop. One without must be longer than
    headlines and captions are, which leave out either.
    """
    size = len(line)
    if size < FEWEST_OF_PROSE or line.count(" ") < _FEWEST_SPACES:
        return False
    if line.endswith(":") and size >= _LEAD_IN:
        return True
    if line.endswith(_CUT_OFF) or not _is_end(bare := _bare_end(line)):
        return False
    if not _HANGUL.search(line):
        return size >= _EN_PROSE
    return size >= _KO_UNMARKED or _is_plain_end(bare) or bool(_KO_INSIDE.search(line))


def ends_plainly(line: str) -> bool:
    """Tells whether a Korean line ends in a verb and a full stop."""
    return _is_plain_end(_bare_end(line))


def _is_plain_end(bare: str) -> bool:
    return bare.endswith(_STOPS) and bool(_KO_VERB_END.search(bare[-_ENDING:]))


def _bare_end(line: str) -> str:
    """Returns the end of a line without the quotes and brackets that close it."""
    end = line[-_END:]
    return (_END_MARK.sub("", end) if "끝" in end else end).rstrip(_CLOSERS)


def speaks_politely(line: str) -> bool:
    """Tells whether a sentence ends in the polite style, in which sites speak to readers."""
    return _bare_end(line).rstrip(".!?").endswith(_POLITE)


def addresses_reader(line: str) -> bool:
    """Tells whether a line is polite as a site is, and not because of whom it quotes.

    A paragraph that ends in what someone said, or tells something in the plain style as well,
    is an article's.
    """
    if not speaks_politely(line) or is_speech(line):
        return False
    return not line.endswith(_QUOTED_ENDS) and not _KO_TOLD.search(line)


def is_speech(line: str) -> bool:
    """Tells whether a line is what someone said: in quotes, or an answer, marked as one."""
    return bool(_SPEECH.match(line))


def is_bullet(line: str) -> bool:
    """Tells whether a line begins as an item of a list."""
    return bool(_BULLET.match(line))


def _unwrap(lines: list[str]) -> list[str]:
    """Joins paragraphs that an editor or a mailer broke at a column."""
    blocks = _blocks(lines)
    columns = [max(map(len, block)) for block in blocks if _is_wrapped(block, _FEWEST_WRAPPED)]
    if not columns:
        return lines
    joined: list[str] = []
    for block in blocks:
        fits = _is_wrapped(block, 2) and max(map(len, block)) >= max(columns) * _RAGGED
        joined.extend([" ".join(block)] if fits else block)
        joined.append("")
    return joined[:-1]


def _blocks(lines: list[str]) -> list[list[str]]:
    """Parts the lines at the blank ones."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks


# Columns in use end at 100, and the last word that did not fit leaves a ragged edge of at most
# a quarter; lines of a menu or of paragraphs differ in length far more.
_WIDEST_COLUMN = 110
_RAGGED = 0.7
# A headline above a sentence of its length looks the same; three lines do not.
_FEWEST_WRAPPED = 3


def _is_wrapped(block: list[str], fewest: int) -> bool:
    if len(block) < fewest:
        return False
    widest, inner = max(map(len, block)), block[:-1]
    if not FEWEST_OF_PROSE < widest <= _WIDEST_COLUMN or min(map(len, inner)) < widest * _RAGGED:
        return False
    if not ends_sentence(block[-1]) or _is_marked(block):
        return False
    broken = sum(not ends_sentence(line) for line in inner)
    return broken * 2 > len(inner)


def _is_marked(block: list[str]) -> bool:
    """Tells whether a block holds an image or a link, or a list from its second line on."""
    marked = any(line.startswith(("![", "[", "<", "http")) for line in block)
    return marked or any(map(is_bullet, block[1:]))
