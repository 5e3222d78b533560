"""Somebody entered twice (重复登记): 王淑芬 once more, with whatever stands under her name."""

from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from db.names import keys
from tests.community import ELDER, TEENAGER, account_id

NAME, PHONE = "王淑芬", "13800001012"
# What may stand under the second row's name: one statement each, `:id` is her number. Each can
# stand alone; the names say what a merge does with it.
UNDER = {
    "the same flat": "insert into residencies (resident_id, unit_id) values (:id, 11)",
    "another flat": "insert into residencies (resident_id, unit_id, role, from_on, main)"
                    " values (:id, 5, 'tenant', '2025-01-01', 1)",
    "a flat left": "insert into residencies (resident_id, unit_id, from_on, to_on, why)"
                   " values (:id, 6, '2020-01-01', '2024-01-01', '搬走')",
    "a landline": "insert into contacts (resident_id, number, kind, rank)"
                  " values (:id, '027-87651234', 'landline', 2)",
    "a dead number": "insert into contacts (resident_id, number, kind, ended_on)"
                     " values (:id, '13900005555', 'mobile', '2025-05-05')",
    "a flat owned": "insert into owner_members (owner_group_id, resident_id, share)"
                    " values (12, :id, '1/2')",
    "a flat sold": "insert into owner_members (owner_group_id, resident_id, from_on, to_on)"
                   " values (13, :id, '2019-01-01', '2025-01-01')",
    "a mark of both": "insert into marks (resident_id, kind) values (:id, 'residents_rep')",
    "a mark": "insert into marks (resident_id, kind, building_id) values (:id, 'building_head', 1)",
    "a mark ended": "insert into marks (resident_id, kind, ended_on)"
                    " values (:id, 'owners_rep', '2025-12-31')",
    "a vehicle": "insert into vehicles (unit_id, resident_id, plate) values (5, :id, '武汉123456')",
    "a login": "update accounts set resident_id = :id where username = 'leader'",
    "a ward": f"update residents set guardian_id = :id where id = {TEENAGER}",
    "a seat": "insert into enrollments (class_id, resident_id, state, applied_at, enrolled_by)"
              f" values (2, :id, 'confirmed', '2026-03-01T09:00:00+08:00', {account_id('clerk')})",
    "a place in a queue":
        "insert into enrollments (class_id, resident_id, state, place, applied_at, enrolled_by)"
        f" values (1, :id, 'waitlisted', 9, '2026-03-01T09:00:00+08:00', {account_id('clerk')})",
    "an award asked": "insert into awards (resident_id, rule_id, minutes, asked, points, earned_on,"
                      " state, created_by, created_at) values (:id, 1, 60, 10, 10, '2026-03-10',"
                      f" 'draft', {account_id('leader')}, '2026-03-10T09:00:00+08:00')",
    "an award dropped": "insert into awards (resident_id, rule_id, minutes, asked, points,"
                        " earned_on, state, created_by, created_at) values (:id, 1, 60, 10, 10,"
                        f" '2026-03-11', 'withdrawn', {account_id('leader')},"
                        " '2026-03-11T09:00:00+08:00')",
}  # fmt: skip
NOT_THE_MERGE = {  # what every write adds to
    "audit_log", "chain_links", "chain_reach", "resident_merges", "merge_moves", "merge_undos",
}  # fmt: skip


def enter_twin(db: Database, under: Collection[str] = (), **facts: Any) -> int:
    """The second 王淑芬 with the same number; her number in the register."""
    told = {"name": NAME, "phone": PHONE, "source": "entered"} | facts
    columns = ", ".join(told)
    id = db.execute(
        f"insert into residents ({columns}) values ({', '.join('?' * len(told))}) returning id",
        list(told.values()),
    ).fetchone()[0]
    if "a mark of both" in under:
        db.execute(f"insert into marks (resident_id, kind) values ({ELDER}, 'residents_rep')")
    for what in UNDER:
        if what in under:
            db.execute(UNDER[what], {"id": id})
    _keyed(db, id)
    return int(id)


def _keyed(db: Database, id: int) -> None:
    name, phone, room = db.execute(
        "select r.name, r.phone, coalesce(u.code, '') from residents r"
        "  left join units u on u.id = r.unit_id where r.id = ?",
        [id],
    ).fetchone()
    for key in sorted(keys(name, phone, room)):
        db.execute("insert into resident_keys (key, resident_id) values (?, ?)", [key, id])


def whole(db: Database, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Every row of the file, but for the log, the chain and the merges themselves."""
    names = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    return {
        table: sorted(db.execute(f"select * from {table}").fetchall(), key=repr)
        for (table,) in db.execute(names).fetchall()
        if table not in NOT_THE_MERGE and table not in without
    }
