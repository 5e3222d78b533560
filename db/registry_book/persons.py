"""A person's facts put right (更正姓名、性别、出生、手机): the old value is kept with who, when and why."""

from sqlite_utils import Database

from db.registry_book import merging
from db.registry_book.homes import rekey
from db.registry_book.units import keep_change
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.errors import WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.persons import (
    WORDS,
    ChangeLine,
    PersonCard,
    PersonChange,
    PersonFacts,
    check_change,
)

FACTS = """
    select name, sex, birth_year, birth_date, phone from residents
     where id = :id and merged_into is null
"""
MAIN = """
    select id, rank from contacts where resident_id = :id and kind = 'mobile'
       and book = 'committee' and ended_on is null order by rank, id limit 1
"""


def _facts(db: Database, id: int) -> PersonFacts:
    return one(db, PersonFacts, "这位居民", FACTS, id=id)


@reads(Permission.CHANGE_REGISTRY)
def card(visit: Visit, resident_id: int) -> PersonCard:
    """What is on file of somebody, and what was corrected, the latest first. Raises NotFound."""
    lines = many(
        visit.db,
        ChangeLine,
        """
        select date(c.changed_at) as "on", c.field, coalesce(c.before, '空白') as before,
               coalesce(c.after, '空白') as after, c.why, a.name as by
          from registry_changes c join accounts a on a.id = c.changed_by
         where c.thing = 'resident' and c.thing_id = :id order by c.id desc
        """,
        id=resident_id,
    )
    return PersonCard(_facts(visit.db, resident_id), lines)


@writes(Permission.CHANGE_REGISTRY)
def correct_person(visit: Visit, paper: PersonChange) -> Receipt:
    """A number that was wrong ends and another takes its place; the rest is replaced.

    Raises WrongState when somebody else changed it since, or a class or a ward forbids the birth.
    """
    db, id, now = visit.db, paper.resident_id, paper.now
    differ, why = check_change(paper, _facts(db, id))
    if now.birth_date and (wrong := merging.too_young(db, id, now.birth_date, visit.today)):
        raise WrongState("".join(wrong))
    for name in differ:
        label, says = WORDS[name]
        before, after = says(getattr(paper.was, name)), says(getattr(now, name))
        if before != after:  # two numbers may look the same where they are masked
            keep_change(visit, "resident", id, label, before, after, why)
    if "phone" in differ:
        _another_number(visit, id, now.phone)
    db.execute(
        "update residents set name = ?, sex = ?, birth_year = ?, birth_date = ? where id = ?",
        [now.name, now.sex, now.birth_year,
         now.birth_date.isoformat() if now.birth_date else None, id],
    )  # fmt: skip
    rekey(visit, id)
    fields = "、".join(WORDS[name][0] for name in differ)
    return Receipt(f"{now.name}的{fields}更正了。原因：{why}。", id)


@inside_gate
def _another_number(visit: Visit, resident: int, number: str) -> None:
    """The wrong number ends; the right one stands where it stood."""
    db = visit.db
    held = db.execute(MAIN, {"id": resident}).fetchone()
    if held:
        db.execute(
            "update contacts set ended_on = ?, ended_at = ?, ended_by = ? where id = ?",
            [visit.today.isoformat(), visit.at, visit.user.id, held[0]],
        )
    rank = held[1] if held else 1
    there = value(
        db,
        "select id from contacts where resident_id = :id and number = :number and ended_on is null"
        " and book = 'committee'",
        id=resident,
        number=number,
    )
    if there:
        db.execute("update contacts set rank = ? where id = ?", [rank, there])
    elif number:
        put(
            db, "contacts", resident_id=resident, number=number, kind="mobile", rank=rank,
            recorded_at=visit.now, recorded_by=visit.user.id,
        )  # fmt: skip
