"""What a paper of a project would say now (公示、申请表): reckoned from the file, or refused."""

from datetime import date

from db import registry
from db.calendar import calendar
from db.parameters import text_of
from db.repair_fund import ballots, shares
from db.visit import Visit, reads
from domain.errors import NotFound, WrongState
from domain.people import Permission
from domain.repair_fund.ballots import Matter
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.printed import Application, Heading, PlanTerms, SharesPaper, VotePaper
from domain.repair_fund.projects import Category
from domain.repair_fund.votes import EmptyScope, Result, measures

APPLICANTS = {
    "owners_committee": "业主委员会",
    "property_company": "物业服务企业",
    "residents_committee": "居民委员会（代行业主委员会职责）",
    "property_mgmt_committee": "物业管理委员会",
    "relevant_owners": "相关业主",
}
HEADING = """
    select p.code, p.title, e.short_name, p.category,
           case p.scope_type when 'estate' then '全小区' when 'custom' then '指定范围'
                else b.label || '栋' || coalesce(s.number || '单元', '') end,
           p.need, p.applicant, coalesce(l.version, 0), coalesce(l.extent, ''),
           coalesce(q.company, ''), coalesce(l.chosen_how, ''), coalesce(l.accepted_how, ''),
           coalesce(p.budget_fen, 0), coalesce(p.approved_fen, 0), coalesce(p.settled_fen, 0),
           iif(:kind = 'settle', p.subsidy_fen, coalesce(l.subsidy_fen, 0)),
           coalesce((select sum(fen) from paid_out
                      where project_id = p.id and (:kind <> 'settle' or n.id is null
                             or kind in ('first', 'progress', 'repayment'))), 0),
           n.posted_on, n.ends_on, p.estate_id
      from repair_projects p join estates e on e.id = p.estate_id
      left join buildings b on b.id = p.building_id
      left join stairwells s on s.id = p.stairwell_id
      left join plans l on l.id = (select max(id) from plans where project_id = p.id)
      left join quotations q on q.id = l.quotation_id
      left join project_notices n on n.id = (select max(id) from project_notices
            where project_id = p.id and kind = :kind
              and (:kind <> 'plan' or plan_id is null or plan_id = l.id))
     where p.id = :id
"""
COUNT = """
    select c.rule_version, c.matter, c.result, c.counted_on, b.id, b.opens_on, b.closes_on
      from ballot_counts c join ballots b on b.id = c.ballot_id
     where c.project_id = :id and c.approved_by is not null order by c.id desc limit 1
"""
SURVEY = "select surveyed_on, completed_on, warranty_years from surveys where project_id = ?"
EMERGENCY = "select confirming_body, confirmed_on from emergencies where project_id = ?"
SCOPE = """
    select count(*), coalesce(sum(area_centi), 0) from scope_units where plan_id =
           (select max(l.id) from plans l join scope_units s on s.plan_id = l.id
             where l.project_id = ?)
"""


@reads(Permission.SEE_FUND_ACCOUNTS)
def shares_now(
    visit: Visit, project_id: int, kind: NoticeKind, as_of: date | None = None
) -> SharesPaper:
    """The plan with its estimate, or the settlement, and what it costs every room.

    By the balances of now, or of the end of a past day. Raises WrongState while there is no plan
    or no settlement, and EmptyScope.
    """
    heading, terms = heading_and_terms(visit, project_id, kind)
    if kind is NoticeKind.SETTLE and not terms.settled_fen:
        raise WrongState("还没有决算，印不出决算分摊。")
    _must_have_plan(terms, "每户分摊")
    estimated = kind is NoticeKind.PLAN
    found = shares.shares(visit, project_id, estimated=estimated, as_of=as_of)
    if not found:
        raise EmptyScope
    return SharesPaper(heading, terms, tuple(found), estimated)


