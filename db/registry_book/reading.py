"""The registry as it is looked at (看底册): buildings, flats, one unit with its people and its past."""

from db.registry_book.scope import SEEN, confined, estate_of, must_see
from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission, Role
from domain.registry_book.care import Steward
from domain.registry_book.units import (
    BookBuilding,
    BookFlat,
    NumberLine,
    OwnerLine,
    PastLine,
    PersonLine,
    UnitFacts,
)

MOST_FOUND = 12
PAST = """
    select to_on as "on", '产权人：' || coalesce((
               select group_concat(name, '、') from (
                      select distinct coalesce(r.name, m.name) as name from owner_members m
                        left join residents r on r.id = m.resident_id
                       where m.owner_group_id = o.owner_group_id)),
               iif(g.kind = 'developer', '开发商', '没登记姓名')) as what,
           coalesce(o.why, '') as why, coalesce(a.name, '') as by
      from ownerships o join owner_groups g on g.id = o.owner_group_id
      left join accounts a on a.id = o.ended_by
     where o.unit_id = :id and o.to_on is not null and coalesce(o.from_on = o.to_on, 0) = 0
       and not exists (select 1 from ownerships n where n.unit_id = o.unit_id and n.id > o.id
                          and n.owner_group_id = o.owner_group_id and n.from_on = o.to_on
                          and n.to_on is not n.from_on)
     union all
    select l.to_on, '住过：' || r.name, coalesce(l.why, ''), coalesce(a.name, '')
      from residencies l join residents r on r.id = l.resident_id
      left join accounts a on a.id = l.ended_by
     where l.unit_id = :id and l.to_on is not null and l.why is not '合并重复'
       and not exists (select 1 from residencies n where n.resident_id = l.resident_id
                          and n.unit_id = l.unit_id and n.id > l.id and n.from_on is l.from_on)
     union all
    select v.to_on, '电动车：' || coalesce(v.plate, '车架 ' || v.frame_tail), '注销',
           coalesce(a.name, '')
      from vehicles v left join accounts a on a.id = v.ended_by
     where v.unit_id = :id and v.to_on is not null and not exists (
           select 1 from vehicles n where n.unit_id = v.unit_id and n.id > v.id
              and n.recorded_at = v.ended_at)
     union all
    select date(c.changed_at), c.field || '由“' || coalesce(c.before, '空着') || '”改为“'
           || coalesce(c.after, '空着') || '”', c.why, a.name
      from registry_changes c join accounts a on a.id = c.changed_by
     where c.thing = 'unit' and c.thing_id = :id
     order by 1 desc, 2
"""


@reads(Permission.SEE_REGISTRY)
def buildings(visit: Visit) -> list[BookBuilding]:
    """The buildings one may look into: those with a unit one may see."""
    return many(
        visit.db,
        BookBuilding,
        f"""
        select b.id, e.short_name as estate, b.label || '栋' as name
          from buildings b join estates e on e.id = b.estate_id
         where exists (select 1 from units u where u.building_id = b.id and {SEEN})
         order by e.id, b.sort_key
        """,
        **confined(visit.user, visit.today),
    )


@reads(Permission.SEE_REGISTRY)
def flats(visit: Visit, building_id: int) -> list[BookFlat]:
    """Every unit of a building that one may see."""
    return many(
        visit.db,
        BookFlat,
        f"""
        select u.id, s.number as stairwell, u.floor, u.room, u.code,
               g.kind = 'developer' as developer,
               (select count(*) from owner_members m
                 where m.owner_group_id = u.owner_group_id and m.to_on is null) as owners,
               (select count(*) from residencies l
                 where l.unit_id = u.id and l.to_on is null) as people
          from units u join owner_groups g on g.id = u.owner_group_id
          left join stairwells s on s.id = u.stairwell_id
         where u.building_id = :building and {SEEN}
         order by s.number is null, s.number, u.floor, length(u.room), u.room
        """,
        building=building_id,
        **confined(visit.user, visit.today),
    )


