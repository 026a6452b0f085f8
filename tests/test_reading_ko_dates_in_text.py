"""Korean dates that the words around them read: what was said before, lists, verbs, weekdays."""

from datetime import date

import pytest

from korean_days import dates, days, only


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        ("지난 3월 5일 착공해 이날 준공했다", "이날", "2025-03-05"),
        ("지난 3월 5일 개막해 다음 날 막을 내렸다", "다음 날", "2025-03-06"),
        ("지난 3월 5일 발표하고 전날에는 없었다", "전날", "2025-03-04"),
        ("지난 3월 5일 열고 이튿날 닫았다", "이튿날", "2025-03-06"),
        ("2018년 3월 개관해 같은 달 20일 전시를 열었다", "같은 달 20일", "2018-03-20"),
        ("지난해 5월 시작해 그해 12월 마쳤다", "그해 12월", "2024-12-01"),
        ("2019년 착공해 이듬해 준공했다", "이듬해", "2020-01-01"),
        ("11월 수출은 지난해 같은 달보다 늘었다", "지난해 같은 달", "2024-11-01"),
        ("수출이 작년 동월 대비 늘었다", "작년 동월", "2024-12-01"),
        ("2019년 착공해 다음 해 6월 준공했다", "다음 해 6월", "2020-06-01"),
    ],
)
def test_words_that_point_back_count_from_the_last_date_of_the_text(text, words, first):
    found = dates(text)[-1]
    assert (found.text, days(found)[0]) == (words, first)


@pytest.mark.parametrize(
    ("text", "first"),
    [("이날 문을 열었다", "2025-12-10"), ("전날 열린 회의", "2025-12-09"), ("그해", "2025-01-01")],
)
def test_words_that_point_back_to_nothing_count_from_the_publication(text, first):
    assert days(only(text))[0] == first
    assert days(only(text, None)) == (None, None)


@pytest.mark.parametrize(
    ("text", "published", "first"),
    [
        ("20일 개막한다", date(2025, 12, 10), "2025-12-20"),
        ("20일 밝혔다", date(2025, 12, 10), "2025-11-20"),
        ("7일 밝혔다", date(2025, 12, 10), "2025-12-07"),
        ("30일 밝혔다", date(2025, 12, 2), "2025-11-30"),
        ("29일 열린 회의", date(2025, 12, 2), "2025-11-29"),
        ("31일 열린 회의", date(2025, 12, 10), "2025-12-31"),
    ],
)
def test_a_bare_day_is_of_the_month_of_publication_or_just_past(text, published, first):
    assert days(only(text, published))[0] == first


@pytest.mark.parametrize(
    ("sentence", "words", "last"),
    [
        ("시는 3년 안에 완공할 계획이다", "3년 안에", "2028-12-09"),
        ("1주일 내에 답하겠다고 했다", "1주일 내에", "2025-12-16"),
        ("5일 이내에 돌아온다", "5일 이내", "2025-12-14"),
        ("정부는 두 달 안에 대책을 내놓는다", "두 달 안에", "2026-02-09"),
        ("앞으로 5년 내 착공한다", "5년 내", "2030-12-09"),
    ],
)
def test_a_deadline_runs_from_the_publication(sentence, words, last):
    found = only(sentence)
    assert (found.text, *days(found)) == (words, "2025-12-10", last)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("오는 3·7일 열린다", [("오는 3", "2026-01-03"), ("7일", "2026-01-07")]),
        ("11월 3, 7일 이틀", [("11월 3", "2025-11-03"), ("7일", "2025-11-07")]),
        (
            "2025년 1·3·5월",
            [("2025년 1", "2025-01-01"), ("3", "2025-03-01"), ("5월", "2025-05-01")],
        ),
        ("2023·2025년", [("2023", "2023-01-01"), ("2025년", "2025-01-01")]),
    ],
)
def test_each_of_a_list_that_skips_some_is_a_date(sentence, found):
    assert [(d.text, days(d)[0]) for d in dates(sentence)] == found


