"""The screens of the board (展示大屏): what each says, and reading it in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db import registry, showcase
from db.visit import Visit
from domain.registry import Community
from domain.showcase import Fact, Figure, Honour
from pages.feature import NONE, Scene
from pages.features import FEATURES
from ui import charts

CARDS = 4  # big numbers on one screen
OWN = 2  # of which so many are published ones, where a community enters its own


OVERVIEW = Scene("overview", "总览", "home", "“陌生人社区”，一步步变成“熟人社区”", ("F06", "F05"))
SCENES = (OVERVIEW, *(feature.scene for feature in FEATURES if feature.scene))


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
    aside: Callable[[], None] | None

    @property
    def is_demo(self) -> bool:
        return bool(self.community and self.community.is_demo)


def read(visit: Visit, scene: Scene, p: charts.Palette, size: charts.Size) -> Screen:
    """One screen, with at most four big numbers: published ones first, live ones beside them."""
    every = showcase.facts(visit.db)
    by_code = {fact.code: fact for fact in every}
    facts = [by_code[code] for code in scene.first if code in by_code]
    if not facts or len(facts) < len(scene.first):  # one's own figures, in the order of the list
        own = [fact for fact in every if fact.scene == scene.key and fact not in facts]
        facts = [*facts, *own][:OWN]
    figures = showcase.figures(visit.db, scene.key, visit.now)
    room = CARDS - len(facts)
    title, chart, conclusion = scene.chart(visit, p, size) if scene.chart else NONE
    return Screen(
        scene,
        visit.now,
        registry.community(visit.db),
        facts,
        by_code,
        figures[:room],
        figures[room:],
        showcase.honours(visit.db) if scene is OVERVIEW else [],
        title,
        chart,
        conclusion,
        scene.aside(visit) if scene.aside else None,
    )
