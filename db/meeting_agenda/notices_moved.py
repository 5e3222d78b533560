"""Notices of topics whose last day falls on a rest day, now that those are known (顺延)."""

from datetime import date

from db.rest_days import Moved, Rests, first_working
from db.visit import Visit
from db.writes import inside_gate

RUNNING = """
    select n.id, n.ends_on, t.title from topic_notices n join topics t on t.id = n.topic_id
     where t.state = n.state order by n.id
"""


@inside_gate
def move_notices(visit: Visit, rests: Rests, calendar_id: int | None) -> list[Moved]:
    """Never shortened: a day that was announced stays announced."""
    moved: list[Moved] = []
    for id, ends, title in visit.db.execute(RUNNING).fetchall():
        to = first_working(date.fromisoformat(ends), rests)
        if to.isoformat() != ends and to >= visit.today:
            sql = "update topic_notices set ends_on = ? where id = ?"
            visit.db.execute(sql, [to.isoformat(), id])
            moved.append((f"议题“{title}”的公示", to))
    return moved
