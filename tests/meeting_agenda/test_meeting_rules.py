"""Meetings: the timetable follows from the order, and when an item may still join."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.days import BEIJING
from domain.errors import Invalid, WrongState
from domain.meeting_agenda.meetings import (
    MAX_ITEMS,
    AgendaItem,
    ItemType,
    Kind,
    Meeting,
    MeetingState,
    NewAgendaItem,
    check_agenda_item,
    timetable,
)

NOW = datetime(2026, 3, 18, 9, 40, tzinfo=BEIJING)
EVENING = datetime(2026, 3, 20, 19, 0, tzinfo=BEIJING)
MEETING = Meeting(
    1, Kind.JOINT, 3, 2026, "三月联席会", EVENING, 90, "党群服务中心", "李书记",
    MeetingState.PLANNED, None, None, 12, 2, 35,
)  # fmt: skip
PAPER = NewAgendaItem("slip-1", 1, ItemType.CONSULT, "三栋外墙怎么修", "物业", 20)


def item(position: int, minutes: int) -> AgendaItem:
    return AgendaItem(
        position, position, ItemType.REPORT, "议题", "社工", minutes, None, None, None, None
    )


def test_every_item_begins_when_the_one_before_it_ends():
    plan = timetable(MEETING, [item(1, 10), item(2, 25), item(3, 60)])
    assert [at.strftime("%H:%M") for at, _ in plan] == ["19:00", "19:10", "19:35"]
    assert [found.position for _, found in plan] == [1, 2, 3]


def test_an_empty_agenda_has_an_empty_timetable():
    assert timetable(MEETING, []) == []


@settings(database=None, deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 120), min_size=1, max_size=30))
def test_no_minute_of_a_meeting_is_lost_or_used_twice(minutes: list[int]):
    items = [item(position, length) for position, length in enumerate(minutes, 1)]
    plan = timetable(MEETING, items)
    for (at, one), (following, _) in pairwise(plan):
        assert at + timedelta(minutes=one.minutes) == following
    last_at, last = plan[-1]
    end = last_at + timedelta(minutes=last.minutes)
    assert end - EVENING == timedelta(minutes=sum(minutes))
    meeting = replace(MEETING, agenda_minutes=sum(minutes))
    assert meeting.over_minutes == max(0, (end - meeting.ends_at) // timedelta(minutes=1))


def test_a_meeting_may_run_past_midnight():
    late = replace(MEETING, starts_at=EVENING.replace(hour=23, minute=30))
    assert [at.date().day for at, _ in timetable(late, [item(1, 45), item(2, 10)])] == [20, 21]


@pytest.mark.parametrize(
    "meeting",
    [
        replace(MEETING, starts_at=NOW),
        replace(MEETING, starts_at=NOW - timedelta(minutes=1)),
        replace(MEETING, state=MeetingState.HELD),
        replace(MEETING, state=MeetingState.CONFIRMED),
        replace(MEETING, state=MeetingState.CANCELLED),
    ],
)
def test_nothing_joins_a_meeting_that_has_begun_or_is_over(meeting: Meeting):
    with pytest.raises(WrongState):
        check_agenda_item(PAPER, meeting, NOW)


def test_until_the_meeting_begins_an_item_may_join():
    assert (
        check_agenda_item(PAPER, replace(MEETING, starts_at=NOW + timedelta(seconds=1)), NOW)
        == PAPER
    )


def test_the_refusal_names_what_the_meeting_is_now():
    with pytest.raises(WrongState) as refusal:
        check_agenda_item(PAPER, replace(MEETING, starts_at=NOW), NOW)
    assert "待召开" not in str(refusal.value), "it has begun, whatever its row still says"


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "   　"},
        {"title": "太短了"},
        {"title": "长" * 61},
        {"reporter": ""},
        {"reporter": "\n\t"},
        {"reporter": "长" * 21},
        {"minutes": 0},
        {"minutes": -5},
        {"minutes": 121},
    ],
)
def test_an_item_is_filled_in_properly(change: dict[str, object]):
    with pytest.raises(Invalid):
        check_agenda_item(replace(PAPER, **change), MEETING, NOW)  # type: ignore[arg-type]


def test_an_item_is_stored_on_one_line_without_hidden_characters():
    typed = replace(PAPER, title=" 三栋\n外墙\x00怎么修\u200b？ ", reporter="\t物业 ")
    stored = check_agenda_item(typed, MEETING, NOW)
    assert (stored.title, stored.reporter) == ("三栋 外墙怎么修？", "物业")


def test_thirty_items_are_enough():
    check_agenda_item(PAPER, replace(MEETING, items=MAX_ITEMS - 1), NOW)
    with pytest.raises(Invalid):
        check_agenda_item(PAPER, replace(MEETING, items=MAX_ITEMS), NOW)


def test_a_vote_that_could_not_be_announced_in_time_is_refused():
    vote = replace(PAPER, item_type=ItemType.VOTE)
    soon = replace(MEETING, starts_at=NOW + timedelta(days=2))
    with pytest.raises(WrongState):
        check_agenda_item(vote, soon, NOW, 3)
    assert (
        check_agenda_item(vote, replace(MEETING, starts_at=NOW + timedelta(days=3)), NOW, 3) == vote
    )
    assert check_agenda_item(PAPER, soon, NOW, 3) == PAPER, "what is only discussed needs no notice"
