"""What must be true of the tables of meetings (核对), beyond what the file itself refuses."""

from db.invariant import Invariant, unbroken

# Tables whose rows are linked in the chain, with their columns.
LINKED = {
    "attendances": "id, meeting_id, member_id, name, body_id, added_at, added_by",
    "attendance_marks": "id, attendance_id, presence, note, at, by_id, seen",
    "opinions": "id, item_id, attendance_id, stance, words, replaces, at, by_id",
    "item_outcomes": "id, item_id, way, text, dissent, yes, no, abstain, voters, base, pass_top,"
    " pass_bottom, pass_at_least, passed, review_on, at, by_id, seen",
    "actions": "id, meeting_id, item_id, seq, content, lead_body_id, person, account_id, due_on,"
    " created_at, created_by",
    "action_steps": "id, action_id, from_state, to_state, words, due_on, meeting_id, outcome_id,"
    " photo, at, by_id, seen",
    "topic_steps": "id, topic_id, from_state, to_state, words, replied, at, by_id, seen",
    "siyi_steps": "id, topic_id, step, done_on, words, at, by_id",
    "topic_evaluations": "id, topic_id, evaluator, score, words, at, by_id",
    "meeting_rules": "id, kind, from_on, quorum_of, quorum_top, quorum_bottom, quorum_at_least, manner,"
    " pass_of, pass_top, pass_bottom, pass_at_least, notice_days, basis, changed_by, changed_at",
    "recusals": "id, item_id, attendance_id, recused, reason, at, by_id, seen",
    "minutes_edits": "id, meeting_id, key, text, at, by_id, seen",
    "minutes_lines": "id, meeting_id, version, position, key, level, text, audience, confidential",
    "minutes_steps": "id, meeting_id, from_state, to_state, words, at, by_id",
    "minutes_corrections": "id, meeting_id, seq, wrong, right, public, at, by_id",
}
INVARIANTS = [
    Invariant(
        "minutes_numbers",
        "同一类会议的纪要每年从第 1 号起不缺号",
        "select year || ' 年 ' || kind from minutes group by kind, year"
        " having min(number) <> 1 or max(number) <> count(*)",
    ),
    Invariant(
        "minutes_of_the_closed",
        "散了会才有纪要，散了会都有纪要",
        "select '会议 ' || s.meeting_id from sittings s left join minutes m"
        " on m.meeting_id = s.meeting_id where (s.closed_at is null) <> (m.meeting_id is null)",
    ),
    Invariant(
        "closed_items",
        "散会的会议每项议题都有结果",
        "select '议题 ' || i.id from agenda_items i join sittings s on s.meeting_id = i.meeting_id"
        " where s.closed_at is not null"
        " and not exists (select 1 from item_outcomes o where o.item_id = i.id)",
    ),
    Invariant(
        "closed_states",
        "散会的会议记为已召开，签发了纪要的记为纪要已定",
        "select '会议 ' || m.meeting_id from minutes m join meetings g on g.id = m.meeting_id"
        " where g.state <> iif(m.state in ('signed', 'published'), 'confirmed', 'held')",
    ),
    Invariant(
        "entries_of_their_meeting",
        "意见和回避是同一次会议上的人的",
        "select '意见 ' || o.id from opinions o join agenda_items i on i.id = o.item_id"
        " join attendances t on t.id = o.attendance_id where t.meeting_id <> i.meeting_id"
        " union all"
        " select '回避 ' || r.id from recusals r join agenda_items i on i.id = r.item_id"
        " join attendances t on t.id = r.attendance_id where t.meeting_id <> i.meeting_id",
    ),
    Invariant(
        "marks_in_turn",
        "签到和结果一条接一条，没有漏掉的",
        "select '签到 ' || m.id from attendance_marks m where m.seen <> coalesce((select max(n.id)"
        " from attendance_marks n where n.attendance_id = m.attendance_id and n.id < m.id), 0)"
        " union all"
        " select '结果 ' || o.id from item_outcomes o where o.seen <> coalesce((select max(n.id)"
        " from item_outcomes n where n.item_id = o.item_id and n.id < o.id), 0)",
    ),
    Invariant(
        "action_states",
        "承诺现在的状态就是最后一步的状态",
        "select '承诺 ' || a.id from actions a where a.state <> (select to_state from action_steps s"
        " where s.action_id = a.id order by s.id desc limit 1)"
        " or not exists (select 1 from action_steps s where s.action_id = a.id)",
    ),
    Invariant(
        "action_steps_in_turn",
        "承诺一步接一步，从上一步的状态开始",
        "select '承诺 ' || action_id from (select action_id, seen, from_state,"
        " lag(id, 1, 0) over (partition by action_id order by id) as last,"
        " lag(to_state) over (partition by action_id order by id) as stood from action_steps)"
        " where seen <> last or from_state is not stood",
    ),
    Invariant(
        "verified_by_another",
        "销号的不是责任人，也不是报完成的人",
        "select '承诺 ' || s.action_id from action_steps s join actions a on a.id = s.action_id"
        " where s.to_state = 'verified' and (s.by_id is a.account_id or s.by_id ="
        " (select c.by_id from action_steps c where c.action_id = s.action_id"
        " and c.to_state = 'done_claimed' and c.from_state <> c.to_state and c.id < s.id"
        " order by c.id desc limit 1))",
    ),
    Invariant(
        "minutes_states",
        "纪要现在的状态就是最后一步的状态",
        "select '会议 ' || m.meeting_id from minutes m where m.state <> coalesce((select to_state"
        " from minutes_steps s where s.meeting_id = m.meeting_id order by s.id desc limit 1), 'draft')",
    ),
    Invariant(
        "minutes_signed_by_another",
        "纪要签发的人不是审核的人",
        "select '会议 ' || s.meeting_id from minutes_steps s where s.to_state = 'signed' and s.by_id ="
        " (select r.by_id from minutes_steps r where r.meeting_id = s.meeting_id and r.id < s.id"
        " and r.to_state = 'reviewed' order by r.id desc limit 1)",
    ),
    Invariant(
        "topic_states",
        "议题现在的状态就是最后一步的状态",
        "select '议题 ' || t.id from topics t where t.state is not (select to_state from topic_steps s"
        " where s.topic_id = t.id order by s.id desc limit 1)",
    ),
    Invariant(
        "topic_steps_in_turn",
        "议题一步接一步，从上一步的状态开始",
        "select '议题 ' || topic_id from (select topic_id, seen, from_state,"
        " lag(id, 1, 0) over (partition by topic_id order by id) as last,"
        " lag(to_state) over (partition by topic_id order by id) as stood from topic_steps)"
        " where seen <> last or from_state is not stood",
    ),
    Invariant(
        "topics_announced",
        "议定的议题会前公示过，执行的议题结果公示过",
        "select '议题 ' || s.topic_id from topic_steps s join (select 'decided' as at_state,"
        " 'pre_notice' as asked union all select 'executing', 'post_notice') on s.to_state = at_state"
        " where not exists (select 1 from topic_notices n where n.topic_id = s.topic_id"
        " and n.state = asked and n.ends_on < substr(s.at, 1, 10))",
    ),
    unbroken("topic_steps", "议题的步骤没有缺号"),
    unbroken("minutes_steps", "纪要的步骤没有缺号"),
    unbroken("action_steps", "承诺的步骤没有缺号"),
    unbroken("attendance_marks", "签到的记录没有缺号"),
    unbroken("opinions", "意见没有缺号"),
    unbroken("item_outcomes", "议题的结果没有缺号"),
]
