"""A topic on its way (议题一步一步走): raised, collected, screened, announced, carried out, filed."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from db import parameters
from db.calendar import calendar
from db.meeting_agenda.live import must_have_seen
from db.meeting_agenda.topics import choices, estate, fits, siyi, title, topic
from db.registry import estates
from db.rows import move_to, put, value
from db.subjects import Decided, Subject
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.dates import Event, after
from domain.days import notice_end, short_day
from domain.errors import NotFound, WrongState
from domain.meeting_agenda.deciding import Way
from domain.meeting_agenda.topic_rules import (
    check_archiving,
    check_evaluation,
    check_notice_over,
    check_screening,
    check_siyi,
    check_topic,
    check_topic_move,
)
from domain.meeting_agenda.topics import (
    EVALUATORS,
    ON_AN_AGENDA,
    TO,
    Collecting,
    Evaluation,
    Going,
    Matter,
    NewTopic,
    Screening,
    SiyiDone,
    Topic,
    TopicNotice,
    TopicState,
)
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text

S = TopicState
NEWEST = """
    select s.id, s.words as said, a.name as by, s.at from topic_steps s
      join accounts a on a.id = s.by_id where s.topic_id = :id order by s.id desc limit 1
"""
UNDONE = """
    select count(*) from actions a join item_subjects s on s.item_id = a.item_id
     where s.kind = 'topic' and s.subject_id = :id and a.state not in ('verified', 'cancelled')
"""
PRE_NOTICE = "select max(ends_on) from topic_notices where topic_id = :id and state = 'pre_notice'"
DAYS = {S.PRE_NOTICE: "meeting_notice_days", S.POST_NOTICE: "affairs_notice_days"}


@writes(Permission.ADD_AGENDA_ITEM)
def raise_topic(visit: Visit, new: NewTopic) -> Receipt:
    """Somebody raises something (提议)."""
    new = check_topic(new)
    known = {one.id for one in estates(visit.db, visit.user.only_estate)}
    if new.estate_id is not None and new.estate_id not in known:
        raise NotFound("这个小区")
    resident = "select 1 from residents where id = :id"
    if new.resident_id is not None and not value(visit.db, resident, id=new.resident_id):
        raise NotFound("这位居民")
    id = put(
        visit.db, "topics", title=new.title, text=new.text, channel=new.channel,
        estate_id=new.estate_id if new.estate_id is not None else visit.user.only_estate,
        proposer=new.proposer, resident_id=new.resident_id, confidential=new.confidential,
        state=S.RAISED, raised_on=visit.today, raised_by=visit.user.id,
    )  # fmt: skip
    put(
        visit.db, "topic_steps", topic_id=id, to_state=S.RAISED, words="提议", replied=0,
        at=visit.now, by_id=visit.user.id, seen=0,
    )  # fmt: skip
    due = short_day(topic(visit.db, id).reply_due, visit.today)
    return Receipt(f"记下了“{new.title}”，{due}前要答复。", id)


@writes(Permission.RECORD_MEETING)
def collect(visit: Visit, paper: Collecting) -> Receipt:
    """Into the pool (入库): what it is, and who sees to it."""
    known = topic(visit.db, paper.topic_id)
    clerk = "select name from accounts where id = :id and is_active"
    who = value(visit.db, clerk, id=paper.clerk_id)
    if who is None:
        raise NotFound("这个账号")
    siyi_asked = paper.needs_siyi or paper.matter is Matter.PUBLIC_MONEY
    _step(
        visit, known, S.COLLECTED, f"{paper.matter.label}，{who}负责", paper.seen,
        matter=paper.matter, clerk_id=paper.clerk_id, needs_siyi=int(siyi_asked),
    )  # fmt: skip
    return Receipt(f"“{known.title}”入库，{who}负责。", known.id)


@writes(Permission.SCREEN_TOPIC)
def screen(visit: Visit, paper: Screening) -> Receipt:
    """The party committee's answer (审核定题); it is the reply to the proposer as well."""
    known = topic(visit.db, paper.topic_id)
    into = topic(visit.db, paper.into_id) if paper.into_id is not None else None
    words = check_screening(paper, known, into)
    also = {"merged_into": into.id} if into else {}
    _step(visit, known, TO[paper.answer], words, paper.seen, replied=True, **also)
    late = "（已经过了 7 日）" if known.reply_late(visit.today) else ""
    return Receipt(f"“{known.title}”{paper.answer.label}，答复记下了{late}。", known.id)


@writes(Permission.RECORD_MEETING)
def put_up_topic_notice(visit: Visit, paper: TopicNotice) -> Receipt:
    """A notice hangs (公示): before the meeting at least 3 days, of the result at least 15."""
    known = topic(visit.db, paper.topic_id)
    to = S.PRE_NOTICE if known.state in {S.SCREENED, S.CARRIED_OVER} else S.POST_NOTICE
    check_topic_move(known, to)
    began = value(visit.db, "select max(at) from topic_steps where topic_id = :id", id=known.id)
    event = Event(known.state.label, datetime.fromisoformat(began).date())
    after(paper, "posted_on", visit.today, event)
    days = calendar(visit.db)
    ends = notice_end(paper.posted_on, parameters.value_of(visit.db, DAYS[to]), days.rests)
    places = plain_text(paper.places, "贴在哪里", least=2, most=100)
    _step(visit, known, to, places, paper.seen)
    put(
        visit.db, "topic_notices", topic_id=known.id, state=to, places=places,
        posted_on=paper.posted_on, ends_on=ends, by_id=visit.user.id,
    )  # fmt: skip
    until = short_day(ends, visit.today)
    return Receipt(
        f"{to.label}已登记，{until}满{days.note(ends)}，第二天起可以办下一步。", known.id
    )


