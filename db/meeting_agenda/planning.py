"""Planning meetings (排会议): planned with its standing item, put right, called off; none is removed."""

from db import parameters
from db.meeting_agenda.coming_back import bring_back
from db.meeting_agenda.meetings import meeting
from db.registry import estates
from db.rows import move_to, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.changes import changes
from domain.days import moment
from domain.errors import Invalid, NotFound
from domain.meeting_agenda.meetings import STANDING_ITEM, ItemType, MeetingState
from domain.meeting_agenda.planning import (
    MeetingChange,
    MeetingFacts,
    NewMeeting,
    check_bonds,
    check_calling_off,
    check_change,
    check_meeting,
    facts_of,
    words,
)
from domain.meeting_agenda.series import StandingItem
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text

STANDING_MINUTES = 10  # the first item of every meeting (议程第一项)


@writes(Permission.PLAN_MEETING)
def plan_meeting(visit: Visit, paper: NewMeeting) -> Receipt:
    """A meeting to come (排会议), numbered in its kind and year, with all that comes back to it."""
    id, back = planned(visit, paper)
    when = moment(paper.facts.starts_at, visit.today)
    again = f"上次顺延和要复议的 {back} 项已经在议程里。" if back else ""
    title = meeting(visit.db, id).title
    return Receipt(f"排好了“{title}”，{when}。{again}接着加议题。", id)


@inside_gate
def planned(
    visit: Visit, paper: NewMeeting, standing: tuple[StandingItem, ...] = ()
) -> tuple[int, int]:
    """A new meeting with its standing items; its number, and how many items came back to it."""
    facts = _checked(visit, paper.facts)
    check_bonds(paper)
    known = {estate.id for estate in estates(visit.db, visit.user.only_estate)}
    if paper.estate_id is not None and paper.estate_id not in known:
        raise NotFound("这个小区")
    year = facts.starts_at.year
    number = value(
        visit.db,
        "select coalesce(max(number), 0) + 1 from meetings where kind = :kind and year = :year",
        kind=paper.kind,
        year=year,
    )
    id = put(
        visit.db, "meetings", kind=paper.kind, year=year, number=number, title=facts.title,
        estate_id=paper.estate_id, category=paper.category, starts_at=facts.starts_at,
        minutes=facts.minutes, place=facts.place, chair=facts.chair, invited=facts.invited,
        state=MeetingState.PLANNED, source="entered",
        parent_kind=paper.parent_kind,
    )  # fmt: skip
    first = StandingItem(STANDING_ITEM, ItemType.REPORT, facts.chair, STANDING_MINUTES)
    for position, item in enumerate((first, *standing), 1):
        put(
            visit.db, "agenda_items", meeting_id=id, position=position, item_type=item.item_type,
            title=item.title, reporter=item.reporter, minutes=item.minutes,
            added_by=visit.user.id, added_at=visit.now,
        )  # fmt: skip
    return id, bring_back(visit, id)


@writes(Permission.PLAN_MEETING)
def change_meeting(visit: Visit, paper: MeetingChange) -> Receipt:
    """When, where or by whom put right (改会议), before it begins; its agenda stays."""
    known = meeting(visit.db, paper.meeting_id)
    now = _checked(visit, paper.now)
    votes = "select count(*) from agenda_items where meeting_id = :id and item_type = 'vote'"
    days = parameters.value_of(visit.db, "meeting_notice_days")
    check_change(known, now, visit.now, value(visit.db, votes, id=known.id), days)
    told = changes(f"“{known.title}”", paper.was, now, facts_of(known), words(visit.today))
    visit.db.execute(
        "update meetings set title = ?, starts_at = ?, minutes = ?, place = ?, chair = ?,"
        " invited = ? where id = ?",
        [now.title, now.starts_at.isoformat(timespec="seconds"), now.minutes, now.place, now.chair,
         now.invited, known.id],
    )  # fmt: skip
    return Receipt(f"“{known.title}”改好了：{told}。请通知要来的人。", known.id)


@writes(Permission.PLAN_MEETING)
def call_off_meeting(visit: Visit, id: int, reason: str, *, slip: str | None = None) -> Receipt:
    """A planned meeting that will not be (取消会议); it stays on file with its items."""
    known = meeting(visit.db, id)
    check_calling_off(known, visit.now)
    why = plain_text(reason, "为什么取消", least=2, most=60)
    move_to(visit.db, "meetings", known, MeetingState.CANCELLED)
    return Receipt(f"“{known.title}”取消了：{why}。议题都还在，可以加到下一次会议。", id)


def _checked(visit: Visit, facts: MeetingFacts) -> MeetingFacts:
    if facts.starts_at.tzinfo is None:
        raise Invalid("开会时间还没填。")
    return check_meeting(facts, visit.now)
