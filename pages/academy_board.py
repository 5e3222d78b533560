"""The academy on the board in the hall (展示大屏): seats by series."""

from db.academy_enrollment.board import series_seats
from db.visit import Visit
from pages.feature import NONE, Drawing, Scene
from ui import board_charts, charts


def chart(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    bars = []
    for seats in series_seats(visit.db, visit.today):
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


SCENE = Scene(
    "academy",
    "万青学苑",
    "school",
    "从孩子到老人，都有一个班",
    ("F14",),
    "能人领跑、资源整合、制度赋能：同学变熟人，邻里从陌生走向熟悉。",
    chart=chart,
)
