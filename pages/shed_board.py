"""The sheds on the board in the hall (展示大屏): the fullest ones."""

from db import parameters
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from pages.feature import NONE, Drawing, Scene
from ui import charts, shed_charts


def chart(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    sheds = shed_capacity.fullest_sheds(visit.db, only=visit.user.only_estate)
    if not sheds:
        return NONE
    tight = parameters.value_of(visit.db, "shed_tight_pct")
    full = parameters.value_of(visit.db, "shed_full_pct")
    drawn = shed_charts.shed_bars(sheds, p, tight=tight, full=full, size=size)
    lines = "" if size is charts.Size.DESK else f"（到 {tight}% 紧张，过 {full}% 已满）"
    words = f"{len(sheds)} 处车棚，最满的是{sheds[0].name}，余 {sheds[0].free} 位。"
    return f"哪里停得下{lines}", drawn, words


SCENE = Scene(
    "sheds",
    "非机动车棚",
    "pedal_bike",
    "惠民资金增建车棚，疏堵结合治乱停",
    ("F13",),
    "联席会反复商量，惠民资金增建车棚，执法部门下沉，疏堵结合。",
    chart=chart,
)
