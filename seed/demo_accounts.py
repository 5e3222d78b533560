"""Demonstration accounts (示例账号): one per role, and a second clerk to approve."""

import secrets

from db import passwords
from seed.plan import Plan, at, table
from seed.telling import Part


def demo_accounts(plan: Plan) -> None:
    """All share the hash of one thrown-away password: the demonstration signs in without one."""
    nobody_knows = passwords.hashed(secrets.token_urlsafe(24))
    estates = plan.ids("select short_name, id from estates")
    shops = plan.ids("select name, id from merchants")
    plan.insert(
        "accounts",
        "username, name, role, estate_id, resident_id, merchant_id, password_hash, is_demo,"
        " created_at",
        [
            (
                row["username"],
                row["name"],
                row["role"],
                estates.get(row["estate"]),
                _neighbour(plan, row["resident_surname"]),
                shops.get(row["merchant"]),
                nobody_knows,
                1,
                at(plan.ago(1200), 9),
            )
            for row in table("accounts")
        ],
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