@pytest.mark.parametrize(
    ("sentence", "words", "first", "last"),
    [
        ("올해 3분기 수출은 전년 동기보다 늘었다", "전년 동기", "2024-07-01", "2024-09-30"),
        ("이달 1~10일 수출은 지난해 같은 기간보다", "지난해 같은 기간", "2024-12-01", "2024-12-10"),
        ("2024년 매출은 전년보다 12% 늘었다", "전년", "2023-01-01", "2023-12-31"),
        ("수출이 전년 동기 대비 늘었다", "전년 동기", "2024-01-01", "2024-12-31"),
    ],
)
def test_the_same_period_of_another_year_is_the_last_that_the_text_said(
    sentence, words, first, last
):
    found = dates(sentence)[-1]
    assert (found.text, *days(found)) == (words, first, last)


@pytest.mark.parametrize(
    ("published", "year"), [(date(2025, 12, 10), 2026), (date(2026, 1, 5), 2026)]
)
def test_the_new_year_is_the_one_about_to_begin_or_just_begun(published, year):
    found = only("새해 예산을 편성했다", published)
    assert (found.text, found.first, found.last) == ("새해", date(year, 1, 1), date(year, 12, 31))


def test_the_time_of_day_behind_a_day_is_no_second_end():
    assert [d.text for d in dates("일시: 2025. 12. 18.(목) 14:00~16:00")] == ["2025. 12. 18.(목)"]


def test_a_range_whose_right_end_has_its_own_word_is_read_by_it():
    assert days(only("2023년 4월부터 지난 8월까지")) == ("2023-04-01", "2025-08-31")


@pytest.mark.parametrize(
    ("sentence", "words", "first"),
    [
        ("2003년 무너졌다가 5년 뒤 복원됐다", "5년 뒤", "2008-01-01"),
        ("지난 1일 문을 열고 사흘 뒤 닫았다", "사흘 뒤", "2025-12-04"),
        ("2003년 세운 회사는 10년 뒤 상장할 계획이다", "10년 뒤", "2035-01-01"),
    ],
)
def test_the_verb_tells_what_a_time_later_counts_from(sentence, words, first):
    found = dates(sentence)[-1]
    assert (found.text, days(found)[0]) == (words, first)


def test_a_weekday_that_the_day_does_not_have_is_flagged():
    wrong, right = only("2025년 12월 7일(월)"), only("2025년 12월 7일(일)")
    assert (wrong.doubt, right.doubt) == ("weekday", None)
    assert days(wrong) == ("2025-12-07", "2025-12-07")
    assert "doubt" in wrong.model_dump_json()
    assert "doubt" not in right.model_dump_json()
    assert only("2025년 12월 6일(토)~8일(화)").doubt == "weekday"


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


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("2026년 6월 착공, 12월 준공", "2026-12-01"),
        ("내년 1∼2월 공모, 3월 선정", "2026-03-01"),
        ("지난해 12월 선정, 3월 착공", "2025-03-01"),
        ("2026년 6월에 연다. 12월 행사", "2025-12-01"),
    ],
)
def test_a_later_month_of_the_same_list_of_stages_shares_the_year(sentence, first):
    assert days(dates(sentence)[-1])[0] == first


def test_the_same_year_and_the_next_count_from_the_date_before():
    found = dates("2018년 문을 열었고 같은 해 5월 상을 받았으며 이듬해 3월 확장했다", None)
    assert [d.text for d in found] == ["2018년", "같은 해 5월", "이듬해 3월"]
    assert [days(d)[0] for d in found] == ["2018-01-01", "2018-05-01", "2019-03-01"]


@pytest.mark.parametrize(
    "text",
    [
        "축제 기간은 24일에서 10일로 짧아진다",
        "처리 기간을 10일에서 5일로 줄인다",
        "허가를 내주는 대가로 받았다",
        "면허를 내주지 않았다",
        "빈집을 석 달 만에 내주겠다는 약속",
        "사무실은 군이 내주기로 했다",
        "길을 터 내주던 마을",
    ],
)
def test_lengths_that_change_and_the_verb_to_give_are_no_dates(text):
    assert dates(text) == []


def test_a_day_that_is_put_off_stays_a_day():
    assert [d.text for d in dates("개막일을 3일에서 10일로 미뤘다")] == ["3일", "10일"]


@pytest.mark.parametrize(
    ("sentence", "text", "last"),
    [
        ("체육관 증축(~2027년, 64억 원)", "~2027년", "2027-12-31"),
        ("기간 : ~2027년 6월", "~2027년 6월", "2027-06-30"),
        ("추진 기간 ~2026. 8. 31.까지", "~2026. 8. 31.까지", "2026-08-31"),
        ("접수(～12월 19일)", "～12월 19일", "2025-12-19"),
    ],
)
def test_the_sign_of_a_range_without_a_left_end_means_until(sentence, text, last):
    found = only(sentence)
    assert (found.text, *days(found)) == (text, None, last)


