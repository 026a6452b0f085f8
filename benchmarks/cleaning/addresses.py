"""The date in a page's address: evidence that the extractors do not see, to check them by."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["date_in"]

_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def date_in(address: str) -> date | None:
    """The day of '…/2019/11/18/…', '…/2019-11-18/…' or '…/2019/nov/18/…'."""
    found = _PATH.search(address)
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS.index(found[2]) + 1
    return date(int(found[1]), month, int(found[3]))
