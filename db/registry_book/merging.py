"""What names a person (记在谁名下): every column, told by the features, and what forbids a merge.

A lower feature never knows an upper one's tables, so each tells its own: the columns that name a
resident, why two rows of it cannot be one, and what since a merge forbids to take it back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from db.brought import Brought
from db.rows import value
from domain.days import years_between

Against = Callable[[Database, int, int], str]  # the kept and the gone; no sentence is no objection
Since = Callable[[Database, int], str]  # the merge
Born = Callable[[Database, int, date, date], str]  # who, the birth, today

ADULT_AT = 18  # who guards is an adult (民法典 17)
RESIDENT, GUARDIAN, INTO = "resident_id", "guardian_id", "merged_into"


@dataclass(frozen=True, slots=True)
class Names:
    """A column that names a resident, and what a row is called when it is counted."""

    table: str
    column: str = RESIDENT
    called: str = ""


@dataclass(frozen=True, slots=True)
class OfPeople:
    """What one feature keeps of people."""

    names: tuple[Names, ...]
    against: Against = lambda _, kept, gone: ""
    since: Since = lambda _, merge: ""
    born: Born = lambda _, who, on, today: ""


PEOPLE = Brought[OfPeople]()


def _two_accounts(db: Database, kept: int, gone: int) -> str:
    active = (
        "select count(distinct resident_id) from accounts where is_active = 1 and resident_id in"
    )
    both = value(db, f"{active} (:kept, :gone)", kept=kept, gone=gone) == 2
    return "两个人都有登录账号，先请管理员停用一个。" if both else ""


def _owners_of_one_set(db: Database, kept: int, gone: int) -> str:
    both = value(
        db,
        "select count(*) from owner_members a join owner_members b using (owner_group_id)"
        " where a.resident_id = :kept and b.resident_id = :gone"
        "   and a.to_on is null and b.to_on is null",
        kept=kept,
        gone=gone,
    )
    return "两个人是同一套房的两位共有人，不能算一个人。" if both else ""


def _guards_the_other(db: Database, kept: int, gone: int) -> str:
    pair = "(:kept, :gone)"
    ward = f"select count(*) from residents where id in {pair} and guardian_id in {pair}"
    if value(db, ward, kept=kept, gone=gone):
        return "一个人是另一个人的监护人，不是同一个人。"
    mixed = f"""
        select count(*) from residents where id in {pair} and guardian_id is not null
           and exists (select 1 from residents where guardian_id in {pair})
    """
    both = value(db, mixed, kept=kept, gone=gone)
    return "一条有监护人，另一条是别人的监护人，对不上。" if both else ""


def _guards_while_a_child(db: Database, who: int, born: date, today: date) -> str:
    guards = value(db, "select count(*) from residents where guardian_id = :id", id=who)
    child = years_between(born, today) < ADULT_AT
    return "他是别人的监护人，生日不能改成未成年。" if guards and child else ""


def _book(db: Database, kept: int, gone: int) -> str:
    return "".join(
        ask(db, kept, gone) for ask in (_two_accounts, _owners_of_one_set, _guards_the_other)
    )


BOOK = OfPeople(
    (
        Names("residencies", called="居住"),
        Names("owner_members", called="产权"),
        Names("contacts", called="电话"),
        Names("marks", called="身份"),
        Names("volunteers", called="志愿者"),
        Names("vehicles", called="电动车"),
        Names("accounts", called="登录账号"),
        Names("residents", GUARDIAN, "由他监护的人"),
        Names("residents", INTO),
    ),
    _book,
    born=_guards_while_a_child,
)


def named() -> Iterator[Names]:
    """Every column that names a resident, the registry's own first."""
    for part in PEOPLE:
        yield from part.names


def reasons(db: Database, kept: int, gone: int) -> list[str]:
    """Why these two cannot be one, feature by feature."""
    return [said for part in PEOPLE if (said := part.against(db, kept, gone))]


def since(db: Database, merge: int) -> list[str]:
    """Why this merge cannot be taken back any more."""
    return [said for part in PEOPLE if (said := part.since(db, merge))]


def too_young(db: Database, who: int, born: date, today: date) -> list[str]:
    """What forbids this birth: a seat without a guardian's word, a ward."""
    return [said for part in PEOPLE if (said := part.born(db, who, born, today))]


def counts(db: Database, resident: int) -> list[tuple[str, int]]:
    """What stands under somebody's name: 居住 1, 电话 2; what there is none of is left out."""
    found = [
        (one.called, value(db, f"select count(*) from {one.table} where {one.column} = :id",
                           id=resident))
        for one in named()
        if one.called
    ]  # fmt: skip
    return [(called, many) for called, many in found if many]
