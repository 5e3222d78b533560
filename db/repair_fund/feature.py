"""What the repair fund brings to the house: projects that stand still, and what was paid."""

from db import chain, rest_days
from db.feature import Board, Feature, Finder, Part
from db.hits import hits
from db.imports.lists import LISTS
from db.invariant import Invariant
from db.registry_book.merging import PEOPLE
from db.repair_fund import board, dues, openings, projects
from db.repair_fund.chained import CHAINED, FINALS
from db.repair_fund.checks import accounts, ballots, steps
from db.repair_fund.notices_moved import move_notices
from db.repair_fund.of_people import OF_PEOPLE
from db.repair_fund.subject import SUBJECT
from db.subjects import SUBJECTS
from db.visit import Visit, reads
from domain.home import Figure
from domain.money import wan
from domain.people import Permission
from domain.search import Hits

_DONE = "('accepted', 'settled', 'settle_notice', 'final_paid', 'in_warranty', 'closed')"
# What the article counts was accepted by the day the demonstration stands for, not later.
_COMPLETED = f"""
    select p.* from repair_projects p join community c on c.id = 1
     where p.state in {_DONE} and p.category in ('lift', 'facade_leak')
       and p.estate_id = (select id from estates where short_name = '安普顿小镇')
       and c.seeded_on >= (select max(happened_on) from project_steps
                            where project_id = p.id and to_state = 'accepted')
"""
ARTICLE = [
    Invariant(
        "I05",
        "完成电梯中大修 5 部",
        f"select count(distinct stairwell_id) || ' 部' from ({_COMPLETED})"
        " where category = 'lift' having count(distinct stairwell_id) <> 5",
    ),
    Invariant(
        "I06",
        "完成渗水维修楼宇 6 栋",
        f"select count(distinct building_id) || ' 栋' from ({_COMPLETED})"
        " where category = 'facade_leak' having count(distinct building_id) <> 6",
    ),
    Invariant(
        "I07",
        "惠及千余户，一户只数一次",
        f"""
        with done as ({_COMPLETED})
        select count(*) || ' 户' from units where building_id in
               (select building_id from done where scope_type = 'building')
            or stairwell_id in (select stairwell_id from done where scope_type = 'unit_stack')
        having count(*) <= 1000 or count(*) >= 2000
        """,
    ),
]


@reads(Permission.SEE_FUND)
def figures(visit: Visit) -> list[Figure]:
    """Projects under way, and what was paid for them."""
    stages = projects.stage_money(visit.db, visit.user.only_estate)
    running = sum(stage.projects for stage in stages)
    paid = sum(stage.paid_fen for stage in stages)
    return [Figure("在办维修", str(running), "个", "construction", f"已付 {wan(paid)} 万元")]


@reads(Permission.SEE_FUND)
def find(visit: Visit, typed: str) -> Hits:
    """Projects by title, number and place; property those of its own estate."""
    things = """
        select p.title, p.code || ' · ' || e.short_name || ' '
               || coalesce(b.label || '栋', '') || coalesce(s.number || '单元', '') as below,
               'fund?project=' || p.id as room, p.proposed_on as late,
               p.title || ' ' || p.code || ' ' || e.name || ' ' || e.short_name || ' '
               || coalesce(b.label || '栋', '') || coalesce(s.number || '单元', '') as text
          from repair_projects p join estates e on e.id = p.estate_id
          left join buildings b on b.id = p.building_id
          left join stairwells s on s.id = p.stairwell_id
         where :only is null or p.estate_id = :only
    """
    return hits(visit.db, things, typed, only=visit.user.only_estate)


ACCOUNTS = Part(
    "维修资金分户账",
    "有了房屋，导入分户清册，或者登记交存。",
    "select exists (select 1 from household_accounts)",
    room="fund?tab=accounts",
    needs=Permission.RECORD_PAYMENT,
    count="select count(*) from household_accounts",
    unit="户",
)
FEATURE = Feature(
    parts=[ACCOUNTS],
    finders=[Finder("维修项目", "construction", find)],
    dues=dues.dues,
    figures=figures,
    board=Board("fund", board.figures, board.overview),
    invariants=[*steps.INVARIANTS, *ballots.INVARIANTS, *accounts.INVARIANTS],
    computed=[*accounts.COMPUTED, *ballots.COMPUTED],
    article=ARTICLE,
    fixed=[
        ("vote_rules", "法定表决门槛没有被改过", "select * from vote_rules order by 1, 2"),
        (
            "fund_transitions",
            "维修项目能走的步骤没有被改过",
            "select * from fund_transitions order by 2, 3",
        ),
    ],
    tells=[
        chain.CHAINED.told(CHAINED),
        chain.FINALS.told(FINALS),
        rest_days.MOVES.told(move_notices),
        LISTS.told(openings.LIST),
        PEOPLE.told(OF_PEOPLE),
        SUBJECTS.told(SUBJECT),
    ],
)
