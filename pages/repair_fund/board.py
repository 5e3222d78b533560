"""The fund on the board in the hall (展示大屏): projects by stage."""

from db.repair_fund import projects
from db.visit import Visit
from domain.money import wan
from pages.feature import Drawing, Scene
from ui import board_charts, charts


def chart(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    stages = projects.stage_money(visit.db)
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
    drawn = board_charts.stage_bars(bars, p, size)
    return "在办项目走到哪一步", drawn, f"在办 {running} 个项目，分在八步里。"


SCENE = Scene(
    "fund",
    "维修资金",
    "handyman",
    "没有业委会，大修也能公开办成",
    ("F10", "F11", "F12"),
    "居委会作申请主体，组织业主代表会议，联动物业研究方案、选定施工单位。",
    chart=chart,
)
