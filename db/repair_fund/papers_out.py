"""Papers of a project (公示、申请表、清册): as they went out, or before that as they would be now.

What was posted or filed is kept in the same transaction and printed from then on (存底).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from sqlite_utils import Database

from db import chain, kept_papers
from db.repair_fund import accounts, papers_now
from db.repair_fund.steps import estate_of
from db.rows import value
from db.visit import Visit, reads
from db.writes import inside_gate, writes
from domain.errors import NotFound, WrongState
from domain.kept_papers import KeptPaper, PaperKind
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.accounts import half_name, half_of
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.printed import (
    Application,
    Heading,
    SharesPaper,
    Statement,
    VotePaper,
)

LATE = "发出去的时候没有存底，这一份按那一天的账重新算出。"
PAPERS = {
    NoticeKind.PLAN: PaperKind.PLAN,
    NoticeKind.RESULT: PaperKind.RESULT,
    NoticeKind.SETTLE: PaperKind.SETTLE,
}
# The notice that stands: of a plan only of its last version, which is another paper.
POSTED = """
    select n.id, n.posted_on from project_notices n
     where n.project_id = :id and n.kind = :kind
       and (n.kind <> 'plan' or n.plan_id is null
            or n.plan_id = (select max(id) from plans where project_id = n.project_id))
     order by n.id desc limit 1
"""
# The application that stands: none once it was sent back for corrections.
FILED = """
    select iif(to_state = 'applied', id, null), happened_on from project_steps
     where project_id = :id and to_state in ('applied', 'returned')
       and from_state <> 'suspended' order by id desc limit 1
"""
Paper = TypeVar("Paper")


class Version(NamedTuple):
    id: int
    day: date


@reads(Permission.SEE_FUND_ACCOUNTS)
def shares_paper(visit: Visit, project_id: int, kind: NoticeKind) -> SharesPaper:
    """The plan notice or the settlement notice, with what it costs every room."""
    posted = standing_notice(visit.db, project_id, kind)
    found = _kept(visit, SharesPaper, PAPERS[kind], project_id, posted)
    if found and posted:
        return replace(found, heading=_as_moved(visit.db, found.heading, posted))
    if posted is None:
        return papers_now.shares_now(visit, project_id, kind)
    return _late(visit, project_id, kind, posted)


@reads(Permission.SEE_FUND_ACCOUNTS)
def list_paper(visit: Visit, project_id: int) -> SharesPaper:
    """The list of shares (分摊清册): as it was filed, and after the settlement as that was posted."""
    settled = value(
        visit.db, "select settled_fen from repair_projects where id = :id", id=project_id
    )
    if settled is not None:
        return shares_paper(visit, project_id, NoticeKind.SETTLE)
    filed = standing_application(visit.db, project_id)
    found = _kept(visit, SharesPaper, PaperKind.LIST, project_id, filed)
    if found or filed is None:
        return found or shares_paper(visit, project_id, NoticeKind.PLAN)
    return _late(visit, project_id, NoticeKind.PLAN, filed)


@reads(Permission.SEE_FUND)
def vote_paper(visit: Visit, project_id: int) -> VotePaper:
    """The result of the last signed count: totals, and which line was met."""
    posted = standing_notice(visit.db, project_id, NoticeKind.RESULT)
    found = _kept(visit, VotePaper, PaperKind.RESULT, project_id, posted)
    if found and posted:
        return replace(found, heading=_as_moved(visit.db, found.heading, posted))
    return papers_now.vote_now(visit, project_id)


@reads(Permission.SEE_FUND)
def application(visit: Visit, project_id: int) -> Application:
    """The form to the authority as it was filed, or as it would be filed now."""
    filed = standing_application(visit.db, project_id)
    found = _kept(visit, Application, PaperKind.APPLICATION, project_id, filed)
    return found or papers_now.application_now(visit, project_id)


@reads(Permission.SEE_FUND_ACCOUNTS)
def statement(visit: Visit, building_id: int, half: str) -> Statement:
    """A building's half-year as it was posted last, or before that as it would be printed now."""
    now, last = statement_now(visit, building_id, half), posted_statement(visit, building_id, half)
    if last is None:
        return now
    subject = _statement_subject(building_id, half)
    kept = kept_papers.kept(visit.db, Statement, PaperKind.STATEMENT, subject, last.version)
    return kept or now


@reads(Permission.SEE_FUND_ACCOUNTS)
def posted_statement(visit: Visit, building_id: int, half: str) -> KeptPaper | None:
    """The last statement of a half-year that was put on the door; None while there is none."""
    visit.user.must_cover(accounts.estate_of_building(visit.db, building_id))
    found = kept_papers.kept_of(visit.db, _statement_subject(building_id, half))
    return found[0] if found else None


