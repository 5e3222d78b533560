"""Rest days (放假和调休): by the law until published, read from the published words, never shortened."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from db import connection, home, rest_days
from db.calendar import calendar, is_rest_day, statutory
from db.points_ledger import awards
from db.repair_fund import notices
from db.rows import value
from domain.days import BEIJING, notice_end
from domain.errors import Invalid, NotAllowed, NotFound
from domain.points_ledger.awards import NewAward
from domain.repair_fund.notices import blocked_by
from domain.rest_days import (
    PROVISIONAL,
    Basis,
    NewYear,
    YearWithdrawal,
    check_arrangement,
    read_arrangement,
    years_reached,
)
from tests import community, fund_desk
from tests.browsing import sign_in_as
from tests.community import TODAY, visit_of
from tests.published import TEXT_2027
from tests.serving import Served

NOVEMBER = date(2026, 11, 25)
WEEKDAY_HOLIDAYS_2027 = [
    "2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01",
]  # fmt: skip


# The days of a year nobody has published yet -----------------------------------------------------


@pytest.mark.parametrize("day", WEEKDAY_HOLIDAYS_2027)
def test_a_statutory_holiday_on_a_weekday_is_no_working_day(day: str):
    holiday = date.fromisoformat(day)
    assert holiday.weekday() < 5
    assert is_rest_day(holiday)
    assert notice_end(holiday - timedelta(days=7), 7, is_rest_day) > holiday


@pytest.mark.parametrize(
    ("posted", "days", "last"),
    [
        ("2026-12-25", 7, "2027-01-04"),  # New Year's Day is a Friday
        ("2027-01-29", 7, "2027-02-09"),  # from 除夕 over the week-end to 初三
        ("2027-09-24", 7, "2027-10-04"),
        ("2027-09-08", 7, "2027-09-16"),
        ("2026-11-18", 7, "2026-11-25"),  # inside the published year nothing changes
    ],
)
def test_a_notice_into_an_unpublished_year_ends_after_its_holidays(posted, days, last):
    assert notice_end(date.fromisoformat(posted), days, is_rest_day).isoformat() == last


@pytest.mark.parametrize("year", [2027, 2028, 2029, 2030])
def test_the_law_names_thirteen_days_a_year_unless_two_fall_on_one(year: int):
    names = [name for joined in statutory(year).values() for name in joined.split("; ")]
    assert len(names) == 13
    assert {"元旦", "清明节", "端午节", "中秋节"} <= set(names)
    assert names.count("国庆节") == names.count("春节") == 3 and names.count("劳动节") == 2


# Reading the published words ---------------------------------------------------------------------


def test_the_notice_of_a_year_is_read_as_it_is_published():
    found = check_arrangement(NewYear("s", 2027, TEXT_2027), statutory(2027), NOVEMBER)
    assert len(found.off) == 3 + 7 + 3 + 5 + 1 + 1 + 7
    assert sorted(found.work) == [
        date(2027, 1, 31), date(2027, 2, 20), date(2027, 4, 25), date(2027, 5, 8),
        date(2027, 9, 26), date(2027, 10, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("共7天。1月", "共8天。1月", "写的是 8 天，数出来是 7 天"),
        ("6月9日（周三）", "6月9日（周二）", "2027年6月9日是周三"),
        ("六、中秋节：9月15日（周三）放假1天。", "", "少了法定假日：中秋节 9月15日"),
        ("2月20日（周六）上班", "2月22日上班", "2月22日本来就上班"),
        ("4月25日（周日）", "5月1日（周六）", "5月1日又放假又上班"),
        ("9月15日（周三）", "13月15日", "不是一个日子"),
        ("6月9日（周三）放假1天，不调休", "6月9日（周三）休息", "看不懂是放假还是上班"),
        ("10月9日（周六）", "2026年10月10日（周六）", "不在 2027 年"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_place(wrong: str, right: str, words: str):
    assert wrong in TEXT_2027
    paper = NewYear("s", 2027, TEXT_2027.replace(wrong, right, 1))
    with pytest.raises(Invalid, match=words):
        check_arrangement(paper, statutory(2027), NOVEMBER)


def test_the_text_of_another_year_is_noticed_by_its_weekdays():
    with pytest.raises(Invalid, match="看看是不是别的年份的通知"):
        read_arrangement(TEXT_2027, 2028)


def test_only_this_year_and_the_next_two_are_entered():
    for year in (2025, 2029):
        with pytest.raises(Invalid, match="只录入 2026 到 2028 年"):
            check_arrangement(NewYear("s", year, TEXT_2027), statutory(year), NOVEMBER)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str):
    try:
        found = read_arrangement(text, 2027)
    except Invalid as refusal:
        assert str(refusal)
    else:
        assert not found.off & found.work or found.off


@pytest.mark.parametrize(
    ("today", "year"), [("2026-10-31", 2026), ("2026-11-01", 2027), ("2026-12-31", 2027)]
)
def test_from_november_on_the_next_year_is_asked_for(today: str, year: int):
    assert years_reached(date.fromisoformat(today))[-1] == year


# Entering, correcting, taking back ---------------------------------------------------------------


def text_of(year: int, *more: str) -> str:
    """A text that leaves the statutory days free, and what is said besides."""
    return "".join(f"{day.month}月{day.day}日放假。" for day in statutory(year)) + "".join(more)


def paper(slip: str, *more: str) -> NewYear:
    return NewYear(slip, TODAY.year, text_of(TODAY.year, *more))


def hanging(db: Database, ends: str) -> int:
    """A plan notice that hangs until this day; its number."""
    project = fund_desk.project_at(db, "deliberated", code=f"WX-{ends}")
    made = db.execute(
        "insert into project_notices (project_id, kind, text, places, posted_on, ends_on, by_id,"
        " source) values (?, 'plan', '方案公示', '门口', ?, ?, 1, 'entered')",
        [project, TODAY.isoformat(), ends],
    )
    return int(made.lastrowid or 0)


def ends_on(db: Database, notice: int) -> str:
    return str(value(db, "select ends_on from project_notices where id = :id", id=notice))


def test_an_entered_year_wins_and_running_notices_are_reckoned_again(small: Database):
    touched, other = hanging(small, "2026-03-25"), hanging(small, "2026-03-30")
    receipt = rest_days.enter_year(
        visit_of(small, "admin"), paper("e", "3月25日至27日放假，共3天。3月28日（周六）上班。")
    )
    assert ends_on(small, touched) == "2026-03-28", "Saturday is worked"
    assert ends_on(small, other) == "2026-03-30"
    assert "有 1 个截止日碰上休息日，已顺延，最晚到3月28日" in receipt.told
    known = calendar(small)
    assert known.basis(TODAY.year) is Basis.ENTERED
    assert known.rests(date(2026, 3, 26)) and not known.rests(date(2026, 3, 28))


def test_a_notice_is_never_shortened_by_a_correction_or_by_taking_back(small: Database):
    notice = hanging(small, "2026-03-25")
    admin = visit_of(small, "admin")
    rest_days.enter_year(admin, paper("e1", "3月25日放假。"))
    assert ends_on(small, notice) == "2026-03-26"
    rest_days.enter_year(admin, paper("e2"))
    assert ends_on(small, notice) == "2026-03-26"
    rest_days.withdraw_year(admin, YearWithdrawal("t", TODAY.year, "录错了年份"))
    assert ends_on(small, notice) == "2026-03-26"
    assert calendar(small).basis(TODAY.year) is Basis.PUBLISHED
    with pytest.raises(NotFound):
        rest_days.withdraw_year(admin, YearWithdrawal("t2", TODAY.year, "再撤一次"))
    assert value(small, "select count(*) from calendar_years") == 2, "both stay on file"


def test_awards_in_their_notice_move_too(small: Database):
    visit = visit_of(small, "clerk")
    award = awards.register_award(
        visit, NewAward("a", community.CHEN, community.PATROL, TODAY, minutes=60)
    )
    awards.approve_award(visit_of(small, "clerk2"), award.id, slip="ok")
    ends = value(small, "select notice_end from awards where id = :id", id=award.id)
    assert ends == "2026-03-23"
    rest_days.enter_year(visit_of(small, "admin"), paper("e", "3月23日放假。"))
    assert value(small, "select notice_end from awards where id = :id", id=award.id) == "2026-03-24"


def test_the_file_moves_a_last_day_only_by_an_extension_and_only_later(small: Database):
    notice = hanging(small, "2026-03-25")
    for day in ("2026-03-24", "2026-03-27"):
        with pytest.raises(connection.IntegrityError):
            small.execute("update project_notices set ends_on = ? where id = ?", [day, notice])
    for begins, to in (("2026-03-24", "2026-03-27"), ("2026-03-25", "2026-03-24")):
        with pytest.raises(connection.IntegrityError):
            small.execute(
                "insert into notice_extensions (notice_id, from_on, to_on, by_id, at)"
                " values (?, ?, ?, 1, 'now')",
                [notice, begins, to],
            )


def test_the_file_keeps_one_calendar_a_year_and_works_only_week_ends(small: Database):
    rest_days.enter_year(visit_of(small, "admin"), paper("e"))
    for sql in (
        "insert into calendar_years (year, text, entered_by, entered_at) values (2026, 'x', 1, 'x')",
        "insert into calendar_days values (1, '2026-03-25', 1)",
        "insert into calendar_days values (1, '2027-03-27', 0)",
        "update calendar_days set works = 1",
        "delete from calendar_days",
        "delete from calendar_years",
        "update calendar_years set text = 'y'",
    ):
        with pytest.raises(connection.IntegrityError):
            small.execute(sql)


def test_only_the_administrator_enters_a_year(small: Database):
    with pytest.raises(NotAllowed):
        rest_days.enter_year(visit_of(small, "secretary"), paper("e"))


def test_from_november_on_home_and_check_say_that_next_year_is_missing(small: Database):
    november = datetime(2026, 11, 25, 9, tzinfo=BEIJING)
    admin = replace(visit_of(small, "admin"), now=november)
    assert rest_days.year_not_published(visit_of(small, "admin")) is None
    assert rest_days.year_not_published(admin) == 2027
    assert "2027 年的放假安排还没录入" in [due.title for due in home.due_today(admin)]
    rest_days.enter_year(admin, NewYear("e", 2027, TEXT_2027))
    assert rest_days.year_not_published(admin) is None
    assert rest_days.unpublished(small, november.date()) is None


def test_a_last_day_that_may_still_move_says_so_until_the_year_is_entered(small: Database):
    notice = hanging(small, "2027-01-04")
    clerk = visit_of(small, "clerk")
    project = value(small, "select project_id from project_notices where id = :id", id=notice)
    (shown,) = notices.notices(clerk, project)
    assert shown.note == PROVISIONAL and PROVISIONAL in blocked_by(shown, TODAY)[0]
    rest_days.enter_year(visit_of(small, "admin"), NewYear("e", 2027, TEXT_2027))
    (shown,) = notices.notices(clerk, project)
    assert shown.note == ""


# On the screen -----------------------------------------------------------------------------------


def test_the_administrator_pastes_the_published_notice(page: Page, served: Served):
    year = datetime.now(BEIJING).year
    sign_in_as(page, "admin", "/settings?topic=rest")
    main, dialog = page.get_by_test_id("stMain"), page.get_by_role("dialog")
    page.locator(f".st-key-rest-{year} button").click()
    words = dialog.get_by_label(f"{year} 年的放假通知")
    words.fill(text_of(year)[:-3] + "上班。")
    words.press("Control+Enter")
    expect(dialog.get_by_text("少了法定假日")).to_be_visible()
    words.fill(text_of(year))
    words.press("Control+Enter")
    expect(dialog.get_by_text(f"放假 {len(statutory(year))} 天", exact=False).first).to_be_visible()
    dialog.get_by_role("button", name=f"存为 {year} 年的放假安排").click()
    expect(main.get_by_text(f"{year} 年的放假安排已存", exact=False)).to_be_visible()
    expect(main.get_by_text("按录入的放假安排")).to_be_visible()
    with served.opened() as db:
        assert value(db, "select count(*) from calendar_days") == len(statutory(year))
    page.locator(f".st-key-end-{year} button").click()
    dialog.get_by_label("为什么撤回").fill("试一试")
    dialog.get_by_role("button", name="撤回").click()
    expect(main.get_by_text("录入的放假安排已撤回", exact=False)).to_be_visible()
