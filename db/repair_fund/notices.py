"""Notices (公示) of a project, objections to them, and their answers."""

from sqlite_utils import Database

from db import parameters
from db.calendar import MAY_MOVE, calendar
from db.repair_fund.files import keep_file
from db.repair_fund.happened import events
from db.repair_fund.papers_out import keep_notice
from db.repair_fund.steps import estate_of, must_be, of_a_project, step_to
from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.dates import after
from domain.days import notice_end, short_day
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.repair_fund.files import FileKind
from domain.repair_fund.notices import (
    DAYS_PARAMETER,
    NewObjection,
    Notice,
    NoticeKind,
    Objection,
    PuttingUp,
    Reply,
    TakingDown,
    check_objection,
    check_removal,
    check_reply,
)
from domain.repair_fund.projects import Happening, ScopeType
from domain.repair_fund.transitions import NEXT_NOTICE, RUNNING_NOTICE

NOTICES = f"""
    select n.id, n.project_id, n.kind, n.text, n.places, n.posted_on, n.ends_on, n.removed_on,
           (select count(*) from objections where notice_id = n.id and reply is null)
           as open_objections, {MAY_MOVE} as may_move,
           (select from_on from notice_extensions where notice_id = n.id
             order by id limit 1) as first_end
      from project_notices n
"""
# What a notice announces: it cannot hang before that (公示的事在先).
ANNOUNCES: dict[NoticeKind, tuple[Happening, ...]] = {
    NoticeKind.PLAN: (Happening.PLANNED, Happening.TALKED),
    NoticeKind.RESULT: (Happening.VOTED,),
    NoticeKind.SETTLE: (Happening.SETTLED,),
    NoticeKind.EMERGENCY: (Happening.EMERGENCY,),
}
OBJECTIONS = """
    select o.id, o.notice_id, o.raised_by, o.words, o.raised_on, o.reply, o.replied_on,
           a.name as replied_by
      from objections o join project_notices n on n.id = o.notice_id
      left join accounts a on a.id = o.replied_by
"""


def current_notices(db: Database, project_id: int) -> dict[NoticeKind, Notice]:
    """The newest notice of each kind, open or over."""
    found = many(db, Notice, f"{NOTICES} where n.project_id = :id order by n.id", id=project_id)
    return {notice.kind: notice for notice in found}


@of_a_project(Permission.SEE_FUND)
def notices(visit: Visit, project_id: int) -> list[Notice]:
    """All notices of a project, the newest first."""
    return many(
        visit.db, Notice, f"{NOTICES} where n.project_id = :id order by n.id desc", id=project_id
    )


@of_a_project(Permission.ADVANCE_PROJECT)
def objections(visit: Visit, project_id: int) -> list[Objection]:
    """What people objected to and what they were answered, unanswered ones first."""
    return many(
        visit.db,
        Objection,
        f"{OBJECTIONS} where n.project_id = :id order by o.reply is not null, o.id desc",
        id=project_id,
    )


@writes(Permission.ADVANCE_PROJECT)
def put_up_notice(visit: Visit, paper: PuttingUp) -> Receipt:
    """Record a notice as posted; the step to its state is taken with it (R05, R09, R21)."""
    state = must_be(visit, paper.project_id, *NEXT_NOTICE)
    kind = NEXT_NOTICE[state]
    days = parameters.value_of(visit.db, _parameter(visit, kind, paper.project_id))
    known = calendar(visit.db)
    after(paper, "posted_on", visit.today, *events(visit.db, paper.project_id, *ANNOUNCES[kind]))
    ends = notice_end(paper.posted_on, days, known.rests)
    last_plan = "select max(id) from plans where project_id = :id"
    made = put(
        visit.db, "project_notices", project_id=paper.project_id, kind=kind,
        plan_id=value(visit.db, last_plan, id=paper.project_id),
        text=plain_text(paper.text, "公示内容", least=4, most=1000),
        places=plain_text(paper.places, "贴在哪里", least=2, most=100),
        posted_on=paper.posted_on, ends_on=ends, by_id=visit.user.id, source="entered",
    )  # fmt: skip
    if paper.photo:
        keep_file(visit, paper.project_id, FileKind.NOTICE_UP, paper.photo_name, paper.photo)
    for to, running in RUNNING_NOTICE.items():
        if running is kind:
            step_to(visit, paper.project_id, to, paper.places)
    keep_notice(visit, paper.project_id, kind)
    return Receipt(
        f"{kind.label}已登记，{short_day(ends, visit.today)}满{known.note(ends)}，"
        "第二天起可以办下一步。",
        made,
    )


def _parameter(visit: Visit, kind: NoticeKind, project_id: int) -> str:
    """How long a notice hangs; a whole estate is told of its vote earlier (物业管理条例 14)."""
    sql = "select scope_type from repair_projects where id = :id"
    if kind is NoticeKind.PLAN and value(visit.db, sql, id=project_id) == ScopeType.ESTATE:
        return "estate_ballot_notice_days"
    return DAYS_PARAMETER[kind]


@writes(Permission.ADVANCE_PROJECT)
def take_down_notice(visit: Visit, paper: TakingDown) -> Receipt:
    """Record that a notice came down, with the photograph of that day."""
    notice = _notice(visit, paper.notice_id)
    check_removal(notice, paper, visit.today)
    visit.db.execute(
        "update project_notices set removed_on = ? where id = ?",
        [paper.removed_on.isoformat(), notice.id],
    )
    if paper.photo:
        keep_file(visit, notice.project_id, FileKind.NOTICE_DOWN, paper.photo_name, paper.photo)
    return Receipt(f"{notice.kind.label}已撤下。", notice.id)


@writes(Permission.ADVANCE_PROJECT)
def record_objection(visit: Visit, paper: NewObjection) -> Receipt:
    """Write down an objection; until it is answered the next step waits."""
    paper = check_objection(paper, _notice(visit, paper.notice_id), visit.today)
    made = put(
        visit.db, "objections", notice_id=paper.notice_id, raised_by=paper.raised_by,
        words=paper.words, raised_on=paper.raised_on, recorded_by=visit.user.id,
    )  # fmt: skip
    return Receipt("异议已记下。答复以前，下一步办不了。", made)


@writes(Permission.ADVANCE_PROJECT)
def answer_objection(visit: Visit, reply: Reply) -> Receipt:
    """Answer an objection, once."""
    sql = f"{OBJECTIONS} where o.id = :id"
    reply = check_reply(reply, one(visit.db, Objection, "这条异议", sql, id=reply.objection_id))
    visit.db.execute(
        "update objections set reply = ?, replied_on = ?, replied_by = ? where id = ?",
        [reply.text, visit.today.isoformat(), visit.user.id, reply.objection_id],
    )
    return Receipt("已答复。", reply.objection_id)


def _notice(visit: Visit, notice_id: int) -> Notice:
    notice = one(visit.db, Notice, "这份公示", f"{NOTICES} where n.id = :id", id=notice_id)
    visit.user.must_cover(estate_of(visit.db, notice.project_id))
    return notice
