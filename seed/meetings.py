"""Meetings (联席会、议事会、专项会议) of three years, and the two that come next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from db.calendar import is_rest_day
from db.meeting_agenda.meetings import add_agenda_item, upcoming
from db.rows import put, put_many
from domain.days import BEIJING
from domain.meeting_agenda import STANDING_ITEM, ItemType, Kind, NewItem
from domain.meeting_agenda import Category as Topic
from seed.plan import Plan, at, table
from seed.telling import Part, Telling

MONTHS = 35  # monthly meetings already held
LIFT, LEAK = 7, 8  # 近三年专项会议 15 次
SPECIALS_EVERY = 72  # days between special meetings, 15 of them within three years
CATEGORY_WORDS = {"lift": "电梯大修", "facade_leak": "外墙渗水"}
Item = dict[str, Any]  # what of an agenda item is thought up: all but its place and moment


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting to be written: its kind and day, and for special ones the subject."""

    kind: str
    day: date
    category: str | None = None


def next_joint(as_of: date) -> date:
    """The next joint meeting (定期联席会): an evening in two to four days, a working day if one."""
    days = [as_of + timedelta(days=ahead) for ahead in (3, 2, 4)]
    return next((day for day in days if not is_rest_day(day)), days[0])


def meetings(plan: Plan) -> None:
    rng = plan.rng("meetings")
    coming = next_joint(plan.as_of)
    held = sorted(_all(coming, plan.as_of), key=lambda one: (one.day, one.kind))
    numbers: dict[tuple[str, int], int] = {}
    for one in held:
        key = (one.kind, one.day.year)
        numbers[key] = numbers.get(key, 0) + 1
        _write(plan, rng, one, numbers[key])


def _all(coming: date, as_of: date) -> list[Held]:
    council = coming + timedelta(days=7)
    monthly = [
        Held(kind, _working(_months_before(day, back)) if back else day)
        for kind, day in (("joint", coming), ("council", council))
        for back in range(MONTHS + 1)
    ]
    special = [
        Held("special", _working(as_of - timedelta(days=20 + place * SPECIALS_EVERY)), category)
        for place, category in enumerate(["facade_leak", "lift"] * LIFT + ["facade_leak"])
    ]
    return monthly + special


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1], 28))


def _working(day: date) -> date:
    """The last working day up to this one, so that no past meeting slips into the future."""
    while is_rest_day(day):
        day -= timedelta(days=1)
    return day


def _write(plan: Plan, rng: Random, one: Held, number: int) -> None:
    planned = one.day > plan.as_of
    recent = not planned and one.day > plan.ago(15)
    word, minutes, invited, place, chair = {
        "joint": ("定期联席会", 90, 16, "党群服务中心二楼会议室", "陈书记"),
        "council": ("金花议事会", 90, 21, "党群服务中心议事厅", "陈书记"),
        "special": ("专项会议", 60, 12, "安普顿小镇物业会议室", "王社工"),
    }[one.kind]
    title = f"{one.day.year}年第{number}次{word}"
    if one.category:
        title += f"：安普顿小镇{CATEGORY_WORDS[one.category]}"
    estate = plan.number("select id from estates where short_name = '安普顿小镇'")
    state = "planned" if planned else "held" if recent else "confirmed"
    id = put(
        plan.db, "meetings", kind=one.kind, year=one.day.year, number=number, title=title,
        estate_id=estate if one.category else None, category=one.category,
        starts_at=at(one.day, 15 if one.category else 19), minutes=minutes, place=place,
        chair=chair, invited=invited, state=state, source="demo",
    )  # fmt: skip
    _agenda(plan, rng, id, one, planned=planned)


def _agenda(plan: Plan, rng: Random, meeting_id: int, one: Held, *, planned: bool) -> None:
    """The standing item first (议程第一项), then what this meeting is about."""
    topics = [row for row in table("topics") if one.category in (None, row["category"])]
    chosen = rng.sample(topics, min(len(topics), rng.randrange(2, 4)))
    chosen.sort(key=lambda row: row["item_type"] == "feedback")
    posted = min(one.day - timedelta(days=4), plan.ago(2))
    about = _about_projects(plan) if planned and one.kind == "joint" else map(_item, chosen)
    items = [_told("report", STANDING_ITEM, "王社工", 10), *about]
    put_many(
        plan.db,
        "agenda_items",
        (
            {"meeting_id": meeting_id, "position": position, "added_at": at(posted, 16, position)}
            | item
            for position, item in enumerate(items, start=1)
        ),
    )


def _told(
    item_type: str, title: str, reporter: str, minutes: int, category: str | None = None,
    project_id: int | None = None,
) -> Item:  # fmt: skip
    return {
        "item_type": item_type,
        "title": title,
        "reporter": reporter,
        "minutes": minutes,
        "category": category,
        "project_id": project_id,
    }


def _item(row: dict[str, str]) -> Item:
    minutes = int(row["minutes"])
    return _told(row["item_type"], row["title"], row["reporter"], minutes, row["category"])


def _about_projects(plan: Plan) -> list[Item]:
    """The next joint meeting talks about projects that are really running."""
    wanted = (
        ("voting", "facade_leak", "consult", "表决票还没交的住户怎么上门", "力天物业", 20),
        ("vote_failed", "facade_leak", "consult", "表决没过，方案怎么改再来一次", "居友物业", 20),
    )
    return [
        _told(
            kind,
            title,
            reporter,
            minutes,
            category,
            plan.number(
                "select id from repair_projects where state = ? and category = ?", state, category
            ),
        )
        for state, category, kind, title, reporter, minutes in wanted
    ]


def tell(telling: Telling) -> None:
    """Items (议题) people put on the two coming meetings."""
    plan = telling.plan
    now = datetime.combine(plan.as_of, time(0), BEIJING)
    meeting = {one.kind: one.id for one in upcoming(plan.db, now)}
    items: tuple[tuple[int, str, Kind, ItemType, str, str, int, Topic], ...] = (
        (3, "grid", Kind.JOINT, ItemType.REPORT, "楼道飞线充电排查：还剩三处", "吴网格", 10,
         Topic.FLY_WIRE),
        (2, "property", Kind.JOINT, ItemType.CONSULT, "南门车棚停满后往哪里引导", "力天物业", 15,
         Topic.PARKING),
        (1, "clerk", Kind.JOINT, ItemType.FEEDBACK, "楼栋长反映的早点摊占道", "居民代表", 10,
         Topic.STREET),
        (1, "secretary", Kind.COUNCIL, ItemType.CONSULT, "万青学苑候补多的班要不要加开", "王社工",
         15, Topic.OTHER),
    )  # fmt: skip
    for place, (days, who, kind, item_type, title, reporter, minutes, topic) in enumerate(items):
        item = NewItem(telling.slip(), meeting[kind], item_type, title, reporter, minutes, topic)
        deed = lambda visit, item=item: add_agenda_item(visit, item)  # noqa: E731
        telling.add(plan.ago(days), 10 + place, 15, who, deed)


PART = Part((("会议", meetings),), tell)
