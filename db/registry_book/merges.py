"""Two rows become one and can be put back (合并重复、撤销合并): whom rows name moves, nothing else.

Each row that named the gone one names the kept one, by a move that is written down first: the
tables let whom they name change only by the newest move. Amounts, votes, days and seats stay as
they are. What both had open (the same home, number or mark) ends for the gone one.
"""

import json
from datetime import date

from sqlite_utils import Database

from db.registry_book import alike, merging
from db.registry_book.homes import rekey
from db.registry_book.merging import GUARDIAN, Names
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import Undo, inside_gate, writes
from domain.days import short_day
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.alike import Merged, check_merge, check_undo

ENDED, SECOND = "ended", "second"  # parts of a move that are no column
MERGES = """
    select m.id, m.kept_id, m.gone_id, r.name, m.evidence, m.filled, m.merged_at, a.name as by,
           exists (select 1 from merge_undos u where u.merge_id = m.id) as undone,
           r.merged_into is not null as goes_on
      from resident_merges m join residents r on r.id = m.kept_id
      join accounts a on a.id = m.merged_by
"""
# Of each table the open rows of the gone one that the kept one has as well, and how they end.
TWICE = {
    "residencies": ("g.to_on is null and k.to_on is null and k.unit_id = g.unit_id",
                    "to_on = ?, why = '合并重复'"),
    "contacts": ("g.ended_on is null and k.ended_on is null and k.number = g.number"
                 " and k.book = g.book", "ended_on = ?"),
    "marks": ("g.ended_on is null and k.ended_on is null and k.kind = g.kind"
              " and k.building_id is g.building_id", "ended_on = ?"),
    "volunteers": ("g.ended_on is null and k.ended_on is null and k.estate_id = g.estate_id",
                   "ended_on = ?"),
}  # fmt: skip
OPENED = {
    "residencies": "to_on = null, why = null",
    "contacts": "ended_on = null",
    "marks": "ended_on = null",
    "volunteers": "ended_on = null",
}
FACTS = ("sex", "birth_year", "birth_date", "id_tail", GUARDIAN)


@reads(Permission.CHANGE_REGISTRY)
def still_open(visit: Visit, merge_id: int) -> bool:
    found = merge(visit.db, merge_id)
    return not found.undone and visit.today <= found.undo_ends()


def merge(db: Database, id: int) -> Merged:
    """Raises NotFound."""
    return one(db, Merged, "这次合并", f"{MERGES} where m.id = :id", id=id)


@reads(Permission.CHANGE_REGISTRY)
def recent(visit: Visit, since: date) -> list[Merged]:
    """Merges that can still be undone, the last first."""
    undone = "exists (select 1 from merge_undos u where u.merge_id = m.id)"
    sql = f"{MERGES} where not {undone} and substr(m.merged_at, 1, 10) >= :since order by m.id desc"
    return many(visit.db, Merged, sql, since=since)


@writes(Permission.CHANGE_REGISTRY)
def undo_merge(visit: Visit, id: int, *, slip: str) -> Receipt:
    """Every row names again whom it named; what was registered since stays with the kept one.

    Raises WrongState for one that is older than thirty days, undone, or whose points moved since.
    """
    db, found = visit.db, merge(visit.db, id)
    check_undo(found, visit.today, merging.since(db, id))
    put(db, "merge_undos", merge_id=id, undone_at=visit.now, undone_by=visit.user.id)
    db.execute("update residents set merged_into = null where id = ?", [found.gone_id])
    moves = db.execute(
        "select thing, thing_id, part from merge_moves where merge_id = ? and back = 0"
        " order by id desc",
        [id],
    ).fetchall()
    for thing, row, part in moves:
        _back(visit, found, thing, row, part)
    for column, filled in json.loads(found.filled).items():
        db.execute(
            f"update residents set {column} = null where id = ? and {column} is ?",
            [found.kept_id, filled],
        )
    rekey(visit, found.gone_id)
    rekey(visit, found.kept_id)
    return Receipt(f"{found.name}的合并撤销了，又是两条。合并以后新登记的，留在原来那一条。", id)


@inside_gate
def _back(visit: Visit, found: Merged, thing: str, id: int, part: str) -> None:
    put(
        visit.db, "merge_moves", merge_id=found.id, thing=thing, thing_id=id, part=part,
        who=found.gone_id, back=1,
    )  # fmt: skip
    if part == ENDED:
        sql = f"update {thing} set {OPENED[thing]}, ended_at = null, ended_by = null where id = ?"
        visit.db.execute(sql, [id])
    elif part == SECOND:
        visit.db.execute("update residencies set main = 1 where id = ?", [id])
    else:
        visit.db.execute(f"update {thing} set {part} = ? where id = ?", [found.gone_id, id])


