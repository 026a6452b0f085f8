"""What other libraries make of the rows; runs in their own environment.

Reads rows as JSON lines and writes answers as JSON lines:
``{"id", "peer", "found": [...]}``. Each peer gets the phrase alone, which is the easier task;
korean-datetime also gets the whole sentence.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates
from korean_datetime import Cycle, ParseOptions, parse_all
from korean_number import kor2num
from price_parser import Price

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
# Where a row has no reference day, any will do: its dates are absolute.
ANY_DAY = "2025-01-01"


def main() -> None:
    if sys.argv[1:] == ["speed"]:
        speed(json.load(sys.stdin))
        return
    for line in sys.stdin:
        row = json.loads(line)
        for peer, ask in (DATES if row["kind"] == "date" else AMOUNTS).items():
            try:
                found = ask(row)
            except (ValueError, OverflowError, KeyError, TypeError, IndexError, AttributeError):
                found = []
            print(json.dumps({"id": row["id"], "peer": peer, "found": found}))


def speed(pieces: list[str]) -> None:
    """Articles a second of those that read whole texts."""
    now = datetime.fromisoformat(ANY_DAY)
    readers: dict[str, tuple[int, Callable[[str], object]]] = {
        "korean-datetime": (len(pieces), lambda text: parse_all(text, now=now)),
        "dateparser": (2, lambda text: search_dates(text, languages=["ko"])),
    }
    for peer, (most, read) in readers.items():
        began = time.process_time()
        for piece in pieces[:most]:
            read(piece)
        print(json.dumps({"peer": peer, "rate": most / (time.process_time() - began)}))


def price_parser(row: Json) -> list[Json]:
    price = Price.fromstring(row["phrase"])
    amount = None if price.amount is None else str(price.amount)
    return [{"value": amount, "currency": _CURRENCIES.get(price.currency, price.currency)}]


_CURRENCIES = {
    "₩": "KRW",
    "원": "KRW",
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "¥": "JPY",
    "£": "GBP",
    None: "KRW",
}


def korean_number(row: Json) -> list[Json]:
    """It reads numbers only, so it gets the phrase without 원, and is believed on the currency."""
    value = kor2num(row["phrase"].removesuffix("원").strip())
    return [{"value": str(value), "currency": row["currency"]}]


def dateparser(row: Json) -> list[Json]:
    base = _now(row)
    read = DateDataParser(languages=["ko"], settings={"RELATIVE_BASE": base})
    data = read.get_date_data(row["phrase"])
    if data.date_obj is None:
        return []
    first = data.date_obj.date()
    if data.period == "year":
        return [_days(first.replace(month=1, day=1), first.replace(month=12, day=31))]
    if data.period == "month":
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return [_days(first.replace(day=1), following - timedelta(days=1))]
    return [_days(first, first)]


def korean_datetime(key: str, cycle: Cycle) -> Callable[[Json], list[Json]]:
    options = ParseOptions(cycle=cycle)

    def ask(row: Json) -> list[Json]:
        found = parse_all(row[key], now=_now(row), options=options)
        moment = timedelta(microseconds=1)
        return [_days(each.start.date(), (each.end - moment).date()) for each in found]

    return ask


def _now(row: Json) -> datetime:
    return datetime.fromisoformat(row["reference"] or ANY_DAY)


def _days(first: date, last: date) -> Json:
    return {"first": first.isoformat(), "last": last.isoformat()}


AMOUNTS: dict[str, Callable[[Json], list[Json]]] = {
    "price-parser": price_parser,
    "korean_number": korean_number,
}
DATES: dict[str, Callable[[Json], list[Json]]] = {
    "dateparser": dateparser,
    "korean-datetime": korean_datetime("phrase", Cycle.FUTURE),
    "korean-datetime, in the sentence": korean_datetime("text", Cycle.FUTURE),
    "korean-datetime, nearest": korean_datetime("phrase", Cycle.NEAREST),
}

if __name__ == "__main__":
    main()
