"""What `scan` promises for any text."""

import pickle
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.reading import scan
from llmextract.spans import DateSpan, Money

PIECES = [
    "1", "12", "2025", "9999", "31", "0", ",", ".", " ", "~", "-", "억", "만", "조", "천", "여",
    "원", "달러", "수", "년", "월", "일", "분기", "상반기", "까지", "부터", "간", "오는 ", "지난 ",
    "내년", "이달", "말", "초", "이천", "십이월", "년대", " 전", " 후", "같은 해 ", "마지막 ", "주",
    "(금)", "'", "$", "₩", "KRW ", "USD", " million", " won", "by ", "March ", " to ", " ago",
    "year", "between ", " and ", "the end of ", "Q1 ", "\n", "١", "３", "²", "𝟗", "설", "추석 연휴",
    "이날", "다음 날", "전날", "그해", "에서 ", "최대 ", "~'", "29·30", "사흘", "로부터 ", "봄",
    "주말", "미화 ", "수십억", "+α", "짜리", "서기 ", "상·하반기", "3/27", "earlier this ",
    "tens of ", "½", "년 안에 ", "이달 안에", "전년 동기", "새해 예산", "크리스마스", "24~26년",
    "·7",
    " 오후 2시", "복원됐다", "십수억", "둘째 주", "in two weeks", " three years later", "/27",
    "will ", "was ", "by noon ", "Friday", "weekend", "광복절 연휴", "3·1절", "~'28.",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
DAYS = st.one_of(st.none(), st.dates())


@given(TEXTS, DAYS, st.sampled_from([None, "ko", "en"]))
def test_a_mention_is_what_its_constructor_gives(text, published, language):
    for mention in scan(text, published=published, language=language):
        given = {name: getattr(mention, name) for name in mention.model_fields_set}
        built = type(mention)(**given)
        for other in (built, pickle.loads(pickle.dumps(mention))):  # noqa: S301
            assert other == mention
            assert repr(other) == repr(mention)
            assert other.model_dump_json() == mention.model_dump_json()
            assert other.model_fields_set == mention.model_fields_set


@pytest.mark.parametrize("text", ["오늘", "올해 3월"])
def test_a_moment_as_the_day_of_publication_is_cut_to_its_day(text):
    (moment,) = scan(text, published=datetime(2025, 12, 7))  # noqa: DTZ001
    (day,) = scan(text, published=date(2025, 12, 7))
    assert repr(moment) == repr(day)


@given(TEXTS, DAYS, st.sampled_from([None, "ko", "en"]))
def test_mentions_of_any_text_are_exact_sorted_and_apart(text, published, language):
    end = 0
    for mention in scan(text, published=published, language=language):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(TEXTS, DAYS)
def test_values_of_any_text_are_exact_and_in_order(text, published):
    for mention in scan(text, published=published):
        if isinstance(mention, Money):
            numbers = (mention.value, mention.minimum, mention.maximum)
            assert all(n is None or isinstance(n, int | Decimal) for n in numbers)
        elif mention.first and mention.last:
            assert mention.first <= mention.last


HANGUL = " 일이삼사오육칠팔구"


def spoken(number: int) -> str:
    """A number below 10,000 in syllables."""
    digits = f"{number:04d}"
    pairs = zip(digits, ["천", "백", "십", ""], strict=True)
    return "".join(
        ("" if digit == "1" and unit else HANGUL[int(digit)]) + unit
        for digit, unit in pairs
        if digit != "0"
    )


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_an_amount_reads_back_from_every_way_to_write_it(high, low):
    value = high * 10**8 + low * 10**4
    forms = [
        f"{value}원",
        f"{value:,}원",
        f"{value:,} 원",
        f"₩{value:,}",
        f"{high}억{low}만원" if low else f"{high}억원",
        f"{high:,}억 {low:,}만 원" if low else f"{high:,}억 원",
        f"{spoken(high)}억{spoken(low)}{'만' if low else ''} 원",
        f"{Decimal(value) / 10**8}억 원",
        f"KRW {Decimal(value) / 10**9} billion",
        f"{Decimal(value) / 10**6} million won",
    ]
    # One syllable before 억 (일억) is the same amount, so all forms are read.
    for form in forms:
        (money,) = scan(form)
        assert isinstance(money, Money)
        assert (money.text, money.value, money.currency) == (form, value, "KRW")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_back_from_every_way_to_write_it(day):
    forms = [
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year}년{day.month}월{day.day}일",
        f"{day.year}. {day.month}. {day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
    ]
    for form in forms:
        (found,) = scan(form)
        assert isinstance(found, DateSpan)
        assert (found.text, found.first, found.last) == (form, day, day)


@pytest.mark.parametrize(
    "piece",
    ["1", "억", ".", "1,", "1억", "2025.", "7일", "오는 ", "천", "$1", "1~", "May ", "5만·"],
)
def test_a_long_run_of_one_thing_is_read_to_its_end(piece):
    text = piece * (20_000 // len(piece)) + " 끝 5억 원"
    mentions = scan(text, published=date(2025, 12, 10))
    assert mentions[-1].text == "5억 원"


def test_the_longer_of_two_readings_wins():
    (day,) = scan("2025-10-05")
    assert (day.text, day.precision) == ("2025-10-05", "day")


def test_a_paragraph_of_news_gives_its_amounts_and_dates_in_order():
    text = (
        "하늘시는 오는 2028년까지 총 1천240억 원을 들여 실증단지를 조성한다고 9일 밝혔다. "
        "국비 620억 원과 민자 80여억 원이 포함되며, 내년 상반기 착공한다. "
        "단지에는 매출 500억 원 이상 기업 30개사, 1만2,000㎡ 규모 시험동이 들어선다."
    )
    mentions = scan(text, published=date(2025, 12, 10))
    assert [m.text for m in mentions] == [
        "오는 2028년까지", "1천240억 원", "9일", "620억 원", "80여억 원", "내년 상반기", "500억 원",
    ]  # fmt: skip