@writes(Permission.RECORD_PAYMENT)
def put_up_statement(visit: Visit, building_id: int, half: str, *, slip: str) -> Receipt:
    """Record that a half-year's statement hangs; kept as it is. A corrected one is another paper."""
    if half_of(visit.today) <= half:
        raise WrongState("这半年还没过完，数字还会变。过完再登记张贴。")
    now, last = statement_now(visit, building_id, half), posted_statement(visit, building_id, half)
    if last is not None and statement(visit, building_id, half).rows == now.rows:
        raise WrongState("和上次张贴的一样，不用再登记。")
    subject, version = _statement_subject(building_id, half), last.version + 1 if last else 1
    kept_papers.keep(visit, PaperKind.STATEMENT, subject, version, now)
    told = f"{now.where}{half_name(half)}对账单已登记张贴，数字已存底，以后打印都一样。"
    return Receipt(told, building_id)


@reads(Permission.SEE_FUND_ACCOUNTS)
def statement_now(visit: Visit, building_id: int, half: str) -> Statement:
    """A building's half-year, room by room, by what is booked now. Raises NotFound."""
    where = value(
        visit.db,
        "select e.short_name || b.label || '栋' from buildings b"
        "  join estates e on e.id = b.estate_id where b.id = :id",
        id=building_id,
    )
    if where is None:
        raise NotFound("这栋楼")
    rows = accounts.household_periods(visit, building_id, half)
    head, name = chain.head(visit.db), papers_now.community_name(visit)
    return Statement(name, where, half, visit.today, tuple(rows), head)


# Going out -----------------------------------------------------------------------------------


@inside_gate
def keep_notice(visit: Visit, project_id: int, kind: NoticeKind) -> None:
    """Keep what was just posted. Raises what the paper refuses where its facts are missing."""
    posted = standing_notice(visit.db, project_id, kind)
    if posted is None or kind not in PAPERS:  # an emergency is told in the notice's own words
        return
    make: Callable[[], object] = (
        (lambda: papers_now.vote_now(visit, project_id))
        if kind is NoticeKind.RESULT
        else (lambda: papers_now.shares_now(visit, project_id, kind))
    )
    kept_papers.keep(visit, PAPERS[kind], subject_of(project_id), posted.id, make())


@inside_gate
def keep_application(visit: Visit, project_id: int) -> None:
    """Keep the application that was just filed, with the list of shares that goes with it."""
    filed = standing_application(visit.db, project_id)
    if filed is None:
        raise NotFound("这份申请")
    subject = subject_of(project_id)
    form = papers_now.application_now(visit, project_id)
    rooms = papers_now.shares_now(visit, project_id, NoticeKind.PLAN)
    kept_papers.keep(visit, PaperKind.APPLICATION, subject, filed.id, form)
    kept_papers.keep(visit, PaperKind.LIST, subject, filed.id, rooms)


def _late(visit: Visit, project_id: int, kind: NoticeKind, version: Version) -> SharesPaper:
    """A paper that went out before papers were kept: by the balances of that day, and saying so."""
    late = papers_now.shares_now(visit, project_id, kind, version.day)
    return replace(late, heading=replace(late.heading, note=LATE))


def _as_moved(db: Database, heading: Heading, posted: Version) -> Heading:
    """The heading as it went out, saying so where the last day was moved afterwards (顺延)."""
    ends = date.fromisoformat(
        value(db, "select ends_on from project_notices where id = :id", id=posted.id)
    )
    if heading.ends_on is None or ends <= heading.ends_on:
        return heading
    moved = f"公示期按公布的放假安排顺延到{ends.year}年{ends.month}月{ends.day}日。"
    return replace(heading, note=f"{heading.note}{moved}")


def _kept(
    visit: Visit, paper: type[Paper], kind: PaperKind, project_id: int, version: Version | None
) -> Paper | None:
    visit.user.must_cover(estate_of(visit.db, project_id))
    if version is None:
        return None
    return kept_papers.kept(visit.db, paper, kind, subject_of(project_id), version.id)


def _statement_subject(building_id: int, half: str) -> str:
    return f"building/{building_id}/{half}"


def subject_of(project_id: int) -> str:
    return f"project/{project_id}"


def standing_notice(db: Database, project_id: int, kind: NoticeKind) -> Version | None:
    row = db.execute(POSTED, {"id": project_id, "kind": kind}).fetchone()
    return Version(row[0], date.fromisoformat(row[1])) if row else None


def standing_application(db: Database, project_id: int) -> Version | None:
    row = db.execute(FILED, {"id": project_id}).fetchone()
    return Version(row[0], date.fromisoformat(row[1])) if row and row[0] else None
