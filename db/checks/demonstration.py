"""A demonstration (示例社区): its rows agree with the article and name nobody real."""

from sqlite_utils import Database

from db import connection
from db.checks.invariant import Invariant
from db.rows import value

HONOURS = (
    "全国示范性老年友好型社区",
    "湖北省示范儿童之家",
    "武汉市基层治理“好支部”",
    "东湖高新区党建引领社区治理示范单位",
)
HOUSEHOLDS, RESIDENTS = 6549, 16000  # a larger demonstration has a whole multiple of both
DONE = "('accepted', 'settled', 'settle_notice', 'final_paid', 'in_warranty', 'closed')"
_HERE = "(select id from estates where short_name = '安普顿小镇')"
_COMPLETED = f"""
    select * from repair_projects where source = 'demo' and state in {DONE}
       and category in ('lift', 'facade_leak') and estate_id = {_HERE}
"""


def is_one(db: Database) -> bool:
    """Whether this file is a demonstration; a file that cannot say so is none."""
    try:
        return bool(value(db, "select is_demo from community"))
    except connection.Error:
        return False


INVARIANTS = [
    Invariant(
        "I01",
        "四个小区，一个待交付，都没有业委会",
        "select count(*) || ' 个小区' from estates"
        " having count(*) <> 4 or sum(delivered = 0) <> 1 or sum(has_owners_committee) <> 0",
    ),
    Invariant(
        "I02",
        "6549 户，等于各小区户数之和，也等于住宅套数",
        f"""
        select households || ' 户' from community
         where households % {HOUSEHOLDS} <> 0
            or households <> (select sum(households) from estates)
            or households <> (select count(*) from units where purpose = 'flat'
                                 and source = 'demo')
        """,
    ),
    Invariant(
        "I03",
        "居民“16000余人”，与底册人数相符",
        f"""
        select residents || ' 人' from community
         where residents_words <> '16000余人'
            or residents * {HOUSEHOLDS} <> households * {RESIDENTS}
            or residents <> (select count(*) from residents where source = 'demo')
        """,
    ),
    Invariant(
        "I04",
        "近三年安普顿电梯、渗水专项会议正好 15 次",
        f"""
        select count(*) || ' 次' from meetings m join community c on c.id = 1
         where m.kind = 'special' and m.category in ('lift', 'facade_leak') and m.source = 'demo'
           and m.state in ('held', 'confirmed') and m.estate_id = {_HERE}
           and date(substr(m.starts_at, 1, 10)) > date(c.seeded_on, '-3 years')
           and date(substr(m.starts_at, 1, 10)) <= c.seeded_on
        having count(*) <> 15
        """,
    ),
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
    Invariant(
        "I08",
        "惠民资金建的车棚 7 处",
        "select count(*) || ' 处' from sheds where built_under = 'public_benefit_fund'"
        " and source = 'demo' having count(*) <> 7",
    ),
    Invariant(
        "I12",
        "学苑四个系列，20余个班",
        """
        select count(*) || ' 个班' from classes where source = 'demo'
           and term_id = (select id from terms order by starts_on desc limit 1)
        having count(*) not between 21 and 29 or count(distinct series) <> 4
        """,
    ),
    Invariant(
        "I13",
        "四项荣誉，名称一字不差",
        " union all ".join(
            f"select '{title}' where not exists (select 1 from honours where title = '{title}')"
            for title in HONOURS
        ),
    ),
    Invariant(
        "I16",
        "示例居民的手机号都不是真号段，也没有真人姓名",
        """
        select '居民 ' || id from residents
         where source = 'demo' and ((phone <> '' and phone not glob '1000[0-9]*')
            or name in ('陈金花', '邓超'))
        """,
    ),
]
