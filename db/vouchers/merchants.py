"""Merchants and their groups (商户、商户组): who takes which vouchers."""

from dataclasses import replace
from datetime import date, timedelta

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.changes import changes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.vouchers.batches import (
    ENDS_SOON,
    MERCHANT_WORDS,
    Group,
    Merchant,
    MerchantChange,
    MerchantFacts,
    NewMerchant,
    check_merchant,
)

MERCHANTS = """
    select m.id, m.group_id, g.name as group_name, m.name, m.payee, m.is_active,
           m.agreed_from, m.agreed_to
      from merchants m join merchant_groups g on g.id = m.group_id
     where :id is null or m.id = :id
     order by m.is_active desc, g.id, m.id
"""


def groups(db: Database) -> list[Group]:
    return many(
        db,
        Group,
        "select id, name, (select count(*) from merchants m where m.group_id = g.id) as merchants"
        " from merchant_groups g where ended_on is null order by id",
    )


def merchants(db: Database) -> list[Merchant]:
    return many(db, Merchant, MERCHANTS, id=None)


def ending(db: Database, today: date) -> tuple[int, int]:
    """(how many agreements have ended, how many end within a month), of shops not closed."""
    sql = (
        "select coalesce(sum(agreed_to < :today), 0), coalesce(sum(agreed_to >= :today), 0)"
        " from merchants where is_active = 1 and agreed_to <= :soon"
    )
    days = {"today": today.isoformat(), "soon": (today + timedelta(ENDS_SOON)).isoformat()}
    ended, soon = db.execute(sql, days).fetchone()
    return ended, soon


def merchant(db: Database, id: int) -> Merchant:
    return one(db, Merchant, "这家商户", MERCHANTS, id=id)


@writes(Permission.MANAGE_VOUCHERS)
def add_group(visit: Visit, name: str, *, slip: str | None = None) -> Receipt:
    """A kind of shops that take the same vouchers (商户组)."""
    name = plain_text(name, "商户组名称", least=2, most=20)
    if value(visit.db, "select 1 from merchant_groups where name = :name", name=name):
        raise Invalid(f"已经有“{name}”这个商户组了。")
    return Receipt(f"商户组“{name}”记好了。", put(visit.db, "merchant_groups", name=name))


@writes(Permission.MANAGE_VOUCHERS)
def add_merchant(visit: Visit, paper: NewMerchant) -> Receipt:
    """A shop joins (商户加入). It gets an account of its own from the administrator."""
    name, payee = check_merchant(paper)
    if not value(visit.db, "select 1 from merchant_groups where id = :id", id=paper.group_id):
        raise Invalid("还没选商户组。")
    if value(visit.db, "select 1 from merchants where name = :name", name=name):
        raise Invalid(f"已经有“{name}”这家商户了。")
    id = put(
        visit.db, "merchants", group_id=paper.group_id, name=name, payee=payee, source="entered",
        agreed_from=paper.agreed_from, agreed_to=paper.agreed_to,
    )  # fmt: skip
    return Receipt(f"商户“{name}”记好了。要让店里自己核销，请管理员开一个商户账号。", id)


@writes(Permission.MANAGE_VOUCHERS)
def rename_group(visit: Visit, id: int, name: str, *, slip: str | None = None) -> Receipt:
    """Another name for a kind of shops (改类名); its vouchers and shops stay."""
    old = _group(visit.db, id)
    name = plain_text(name, "商户组名称", least=2, most=20)
    if name == old.name:
        raise WrongState(f"“{old.name}”没有改动。")
    if value(visit.db, "select 1 from merchant_groups where name = :name", name=name):
        raise Invalid(f"已经有“{name}”这个商户组了。")
    visit.db.execute("update merchant_groups set name = ? where id = ?", [name, id])
    return Receipt(f"商户组名称由“{old.name}”改为“{name}”。", id)