@writes(Permission.RECORD_MEETING)
def go_on(visit: Visit, paper: Going) -> Receipt:
    """The next step with its words: 执行 after the notice, 反馈 when all is done, 评议, 归档."""
    known = topic(visit.db, paper.topic_id)
    to = {S.POST_NOTICE: S.EXECUTING, S.EXECUTING: S.FEEDBACK, S.FEEDBACK: S.EVALUATED,
          S.EVALUATED: S.ARCHIVED}.get(known.state)  # fmt: skip
    if to is None:
        raise WrongState(f"“{known.title}”现在是“{known.state.label}”，这一步要另外办。")
    if to is S.EXECUTING:
        check_notice_over(known, visit.today)
    if to is S.FEEDBACK and (left := value(visit.db, UNDONE, id=known.id)):
        raise WrongState(f"还有 {left} 项承诺没有销号，都办完再反馈。")
    if to is S.EVALUATED and known.evaluations < EVALUATORS:
        raise WrongState(f"评议至少要 {EVALUATORS} 个人，现在 {known.evaluations} 个。")
    if to is S.ARCHIVED:
        check_archiving(known, len(siyi(visit.db, known.id)))
    words = plain_text(paper.words, "说明", least=2, most=200)
    _step(visit, known, to, words, paper.seen)
    return Receipt(f"“{known.title}”记为{to.label}。", known.id)


@writes(Permission.SCREEN_TOPIC)
def submit_to_ballot(visit: Visit, paper: Going) -> Receipt:
    """What belongs to the owners ends in 提交业主表决; a meeting never replaces their ballot."""
    known = topic(visit.db, paper.topic_id)
    words = plain_text(paper.words, "说明", least=2, most=200)
    _step(visit, known, S.TO_BALLOT, words, paper.seen)
    return Receipt(f"“{known.title}”提交业主表决。接着登记维修提议，由业主决定。", known.id)


@writes(Permission.RECORD_MEETING)
def evaluate(visit: Visit, paper: Evaluation) -> Receipt:
    """How content somebody is (评议), each once."""
    known = topic(visit.db, paper.topic_id)
    paper = check_evaluation(paper, known)
    sql = "select 1 from topic_evaluations where topic_id = :id and evaluator = :who"
    if value(visit.db, sql, id=known.id, who=paper.evaluator):
        raise WrongState(f"{paper.evaluator}已经评过了。")
    id = put(
        visit.db, "topic_evaluations", topic_id=known.id, evaluator=paper.evaluator,
        score=paper.score, words=paper.words, at=visit.now, by_id=visit.user.id,
    )  # fmt: skip
    return Receipt(f"记下了{paper.evaluator}的评议：{paper.score} 分。", id)


@writes(Permission.RECORD_MEETING)
def record_siyi(visit: Visit, paper: SiyiDone) -> Receipt:
    """One of the six was done (四议两公开), in their order."""
    known = topic(visit.db, paper.topic_id)
    words = check_siyi(paper, siyi(visit.db, known.id), known.needs_siyi, visit.today)
    put(
        visit.db, "siyi_steps", topic_id=known.id, step=paper.step, done_on=paper.done_on,
        words=words, at=visit.now, by_id=visit.user.id,
    )  # fmt: skip
    return Receipt(f"“{paper.step.label}”记下了。", known.id)


@inside_gate
def was_decided(visit: Visit, id: int, said: Decided) -> None:
    """A meeting ended an item about a topic: it stands where the outcome puts it, told in its steps.

    Raises WrongState for a decision on what was not announced long enough.
    """
    known = topic(visit.db, id)
    if known.state not in ON_AN_AGENDA:
        return
    decides = said.way == Way.CONSENSUS or said.way == Way.VOTE
    if decides:
        ends = value(visit.db, PRE_NOTICE, id=known.id)
        last = date.fromisoformat(ends) if ends else None
        check_notice_over(replace(known, notice_ends=last), visit.today)
    to = S.DECIDED if decides else S.CARRIED_OVER if said.way == Way.CARRIED else S.DELIBERATED
    words = f"{said.meeting}：{said.words}"
    _stored(visit, known, to, words, known.seen)


@inside_gate
def _step(
    visit: Visit, known: Topic, to: TopicState, words: str, seen: int, /, *, replied: bool = False,
    **also: Any,
) -> None:  # fmt: skip
    must_have_seen(visit.db, f"“{known.title}”", seen, NEWEST, id=known.id)
    check_topic_move(known, to)
    _stored(visit, known, to, words, seen, replied=replied, **also)


@inside_gate
def _stored(
    visit: Visit, known: Topic, to: TopicState, words: str, seen: int, /, *, replied: bool = False,
    **also: Any,
) -> None:  # fmt: skip
    put(
        visit.db, "topic_steps", topic_id=known.id, from_state=known.state, to_state=to,
        words=words, replied=int(replied), at=visit.now, by_id=visit.user.id, seen=seen,
    )  # fmt: skip
    if to is not known.state:
        move_to(visit.db, "topics", known, to, **also)


SUBJECT = Subject(
    "topic", "这个议题", title, estate, choices, lambda id: f"agenda?topic={id}", was_decided, fits
)
