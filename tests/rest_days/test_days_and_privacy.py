"""Days, notices, ages, money and masks: small sums everything else leans on."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.calendar import is_rest_day
from domain import days, money, privacy

TODAY = date(2026, 3, 18)
quick = settings(database=None, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    ("posted", "length", "last"),
    [
        ("2026-03-02", 7, "2026-03-09"),  # the worked example, a Monday
        ("2026-03-18", 3, "2026-03-23"),  # Saturday moves to Monday
        ("2026-03-03", 3, "2026-03-06"),  # a Friday stays
        ("2026-04-01", 3, "2026-04-07"),  # 清明 is a long week-end
        ("2026-09-28", 3, "2026-10-08"),  # 国庆 week
    ],
)
def test_a_notice_leaves_out_its_first_day_and_never_ends_on_a_rest_day(
    posted: str, length: int, last: str
):
    end = days.notice_end(date.fromisoformat(posted), length, is_rest_day)
    assert end == date.fromisoformat(last)


@quick
@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(1, 90))
def test_a_notice_is_never_shorter_than_promised(posted: date, length: int):
    end = days.notice_end(posted, length, is_rest_day)
    assert end >= posted + timedelta(days=length)
    assert not is_rest_day(end)
    assert end - posted < timedelta(days=length + 12)


def test_beyond_the_published_calendar_week_ends_are_rest_days():
    saturday = date(2039, 1, 1)
    assert saturday.weekday() == 5
    assert is_rest_day(saturday)
    assert not is_rest_day(date(2039, 1, 3))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2028-02-29", 16),
        ("2008-03-18", "2026-03-17", 17),
        ("2008-03-18", "2026-03-18", 18),
        ("2026-03-18", "2026-03-18", 0),
    ],
)
def test_years_are_completed_on_the_birthday(born: str, on: str, age: int):
    assert days.years_between(date.fromisoformat(born), date.fromisoformat(on)) == age


@quick
@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 40_000))
def test_nobody_ever_grows_younger(born: date, later: int):
    on = born + timedelta(days=later)
    age = days.years_between(born, on)
    assert 0 <= age <= days.years_between(born, on + timedelta(days=1)) <= age + 1


def test_days_are_said_as_people_say_them():
    assert days.day(TODAY, TODAY) == "3月18日 周三"
    assert days.day(date(2025, 12, 31), TODAY) == "2025年12月31日 周三"
    assert days.short_day(date(2026, 1, 5), TODAY) == "1月5日"
    assert days.clock(datetime(2026, 3, 18, 9, 5)) == "9:05"
    assert days.moment(datetime(2026, 3, 18, 19, 0), TODAY) == "今天 19:00"
    assert days.moment(datetime(2026, 3, 17, 9, 40), TODAY) == "3月17日 9:40"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈明", "陈*"),
        ("陈秀花", "陈*花"),
        ("欧阳建国", "欧**国"),
        ("阿不都·热合曼", "阿*****曼"),
        ("陈", "*"),
        ("", "*"),
        ("  ", "*"),
        ("John", "J***"),
        ("John Smith", "J***"),
        (" 陈明 ", "陈*"),
    ],
)
def test_a_name_keeps_its_ends_only(name: str, masked: str):
    assert privacy.masked_name(name) == masked


@quick
@given(st.text(max_size=30))
def test_no_mask_shows_a_whole_name(name: str):
    masked = privacy.masked_name(name)
    assert "*" in masked
    assert len([c for c in masked if c != "*"]) <= 2 or "*" in name


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("027-87651234", "***-******34"),
        ("110", "*10"),
        ("", ""),
        ("2381234123", "********23"),
    ],
)
def test_a_phone_keeps_too_little_to_be_called(phone: str, masked: str):
    assert privacy.masked_phone(phone) == masked


@quick
@given(st.text("0123456789-", max_size=16))
def test_other_numbers_show_two_digits_at_most(phone: str):
    masked = privacy.masked_phone(phone)
    assert len(masked) == len(phone)
    allowed = 7 if len(phone) == 11 and phone.isdigit() and phone[0] == "1" else 2
    assert sum(letter.isdigit() for letter in masked) <= allowed


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1234, "1,234")]
)
def test_a_handful_of_people_is_not_counted_out_to_visitors(count: int, shown: str):
    assert privacy.few(count) == shown


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00 元"),
        (5, "0.05 元"),
        (12_345, "123.45 元"),
        (-1, "-0.01 元"),
        (-123_456_789, "-1,234,567.89 元"),
    ],
)
def test_money_is_shown_to_the_last_fen(fen: int, shown: str):
    assert money.yuan(fen) == shown


@quick
@given(st.integers(-(10**15), 10**15))
def test_no_fen_is_lost_on_the_way_to_the_screen(fen: int):
    digits = money.yuan(fen).removesuffix(" 元").replace(",", "").replace(".", "")
    assert int(digits) == fen


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (186_500_000, "186.50"),
        (999_999, "1.00"),
        (4_999, "0.00"),
        (0, "0.00"),
        (-186_500_000, "-186.50"),
    ],
)
def test_headlines_in_ten_thousands_are_rounded_and_never_cut(fen: int, shown: str):
    assert money.wan(fen) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (2, 3, "66.66%"),
        (60, 60, "100.00%"),
        (72, 60, "120.00%"),
        (24, 30, "80.00%"),
        (50, 132, "37.87%"),
        (0, 5, "0.00%"),
        (5, 0, "—"),
    ],
)
def test_percentages_round_down_and_never_divide_by_nothing(part: int, whole: int, shown: str):
    assert money.percent(part, whole) == shown
