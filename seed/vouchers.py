"""消费券: three batches, one settlement paid and one on its way."""

from collections.abc import Iterator
from random import Random
from typing import Any

from db.rows import put, put_many
from db.visit import Visit
from db.vouchers import codes, giving, settling, using
from domain.receipts import Receipt
from domain.vouchers.pieces import Redemption
from domain.vouchers.settlements import NewSettlement
from seed.plan import Plan, at, unguarded
from seed.telling import Part, Telling

BREAKFAST_BATCH, CAMPAIGN, WAITING = 1, 2, 3
GIVEN, PAID, TO_SETTLE = 80, 12, 37  # of the campaign; 37 × 5.00 is the worked example
SHOP = 1
BATCHES = (
    # number, title, group, face in fen, points, pieces, fund, made so many days ago, approved
    (BREAKFAST_BATCH, "早点券", 1, 500, 50, 200, "社区公益资金", 50, True),
    (CAMPAIGN, "敬老早点券", 1, 500, 0, 120, "社区公益资金", 75, True),
    (WAITING, "理发券", 2, 1500, 80, 60, "阿美理发店", 1, False),
)


VOUCHER = (
    "batch_id", "code", "state", "issued_at", "issued_by", "used_at", "used_by", "merchant_id",
    "settlement_id",
)  # fmt: skip


def vouchers(plan: Plan) -> None:
    """Batches of the last months, and what the campaign's vouchers bought."""
    who = plan.accounts()
    for id, title, group, face, price, pieces, fund, days, approved in BATCHES:
        put(
            plan.db, "voucher_batches", id=id, title=title, group_id=group, face_fen=face,
            points_price=price, pieces=pieces, budget_fen=face * pieces, fund_source=fund,
            valid_from=plan.ago(days), valid_to=plan.ago(days - 200), created_by=who["clerk"],
            created_at=at(plan.ago(days), 9, 30),
            approved_by=who["secretary"] if approved else None, source="demo",
        )  # fmt: skip
    with unguarded(plan.db, "vouchers", "settlements"):
        _paid_settlement(plan, who)
        put_many(plan.db, "vouchers", _pieces(plan, who))


def _paid_settlement(plan: Plan, who: dict[str, int]) -> None:
    put(
        plan.db, "settlements", id=1, merchant_id=SHOP, month=f"{plan.ago(60):%Y-%m}",
        vouchers=PAID, amount_fen=PAID * 500, state="paid", created_by=who["clerk"],
        created_at=at(plan.ago(45), 9, 10), checked_by=who["clerk2"],
        approved_by=who["accountant"], paid_on=plan.ago(43), payment_ref="示例转账 001",
    )  # fmt: skip


def _pieces(plan: Plan, who: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Codes by this seed's own chance, so that the same day gives the same rows."""
    rng: Random = plan.rng("vouchers")
    given = at(plan.ago(74), 10)
    for id, _, _, _, _, pieces, _, _, _ in BATCHES:
        for place in range(pieces):
            row = dict.fromkeys(VOUCHER) | {"batch_id": id, "state": "created"}
            if id == CAMPAIGN and place < GIVEN:
                row |= {"state": "issued", "issued_at": given, "issued_by": who["clerk"]}
                if place < PAID + TO_SETTLE:
                    settled = place < PAID
                    day = plan.ago(rng.randint(60, 70) if settled else rng.randint(9, 40))
                    moment = at(day, rng.randint(6, 9), rng.randrange(60))
                    row |= {"state": "settled" if settled else "used", "used_at": moment,
                            "used_by": who["merchant"], "merchant_id": SHOP,
                            "settlement_id": 1 if settled else None}  # fmt: skip
            yield row | {"code": codes.new_code(rng.choice)}


def tell(telling: Telling) -> None:
    """The last days: four vouchers for points, two of them used, and a settlement to approve."""
    plan, made = telling.plan, list[int]()
    rich = plan.db.execute(
        "select resident_id from point_accounts where kind = 'resident' and balance >= 120"
        " order by id limit 4"
    ).fetchall()
    for place, (resident_id,) in enumerate(rich):
        paper = Redemption(telling.slip(), BREAKFAST_BATCH, resident_id)
        deed = lambda visit, paper=paper: giving.redeem_for_voucher(visit, paper)  # noqa: E731
        telling.add(plan.ago(2), 15, 20 + place * 5, "clerk", deed)
    codes_given = plan.db.execute(
        "select code from vouchers where batch_id = ? order by id limit 2", [BREAKFAST_BATCH]
    ).fetchall()
    for place, (code,) in enumerate(codes_given):

        def use(visit: Visit, code: str = code, slip: str = telling.slip()) -> Receipt:
            return using.use_voucher(visit, code, slip=slip)

        telling.add(plan.ago(1), 7, 10 + place * 9, "merchant", use)
    settlement = NewSettlement(telling.slip(), SHOP, f"{plan.ago(2):%Y-%m}")

    def draft(visit: Visit) -> Receipt:
        receipt = settling.draft_settlement(visit, settlement)
        made.append(receipt.id)
        return receipt

    slip = telling.slip()
    telling.add(plan.ago(2), 16, 30, "clerk", draft)
    telling.add(
        plan.ago(1),
        9,
        40,
        "clerk2",
        lambda visit: settling.verify_settlement(visit, made[0], slip=slip),
    )


PART = Part((("消费券", vouchers),), tell)
