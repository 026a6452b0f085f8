"""Which currency a word, a sign or a code means.

A code with a question mark is the likeliest reading of a word that names no country
(달러, $ → ``USD?``). To add a currency, add a row.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CODES", "ENGLISH_WORDS", "KOREAN_WORDS", "SIGNS", "Unit"]


class Unit(NamedTuple):
    """A currency, and how many of the unit make one (100 cents a dollar)."""

    code: str
    parts: int = 1


_KOREAN_COUNTRIES: dict[str, dict[str, str]] = {
    "달러": {
        "미국": "USD",
        "미": "USD",
        "캐나다": "CAD",
        "호주": "AUD",
        "홍콩": "HKD",
        "대만": "TWD",
        "싱가포르": "SGD",
        "뉴질랜드": "NZD",
        "브루나이": "BND",
        "피지": "FJD",
        "자메이카": "JMD",
        "바하마": "BSD",
        "바베이도스": "BBD",
        "벨리즈": "BZD",
        "나미비아": "NAD",
        "라이베리아": "LRD",
        "가이아나": "GYD",
        "트리니다드토바고": "TTD",
        "짐바브웨": "ZWL",
    },
    "위안": {"중국": "CNY"},
    "엔": {"일본": "JPY"},
    "유로": {},
    "파운드": {
        "영국": "GBP",
        "이집트": "EGP",
        "레바논": "LBP",
        "시리아": "SYP",
        "수단": "SDG",
        "지브롤터": "GIP",
        "아일랜드": "IEP",
        "키프로스": "CYP",
    },
    "프랑": {
        "스위스": "CHF",
        "프랑스": "FRF",
        "벨기에": "BEF",
        "룩셈부르크": "LUF",
        "콩고": "CDF",
        "르완다": "RWF",
    },
    "루피": {
        "인도": "INR",
        "스리랑카": "LKR",
        "파키스탄": "PKR",
        "네팔": "NPR",
        "모리셔스": "MUR",
        "세이셸": "SCR",
    },
    "루피아": {"인도네시아": "IDR"},
    "링깃": {"말레이시아": "MYR"},
    "바트": {"태국": "THB"},
    "동": {"베트남": "VND"},
    "페소": {
        "멕시코": "MXN",
        "필리핀": "PHP",
        "아르헨티나": "ARS",
        "칠레": "CLP",
        "콜롬비아": "COP",
        "쿠바": "CUP",
        "우루과이": "UYU",
        "도미니카": "DOP",
    },
    "루블": {"러시아": "RUB", "벨라루스": "BYN"},
    "리라": {"튀르키예": "TRY", "터키": "TRY"},
    "헤알": {"브라질": "BRL"},
    "크로나": {"스웨덴": "SEK", "아이슬란드": "ISK"},
    "크로네": {"덴마크": "DKK", "노르웨이": "NOK"},
    "즈워티": {"폴란드": "PLN"},
    "디르함": {"아랍에미리트": "AED", "UAE": "AED", "모로코": "MAD"},
    "디램": {"아랍에미리트": "AED"},
    "리얄": {"사우디": "SAR", "사우디아라비아": "SAR", "카타르": "QAR"},
    "셰켈": {"이스라엘": "ILS"},
    "투그릭": {"몽골": "MNT"},
    "숨": {"우즈베키스탄": "UZS"},
    "텡게": {"카자흐스탄": "KZT"},
    "킵": {"라오스": "LAK"},
    "라리": {"조지아": "GEL"},
    "콜론": {"코스타리카": "CRC"},
    "마르카": {"핀란드": "FIM"},
    "마르크": {"독일": "DEM"},
    "페세타": {"스페인": "ESP"},
    "휠던": {"네덜란드": "NLG"},
    "길더": {"네덜란드": "NLG"},
    "디나르": {
        "이라크": "IQD",
        "쿠웨이트": "KWD",
        "요르단": "JOD",
        "바레인": "BHD",
        "알제리": "DZD",
        "튀니지": "TND",
        "리비아": "LYD",
        "세르비아": "RSD",
    },
    "리알": {"이란": "IRR", "오만": "OMR", "카타르": "QAR", "예멘": "YER", "사우디": "SAR"},
    "실링": {"케냐": "KES", "우간다": "UGX", "탄자니아": "TZS", "소말리아": "SOS"},
    "랜드": {"남아프리카공화국": "ZAR", "남아공": "ZAR"},
    "란드": {"남아프리카공화국": "ZAR", "남아공": "ZAR"},
    "코루나": {"체코": "CZK"},
    "포린트": {"헝가리": "HUF"},
    "레우": {"루마니아": "RON", "몰도바": "MDL"},
    "레프": {"불가리아": "BGN"},
    "쿠나": {"크로아티아": "HRK"},
    "흐리브냐": {"우크라이나": "UAH"},
    "나이라": {"나이지리아": "NGN"},
    "세디": {"가나": "GHS"},
    "비르": {"에티오피아": "ETB"},
    "타카": {"방글라데시": "BDT"},
    "짯": {"미얀마": "MMK"},
    "리엘": {"캄보디아": "KHR"},
    "솜": {"키르기스스탄": "KGS"},
    "마나트": {"아제르바이잔": "AZN", "투르크메니스탄": "TMT"},
    "드람": {"아르메니아": "AMD"},
    "아프가니": {"아프가니스탄": "AFN"},
    "솔": {"페루": "PEN"},
    "과라니": {"파라과이": "PYG"},
    "볼리바르": {"베네수엘라": "VES"},
    "볼리비아노": {"볼리비아": "BOB"},
    "케찰": {"과테말라": "GTQ"},
    "렘피라": {"온두라스": "HNL"},
    "코르도바": {"니카라과": "NIO"},
    "발보아": {"파나마": "PAB"},
    "구르드": {"아이티": "HTG"},
    "파타카": {"마카오": "MOP"},
    "에스쿠도": {"포르투갈": "PTE"},
    "드라크마": {"그리스": "GRD"},
}

# What the bare word means. 동 (a quarter of a town), 숨 (breath) and the like need their country.
_KOREAN_BARE: dict[str, str] = {
    "달러": "USD?",
    "불": "USD?",
    "弗": "USD?",
    "유로": "EUR",
    "엔": "JPY",
    "위안": "CNY",
    "파운드": "GBP?",
    "프랑": "CHF?",
    "루피": "INR?",
    "루피아": "IDR",
    "링깃": "MYR",
    "바트": "THB",
    "페소": "MXN?",
    "루블": "RUB",
    "리라": "TRY",
    "헤알": "BRL",
    "크로나": "SEK",
    "크로네": "DKK?",
    "즈워티": "PLN",
    "디르함": "AED?",
    "리얄": "SAR?",
    "셰켈": "ILS",
    "투그릭": "MNT",
    "텡게": "KZT",
    "킵": "LAK",
    "라리": "GEL",
    "콜론": "CRC",
    "마르카": "FIM",
    "마르크": "DEM",
    "페세타": "ESP",
    "휠던": "NLG",
    "디나르": "IQD?", "리알": "IRR?", "실링": "KES?", "코루나": "CZK", "포린트": "HUF",
    "흐리브냐": "UAH", "나이라": "NGN", "마나트": "AZN?", "과라니": "PYG", "볼리바르": "VES",
    "케찰": "GTQ", "렘피라": "HNL", "파타카": "MOP", "에스쿠도": "PTE?", "드라크마": "GRD",
    "타카": "BDT", "짯": "MMK", "리엘": "KHR", "비르": "ETB", "레우": "RON?", "드람": "AMD",
    "쿠나": "HRK", "란드": "ZAR", "볼리비아노": "BOB", "아프가니": "AFN",
}  # fmt: skip


def _korean_words() -> dict[str, Unit]:
    words = {"원": Unit("KRW"), "센트": Unit("USD?", 100)}
    words |= {"펜스": Unit("GBP?", 100), "페니": Unit("GBP?", 100)}
    words |= {word: Unit(code) for word, code in _KOREAN_BARE.items()}
    for unit, countries in _KOREAN_COUNTRIES.items():
        words |= {f"{country} {unit}": Unit(code) for country, code in countries.items()}
    return words


KOREAN_WORDS: dict[str, Unit] = _korean_words()
"""Korean currency words; a country stands before its unit with a space or without."""

SIGNS: dict[str, str] = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "S$": "SGD",
    "$": "USD?",
    "＄": "USD?",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₩": "KRW",
    "￦": "KRW",
    "₹": "INR",
    "₫": "VND",
    "₽": "RUB",
    "฿": "THB",
}
"""Signs before (some also after) a number. ¥ is Japanese unless RMB or CNY is written."""

CODES: dict[str, str] = {
    code: code
    for code in [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "KRW",
        "CNY",
        "CHF",
        "CAD",
        "AUD",
        "NZD",
        "HKD",
        "TWD",
        "SGD",
        "INR",
        "IDR",
        "MYR",
        "THB",
        "VND",
        "PHP",
        "MXN",
        "BRL",
        "RUB",
        "TRY",
        "SEK",
        "DKK",
        "NOK",
        "PLN",
        "AED",
        "SAR",
        "QAR",
        "ILS",
        "ZAR",
    ]
} | {"RMB": "CNY"}
"""ISO 4217 codes that are read beside a number."""

ENGLISH_WORDS: dict[str, Unit] = {
    "won": Unit("KRW"),
    "us dollar": Unit("USD"),
    "u.s. dollar": Unit("USD"),
    "american dollar": Unit("USD"),
    "canadian dollar": Unit("CAD"),
    "australian dollar": Unit("AUD"),
    "hong kong dollar": Unit("HKD"),
    "singapore dollar": Unit("SGD"),
    "new zealand dollar": Unit("NZD"),
    "dollar": Unit("USD?"),
    "cent": Unit("USD?", 100),
    "euro": Unit("EUR"),
    "pound": Unit("GBP?"),
    "pence": Unit("GBP?", 100),
    "yen": Unit("JPY"),
    "yuan": Unit("CNY"),
    "renminbi": Unit("CNY"),
    "swiss franc": Unit("CHF"),
    "franc": Unit("CHF?"),
    "rupee": Unit("INR?"),
    "rupiah": Unit("IDR"),
    "baht": Unit("THB"),
    "ruble": Unit("RUB"),
    "krona": Unit("SEK"),
    "krone": Unit("NOK?"),
    "zloty": Unit("PLN"),
    "dirham": Unit("AED?"),
    "riyal": Unit("SAR?"),
}
"""English currency words, singular."""
