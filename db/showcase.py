"""Display board (展示大屏): published figures as worded, and live aggregates; never one person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlite_utils import Database

from db import academy_enrollment, meeting_agenda, points_ledger, repair_fund, shed_capacity
from db.rows import many, value
from domain.money import wan
from domain.privacy import few
from domain.registry import Source
from domain.shed_capacity import Shed
from domain.showcase import Fact, Figure, Honour, Scene, SeriesSeats, seats_by_series
from domain.typed_numbers import without_numbers


def facts(db: Database) -> list[Fact]:
    """Every published figure, in the order of the text."""
    sql = "select code, scene, label, words, unit, source, as_of, note from facts order by position"
    return [
        replace(f, label=without_numbers(f.label), words=without_numbers(f.words))
        for f in many(db, Fact, sql)
    ]


def honours(db: Database) -> list[Honour]:
    found = many(db, Honour, "select title, level from honours order by id")
    return [replace(honour, title=without_numbers(honour.title)) for honour in found]


def figures(db: Database, scene: Scene, now: datetime) -> list[Figure]:
    """The live figures of a scene (实时), each with how it was counted."""
    return _LIVE[scene](db, now)


def months_ago(day: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def meeting_months(db: Database, since: date, until: date) -> list[tuple[str, int]]:
    """(month, meetings held) from a day on; a month without any counts 0."""
    rows = db.execute(
        "select substr(starts_at, 1, 7), count(*) from meetings"
        " where state in ('held', 'confirmed') and starts_at >= ? group by 1",
        [since.isoformat()],
    )
    held = {month: int(count) for month, count in rows}
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, last + 1)]
    return [(month, held.get(month, 0)) for month in months]


def series_seats(db: Database, today: date) -> list[SeriesSeats]:
    """Seats of the present term by series."""
    return seats_by_series(academy_enrollment.open_classes(db, today))


def _overview(db: Database, now: datetime) -> list[Figure]:
    return [_meetings(db, now)[1], _running(db, now)]


def _meetings(db: Database, now: datetime) -> list[Figure]:
    today = now.date()
    year = months_ago(today, 11)
    items = value(
        db,
        "select count(*) from agenda_items i join meetings m on m.id = i.meeting_id"
        " where m.state in ('held', 'confirmed') and m.starts_at >= :since",
        since=year.isoformat(),
    )
    special = meeting_agenda.special_meetings(db, _three_years_before(today), today)
    held = meeting_agenda.held_since(db, year)
    return [
        _live("近三年专项会议", special, "次", now, "电梯和外墙渗水两类，开过的才算。"),
        _live("近12个月开会", held, "次", now, "各类会议，含本月，开过的才算。"),
        _live("近12个月议过", items, "件", now, "上面这些会议的议程项数，每项算一件。"),
    ]


def _fund(db: Database, now: datetime) -> list[Figure]:
    lifts, buildings, households = repair_fund.repaired(db)
    paid = wan(repair_fund.paid_since(db, date(now.year, 1, 1)))
    done = "验收合格的项目"
    return [
        _running(db, now),
        _live("修好电梯", lifts, "部", now, f"{done}，一部只算一次。"),
        _live("治好渗水", buildings, "栋", now, f"{done}，一栋只算一次。"),
        _live("涉及", households, "户", now, f"{done}的列支范围，一户只算一次。"),
        Figure(
            "今年拨付",
            paid,
            "万元",
            Source.COMPUTED,
            now,
            "今年付出、已核准的相加，退回的减掉，四舍五入到百元。",
        ),
    ]


def _running(db: Database, now: datetime) -> Figure:
    running = sum(stage.projects for stage in repair_fund.stage_money(db))
    return _live("在办维修项目", running, "个", now, "从提议到质保期，结案、中止和终止的不算。")


def _sheds(db: Database, now: datetime) -> list[Figure]:
    sheds = shed_capacity.sheds(db)
    counted = [shed for shed in sheds if shed.counted]
    latest = max((shed.counted_at for shed in counted if shed.counted_at), default=now)
    free = sum(shed.free for shed in counted)
    missing = f"，{len(sheds) - len(counted)} 处还没数过、没算" if len(counted) < len(sheds) else ""
    return [
        _live("车位", sum(s.bays_total for s in sheds), "个", now, "在用车棚的车位相加。"),
        _live("空着", free, "位", latest, f"车位减去各棚最近一次清点的在位车辆{missing}。"),
        _live("能用的充电口", sum(s.ports_ok for s in sheds), "个", now, "充电口减去坏的。"),
    ]


def _points(db: Database, now: datetime) -> list[Figure]:
    flow = points_ledger.month_flow(db, f"{now:%Y-%m}")
    held = int(value(db, "select held from point_holdings") or 0)
    return [
        _live("本月发放", flow.issued.net, "枚", now, f"{flow.issued.told}，按入账的月份算。"),
        _live("大家手里", held, "枚", now, "所有居民余额相加，和账本逐笔对得上。"),
        _live("本月兑换", flow.redeemed.net, "枚", now, f"{flow.redeemed.told}，按兑换的月份算。"),
    ]


def _academy(db: Database, now: datetime) -> list[Figure]:
    every = series_seats(db, now.date())
    shown = [seats for seats in every if not seats.hidden]
    less = "，人太少的系列没算进来" if len(shown) < len(every) else ""
    seated, free = sum(s.seated for s in shown), sum(s.free for s in shown)
    learners = Figure(
        "在班", few(seated), "人次", Source.COMPUTED, now,
        f"已录取、在读和候补待确认的席位，报两个班算两次{less}。",
    )  # fmt: skip
    return [
        _live("本学期开班", sum(s.classes for s in every), "个", now, "正在报名或上课的班。"),
        learners,
        _live("还有空席", free, "席", now, f"名额减去在班人次{less}。"),
    ]


def _live(label: str, count: int, unit: str, at: datetime, how: str) -> Figure:
    return Figure(label, f"{count:,}", unit, Source.COMPUTED, at, how)


def _three_years_before(day: date) -> date:
    """The same day three years ago; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 3)


_LIVE: dict[Scene, Callable[[Database, datetime], list[Figure]]] = {
    Scene.OVERVIEW: _overview,
    Scene.MEETINGS: _meetings,
    Scene.FUND: _fund,
    Scene.SHEDS: _sheds,
    Scene.POINTS: _points,
    Scene.ACADEMY: _academy,
}


def fullest_sheds(db: Database, most: int = 10) -> list[Shed]:
    """The sheds for the chart: counted ones, the fullest first."""
    counted = [shed for shed in shed_capacity.sheds(db) if shed.counted and shed.bays_total]
    counted.sort(key=lambda shed: (shed.in_bays or 0) / shed.bays_total, reverse=True)
    return counted[:most]
