"""A council of today (今天的议事会): fifteen members, three items, announced ten days before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from db import accounts, connection
from db.meeting_agenda import meetings, members, planning
from db.visit import Visit
from domain.days import BEIJING
from domain.meeting_agenda.meetings import ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.members import MemberEnd, MemberRole, NewMember
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting

NAMES = (
    "陈金花", "李建国", "王敏", "刘倩", "周经理", "张秀兰", "徐国庆", "杨永福", "何桂英", "高建华",
    "林思远", "孙丽华", "朱伟", "马雨桐", "欧阳修文",
)  # fmt: skip
VOTE, TALK = "要不要换单元门禁", "早点摊占道怎么管"
AHEAD = timedelta(days=10)


@dataclass(frozen=True)
class Today:
    """The meeting, and its items: the standing one, one to vote on, one to talk over."""

    meeting_id: int
    items: tuple[int, int, int]


def planned_today(path: Path) -> Today:
    """As the real clock tells today: a browser's meeting is opened on its day."""
    now = datetime.now(BEIJING)
    with connection.opened(path) as db:
        visit = Visit(db, accounts.user(db, "clerk"), now - AHEAD)
        for old in members.members(db, Kind.COUNCIL, visit.today):  # those of the story
            members.end_member(visit, MemberEnd(f"end-{old.id}", old.id, visit.today))
        for n, name in enumerate(NAMES):
            new = NewMember(
                f"seat-{n}", Kind.COUNCIL, name, MemberRole.MEMBER, visit.today, 1 + n % 3
            )
            members.add_member(visit, new)
        facts = MeetingFacts(
            "今天的金花议事会", now - timedelta(minutes=5), 120, "议事厅", "陈书记", 15
        )
        id = planning.plan_meeting(visit, NewMeeting("today", Kind.COUNCIL, facts)).id
        for title, kind in ((VOTE, ItemType.VOTE), (TALK, ItemType.CONSULT)):
            item = NewAgendaItem(f"item-{title}", id, kind, title, "王社工", 40)
            meetings.add_agenda_item(visit, item)
        first, second, third = (item.id for item in meetings.agenda(db, id))
    return Today(id, (first, second, third))
