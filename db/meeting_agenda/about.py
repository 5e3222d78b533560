"""What meetings said of a thing (写回去): told to its feature when it happens, and read on its page."""

from datetime import date

from sqlite_utils import Database

from db.rows import first, value
from db.subjects import Decided, Subject, subject
from db.visit import Visit
from db.writes import inside_gate
from domain.meeting_agenda.deciding import Outcome

OF_A_THING = """
    select i.id from agenda_items i join item_subjects s on s.item_id = i.id
      join meetings m on m.id = i.meeting_id
     where s.kind = ? and s.subject_id = ? and m.state <> 'cancelled'
"""
OUTCOMES = """
    select o.id, o.item_id, o.way, o.text, o.dissent, o.yes, o.no, o.abstain, o.voters, o.base,
           o.passed, o.review_on, o.at, a.name as by
      from item_outcomes o join accounts a on a.id = o.by_id
      join agenda_items i on i.id = o.item_id
"""
LATEST = "not exists (select 1 from item_outcomes n where n.item_id = o.item_id and n.id > o.id)"
PLACE = """
    select m.id, m.title, i.title, substr(m.starts_at, 1, 10), i.confidential
      from agenda_items i join meetings m on m.id = i.meeting_id where i.id = ?
"""


def decisions_about(db: Database, kind: str, id: int) -> list[Decided]:
    """How the items about a thing ended, as they were last put right."""
    items = [row[0] for row in db.execute(OF_A_THING, [kind, id])]
    return [one for item in items if (one := _decided(db, item)) is not None]


def subject_of_item(db: Database, item_id: int) -> tuple[Subject, int] | None:
    """The thing an item is about, with its number; None where it is about none."""
    sql = "select kind, subject_id from item_subjects where item_id = ?"
    row = db.execute(sql, [item_id]).fetchone()
    return None if row is None else (subject(row[0]), int(row[1]))


@inside_gate
def tell(visit: Visit, item_id: int) -> None:
    """Tell the feature whose thing it is how the item ended, in the same transaction."""
    about, said = subject_of_item(visit.db, item_id), _decided(visit.db, item_id)
    if about is not None and said is not None and about[0].decided is not None:
        about[0].decided(visit, about[1], said)


def items_about(db: Database, kind: str, id: int) -> int:
    """On how many agendas still to come a thing stands."""
    return int(
        value(
            db,
            "select count(*) from agenda_items i join item_subjects s on s.item_id = i.id"
            " join meetings m on m.id = i.meeting_id"
            " where s.kind = :kind and s.subject_id = :id and m.state = 'planned'",
            kind=kind,
            id=id,
        )
    )


def _decided(db: Database, item_id: int) -> Decided | None:
    found = first(db, Outcome, f"{OUTCOMES} where o.item_id = :id and {LATEST}", id=item_id)
    if found is None:
        return None
    meeting_id, meeting, item, day, confidential = db.execute(PLACE, [item_id]).fetchone()
    return Decided(
        meeting_id, meeting, item_id, item, date.fromisoformat(day), found.way, found.passed, found.words,
        bool(confidential),
    )  # fmt: skip
