"""A demonstration (示例社区): its rows agree with the article and name nobody real."""

from sqlite_utils import Database

from db import connection
from db.invariant import Invariant
from db.rows import value

HONOURS = (
    "全国示范性老年友好型社区",
    "湖北省示范儿童之家",
    "武汉市基层治理“好支部”",
    "东湖高新区党建引领社区治理示范单位",
)
HOUSEHOLDS, RESIDENTS = 6549, 16000  # a larger demonstration has a whole multiple of both


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
