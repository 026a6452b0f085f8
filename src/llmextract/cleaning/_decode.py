"""Bytes to text: the declared charset first, then what the bytes themselves show."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from llmextract.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DAMAGE", "MAX_INPUT", "decode"]

MAX_INPUT = 20_000_000
"""Longest page taken, in bytes (or characters of text): a page saved with its pictures inside
has a few million, so that a wrong path (a disk image, a corpus in one file) is named instead of
read for minutes."""
DAMAGE = "\ufdd0"
"""Stands for bytes that are no characters; Unicode keeps it free for such use."""

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"BM": "a BMP image",
    b"II*\0": "a TIFF image",
    b"MM\0*": "a TIFF image",
    b"RIFF": "an image, a sound or a film",
    b"OggS": "a sound",
    b"ID3": "a sound",
    b"{\\rtf": "an RTF document",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PK\x03\x04": "a ZIP archive (or an office document)",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an office or HWP document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)

# Microsoft's code page holds every syllable of the two older Korean names, and pages
# that declare those use it.
_SUPERSETS = {"euc-kr": "cp949", "euckr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949"}

_GUESSED = ["cp949", "johab", "cp1252", "shift_jis", "gb18030", "big5"]


def decode(raw: str | bytes, *, source: str, longest: int | None = None) -> str:
    """Returns the page as text.

    Args:
        raw: The page; text is only checked.
        source: What to call it in an error.
        longest: Most bytes to take; `MAX_INPUT` by default.

    Raises:
        UnreadableError: Empty, too long, binary, or in no encoding that can be told.
    """
    longest = longest or MAX_INPUT
    if len(raw) > longest:
        raise UnreadableError(
            f"{source} is longer than {longest // 1_000_000} MB; give the article alone."
        )
    text = _whole_characters(raw) if isinstance(raw, str) else _decode_bytes(raw, source)
    if all(c.isspace() or c in "\ufeff\u200b" for c in text):
        raise UnreadableError(f"{source} is empty; give a page with an article in it.")
    if _looks_binary(text):
        raise UnreadableError(f"{source} is binary, not text; give the page as text or HTML.")
    return text.removeprefix("\ufeff")


def _whole_characters(text: str) -> str:
    """Joins surrogate pairs, as careless JSON has them, and replaces halves left alone."""
    try:
        text.encode()  # many times faster than to look at each character
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decode_bytes(raw: bytes, source: str) -> str:
    if raw[4:8] == b"ftyp":
        raise UnreadableError(f"{source} is a film or a picture, not text; give the page as text.")
    if raw.startswith(tuple(_MAGIC)) and _is_packed(raw):
        name = next(name for magic, name in _MAGIC.items() if raw.startswith(magic))
        raise UnreadableError(f"{source} is {name}, not text; export it as text or HTML.")
    for encoding in _certain_encodings(raw):
        text = _strictly(raw, encoding)
        if text is not None:
            return text
    if b"\0" in raw:
        raise UnreadableError(f"{source} is binary, not text; give the page as text or HTML.")
    return _guess(raw, source)


def _certain_encodings(raw: bytes) -> Iterator[str]:
    """Names what the bytes state or prove, most telling first; UTF-8 proves itself."""
    yield from [name for mark, name in _MARKS if raw.startswith(mark)][:1]
    yield from _zero_pattern(raw)
    yield "utf-8"
    if found := _DECLARED.search(raw[:4096]):
        declared = found[1].decode("ascii").lower()
        yield _SUPERSETS.get(declared, declared)


def _zero_pattern(raw: bytes) -> list[str]:
    """Tells UTF-16 without a mark by where the zero bytes of its spaces and digits are."""
    sample = raw[:4096]
    if b"\0" not in sample:
        return []
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # A binary file spreads its zeros over both halves; text in UTF-16 has most in one.
    if max(even, odd) < len(sample) // 50 + 1 or min(even, odd) * 4 > max(even, odd):
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _strictly(raw: bytes, encoding: str) -> str | None:
    """Decodes, or returns None at the first wrong byte: a damaged amount must not be read.

    A last character that a cut-off download left incomplete is dropped.
    """
    try:
        if encoding == "utf-8":
            return codecs.utf_8_decode(raw)[0]  # whole characters only
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(raw: bytes, source: str) -> str:
    """Asks charset-normalizer; it samples, so the whole is decoded strictly after."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up stays fast

    korean = _strictly(raw, "cp949")
    if korean is not None and _share(korean, "\uac00", "\ud7a3") > _KOREAN:
        return korean
    best = from_bytes(raw, cp_isolation=_GUESSED, threshold=0.1).best()
    text = _strictly(raw, best.encoding) if best else None
    if text is None:
        text = _mended(raw)
    if text is None:
        raise UnreadableError(
            f"{source} is in no encoding that can be told; save it as UTF-8 and try again."
        )
    return text


def _is_packed(raw: bytes) -> bool:
    """Tells a binary file from text that begins like one ('BM…', 'RIFF…')."""
    try:
        start = codecs.getincrementaldecoder("utf-8")().decode(raw[:512])
    except UnicodeDecodeError:
        return True
    return _controls_in(start) > 0 or start.startswith(("%PDF-", "{\\rtf", "GIF8"))


def _mended(raw: bytes) -> str | None:
    """Decodes all but a few wrong bytes, as of a description that was cut inside a character.

    Each leaves a mark: a page may have one outside of its article, but not in it.
    """
    declared = _DECLARED.search(raw[:4096])
    names = ["utf-8", "cp949", declared[1].decode("ascii").lower() if declared else "utf-8"]
    read = (_marking(raw, _SUPERSETS.get(name, name)) for name in names)
    texts = [text for text in read if text and _is_rarely_damaged(text)]
    return min(texts, key=lambda text: text.count(DAMAGE), default=None)


def _is_rarely_damaged(text: str) -> bool:
    """Tells damage from another encoding, which turns most characters beyond ASCII wrong."""
    damaged = text.count(DAMAGE)
    wide = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return damaged * _RARE <= len(text) or damaged * _RARE_OF_WIDE <= wide


_RARE = 300
"""At most one wrong byte in so many characters of any text."""
_RARE_OF_WIDE = 8
"""And in so many that need several bytes, which right bytes of another encoding seldom form."""


def _marking(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding, _MARKED)
    except (LookupError, UnicodeError):
        return None


_MARKED = "llmextract-damage"
codecs.register_error(_MARKED, lambda error: (DAMAGE, getattr(error, "end", 0)))

# Korean prose is four fifths syllables; other text misread as CP949 turns into Chinese
# characters and has next to none.
_KOREAN = 0.3


def _share(text: str, first: str, last: str) -> float:
    letters = [c for c in text[:20_000] if not c.isspace() and not c.isascii()]
    return sum(first <= c <= last for c in letters) / max(1, len(letters))


_CONTROLS = re.compile("[\0-\x08\x0e-\x19\x1c-\x1f]")


def _controls_in(text: str) -> int:
    # The mark of what is no character stands far from the others: in one set with them, it
    # would make the search longer by half.
    return len(_CONTROLS.findall(text)) + text.count("\ufffd")


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    # One in a hundred: a page with a stray byte is still a page.
    return _controls_in(sample) * 100 > len(sample)
