"""湾郡币 on the board in the hall (展示大屏): what was issued, what is held."""

from datetime import datetime

from sqlite_utils import Database

from db.points_ledger import books
from db.rows import value
from domain.showcase import Figure, counted


def figures(db: Database, now: datetime) -> list[Figure]:
    flow = books.month_flow(db, f"{now:%Y-%m}")
    held = int(value(db, "select held from point_holdings") or 0)
    return [
        counted("本月发放", flow.issued.net, "枚", now, f"{flow.issued.told}，按入账的月份算。"),
        counted("大家手里", held, "枚", now, "所有居民余额相加，和账本逐笔对得上。"),
        counted(
            "本月兑换", flow.redeemed.net, "枚", now, f"{flow.redeemed.told}，按兑换的月份算。"
        ),
    ]
