"""Local parameters (本地参数): read by every rule, changed by the administrator with a reason."""

from sqlite_utils import Database

from db.rows import many, one, value
from db.visit import Visit
from db.writes import writes
from domain.errors import NotFound
from domain.parameters import (
    Change,
    Parameter,
    TextChange,
    TextParameter,
    check_change,
    check_text_change,
)
from domain.people import Permission
from domain.receipts import Receipt

PARAMETERS = """
    select p.code, p.topic, p.label, p.value, p.standard, p.least, p.most, p.unit, p.basis,
           p.yes_no, p.changed_at, a.name as changed_by
      from parameters p left join accounts a on a.id = p.changed_by
     where :code is null or p.code = :code
     order by p.position
"""
WORDS = """
    select p.code, p.topic, p.label, p.value, p.basis, p.changed_at, a.name as changed_by
      from text_parameters p left join accounts a on a.id = p.changed_by
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


def text_parameters(db: Database) -> list[TextParameter]:
    return many(db, TextParameter, WORDS, code=None)


def text_of(db: Database, code: str) -> str:
    """The words of one parameter, '' while nobody has filled it in. Raises NotFound."""
    return one(db, TextParameter, f"参数 {code}", WORDS, code=code).value


@writes(Permission.CHANGE_PARAMETER)
def change_parameter(visit: Visit, change: Change) -> Receipt:
    """Set one parameter; the audit line keeps the old value and the reason."""
    old = one(visit.db, Parameter, "这个参数", PARAMETERS, code=change.code)
    check_change(change, old)
    visit.db.execute(
        "update parameters set value = ?, changed_at = ?, changed_by = ? where code = ?",
        [change.value, visit.at, visit.user.id, change.code],
    )
    new = one(visit.db, Parameter, "这个参数", PARAMETERS, code=change.code)
    return Receipt(f"“{old.label}”由 {old.shown} 改为 {new.shown}。")


@writes(Permission.CHANGE_PARAMETER)
def change_text(visit: Visit, change: TextChange) -> Receipt:
    """Set the words of one parameter, or empty it; the audit line keeps the old ones."""
    old = one(visit.db, TextParameter, "这个参数", WORDS, code=change.code)
    words = check_text_change(change, old)
    visit.db.execute(
        "update text_parameters set value = ?, changed_at = ?, changed_by = ? where code = ?",
        [words, visit.at, visit.user.id, change.code],
    )
    return Receipt(f"“{old.label}”由 {old.shown} 改为 {words or '空白'}。")
