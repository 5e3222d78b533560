"""Owner sets of the same names (同名业主): which are one head is answered by people, pair by pair."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from db.rows import many, put, value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.errors import WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.heads import (
    Heads,
    OwnerSet,
    Pair,
    SameOwner,
    between,
    evidence,
    open_pairs,
)

NAMED = """
    select m.owner_group_id, (select group_concat(name, '、') from (
               select coalesce(r.name, o.name) as name from owner_members o
                 left join residents r on r.id = o.resident_id
                where o.owner_group_id = m.owner_group_id and o.to_on is null order by 1)) as names
      from owner_members m join owner_groups g on g.id = m.owner_group_id
     where m.to_on is null and g.kind = 'owner' and {which}
       and exists (select 1 from ownerships w where w.owner_group_id = g.id and w.to_on is null)
     group by m.owner_group_id
"""
SETS = """
    select g.id, e.short_name as estate, '' as names,
           (select group_concat(u.code, '、') from ownerships w join units u on u.id = w.unit_id
             where w.owner_group_id = g.id and w.to_on is null) as rooms,
           coalesce((select group_concat(coalesce(r.id_tail, m.id_tail), ' ') from owner_members m
              left join residents r on r.id = m.resident_id
             where m.owner_group_id = g.id and m.to_on is null), '') as tails,
           coalesce((select group_concat(c.number, ' ') from owner_members m join contacts c
                on c.owner_member_id = m.id or c.resident_id = m.resident_id
             where m.owner_group_id = g.id and m.to_on is null and c.ended_on is null), '') as numbers
      from owner_groups g join estates e on e.id = g.estate_id
     where g.id in (select value from json_each(:ids))
"""
MOST_SHOWN = 10


def heads_between(db: Database, groups: Sequence[int]) -> Heads:
    """The heads these owner sets are, at least and at most."""
    named = db.execute(
        NAMED.format(which="g.id in (select value from json_each(?))"), [json.dumps(list(groups))]
    ).fetchall()
    return between(len(set(groups)), named, _answered(db))


def _answered(db: Database) -> set[Pair]:
    return {(one, other) for one, other in db.execute("select one_id, other_id from owner_answers")}


@reads(Permission.CHANGE_REGISTRY)
def questions(visit: Visit, estate_id: int) -> tuple[int, list[tuple[OwnerSet, OwnerSet]]]:
    """How many names of an estate are open, and the first pairs of them with what tells them apart."""
    visit.user.must_cover(estate_id)
    named = visit.db.execute(NAMED.format(which="g.estate_id = ?"), [estate_id]).fetchall()
    still = open_pairs(named, _answered(visit.db))
    pairs = [pair for found in still.values() for pair in found][:MOST_SHOWN]
    sets = _sets(visit.db, {id for pair in pairs for id in pair}, dict(named))
    return len(still), [(sets[one], sets[other]) for one, other in pairs]


def _sets(db: Database, ids: set[int], names: dict[int, str]) -> dict[int, OwnerSet]:
    found = many(db, OwnerSet, SETS, ids=json.dumps(sorted(ids)))
    return {
        one.id: OwnerSet(one.id, one.estate, names[one.id], one.rooms, one.tails, one.numbers)
        for one in found
    }


@writes(Permission.CHANGE_REGISTRY)
def answer_same_owner(
    visit: Visit, one_id: int, other_id: int, answer: SameOwner, *, slip: str
) -> Receipt:
    """Whether two owner sets of one name are one head. The same one owns the flats of both from today.

    Ballots that run keep their heads; what is opened from now on counts the answer. Raises
    WrongState when the pair was answered, or its names are not the same any more.
    """
    db, pair = visit.db, (min(one_id, other_id), max(one_id, other_id))
    which = "g.id in (select value from json_each(?))"
    named = dict(db.execute(NAMED.format(which=which), [json.dumps(pair)]).fetchall())
    if pair in _answered(db) or len(named) < 2 or len(set(named.values())) > 1:
        raise WrongState("这一对已经核对过，或者产权人变了。请刷新后再看。")
    sets = _sets(db, set(pair), named)
    one, other = sets[pair[0]], sets[pair[1]]
    if one.estate != other.estate:
        raise WrongState("这两位不在一个小区，一次表决里不会碰到，不用核对。")
    visit.user.must_cover(
        int(value(db, "select estate_id from owner_groups where id = :id", id=one.id))
    )
    put(
        db, "owner_answers", one_id=one.id, other_id=other.id, answer=answer,
        evidence=evidence(one, other), answered_at=visit.now, answered_by=visit.user.id,
    )  # fmt: skip
    if answer is SameOwner.SAME:
        _join(visit, one.id, other.id)
    return Receipt(f"{one.names}：{one.rooms} 和 {other.rooms} {answer.label}。", one.id)


@inside_gate
def _join(visit: Visit, one: int, other: int) -> None:
    """The flats of the other set belong to the first; its people are named there already."""
    db, ended = visit.db, (visit.today.isoformat(), visit.at, visit.user.id)
    units = db.execute(
        "select unit_id from ownerships where owner_group_id = ? and to_on is null", [other]
    ).fetchall()
    db.execute(
        "update ownerships set to_on = max(?, coalesce(from_on, '')), why = '同一业主',"
        " ended_at = ?, ended_by = ? where owner_group_id = ? and to_on is null",
        [*ended, other],
    )
    for (unit,) in units:
        put(
            db, "ownerships", owner_group_id=one, unit_id=unit, from_on=visit.today,
            recorded_at=visit.now, recorded_by=visit.user.id,
        )  # fmt: skip
    db.execute(
        "update owner_members set to_on = max(?, coalesce(from_on, '')), why = '同一业主',"
        " ended_at = ?, ended_by = ? where owner_group_id = ? and to_on is null",
        [*ended, other],
    )
