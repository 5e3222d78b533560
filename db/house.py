"""The house itself (底册、账号、参数、放假安排): what is there before any feature."""

from db import registry, rest_days, set_up_lines
from db.backups import kept
from db.feature import Feature, Finder
from db.invariant import Invariant, unbroken
from db.visit import Visit, permission_of, reads
from domain.home import Due, Rank, due_for
from domain.people import Permission
from domain.search import Hit, Hits

INVARIANTS = [
    Invariant(
        "one_community",
        "只有一个社区",
        "select count(*) || ' 个' from community having count(*) <> 1",
    ),
    Invariant(
        "units_in_place",
        "每套房的小区、楼栋、单元和产权人对得上",
        """
        select '房屋 ' || u.id from units u
          join buildings b on b.id = u.building_id
          join owner_groups g on g.id = u.owner_group_id
          left join stairwells s on s.id = u.stairwell_id
         where b.estate_id <> u.estate_id or g.estate_id <> u.estate_id
            or s.building_id <> u.building_id
            or u.code <> case u.purpose when 'parking' then 'P-' || u.room
                              else b.label || '-' || coalesce(s.number, 0) || '-' || u.room end
        """,
    ),
    Invariant(
        "residents_found",
        "每位居民都搜得到",
        "select '居民 ' || r.id from residents r"
        " where r.merged_into is null"
        # whoever came in by a list that was taken back, and lived nowhere else, is found no more
        "   and (not exists (select 1 from residencies s where s.resident_id = r.id)"
        "        or exists (select 1 from residencies s where s.resident_id = r.id"
        "                      and s.why is not '撤销导入'))"
        "   and not exists (select 1 from resident_keys k where k.resident_id = r.id)",
    ),
    Invariant(
        "guardians",
        "监护人是成年人，自己不用人监护",
        """
        select '居民 ' || w.id from residents w join residents g on g.id = w.guardian_id
         where g.guardian_id is not null
            or g.birth_date > date('now', '+8 hours', '-18 years')
            or g.birth_year > cast(strftime('%Y', 'now', '+8 hours') as integer) - 18
        """,
    ),
    Invariant(
        "an_admin",
        "至少有一个能用的管理员",
        "select '一个也没有' where not exists"
        " (select 1 from accounts where role = 'admin' and is_active = 1)",
    ),
    Invariant(
        "sessions_of_the_closed",
        "停用的账号没有还开着的登录",
        "select '账号 ' || a.username from accounts a where a.is_active = 0 and exists"
        " (select 1 from sessions s where s.account_id = a.id and s.ended_at is null)",
    ),
    Invariant(
        "demo_accounts",
        "示例账号只在示例社区里",
        "select '账号 ' || username from accounts where is_demo = 1"
        " and not exists (select 1 from community where is_demo = 1)",
    ),
    unbroken("audit_log", "操作日志没有缺号"),
]


@reads(Permission.SEE_PARAMETERS)
def dues(visit: Visit) -> list[Due]:
    """A year nobody knows the rest days of, and a copy of the file that is too old."""
    copies = kept.dues(visit) if visit.user.may(permission_of(kept.dues)) else []
    return copies + _rest_year(visit)


def _rest_year(visit: Visit) -> list[Due]:
    """A year that notices will soon reach into, while nobody knows its rest days."""
    year = rest_days.year_not_published(visit)
    if year is None:
        return []
    due = Due(
        "settings?topic=rest",
        Rank.WAITED_FOR,
        "待录入",
        f"{year} 年的放假安排还没录入",
        "公布以后录入。现在暂按法定假日推算公示的最后一天。",
        "去录入",
    )
    return due_for(visit.user, permission_of(rest_days.enter_year), due)


@reads(Permission.FIND_RESIDENT)
def find(visit: Visit, typed: str) -> Hits:
    """Residents, as every search box finds them: six, and how many more there are."""
    found = registry.find_residents(visit, typed)
    hits = (Hit(one.name, one.address.strip(), f"resident?id={one.id}") for one in found)
    return Hits(tuple(hits), found.rest)


FEATURE = Feature(
    dues=dues,
    parts=set_up_lines.FIRST,
    invariants=INVARIANTS,
    finders=[Finder("居民", "person", find)],
)
