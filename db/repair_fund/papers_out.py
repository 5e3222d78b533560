"""Reads for paper (公示、申请表、清册、对账单): everything a sheet prints, in one piece."""

from datetime import date

from db import registry
from db.parameters import text_of
from db.repair_fund import accounts, ballots, shares
from db.rows import value
from db.visit import Visit, reads
from domain.errors import NotFound, WrongState
from domain.people import Permission
from domain.repair_fund import Category
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.printed import Heading, SharesPaper, Statement, Terms, VotePaper
from domain.repair_fund.votes import Result, measures

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
                else b.number || '栋' || coalesce(s.number || '单元', '') end,
           p.need, p.applicant, coalesce(l.version, 0), coalesce(l.extent, ''),
           coalesce(q.company, ''), coalesce(l.chosen_how, ''), coalesce(l.accepted_how, ''),
           coalesce(p.budget_fen, 0), coalesce(p.approved_fen, 0), coalesce(p.settled_fen, 0),
           iif(p.settled_fen is null or :kind = 'plan', coalesce(l.subsidy_fen, 0), p.subsidy_fen),
           coalesce((select sum(iif(kind = 'repayment', -1, 1) * amount_fen) from fund_payments
                      where project_id = p.id and approved_by is not null), 0),
           n.posted_on, n.ends_on, p.estate_id
      from repair_projects p join estates e on e.id = p.estate_id
      left join buildings b on b.id = p.building_id
      left join stairwells s on s.id = p.stairwell_id
      left join plans l on l.id = (select max(id) from plans where project_id = p.id)
      left join quotations q on q.id = l.quotation_id
      left join project_notices n on n.id = (select max(id) from project_notices
                                              where project_id = p.id and kind = :kind)
     where p.id = :id
"""
COUNT = """
    select c.rule_version, c.matter, c.result, c.counted_on, b.id, b.opens_on, b.closes_on
      from ballot_counts c join ballots b on b.id = c.ballot_id
     where c.project_id = :id and c.approved_by is not null order by c.id desc limit 1
"""


@reads(Permission.SEE_FUND_ACCOUNTS)
def shares_paper(visit: Visit, project_id: int, kind: NoticeKind) -> SharesPaper:
    """The plan with its estimate, or the settlement, and what it costs every room."""
    heading, terms = _top(visit, project_id, kind)
    if kind is NoticeKind.SETTLE and not terms.settled_fen:
        raise WrongState("还没有决算，印不出决算分摊。")
    estimated = kind is NoticeKind.PLAN
    found = shares.shares(visit, project_id, estimated=estimated)
    return SharesPaper(heading, terms, tuple(found), estimated)


@reads(Permission.SEE_FUND)
def vote_paper(visit: Visit, project_id: int) -> VotePaper:
    """The last signed count of a project: totals, and which line was met."""
    heading, terms = _top(visit, project_id, NoticeKind.RESULT)
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
def application(visit: Visit, project_id: int) -> tuple[Heading, Terms, VotePaper | None, int, int]:
    """What the form to the authority asks: plan, vote, number of units and their area."""
    heading, terms = _top(visit, project_id, NoticeKind.RESULT)
    counted = value(
        visit.db,
        "select 1 from ballot_counts where project_id = :id and approved_by is not null",
        id=project_id,
    )
    units, area = visit.db.execute(
        "select count(*), coalesce(sum(area_centi), 0) from scope_units where plan_id ="
        " (select max(l.id) from plans l join scope_units s on s.plan_id = l.id"
        "   where l.project_id = ?)",
        [project_id],
    ).fetchone()
    vote = vote_paper(visit, project_id) if counted else None
    return heading, terms, vote, units, area


@reads(Permission.SEE_FUND_ACCOUNTS)
def statement(visit: Visit, building_id: int, half: str) -> Statement:
    """A building's half-year, room by room."""
    where = value(
        visit.db,
        "select e.short_name || b.number || '栋' from buildings b"
        "  join estates e on e.id = b.estate_id where b.id = :id",
        id=building_id,
    )
    if where is None:
        raise NotFound("这栋楼")
    rows = accounts.household_periods(visit, building_id, half)
    return Statement(_community(visit), where, half, visit.today, tuple(rows))


def _top(visit: Visit, project_id: int, kind: NoticeKind) -> tuple[Heading, Terms]:
    row = visit.db.execute(HEADING, {"id": project_id, "kind": kind}).fetchone()
    if row is None:
        raise NotFound("这个维修项目")
    visit.user.must_cover(row[-1])
    code, title, estate, category, place, need, applicant, *rest = row
    version, extent, company, chosen, accepted, budget, approved, settled, subsidy, paid = rest[:10]
    posted, ends = (date.fromisoformat(day) if day else None for day in rest[10:12])
    heading = Heading(
        _community(visit), code, title, estate, place, Category(category).label, visit.today,
        posted, ends, text_of(visit.db, "objection_phone"),
    )  # fmt: skip
    terms = Terms(
        version, extent, company, chosen, accepted, need, APPLICANTS[applicant], budget, approved,
        settled, subsidy, paid,
    )  # fmt: skip
    return heading, terms


def _community(visit: Visit) -> str:
    found = registry.community(visit.db)
    return found.name if found else ""
