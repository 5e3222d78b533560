"""What the house itself holds of one resident (个人信息查询单), and that the sheet was printed."""

from sqlite_utils import Database

from db import registry
from db.visit import Visit, reads
from db.writes import writes
from domain.imports.mark_list import KINDS
from domain.own_sheet import Line, Section
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.homes import Relation
from domain.registry_book.persons import Sex

LATEST = 30  # readings; the rest is counted


@reads(Permission.PRINT_OWN_SHEET)
def held(visit: Visit, resident_id: int) -> list[Section]:
    """Who, phones, homes, flats owned, duties, vehicles, and who has looked. Raises NotFound."""
    db = visit.db
    return [
        Section("登记的资料", tuple(_person(db, resident_id))),
        Section("住过的房", tuple(_homes(db, resident_id))),
        Section("名下的房", tuple(_owned(db, resident_id))),
        Section("职务和车", tuple(_duties(db, resident_id))),
        Section("谁看过、打印过", tuple(_readings(db, resident_id))),
    ]


@writes(Permission.PRINT_OWN_SHEET)
def record_print(visit: Visit, resident_id: int, *, slip: str) -> Receipt:
    """Write down that the sheet was made, before it is. Raises NotFound."""
    who = registry.resident(visit.db, resident_id)
    return Receipt(f"打印了{who.name}的个人信息查询单。", resident_id)


def _person(db: Database, id: int) -> list[Line]:
    who = registry.resident(db, id)
    sex, tail = db.execute("select sex, id_tail from residents where id = ?", [id]).fetchone()
    born = who.birth_date.isoformat() if who.birth_date else str(who.birth_year or "")
    phones = [
        row[0]
        for row in db.execute(
            "select number from contacts where resident_id = ? and ended_on is null order by rank",
            [id],
        )
    ]
    lines = [
        ("姓名", who.name),
        ("出生", born),
        ("性别", Sex(sex).label if sex else ""),
        ("证件号后四位", tail or ""),
        ("电话", "、".join(dict.fromkeys(filter(None, [who.phone, *phones])))),
        ("监护人", who.guardian or ""),
    ]
    return [(what, words or "没有登记") for what, words in lines]


def _homes(db: Database, id: int) -> list[Line]:
    sql = """
        select e.short_name || ' ' || u.code, s.role, s.from_on, s.to_on from residencies s
          join units u on u.id = s.unit_id join estates e on e.id = u.estate_id
         where s.resident_id = ? order by s.id
    """
    return [
        (where, "，".join(filter(None, [Relation(role).label if role else "", _days(since, to)])))
        for where, role, since, to in db.execute(sql, [id])
    ]


def _owned(db: Database, id: int) -> list[Line]:
    sql = """
        select e.short_name || ' ' || u.code, m.share, m.from_on, m.to_on from owner_members m
          join ownerships o on o.owner_group_id = m.owner_group_id
          join units u on u.id = o.unit_id join estates e on e.id = u.estate_id
         where m.resident_id = ? order by o.id
    """
    return [
        (where, "，".join(filter(None, [f"份额 {share}" if share else "", _days(since, to)])))
        for where, share, since, to in db.execute(sql, [id])
    ]


def _duties(db: Database, id: int) -> list[Line]:
    marks = db.execute(
        "select kind, from_on, coalesce(ended_on, until) from marks where resident_id = ?", [id]
    )
    found = [(KINDS[kind], _days(since, to)) for kind, since, to in marks]
    vehicles = db.execute(
        "select plate, frame_tail from vehicles where resident_id = ?", [id]
    ).fetchall()
    return found + [
        ("电动车", plate or f"车架号后六位 {tail or '没有登记'}") for plate, tail in vehicles
    ]


def _readings(db: Database, id: int) -> list[Line]:
    """Who of the staff looked and when; the index is partial, so that no long log is read whole."""
    where = "made_id = ? and action in ('readings.record_reading', 'own_sheet.record_print')"
    (count,) = db.execute(f"select count(*) from audit_log where {where}", [id]).fetchone()
    sql = f"""
        select l.at, a.name, l.told from audit_log l join accounts a on a.id = l.account_id
         where l.id in (select id from audit_log where {where} order by id desc limit {LATEST})
         order by l.id desc
    """
    lines = [
        (at[:16].replace("T", " "), f"{name}：{told}") for at, name, told in db.execute(sql, [id])
    ]
    more = [("更早的", f"{count - LATEST} 次")] if count > LATEST else []
    return lines + more


def _days(since: str | None, to: str | None) -> str:
    if not since and not to:
        return ""
    return f"{since or '以前'} 到 {to or '现在'}"
