"""Published figures and honours of the board (展示数字、荣誉): added, changed, taken off, put back."""

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.board_words import (
    FactOnFile,
    FactPaper,
    HonourOnFile,
    HonourPaper,
    check_fact,
    check_honour,
    fact_said,
    honour_said,
)
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.places import told_change
from domain.receipts import Receipt

FACTS = """
    select code, scene, label, words, unit, source, as_of, note, ended_on from facts
     where :code is null or code = :code order by ended_on is not null, scene, position
"""
HONOURS = """
    select id, title, level, source, giver, given_on, ended_on from honours
     where :id is null or id = :id order by ended_on is not null, id
"""


@reads(Permission.KEEP_PLACES)
def facts(visit: Visit) -> list[FactOnFile]:
    """Every published figure, screen by screen; those that left the board last."""
    return many(visit.db, FactOnFile, FACTS, code=None)


@reads(Permission.KEEP_PLACES)
def honours(visit: Visit) -> list[HonourOnFile]:
    return many(visit.db, HonourOnFile, HONOURS, id=None)


def fact_coded(db: Database, code: str) -> FactOnFile:
    """Raises NotFound."""
    return one(db, FactOnFile, "这个展示数字", FACTS, code=code)


def honour_numbered(db: Database, id: int) -> HonourOnFile:
    """Raises NotFound."""
    return one(db, HonourOnFile, "这项荣誉", HONOURS, id=id)


@writes(Permission.KEEP_PLACES)
def add_fact(visit: Visit, paper: FactPaper) -> Receipt:
    """A published figure of one's own, after the others of the board."""
    new = check_fact(paper)
    position = value(visit.db, "select coalesce(max(position), 0) + 10 from facts")
    put(
        visit.db, "facts", code=f"E{position:03}", position=position, scene=new.scene,
        label=new.label, words=new.words, unit=new.unit, source="entered", as_of=new.as_of,
        note=new.note,
    )  # fmt: skip
    return Receipt(f"加了展示数字“{new.label}”：{new.words}{new.unit}。", position)


@writes(Permission.KEEP_PLACES)
def change_fact(visit: Visit, paper: FactPaper) -> Receipt:
    """The figure as it is on the paper; from then on it is one that was entered."""
    new = check_fact(paper)
    old = fact_coded(visit.db, new.code)
    called = f"展示数字“{old.label}”"
    told = told_change(called, new.was, fact_said(new), fact_said(old), new.reason)
    visit.db.execute(
        "update facts set scene = ?, label = ?, words = ?, unit = ?, note = ?, as_of = ?,"
        " source = 'entered' where code = ?",
        [new.scene, new.label, new.words, new.unit, new.note, new.as_of.isoformat(), old.code],
    )
    return Receipt(f"{called}：{told}")


@writes(Permission.KEEP_PLACES)
def take_off_fact(visit: Visit, code: str, slip: str) -> Receipt:
    """From today on it is not on the board; the row stays. Raises WrongState."""
    old = fact_coded(visit.db, code)
    sql = "update facts set ended_on = ? where code = ? and ended_on is null"
    if not visit.db.execute(sql, [visit.today.isoformat(), code]).rowcount:
        raise WrongState(f"“{old.label}”已经不在大屏上了。")
    return Receipt(f"“{old.label}”不再上大屏。")


@writes(Permission.KEEP_PLACES)
def put_back_fact(visit: Visit, code: str, slip: str) -> Receipt:
    """On the board again. Raises WrongState."""
    old = fact_coded(visit.db, code)
    sql = "update facts set ended_on = null where code = ? and ended_on is not null"
    if not visit.db.execute(sql, [code]).rowcount:
        raise WrongState(f"“{old.label}”已经在大屏上了。")
    return Receipt(f"“{old.label}”又上大屏了。")


@writes(Permission.KEEP_PLACES)
def put_fact_first(visit: Visit, code: str, slip: str) -> Receipt:
    """Before all others: of one's own figures a screen shows the first two."""
    old = fact_coded(visit.db, code)
    least = value(visit.db, "select min(position) - 10 from facts")
    visit.db.execute("update facts set position = ? where code = ?", [least, code])
    return Receipt(f"“{old.label}”排到最前面了。")


@writes(Permission.KEEP_PLACES)
def add_honour(visit: Visit, paper: HonourPaper) -> Receipt:
    """A new honour. Raises Invalid for one that is there."""
    new = check_honour(paper)
    _must_be_new(visit.db, new)
    id = put(
        visit.db, "honours", title=new.title, level=new.level, source="entered",
        giver=new.giver, given_on=new.given_on,
    )  # fmt: skip
    return Receipt(f"加了荣誉“{new.title}”，{new.giver}发。", id)


@writes(Permission.KEEP_PLACES)
def change_honour(visit: Visit, paper: HonourPaper) -> Receipt:
    """The honour as it is on the paper; the audit line tells the old values and why."""
    new = check_honour(paper)
    old = honour_numbered(visit.db, new.id or 0)
    _must_be_new(visit.db, new)
    called = f"荣誉“{old.title}”"
    told = told_change(called, new.was, honour_said(new), honour_said(old), new.reason)
    visit.db.execute(
        "update honours set title = ?, level = ?, giver = ?, given_on = ?, source = 'entered'"
        " where id = ?",
        [new.title, new.level, new.giver, new.given_on.isoformat(), old.id],
    )
    return Receipt(f"{called}：{told}", old.id)


@writes(Permission.KEEP_PLACES)
def put_back_honour(visit: Visit, id: int, slip: str) -> Receipt:
    """On the board again. Raises WrongState."""
    old = honour_numbered(visit.db, id)
    sql = "update honours set ended_on = null where id = ? and ended_on is not null"
    if not visit.db.execute(sql, [id]).rowcount:
        raise WrongState(f"“{old.title}”已经在大屏上了。")
    return Receipt(f"“{old.title}”又上大屏了。", id)


@writes(Permission.KEEP_PLACES)
def take_off_honour(visit: Visit, id: int, slip: str) -> Receipt:
    """It was taken back or has run out: not on the board from today on. Raises WrongState."""
    old = honour_numbered(visit.db, id)
    sql = "update honours set ended_on = ? where id = ? and ended_on is null"
    if not visit.db.execute(sql, [visit.today.isoformat(), id]).rowcount:
        raise WrongState(f"“{old.title}”已经不在大屏上了。")
    return Receipt(f"“{old.title}”不再上大屏。", id)


def _must_be_new(db: Database, paper: HonourPaper) -> None:
    sql = "select id from honours where title = :title"
    if value(db, sql, title=paper.title) not in (None, paper.id):
        raise Invalid(f"已经有荣誉“{paper.title}”了。要改就改原来那一项。")
