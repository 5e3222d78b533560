"""Meetings told as they were held (开会的经过): who came, how each item ended, what was promised."""

from datetime import date, timedelta

from db.meeting_agenda import attendance, deciding, minuting, promising, sittings
from db.meeting_agenda.meetings import agenda
from db.visit import Visit
from domain.meeting_agenda.actions import NewAction, Progress, Verdict
from domain.meeting_agenda.attendance import Mark, Marks, Presence
from domain.meeting_agenda.deciding import NewOutcome, Way
from domain.meeting_agenda.meetings import AgendaItem, ItemType
from domain.meeting_agenda.sittings import Opening
from domain.receipts import Receipt
from seed.evenings import Held
from seed.telling import Deed, Telling

ABSENT = 2  # of the list, excused
DUE, DONE, VERIFIED = 21, 14, 16  # days after a meeting
LEAD, PERSON = "力天物业", "周经理"
WAYS = {ItemType.REPORT: Way.NOTE, ItemType.FEEDBACK: Way.OPINIONS, ItemType.CONSULT: Way.CONSENSUS}
TEXTS = {
    Way.NOTE: "情况清楚了，按说的办，下次会上再报进展。",
    Way.OPINIONS: "意见都记下了，由责任单位逐条答复。",
    Way.CONSENSUS: "同意会上商量的办法，责任单位牵头，先办再看效果。",
    Way.VOTE: "按会上的方案办，居委会张贴告知。",
}
DISSENT = "有代表提出费用分摊要再算细一些。"


def evening(telling: Telling, one: Held) -> None:
    """From the sign-in to the published minutes, and the promise until 销号, up to yesterday."""
    hour = 15 if one.category else 19
    yesterday = telling.plan.ago(1)
    slips = [f"{telling.slip()}" for _ in range(4)]
    say = telling.add
    say(one.day, hour, 0, "clerk", _opened(telling, one, slips[0]))
    say(one.day, hour, 5, "clerk", _came(telling, one, slips[1]))
    say(one.day, hour + 1, 0, "clerk", _ended(telling, one, slips[2]))
    say(one.day, hour + 1, 10, "clerk", _closed(telling, one, slips[3]))
    for days, at, who, write in (
        (1, 10, "clerk2", minuting.review),
        (2, 10, "secretary", minuting.sign),
        (2, 11, "secretary", minuting.publish),
    ):
        if one.day + timedelta(days=days) <= yesterday:
            slip = telling.slip()
            deed = lambda visit, write=write, slip=slip: write(visit, _id(telling, one), slip=slip)  # noqa: E731
            say(one.day + timedelta(days=days), at, 0, who, deed)
    _kept(telling, one, yesterday)


def _id(telling: Telling, one: Held) -> int:
    return telling.plan.number(
        "select id from meetings where kind = ? and substr(starts_at, 1, 10) = ?",
        one.kind,
        one.day.isoformat(),
    )


def _opened(telling: Telling, one: Held, slip: str) -> Deed:
    return lambda visit: sittings.open_meeting(visit, Opening(slip, _id(telling, one)))


def _came(telling: Telling, one: Held, slip: str) -> Deed:
    """Two are excused, the others are there."""

    def came(visit: Visit) -> Receipt:
        of = _id(telling, one)
        lines = attendance.attendances(visit.db, of)
        away = tuple(Mark(line.id, Presence.LEAVE, 0, "请假") for line in lines[-ABSENT:])
        attendance.mark_presence(visit, Marks(slip, of, away))
        return attendance.mark_all_present(visit, of, slip=f"{slip}-all")

    return came


def _ended(telling: Telling, one: Held, slip: str) -> Deed:
    """Each item as its kind asks; the council votes on what it talked over; then what is promised."""

    def ended(visit: Visit) -> Receipt:
        of = _id(telling, one)
        items = agenda(visit.db, of)
        for item in items:
            deciding.record_outcome(visit, _outcome(visit, one, item, f"{slip}-{item.id}"))
        body = telling.plan.number("select id from bodies where name = ?", LEAD)
        talked = next((i for i in items if i.item_type is ItemType.CONSULT), items[-1])
        account = telling.plan.accounts()["property"]
        due = one.day + timedelta(days=DUE)
        content = f"{talked.title}：按议定的办法落实"
        new = NewAction(slip, of, talked.id, content, body, PERSON, due, account)
        return promising.promise(visit, new)

    return ended


def _outcome(visit: Visit, one: Held, item: AgendaItem, slip: str) -> NewOutcome:
    way = WAYS.get(item.item_type, Way.NOTE)
    if one.kind == "council" and way is Way.CONSENSUS and item.added_by is None:
        voters = sittings.quorum(visit.db, _of(visit, item)).present
        return NewOutcome(
            slip, item.id, Way.VOTE, TEXTS[Way.VOTE], 0, yes=voters - 3, no=2, abstain=1
        )
    dissent = DISSENT if way is Way.CONSENSUS and one.category else ""
    return NewOutcome(slip, item.id, way, TEXTS[way], 0, dissent)


def _of(visit: Visit, item: AgendaItem) -> int:
    sql = "select meeting_id from agenda_items where id = ?"
    return int(visit.db.execute(sql, [item.id]).fetchone()[0])


def _closed(telling: Telling, one: Held, slip: str) -> Deed:
    return lambda visit: sittings.close_meeting(visit, _id(telling, one), slip=slip)


def _kept(telling: Telling, one: Held, yesterday: date) -> None:
    """The company reports its promise done and the supervisor looks; of the last weeks it is open."""
    first, second = telling.slip(), telling.slip()
    sql = "select id from actions where meeting_id = ?"
    newest = "select max(id) from action_steps where action_id = ?"
    number = telling.plan.number

    def done(visit: Visit) -> Receipt:
        id = number(sql, _id(telling, one))
        return promising.claim_done(visit, Progress(first, id, "已经办好", number(newest, id)))

    def looked(visit: Visit) -> Receipt:
        id = number(sql, _id(telling, one))
        return promising.verify(visit, Verdict(second, id, "到现场看过", number(newest, id)))

    if one.day + timedelta(days=VERIFIED) <= yesterday:
        telling.add(one.day + timedelta(days=DONE), 9, 0, "property", done)
        telling.add(one.day + timedelta(days=VERIFIED), 9, 0, "supervisor", looked)
