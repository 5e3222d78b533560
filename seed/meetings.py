"""Meetings (联席会、议事会、专项会议) of three years, and the two that come next."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from db.meeting_agenda.meetings import add_agenda_item, upcoming
from db.meeting_agenda.members import add_member
from db.rows import put, put_many
from db.visit import Visit
from domain.meeting_agenda.meetings import STANDING_ITEM, ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.meetings import Category as Topic
from domain.meeting_agenda.members import MemberRole, NewMember
from domain.receipts import Receipt
from seed.evenings import Held, evenings
from seed.histories import histories
from seed.meeting_evenings import evening
from seed.plan import Plan, at, table
from seed.telling import Deed, Part, Telling

CATEGORY_WORDS = {"lift": "电梯大修", "facade_leak": "外墙渗水"}
ITEMS: tuple[tuple[int, str, Kind, ItemType, str, str, int, Topic], ...] = (
    (3, "grid", Kind.JOINT, ItemType.REPORT, "楼道飞线充电排查：还剩三处", "吴网格", 10,
     Topic.FLY_WIRE),
    (2, "property", Kind.JOINT, ItemType.CONSULT, "南门车棚停满后往哪里引导", "力天物业", 15,
     Topic.PARKING),
    (1, "clerk", Kind.JOINT, ItemType.FEEDBACK, "楼栋长反映的早点摊占道", "居民代表", 10,
     Topic.STREET),
    (1, "secretary", Kind.COUNCIL, ItemType.CONSULT, "万青学苑候补多的班要不要加开", "王社工",
     15, Topic.OTHER),
)  # fmt: skip
ABOUT = (  # projects that are really running, for the next joint meeting
    ("property", "voting", "表决票还没交的住户怎么上门", "力天物业"),
    ("property2", "vote_failed", "表决没过，方案怎么改再来一次", "居友物业"),
)
Item = dict[str, Any]  # what of an agenda item is thought up: all but its place and moment


def meetings(plan: Plan) -> None:
    rng = plan.rng("meetings")
    numbers: dict[tuple[str, int], int] = {}
    told = _told_of(plan)
    for one in evenings(plan.as_of):
        key = (one.kind, one.day.year)
        numbers[key] = numbers.get(key, 0) + 1
        _write(plan, rng, one, numbers[key], to_be_told=one in told)


def _talks(plan: Plan) -> set[Held]:
    """The meetings a repair project was talked at: that they were held is part of the story."""
    return {history.talk for history in histories(plan) if history.talk}


def _told_of(plan: Plan) -> set[Held]:
    """Those whose evening is told: where a project was talked over, and every special one held."""
    special = {one for one in evenings(plan.as_of) if one.category and one.day < plan.as_of}
    return _talks(plan) | special


def _write(plan: Plan, rng: Random, one: Held, number: int, *, to_be_told: bool) -> None:
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
    state = "planned" if planned or to_be_told else "held" if recent else "confirmed"
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
    about = [] if planned and one.kind == "joint" else map(_item, chosen)  # see ABOUT
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
    item_type: str, title: str, reporter: str, minutes: int, category: str | None = None
) -> Item:
    return {
        "item_type": item_type,
        "title": title,
        "reporter": reporter,
        "minutes": minutes,
        "category": category,
    }


def _item(row: dict[str, str]) -> Item:
    minutes = int(row["minutes"])
    return _told(row["item_type"], row["title"], row["reporter"], minutes, row["category"])


def tell(telling: Telling) -> None:
    """Items (议题) people put on the two coming meetings; and what was held is said to be."""
    plan = telling.plan
    meeting = {one.kind: one.id for one in upcoming(plan.db, at(plan.as_of, 0))}
    for place, (days, who, kind, item_type, title, reporter, minutes, topic) in enumerate(ITEMS):
        item = NewAgendaItem(
            telling.slip(), meeting[kind], item_type, title, reporter, minutes, topic
        )
        deed = lambda visit, item=item: add_agenda_item(visit, item)  # noqa: E731
        telling.add(plan.ago(days), 10 + place, 15, who, deed)
    for place, (who, state, title, reporter) in enumerate(ABOUT):
        item = NewAgendaItem(
            telling.slip(),
            meeting[Kind.JOINT],
            ItemType.CONSULT,
            title,
            reporter,
            20,
            Topic.FACADE_LEAK,
        )
        telling.add(plan.ago(4), 16, place, who, _about(plan, item, state))
    for one in sorted(_told_of(plan), key=lambda one: (one.day, one.kind)):
        evening(telling, one)
    _members(telling)


def _members(telling: Telling) -> None:
    """Who sits in the joint meeting and the council, before the first of them that is told."""
    plan = telling.plan
    first = min(one.day for one in _told_of(plan)) - timedelta(days=30)
    for row in table("members"):
        telling.add(first, 9, 0, "clerk", _member(telling, row, first))


def _member(telling: Telling, row: dict[str, str], since: date) -> Deed:
    plan, slip = telling.plan, telling.slip()

    def join(visit: Visit) -> Receipt:
        body = plan.number("select id from bodies where name = ?", row["body"])
        account = plan.accounts()[row["account"]] if row["account"] else None
        role = MemberRole(row["role"])
        new = NewMember(slip, Kind(row["kind"]), row["name"], role, since, body, account)
        return add_member(visit, new)

    return join


def _about(plan: Plan, item: NewAgendaItem, state: str) -> Deed:
    """An item about the leaking house whose project stands there at that moment of the story."""
    sql = "select id from repair_projects where state = ? and category = 'facade_leak'"
    return lambda visit: add_agenda_item(visit, replace(item, project_id=plan.number(sql, state)))


PART = Part((("会议", meetings),), tell)
