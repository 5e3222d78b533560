"""The merchants (商户): shops of the neighbourhood and their kinds; one of them has an account."""

from datetime import timedelta

from db.rows import put_many
from seed.plan import Plan, table
from seed.telling import Part


def merchants(plan: Plan) -> None:
    """The shops and their kinds; one of them has an account."""
    shops = table("merchants")
    groups = {name: id for id, name in enumerate(dict.fromkeys(s["group"] for s in shops), 1)}
    put_many(plan.db, "merchant_groups", ({"id": id, "name": name} for name, id in groups.items()))
    put_many(
        plan.db,
        "merchants",
        (
            {
                "id": id,
                "group_id": groups[shop["group"]],
                "name": shop["name"],
                "payee": shop["payee"],
                "source": shop["source"],
                "agreed_from": plan.as_of - timedelta(days=300),
                "agreed_to": plan.as_of + timedelta(days=430 - 5 * id),
            }
            for id, shop in enumerate(shops, 1)
        ),
    )


PART = Part((("商户", merchants),))