@reads(Permission.SEE_FUND)
def vote_now(visit: Visit, project_id: int) -> VotePaper:
    """The last signed count of a project: totals, and which line was met. Raises WrongState."""
    heading, terms = heading_and_terms(visit, project_id, NoticeKind.RESULT)
    row = visit.db.execute(COUNT, {"id": project_id}).fetchone()
    if row is None:
        raise WrongState("还没有签过字的计票结果，印不出结果公示。")
    rule = ballots.rule_of(visit.db, row[0], row[1])
    ballot = ballots.ballot_numbered(visit.db, row[4])
    opens, closes, counted = (date.fromisoformat(row[at]) for at in (5, 6, 3))
    return VotePaper(
        heading, terms, rule.basis, opens, closes, counted, ballot.heads, ballot.area_centi,
        tuple(measures(rule, ballot.tally)), Result(row[2]),
    )  # fmt: skip


@reads(Permission.SEE_FUND)
def application_now(visit: Visit, project_id: int) -> Application:
    """The form to the authority, each answer from what is on file.

    Raises WrongState naming what is missing: the plan, the survey, or what it rests on.
    """
    heading, terms = heading_and_terms(visit, project_id, NoticeKind.RESULT)
    _must_have_plan(terms, "使用申请表")
    survey = visit.db.execute(SURVEY, [project_id]).fetchone()
    if survey is None:
        raise WrongState("还没有查勘，印不出使用申请表。请先登记查勘。")
    emergency = visit.db.execute(EMERGENCY, [project_id]).fetchone()
    units, area = visit.db.execute(SCOPE, [project_id]).fetchone()
    looked, completed = (date.fromisoformat(day) for day in survey[:2])
    vote = _passed(visit, project_id) if emergency is None else None
    body, day = emergency or ("", None)
    return Application(
        heading, terms, vote, units, area, looked, completed, survey[2], body,
        date.fromisoformat(day) if day else None,
    )  # fmt: skip


def _passed(visit: Visit, project_id: int) -> VotePaper:
    """The vote to use the fund, if it was held and passed. Raises WrongState."""
    row = visit.db.execute(COUNT, {"id": project_id}).fetchone()
    if row is None:
        raise WrongState("业主还没有表决通过，也没有紧急认定，印不出使用申请表。")
    if row[1] != Matter.USE or Result(row[2]) is not Result.PASS:
        raise WrongState("最近一次表决没有通过使用维修资金，印不出使用申请表。")
    return vote_now(visit, project_id)


def _must_have_plan(terms: PlanTerms, paper: str) -> None:
    if not terms.version or not terms.budget_fen:
        raise WrongState(f"还没有定方案，没有预算，印不出{paper}。请先在“方案”里定好方案。")


@reads(Permission.SEE_FUND)
def heading_and_terms(visit: Visit, project_id: int, kind: NoticeKind) -> tuple[Heading, PlanTerms]:
    """What stands at the top of a paper, and the plan and money of the project. Raises NotFound."""
    row = visit.db.execute(HEADING, {"id": project_id, "kind": kind}).fetchone()
    if row is None:
        raise NotFound("这个维修项目")
    visit.user.must_cover(row[-1])
    code, title, estate, category, place, need, applicant, *rest = row
    version, extent, company, chosen, accepted, budget, approved, settled, subsidy, paid = rest[:10]
    posted, ends = (date.fromisoformat(day) if day else None for day in rest[10:12])
    heading = Heading(
        community_name(visit), code, title, estate, place, Category(category).label, visit.today,
        posted, ends, text_of(visit.db, "objection_phone"),
        ends_note=calendar(visit.db).note(ends) if ends else "",
    )  # fmt: skip
    terms = PlanTerms(
        version, extent, company, chosen, accepted, need, APPLICANTS[applicant], budget, approved,
        settled, subsidy, paid,
    )  # fmt: skip
    return heading, terms


@reads(Permission.SEE_FUND)
def community_name(visit: Visit) -> str:
    """Whose seal goes under a paper; empty in an empty file."""
    found = registry.community(visit.db)
    return found.name if found else ""
