"""Two of one name with something in common (重复的人), found by clues and looked at by people."""

import json

from sqlite_utils import Database

from db.registry_book import merging
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import Undo, writes
from domain.errors import WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.alike import Alike, Looked, Side, Somebody, against, check_merge, evidence

# Only names that stand twice are looked at; a clue is a number, a birthday, the last four, a home.
PAIRS = """
    with names as (select name from residents where merged_into is null
                    group by name having count(*) > 1),
    who as materialized (select r.id, r.name, r.birth_date, r.id_tail
                           from names join residents r using (name) where r.merged_into is null),
    clues as materialized (
        select w.id, w.name, 'n' || c.number as clue from who w
          join contacts c on c.resident_id = w.id and c.ended_on is null
         union select id, name, 'b' || birth_date from who where birth_date is not null
         union select id, name, 't' || id_tail from who where id_tail is not null
         union select w.id, w.name, 'u' || l.unit_id from who w
          join residencies l on l.resident_id = w.id and l.to_on is null
         union select w.id, w.name, 'u' || u.id from who w
          join owner_members m on m.resident_id = w.id and m.to_on is null
          join units u on u.owner_group_id = m.owner_group_id)
    select distinct a.id, b.id from clues a join clues b using (name, clue)
     where a.id < b.id and coalesce((
           select answer from alike_answers w where w.one_id = a.id and w.other_id = b.id
            order by w.id desc limit 1), 'open') = 'open'
     order by a.id, b.id
"""
SOMEBODY = """
    select r.id, r.name, r.sex, r.birth_year, r.birth_date, r.id_tail,
           coalesce((select group_concat(e.short_name || ' ' || u.code, '、') from residencies l
              join units u on u.id = l.unit_id join estates e on e.id = u.estate_id
             where l.resident_id = r.id and l.to_on is null), '') as homes,
           coalesce((select group_concat(e.short_name || ' ' || u.code, '、') from owner_members m
              join units u on u.owner_group_id = m.owner_group_id
              join estates e on e.id = u.estate_id
             where m.resident_id = r.id and m.to_on is null), '') as owns,
           coalesce((select group_concat(c.number, ' ') from contacts c
             where c.resident_id = r.id and c.ended_on is null), '') as numbers
      from residents r where r.merged_into is null
"""
MOST_SHOWN = 10
LAST = "select answer from alike_answers where one_id = :one and other_id = :other order by id desc"


def somebody(db: Database, id: int) -> Somebody:
    """Raises NotFound, also for who was merged into another."""
    return one(db, Somebody, "这位居民", f"{SOMEBODY} and r.id = :id", id=id)


@reads(Permission.CHANGE_REGISTRY)
def pairs(visit: Visit) -> tuple[int, list[tuple[Somebody, Somebody]]]:
    """How many pairs may be one human, and the first of them; what contradicts itself is left out."""
    found = visit.db.execute(PAIRS).fetchall()
    ids = json.dumps(sorted({id for pair in found for id in pair}))
    in_question = f"{SOMEBODY} and r.id in (select value from json_each(:ids))"
    people = {one.id: one for one in many(visit.db, Somebody, in_question, ids=ids)}
    fitting = [(people[a], people[b]) for a, b in found if not against(people[a], people[b])]
    return len(fitting), fitting[:MOST_SHOWN]


@reads(Permission.CHANGE_REGISTRY)
def look(visit: Visit, kept_id: int, gone_id: int) -> Looked:
    """Both rows with what stands under each name, and what is against making them one."""
    db = visit.db
    kept, gone = somebody(db, kept_id), somebody(db, gone_id)
    objection = ""
    try:
        check_merge(kept, gone, merging.reasons(db, kept_id, gone_id))
    except WrongState as refusal:
        objection = str(refusal)
    one = Side(kept, merging.counts(db, kept_id))
    other = Side(gone, merging.counts(db, gone_id))
    return Looked(one, other, "，".join(evidence(kept, gone)), objection)


@reads(Permission.CHANGE_REGISTRY)
def told_apart(visit: Visit, answer_id: int) -> bool:
    """Whether this answer is the last one given about its two, and says that they differ."""
    row = visit.db.execute(
        "select one_id, other_id, answer from alike_answers where id = ?", [answer_id]
    ).fetchone()
    later = "select max(id) from alike_answers where one_id = :one and other_id = :other"
    last = value(visit.db, later, one=row[0], other=row[1])
    return bool(row[2] == Alike.DIFFERENT and last == answer_id)


@writes(Permission.CHANGE_REGISTRY)
def ask_again(visit: Visit, id: int, *, slip: str) -> Receipt:
    """The answer was a mistake: the two are asked about again."""
    if not told_apart(visit, id):
        raise WrongState("这一对已经重新看过了。请刷新后再看。")
    row = visit.db.execute(
        "select one_id, other_id, evidence from alike_answers where id = ?", [id]
    ).fetchone()
    again = put(
        visit.db, "alike_answers", one_id=row[0], other_id=row[1], answer=Alike.OPEN,
        evidence=row[2], answered_at=visit.now, answered_by=visit.user.id,
    )  # fmt: skip
    return Receipt("这一对又放回去了，等着再看。", again)


@writes(Permission.CHANGE_REGISTRY, undo=Undo(ask_again, told_apart))
def tell_apart(visit: Visit, one_id: int, other_id: int, *, slip: str) -> Receipt:
    """Two of one name are two people; they are not asked about again. Raises WrongState."""
    lower, higher = min(one_id, other_id), max(one_id, other_id)
    first, second = somebody(visit.db, lower), somebody(visit.db, higher)
    if value(visit.db, LAST, one=lower, other=higher) == Alike.DIFFERENT:
        raise WrongState("这一对已经看过了，不是同一个人。")
    id = put(
        visit.db, "alike_answers", one_id=lower, other_id=higher, answer=Alike.DIFFERENT,
        evidence="，".join(evidence(first, second)), answered_at=visit.now,
        answered_by=visit.user.id,
    )  # fmt: skip
    return Receipt(f"两位{first.name}不是同一个人，不再问了。", id)
