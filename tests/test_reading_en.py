"""English money and dates."""

from datetime import date
from decimal import Decimal

import pytest

from llmextract.reading import scan
from llmextract.spans import DateSpan, Money

PUBLISHED = date(2025, 12, 10)


def amounts(text: str) -> list[Money]:
    return [m for m in scan(text, language="en") if isinstance(m, Money)]


def dates(text: str, published: date | None = PUBLISHED) -> list[DateSpan]:
    return [m for m in scan(text, published=published, language="en") if isinstance(m, DateSpan)]


def days(found: DateSpan) -> tuple[str | None, str | None]:
    return (
        found.first.isoformat() if found.first else None,
        found.last.isoformat() if found.last else None,
    )


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1.2 billion", 1_200_000_000, "USD?"),
        ("US$3m", 3_000_000, "USD"),
        ("£40,000", 40_000, "GBP"),
        ("$49.99", Decimal("49.99"), "USD?"),
        ("1.5 million euros", 1_500_000, "EUR"),
        ("KRW 91.6 billion", 91_600_000_000, "KRW"),
        ("91.6 billion won", 91_600_000_000, "KRW"),
        ("half a million dollars", 500_000, "USD?"),
        ("5-million-dollar", 5_000_000, "USD?"),
        ("30 Swiss francs", 30, "CHF"),
        ("50 cents", Decimal("0.5"), "USD?"),
        ("USD 5 million", 5_000_000, "USD"),
        ("5 million USD", 5_000_000, "USD"),
        ("1.5m euros", 1_500_000, "EUR"),
        ("two hundred thousand pounds", 200_000, "GBP?"),
        ("thirty-five million won", 35_000_000, "KRW"),
        ("€1.234,56", Decimal("1234.56"), "EUR"),
        ("A$5m", 5_000_000, "AUD"),
        ("1 trillion won", 10**12, "KRW"),
    ],
)
def test_an_amount_is_read_exactly(text, value, currency):
    (money,) = amounts(f"It took {text} to build.")
    assert (money.text, money.value, money.currency) == (text, value, currency)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("between $5 million and $10 million", "$5 million and $10 million"),
        ("a $5-10 million fund", "$5-10 million"),
        ("about 5 to 10 million dollars", "5 to 10 million dollars"),
        ("from $5 to $10 million", "$5 to $10 million"),
        ("$5m–$10m of it", "$5m–$10m"),
        ("between 5 and 10 million dollars", "5 and 10 million dollars"),
    ],
)
def test_a_range_is_one_mention(sentence, text):
    (money,) = amounts(sentence)
    assert (money.text, money.value) == (text, None)
    assert (money.minimum, money.maximum) == (5_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("text", "minimum", "maximum"),
    [
        ("tens of millions of dollars", 10**7, 10**8),
        ("hundreds of billions of won", 10**11, 10**12),
        ("several million euros", 2 * 10**6, 10**7),
    ],
)
def test_rough_numbers_give_bounds_and_no_value(text, minimum, maximum):
    (money,) = amounts(f"It lost {text} a year.")
    assert (money.text, money.value, money.approximate) == (text, None, True)
    assert (money.minimum, money.maximum) == (minimum, maximum)


def test_a_change_is_two_amounts():
    assert [m.value for m in amounts("rose from $5 million to $10 million")] == [
        5_000_000,
        10_000_000,
    ]


def test_bounds_and_rounding_stay_outside():
    most, least, rough = amounts("up to $3m, at least 5 million dollars, about €20bn")
    assert (most.text, most.maximum, most.minimum) == ("$3m", 3_000_000, None)
    assert (least.minimum, least.maximum) == (5_000_000, None)
    assert rough.approximate


