"""Household accounts (分户账): first deposits, interest of two years, and what a payment costs each."""

from datetime import date

from db.repair_fund import totals
from domain.repair_fund.apportion import charges
from seed.plan import Plan, unguarded
from seed.telling import Part

DEPOSIT_FEN = {"安普顿小镇": 85, "鑫龙湾": 75, "天祥尚府": 80}  # per 0.01 m²: 85 元/m² and so on
PART_PAID_EVERY, PART_PAID_PCT = 149, 20  # 欠交首期
INTEREST_BP = 150  # 1.50 % a year
PAID_IN = f"(first_deposit_fen * iif(unit_id % {PART_PAID_EVERY} = 0, {PART_PAID_PCT}, 100) / 100)"
INTEREST = f"{PAID_IN} * {INTEREST_BP} / 10000"
ENTRY_COLUMNS = "unit_id, kind, amount_fen, booked_on, payment_id, note, by_id, source"


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


def pay(plan: Plan, project_id: int, kind: str, fen: int, payee: str, day: date) -> None:
    """Record a payment (拨付), charge it to the households of the scope, and approve it."""
    people = plan.accounts()
    made = plan.db.execute(
        "insert into fund_payments (project_id, kind, amount_fen, paid_on, payee, recorded_by,"
        " slip, source) values (?, ?, ?, ?, ?, ?, ?, 'demo')",
        [project_id, kind, fen, day.isoformat(), payee, people["accountant"],
         f"seed-payment-{project_id}-{kind}"],
    )  # fmt: skip
    _charge(plan, project_id, int(made.lastrowid or 0), day, people["accountant"])
    plan.db.execute(
        "update fund_payments set approved_by = ?, approved_on = ? where id = ?",
        [people["secretary"], day.isoformat(), made.lastrowid],
    )


def _charge(plan: Plan, project_id: int, payment_id: int, day: date, by: int) -> None:
    paid = plan.number("select fen from paid_so_far where project_id = ?", project_id)
    scope = plan.db.execute(
        "select s.unit_id, s.code, s.area_centi, a.balance_fen,"
        "       coalesce(sum(c.share_fen), 0), coalesce(sum(c.self_pay_fen), 0)"
        "  from scope_units s join household_accounts a on a.unit_id = s.unit_id"
        "  left join fund_payments f on f.project_id = ?1"
        "  left join charges c on c.payment_id = f.id and c.unit_id = s.unit_id"
        " where s.plan_id = (select max(id) from plans where project_id = ?1)"
        " group by s.unit_id order by s.unit_id",
        [project_id],
    ).fetchall()
    units = {row[1]: row[0] for row in scope}
    found = charges(
        paid,
        {row[1]: row[2] for row in scope},
        {row[1]: row[4] for row in scope},
        {row[1]: row[3] for row in scope},
        {row[1]: row[5] for row in scope},
    )
    plan.insert(
        "charges",
        "payment_id, unit_id, share_fen, taken_fen, self_pay_fen",
        [(payment_id, units[c.code], c.share_fen, c.taken_fen, c.self_pay_fen) for c in found],
    )
    plan.insert(
        "household_entries",
        ENTRY_COLUMNS,
        [
            (
                units[c.code],
                "deduct" if c.taken_fen > 0 else "refund",
                -c.taken_fen,
                day.isoformat(),
                payment_id,
                "",
                by,
                "demo",
            )
            for c in found
            if c.taken_fen
        ],
    )


PART = Part((("分户账", accounts),))
