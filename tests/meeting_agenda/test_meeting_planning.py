"""Planning meetings: numbered without a gap, put right before they begin, called off with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db.meeting_agenda import meetings, planning
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.meeting_agenda.meetings import (
    STANDING_ITEM,
    Category,
    ItemType,
    Kind,
    Listed,
    MeetingState,
    NewAgendaItem,
)
from domain.meeting_agenda.planning import MeetingChange, MeetingFacts, NewMeeting, facts_of
from tests import community
from tests.community import NOW, visit_of

DAY = timedelta(days=1)
FACTS = MeetingFacts("四月定期联席会", NOW + 20 * DAY, 90, "一楼会议室", "李书记", 12)
NEW = NewMeeting("new", Kind.JOINT, FACTS)


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


@pytest.fixture
def planned(clerk: Visit) -> int:
    return planning.plan_meeting(clerk, NEW).id


def change(visit: Visit, id: int, slip: str = "change", **facts: object) -> str:
    was = facts_of(meetings.meeting(visit.db, id))
    now = replace(was, **facts)  # type: ignore[arg-type]
    return planning.change_meeting(visit, MeetingChange(slip, id, was, now)).told


def test_a_meeting_is_planned_with_its_standing_item_and_the_next_number(clerk: Visit):
    sql = "select max(number) from meetings where kind = 'joint' and year = 2026"
    (last,) = clerk.db.execute(sql).fetchone()
    planned = planning.plan_meeting(clerk, NEW).id
    known = meetings.meeting(clerk.db, planned)
    assert (known.number, known.listed(NOW)) == (last + 1, Listed.COMING)
    assert [item.title for item in meetings.agenda(clerk.db, planned)] == [STANDING_ITEM]
    assert planning.plan_meeting(clerk, NEW).id == planned, "a second click plans no second one"
    after = planning.plan_meeting(clerk, replace(NEW, slip="next")).id
    assert meetings.meeting(clerk.db, after).number == last + 2


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"title": "会"}, "会议名称至少写 4 个字"),
        ({"starts_at": NOW - timedelta(hours=1)}, "已经过"),
        ({"starts_at": NOW + 400 * DAY}, "太远"),
        ({"minutes": 5}, "开多久要在"),
        ({"invited": 0}, "应到要在"),
        ({"place": " "}, "地点还没填"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(clerk: Visit, facts: dict, told: str):
    with pytest.raises(Invalid, match=told):
        planning.plan_meeting(clerk, replace(NEW, facts=replace(FACTS, **facts)))


def test_a_special_meeting_says_what_it_is_about_and_no_other_does(clerk: Visit):
    with pytest.raises(Invalid, match="要选议什么"):
        planning.plan_meeting(clerk, replace(NEW, kind=Kind.SPECIAL))
    with pytest.raises(Invalid, match="全社区的会"):
        planning.plan_meeting(clerk, replace(NEW, estate_id=community.PINE))
    with pytest.raises(NotFound):
        special = replace(NEW, kind=Kind.SPECIAL, category=Category.LIFT, estate_id=999)
        planning.plan_meeting(clerk, special)
    planning.plan_meeting(clerk, replace(special, estate_id=community.PINE))


def test_a_change_says_what_was_and_what_is_and_one_begun_earlier_is_refused(
    clerk: Visit, planned: int
):
    was = facts_of(meetings.meeting(clerk.db, planned))
    told = change(clerk, planned, place="二楼会议室", invited=15)
    assert "地点由“一楼会议室”改为“二楼会议室”，应到由 12 人改为 15 人" in told
    with pytest.raises(WrongState, match="刚被别人改过"):
        late = MeetingChange("late", planned, was, replace(was, minutes=60))
        planning.change_meeting(clerk, late)
    with pytest.raises(WrongState, match="没有改动"):
        change(clerk, planned, "same")


def test_a_meeting_stays_in_the_year_of_its_number(clerk: Visit, planned: int):
    with pytest.raises(WrongState, match="编号按年排"):
        change(clerk, planned, starts_at=NOW + 300 * DAY)


def test_what_is_to_be_voted_on_stays_announced_long_enough(clerk: Visit, planned: int):
    vote = NewAgendaItem("v", planned, ItemType.VOTE, "要不要换门禁", "王社工", 20)
    meetings.add_agenda_item(clerk, vote)
    with pytest.raises(WrongState, match="有 1 项要表决"):
        change(clerk, planned, starts_at=NOW + DAY)
    change(clerk, planned, "fine", starts_at=NOW + 10 * DAY)


def test_a_meeting_is_called_off_before_it_begins_and_keeps_its_items(clerk: Visit, planned: int):
    with pytest.raises(Invalid, match="为什么取消还没填"):
        planning.call_off_meeting(clerk, planned, " ")
    planning.call_off_meeting(clerk, planned, "会议室要选举")
    known = meetings.meeting(clerk.db, planned)
    assert (known.state, known.items) == (MeetingState.CANCELLED, 1)
    with pytest.raises(WrongState, match="不用取消"):
        planning.call_off_meeting(clerk, planned, "再取消一次")
    with pytest.raises(WrongState, match="不能再改"):
        change(clerk, planned, minutes=60)


def test_a_meeting_that_has_begun_is_recorded_and_not_called_off(clerk: Visit, planned: int):
    later = visit_of(clerk.db, "clerk", FACTS.starts_at + timedelta(minutes=1))
    with pytest.raises(WrongState, match="时间已经到了"):
        planning.call_off_meeting(later, planned, "没人来")
    with pytest.raises(WrongState, match="已经开始"):
        change(later, planned, starts_at=FACTS.starts_at + DAY)


def test_only_the_office_plans(small: Database):
    with pytest.raises(NotAllowed):
        planning.plan_meeting(visit_of(small, "grid"), NEW)
