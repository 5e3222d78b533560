"""A promise is made, begun, done, verified, carried over, given up (承诺一步一步办)."""

from typing import Any

from db.meeting_agenda import actions, deciding
from db.meeting_agenda.actions import action
from db.meeting_agenda.live import meeting_of, must_have_seen, sitting
from db.meeting_agenda.meetings import meeting
from db.registry import bodies
from db.repair_fund.files import keep_picture
from db.rows import move_to, put, put_many, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.days import short_day
from domain.errors import NotFound, WrongState
from domain.meeting_agenda.actions import (
    Action,
    ActionState,
    Cancelling,
    Carry,
    NewAction,
    Progress,
    Verdict,
    check_action,
    check_cancelling,
    check_carry,
    check_mine,
    check_move,
    check_verifier,
    check_words,
)
from domain.meeting_agenda.meetings import Meeting, MeetingState
from domain.people import Permission
from domain.receipts import Receipt

NEWEST = """
    select s.id, case when s.words = '' then '改到' || s.due_on else s.words end as said,
           a.name as by, s.at
      from action_steps s join accounts a on a.id = s.by_id
     where s.action_id = :id order by s.id desc limit 1
"""


@writes(Permission.RECORD_MEETING)
def promise(visit: Visit, new: NewAction) -> Receipt:
    """Something is promised at a meeting (记承诺), at any time after it was opened."""
    of = meeting_of(visit.db, new.item_id)
    if of.id != new.meeting_id:
        raise NotFound("这项议题")
    _must_be_met(visit, of)
    new = check_action(new)
    known = {body.id: body.name for body in bodies(visit.db)}
    if {new.lead_body_id, *new.assisting} - known.keys():
        raise NotFound("这个单位")
    account = "select 1 from accounts where id = :id and is_active"
    if new.account_id is not None and not value(visit.db, account, id=new.account_id):
        raise NotFound("这个账号")
    sql = "select coalesce(max(seq), 0) + 1 from actions where meeting_id = :id"
    id = put(
        visit.db, "actions", meeting_id=of.id, item_id=new.item_id,
        seq=value(visit.db, sql, id=of.id), content=new.content, lead_body_id=new.lead_body_id,
        person=new.person, account_id=new.account_id, due_on=new.due_on, state=ActionState.OPEN,
        created_at=visit.now, created_by=visit.user.id,
    )  # fmt: skip
    rows = ({"action_id": id, "body_id": body} for body in new.assisting)
    put_many(visit.db, "action_assists", rows)
    put(
        visit.db, "action_steps", action_id=id, to_state=ActionState.OPEN, words="记下承诺",
        due_on=new.due_on, at=visit.now, by_id=visit.user.id, seen=0,
    )  # fmt: skip
    by = short_day(new.due_on, visit.today)
    return Receipt(f"记下了：{known[new.lead_body_id]}{new.person}，{by}前办好。", id)


@writes(Permission.KEEP_PROMISE)
def begin(visit: Visit, paper: Progress) -> Receipt:
    """Work on it has begun (开始办)."""
    known = _mine(visit, paper.action_id)
    _step(visit, known, ActionState.IN_PROGRESS, paper)
    return Receipt(f"“{known.content}”记为在办。", known.id)


@writes(Permission.KEEP_PROMISE)
def claim_done(visit: Visit, paper: Progress) -> Receipt:
    """It is said to be done (办好了), with a photograph where there is one; somebody verifies."""
    known = _mine(visit, paper.action_id)
    _step(visit, known, ActionState.DONE_CLAIMED, paper)
    return Receipt(f"“{known.content}”报了完成，等书记或监督核实销号。", known.id)


@writes(Permission.VERIFY_ACTION)
def verify(visit: Visit, paper: Verdict) -> Receipt:
    """It is done (销号): said by somebody who neither did it nor reported it."""
    known = action(visit.db, paper.action_id)
    check_verifier(visit.user, known)
    _step(visit, known, ActionState.VERIFIED, paper)
    return Receipt(f"“{known.content}”销号了。", known.id)


