"""Korean dates: each rule with the phrase it is for."""

from datetime import date

import pytest

from llmextract.reading import scan
from llmextract.spans import DateSpan

PUBLISHED = date(2025, 12, 10)  # a Wednesday


def dates(text: str, published: date | None = PUBLISHED) -> list[DateSpan]:
    return [m for m in scan(text, published=published, language="ko") if isinstance(m, DateSpan)]


def only(text: str, published: date | None = PUBLISHED) -> DateSpan:
    (found,) = dates(text, published)
    return found


def days(found: DateSpan) -> tuple[str | None, str | None]:
    return (
        found.first.isoformat() if found.first else None,
        found.last.isoformat() if found.last else None,
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025년", "2025-01-01", "2025-12-31", "year"),
        ("2026년도", "2026-01-01", "2026-12-31", "year"),
        ("2026학년도", "2026-03-01", "2027-02-28", "year"),
        ("2025년 3월", "2025-03-01", "2025-03-31", "month"),
        ("2025년 3월 4일", "2025-03-04", "2025-03-04", "day"),
        ("2024년 2월 29일(목)", "2024-02-29", "2024-02-29", "day"),
        ("오는 2026년 상반기", "2026-01-01", "2026-06-30", "half"),
        ("2026년 3분기", "2026-07-01", "2026-09-30", "quarter"),
        ("2020년 3사분기", "2020-07-01", "2020-09-30", "quarter"),
        ("2026년 초", "2026-01-01", "2026-01-31", "month"),
        ("2026년 말", "2026-12-01", "2026-12-31", "month"),
        ("2026년 5월 중순", "2026-05-11", "2026-05-20", "month"),
        ("2024년 2월 말", "2024-02-21", "2024-02-29", "month"),
        ("1990년대", "1990-01-01", "1999-12-31", "decade"),
        ("60~70년대", "1960-01-01", "1979-12-31", "decade"),
        ("'25년", "2025-01-01", "2025-12-31", "year"),
        ("‘19.3.27", "2019-03-27", "2019-03-27", "day"),
        ("25년 하반기", "2025-07-01", "2025-12-31", "half"),
        ("2025.3.4", "2025-03-04", "2025-03-04", "day"),
        ("2025. 3. 4", "2025-03-04", "2025-03-04", "day"),
        ("2025-03-04", "2025-03-04", "2025-03-04", "day"),
        ("2025/3/4", "2025-03-04", "2025-03-04", "day"),
        ("2025.3", "2025-03-01", "2025-03-31", "month"),
        ("이천이십사년 팔월 이십팔일", "2024-08-28", "2024-08-28", "day"),
        ("2014년 9월 셋째 화요일", "2014-09-16", "2014-09-16", "day"),
        ("2015년 10월 마지막 날", "2015-10-31", "2015-10-31", "day"),
    ],
)
def test_an_absolute_date_needs_no_publication_date(text, first, last, precision):
    found = only(text, None)
    assert (found.text, *days(found), found.precision) == (text, first, last, precision)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025~2029년", "2025-01-01", "2029-12-31"),
        ("2025∼29년", "2025-01-01", "2029-12-31"),
        ("2025~2029", "2025-01-01", "2029-12-31"),
        ("'25~'29년", "2025-01-01", "2029-12-31"),
        ("2020년부터 2024년까지", "2020-01-01", "2024-12-31"),
        ("2025년 3~4월", "2025-03-01", "2025-04-30"),
        ("2025년 11월 17∼19일", "2025-11-17", "2025-11-19"),
        ("2025년 3월 1일부터 5월 31일까지", "2025-03-01", "2025-05-31"),
        ("2025년 12월~2026년 2월", "2025-12-01", "2026-02-28"),
        ("2025.10.1~10.5", "2025-10-01", "2025-10-05"),
        ("2025. 3. 4.부터 5. 31.까지", "2025-03-04", "2025-05-31"),
        ("2025년 12월 20일(토)~2026년 1월 5일(월)", "2025-12-20", "2026-01-05"),
        ("11월부터 2026년 3월까지", "2025-11-01", "2026-03-31"),
        ("2025년 12월 28일부터 1월 3일까지", "2025-12-28", "2026-01-03"),
        ("2015년 1월 1일과 2018년 2월 5일 사이", "2015-01-01", "2018-02-05"),
        ("지난 2006년부터 14년간", "2006-01-01", "2019-12-31"),
        ("2027년까지 3년간", "2025-01-01", "2027-12-31"),
        ("2025년 3월부터 6개월간", "2025-03-01", "2025-08-31"),
        ("2023년부터 3개년", "2023-01-01", "2025-12-31"),
        ("2018.7.1. 이전", None, "2018-07-01"),
        ("2026년까지", None, "2026-12-31"),
        ("오는 2026년까지", None, "2026-12-31"),
        ("2020년 이후", "2020-01-01", None),
        ("2025년 3월부터", "2025-03-01", None),
        ("2026년 말까지", None, "2026-12-31"),
    ],
)
def test_a_period_is_one_mention(text, first, last):
    found = only(text, None)
    assert (found.text, *days(found)) == (text, first, last)


