"""The books of 湾郡币: every sum the triggers keep is added up again from the entries."""

from db.invariant import Invariant
from db.points_ledger.books import ADDED_UP

INVARIANTS = [
    Invariant(
        "balances",
        "每个账户的余额等于它的流水之和",
        """
        select '账户 ' || a.id from point_accounts a left join (
            select account, sum(points) as total from (
                select credit_id as account, points from point_entries
                 union all
                select debit_id, -points from point_entries)
             group by account) m on m.account = a.id
         where a.balance <> coalesce(m.total, 0)
        """,
    ),
    Invariant(
        "house_accounts",
        "发行、兑换、过期三个总账户齐全",
        """
        select w.kind from (select 1 as id, 'issue' as kind union select 2, 'redemption'
                            union select 3, 'expiry') w
         where not exists (select 1 from point_accounts a
                            where a.id = w.id and a.kind = w.kind)
        """,
    ),
    Invariant(
        "issued_is_accounted_for",
        "发行＝持有＋已兑＋已过期",
        "select '相差 ' || sum(balance) || ' 枚' from point_accounts having sum(balance) <> 0",
    ),
    Invariant(
        "holdings",
        "持有总数等于全体居民余额之和",
        """
        select '记的是 ' || held || ' 枚' from point_holdings
         where held <> (select coalesce(sum(balance), 0) from point_accounts
                         where kind = 'resident')
        """,
    ),
    Invariant(
        "month_totals",
        "各月合计等于当月入账之和，冲正分开记",
        f"""
        with added as ({ADDED_UP})
        select month || ' ' || kind from (
            select * from (select * from added except select * from point_totals)
             union
            select * from (select * from point_totals except select * from added))
        """,
    ),
    Invariant(
        "entries_unbroken",
        "湾郡币流水没有缺号",
        "select '有 ' || (max(id) - count(*)) || ' 个缺号' from point_entries"
        " having count(*) > 0 and (max(id) <> count(*) or min(id) <> 1)",
    ),
    Invariant(
        "entry_directions",
        "每笔流水的来去账户与类别相符",
        """
        select '流水 ' || e.id from point_entries e
          join point_accounts d on d.id = e.debit_id join point_accounts c on c.id = e.credit_id
         where case e.kind
               when 'earn' then d.kind <> 'issue' or c.kind <> 'resident'
               when 'award' then d.kind <> 'issue' or c.kind <> 'resident'
               when 'redeem' then d.kind <> 'resident' or c.kind not in ('redemption', 'merchant')
               when 'expire' then d.kind <> 'resident' or c.kind <> 'expiry'
               when 'transfer' then d.kind <> 'resident' or c.kind <> 'resident'
               else 0 end
        """,
    ),
    Invariant(
        "reversals",
        "冲正正好抵掉原来的那一笔",
        """
        select '流水 ' || r.id from point_entries r join point_entries e on e.id = r.reverses_id
         where (r.debit_id, r.credit_id, r.points) <> (e.credit_id, e.debit_id, e.points)
            or e.kind = 'reversal'
        """,
    ),
    Invariant(
        "posted_awards",
        "入账的单子和流水一一对应",
        """
        select '单子 ' || w.id from awards w left join point_entries e on e.award_id = w.id
         where (w.state = 'posted') <> (e.id is not null)
         union all
        select '流水 ' || e.id from point_entries e join awards w on w.id = e.award_id
          join point_accounts c on c.id = e.credit_id
         where e.points <> w.points or c.resident_id <> w.resident_id
            or e.earned_on <> w.earned_on
        """,
    ),
    Invariant(
        "no_overdraft",
        "没有人透支，除非是冲正造成的",
        """
        select '账户 ' || a.id from point_accounts a
         where a.balance < 0 and a.kind in ('resident', 'merchant') and not exists (
               select 1 from point_entries e where e.debit_id = a.id and e.kind = 'reversal')
        """,
    ),
    Invariant(
        "entry_approvers",
        "湾郡币由另一个人核准",
        "select '流水 ' || id from point_entries where approved_by = created_by",
    ),
    Invariant(
        "award_approvers",
        "登记单由另一个人核准",
        "select '单子 ' || id from awards where approved_by = created_by",
    ),
]
