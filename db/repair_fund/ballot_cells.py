"""The units of a ballot's frozen scope, each with its paper and what its owner has said."""

from sqlite_utils import Database

from db.rows import many
from domain.repair_fund.ballots import Cell

SHOWN_ROOMS = 4
# One line per unit of the scope in `chosen` (unit_id, code, floor, room, area, owner).
CELLS = """
    , heads as materialized (
        select o.owner_group_id, o.answer,
               (select count(*) from scope_units s
                 where s.plan_id = b.plan_id and s.owner_group_id = o.owner_group_id) as units,
               (select group_concat(code, '、') from (
                    select s.code from scope_units s indexed by scope_of_an_owner
                     where s.plan_id = b.plan_id
                       and s.owner_group_id = o.owner_group_id order by s.unit_id limit {rooms}))
               as rooms
          from ballots b join ballot_owners o on o.ballot_id = b.id
         where b.id = :ballot and o.owner_group_id in (select owner_group_id from chosen))
    select c.unit_id, c.code, c.floor, c.room, c.area_centi, c.owner_group_id,
           p.id as paper_id, p.choice, p.valid, h.answer, h.units,
           iif(h.units > 1, h.rooms, '') as others
      from chosen c join heads h on h.owner_group_id = c.owner_group_id
      left join ballot_papers p on p.ballot_id = :ballot and p.unit_id = c.unit_id and p.settles = 0
           and not exists (select 1 from ballot_papers r where r.replaces_id = p.id)
     order by {order}
"""
CHOSEN = """
    with chosen as materialized (
        select s.unit_id, s.code, u.floor, u.room, s.area_centi, s.owner_group_id
          from ballots b cross join units u
          cross join scope_units s on s.plan_id = b.plan_id and s.unit_id = u.id
         where b.id = :ballot and {where})
"""


def cells_of(db: Database, where: str, order: str, **named: object) -> list[Cell]:
    """The units of the scope that `where` chooses, in `order`."""
    sql = CHOSEN.format(where=where) + CELLS.format(order=order, rooms=SHOWN_ROOMS)
    return many(db, Cell, sql, **named)
