"""What must be true of the registry's dated rows, beyond what its tables can refuse (核对)."""

from db.invariant import Invariant


def _two_at_a_time(table: str, of: str) -> str:
    """Rows of a table that hold on one day for the same thing; what ended as it began never held."""
    same = " and ".join(f"b.{column} = a.{column}" for column in of.split(", "))
    return f"""
        select '第 ' || a.id || ' 和 ' || b.id || ' 条' from {table} a
          join {table} b on {same} and b.id > a.id
         where coalesce(a.from_on = a.to_on, 0) = 0 and coalesce(b.from_on = b.to_on, 0) = 0
           and coalesce(a.to_on, '9999') > coalesce(b.from_on, '')
           and coalesce(b.to_on, '9999') > coalesce(a.from_on, '')
    """


INVARIANTS = [
    Invariant(
        "homes_now",
        "每位居民现在的房号就是在住的那一条",
        """
        select '居民 ' || r.id from residents r
         where r.unit_id is not (select unit_id from residencies where resident_id = r.id
                                    and to_on is null order by main desc, id limit 1)
        """,
    ),
    Invariant(
        "numbers_now",
        "每位居民的手机号就是在用的第一个",
        """
        select '居民 ' || r.id from residents r
         where r.phone <> coalesce((
               select number from contacts where resident_id = r.id and kind = 'mobile'
                  and book = 'committee' and ended_on is null order by rank, id limit 1), '')
        """,
    ),
    Invariant(
        "owners_now",
        "每套房现在的产权人就是没有结束的那一条",
        """
        select '房屋 ' || u.id from units u
         where u.owner_group_id is not (select owner_group_id from ownerships
                                         where unit_id = u.id and to_on is null)
        """,
    ),
    Invariant(
        "merged_hold_nothing",
        "合并掉的居民名下没有房、人、电话和身份",
        """
        select '居民 ' || r.id from residents r where r.merged_into is not null and (
               r.unit_id is not null or r.phone <> ''
            or exists (select 1 from residents k where k.id = r.merged_into
                          and k.merged_into is not null)
            or exists (select 1 from owner_members m where m.resident_id = r.id)
            or exists (select 1 from accounts a where a.resident_id = r.id)
            or exists (select 1 from vehicles v where v.resident_id = r.id)
            or exists (select 1 from marks m where m.resident_id = r.id and m.ended_on is null)
            or exists (select 1 from resident_keys k where k.resident_id = r.id))
        """,
    ),
    Invariant(
        "one_owner_at_a_time",
        "一套房一天只有一组产权人",
        _two_at_a_time("ownerships", "unit_id"),
    ),
    Invariant(
        "one_steward_at_a_time",
        "一个单元一天只有一位网格员、一位管家",
        _two_at_a_time("stewards", "stairwell_id, duty"),
    ),
]
DEMO = [
    Invariant(
        "demo_numbers",
        "示例底册里的电话都打不通",
        """
        select '电话 ' || id from contacts
         where number not glob '1000*' and number not glob '027-0*'
           and exists (select 1 from residents r where r.id = resident_id and r.source = 'demo')
        """,
    ),
]
