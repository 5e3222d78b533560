"""The house's own lines of what a new community needs (上线清单), in the order they are needed."""

from db.feature import Part
from domain.people import Permission

FIRST = (
    Part(
        "开账号",
        "一人一个账号，实名。",
        "select count(*) > 1 from accounts where is_active = 1",
        needed=True,
        room="people",
        needs=Permission.MANAGE_ACCOUNTS,
        count="select count(*) from accounts where is_active = 1",
        unit="个",
    ),
    Part(
        "社区资料",
        "地址、户数这些，印在纸上和大屏上。",
        "select exists (select 1 from community where address <> '' and households is not null)",
        room="community?tab=facts",
        needs=Permission.KEEP_COMMUNITY,
    ),
    Part(
        "小区和物业",
        "先加物业公司，再加小区。",
        "select exists (select 1 from estates)",
        needed=True,
        room="community",
        needs=Permission.KEEP_PLACES,
        count="select count(*) from estates",
        unit="个",
    ),
    Part(
        "楼栋和房屋",
        "在小区里点“生成一栋”，一次建好整栋。",
        "select exists (select 1 from units)",
        needed=True,
        room="community",
        needs=Permission.KEEP_PLACES,
        count="select count(*) from units",
        unit="套",
    ),
    Part(
        "业主",
        "每套房是谁的，表决的人数靠它。",
        "select exists (select 1 from units) and not exists ("
        " select 1 from owner_groups g where g.kind = 'owner'"
        "    and exists (select 1 from units where owner_group_id = g.id)"
        "    and not exists (select 1 from owner_members"
        "                     where owner_group_id = g.id and to_on is null))",
        room="registry",
        needs=Permission.CHANGE_REGISTRY,
        count="select count(distinct owner_group_id) from owner_members where to_on is null",
        unit="家",
    ),
    Part(
        "居民",
        "有了房屋，用名单导入，或者在底册里登记。",
        "select exists (select 1 from residents)",
        needed=True,
        room="import",
        needs=Permission.IMPORT_LIST,
        count="select count(*) from residents where merged_into is null",
        unit="位",
    ),
    Part(
        "参与单位",
        "党组织、居委会、共建单位，开会时要用。",
        "select exists (select 1 from bodies where kind <> 'property')",
        room="community?tab=bodies",
        needs=Permission.KEEP_PLACES,
        count="select count(*) from bodies where kind <> 'property'",
        unit="个",
    ),
    Part(
        "核对本地参数",
        "法律没有定死的，按本地规定改，至少看一遍。",
        "select exists (select 1 from parameters where changed_at is not null)"
        "    or exists (select 1 from text_parameters where changed_at is not null)"
        "    or exists (select 1 from set_up_marks where code = 'parameters')",
        room="settings",
        needs=Permission.CHANGE_PARAMETER,
        mark="parameters",
    ),
    Part(
        "第一次备份",
        "存成一份，核对过，再抄到另一块硬盘。",
        "select exists (select 1 from backups where wrong = '')",
        room="backups",
        needs=Permission.KEEP_BACKUPS,
        words="select '最近一份 ' || substr(max(made_at), 1, 10) from backups where wrong = ''",
    ),
)