@writes(Permission.MANAGE_VOUCHERS)
def end_group(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """A kind of shops that gets no more batches (停用这一类)."""
    old = _group(visit.db, id)
    open_ = "select count(*) from merchants where group_id = :id and is_active = 1"
    if shops := value(visit.db, open_, id=id):
        raise WrongState(f"“{old.name}”还有 {shops} 家店在收券。先停用这些店，或者给它们换一类。")
    runs = "select count(*) from voucher_batches where group_id = :id and valid_to >= :today"
    if batches := value(visit.db, runs, id=id, today=visit.today):
        raise WrongState(f"“{old.name}”还有 {batches} 批券没到期。到期以后再停用。")
    visit.db.execute("update merchant_groups set ended_on = ? where id = ?", [str(visit.today), id])
    return Receipt(f"商户组“{old.name}”停用了，以前的券和结算都留着。", id)


def _group(db: Database, id: int) -> Group:
    sql = (
        "select id, name, (select count(*) from merchants m where m.group_id = g.id) as merchants"
        " from merchant_groups g where id = :id and ended_on is null"
    )
    return one(db, Group, "这个商户组", sql, id=id)


@writes(Permission.MANAGE_VOUCHERS)
def change_merchant(visit: Visit, paper: MerchantChange) -> Receipt:
    """A shop put right (改商户). Who is to be paid stays while a settlement waits; a shop that took
    vouchers stays in their group.
    """
    shop = merchant(visit.db, paper.merchant_id)
    name, payee = check_merchant(paper.now)
    now = replace(paper.now, name=name, payee=payee)
    told = changes(f"“{shop.name}”", paper.was, now, facts_of(shop), MERCHANT_WORDS)
    taken = "select 1 from merchants where name = :name and id <> :id"
    if value(visit.db, taken, name=name, id=shop.id):
        raise Invalid(f"已经有“{name}”这家商户了。")
    group = {group.name: group.id for group in groups(visit.db)}.get(now.group_name)
    if group is None:
        raise Invalid("还没选商户组。")
    keeps_what_waits(visit.db, shop, now)
    visit.db.execute(
        "update merchants set group_id = ?, name = ?, payee = ?, agreed_from = ?, agreed_to = ?"
        " where id = ?",
        [group, name, payee, _kept(now.agreed_from), _kept(now.agreed_to), shop.id],
    )
    return Receipt(f"“{shop.name}”改好了：{told}。", shop.id)


def facts_of(shop: Merchant) -> MerchantFacts:
    """What the form of a change begins with."""
    return MerchantFacts(shop.group_name, shop.name, shop.payee, shop.agreed_from, shop.agreed_to)


def _kept(day: date | None) -> str | None:
    return day.isoformat() if day else None


def keeps_what_waits(db: Database, shop: Merchant, now: MerchantFacts) -> None:
    """Raises WrongState for another payee while a settlement waits, another group after a voucher."""
    waits = (
        "select count(*) from settlements where merchant_id = :id"
        " and state in ('draft', 'checked', 'approved')"
    )
    if now.payee != shop.payee and (open_ := value(db, waits, id=shop.id)):
        raise WrongState(
            f"“{shop.name}”还有 {open_} 张结算单没付完，收款户名先不能改。付完或撤回以后再改。"
        )
    took = "select 1 from vouchers where merchant_id = :id limit 1"
    if now.group_name != shop.group_name and value(db, took, id=shop.id):
        raise WrongState(
            f"“{shop.name}”收过“{shop.group_name}”的券，不能换到别的类。要换，停用这家，另加一家。"
        )


@writes(Permission.MANAGE_VOUCHERS)
def close_merchant(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """A shop takes no more vouchers (停用); what it used is still settled."""
    shop = merchant(visit.db, id)
    if not shop.is_active:
        raise WrongState(f"“{shop.name}”已经停用了。")
    visit.db.execute("update merchants set is_active = 0 where id = ?", [id])
    return Receipt(f"“{shop.name}”已停用，不能再核销。用过的券照常结算。", id)


@writes(Permission.MANAGE_VOUCHERS)
def reopen_merchant(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """A shop takes vouchers again (重新启用)."""
    shop = merchant(visit.db, id)
    if shop.is_active:
        raise WrongState(f"“{shop.name}”现在就能核销。")
    visit.db.execute("update merchants set is_active = 1 where id = ?", [id])
    return Receipt(f"“{shop.name}”又能核销了。", id)
