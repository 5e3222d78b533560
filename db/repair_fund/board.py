"""The fund on the board in the hall (展示大屏): what was repaired, and what it cost."""

from datetime import date, datetime

from sqlite_utils import Database

from db.repair_fund import projects
from domain.money import wan
from domain.registry import Source
from domain.showcase import Figure, counted


def figures(db: Database, now: datetime) -> list[Figure]:
    lifts, buildings, households = projects.repaired(db)
    paid = wan(projects.paid_since(db, date(now.year, 1, 1)))
    done = "验收合格的项目"
    return [
        *overview(db, now),
        counted("修好电梯", lifts, "部", now, f"{done}，一部只算一次。"),
        counted("治好渗水", buildings, "栋", now, f"{done}，一栋只算一次。"),
        counted("涉及", households, "户", now, f"{done}的列支范围，一户只算一次。"),
        Figure(
            "今年拨付",
            paid,
            "万元",
            Source.COMPUTED,
            now,
            "今年付出、已核准的相加，退回的减掉，四舍五入到百元。",
        ),
    ]


def overview(db: Database, now: datetime) -> list[Figure]:
    running = sum(stage.projects for stage in projects.stage_money(db))
    how = "从提议到质保期，结案、中止和终止的不算。"
    return [counted("在办维修项目", running, "个", now, how)]