@pytest.mark.parametrize(
    "text",
    [
        "give it a try",
        "In 2024 won the prize",
        "230 pounds of rice",
        "1,000 pounds of rice",
        "3,000 people",
    ],
)
def test_verbs_weights_and_counts_are_no_money(text):
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("sentence", "text", "first", "last", "precision"),
    [
        ("before the end of 2025.", "before the end of 2025", None, "2025-12-31", "month"),
        ("on March 3, 2025,", "March 3, 2025", "2025-03-03", "2025-03-03", "day"),
        ("on 3 March 2025", "3 March 2025", "2025-03-03", "2025-03-03", "day"),
        ("in March 2025", "March 2025", "2025-03-01", "2025-03-31", "month"),
        ("in 2025", "2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-2029 plan", "2025-2029", "2025-01-01", "2029-12-31", "year"),
        ("from 2020 to 2024", "from 2020 to 2024", "2020-01-01", "2024-12-31", "year"),
        ("March 3-5, 2025", "March 3-5, 2025", "2025-03-03", "2025-03-05", "day"),
        ("in the first half of 2026", "first half of 2026", "2026-01-01", "2026-06-30", "half"),
        ("for Q1 2026", "Q1 2026", "2026-01-01", "2026-03-31", "quarter"),
        ("in fiscal year 2027", "fiscal year 2027", "2027-01-01", "2027-12-31", "year"),
        ("in the 1990s", "1990s", "1990-01-01", "1999-12-31", "decade"),
        ("by the end of 2027", "by the end of 2027", None, "2027-12-31", "month"),
        ("until 2026", "until 2026", None, "2026-12-31", "year"),
        ("since March 2020", "since March 2020", "2020-03-01", None, "month"),
        ("after 2025", "after 2025", "2026-01-01", None, "year"),
        ("before March 2024", "before March 2024", None, "2024-02-29", "month"),
        ("the 2025–29 plan", "2025–29", "2025-01-01", "2029-12-31", "year"),
        ("in March-May 2026", "March-May 2026", "2026-03-01", "2026-05-31", "month"),
        ("from March to May 2026", "from March to May 2026", "2026-03-01", "2026-05-31", "month"),
        ("in the late 1980s", "late 1980s", "1987-01-01", "1989-12-31", "decade"),
        ("in spring 2026", "spring 2026", "2026-03-01", "2026-05-31", "quarter"),
        ("on 03/31/2025", "03/31/2025", "2025-03-31", "2025-03-31", "day"),
        ("on 31/03/2025", "31/03/2025", "2025-03-31", "2025-03-31", "day"),
        ("in H1 2026", "H1 2026", "2026-01-01", "2026-06-30", "half"),
        ("in the 2026/27 season", "2026/27", "2026-01-01", "2027-12-31", "year"),
        ("the FY2026-27 budget", "FY2026-27", "2026-01-01", "2027-12-31", "year"),
        ("by mid-2026", "by mid-2026", None, "2026-08-31", "month"),
        ("in FY2027", "FY2027", "2027-01-01", "2027-12-31", "year"),
        ("in early 2025", "early 2025", "2025-01-01", "2025-04-30", "month"),
        ("no later than 30 June 2026", "no later than 30 June 2026", None, "2026-06-30", "day"),
    ],
)
def test_an_absolute_date_needs_no_publication_date(sentence, text, first, last, precision):
    (found,) = dates(sentence, None)
    assert (found.text, *days(found), found.precision) == (text, first, last, precision)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last year", "2024-01-01", "2024-12-31"),
        ("next month", "2026-01-01", "2026-01-31"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("last March", "2025-03-01", "2025-03-31"),
        ("yesterday", "2025-12-09", "2025-12-09"),
        ("earlier this month", "2025-12-01", "2025-12-31"),
        ("later this year", "2025-01-01", "2025-12-31"),
        ("last Friday", "2025-12-05", "2025-12-05"),
        ("next Monday", "2025-12-15", "2025-12-15"),
        ("two weeks ago", "2025-11-26", "2025-11-26"),
        ("last summer", "2025-06-01", "2025-08-31"),
        ("early next year", "2026-01-01", "2026-04-30"),
        ("last weekend", "2025-12-06", "2025-12-07"),
        ("by Friday", None, "2025-12-12"),
        ("last night", "2025-12-09", "2025-12-09"),
        ("five years ago", "2020-01-01", "2020-12-31"),
        ("Two years ago", "2023-01-01", "2023-12-31"),
        ("a decade ago", "2015-01-01", "2015-12-31"),
        ("3 March", "2025-03-03", "2025-03-03"),
    ],
)
def test_a_relative_date_counts_from_the_publication(text, first, last):
    (found,) = dates(f"it opened {text} here")
    assert (found.text, *days(found)) == (text, first, last)
    (unplaced,) = dates(f"it opened {text} here", None)
    assert days(unplaced) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "text", "first"),
    [
        ("it opened on Monday here", "Monday", "2025-12-08"),
        ("the mayor said Monday it would", "Monday", "2025-12-08"),
        ("over the past three years", "past three years", "2022-01-01"),
    ],
)
def test_words_that_only_lead_to_a_date_stay_outside(sentence, text, first):
    (found,) = dates(sentence)
    assert (found.text, days(found)[0]) == (text, first)


