"""Lots (批次核对): what is left of each earning agrees with its uses, its account and the calendar."""

from db.invariant import Invariant

INVARIANTS = [
    Invariant(
        "lot_remains",
        "每批剩余等于记入减去用掉",
        """
        select '批次 ' || l.id from point_lots l
         where l.remaining not between 0 and l.points
            or l.remaining <> l.points
               - (select coalesce(sum(u.points), 0) from lot_uses u where u.lot_id = l.id)
        """,
    ),
    Invariant(
        "lot_balances",
        "每人各批剩余之和等于余额，透支的一枚不剩",
        """
        select '账户 ' || a.id from point_accounts a left join (
            select account_id, sum(remaining) as total from point_lots group by account_id) l
            on l.account_id = a.id
         where coalesce(l.total, 0) <> iif(a.kind = 'resident', max(a.balance, 0), 0)
        """,
    ),
    Invariant(
        "lot_entries",
        "每笔进账都有批次，数目相同",
        """
        select '流水 ' || e.id from point_entries e left join point_lots l on l.entry_id = e.id
         where e.kind in ('earn', 'award', 'transfer')
         group by e.id
        having coalesce(sum(l.points), 0) <> e.points or sum(l.account_id <> e.credit_id) > 0
         union all
        select '批次 ' || l.id from point_lots l left join point_entries e on e.id = l.entry_id
         where e.kind is null or e.kind not in ('earn', 'award', 'transfer')
        """,
    ),
    Invariant(
        "lot_uses_by_entry",
        "每笔支出用掉的批次合起来正好是它的数目",
        """
        select '流水 ' || e.id from point_entries e left join (
               select u.entry_id, sum(u.points) as used from lot_uses u
                 join point_lots l on l.id = u.lot_id join point_entries x on x.id = u.entry_id
                where l.account_id = x.debit_id group by u.entry_id) g on g.entry_id = e.id
         where e.kind in ('redeem', 'expire', 'transfer') and coalesce(g.used, 0) <> e.points
        """,
    ),
    Invariant(
        "lots_in_time",
        "没有用过期的批次去兑换或转赠",
        """
        select '流水 ' || e.id from lot_uses u
          join point_entries e on e.id = u.entry_id and e.kind in ('redeem', 'transfer')
          join point_lots l on l.id = u.lot_id and l.entry_id <> e.id
         where u.points > 0 and l.expires_on < substr(e.posted_at, 1, 10)
        """,
    ),
    Invariant(
        "lots_not_expired_early",
        "没到期的批次没有被过期",
        """
        select '流水 ' || e.id from lot_uses u
          join point_entries e on e.id = u.entry_id and e.kind = 'expire'
          join point_lots l on l.id = u.lot_id
         where l.expires_on is null or l.expires_on >= substr(e.posted_at, 1, 10)
        """,
    ),
]