@pytest.mark.parametrize("sentence", ["여수~2027년 순천", "체육관(2027년, 64억 원)"])
def test_a_year_that_no_open_sign_leads_is_that_year(sentence):
    assert days(only(sentence)) == ("2027-01-01", "2027-12-31")


@pytest.mark.parametrize(
    ("sentence", "text", "found"),
    [
        ("접수는 15일 오전 9시부터 받는다", "15일 오전 9시부터", ("2025-12-15", None)),
        ("20일 0시부터 길을 막는다", "20일 0시부터", ("2025-12-20", None)),
        ("오는 18일 오후 6시까지 낸다", "오는 18일 오후 6시까지", (None, "2025-12-18")),
        ("2026년 3월 2일 14:30부터 지급", "2026년 3월 2일 14:30부터", ("2026-03-02", None)),
        # What takes place from an hour on lasts for that day.
        ("15일 오후 2시부터 군청에서 열린다", "15일", ("2025-12-15", "2025-12-15")),
        ("15일 오후 2시부터 두 곳에서 오후 4시까지", "15일", ("2025-12-15", "2025-12-15")),
        ("15일 오전 10시부터 3시간 동안 걷는다", "15일", ("2025-12-15", "2025-12-15")),
        ("9일 오전 10시부터 강가의 쓰레기 3톤을 치웠다", "9일", ("2025-12-09", "2025-12-09")),
        ("15일 오후 2시에 모인다", "15일", ("2025-12-15", "2025-12-15")),
    ],
)
def test_an_hour_between_a_day_and_from_or_until_belongs_to_it(sentence, text, found):
    (first, *_) = dates(sentence)
    assert (first.text, days(first)) == (text, found)


@pytest.mark.parametrize("text", ["내주", "내주 월요일", "내주부터", "내주 초"])
def test_the_week_to_come_is_still_found_beside_the_verb(text):
    assert only(text).text == text


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        (
            "작년에는 열두 곳이 뽑혔다. 이들은 연말까지 9억 원을 벌고 서른 명을 뽑았다.",
            "2024-12-31",
        ),
        ("2023년 문을 연 가게는 연말까지 3천 명을 맞았다.", "2023-12-31"),
        # What is to be done, another year named between, too far above.
        ("작년에는 열두 곳이 뽑혔다. 시는 연말까지 모두 마칠 계획이라고 밝혔다.", "2025-12-31"),
        ("작년에는 열두 곳이 뽑혔다. 시는 연말까지 30곳으로 늘린다고 말했다.", "2025-12-31"),
        ("작년에는 열두 곳이 뽑혔다. 올해는 연말까지 스무 곳을 뽑았다.", "2025-12-31"),
        ("작년에 열두 곳이 뽑혔다. 반응은 좋았다. 시는 연말까지 9억 원을 썼다.", "2025-12-31"),
        ("작년에 열두 곳이 뽑혔다.\n연말까지 9억 원을 썼다.", "2025-12-31"),
    ],
)
def test_the_end_of_the_year_is_of_the_year_named_before_where_it_is_told_as_past(sentence, last):
    assert days(dates(sentence)[-1])[1] == last


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("다음 달 5일부터 서류 심사를 거쳐 22일 결과를 알린다", "2026-01-22"),
        ("내달 5일 공고하고 시는 22일 업체를 정한다", "2026-01-22"),
        ("오는 3월 5일까지 접수한 뒤 22일 대상자를 뽑는다", "2026-03-22"),
        # Said, done, or done before it.
        ("다음 달 5일부터 신청을 받는다고 9일 밝혔다", "2025-12-09"),
        ("다음 달 2일 개막을 앞두고 22일 점검한다", "2025-12-22"),
        ("다음 달 2일 여는 축제를 알리고 9일 회의를 마쳤다", "2025-12-09"),
        ("다음 달 5일 심사한다. 결과는 22일 나온다", "2025-12-22"),
        ("지난달 5일 공고하고 9일 업체를 정했다", "2025-12-09"),
    ],
)
def test_a_later_step_of_next_month_shares_the_month(sentence, first):
    assert days(dates(sentence)[-1])[0] == first