@pytest.mark.parametrize(
    ("sentence", "words", "first", "last"),
    [
        ("The bridge will open in two weeks.", "in two weeks", "2025-12-24", "2025-12-24"),
        (
            "It is due to open within three months.",
            "within three months",
            "2025-12-10",
            "2026-03-09",
        ),
        ("The council will meet on Monday.", "Monday", "2025-12-15", "2025-12-15"),
        ("The library will reopen in March.", "March", "2026-03-01", "2026-03-31"),
        ("Council tax will rise from April.", "from April", "2026-04-01", None),
        ("It was adjourned until February 3.", "until February 3", None, "2026-02-03"),
        ("The fair runs from 12 to 14 June.", "from 12 to 14 June", "2026-06-12", "2026-06-14"),
        ("It stays shut until noon Thursday.", "until noon Thursday", None, "2025-12-11"),
        ("It broke out after 2am on Tuesday.", "Tuesday", "2025-12-09", "2025-12-09"),
        ("She was elected in November.", "November", "2025-11-01", "2025-11-30"),
        ("The market opens Friday.", "Friday", "2025-12-12", "2025-12-12"),
        ("It moves out before Christmas.", "before Christmas", None, "2025-12-24"),
        ("It reopened Friday night.", "Friday", "2025-12-05", "2025-12-05"),
        ("The fair returns on Tuesday, December 16.", "Tuesday, December 16", *2 * ("2025-12-16",)),
    ],
)
def test_the_verb_tells_whether_a_day_lies_ahead(sentence, words, first, last):
    (found,) = dates(sentence)
    assert (found.text, *days(found)) == (words, first, last)


def test_later_counts_from_the_date_that_the_text_named():
    _, reopened = dates("It closed in 2019 and reopened three years later.", None)
    assert (reopened.text, days(reopened)) == ("three years later", ("2022-01-01", "2022-12-31"))
    assert dates("It reopened three years later.") == []


def test_by_looks_ahead_and_since_looks_back():
    assert [days(d) for d in dates("by January and since March")] == [
        (None, "2026-01-31"),
        ("2025-03-01", None),
    ]


def test_a_sign_before_the_number_wins_over_the_word_behind_it():
    (money,) = amounts("owes $7.9 million dollars")
    assert money.text == "$7.9 million"


def test_on_a_weekday_may_be_the_day_of_publication():
    (found,) = dates("He said so on Wednesday.")
    assert days(found) == ("2025-12-10", "2025-12-10")


@pytest.mark.parametrize(
    "text",
    [
        "they may march on",
        "2,025 units",
        "A 2024-page book",
        "call 555 2025 now",
        "the 2018 Winter Olympics",
        "over the next five years",
        "for the first time in three years",
        "It is expected to last six weeks.",
        "The Class of 2020 returned",
        "14 March Road",
        "the May family and April Jones",
        "open from Monday to Friday",
        "a Christmas market",
        "2025-03",
    ],
)
def test_words_and_counts_are_no_dates(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("It runs from 13 to 16 November.", "from 13 to 16 November", 13, 16),
        ("open between 3 and 5 November", "between 3 and 5 November", 3, 5),
    ],
)
def test_days_before_a_month_share_it(text, words, first, last):
    (found,) = scan(text, published=date(2025, 10, 8), language="en")
    assert (found.text, found.first.day, found.last.day) == (words, first, last)
    assert found.first.month == found.last.month == 11


@pytest.mark.parametrize(
    "text",
    ["has risen by £11 million to £39.4 million", "fell by 3 million euros to 2 million euros"],
)
def test_a_change_and_what_it_comes_to_are_two_amounts(text):
    found = amounts(f"The cost {text}.")
    assert len(found) == 2
    assert all(money.value is not None for money in found)


def test_is_to_looks_ahead():
    text = "It brought visitors to the town and is to get help for the fair on 7 August."
    (found,) = scan(text, published=date(2026, 4, 21), language="en")
    assert found.first == date(2026, 8, 7)
