"""Whatever is written, in whatever form and sentence, reads back to itself."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from llmextract.reading import en_forms, numerals, scan
from llmextract.spans import DateSpan, Money

# What may stand around a phrase: sentences without an amount or a date of their own, which
# change nothing in how the phrase is read.
SENTENCES = st.sampled_from(
    [
        ("", ""),
        ("하늘시는 ", "을 들여 센터를 짓는다."),
        ("모두 ", "이 들었다고 한다."),
        ("(", ")"),
        ("‘", "’"),
        ("사업비: ", "\n다음 줄"),
        ("바닷가 마을 3곳에 ", ", 주민 1만 명이 산다."),
        ("제12조에 따라 ", "을 낸다."),
    ]
)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
MAN, EOK, JO = 10**4, 10**8, 10**12


def written(value: int) -> list[str]:
    """A sum of won in the forms that newspapers write it in."""
    jo, eok, man, rest = value // JO, value % JO // EOK, value % EOK // MAN, value % MAN
    groups = [(jo, "조"), (eok, "억"), (man, "만"), (rest, "")]
    plain = [f"{number}{unit}" for number, unit in groups if number]
    commas = [f"{number:,}{unit}" for number, unit in groups if number]
    mixed = [f"{thousands(number)}{unit}" for number, unit in groups if number]
    return [
        "".join(plain) + "원",
        "".join(plain) + " 원",
        " ".join(commas) + " 원",
        "".join(mixed) + "원",
        "".join(mixed) + " 원",
        f"{value:,}원",
        f"₩{value:,}",
        f"KRW {value:,}",
    ]


def thousands(number: int) -> str:
    """9백16, 5천74: the way wire services mix digits and syllables."""
    parts = [(number // 1000, "천"), (number % 1000 // 100, "백"), (number % 100, "")]
    return "".join(f"{count}{unit}" for count, unit in parts if count)


@given(st.integers(1, 9_999 * JO), st.data(), SENTENCES)
def test_any_sum_in_any_form_reads_back_inside_any_sentence(value, data, around):
    form = data.draw(st.sampled_from(written(value)))
    before, after = around
    (money,) = [m for m in scan(before + form + after) if isinstance(m, Money)]
    assert (money.text, money.value, money.currency) == (form, value, "KRW")
    assert money.start == len(before)


@given(st.integers(1, 9_999), st.integers(0, 99), st.sampled_from(["억", "조", "만"]), SENTENCES)
def test_any_decimal_of_a_large_unit_reads_back(whole, hundredths, unit, around):
    number = Decimal(f"{whole}.{hundredths:02}")
    form = f"{number}{unit} 원"
    before, after = around
    (money,) = [m for m in scan(before + form + after) if isinstance(m, Money)]
    assert (money.text, money.value) == (form, number * {"만": MAN, "억": EOK, "조": JO}[unit])


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["~", "∼", "-", " ~ "]), SENTENCES)
def test_any_range_gives_both_its_ends(one, other, sign, around):
    assume(one != other)
    low, high = sorted((one, other))
    before, after = around
    for form in (
        f"{low}{sign}{high}억 원",
        f"{low}억{sign}{high}억 원",
        f"{low}억 원{sign}{high}억 원",
    ):
        (money,) = [m for m in scan(before + form + after) if isinstance(m, Money)]
        assert (money.text, money.value) == (form, None)
        assert (money.minimum, money.maximum) == (low * EOK, high * EOK)


@given(st.integers(1, 10**12), st.sampled_from(["달러", "유로", "엔", "위안"]), SENTENCES)
def test_any_sum_of_another_currency_reads_back(value, unit, around):
    form = f"{value:,}{unit}"
    before, after = around
    (money,) = [m for m in scan(before + form + after) if isinstance(m, Money)]
    codes = {"달러": "USD?", "유로": "EUR", "엔": "JPY", "위안": "CNY"}
    assert (money.text, money.value, money.currency) == (form, value, codes[unit])


def day_forms(day: date) -> list[str]:
    weekday = "월화수목금토일"[day.weekday()]
    return [
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year}년 {day.month}월 {day.day}일({weekday})",
        f"{day.year}. {day.month}. {day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}.({weekday})",
        f"‘{day:%y}. {day.month}. {day.day}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
    ]


@given(DAYS, st.one_of(st.none(), DAYS), st.data(), SENTENCES)
def test_any_day_reads_back_for_any_publication_date(day, published, data, around):
    forms = day_forms(day) if 1969 <= day.year < 2069 else day_forms(day)[:4]
    form = data.draw(st.sampled_from(forms))
    before, after = around
    (found,) = [m for m in scan(before + form + after, published=published) if m.kind == "date"]
    assert isinstance(found, DateSpan)
    assert (found.text, found.first, found.last, found.doubt) == (form, day, day, None)


def interval_forms(first: date, last: date) -> list[str]:
    left, right = f"{first.year}년 {first.month}월 {first.day}일", f"{last.month}월 {last.day}일"
    whole = f"{last.year}년 {right}"
    forms = [
        f"{left}부터 {whole}까지",
        f"{left}~{whole}",
        f"{first.isoformat()}~{last.isoformat()}",
    ]
    if first.year == last.year:
        forms += [f"{left}부터 {right}까지", f"{left} ~ {right}"]
        forms.append(f"{first.year}. {first.month}. {first.day}.~{last.month}. {last.day}.까지")
        if first.month == last.month:
            forms += [f"{left}부터 {last.day}일까지", f"{left}∼{last.day}일"]
    return forms


@given(DAYS, st.integers(1, 900), st.one_of(st.none(), DAYS), st.data(), SENTENCES)
def test_any_interval_reads_back_for_any_publication_date(first, length, published, data, around):
    last = first + timedelta(days=length)
    form = data.draw(st.sampled_from(interval_forms(first, last)))
    before, after = around
    (found,) = [m for m in scan(before + form + after, published=published) if m.kind == "date"]
    assert isinstance(found, DateSpan)
    assert (found.text, found.first, found.last) == (form, first, last)


@given(st.integers(1950, 2049), st.integers(1, 9), SENTENCES)
def test_any_years_read_back_with_their_open_or_closed_ends(year, length, around):
    end = year + length
    before, after = around
    forms = {
        f"{year}~{end}년": (date(year, 1, 1), date(end, 12, 31)),
        f"{year}년부터 {end}년까지": (date(year, 1, 1), date(end, 12, 31)),
        f"{year}년까지": (None, date(year, 12, 31)),
        f"{year}년부터": (date(year, 1, 1), None),
        f"{year}년 이후": (date(year, 1, 1), None),
        f"{year}년부터 {length}년간": (date(year, 1, 1), date(end - 1, 12, 31)),
        f"{end}년까지 {length}년간": (date(year + 1, 1, 1), date(end, 12, 31)),
    }
    for form, days in forms.items():
        (found,) = [m for m in scan(before + form + after) if m.kind == "date"]
        assert isinstance(found, DateSpan)
        assert (found.text, (found.first, found.last)) == (form, days)


@given(DAYS, st.integers(1, 12), SENTENCES)
def test_any_month_of_a_relative_year_reads_back(published, month, around):
    before, after = around
    for word, years in (("지난해", -1), ("올해", 0), ("내년", 1), ("재작년", -2), ("내후년", 2)):
        form = f"{word} {month}월"
        (found,) = [m for m in scan(before + form + after, published=published) if m.kind == "date"]
        assert isinstance(found, DateSpan)
        assert (found.text, found.first) == (form, date(published.year + years, month, 1))
        assert found.precision == "month"


@given(st.text("0123456789,.일이삼십백천만억조경여 \u00a0", max_size=12))
def test_a_numeral_reads_the_same_at_a_glance_and_token_by_token(text):
    assert numerals.read_numeral(text, 0) == numerals._read_tokens(text, 0)


@given(
    st.lists(
        st.sampled_from(
            [
                *("3", "12", "2025", "31", "٣", "1st", "Q1", "H2", "FY25", "the", "The", "end"),
                *("early", "Mid-", "late", "first", "Second", "half", "quarter", "last", "This"),
                *("next", "past", "year", "month", "week", "weekend", "in", "within", "on", "On"),
                *("Monday", "March", "May", "spring", "summer", "fiscal", "Fiscal", "one", "An"),
                *("ago", "later", "years", "yesterday", "Last night", "Christmas", "of", "1990s"),
            ]
        ),
        max_size=5,
    ).map(" ".join)
)
def test_a_form_of_an_english_date_is_found_by_the_letter_that_it_begins_with(text):
    for form in en_forms._ALL:
        if form.match(text):
            assert form in en_forms.forms_at(text, 0)
