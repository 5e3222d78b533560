"""湾郡币 on the board in the hall (展示大屏): the months, and the books proved."""

from collections.abc import Callable
from functools import partial

from db.points_ledger import books as points_books
from db.visit import Visit
from domain.showcase import months_ago
from pages.feature import NONE, Drawing, Scene
from ui import board, charts, points_charts


def chart(visit: Visit, p: charts.Palette, size: charts.Size) -> Drawing:
    since = months_ago(visit.today, 11)
    months = points_books.months(visit.db, f"{since:%Y-%m}")
    if not months:
        return NONE
    drawn = points_charts.months_bars(months, p, size)
    return "每月发放与兑换", drawn, f"最近 {len(months)} 个月，往上是发放，往下是兑换。"


def books(visit: Visit) -> Callable[[], None]:
    """The ledger proved at this moment."""
    return partial(board.books_line, points_books.books(visit.db))


SCENE = Scene(
    "points",
    "湾郡币",
    "loyalty",
    "志愿有回报，一枚币连起一次互助",
    ("F16", "F17"),
    "“湾郡币+消费券”推动志愿服务“双向循环”。湾郡币是谢意，不是钱。",
    chart=chart,
    aside=books,
)
