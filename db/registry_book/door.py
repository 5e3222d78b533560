"""From door to door (入户核对): what was found at each flat, stored by its tap, and the next flat."""

from datetime import timedelta

from db.registry_book.scope import SEEN, confined, estate_of, must_see
from db.rows import first, many, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.door import FRESH_DAYS, Found, LastCheck, Round

IN_TURN = "u.floor, length(u.room), u.room"  # as one walks: from the ground up, door by door
CHECKED = "select 1 from unit_checks c where c.unit_id = u.id"


@writes(Permission.CHECK_HOMES)
def check_unit(visit: Visit, unit_id: int, found: Found, *, slip: str) -> Receipt:
    """What stood at the door on that day; a later look is a further row."""
    unit = must_see(visit.db, visit.user, visit.today, unit_id)
    put(
        visit.db, "unit_checks", unit_id=unit.id, result=found, checked_on=visit.today,
        checked_by=visit.user.id,
    )  # fmt: skip
    return Receipt(f"{unit.code} 核对过：{found.label}。", unit.id)


@reads(Permission.CHECK_HOMES)
def last_check(visit: Visit, unit_id: int) -> LastCheck | None:
    must_see(visit.db, visit.user, visit.today, unit_id)
    return first(
        visit.db,
        LastCheck,
        "select c.result, c.checked_on, a.name as by from unit_checks c"
        "  join accounts a on a.id = c.checked_by where c.unit_id = :id order by c.id desc limit 1",
        id=unit_id,
    )


@reads(Permission.CHECK_HOMES)
def next_unit(visit: Visit, unit_id: int) -> int | None:
    """The next flat of the stairwell that nobody looked at today; None when that was the last."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    found: int | None = value(
        visit.db,
        f"""
        with here as (select stairwell_id, floor, length(room) as long, room from units
                       where id = :id)
        select u.id from units u, here h
         where u.stairwell_id = h.stairwell_id
           and (u.floor, length(u.room), u.room) > (h.floor, h.long, h.room)
           and not exists ({CHECKED} and c.checked_on = :day)
         order by {IN_TURN} limit 1
        """,
        id=unit_id,
        day=visit.today,
    )
    return found


@reads(Permission.CHECK_HOMES)
def rounds(visit: Visit, building_id: int) -> list[Round]:
    """The stairwells of a building one may walk, each with the flat to go on at today."""
    visit.user.must_cover(estate_of(visit.db, building_id))
    limits = confined(visit.user, visit.today)
    return many(
        visit.db,
        Round,
        f"""
        select s.id as stairwell_id, s.number, count(*) as units,
               sum(exists ({CHECKED} and c.checked_on > :fresh and c.result <> 'nobody')) as fresh,
               (select n.id from units n where n.stairwell_id = s.id
                   and not exists (select 1 from unit_checks c
                                    where c.unit_id = n.id and c.checked_on = :day)
                 order by n.floor, length(n.room), n.room limit 1) as next_unit
          from stairwells s join units u on u.stairwell_id = s.id
         where s.building_id = :building and {SEEN} group by s.id order by s.number
        """,
        building=building_id,
        fresh=visit.today - timedelta(days=FRESH_DAYS),
        **limits,
    )
