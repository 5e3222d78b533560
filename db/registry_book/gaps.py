"""What the registry still lacks (要补的), each with the flat where it is put right."""

from datetime import timedelta

from db.registry_book.scope import SEEN, confined
from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission
from domain.registry_book.door import FRESH_DAYS, MANY_FLATS, MOST_LISTED, Gap

UNITS = """
    select u.id as unit_id, e.short_name as estate, u.code, {more} as more
      from units u join estates e on e.id = u.estate_id join buildings b on b.id = u.building_id
      join owner_groups g on g.id = u.owner_group_id
"""
ORDER = "order by e.id, b.sort_key, u.stairwell_id, u.floor, u.room"
MEMBERS = """
    select 1 from owner_members m where m.owner_group_id = u.owner_group_id and m.to_on is null
"""
REACHED = """
    and exists (select 1 from contacts c where c.ended_on is null
                   and (c.owner_member_id = m.id or c.resident_id = m.resident_id))
"""
SHARED = """
    with used as (
        select c.number, l.unit_id from contacts c join residencies l on l.resident_id = c.resident_id
         where c.ended_on is null and l.to_on is null
         union
        select c.number, u.id from contacts c join owner_members m
            on m.id = c.owner_member_id or m.resident_id = c.resident_id
          join units u on u.owner_group_id = m.owner_group_id
         where c.ended_on is null and m.to_on is null),
    shared as (select number, count(*) as flats, min(unit_id) as unit_id from used
                group by number having count(*) > :many)
"""


@reads(Permission.SEE_RESIDENTS)
def without_owner(visit: Visit) -> list[Gap]:
    """Sold flats of whose owners not one name is known."""
    sql = f"""{UNITS.format(more="''")}
        where g.kind = 'owner' and not exists ({MEMBERS}) and {SEEN} {ORDER}"""
    return many(visit.db, Gap, sql, **confined(visit.user, visit.today))


@reads(Permission.SEE_RESIDENTS)
def without_number(visit: Visit) -> list[Gap]:
    """Flats of which no owner can be called."""
    sql = f"""{UNITS.format(more="''")}
        where g.kind = 'owner' and exists ({MEMBERS}) and not exists ({MEMBERS}{REACHED})
          and {SEEN} {ORDER}"""
    return many(visit.db, Gap, sql, **confined(visit.user, visit.today))


@reads(Permission.SEE_RESIDENTS)
def unconfirmed(visit: Visit) -> list[Gap]:
    """Sold flats at whose door nobody confirmed who lives there for a year (入户核对)."""
    seen = "select 1 from unit_checks c where c.unit_id = u.id and c.result <> 'nobody'"
    sql = f"""{UNITS.format(more="''")}
        where g.kind = 'owner' and u.purpose = 'flat'
          and not exists ({seen} and c.checked_on > :fresh) and {SEEN} {ORDER}"""
    fresh = visit.today - timedelta(days=FRESH_DAYS)
    return many(visit.db, Gap, sql, fresh=fresh, **confined(visit.user, visit.today))


@reads(Permission.SEE_RESIDENTS)
def shared_numbers(visit: Visit) -> list[Gap]:
    """Numbers that stand for more than five flats: an agent's, or one that was made up."""
    units = UNITS.format(more="'一个号码登记了 ' || s.flats || ' 套'")
    sql = f"{SHARED}{units} join shared s on s.unit_id = u.id where {SEEN} {ORDER}"
    limits = confined(visit.user, visit.today)
    return many(visit.db, Gap, f"{sql} limit {MOST_LISTED}", many=MANY_FLATS, **limits)
