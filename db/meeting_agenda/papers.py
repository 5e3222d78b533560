"""What the papers of meetings are composed of (会议用纸): read at once, for who may have the paper."""

from sqlite_utils import Database

from db import registry
from db.meeting_agenda import actions, attendance, deciding, live, members, promised, sittings
from db.meeting_agenda import meetings as every
from db.meeting_agenda import minutes as laid_down
from db.meeting_agenda import topics as pool
from db.meeting_agenda.actions import ActionFilter
from db.subjects import decisions
from db.visit import Visit, reads
from domain.errors import NotFound
from domain.meeting_agenda import letters, papers, script
from domain.meeting_agenda.actions import ActionState
from domain.meeting_agenda.attendance import Presence
from domain.meeting_agenda.deciding import unheard
from domain.meeting_agenda.letters import Answered
from domain.meeting_agenda.meetings import Listed
from domain.meeting_agenda.minutes import RESIDENTS
from domain.meeting_agenda.papers import Convened, LedgerLine
from domain.meeting_agenda.script import Floor
from domain.meeting_agenda.sheets import Sheet
from domain.people import Permission

TOPIC = "topic"  # the kind of a topic among what an item may be about


def community(db: Database) -> str:
    """The name of the community, as it stands at the head of each paper."""
    known = registry.community(db)
    return known.name if known else ""


@reads(Permission.SEE_MEETINGS)
def convened(visit: Visit, meeting_id: int) -> Convened:
    """A meeting with its items, its members of the day and whose names do not go out.

    Raises NotFound, and NotAllowed for a special meeting of another estate (物业只看本小区).
    """
    db, of = visit.db, every.meeting(visit.db, meeting_id)
    if (estate := every.estate_of(db, of.id)) is not None:
        visit.user.must_cover(estate)
    seated = members.members(db, of.rule_kind, of.starts_at.date())
    residents = {one.id for one in registry.bodies(db) if one.kind == RESIDENTS}
    names = {one.name for one in seated if one.resident_id or one.body_id in residents}
    names |= set(laid_down.names_of_residents(db, of.id))
    parties: dict[int, list[str]] = {}
    sql = """
        select p.item_id, b.name from item_parties p join bodies b on b.id = p.body_id
          join agenda_items i on i.id = p.item_id where i.meeting_id = ? order by p.item_id, b.id
    """
    for item_id, body in db.execute(sql, [of.id]):
        parties.setdefault(item_id, []).append(body)
    return Convened(community(visit.db), of, every.agenda(db, of.id), seated, parties, names)


@reads(Permission.SEE_MEETINGS)
def notice(visit: Visit, meeting_id: int) -> Sheet:
    """会议通知: it hangs on the wall, so whoever sees meetings may print it."""
    return papers.notice(convened(visit, meeting_id))


@reads(Permission.READ_MINUTES)
def sign_in(visit: Visit, meeting_id: int) -> Sheet:
    """签到表, with names: for the office."""
    return papers.sign_in(convened(visit, meeting_id))


@reads(Permission.READ_MINUTES)
def decided(visit: Visit, meeting_id: int) -> Sheet:
    """议定事项清单, internal."""
    promised_there = actions.actions(visit.db, ActionFilter(meeting_id=meeting_id))
    outcomes = deciding.outcomes(visit.db, meeting_id)
    return papers.decisions(convened(visit, meeting_id), outcomes, promised_there, visit.today)


@reads(Permission.SEE_MEETINGS)
def public_decided(visit: Visit, meeting_id: int) -> Sheet:
    """议定事项清单 for the wall. Raises NotFound before the minutes are published."""
    lines = laid_down.public_paragraphs(visit.db, meeting_id)
    if not lines:
        raise NotFound("公开的议定事项")
    return papers.public_decisions(convened(visit, meeting_id), lines)


@reads(Permission.READ_MINUTES)
def one_pages(visit: Visit, meeting_id: int) -> list[Sheet]:
    """会前一页纸 of every organisation that is asked. Raises NotFound where none is."""
    left = actions.actions(visit.db, ActionFilter(only_open=True))
    pages = papers.one_pages(convened(visit, meeting_id), left, visit.today)
    if not pages:
        raise NotFound("参会单位")
    return pages


@reads(Permission.READ_MINUTES)
def chairs_script(visit: Visit, meeting_id: int) -> Sheet:
    """主持稿: before the meeting with blanks, while it is held with who is there."""
    db, of = visit.db, convened(visit, meeting_id)
    lines = attendance.attendances(db, meeting_id)
    there = {Presence.PRESENT, Presence.OBSERVING}
    here = {line.id: line.name for line in lines if line.presence in there}
    said = deciding.opinions(db, meeting_id)
    silent = {
        item.id: unheard(here, frozenset(o.attendance_id for o in said if o.item_id == item.id))
        for item in of.items
    }
    floor = Floor(
        live.rule_of(db, of.meeting), sittings.quorum(db, meeting_id),
        live.sitting(db, meeting_id) is not None, silent, actions.to_report(db, meeting_id),
    )  # fmt: skip
    return script.script(of, floor, visit.today)


@reads(Permission.READ_MINUTES)
def reminder(visit: Visit, action_id: int) -> Sheet:
    """督办单 of a promise that is overdue."""
    known = promised.promise(visit, action_id)
    steps = actions.steps(visit.db, known.id)
    return letters.reminder(community(visit.db), known, steps, visit.today)


@reads(Permission.READ_MINUTES)
def answered(visit: Visit, topic_id: int) -> bool:
    """Whether there is something to answer: a meeting's word, or that it was refused or handed on."""
    known = pool.topic(visit.db, topic_id)
    return known.state in letters.REFUSED or bool(decisions(visit.db, TOPIC, known.id))


@reads(Permission.READ_MINUTES)
def reply(visit: Visit, topic_id: int) -> Sheet:
    """答复单 to the one who raised a topic. Raises WrongState before it was answered."""
    db, known = visit.db, pool.topic(visit.db, topic_id)
    answers = [
        Answered(
            one.held_on, one.meeting, one.words, one.confidential or known.confidential,
            actions.actions(db, ActionFilter(item_id=one.item_id)),
        )
        for one in reversed(decisions(db, TOPIC, known.id))
    ]  # fmt: skip
    return letters.reply(community(visit.db), known, pool.steps(db, known.id), answers)


@reads(Permission.READ_MINUTES)
def ledger(visit: Visit) -> list[LedgerLine]:
    """议事台账: every item of every meeting that was held, the latest meeting first."""
    db, found = visit.db, []
    kept = actions.actions(db)
    for of in every.meetings(db, Listed.PAST, visit.now):
        outcomes = deciding.outcomes(db, of.id)
        for item in every.agenda(db, of.id):
            mine = [one for one in kept if one.item_id == item.id]
            done = sum(one.state is ActionState.VERIFIED for one in mine)
            found.append(LedgerLine(of, item, outcomes.get(item.id), len(mine), done))
    return found
