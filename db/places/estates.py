"""Estates (小区) and the organisations that take part (参与单位): added, changed, removed unused."""

from sqlite_utils import Database

from db.places.hanging import hanging
from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.places import (
    BodyKind,
    BodyOnFile,
    BodyPaper,
    EstateOnFile,
    EstatePaper,
    body_said,
    check_body,
    check_estate,
    estate_said,
    told_change,
)
from domain.receipts import Receipt

ESTATES = """
    select e.id, e.name, e.short_name, e.kind, e.delivered, e.has_owners_committee, e.households,
           e.company_id, b.name as company,
           (select count(*) from buildings where estate_id = e.id) as buildings,
           (select count(*) from units where estate_id = e.id) as units
      from estates e left join bodies b on b.id = e.company_id
     where :id is null or e.id = :id order by e.id
"""
BODIES = """
    select b.id, b.name, b.kind, (select count(*) from estates where company_id = b.id) as estates
      from bodies b where :id is null or b.id = :id order by b.id
"""


@reads(Permission.KEEP_PLACES)
def estates(visit: Visit) -> list[EstateOnFile]:
    return many(visit.db, EstateOnFile, ESTATES, id=None)


@reads(Permission.KEEP_PLACES)
def bodies(visit: Visit) -> list[BodyOnFile]:
    return many(visit.db, BodyOnFile, BODIES, id=None)


def estate_numbered(db: Database, id: int) -> EstateOnFile:
    """Raises NotFound."""
    return one(db, EstateOnFile, "这个小区", ESTATES, id=id)


def body_numbered(db: Database, id: int) -> BodyOnFile:
    """Raises NotFound."""
    return one(db, BodyOnFile, "这个单位", BODIES, id=id)


@writes(Permission.KEEP_PLACES)
def add_body(visit: Visit, paper: BodyPaper) -> Receipt:
    """A new organisation. Raises Invalid for a name that is there."""
    new = check_body(paper)
    _must_be_free(visit.db, "bodies", "name", new.name, None, "单位")
    id = put(visit.db, "bodies", name=new.name, kind=new.kind, source="entered")
    return Receipt(f"加了单位“{new.name}”，{new.kind.label}。", id)


@writes(Permission.KEEP_PLACES)
def change_body(visit: Visit, paper: BodyPaper) -> Receipt:
    """Another name or kind. Raises Invalid when it is the company of an estate and would not be one."""
    new = check_body(paper)
    old = body_numbered(visit.db, new.id or 0)
    _must_be_free(visit.db, "bodies", "name", new.name, old.id, "单位")
    if old.estates and new.kind is not BodyKind.PROPERTY:
        raise Invalid(f"它是 {old.estates} 个小区的物业，只能是物业公司。先给小区换物业。")
    called = f"单位“{old.name}”"
    told = told_change(called, new.was, body_said(new), body_said(old), "改单位资料")
    visit.db.execute(
        "update bodies set name = ?, kind = ? where id = ?", [new.name, new.kind, old.id]
    )
    return Receipt(f"{called}：{told}", old.id)


@writes(Permission.KEEP_PLACES)
def remove_body(visit: Visit, id: int) -> Receipt:
    """Take an organisation out that nothing refers to. Raises WrongState."""
    old = body_numbered(visit.db, id)
    if any(hanging(visit.db, "bodies", "?", [id])):
        serves = f"，是 {old.estates} 个小区的物业" if old.estates else ""
        raise WrongState(
            f"“{old.name}”已经在用{serves}，不能去掉。先换成别的单位，或者改它的名称。"
        )
    visit.db.execute("delete from bodies where id = ?", [id])
    return Receipt(f"去掉了单位“{old.name}”，它还没有用过。", id)


@writes(Permission.KEEP_PLACES)
def add_estate(visit: Visit, paper: EstatePaper) -> Receipt:
    """A new estate. Raises Invalid for a name that is there, or a company that is none."""
    new = check_estate(paper)
    _check_names(visit.db, new, None)
    company = _company(visit.db, new.company_id)
    id = put(
        visit.db, "estates", name=new.name, short_name=new.short_name, kind=new.kind,
        delivered=int(new.delivered), has_owners_committee=int(new.committee),
        households=new.households, company_id=new.company_id, source="entered",
    )  # fmt: skip
    return Receipt(f"加了小区“{new.short_name}”，物业：{company or '还没有'}。", id)


@writes(Permission.KEEP_PLACES)
def change_estate(visit: Visit, paper: EstatePaper) -> Receipt:
    """The estate as it is on the paper; the audit line tells the old values and why."""
    new = check_estate(paper)
    old = estate_numbered(visit.db, new.id or 0)
    _check_names(visit.db, new, old.id)
    company = _company(visit.db, new.company_id)
    called = f"小区“{old.short_name}”"
    told = told_change(called, new.was, estate_said(new, company), estate_said(old), new.reason)
    visit.db.execute(
        "update estates set name = ?, short_name = ?, kind = ?, delivered = ?,"
        " has_owners_committee = ?, households = ?, company_id = ? where id = ?",
        [new.name, new.short_name, new.kind, int(new.delivered), int(new.committee),
         new.households, new.company_id, old.id],
    )  # fmt: skip
    return Receipt(f"{called}：{told}", old.id)


@writes(Permission.KEEP_PLACES)
def remove_estate(visit: Visit, id: int) -> Receipt:
    """Take an estate out that nothing refers to. Raises WrongState saying what hangs on it."""
    old = estate_numbered(visit.db, id)
    if old.buildings:
        raise WrongState(f"“{old.short_name}”里有 {old.buildings} 栋楼，先去掉楼栋。")
    if any(hanging(visit.db, "estates", "?", [id])):
        raise WrongState(f"“{old.short_name}”已经有账号、会议或者别的登记，不能去掉。可以改它。")
    visit.db.execute("delete from estates where id = ?", [id])
    return Receipt(f"去掉了小区“{old.short_name}”，它还没有用过。", id)


def _check_names(db: Database, new: EstatePaper, id: int | None) -> None:
    _must_be_free(db, "estates", "name", new.name, id, "小区")
    _must_be_free(db, "estates", "short_name", new.short_name, id, "小区")


def _must_be_free(
    db: Database, table: str, column: str, name: str, own: int | None, what: str
) -> None:
    sql = f"select id from {table} where {column} = :name"
    if value(db, sql, name=name) not in (None, own):
        raise Invalid(f"已经有叫“{name}”的{what}了，请换一个名字，或者改原来那个。")


def _company(db: Database, id: int | None) -> str:
    """The name of a property company (物业); '' for none. Raises Invalid for another kind of body."""
    if id is None:
        return ""
    body = body_numbered(db, id)
    if body.kind is not BodyKind.PROPERTY:
        raise Invalid(f"“{body.name}”不是物业公司，请另选一家。")
    return body.name
