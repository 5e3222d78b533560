"""The registry, accounts, meetings and the audit log (底册、账号、会议、操作日志)."""

from db.checks.invariant import Invariant


def _unbroken(table: str, words: str) -> Invariant:
    """Append-only tables are numbered 1, 2, 3 …; a gap means that a row was taken out."""
    return Invariant(
        f"{table}_unbroken",
        words,
        f"select '有 ' || (max(id) - count(*)) || ' 个缺号' from {table}"
        " having count(*) > 0 and (max(id) <> count(*) or min(id) <> 1)",
    )


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
            or u.code <> b.number || '-' || s.number || '-' || u.room
        """,
    ),
    Invariant(
        "residents_found",
        "每位居民都搜得到",
        "select '居民 ' || r.id from residents r"
        " where not exists (select 1 from resident_keys k where k.resident_id = r.id)",
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
    _unbroken("audit_log", "操作日志没有缺号"),
    Invariant(
        "meeting_numbers",
        "同一类会议每年的次数连续",
        "select year || ' 年 ' || kind from meetings group by kind, year"
        " having max(number) - min(number) + 1 <> count(*)",
    ),
    Invariant(
        "agenda_positions",
        "议题从第 1 项起，一项接一项",
        "select '会议 ' || meeting_id from agenda_items group by meeting_id"
        " having min(position) <> 1 or max(position) <> count(*)",
    ),
    _unbroken("shed_counts", "车棚清点记录没有缺号"),
]
