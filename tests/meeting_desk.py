"""A council that was held some days ago (开过的一次会), on whatever community there is, with one promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import accounts
from db.meeting_agenda import actions, attendance, deciding, meetings, members, planning, promising
from db.meeting_agenda import sittings as sitting
from db.registry import bodies
from db.visit import Visit
from domain.meeting_agenda.actions import NewAction
from domain.meeting_agenda.deciding import NewOutcome, Way
from domain.meeting_agenda.meetings import ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.members import MemberRole, NewMember
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting
from domain.meeting_agenda.sittings import Opening

TITLE, ITEM, PROMISE = "门禁那一次会", "要不要换门禁", "东门的门禁换成两用的"


@dataclass(frozen=True)
class Held:
    meeting_id: int
    item_id: int
    action_id: int


def at(db: Database, who: str, when: datetime) -> Visit:
    return Visit(db, accounts.user(db, who), when)


def held(
    db: Database, now: datetime, ago: int = 20, slip: str = "desk", close: bool = True
) -> Held:
    """Opened `ago` days before `now`: one member, one decision, a promise of the property company
    whose day was three days ago; closed unless told otherwise.
    """
    evening = now - timedelta(days=ago)
    before, that = at(db, "clerk", evening - timedelta(days=10)), at(db, "clerk", evening)
    if not members.members(db, Kind.COUNCIL, evening.date()):
        day = before.today
        seat = NewMember(
            f"{slip}-s", Kind.COUNCIL, "赵委员", MemberRole.MEMBER, day, bodies(db)[0].id
        )
        members.add_member(before, seat)
    facts = MeetingFacts(TITLE, evening, 60, "议事厅", "李书记", 5)
    id = planning.plan_meeting(before, NewMeeting(f"{slip}-m", Kind.COUNCIL, facts)).id
    new = NewAgendaItem(f"{slip}-i", id, ItemType.CONSULT, ITEM, "王社工", 20)
    meetings.add_agenda_item(before, new)
    sitting.open_meeting(that, Opening(f"{slip}-o", id))
    attendance.mark_all_present(that, id, slip=f"{slip}-p")
    standing, item = meetings.agenda(db, id)
    deciding.record_outcome(that, NewOutcome(f"{slip}-n", standing.id, Way.NOTE, "听取了情况", 0))
    said = NewOutcome(f"{slip}-d", item.id, Way.CONSENSUS, "换成人脸和刷卡两用", 0)
    deciding.record_outcome(that, said)
    property_ = accounts.user(db, "property")
    body = actions.body_of(db, property_.estate_id)
    assert body is not None
    due = (now - timedelta(days=3)).date()
    promise = NewAction(f"{slip}-a", id, item.id, PROMISE, body, "周经理", due, property_.id)
    action = promising.promise(that, promise).id
    if close:
        sitting.close_meeting(that, id, slip=f"{slip}-c")
    return Held(id, item.id, action)
