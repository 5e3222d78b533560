"""Repair projects, their ballots and payments (维修项目、表决、拨付)."""

from db.invariant import Invariant, unbroken

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
        "project_steps_allowed",
        "每一步都是流程里有的，该两个人的有两个人",
        """
        select '第 ' || s.id || ' 条' from project_steps s where s.from_state is not null
           and not exists (select 1 from fund_transitions t where t.from_state = s.from_state
                 and t.to_state = s.to_state and (t.two_people = 0 or s.second_id is not null))
           and not (s.from_state = 'suspended' and s.to_state is (select from_state
                 from project_steps b where b.project_id = s.project_id and b.id < s.id
                 order by b.id desc limit 1))
        """,
    ),
    unbroken("project_steps", "办理记录没有缺号"),
    Invariant(
        "two_routes",
        "走了紧急使用的项目没有再表决",
        "select '项目 ' || project_id from project_steps"
        " where to_state in ('voting', 'emergency_confirmed')"
        " group by project_id having count(distinct to_state) > 1",
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
]
