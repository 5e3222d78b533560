"""What a new community needs (上线清单), composed of the lines that every feature brings.

The administrator has it on 首页 until all is done or he puts it away; everybody else until people
can work in the community.
"""

from db import registry
from db.feature import Part
from db.features import FEATURES
from db.rows import put, value
from db.visit import Visit, permission_of, reads
from db.writes import Undo, writes
from domain.errors import Invalid
from domain.home import MARKS, PUT_AWAY, SetUp, whose
from domain.people import Permission
from domain.receipts import Receipt


@reads(Permission.SEE_HOME)
def set_up(visit: Visit) -> list[SetUp]:
    """Every line with what there is of it; none for whom nothing is left to be seen to."""
    community = registry.community(visit.db)
    if community is None or community.is_demo:
        return []
    parts = [part for feature in FEATURES for part in feature.parts]
    keeps = visit.user.may(permission_of(mark_done))
    if keeps and put_away(visit):
        return []
    there = {part: _is(visit, part.there) for part in parts if part.needed or keeps}
    if all(there.values()):
        return []
    return [_line(visit, part, there.get(part), keeps) for part in parts]


@reads(Permission.SEE_HOME)
def put_away(visit: Visit) -> bool:
    """Whether the administrator has put the list away."""
    return _marked(visit, PUT_AWAY)


def _marked(visit: Visit, code: str) -> bool:
    sql = "select exists (select 1 from set_up_marks where code = :code)"
    return bool(value(visit.db, sql, code=code))


def _is(visit: Visit, sql: str) -> bool:
    return bool(value(visit.db, sql))


def _line(visit: Visit, part: Part, done: bool | None, keeps: bool) -> SetUp:
    done = _is(visit, part.there) if done is None else done
    count = int(value(visit.db, part.count)) if part.count else 0
    words = str(value(visit.db, part.words) or "") if part.words else ""
    return SetUp(
        part.title,
        part.detail,
        done,
        part.needed,
        part.room if part.needs and visit.user.may(part.needs) else None,
        words or (f"{count:,} {part.unit}" if count else ""),
        part.mark if keeps and not done else "",
        f"{whose(part.needs)}来办" if part.needs else "",
    )


@writes(Permission.KEEP_COMMUNITY)
def bring_back(visit: Visit, id: int, slip: str) -> Receipt:
    """The list is on 首页 again, or a part stands there as not done. Raises Invalid."""
    code = list(MARKS)[id]
    changed = visit.db.execute("delete from set_up_marks where code = ?", [code]).rowcount
    if not changed:
        raise Invalid("它已经在首页上了。")
    return Receipt(f"撤销了：{MARKS[code]}。", id)


@writes(Permission.KEEP_COMMUNITY, undo=Undo(bring_back))
def mark_done(visit: Visit, code: str, slip: str) -> Receipt:
    """Say that a part is done which no table can show, or put the list away. Raises Invalid."""
    if code not in MARKS:
        raise Invalid("上线清单里没有这一项。")
    if _marked(visit, code):
        raise Invalid(f"已经记过了：{MARKS[code]}。")
    put(visit.db, "set_up_marks", code=code, marked_at=visit.now, marked_by=visit.user.id)
    return Receipt(f"记下了：{MARKS[code]}。", list(MARKS).index(code))
