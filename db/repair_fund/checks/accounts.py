"""Payments, what they cost each household, and the household accounts (拨付、分摊、分户账)."""

from collections.abc import Iterable

from sqlite_utils import Database

from db.invariant import Invariant
from db.repair_fund.totals import FLOWS, FUNDS
from domain.repair_fund.apportion import apportion

BORNE = "iif(f.kind = 'repayment', -1, 1) * (f.amount_fen - f.subsidy_fen)"
SIGNED = "iif(f.kind = 'repayment', -1, 1) * f.amount_fen"
INVARIANTS = [
    Invariant(
        "paid_within",
        "拨付不超过批准的金额，付完尾款以后不超过决算",
        f"""
        select p.code from repair_projects p join fund_payments f on f.project_id = p.id
         where f.refused_by is null group by p.id
        having sum({SIGNED}) > coalesce(p.approved_fen, 0) or sum({SIGNED}) < 0
            or (p.state in ('final_paid', 'in_warranty', 'closed')
                and sum({SIGNED}) > p.settled_fen)
        """,
    ),
    Invariant(
        "paid_to_the_end",
        "结了案的项目，付的正好是决算，住户分摊的正好是决算减补助",
        f"""
        select p.code from repair_projects p where p.state = 'closed' and (
               coalesce((select sum({SIGNED}) from fund_payments f where f.project_id = p.id
                            and f.approved_by is not null), 0) <> p.settled_fen
            or coalesce((select sum(c.share_fen) from charges c join fund_payments f
                             on f.id = c.payment_id where f.project_id = p.id), 0)
               <> p.settled_fen - p.subsidy_fen)
        """,
    ),
    Invariant(
        "approved_sums",
        "批准的金额等于各次审核意见之和",
        """
        select p.code from repair_projects p where coalesce(p.approved_fen, 0) <>
               (select coalesce(sum(amount_fen), 0) from fund_approvals where project_id = p.id)
        """,
    ),
    Invariant(
        "charges_sum",
        "每笔核准的拨付都分摊到分，没核准的没有分摊",
        f"""
        select '拨付 ' || f.id from fund_payments f
         where coalesce((select sum(share_fen) from charges where payment_id = f.id), 0)
            <> iif(f.approved_by is null, 0, {BORNE})
        """,
    ),
    Invariant(
        "charges_booked",
        "每一户扣的钱都在分户账里，一分不差",
        """
        select '拨付 ' || c.payment_id || ' 第 ' || c.unit_id || ' 户' from charges c
          left join (select payment_id, unit_id, sum(amount_fen) as fen from household_entries
                      where payment_id is not null group by 1, 2) e
            on e.payment_id = c.payment_id and e.unit_id = c.unit_id
         where c.taken_fen <> -coalesce(e.fen, 0)
        union all
        select '拨付 ' || e.payment_id || ' 第 ' || e.unit_id || ' 户' from household_entries e
         where e.payment_id is not null and not exists (select 1 from charges c
               where c.payment_id = e.payment_id and c.unit_id = e.unit_id)
        """,
    ),
    Invariant(
        "household_balances",
        "每一户的余额等于明细之和，没有负数",
        """
        select '第 ' || a.unit_id || ' 户' from household_accounts a
          left join (select unit_id, sum(amount_fen) as fen from household_entries group by 1) e
            on e.unit_id = a.unit_id
         where a.balance_fen <> coalesce(e.fen, 0) or a.balance_fen < 0
        """,
    ),
    Invariant(
        "self_paid",
        "自付交的钱不超过要自付的",
        "select '项目 ' || project_id || ' 第 ' || unit_id || ' 户' from self_pay_owed"
        " where fen < 0",
    ),
    Invariant(
        "building_totals",
        "每栋楼的余额和户数等于各户之和",
        f"""
        select '楼栋 ' || building_id from (
            select * from (select building_id, households, first_deposit_fen, balance_fen, short
                             from building_funds except {FUNDS})
            union all
            select * from ({FUNDS} except
                           select building_id, households, first_deposit_fen, balance_fen, short
                             from building_funds))
        """,
    ),
    Invariant(
        "half_year_totals",
        "每栋楼半年的收支等于明细之和",
        f"""
        select '楼栋 ' || building_id || ' ' || half from (
            select * from (select building_id, half, kind, amount_fen from building_flows
                            except {FLOWS})
            union all
            select * from ({FLOWS} except
                           select building_id, half, kind, amount_fen from building_flows))
         where amount_fen <> 0
        """,
    ),
    Invariant(
        "bookings_corrected",
        "更正过的入账正好抵消",
        "select '入账 ' || slip from household_entries where slip is not null group by slip"
        " having max(kind = 'correct') and sum(amount_fen) <> 0",
    ),
    Invariant(
        "openings",
        "期初余额一户只有一笔，在别的入账前面；首期等于清册和交存之和",
        """
        with opened as (select s.unit_id, s.id, s.booked_on from standing_entries s
                         where s.kind = 'opening')
        select '第 ' || unit_id || ' 户' from opened group by unit_id having count(*) > 1
        union
        select '第 ' || o.unit_id || ' 户' from opened o join standing_entries s
            on s.unit_id = o.unit_id and s.id <> o.id
         where s.id < o.id or (s.kind in ('deposit', 'interest', 'topup')
                               and s.booked_on < o.booked_on)
        union
        select '第 ' || s.unit_id || ' 户' from standing_entries s
         where s.kind in ('opening', 'restate')
           and not exists (select 1 from household_openings h where h.id = s.id)
        union
        select '第 ' || o.unit_id || ' 户' from opened o
          join household_accounts a on a.unit_id = o.unit_id
         where a.first_deposit_fen <> (
               select sum(coalesce(h.first_deposit_fen, iif(s.kind = 'deposit', s.amount_fen, 0)))
                 from standing_entries s left join household_openings h on h.id = s.id
                where s.unit_id = o.unit_id)
        """,
    ),
    Invariant(
        "topups",
        "每笔续交都记在登记时说的那次表决上",
        """
        select '入账 ' || e.id from household_entries e left join audit_log a on a.slip = e.slip
         where (e.kind = 'topup') <> (e.project_id is not null)
            or e.project_id is not iif(e.kind = 'topup',
                                       json_extract(a.detail, '$.topup.project_id'), null)
        """,
    ),
]


def misapportioned(db: Database) -> Iterable[str]:
    """Projects whose charges are not what the sum they bear gives when shared afresh."""
    for project, code in db.execute("select id, code from repair_projects").fetchall():
        borne = db.execute(
            f"select sum({BORNE}) from fund_payments f"
            " where f.project_id = ? and f.approved_by is not null",
            [project],
        ).fetchone()[0]
        if borne is None:
            continue
        scope = db.execute(
            "select s.code, s.area_centi, coalesce(c.fen, 0) from scope_units s"
            "  left join (select unit_id, sum(share_fen) as fen from charges where payment_id in"
            "             (select id from fund_payments where project_id = ?1) group by unit_id) c"
            "    on c.unit_id = s.unit_id"
            " where s.plan_id = (select max(l.id) from plans l join scope_units u"
            "                        on u.plan_id = l.id where l.project_id = ?1)",
            [project],
        ).fetchall()
        right = apportion(borne, {room: area for room, area, _ in scope})
        if any(right[room] != fen for room, _, fen in scope):
            yield str(code)


COMPUTED = [("apportioned", "每个项目的分摊按面积重算，一分不差", misapportioned)]
