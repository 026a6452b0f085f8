"""Rows that are wrong, or that rest on a convention which news does not share.

They are counted apart, each with its reason; nothing is skipped in silence.
"""

from __future__ import annotations

__all__ = ["DOUBTED"]

_YEAR = "news means the year by 'N years ago'; the sources mean a day or a month, each another"
_END = "the row is the day or month at the end of 'within N'; the words say the time up to it"
_BARE = "alone it is a length; without 에 it needs 앞으로 or 향후, and the row is its end alone"
_WEEK = "the Monday of this week was the day before, and the row says the one after"
_SEASON = "the row's seasons begin at the solstice, Korean ones with a month"

DOUBTED: dict[str, str] = {
    # amounts
    "klue-ner-v1_dev_03074-wikitree@23": "the upper end of a range ('… to …'), read as a range",
    "ko/CurrencyModel#104": "the row says Sri Lanka's rupee, the sentence names no country",
    "nemo/itn_money#16/spoken": "alone it is the word 'forever'",
    "nemo/tn_money#10/spoken": "alone it is the word 'all around'",
    "nemo/itn_money#28/written": "¥ is yuan here and yen in the rows beside it",
    # dates
    "ko/DateParser#53": _YEAR,
    "duckling/Time#138": _YEAR,
    "duckling/Time#139": _YEAR,
    "duckling/Time#126": _END,
    "duckling/Time#127": _BARE,
    "duckling/Time#130": _END,
    "duckling/Time#131": _BARE,
    "ko/DatePeriodParser#19": "the row says the whole month, the words name a day",
    "duckling/Time#7": _WEEK,
    "duckling/Time#58": _WEEK,
    "duckling/Time#37": "alone it is a city; as 'the week before' it needs a comparison behind it",
    "duckling/Time#47": "alone it is a length of twelve years; a short year needs its apostrophe",
    "duckling/Time#141": _SEASON,
    "duckling/Time#142": _SEASON,
}
