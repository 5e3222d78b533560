"""The six screens of the board (展示大屏): what each says, and reading it in one go."""

from dataclasses import dataclass
from datetime import datetime

from db import parameters, points_ledger, registry, repair_fund, showcase
from db.visit import Visit
from domain.money import wan
from domain.points_ledger import Books
from domain.registry import Community
from domain.showcase import Fact, Figure, Honour, Scene
from ui import board_charts, charts, points_charts, shed_charts

CARDS = 4  # big numbers on one screen


@dataclass(frozen=True, slots=True)
class Script:
    """What a screen says in words. `first` names the published figures that come first."""

    icon: str
    headline: str
    first: tuple[str, ...]
    how: str


SCRIPTS = {
    Scene.OVERVIEW: Script("home", "“陌生人社区”，一步步变成“熟人社区”", ("F06", "F05"), ""),
    Scene.MEETINGS: Script(
        "forum",
        "大家的事，坐到一张桌上商量",
        ("F09",),
        "社区党委牵头，居委会、物业企业和居民代表坐到一起：信息互通、方案共商、决策共议。",
    ),
    Scene.FUND: Script(
        "handyman",
        "没有业委会，大修也能公开办成",
        ("F10", "F11", "F12"),
        "居委会作申请主体，组织业主代表会议，联动物业研究方案、选定施工单位。",
    ),
    Scene.SHEDS: Script(
        "pedal_bike",
        "惠民资金增建车棚，疏堵结合治乱停",
        ("F13",),
        "联席会反复商量，惠民资金增建车棚，执法部门下沉，疏堵结合。",
    ),
    Scene.POINTS: Script(
        "loyalty",
        "志愿有回报，一枚币连起一次互助",
        ("F16", "F17"),
        "“湾郡币+消费券”推动志愿服务“双向循环”。湾郡币是谢意，不是钱。",
    ),
    Scene.ACADEMY: Script(
        "school",
        "从孩子到老人，都有一个班",
        ("F14",),
        "能人领跑、资源整合、制度赋能：同学变熟人，邻里从陌生走向熟悉。",
    ),
}


@dataclass(frozen=True, slots=True)
class Path:
    """One trouble and the way out of it (难题与路子), told with published figures."""

    icon: str
    trouble: str
    way: str
    how: str
    facts: tuple[str, ...]


PATHS = [
    Path(
        "groups",
        "邻里不认识",
        "万青学苑，能人领跑",
        "居民达人带队，老人、宝妈、孩子都有班。",
        ("F14",),
    ),
    Path(
        "elevator",
        "大修没人牵头",
        "居委会作申请主体",
        "开业主代表会议，联动物业选方案、选施工单位。",
        ("F10", "F11"),
    ),
    Path(
        "pedal_bike",
        "电动车没处停",
        "惠民资金建车棚",
        "建棚是疏，执法下沉是堵，飞线充电有人管。",
        ("F13",),
    ),
    Path(
        "handshake",
        "物业不被信任",
        "三家物业，三条路子",
        "规范大修、志愿站、免费清洗，各有各的招。",
        ("F19",),
    ),
]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything one screen shows, read at one moment; nothing in it can name a person."""

    scene: Scene
    at: datetime
    community: Community | None
    facts: list[Fact]
    every_fact: dict[str, Fact]
    figures: list[Figure]
    more: list[Figure]
    honours: list[Honour]
    chart_title: str
    chart: charts.Spec | None
    conclusion: str
    books: Books | None

    @property
    def is_demo(self) -> bool:
        return bool(self.community and self.community.is_demo)


def read(visit: Visit, scene: Scene, p: charts.Palette, size: charts.Size) -> Screen:
    """One screen, with at most four big numbers: published ones first, live ones beside them."""
    every = showcase.facts(visit.db)
    by_code = {fact.code: fact for fact in every}
    facts = [by_code[code] for code in SCRIPTS[scene].first if code in by_code]
    if not facts:  # a community of its own: its first figures, as entered
        facts = [fact for fact in every if fact.scene is scene][:2]
    figures = showcase.figures(visit.db, scene, visit.now)
    room = CARDS - len(facts)
    title, chart, conclusion = _chart(visit, scene, p, size)
    return Screen(
        scene,
        visit.now,
        registry.community(visit.db),
        facts,
        by_code,
        figures[:room],
        figures[room:],
        showcase.honours(visit.db) if scene is Scene.OVERVIEW else [],
        title,
        chart,
        conclusion,
        points_ledger.books(visit.db) if scene is Scene.POINTS else None,
    )


Drawing = tuple[str, charts.Spec | None, str]
NONE: Drawing = ("", None, "")


def _chart(visit: Visit, scene: Scene, p: charts.Palette, size: charts.Size) -> Drawing:
    """Title, chart and the sentence it comes to; a scene may have none."""
    if scene is Scene.OVERVIEW:
        return NONE
    draw = {
        Scene.MEETINGS: _meetings,
        Scene.FUND: _fund,
        Scene.SHEDS: _sheds,
        Scene.POINTS: _points,
        Scene.ACADEMY: _academy,
    }[scene]
    return draw(visit, p, size)


def _meetings(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    since = showcase.months_ago(visit.today, 11)
    months = showcase.meeting_months(visit.db, since, visit.today)
    held = sum(count for _, count in months)
    if not held:
        return NONE
    chart = board_charts.month_counts(months, "开会（次）", p, size)
    return "每月开会次数", chart, f"近12个月开会 {held} 次。"


def _fund(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    stages = repair_fund.stage_money(visit.db)
    bars = [
        (
            money.stage.label,
            money.projects,
            f"{money.projects} 个"
            + (f"，预算 {wan(money.budget_fen)} 万元" if money.budget_fen else ""),
        )
        for money in stages
    ]
    running = sum(money.projects for money in stages)
    chart = board_charts.stage_bars(bars, p, size)
    return "在办项目走到哪一步", chart, f"在办 {running} 个项目，分在八步里。"


def _sheds(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    sheds = showcase.fullest_sheds(visit.db)
    if not sheds:
        return NONE
    tight = parameters.value_of(visit.db, "shed_tight_pct")
    full = parameters.value_of(visit.db, "shed_full_pct")
    chart = shed_charts.shed_bars(sheds, p, tight=tight, full=full, size=size)
    title = f"哪里停得下（到 {tight}% 紧张，过 {full}% 已满）"
    return title, chart, f"{len(sheds)} 处车棚的占用，最满的在最上面。"


def _points(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    since = showcase.months_ago(visit.today, 11)
    months = points_ledger.months(visit.db, f"{since:%Y-%m}")
    if not months:
        return NONE
    chart = points_charts.months_bars(months, p, size)
    return "每月发放与兑换", chart, f"最近 {len(months)} 个月，往上是发放，往下是兑换。"


def _academy(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    bars = []
    for seats in showcase.series_seats(visit.db, visit.today):
        name = f"{seats.series.label}（{seats.audience}）"
        if seats.hidden:
            bars.append((name, 0.0, "刚开始报名"))
            continue
        left = f"余 {seats.free} 席" if seats.free else "已满"
        text = f"{seats.seated} / {seats.capacity} 席，{left}"
        bars.append((name, seats.seated / seats.capacity, text))
    if not bars:
        return NONE
    return "哪个系列还有席位", board_charts.seat_bars(bars, p, size), "各系列的席位和已报人次。"
