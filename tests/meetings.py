"""A council evening (议事会一晚): members, a meeting of today, and papers to write it down with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db.meeting_agenda import attendance, deciding, meetings, members, planning, sittings
from db.visit import Visit
from domain.meeting_agenda.attendance import Mark, Marks, Presence
from domain.meeting_agenda.deciding import NewOutcome, Way
from domain.meeting_agenda.meetings import ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.members import MemberRole, NewMember
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting
from domain.meeting_agenda.sittings import Opening
from tests.community import NOW, TODAY, visit_of

COMMITTEE, PINE_COMPANY, CLOUD_COMPANY = 1, 2, 3  # bodies of tests/community.py
DAYS_AHEAD = 10
EVENING = NOW + timedelta(days=DAYS_AHEAD)
VOTE, TALK = "要不要换门禁", "早点摊怎么管"


@dataclass(frozen=True)
class Evening:
    """A meeting with its standing item, one to vote on and one to talk over."""

    meeting_id: int
    standing: int
    vote: int
    talk: int

    @property
    def items(self) -> tuple[int, int, int]:
        return self.standing, self.vote, self.talk


def seat(visit: Visit, name: str, kind: Kind = Kind.COUNCIL, body: int = COMMITTEE) -> int:
    new = NewMember(f"seat-{kind}-{name}", kind, name, MemberRole.MEMBER, TODAY, body)
    return members.add_member(visit, new).id


def seats(visit: Visit, many: int, kind: Kind = Kind.COUNCIL) -> list[int]:
    return [seat(visit, f"委员{n}", kind) for n in range(many)]


def planned(visit: Visit, kind: Kind = Kind.COUNCIL, slip: str = "m") -> Evening:
    facts = MeetingFacts("三月的一次会", EVENING, 90, "议事厅", "李书记", 21)
    id = planning.plan_meeting(visit, NewMeeting(slip, kind, facts)).id
    for title, item_type in ((VOTE, ItemType.VOTE), (TALK, ItemType.CONSULT)):
        item = NewAgendaItem(f"{slip}-{title}", id, item_type, title, "王社工", 20)
        meetings.add_agenda_item(visit, item)
    return Evening(id, *(item.id for item in meetings.agenda(visit.db, id)))


def that_evening(db: Database, who: str = "clerk", minutes: int = 0) -> Visit:
    return visit_of(db, who, EVENING + timedelta(minutes=minutes))


def opened(db: Database, kind: Kind = Kind.COUNCIL, slip: str = "m") -> Evening:
    slip = f"{slip}-{kind}-{db.execute('select count(*) from meetings').fetchone()[0]}"
    evening = planned(visit_of(db, "clerk"), kind, slip)
    sittings.open_meeting(that_evening(db), Opening(f"{slip}-open", evening.meeting_id))
    return evening


def come(visit: Visit, evening: Evening, present: int, slip: str = "come") -> None:
    """The first so many of the list are there, the others absent."""
    lines = attendance.attendances(visit.db, evening.meeting_id)
    marks = tuple(
        Mark(line.id, Presence.PRESENT if n < present else Presence.ABSENT, line.seen)
        for n, line in enumerate(lines)
    )
    attendance.mark_presence(visit, Marks(slip, evening.meeting_id, marks))


def noted(item_id: int, way: Way = Way.NOTE, text: str = "听取了情况", seen: int = 0) -> NewOutcome:
    return NewOutcome(f"{way}-{item_id}-{seen}-{text}", item_id, way, text, seen)


def voted(item_id: int, yes: int, no: int, abstain: int = 0, seen: int = 0) -> NewOutcome:
    return NewOutcome(
        f"vote-{item_id}-{yes}-{no}-{seen}", item_id, Way.VOTE, "换成人脸和刷卡两用", seen,
        yes=yes, no=no, abstain=abstain,
    )  # fmt: skip


def closed(db: Database, evening: Evening, at: datetime | None = None) -> int:
    """Every item heard, and the meeting over; the number of its minutes."""
    visit = that_evening(db, minutes=60) if at is None else visit_of(db, "clerk", at)
    for item in evening.items:
        if deciding.outcome(db, item) is None:
            deciding.record_outcome(visit, noted(item))
    sittings.close_meeting(visit, evening.meeting_id)
    sql = "select number from minutes where meeting_id = ?"
    return int(db.execute(sql, [evening.meeting_id]).fetchone()[0])
