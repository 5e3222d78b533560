"""A small real community (真实社区) that was never a demonstration, on one fixed morning.

`settle(path)` makes the file; the numbers of its rows are named here, so that a test reads
`enroll(visit, paper(class_id=CALLIGRAPHY, resident_id=ELDER))`.
"""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from db import accounts, connection
from db.names import keys
from db.visit import Visit
from domain.days import BEIJING
from domain.people import Role

NOW = datetime(2026, 3, 18, 9, 40, tzinfo=BEIJING)  # a Wednesday
TODAY = NOW.date()
PASSWORD = "spring-2026-river"
PASSWORD_HASH = "$2b$04$JWaP/4deLxuJ/tinkBuK9OT6ouP.sKNnAB0htudJiXYE7fDzqSR.K"  # its cheap bcrypt

# user name → (role, estate, resident); the number of an account is its place in this list.
CAST: dict[str, tuple[Role, int | None, int | None]] = {
    "admin": (Role.ADMIN, None, None),
    "secretary": (Role.SECRETARY, None, None),
    "clerk": (Role.CLERK, None, 20),
    "clerk2": (Role.CLERK, None, None),
    "accountant": (Role.ACCOUNTANT, None, None),
    "supervisor": (Role.SUPERVISOR, None, None),
    "property": (Role.PROPERTY, 1, None),
    "property2": (Role.PROPERTY, 2, None),
    "grid": (Role.GRID, None, None),
    "leader": (Role.LEADER, None, None),
    "volunteer": (Role.VOLUNTEER, None, 19),
    "teacher": (Role.TEACHER, None, None),
    "teacher2": (Role.TEACHER, None, None),
    "delegation": (Role.DELEGATION, None, None),
    "merchant": (Role.MERCHANT, None, None),
    "merchant2": (Role.MERCHANT, None, None),
}
BREAKFAST, HAIR = 1, 2  # groups of merchants
BUNS, NOODLES, BARBER = 1, 2, 3  # merchants: the first two serve breakfast
SERVES = {"merchant": BUNS, "merchant2": NOODLES}
PINE, CLOUD = 1, 2  # the two estates
PINE_1, PINE_3, CLOUD_1 = 1, 2, 3  # their buildings: 1栋 and 3栋, 1栋
PLANNED, HELD = 1, 2  # meetings
SHED, CLOUD_SHED = 1, 2
CALLIGRAPHY, PHOTOGRAPHY, PAINTING = 1, 2, 3  # classes; the first has two seats only
PATROL, MEETING_RULE, TRAINING, DEED = 1, 6, 7, 8  # award rules of the migration
CHEN, MOTHER, CHILD = 1, 2, 3
ELDER, ON_THE_LINE, SMALL_CHILD, TEENAGER = 12, 13, 14, 16
VOLUNTEER, CLERK_AT_HOME, CLERKS_WIFE, HOMELESS = 19, 20, 21, 22

# id, name, phone, unit, birth year, birth date, guardian
RESIDENTS: list[tuple[int, str, str, int | None, int | None, str | None, int | None]] = [
    (1, "陈明", "13800001001", 1, 1970, "1970-05-01", None),
    (2, "陈秀花", "13800001002", 2, 1985, "1985-08-08", None),
    (3, "陈小禾", "", 2, 2016, "2016-04-02", 2),
    (4, "单志强", "13800001004", 3, 1972, "1972-01-20", None),
    (5, "解敏", "13800001005", 4, 1969, "1969-09-09", None),
    (6, "仇玉兰", "13800001006", 5, 1960, "1960-06-01", None),
    (7, "查大海", "13800001007", 6, 1958, "1958-12-31", None),
    (8, "曾庆祥", "13800001008", 7, 1955, "1955-02-03", None),
    (9, "盖红", "13800001009", 8, 1966, None, None),
    (10, "覃丽", "13800001010", 9, 1991, "1991-11-11", None),
    (11, "欧阳建国", "13800001011", 15, 1963, "1963-10-01", None),
    (12, "王淑芬", "13800001012", 11, 1944, "1944-01-15", None),
    (13, "李建军", "13800001013", 12, 1976, None, None),
    (14, "周小满", "", 13, 2018, None, 15),
    (15, "周海", "13800001015", 13, 1988, "1988-03-03", None),
    (16, "林一", "13800001016", 14, 2008, "2008-12-01", 17),
    (17, "林芳", "13800001017", 14, 1979, "1979-07-07", None),
    (18, "John Smith", "13800001018", 17, 1990, "1990-01-01", None),
    (19, "刘志远", "13800001019", 18, 1995, "1995-05-05", None),
    (20, "赵燕", "13800001020", 19, 1992, "1992-02-29", None),
    (21, "赵晴", "13800001021", 19, 1994, "1994-06-06", None),
    (22, "孙一", "", None, None, None, None),
]
# building, number of the building, stairwell id, number of the stairwell, rooms
STACKS = [
    (PINE_1, 1, 1, 1, ["101", "102", "201", "202", "301", "302"]),
    (PINE_1, 1, 2, 2, ["101", "102", "201", "202"]),
    (PINE_3, 3, 3, 1, ["101", "201", "301", "402", "502"]),
    (CLOUD_1, 1, 4, 1, ["101", "102", "201", "202", "301"]),
]
FLATS = 20  # the shop and the parking space are units 21 and 22