@writes(Permission.VERIFY_ACTION)
def send_back_action(visit: Visit, paper: Verdict) -> Receipt:
    """It is not done yet (退回去办), with what is missing."""
    known = action(visit.db, paper.action_id)
    if known.state is not ActionState.DONE_CLAIMED:
        raise WrongState(f"“{known.content}”还没有报完成，不用退回。")
    check_verifier(visit.user, known)
    _step(visit, known, ActionState.IN_PROGRESS, paper, least=2)
    return Receipt(f"“{known.content}”退回去接着办。", known.id)


@writes(Permission.RECORD_MEETING)
def carry_over(visit: Visit, carry: Carry) -> Receipt:
    """A later day (顺延), decided at a meeting; it is counted."""
    known = action(visit.db, carry.action_id)
    of = meeting(visit.db, carry.meeting_id)
    _must_be_met(visit, of)
    sql = "select meeting_id from action_steps where action_id = ? and meeting_id is not null"
    before = [row[0] for row in visit.db.execute(sql, [known.id])]
    reason = check_carry(carry, known, before, visit.today)
    _stored(visit, known, known.state, reason, carry.seen, due_on=carry.to_on, meeting_id=of.id)
    day = short_day(carry.to_on, visit.today)
    return Receipt(f"“{known.content}”顺延到{day}，第 {known.carried + 1} 次。", known.id)


@writes(Permission.RECORD_MEETING)
def cancel_action(visit: Visit, paper: Cancelling) -> Receipt:
    """A promise is given up (取消), by a decision of a meeting."""
    known = action(visit.db, paper.action_id)
    item = value(visit.db, "select item_id from item_outcomes where id = :id", id=paper.outcome_id)
    found = None if item is None else deciding.outcome(visit.db, item)
    check_cancelling(found if found and found.id == paper.outcome_id else None)
    check_move(known, ActionState.CANCELLED)
    words = check_words(paper.words, least=2)
    _stored(visit, known, ActionState.CANCELLED, words, paper.seen, outcome_id=paper.outcome_id)
    return Receipt(f"“{known.content}”按会议的决定取消了。", known.id)


def _must_be_met(visit: Visit, of: Meeting) -> None:
    """A promise is made where people met. Raises WrongState."""
    met = of.state in {MeetingState.HELD, MeetingState.CONFIRMED}
    if not met and (of.state is MeetingState.CANCELLED or sitting(visit.db, of.id) is None):
        raise WrongState(f"“{of.title}”还没有开，开了会再记。")


def _mine(visit: Visit, id: int) -> Action:
    known = action(visit.db, id)
    check_mine(visit.user, known, actions.body_of(visit.db, visit.user.only_estate))
    return known


@inside_gate
def _step(
    visit: Visit, known: Action, to: ActionState, paper: Progress | Verdict, *, least: int = 0
) -> None:
    """Who was quicker, the rule, the photograph, and the step, in this order."""
    _not_stale(visit, known, paper.seen)
    check_move(known, to)
    words = check_words(paper.words, least=least)
    kept = {}
    if isinstance(paper, Progress) and paper.photo:
        kept["photo"] = keep_picture(visit, paper.photo_name, paper.photo)
    _stored(visit, known, to, words, paper.seen, **kept)


@inside_gate
def _stored(
    visit: Visit, known: Action, to: ActionState, words: str, seen: int, /, **also: Any
) -> None:
    _not_stale(visit, known, seen)
    put(
        visit.db, "action_steps", action_id=known.id, from_state=known.state, to_state=to,
        words=words, at=visit.now, by_id=visit.user.id, seen=seen, **also,
    )  # fmt: skip
    if to is not known.state:
        move_to(visit.db, "actions", known, to)


def _not_stale(visit: Visit, known: Action, seen: int) -> None:
    must_have_seen(visit.db, f"“{known.content}”", seen, NEWEST, id=known.id)
