"""The merchants (商户): shops of the neighbourhood and their kinds; one of them has an account."""

from seed.plan import Plan, table
from seed.telling import Part


def merchants(plan: Plan) -> None:
    """The shops and their kinds; one of them has an account."""
    shops = table("merchants")
    groups = {name: id for id, name in enumerate(dict.fromkeys(s["group"] for s in shops), 1)}
    plan.insert("merchant_groups", "id, name", [(id, name) for name, id in groups.items()])
    plan.insert(
        "merchants",
        "id, group_id, name, payee, source",
        [
            (id, groups[shop["group"]], shop["name"], shop["payee"], shop["source"])
            for id, shop in enumerate(shops, 1)
        ],
    )


PART = Part((("商户", merchants),))
