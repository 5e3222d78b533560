"""What meetings bring to the house: those of this week, and those nobody recorded."""

from db.chain import CHAINED
from db.feature import Ahead, Board, Feature, Finder
from db.hits import hits
from db.invariant import Invariant
from db.meeting_agenda import action_dues, board, checks
from db.meeting_agenda import meetings as all_meetings
from db.meeting_agenda.about import decisions_about
from db.meeting_agenda.notices_moved import move_notices
from db.meeting_agenda.of_people import OF_PEOPLE
from db.meeting_agenda.topic_writes import SUBJECT
from db.meeting_agenda.topics import topic_dues
from db.registry_book.merging import PEOPLE
from db.repair_fund.happened import TALKS
from db.rest_days import MOVES
from db.subjects import DECISIONS, SUBJECTS
from db.visit import Visit, permission_of, reads
from domain.days import clock, day
from domain.home import Coming, Due, Rank, due_for
from domain.meeting_agenda.meetings import Kind, Listed, Meeting
from domain.people import Permission
from domain.search import Hits

INVARIANTS = [
    Invariant(
        "meeting_numbers",
        "同一类会议每年的次数连续",
        "select year || ' 年 ' || kind from meetings group by kind, year"
        " having max(number) - min(number) + 1 <> count(*)",
    ),
    Invariant(
        "agenda_positions",
        "议题从第 1 项起，一项接一项",
        "select '会议 ' || meeting_id from agenda_items group by meeting_id"
        " having min(position) <> 1 or max(position) <> count(*)",
    ),
]
SPECIALS = Invariant(
    "I04",
    "近三年安普顿电梯、渗水专项会议正好 15 次",
    """
    select count(*) || ' 次' from meetings m join community c on c.id = 1
     where m.kind = 'special' and m.category in ('lift', 'facade_leak') and m.source = 'demo'
       and m.state in ('held', 'confirmed')
       and m.estate_id = (select id from estates where short_name = '安普顿小镇')
       and date(substr(m.starts_at, 1, 10)) > date(c.seeded_on, '-3 years')
       and date(substr(m.starts_at, 1, 10)) <= c.seeded_on
    having count(*) <> 15
    """,
)
SOON = 1  # days ahead that a meeting is named; 接下来的会 lists it long before


@reads(Permission.SEE_MEETINGS)
def dues(visit: Visit) -> list[Due]:
    """What waits for its record, the meetings of today and tomorrow, and what was promised."""
    only = visit.user.only_estate
    late = all_meetings.meetings(visit.db, Listed.OVERDUE, visit.now, only=only)
    dues: list[Due] = []
    if late:
        titles = "、".join(meeting.title for meeting in late[:2])
        missing = f"{len(late)} 次会议时间过了，还没记开没开成"
        due = Due("agenda", Rank.ON_A_DAY, "待补记录", missing, titles, "去补")
        dues = due_for(visit.user, permission_of(all_meetings.record_held), due)
    next_two = all_meetings.upcoming(visit.db, visit.now, 2, only)
    soon = [_to_come(visit, m) for m in next_two if _days_to(visit, m) <= SOON]
    return [*dues, *soon, *action_dues.dues(visit), *topic_dues(visit)]


@reads(Permission.SEE_MEETINGS)
def coming(visit: Visit) -> list[Coming]:
    """The next three meetings."""
    meetings = all_meetings.upcoming(visit.db, visit.now, 3, visit.user.only_estate)
    return [Coming(m.title, m.starts_at, f"{m.items} 个议题") for m in meetings]


def _days_to(visit: Visit, meeting: Meeting) -> int:
    return (meeting.starts_at.date() - visit.today).days


def _to_come(visit: Visit, meeting: Meeting) -> Due:
    days = _days_to(visit, meeting)
    badge = {0: "今天", 1: "明天"}.get(days, day(meeting.starts_at.date(), visit.today))
    return Due(
        "agenda",
        Rank.ON_A_DAY,
        f"{badge} {clock(meeting.starts_at)}",
        f"{meeting.title}，{meeting.items} 个议题",
        f"{meeting.place}，应到 {meeting.invited} 人",
        "看议程",
        urgent=days == 0,
    )


@reads(Permission.SEE_MEETINGS)
def find(visit: Visit, typed: str) -> Hits:
    """Meetings by title, kind, day and place; not the special ones of other estates."""
    kinds = " ".join(f"when '{kind}' then '{kind.label}'" for kind in Kind)
    things = f"""
        select m.title, substr(m.starts_at, 1, 10) || ' · ' || m.place as below,
               'agenda?meeting=' || m.id as room, m.starts_at as late,
               m.title || ' ' || m.place || ' ' || substr(m.starts_at, 1, 10) || ' '
               || case m.kind {kinds} end || ' 第' || m.number || '次' as text
          from meetings m
         where :only is null or m.estate_id is null or m.estate_id = :only
    """
    return hits(visit.db, things, typed, only=visit.user.only_estate)


FEATURE = Feature(
    finders=[Finder("会议", "forum", find)],
    dues=dues,
    ahead=Ahead("接下来的会", "还没有排下一次会议。", coming),
    board=Board("meetings", board.figures, board.overview),
    invariants=[*INVARIANTS, *checks.INVARIANTS],
    article=[SPECIALS],
    tells=[
        TALKS.told(all_meetings.talks),
        CHAINED.told(checks.LINKED),
        DECISIONS.told(decisions_about),
        PEOPLE.told(OF_PEOPLE),
        SUBJECTS.told(SUBJECT),
        MOVES.told(move_notices),
    ],
)