@writes(Permission.CHANGE_REGISTRY, undo=Undo(undo_merge, still_open))
def merge_residents(visit: Visit, kept_id: int, gone_id: int, *, slip: str) -> Receipt:
    """The gone row's homes, flats, numbers, marks, vehicles, points and seats are the kept one's.

    Raises WrongState with all that is against it (`check_merge`); nothing of money or votes changes.
    """
    db = visit.db
    kept, gone = alike.somebody(db, kept_id), alike.somebody(db, gone_id)
    speaks = check_merge(kept, gone, merging.reasons(db, kept_id, gone_id))
    filled = _missing(db, kept_id, gone_id)
    id = put(
        db, "resident_merges", kept_id=kept_id, gone_id=gone_id, evidence=speaks,
        filled=json.dumps(filled), merged_at=visit.now, merged_by=visit.user.id,
    )  # fmt: skip
    for table in TWICE:
        _end_twice(visit, id, table, kept_id, gone_id)
    _one_main_home(visit, id, kept_id, gone_id)
    for names in merging.named():
        _move(visit, id, names, kept_id, gone_id)
    if filled:
        columns = ", ".join(f"{column} = ?" for column in filled)
        db.execute(f"update residents set {columns} where id = ?", [*filled.values(), kept_id])
    db.execute("update residents set merged_into = ? where id = ?", [kept_id, gone_id])
    db.execute("delete from resident_keys where resident_id = ?", [gone_id])
    rekey(visit, kept_id)
    until = short_day(merge(db, id).undo_ends(), visit.today)
    return Receipt(f"两条{kept.name}合成了一条（{speaks}）。{until}以前可以撤销。", id)


def _missing(db: Database, kept: int, gone: int) -> dict[str, object]:
    """Facts the kept row has not and the gone one has."""
    columns = ", ".join(FACTS)
    rows = {
        row[0]: dict(zip(FACTS, row[1:], strict=True))
        for row in db.execute(
            f"select id, {columns} from residents where id in (?, ?)", [kept, gone]
        )
    }
    return {
        name: told
        for name, told in rows[gone].items()
        if told is not None and rows[kept][name] is None
    }


@inside_gate
def _noted(visit: Visit, merge: int, thing: str, id: int, part: str, who: int) -> None:
    put(visit.db, "merge_moves", merge_id=merge, thing=thing, thing_id=id, part=part, who=who)


@inside_gate
def _end_twice(visit: Visit, merge: int, table: str, kept: int, gone: int) -> None:
    both, ended = TWICE[table]
    rows = visit.db.execute(
        f"select distinct g.id from {table} g join {table} k on k.resident_id = ?"
        f" where g.resident_id = ? and {both}",
        [kept, gone],
    ).fetchall()
    for (id,) in rows:
        visit.db.execute(
            f"update {table} set {ended}, ended_at = ?, ended_by = ? where id = ?",
            [visit.today.isoformat(), visit.at, visit.user.id, id],
        )
        _noted(visit, merge, table, id, ENDED, gone)


@inside_gate
def _one_main_home(visit: Visit, merge: int, kept: int, gone: int) -> None:
    """Who has a home keeps living mainly there; the gone one's is a second one."""
    home = "select id from residencies where resident_id = :who and to_on is null"
    main = value(visit.db, f"{home} and main = 1", who=gone)
    if main and value(visit.db, home, who=kept):
        visit.db.execute("update residencies set main = 0 where id = ?", [main])
        _noted(visit, merge, "residencies", main, SECOND, gone)


@inside_gate
def _move(visit: Visit, merge: int, names: Names, kept: int, gone: int) -> None:
    """The rows of one table name the kept one; what ended as a double stays where it was."""
    rows = visit.db.execute(
        f"select id from {names.table} where {names.column} = ? and not exists (select 1 from"
        " merge_moves m where m.merge_id = ? and m.thing = ? and m.part = ? and m.thing_id ="
        f" {names.table}.id) order by id",
        [gone, merge, names.table, ENDED],
    ).fetchall()
    for (id,) in rows:
        _noted(visit, merge, names.table, id, names.column, kept)
        visit.db.execute(f"update {names.table} set {names.column} = ? where id = ?", [kept, id])
