"""Meetings on the board in the hall (展示大屏): how many each month."""

from db.meeting_agenda import board
from db.visit import Visit
from domain.showcase import months_ago
from pages.feature import NONE, Drawing, Scene
from ui import board_charts, charts


def chart(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    since = months_ago(visit.today, 11)
    months = board.months(visit.db, since, visit.today)
    held = sum(count for _, count in months)
    if not held:
        return NONE
    drawn = board_charts.month_counts(months, "开会（次）", p, size)
    return "每月开会次数", drawn, f"近12个月开会 {held} 次。"


SCENE = Scene(
    "meetings",
    "议事协商",
    "forum",
    "大家的事，坐到一张桌上商量",
    ("F09",),
    "社区党委牵头，居委会、物业企业和居民代表坐到一起：信息互通、方案共商、决策共议。",
    chart=chart,
)
