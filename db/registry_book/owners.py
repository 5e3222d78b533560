"""An owner by name is tied to a resident of the book (认作居民): one human, one set of numbers."""

from sqlite_utils import Database

from db import registry
from db.registry_book.homes import rekey
from db.registry_book.scope import estate_of
from db.rows import put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.undoing import OwnerTie

MEMBER = """
    select m.owner_group_id, m.name, m.id_tail, m.share, m.from_on, min(u.building_id), min(u.code)
      from owner_members m join units u on u.owner_group_id = m.owner_group_id
     where m.id = ? and m.to_on is null and m.name is not null group by m.id
"""


@writes(Permission.CHANGE_REGISTRY)
def tie_owner(visit: Visit, paper: OwnerTie) -> Receipt:
    """The owner's numbers are that resident's as well; share and day stay.

    Raises Invalid for another name, WrongState where the last four differ or he owns it already.
    """
    db = visit.db
    row = db.execute(MEMBER, [paper.member_id]).fetchone()
    if row is None:
        raise WrongState("这位产权人刚改过了。请刷新后再看。")
    group, name, tail, share, since, building, code = row
    visit.user.must_cover(estate_of(db, building))
    who = registry.resident(db, paper.resident_id)
    known = value(db, "select id_tail from residents where id = :id", id=who.id)
    if who.name != name:
        raise Invalid(f"产权人叫{name}，这位居民叫{who.name}。名字写错了，先更正。")
    if tail and known and tail != known:
        raise WrongState(f"两位{name}的证件后四位不一样，不是同一个人。")
    there = """select count(*) from owner_members where owner_group_id = :group
                and resident_id = :who and to_on is null"""
    if value(db, there, group=group, who=who.id):
        raise WrongState(f"{name}已经是这套房的产权人了。")
    db.execute(
        "update owner_members set to_on = coalesce(from_on, ?), why = '认作居民', ended_at = ?,"
        " ended_by = ? where id = ?",
        [visit.today.isoformat(), visit.at, visit.user.id, paper.member_id],
    )
    id = put(
        db, "owner_members", owner_group_id=group, resident_id=who.id, share=share, from_on=since,
        recorded_at=visit.now, recorded_by=visit.user.id,
    )  # fmt: skip
    _numbers(visit, paper.member_id, who.id)
    if tail and not known:
        db.execute("update residents set id_tail = ? where id = ?", [tail, who.id])
    rekey(visit, who.id)
    return Receipt(f"{code} 的产权人{name}，就是居民{name}。", id)


@inside_gate
def _numbers(visit: Visit, member: int, resident: int) -> None:
    """Numbers of the owner are the resident's, behind those there are."""
    db = visit.db
    rows = _open(db, member)
    db.execute(
        "update contacts set ended_on = ?, ended_at = ?, ended_by = ? where owner_member_id = ?"
        "   and ended_on is null",
        [visit.today.isoformat(), visit.at, visit.user.id, member],
    )
    for number, kind, note, book in rows:
        same = """select count(*) from contacts where resident_id = :who and number = :number
                   and book = :book and ended_on is null"""
        if not value(db, same, who=resident, number=number, book=book):
            last = value(
                db,
                "select coalesce(max(rank), 0) from contacts where resident_id = :who"
                "   and ended_on is null",
                who=resident,
            )
            put(
                db, "contacts", resident_id=resident, number=number, kind=kind, note=note,
                rank=last + 1, book=book, recorded_at=visit.now, recorded_by=visit.user.id,
            )  # fmt: skip


def _open(db: Database, member: int) -> list[tuple[str, str, str, str]]:
    return db.execute(
        "select number, kind, note, book from contacts where owner_member_id = ?"
        "   and ended_on is null order by rank, id",
        [member],
    ).fetchall()
