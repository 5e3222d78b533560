"""Merchants and their groups (商户、商户组): who takes which vouchers."""

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.vouchers.batches import Group, Merchant, NewMerchant, check_merchant

MERCHANTS = """
    select m.id, m.group_id, g.name as group_name, m.name, m.payee, m.is_active
      from merchants m join merchant_groups g on g.id = m.group_id
     where :id is null or m.id = :id
     order by m.is_active desc, g.id, m.id
"""


def groups(db: Database) -> list[Group]:
    return many(
        db,
        Group,
        "select id, name, (select count(*) from merchants m where m.group_id = g.id) as merchants"
        " from merchant_groups g order by id",
    )


def merchants(db: Database) -> list[Merchant]:
    return many(db, Merchant, MERCHANTS, id=None)


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
        visit.db, "merchants", group_id=paper.group_id, name=name, payee=payee, source="entered"
    )
    return Receipt(f"商户“{name}”记好了。要让店里自己核销，请管理员开一个商户账号。", id)


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