def test_a_length_beside_two_fixed_ends_stays_outside():
    assert only("2020년부터 2024년까지 5년 동안", None).text == "2020년부터 2024년까지"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("7일", "2025-12-07", "2025-12-07", "day"),
        ("12일", "2025-12-12", "2025-12-12", "day"),
        ("31일", "2025-12-31", "2025-12-31", "day"),
        ("오는 7일", "2026-01-07", "2026-01-07", "day"),
        ("지난 12일", "2025-11-12", "2025-11-12", "day"),
        ("20일까지", None, "2025-12-20", "day"),
        ("3월 1일", "2025-03-01", "2025-03-01", "day"),
        ("오는 5월께", "2026-05-01", "2026-05-31", "month"),
        ("지난 4월", "2025-04-01", "2025-04-30", "month"),
        ("3~4월", "2025-03-01", "2025-04-30", "month"),
        ("상반기", "2025-01-01", "2025-06-30", "half"),
        ("내년 상반기", "2026-01-01", "2026-06-30", "half"),
        ("1~3분기", "2025-01-01", "2025-09-30", "quarter"),
        ("지난해", "2024-01-01", "2024-12-31", "year"),
        ("재작년", "2023-01-01", "2023-12-31", "year"),
        ("올해", "2025-01-01", "2025-12-31", "year"),
        ("내후년", "2027-01-01", "2027-12-31", "year"),
        ("3년 전", "2022-01-01", "2022-12-31", "year"),
        ("내년부터", "2026-01-01", None, "year"),
        ("내년부터 3년간", "2026-01-01", "2028-12-31", "year"),
        ("올해 안에", None, "2025-12-31", "year"),
        ("연내", None, "2025-12-31", "year"),
        ("연말까지", None, "2025-12-31", "month"),
        ("이달 말까지", None, "2025-12-31", "month"),
        ("다음 달", "2026-01-01", "2026-01-31", "month"),
        ("지난달 28일(금)", "2025-11-28", "2025-11-28", "day"),
        ("다음 주 화요일", "2025-12-16", "2025-12-16", "day"),
        ("이번 주말", "2025-12-13", "2025-12-14", "day"),
        ("지난 5년간", "2020-01-01", "2024-12-31", "year"),
        ("어제", "2025-12-09", "2025-12-09", "day"),
        ("12.5.(금)", "2025-12-05", "2025-12-05", "day"),
        ("2년 1개월 21일 전", "2023-10-20", "2023-10-20", "day"),
    ],
)
def test_a_relative_date_counts_from_the_publication(text, first, last, precision):
    found = only(text)
    assert (found.text, *days(found), found.precision) == (text, first, last, precision)
    unplaced = only(text, None)
    assert (unplaced.text, *days(unplaced)) == (text, None, None)


def test_each_end_of_a_period_is_read_by_itself():
    assert days(only("내년부터 2028년까지", None)) == (None, "2028-12-31")
    assert days(only("내년부터 2028년까지")) == ("2026-01-01", "2028-12-31")


def test_a_weekday_tells_which_month_a_day_is_in():
    # On 10 December 2025 the last 19th was a Wednesday; the next is a Friday.
    assert days(only("19일(수)")) == ("2025-11-19", "2025-11-19")
    assert days(only("19일 금요일")) == ("2025-12-19", "2025-12-19")


def test_a_day_that_is_far_off_lies_in_the_neighbouring_year():
    assert days(only("12월 30일", date(2026, 1, 3))) == ("2025-12-30", "2025-12-30")


@pytest.mark.parametrize("text", ["오는 5월께", "2025년 10월경", "6월 말쯤", "10여 년 전"])
def test_rough_words_inside_make_the_date_approximate(text):
    found = only(text)
    assert (found.text, found.approximate) == (text, True)


def test_the_second_of_a_list_shares_the_month_of_the_first():
    assert [days(d) for d in dates("2025년 3월 1일과 5일", None)] == [
        ("2025-03-01", "2025-03-01"),
        ("2025-03-05", "2025-03-05"),
    ]


def test_the_same_year_and_the_next_count_from_the_date_before():
    found = dates("2018년 문을 열었고 같은 해 5월 상을 받았으며 이듬해 3월 확장했다", None)
    assert [d.text for d in found] == ["2018년", "같은 해 5월", "이듬해 3월"]
    assert [days(d)[0] for d in found] == ["2018-01-01", "2018-05-01", "2019-03-01"]


@pytest.mark.parametrize(
    "text",
    [
        "5년간", "향후 5년간", "100년 전통", "30년 경력", "14년", "100년 준비", "50주년",
        "6·25전쟁", "3·1운동", "24시간", "제7차", "1월호", "민선 8기", "10년 만에", "7일 만에",
        "2박 3일", "5일장", "1일 평균 200명", "3일 전까지", "매년 6월 1일과 12월 1일",
        "매주 토요일", "징역 1년 6월", "1990년생", "20대", "분기별", "청년내일채움공제", "오늘날",
        "051-2025-1234", "192.168.0.1", "오전 10시 30분", "상·하반기", "전주시",
        "2~3단계", "2025.3포인트",
    ],
)  # fmt: skip
def test_lengths_names_and_numbers_are_no_dates(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("2022년 기준 2천 개", "2022년"),
        ("2024년 말레이시아에서", "2024년"),
        ("5월 초등학교에서", "5월"),
        ("2020년 경남도가", "2020년"),
        ("2025년 이전 완료", "2025년"),
        ("7일 전국에서", "7일"),
        ("12일 오후 2시", "12일"),
        ("2025.3 준공 예정", "2025.3"),
        ("‘2025~2029년’ 계획", "2025~2029년"),
    ],
)
def test_a_word_that_merely_begins_alike_stays_outside(sentence, text):
    assert only(sentence).text == text


def test_days_that_the_calendar_lacks_have_no_days():
    assert days(only("2025년 2월 30일")) == (None, None)
