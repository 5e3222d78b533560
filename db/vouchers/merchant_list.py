"""Merchants brought as a list (商户名单): by their name, with their kind and whom is paid."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from db.imports.lists import Brings, Sheet, Written
from db.rows import put, value
from db.visit import Visit, reads
from db.vouchers import merchants
from db.writes import inside_gate
from domain.imports.entries import Entry
from domain.imports.plan import Match, Planned, There
from domain.people import Permission
from domain.vouchers.merchant_list import KIND, MERCHANTS, PAYEE, SHOP

NOW = """
    select m.id, m.name, g.name, m.payee, m.is_active from merchants m
      join merchant_groups g on g.id = m.group_id order by m.id
"""
COLUMNS = {KIND: "group_id", PAYEE: "payee"}


@reads(Permission.MANAGE_VOUCHERS)
def facts(visit: Visit, estate_id: int | None) -> Iterable[Sequence[object]]:
    return visit.db.execute(NOW).fetchall()


@reads(Permission.MANAGE_VOUCHERS)
def match(visit: Visit, estate_id: int | None, entries: Sequence[Entry]) -> list[Match]:
    """A shop is the one of the same name; a kind that is not there yet is looked at."""
    there = {
        name: There(id, {SHOP: name, KIND: kind, PAYEE: payee})
        for id, name, kind, payee, _ in visit.db.execute(NOW)
    }
    kinds = dict(visit.db.execute("select name, ended_on from merchant_groups").fetchall())
    found = []
    for entry in entries:
        kind = entry.get(KIND)
        if kinds.get(kind):
            found.append(Match(refused=f"“{kind}”这一类停用了。换一类。"))
            continue
        why = f"还没有“{kind}”这一类，会新建" if kind not in kinds else ""
        found.append(Match(there.get(entry.get(SHOP)), why=why))
    return found


@inside_gate
def write(visit: Visit, sheet: Sheet, rows: Sequence[Planned]) -> list[int]:
    """Each shop joins or changes, its kind first where that is new."""
    found = []
    for row in rows:
        if row.target is None:
            found.append(
                put(visit.db, "merchants", group_id=_group(visit, row.entry.get(KIND)),
                    name=row.entry.get(SHOP), payee=row.entry.get(PAYEE), source="entered")
            )  # fmt: skip
            continue
        _may_change(visit, row.target, row)
        for column in row.changed:
            new = row.value(column) or ""
            _set(visit, row.target, column, new)
        found.append(row.target)
    return found


@inside_gate
def take_back(visit: Visit, written: Written) -> str:
    """A shop that took no voucher and has no account goes; a cell becomes what it was."""
    id = written.target
    if written.is_new:
        used = (
            "select exists (select 1 from vouchers where merchant_id = :id)"
            " or exists (select 1 from settlements where merchant_id = :id)"
            " or exists (select 1 from voucher_undos where merchant_id = :id)"
        )
        if value(visit.db, used, id=id):
            return "已经收过券"
        if value(visit.db, "select 1 from accounts where merchant_id = :id", id=id):
            return "已经开了账号"
        visit.db.execute("delete from merchants where id = ?", [id])
        return ""
    row = visit.db.execute(
        "select g.name, m.payee from merchants m join merchant_groups g on g.id = m.group_id"
        " where m.id = ?", [id],
    ).fetchone()  # fmt: skip
    now = dict(zip((KIND, PAYEE), row or ("", "")))
    if any(now.get(column) != new for column, (_, new) in written.cells.items()):
        return "后来又改过"
    for column, (old, _) in written.cells.items():
        _set(visit, id, column, old)
    return ""


@reads(Permission.MANAGE_VOUCHERS)
def there(visit: Visit, estate_id: int | None) -> list[Sequence[str]]:
    return [(name, kind, payee) for _, name, kind, payee, _ in visit.db.execute(NOW)]


def _may_change(visit: Visit, id: int, row: Planned) -> None:
    """What a form may not change, a list may not either. Raises WrongState."""
    shop = merchants.merchant(visit.db, id)
    now = merchants.facts_of(shop)
    if KIND in row.changed:
        now = replace(now, group_name=row.value(KIND) or "")
    if PAYEE in row.changed:
        now = replace(now, payee=row.value(PAYEE) or "")
    merchants.keeps_what_waits(visit.db, shop, now)


def _set(visit: Visit, id: int, column: str, new: str) -> None:
    stored = _group(visit, new) if column == KIND else new
    visit.db.execute(f"update merchants set {COLUMNS[column]} = ? where id = ?", [stored, id])


def _group(visit: Visit, name: str) -> int:
    known = value(visit.db, "select id from merchant_groups where name = :name", name=name)
    return int(known) if known else put(visit.db, "merchant_groups", name=name)


LIST = Brings(MERCHANTS, Permission.MANAGE_VOUCHERS, facts, match, write, take_back, there)
