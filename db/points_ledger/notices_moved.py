"""Awards in their notice whose last day falls on a rest day, now that those are known (顺延)."""

from datetime import date

from db.rest_days import Moved, Rests, first_working
from db.visit import Visit
from db.writes import inside_gate


@inside_gate
def move_notices(visit: Visit, rests: Rests, calendar_id: int | None) -> list[Moved]:
    """Never shortened: a day that was announced stays announced."""
    moved: list[Moved] = []
    for ends, awards in visit.db.execute(
        "select notice_end, count(*) from awards where state = 'in_notice' group by notice_end"
    ).fetchall():
        to = first_working(date.fromisoformat(ends), rests)
        if to.isoformat() != ends and to >= visit.today:
            visit.db.execute(
                "update awards set notice_end = ? where state = 'in_notice' and notice_end = ?",
                [to.isoformat(), ends],
            )
            moved.append((f"{awards} 张湾郡币登记", to))
    return moved