@reads(Permission.SEE_REGISTRY)
def units_of(visit: Visit, room: str) -> list[UnitFacts]:
    """Units by their whole room number (3-1-502), in whichever estates one may see."""
    ids = visit.db.execute(
        f"select u.id from units u where u.code = :code and {SEEN} order by u.estate_id limit :most",
        {"code": room, "most": MOST_FOUND, **confined(visit.user, visit.today)},
    ).fetchall()
    return [must_see(visit.db, visit.user, visit.today, id) for (id,) in ids]


@reads(Permission.SEE_REGISTRY)
def unit(visit: Visit, id: int) -> UnitFacts:
    """Raises NotFound, NotAllowed."""
    return must_see(visit.db, visit.user, visit.today, id)


@reads(Permission.SEE_REGISTRY)
def owners(visit: Visit, unit_id: int) -> list[OwnerLine]:
    """The people of the owner set; nobody where it is the developer's."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(
        visit.db,
        OwnerLine,
        """
        select m.id, m.resident_id, coalesce(r.name, m.name) as name, m.share
          from units u join owner_members m on m.owner_group_id = u.owner_group_id
          left join residents r on r.id = m.resident_id
         where u.id = :id and m.to_on is null order by m.id
        """,
        id=unit_id,
    )


@reads(Permission.SEE_RESIDENTS)
def people(visit: Visit, unit_id: int) -> list[PersonLine]:
    """Who lives there now; the owners first."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(
        visit.db,
        PersonLine,
        """
        select l.id as residency_id, r.id as resident_id, r.name, l.role, l.from_on
          from residencies l join residents r on r.id = l.resident_id
         where l.unit_id = :id and l.to_on is null order by l.role is not 'owner', l.id
        """,
        id=unit_id,
    )


@reads(Permission.SEE_REGISTRY)
def numbers(visit: Visit, unit_id: int) -> list[NumberLine]:
    """The numbers of who owns it or lives there; property sees those of its own book alone."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(
        visit.db,
        NumberLine,
        """
        select c.id, coalesce(r.name, m.name) as who, c.number, c.kind, c.note, c.book
          from contacts c left join residents r on r.id = c.resident_id
          left join owner_members m on m.id = c.owner_member_id
         where c.ended_on is null and (:book is null or c.book = :book) and (
               c.resident_id in (select resident_id from residencies
                                  where unit_id = :id and to_on is null)
            or c.resident_id in (select o.resident_id from owner_members o join units u
                                   on u.owner_group_id = o.owner_group_id
                                  where u.id = :id and o.to_on is null)
            or c.owner_member_id in (select o.id from owner_members o join units u
                                       on u.owner_group_id = o.owner_group_id
                                      where u.id = :id and o.to_on is null))
         order by who, c.rank, c.id
        """,
        id=unit_id,
        book="property" if visit.user.role is Role.PROPERTY else None,
    )


@reads(Permission.SEE_RESIDENTS)
def past(visit: Visit, unit_id: int) -> list[PastLine]:
    """What was before, the latest first: owners, people, and values that were corrected."""
    must_see(visit.db, visit.user, visit.today, unit_id)
    return many(visit.db, PastLine, PAST, id=unit_id)


@reads(Permission.SEE_REGISTRY)
def stewards(visit: Visit, building_id: int) -> list[Steward]:
    """Who looks after which stairwell of a building today. Raises NotAllowed, NotFound."""
    visit.user.must_cover(estate_of(visit.db, building_id))
    return many(
        visit.db,
        Steward,
        """
        select s.number as stairwell, w.duty, w.name, w.from_on
          from stewards w join stairwells s on s.id = w.stairwell_id
         where s.building_id = :id and w.from_on <= :day and coalesce(w.to_on, '9999') > :day
         order by w.duty, s.number
        """,
        id=building_id,
        day=visit.today,
    )
