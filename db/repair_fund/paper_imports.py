"""Importing a table of papers (表格导入): the preview and the write ask the same questions."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlite_utils import Database

from db.ahead import forget, is_prepared, prepared
from db.repair_fund.ballots import ballot_numbered
from db.repair_fund.papers import how_far
from db.rows import many
from db.visit import Visit, reads
from db.writes import writes
from domain.days import stamp
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.ballots import Ballot, must_take_papers
from domain.repair_fund.paper_import import Known, PaperImport, Preview, judge, papers
from domain.sheets import MOST_ROWS, SheetRow
from domain.table_reading import read_table

# What is known of the rooms a file names; the work grows with the file, not with the estate.
KNOWN = """
    select u.code, u.id as unit_id, s.owner_group_id,
           (select p.choice from ballot_papers p where p.ballot_id = b.id and p.unit_id = u.id
               and p.replaces_id is null and p.settles = 0) as said,
           o.answer
      from json_each(:codes) j
     cross join ballots b
     cross join units u on u.estate_id = :estate and u.code = j.value
      left join scope_units s on s.plan_id = b.plan_id and s.unit_id = u.id
      left join ballot_owners o on o.ballot_id = b.id and o.owner_group_id = s.owner_group_id
     where b.id = :ballot
"""


# What a judgment rests on beside the frozen scope: papers are only added, answers come from them.
FACTS = "select ?1, (select max(id) from ballot_papers where ballot_id = ?1)"
STORE = """
    insert into ballot_papers (ballot_id, owner_group_id, unit_id, choice, valid, reason,
        recorded_at, recorded_by, came_by, source)
    select :ballot, owner_group_id, unit_id, choice, 1, note, :at, :by, 'import', 'entered'
      from temp.brought order by at
"""
PREPARED = ("brought", "judged")


@reads(Permission.RECORD_PAPER)
def preview_import(visit: Visit, ballot_id: int, rows: Sequence[SheetRow]) -> Preview:
    """What importing these rows would do, with every problem. Raises Invalid without headings."""
    ballot = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(ballot.estate_id)
    must_take_papers(ballot, visit.today)
    return _judged(visit.db, ballot, rows)


def judged_ahead(db: Database, paper: PaperImport) -> AbstractContextManager[None]:
    """Judge the rows before the lock; `import_papers` stores them if nobody voted since."""
    return prepared(db, lambda: _lay_down(db, paper), *PREPARED)


@writes(Permission.RECORD_PAPER, ahead=judged_ahead)
def import_papers(visit: Visit, paper: PaperImport) -> Receipt:
    """Store the good rows of a preview, all in one transaction; the others stay in the file.

    Refused as a whole when others have voted meanwhile, so that nobody confirms what was not seen.
    """
    db, ballot = visit.db, ballot_numbered(visit.db, paper.ballot_id)
    visit.user.must_cover(ballot.estate_id)
    must_take_papers(ballot, visit.today)
    if not _still_true(db, ballot.id):
        _lay_down(db, paper)
    good, out = db.execute("select good, out from temp.judged").fetchone()
    if good != paper.expected:
        raise WrongState("预览以后有人登记过这些户，什么也没导入。请再看一遍预览。")
    if not good:
        raise Invalid("这个表里没有能导入的。请照下面的提示改好再传。")
    db.execute(STORE, {"ballot": ballot.id, "at": stamp(visit.now), "by": visit.user.id})
    left = f"，另有 {out:,} 行没有导入" if out else ""
    told = f"已导入 {good:,} 户{left}。{how_far(db, ballot.id)}"
    return Receipt(told, int(db.execute(FACTS, [ballot.id]).fetchone()[1]))


def _lay_down(db: Database, paper: PaperImport) -> None:
    """Judge the rows into a table of this connection, beside the facts the judgment rests on."""
    ballot = ballot_numbered(db, paper.ballot_id)
    seen = _judged(db, ballot, paper.rows)
    forget(db, *PREPARED)
    db.execute("create temp table judged (ballot, last_paper, good, out)")
    facts = db.execute(FACTS, [ballot.id]).fetchone()
    out = len(seen.problems) + seen.elsewhere
    db.execute("insert into temp.judged values (?, ?, ?, ?)", [*facts, len(seen.good), out])
    db.execute(
        "create temp table brought (at integer primary key, unit_id, owner_group_id, choice, note)"
    )
    db.conn.executemany(
        "insert into temp.brought (unit_id, owner_group_id, choice, note) values (?, ?, ?, ?)",
        [(known.unit_id, known.owner_group_id, entry.choice, entry.note)
         for entry, known in seen.good],
    )  # fmt: skip


def _still_true(db: Database, ballot_id: int) -> bool:
    """Whether rows were judged for this ballot, and no paper has come since."""
    if not is_prepared(db, "judged"):
        return False
    before = db.execute("select ballot, last_paper from temp.judged").fetchone()
    return bool(before == db.execute(FACTS, [ballot_id]).fetchone())


@reads(Permission.SEE_PAPERS)
def rooms_to_fill(visit: Visit, ballot_id: int) -> list[str]:
    """The rooms of the template: of owners not heard yet, in the order of the building."""
    ballot = ballot_numbered(visit.db, ballot_id)
    visit.user.must_cover(ballot.estate_id)
    rows = visit.db.execute(
        "select s.code from scope_units s join units u on u.id = s.unit_id"
        "  join buildings g on g.id = u.building_id"
        "  join ballot_owners o on o.ballot_id = ? and o.owner_group_id = s.owner_group_id"
        " where s.plan_id = ? and o.answer is null"
        " order by g.sort_key, u.stairwell_id is null, u.stairwell_id, u.floor, u.room limit ?",
        [ballot_id, ballot.plan_id, MOST_ROWS],
    )
    return [str(row[0]) for row in rows]


def _judged(db: Database, ballot: Ballot, rows: Sequence[SheetRow]) -> Preview:
    read = read_table(rows, papers(_prefix(db, ballot.project_id)))
    codes = json.dumps(sorted({entry.room for entry in read.good}))
    found = many(db, Known, KNOWN, codes=codes, estate=ballot.estate_id, ballot=ballot.id)
    return judge(read, {known.code: known for known in found})


def _prefix(db: Database, project_id: int) -> str:
    """3-1 where the scope is one stairwell: there a bare 502 says enough."""
    row = db.execute(
        "select g.label, w.number from repair_projects p"
        "  join stairwells w on w.id = p.stairwell_id join buildings g on g.id = w.building_id"
        " where p.id = ?",
        [project_id],
    ).fetchone()
    return f"{row[0]}-{row[1]}" if row else ""
