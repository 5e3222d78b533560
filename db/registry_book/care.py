"""Who looks after a building changes from a day on (换网格员、换管家)."""

from sqlite_utils import Database

from db.registry_book.scope import estate_of
from db.rows import many, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.dates import Event, after
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.care import Duty, NewSteward, Open, check_steward
from domain.registry_book.homes import read_number

OPEN = """
    select s.id as stairwell_id, w.id as steward_id, w.name, w.from_on, w.grid_id,
           w.account_id
      from stairwells s
      left join stewards w on w.stairwell_id = s.id and w.duty = :duty and w.to_on is null
     where s.building_id = :building order by s.number
"""


@writes(Permission.CHANGE_REGISTRY)
def change_steward(visit: Visit, paper: NewSteward) -> Receipt:
    """Every stairwell of a building has this person from a day on; the one before ends on it.

    Raises Invalid for a day before the last change, WrongState for a building without stairwells.
    """
    db = visit.db
    name = _account(db, paper) if paper.account_id is not None else check_steward(paper)
    visit.user.must_cover(estate_of(db, paper.building_id))
    closed = "select name from grids where id = :id and closed_on is not null"
    if paper.grid_id is not None and (grid := value(db, closed, id=paper.grid_id)):
        raise WrongState(f"网格“{grid}”已经停用了，请换一个。")
    held = many(db, Open, OPEN, building=paper.building_id, duty=str(paper.duty))
    if not held:
        raise WrongState("这栋楼还没有单元，先在“社区和小区”里加单元。")
    if all(one.is_as(name, paper) for one in held):
        raise Invalid(f"这栋楼的{paper.duty.label}现在就是{name}，没有要改的。")
    last = max((one.from_on for one in held if one.from_on), default=None)
    after(paper, "on", visit.today, Event("前一位接手", last) if last else None)
    for one in held:
        if not one.is_as(name, paper):
            _follow(visit, paper, one, name)
    building = value(
        db,
        "select e.short_name || ' ' || b.label || '栋' from buildings b"
        "  join estates e on e.id = b.estate_id where b.id = :id",
        id=paper.building_id,
    )
    changed = [one for one in held if not one.is_as(name, paper)]
    before = "、".join(dict.fromkeys(one.name or "没有人" for one in changed))
    day = short_day(paper.on, visit.today)
    told = f"{building}的{paper.duty.label}：{before} → {name}，{day}起。"
    return Receipt(told, paper.building_id)


def _account(db: Database, paper: NewSteward) -> str:
    """The name of the account that was chosen. Raises Invalid for none of a grid worker in use."""
    name = value(
        db,
        "select name from accounts where id = :id and role = 'grid' and is_active = 1",
        id=paper.account_id,
    )
    if name is None or paper.duty is not Duty.GRID:
        raise Invalid("这个账号不是在用的网格员账号，请重新选。")
    return str(name)


@inside_gate
def _follow(visit: Visit, paper: NewSteward, now: Open, name: str) -> None:
    """The grid stays that of the stairwell, where none was chosen; who walks it is another."""
    if now.steward_id is not None:
        visit.db.execute(
            "update stewards set to_on = ?, ended_at = ?, ended_by = ? where id = ?",
            [paper.on.isoformat(), visit.at, visit.user.id, now.steward_id],
        )
    phone = read_number(paper.phone)[0] if paper.phone.strip() else ""
    put(
        visit.db, "stewards", stairwell_id=now.stairwell_id, duty=paper.duty, grid_id=paper.grid_id or now.grid_id,
        name=name, phone=phone, account_id=paper.account_id, from_on=paper.on, recorded_at=visit.now,
        recorded_by=visit.user.id,
    )  # fmt: skip
