"""Demonstration accounts (示例账号): one per role, and a second clerk to approve."""

import secrets

from db import passwords
from db.rows import put_many
from seed.plan import Plan, at, table
from seed.telling import Part


def demo_accounts(plan: Plan) -> None:
    """All share the hash of one thrown-away password: the demonstration signs in without one."""
    nobody_knows = passwords.hashed(secrets.token_urlsafe(24))
    estates = plan.ids("select short_name, id from estates")
    shops = plan.ids("select name, id from merchants")
    put_many(
        plan.db,
        "accounts",
        (
            {
                "username": row["username"],
                "name": row["name"],
                "role": row["role"],
                "estate_id": estates.get(row["estate"]),
                "resident_id": _neighbour(plan, row["resident_surname"]),
                "merchant_id": shops.get(row["merchant"]),
                "password_hash": nobody_knows,
                "is_demo": 1,
                "created_at": at(plan.ago(1200), 9),
            }
            for row in table("accounts")
        ),
    )


def _neighbour(plan: Plan, surname: str) -> int | None:
    """A grown-up resident with this surname: volunteers live here."""
    if not surname:
        return None
    year = plan.as_of.year
    return plan.number(
        "select id from residents where name like ? and birth_year between ? and ? limit 1",
        f"{surname}%",
        year - 60,
        year - 25,
    )


PART = Part((("账号", demo_accounts),))
