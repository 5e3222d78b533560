"""Household accounts (分户账): first deposits, interest of two years."""

from datetime import date

from db.repair_fund import totals
from seed.plan import Plan, unguarded
from seed.telling import Part

DEPOSIT_FEN = {"安普顿小镇": 85, "鑫龙湾": 75, "天祥尚府": 80}  # per 0.01 m²: 85 元/m² and so on
PART_PAID_EVERY, PART_PAID_PCT = 149, 20  # 欠交首期
INTEREST_BP = 150  # 1.50 % a year
PAID_IN = f"(first_deposit_fen * iif(unit_id % {PART_PAID_EVERY} = 0, {PART_PAID_PCT}, 100) / 100)"
INTEREST = f"{PAID_IN} * {INTEREST_BP} / 10000"


def accounts(plan: Plan) -> None:
    """An account per flat with its deposit and two years' interest."""
    last = plan.as_of.year - 1
    by = plan.accounts()["accountant"]
    estates = plan.db.execute("select id, short_name from estates where delivered = 1").fetchall()
    with unguarded(plan.db, "household_accounts", "household_entries"):
        for estate_id, name in estates:
            plan.db.execute(
                "insert into household_accounts (unit_id, first_deposit_fen, balance_fen)"
                f" select unit_id, first_deposit_fen, {PAID_IN} + 2 * ({INTEREST})"
                "   from (select id as unit_id, area_centi * ? as first_deposit_fen from units"
                "          where estate_id = ? and purpose <> 'parking')",
                [DEPOSIT_FEN[name], estate_id],
            )
        _book(plan, "deposit", PAID_IN, date(2014, 6, 30), "首期交存", by)
        for year in (last - 1, last):
            _book(plan, "interest", INTEREST, date(year, 12, 31), f"{year}年增值收益", by)
    totals.recount(plan.db)


def _book(plan: Plan, kind: str, amount: str, day: date, note: str, by: int) -> None:
    plan.db.execute(
        "insert into household_entries (unit_id, kind, amount_fen, booked_on, note, by_id, source)"
        f" select unit_id, ?, {amount}, ?, ?, ?, 'demo' from household_accounts order by unit_id",
        [kind, day.isoformat(), note, by],
    )


PART = Part((("分户账", accounts),))
