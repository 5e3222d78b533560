"""Local parameters (本地参数): read by every rule, changed by the administrator with a reason."""

from sqlite_utils import Database

from db.rows import many, one, value
from db.visit import Visit
from db.writes import writes
from domain.errors import NotFound
from domain.parameters import Change, Parameter, check_change
from domain.people import Permission
from domain.receipts import Receipt

PARAMETERS = """
    select p.code, p.topic, p.label, p.value, p.standard, p.least, p.most, p.unit, p.basis,
           p.yes_no, p.changed_at, a.name as changed_by
      from parameters p left join accounts a on a.id = p.changed_by
     where :code is null or p.code = :code
     order by p.position
"""


def parameters(db: Database) -> list[Parameter]:
    return many(db, Parameter, PARAMETERS, code=None)


def value_of(db: Database, code: str) -> int:
    """The value of one parameter, in its own unit. Raises NotFound for an unknown code."""
    found: int | None = value(db, "select value from parameters where code = :code", code=code)
    if found is None:
        raise NotFound(f"参数 {code}")
    return found


@writes(Permission.CHANGE_PARAMETER)
def change_parameter(visit: Visit, change: Change) -> Receipt:
    """Set one parameter; the audit line keeps the old value and the reason."""
    old = one(visit.db, Parameter, "这个参数", PARAMETERS, code=change.code)
    check_change(change, old)
    visit.db.execute(
        "update parameters set value = ?, changed_at = ?, changed_by = ? where code = ?",
        [change.value, visit.now.isoformat(timespec="seconds"), visit.user.id, change.code],
    )
    new = one(visit.db, Parameter, "这个参数", PARAMETERS, code=change.code)
    return Receipt(f"“{old.label}”由 {old.shown} 改为 {new.shown}。")
