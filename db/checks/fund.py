"""Repair projects, their ballots and payments (维修项目、表决、拨付)."""

from db.checks.invariant import Invariant

# The verdict by the rule of its law version, in whole numbers, never by percentages.
VERDICT = """
    case when r.take_part_bottom * c.area_in < r.take_part_top * c.area_centi
           or r.take_part_bottom * c.heads_in < r.take_part_top * c.heads then 'NO_QUORUM'
         when r.approve_bottom * c.area_yes + r.approve_inclusive
                > r.approve_top * iif(r.approve_of = 'all', c.area_centi, c.area_in)
          and r.approve_bottom * c.heads_yes + r.approve_inclusive
                > r.approve_top * iif(r.approve_of = 'all', c.heads, c.heads_in) then 'PASS'
         else 'REJECTED' end
"""
INVARIANTS = [
    Invariant(
        "project_states",
        "维修项目的状态就是最后一步的状态",
        """
        select p.code from repair_projects p where p.state is not
               (select to_state from project_steps where project_id = p.id order by id desc limit 1)
        """,
    ),
    Invariant(
        "project_steps",
        "办理记录一步接一步，日期不倒流",
        """
        select '第 ' || id || ' 条' from (
            select id, from_state, happened_on,
                   lag(to_state) over chain as before, lag(happened_on) over chain as day_before
              from project_steps window chain as (partition by project_id order by id))
         where from_state is not before or happened_on < day_before
        """,
    ),
    Invariant(
        "project_steps_unbroken",
        "办理记录没有缺号",
        "select '有 ' || (max(id) - count(*)) || ' 个缺号' from project_steps"
        " having count(*) > 0 and (max(id) <> count(*) or min(id) <> 1)",
    ),
    Invariant(
        "two_routes",
        "走了紧急使用的项目没有再表决",
        "select '项目 ' || project_id from project_steps"
        " where to_state in ('voting', 'emergency_confirmed')"
        " group by project_id having count(distinct to_state) > 1",
    ),
    Invariant(
        "paid_within",
        "拨付不超过批准的金额，决算后不超过决算",
        """
        select p.code from repair_projects p join paid_so_far f on f.project_id = p.id
         where f.fen > coalesce(p.approved_fen, 0)
            or (f.fen > p.settled_fen and exists (select 1 from fund_payments
                 where project_id = p.id and kind in ('final', 'retention', 'repayment')))
        """,
    ),
    Invariant(
        "paid_after_approval",
        "审核通过以后才有拨付",
        """
        select p.code from fund_payments f join repair_projects p on p.id = f.project_id
         where not exists (select 1 from project_steps s
                where s.project_id = f.project_id and s.to_state = 'approved'
                  and s.happened_on <= f.paid_on)
        """,
    ),
    Invariant(
        "payment_approvers",
        "拨付由另一个人核准",
        "select '拨付 ' || id from fund_payments where approved_by = recorded_by",
    ),
    Invariant(
        "ballot_results",
        "表决结果和按门槛重算的一致",
        f"""
        select '项目 ' || c.project_id from ballot_counts c
          join vote_rules r on r.version = c.rule_version and r.matter = c.matter
         where c.result <> {VERDICT}
        """,
    ),
    Invariant(
        "ballot_approvers",
        "计票由另一个人监票",
        "select '项目 ' || project_id from ballot_counts where approved_by = counted_by",
    ),
    Invariant(
        "passed_by_ballot",
        "表决通过的项目都有通过的计票表",
        """
        select p.code from repair_projects p
          join project_steps s on s.project_id = p.id and s.to_state = 'vote_passed'
         where not exists (select 1 from ballot_counts c where c.project_id = p.id
                              and c.result = 'PASS' and c.approved_by is not null)
        """,
    ),
]
