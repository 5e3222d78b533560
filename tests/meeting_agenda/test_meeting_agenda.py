"""Meetings: what is to come, and an item that joins at the end of the agenda."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlite_utils import Database

from db.meeting_agenda import meetings
from domain.errors import NotFound, WrongState
from domain.meeting_agenda.meetings import ItemType, NewAgendaItem, timetable
from tests import community
from tests.community import visit_of

ITEM = NewAgendaItem("slip-1", community.PLANNED, ItemType.CONSULT, "东门停车怎么排", "陈明", 30)
EVENING = datetime.fromisoformat("2026-03-20T19:00:00+08:00")


def test_an_item_joins_at_the_end_and_its_hour_follows(small: Database):
    receipt = meetings.add_agenda_item(visit_of(small, "clerk"), ITEM)
    items = meetings.agenda(small, community.PLANNED)
    assert [item.position for item in items] == [1, 2, 3]
    assert items[-1].id == receipt.id
    assert (items[-1].title, items[-1].added_by) == ("东门停车怎么排", "社工clerk")
    meeting = meetings.meeting(small, community.PLANNED)
    assert (meeting.items, meeting.agenda_minutes, meeting.over_minutes) == (3, 65, 0)
    assert timetable(meeting, items)[-1][0] == EVENING + timedelta(minutes=35)


def test_items_keep_their_order_whoever_adds_them(small: Database):
    for number, who in enumerate(("clerk", "property", "grid", "secretary")):
        paper = replace(ITEM, slip=f"slip-{number}", title=f"第{number}件要议的事")
        meetings.add_agenda_item(visit_of(small, who), paper)
    items = meetings.agenda(small, community.PLANNED)
    assert [item.position for item in items] == [1, 2, 3, 4, 5, 6]
    assert [item.title[:2] for item in items[2:]] == ["第0", "第1", "第2", "第3"]


def test_an_agenda_longer_than_its_meeting_says_by_how_much(small: Database):
    meetings.add_agenda_item(visit_of(small, "clerk"), replace(ITEM, minutes=75))
    assert meetings.meeting(small, community.PLANNED).over_minutes == 20


@pytest.mark.parametrize("meeting", [community.HELD, 999])
def test_nothing_joins_a_meeting_that_is_over_or_unknown(small: Database, meeting: int):
    with pytest.raises((WrongState, NotFound)):
        meetings.add_agenda_item(visit_of(small, "clerk"), replace(ITEM, meeting_id=meeting))
    assert small.execute("select count(*) from agenda_items").fetchone() == (2,)


def test_the_moment_a_meeting_begins_its_agenda_is_closed(small: Database):
    before = visit_of(small, "clerk", EVENING - timedelta(seconds=1))
    meetings.add_agenda_item(before, ITEM)
    with pytest.raises(WrongState):
        meetings.add_agenda_item(
            visit_of(small, "clerk", EVENING), replace(ITEM, slip="slip-2", title="来晚了的事情")
        )


def test_a_running_meeting_is_still_the_next_one(small: Database):
    at = EVENING + timedelta(minutes=80)
    assert [found.id for found in meetings.upcoming(small, at)] == [community.PLANNED]
    assert meetings.upcoming(small, EVENING + timedelta(days=1)) == []


def test_a_long_meeting_stays_until_it_is_due_to_end(small: Database):
    small.execute("update meetings set minutes = 300 where id = ?", [community.PLANNED])
    at = EVENING + timedelta(hours=4)
    assert [found.id for found in meetings.upcoming(small, at)] == [community.PLANNED]
    assert meetings.upcoming(small, EVENING + timedelta(hours=5, minutes=1)) == []


def test_the_nearest_meeting_comes_first_and_cancelled_ones_not_at_all(small: Database):
    for id, number, day, state in ((3, 4, "03-19", "planned"), (4, 5, "03-18", "cancelled")):
        small.execute(
            "insert into meetings select ?, kind, year, ?, title, null, null,"
            " '2026-' || ? || 'T19:00:00+08:00', 60, place, chair, 5, ?, 'entered', null"
            " from meetings where id = ?",
            [id, number, day, state, community.PLANNED],
        )
    assert [found.id for found in meetings.upcoming(small, community.NOW)] == [3, 1]
    assert [found.id for found in meetings.past(small, community.NOW)] == [community.HELD]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-02-09", "2026-02-10", 1),
        ("2026-02-10", "2026-03-18", 0),
        ("2026-01-01", "2026-02-09", 0),
        ("2023-03-18", "2026-03-18", 1),
    ],
)
def test_special_meetings_are_counted_after_one_day_and_up_to_another(
    small: Database, since: str, until: str, count: int
):
    days = date.fromisoformat(since), date.fromisoformat(until)
    assert meetings.special_meetings(small, *days) == count


def test_only_meetings_held_are_counted(small: Database):
    assert meetings.held_since(small, date(2026, 1, 1)) == 1
    assert meetings.held_since(small, date(2026, 3, 1)) == 0


def test_a_link_to_a_project_shows_its_title(small: Database):
    small.execute(
        "insert into repair_projects (id, code, title, need, category, estate_id, scope_type,"
        " households, state, proposed_on, source) values (5, 'WX-2026-01', '外墙翻新', '掉皮',"
        " 'facade_leak', 1, 'estate', 16, 'proposed', '2026-03-01', 'entered')"
    )
    meetings.add_agenda_item(visit_of(small, "clerk"), replace(ITEM, project_id=5))
    assert meetings.agenda(small, community.PLANNED)[-1].project == "外墙翻新"
