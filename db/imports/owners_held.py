"""Who holds each flat today (现在的业主), for lists of owners."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

HELD = """
    select u.code, u.id, u.owner_group_id, g.kind, o.from_on
      from units u join owner_groups g on g.id = u.owner_group_id
      left join ownerships o on o.unit_id = u.id and o.to_on is null
     where u.estate_id = ? order by u.id
"""
MEMBERS = """
    select m.owner_group_id, m.id, coalesce(m.name, r.name), coalesce(m.id_tail, r.id_tail), m.share,
           m.resident_id
      from owner_members m left join residents r on r.id = m.resident_id
     where m.to_on is null order by m.id
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One of an owner set."""

    id: int
    name: str
    tail: str
    share: str
    resident_id: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A flat with the owner set that holds it today."""

    unit_id: int
    group_id: int
    developer: bool
    since: date | None
    members: tuple[Member, ...]


def held_now(db: Database, estate_id: int | None) -> dict[str, Held]:
    """Every flat of the estate with its owners, by its code."""
    members: defaultdict[int, list[Member]] = defaultdict(list)
    for group, id, name, tail, share, resident in db.execute(MEMBERS):
        members[group].append(Member(id, name, tail or "", share or "", resident))
    return {
        code: Held(unit, group, kind == "developer", date.fromisoformat(since) if since else None,
                   tuple(members[group]))
        for code, unit, group, kind, since in db.execute(HELD, [estate_id])
    }  # fmt: skip
