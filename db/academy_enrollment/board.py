"""The academy on the board in the hall (展示大屏): seats by series, none that names so few people."""

from datetime import date, datetime

from sqlite_utils import Database

from db.academy_enrollment import classes
from domain.academy_enrollment.series import SeriesSeats, seats_by_series
from domain.privacy import few
from domain.registry import Source
from domain.showcase import Figure, counted


def series_seats(db: Database, today: date) -> list[SeriesSeats]:
    """Seats of the present term by series."""
    return seats_by_series(classes.open_classes(db, today))


def figures(db: Database, now: datetime) -> list[Figure]:
    every = series_seats(db, now.date())
    shown = [seats for seats in every if not seats.hidden]
    less = "，人太少的系列没算进来" if len(shown) < len(every) else ""
    seated, free = sum(s.seated for s in shown), sum(s.free for s in shown)
    learners = Figure(
        "在班", few(seated), "人次", Source.COMPUTED, now,
        f"已录取、在读和候补待确认的席位，报两个班算两次{less}。",
    )  # fmt: skip
    return [
        counted("本学期开班", sum(s.classes for s in every), "个", now, "正在报名或上课的班。"),
        learners,
        counted("还有空席", free, "席", now, f"名额减去在班人次{less}。"),
    ]
