"""Series (系列) and what comes back by itself: carried over, looked at again, never lost or doubled."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db.meeting_agenda import deciding, planning, series, sittings
from db.meeting_agenda import meetings as all_meetings
from db.meeting_agenda.coming_back import followed_by, waiting
from db.subjects import decisions
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.meeting_agenda.deciding import Way
from domain.meeting_agenda.meetings import STANDING_ITEM, ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting
from domain.meeting_agenda.series import (
    NewSeries,
    SeriesChange,
    SeriesEnd,
    SeriesFacts,
    StandingItem,
    day_in,
    next_day,
)
from domain.meeting_agenda.sittings import Opening
from tests import community, meetings
from tests.community import TODAY, visit_of
from tests.meetings import EVENING, TALK, VOTE, noted, that_evening

FACTS = SeriesFacts("金花议事会", 3, 4, "19:00", 90, "议事厅", "李书记", 21)
ITEM = StandingItem("本月物业服务情况", ItemType.REPORT, "物业", 15)
NEW = NewSeries("series", Kind.COUNCIL, FACTS, (ITEM,))


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


def titles(db: Database, id: int) -> list[str]:
    return [item.title for item in all_meetings.agenda(db, id)]


@pytest.mark.parametrize(
    ("week", "weekday", "day"),
    [(1, 0, date(2026, 3, 2)), (3, 4, date(2026, 3, 20)), (5, 1, date(2026, 3, 31)),
     (5, 6, date(2026, 3, 29))],
)  # fmt: skip
def test_a_weekday_of_a_month(week: int, weekday: int, day: date):
    assert day_in(2026, 3, week, weekday) == day


@settings(database=None, deadline=None, max_examples=300)
@given(st.integers(1, 5), st.integers(0, 6), st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_the_next_day_is_the_first_of_its_kind_that_lies_ahead(
    week: int, weekday: int, after: date
):
    found = next_day(week, weekday, after)
    assert found > after and found.weekday() == weekday
    days = [after + timedelta(days=n) for n in range(1, (found - after).days)]
    assert all(day_in(day.year, day.month, week, weekday) != day for day in days)
    assert (found - after).days <= 37


def test_the_next_meeting_is_one_write_with_its_standing_items(clerk: Visit):
    id = series.start_series(clerk, NEW).id
    assert series.series(clerk.db, id).rule == "每月第三个周五 19:00"
    first = series.plan_next(clerk, id, slip="one").id
    known = all_meetings.meeting(clerk.db, first)
    assert (known.title, known.starts_at) == (
        "2026年3月金花议事会", datetime(2026, 3, 20, 19, tzinfo=BEIJING),
    )  # fmt: skip
    assert titles(clerk.db, first) == [STANDING_ITEM, ITEM.title]
    assert series.plan_next(clerk, id, slip="one").id == first, "a second click plans no second one"
    then = all_meetings.meeting(clerk.db, series.plan_next(clerk, id, slip="two").id)
    assert then.starts_at.date() == date(2026, 4, 17)


def test_what_was_carried_over_comes_back_with_the_next_meeting_once(small: Database, clerk: Visit):
    evening = meetings.opened(small)
    visit = that_evening(small)
    deciding.record_outcome(visit, noted(evening.talk, Way.CARRIED, "人没到齐"))
    meetings.closed(small, evening)
    assert waiting(small) == 1
    later = visit_of(small, "clerk", EVENING + timedelta(days=1))
    id = series.start_series(later, NEW).id
    following = series.plan_next(later, id, slip="x").id
    assert titles(small, following) == [STANDING_ITEM, ITEM.title, TALK]
    found = followed_by(small, evening.talk)
    assert found is not None and found[0] == following
    assert waiting(small) == 0
    another = series.plan_next(later, id, slip="y").id
    assert TALK not in titles(small, another)


def test_a_meeting_planned_before_gets_them_when_this_one_is_closed(small: Database, clerk: Visit):
    evening = meetings.opened(small)
    facts = MeetingFacts("四月议事会", EVENING + timedelta(days=20), 90, "议事厅", "李书记", 21)
    following = planning.plan_meeting(clerk, NewMeeting("next", Kind.COUNCIL, facts)).id
    assert titles(small, following) == [STANDING_ITEM]
    deciding.record_outcome(that_evening(small), noted(evening.vote, Way.CARRIED, "没公布"))
    meetings.closed(small, evening)
    assert titles(small, following) == [STANDING_ITEM, VOTE]


def test_what_stood_on_a_meeting_that_was_called_off_is_not_lost(small: Database, clerk: Visit):
    evening = meetings.opened(small)
    deciding.record_outcome(that_evening(small), noted(evening.talk, Way.CARRIED, "人没到齐"))
    meetings.closed(small, evening)
    later = visit_of(small, "clerk", EVENING + timedelta(days=1))
    id = series.start_series(later, NEW).id
    off = series.plan_next(later, id, slip="x").id
    planning.call_off_meeting(later, off, "停电")
    again = series.plan_next(later, id, slip="y").id
    assert titles(small, again)[-1] == TALK


def test_a_decision_with_a_day_comes_back_to_the_first_meeting_after_it(
    small: Database, clerk: Visit
):
    meetings.seats(clerk, 3)
    evening = meetings.opened(small)
    visit = that_evening(small)
    meetings.come(visit, evening, 3)
    on = (EVENING + timedelta(days=40)).date()
    again = replace(noted(evening.talk, Way.CONSENSUS, "先试一个月"), review_on=on)
    deciding.record_outcome(visit, again)
    meetings.closed(small, evening)
    later = visit_of(small, "clerk", EVENING + timedelta(days=1))
    id = series.start_series(later, NEW).id
    april, may = (series.plan_next(later, id, slip=slip).id for slip in "ab")
    assert f"复议：{TALK}" not in titles(small, april)
    assert titles(small, may)[-1] == f"复议：{TALK}"


def test_a_series_is_put_right_and_ends(clerk: Visit):
    id = series.start_series(clerk, NEW).id
    first = series.plan_next(clerk, id, slip="one").id
    change = SeriesChange("c", id, FACTS, replace(FACTS, weekday=1, place="二楼"))
    assert (
        "星期由周五改为周二，地点由“议事厅”改为“二楼”" in series.change_series(clerk, change).told
    )
    assert all_meetings.meeting(clerk.db, first).place == "议事厅"
    with pytest.raises(WrongState, match="刚被别人改过"):
        series.change_series(clerk, replace(change, slip="d"))
    series.end_series(clerk, SeriesEnd("e", id, TODAY + timedelta(days=20)))
    with pytest.raises(WrongState, match="已经停了"):
        series.plan_next(clerk, id, slip="two")
    with pytest.raises(WrongState, match="已经停了"):
        series.end_series(clerk, SeriesEnd("f", id, TODAY + timedelta(days=30)))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": Kind.SPECIAL}, "不设系列"),
        ({"facts": replace(FACTS, begins="7点")}, "19:00 这样"),
        ({"facts": replace(FACTS, week=6)}, "还没选好"),
        ({"facts": replace(FACTS, minutes=5)}, "开多久"),
        ({"items": (replace(ITEM, title=STANDING_ITEM),)}, "每次都有"),
        ({"items": (replace(ITEM, minutes=0),)}, "1 到 120"),
        ({"items": (ITEM,) * 11}, "最多 10 个"),
    ],
)
def test_a_series_that_cannot_be_is_refused(clerk: Visit, wrong: dict, told: str):
    with pytest.raises(Invalid, match=told):
        series.start_series(clerk, replace(NEW, **wrong))
    with pytest.raises(NotAllowed):
        series.start_series(visit_of(clerk.db, "grid"), NEW)


def test_a_shed_goes_on_an_agenda_and_reads_there_what_was_decided(small: Database, clerk: Visit):
    meetings.seats(clerk, 3)
    evening = meetings.planned(clerk)
    about = NewAgendaItem(
        "shed", evening.meeting_id, ItemType.CONSULT, "1号棚加充电口", "物业", 10,
        about="shed", about_id=community.SHED,
    )  # fmt: skip
    all_meetings.add_agenda_item(clerk, about)
    for wrong in ({"about_id": 999}, {"about": "unicorn"}):
        with pytest.raises(NotFound):
            all_meetings.add_agenda_item(clerk, replace(about, slip="w", **wrong))
    with pytest.raises(NotAllowed):
        all_meetings.add_agenda_item(
            visit_of(small, "property2"), replace(about, slip="p", title="别家的棚子")
        )
    item = all_meetings.agenda(small, evening.meeting_id)[-1]
    assert decisions(small, "shed", community.SHED) == []
    visit = that_evening(small)
    sittings.open_meeting(visit, Opening("open", evening.meeting_id))
    meetings.come(visit, evening, 3)
    deciding.record_outcome(visit, noted(item.id, Way.CONSENSUS, "加 6 个充电口"))
    (said,) = decisions(small, "shed", community.SHED)
    assert (said.item, said.words) == ("1号棚加充电口", "协商一致：加 6 个充电口")
