"""Notices whose last day falls on a rest day, now that the year's rest days are known (顺延)."""

from datetime import date

from db.rest_days import Moved, Rests, first_working
from db.rows import put
from db.visit import Visit
from db.writes import inside_gate
from domain.repair_fund.notices import NoticeKind

# Still hanging; or over by what was computed, with the step it announces not taken yet: by what is
# published its last day may be still to come.
RUNNING = """
    select n.id, n.ends_on, n.kind, p.title
      from project_notices n join repair_projects p on p.id = n.project_id
     where n.removed_on is null and p.state not in ('closed', 'cancelled')
       and (n.ends_on >= ? or p.state = n.kind || '_notice')
     order by n.id
"""


@inside_gate
def move_notices(visit: Visit, rests: Rests, calendar_id: int | None) -> list[Moved]:
    """Never shortened: a day that was announced stays announced."""
    moved: list[Moved] = []
    for id, ends, kind, title in visit.db.execute(RUNNING, [visit.today.isoformat()]).fetchall():
        to = first_working(date.fromisoformat(ends), rests)
        if to.isoformat() != ends and to >= visit.today:
            put(
                visit.db, "notice_extensions", notice_id=id, from_on=ends, to_on=to,
                calendar_id=calendar_id, by_id=visit.user.id, at=visit.now,
            )  # fmt: skip
            moved.append((f"“{title}”的{NoticeKind(kind).label}", to))
    return moved