def settle(path: Path) -> Path:
    """The whole small community at `path`; made once per process, then copied."""
    path.write_bytes(_made())
    return path


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "community.db"
        connection.create(path)
        db = connection.connect(path)
        db.execute("begin")
        for fill in (_places, _merchants, _people, _meetings, _sheds, _academy):
            fill(db)
        db.execute("commit")
        db.conn.close()  # the last connection folds the log into the file
        return path.read_bytes()


def visit_of(db: Database, username: str, now: datetime = NOW) -> Visit:
    """That account's visit, on the fixed morning unless told otherwise."""
    return Visit(db, accounts.user(db, username), now)


def account_id(username: str) -> int:
    return 1 + list(CAST).index(username)


def _insert(db: Database, table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" for _ in columns.split(","))
    db.conn.executemany(f"insert into {table} ({columns}) values ({marks})", rows)


def _places(db: Database) -> None:
    _insert(db, "community", "id, name, address, is_demo, created_at",
            [(1, "春和社区", "春和路 1 号", 0, "2026-01-01T08:00:00+08:00")])  # fmt: skip
    _insert(db, "bodies", "id, name, kind, source",
            [(1, "春和社区居委会", "committee", "entered"), (2, "松涛物业", "property", "entered"),
             (3, "白云物业", "property", "entered")])  # fmt: skip
    _insert(
        db, "estates", "id, name, short_name, kind, delivered, households, company_id, source",
        [(PINE, "青松园小区", "青松园", "commercial", 1, 16, 2, "entered"),
         (CLOUD, "白云里小区", "白云里", "commercial", 1, 5, 3, "entered")],
    )  # fmt: skip
    _insert(db, "buildings", "id, estate_id, label",
            [(PINE_1, PINE, "1"), (PINE_3, PINE, "3"), (CLOUD_1, CLOUD, "1")])  # fmt: skip
    _insert(db, "stairwells", "id, building_id, number",
            [(stair, building, number) for building, _, stair, number, _ in STACKS])  # fmt: skip
    _units(db)


def _units(db: Database) -> None:
    found = []
    for building, number, stair, stack, rooms in STACKS:
        estate = CLOUD if building == CLOUD_1 else PINE
        for room in rooms:
            code = f"{number}-{stack}-{room}"
            found.append((estate, building, stair, int(room[0]), room, code, "flat"))
    found.append((PINE, PINE_1, None, 1, "1", "1-0-1", "shop"))
    found.append((PINE, PINE_3, None, -1, "A-1", "P-A-1", "parking"))
    kinds = ["owner"] * len(found)
    _insert(db, "owner_groups", "id, estate_id, kind",
            [(id, unit[0], kind) for id, (unit, kind) in enumerate(zip(found, kinds), 1)])  # fmt: skip
    _insert(
        db, "units", "id, estate_id, building_id, stairwell_id, floor, room, code, purpose,"
        " area_centi, area_source, owner_group_id, source",
        [(id, *unit, 9000, "register", id, "entered") for id, unit in enumerate(found, 1)],
    )  # fmt: skip


def add_keys(db: Database, people: Iterable[tuple[int, str, str, str | None]]) -> None:
    """Write the search keys of (id, name, phone, room) rows."""
    db.conn.executemany(
        "insert or ignore into resident_keys (key, resident_id) values (?, ?)",
        ((key, id) for id, name, phone, room in people for key in keys(name, phone, room)),
    )


def _people(db: Database) -> None:
    _insert(db, "residents", "id, name, phone, unit_id, birth_year, birth_date, source",
            [(*who[:6], "entered") for who in RESIDENTS])  # fmt: skip
    db.conn.executemany("update residents set guardian_id = ? where id = ?",
                        [(who[6], who[0]) for who in RESIDENTS])  # fmt: skip
    codes = dict(db.execute("select id, code from units").fetchall())
    add_keys(db, [(who[0], who[1], who[2], codes.get(who[3])) for who in RESIDENTS])
    _insert(
        db, "accounts", "id, username, name, role, estate_id, resident_id, merchant_id,"
        " password_hash, is_demo, created_at",
        [(account_id(name), name, f"{role.label}{name}", role, estate, resident, SERVES.get(name),
          PASSWORD_HASH, 0, "2026-01-01T08:00:00+08:00")
         for name, (role, estate, resident) in CAST.items()],
    )  # fmt: skip


def _merchants(db: Database) -> None:
    _insert(db, "merchant_groups", "id, name", [(BREAKFAST, "早点"), (HAIR, "理发")])
    _insert(db, "merchants", "id, group_id, name, payee, source",
            [(BUNS, BREAKFAST, "老街包子铺", "老街包子铺", "entered"),
             (NOODLES, BREAKFAST, "巷口热干面", "巷口热干面", "entered"),
             (BARBER, HAIR, "阿美理发店", "阿美理发店", "entered")])  # fmt: skip


def _meetings(db: Database) -> None:
    _insert(
        db, "meetings", "id, kind, year, number, title, estate_id, category, starts_at, minutes,"
        " place, chair, invited, state, source",
        [(PLANNED, "joint", 2026, 3, "三月联席会", None, None, "2026-03-20T19:00:00+08:00", 90,
          "党群服务中心", "李书记", 12, "planned", "entered"),
         (HELD, "special", 2026, 1, "电梯专项会", PINE, "lift", "2026-02-10T19:00:00+08:00", 60,
          "青松园会议室", "李书记", 8, "held", "entered")],
    )  # fmt: skip
    _insert(
        db, "agenda_items", "id, meeting_id, position, item_type, title, reporter, minutes,"
        " added_at",
        [(1, PLANNED, 1, "report", "上次议定事项落实情况", "社工", 10, "2026-03-01T09:00:00+08:00"),
         (2, PLANNED, 2, "consult", "三栋外墙渗水怎么修", "物业", 25, "2026-03-01T09:00:00+08:00")],
    )  # fmt: skip


def _sheds(db: Database) -> None:
    _insert(
        db, "sheds", "id, number, name, position, estate_id, built_under, state, bays_total,"
        " bays_charging, ports_total, ports_ok, source",
        [(SHED, 1, "1号棚", "东门", PINE, "public_benefit_fund", "in_use", 60, 30, 32, 30,
          "entered"),
         (CLOUD_SHED, 2, "2号棚", "南门", CLOUD, "other", "in_use", 20, 10, 10, 10, "entered")],
    )  # fmt: skip


def _academy(db: Database) -> None:
    _insert(db, "terms", "id, name, starts_on, ends_on, enrol_from, enrol_to",
            [(1, "2026春季", "2026-04-01", "2026-07-10", "2026-03-01", "2026-03-31")])  # fmt: skip
    add_class(db, CALLIGRAPHY, "书法", capacity=2, ages=(50, None), teacher="teacher")
    add_class(db, PHOTOGRAPHY, "摄影", "qingguo", hours=(3, "11:00", "12:00"))
    add_class(db, PAINTING, "儿童绘画", "qingmiao", hours=(6, "09:00", "10:30"),
              starts_on="2026-04-04", ages=(4, 13), guardian=True, teacher="teacher2")  # fmt: skip


def add_class(
    db: Database, id: int, course: str, series: str = "wanqing", *,
    hours: tuple[int, str, str] = (3, "09:30", "11:00"), starts_on: str = "2026-04-01",
    capacity: int = 20, ages: tuple[int, int | None] = (18, None), guardian: bool = False,
    teacher: str | None = None, term: int = 1,
) -> None:  # fmt: skip
    """One more class: weekday and hours, seats, ages."""
    _insert(
        db, "classes", "id, term_id, series, course, teacher, teacher_id, room, weekday, begins,"
        " ends, starts_on, sessions, capacity, min_open, fee_fen, age_min, age_max,"
        " need_guardian, source",
        [(id, term, series, course, "王老师", account_id(teacher) if teacher else None, "一号教室",
          *hours, starts_on, 12, capacity, 1, 0, *ages, guardian, "entered")],
    )  # fmt: skip
