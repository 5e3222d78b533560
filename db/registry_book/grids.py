"""Grids (网格) are named, renamed, closed and opened again; who walks them is a matter of a day."""

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.registry_book.grids import (
    Grid,
    GridAccount,
    GridChange,
    NewGrid,
    check_closing,
    check_grid_change,
    read_grid,
)

GRIDS = """
    select g.id, g.name, g.closed_on,
           (select count(*) from stewards w where w.grid_id = g.id and w.to_on is null) as stairwells,
           coalesce((select group_concat(name, '、') from (select distinct w.name from stewards w
             where w.grid_id = g.id and w.to_on is null order by 1)), '') as people
      from grids g
"""


@reads(Permission.CHANGE_REGISTRY)
def grids(visit: Visit) -> list[Grid]:
    """Every grid, those in use first."""
    return many(visit.db, Grid, f"{GRIDS} order by g.closed_on is not null, g.name")


@reads(Permission.CHANGE_REGISTRY)
def accounts(visit: Visit) -> list[GridAccount]:
    """The accounts of grid workers in use."""
    return many(
        visit.db,
        GridAccount,
        "select id, name, username from accounts where role = 'grid' and is_active = 1 order by id",
    )


def _grid(db: Database, id: int) -> Grid:
    return one(db, Grid, "这个网格", f"{GRIDS} where g.id = :id", id=id)


def _name_is_free(db: Database, name: str, but: int = 0) -> None:
    if value(db, "select count(*) from grids where name = :name and id <> :id", name=name, id=but):
        raise Invalid(f"已经有叫“{name}”的网格了，停用的也算。换一个名称。")


@writes(Permission.CHANGE_REGISTRY)
def add_grid(visit: Visit, paper: NewGrid) -> Receipt:
    """Raises Invalid for a name there is."""
    name = read_grid(paper.name)
    _name_is_free(visit.db, name)
    id = put(visit.db, "grids", name=name)
    return Receipt(f"加了网格“{name}”。在楼栋那里“换网格员”，就能划进来。", id)


@writes(Permission.CHANGE_REGISTRY)
def rename_grid(visit: Visit, paper: GridChange) -> Receipt:
    """Raises Invalid for a name there is, WrongState where somebody else changed it."""
    told = check_grid_change(paper, _grid(visit.db, paper.grid_id))
    name = read_grid(paper.now.name)
    _name_is_free(visit.db, name, paper.grid_id)
    visit.db.execute("update grids set name = ? where id = ?", [name, paper.grid_id])
    return Receipt(f"网格改好了：{told}。", paper.grid_id)


@writes(Permission.CHANGE_REGISTRY)
def close_grid(visit: Visit, grid_id: int, *, slip: str) -> Receipt:
    """It is not used any more; who walked it when stays. Raises WrongState."""
    grid = _grid(visit.db, grid_id)
    check_closing(grid)
    visit.db.execute(
        "update grids set closed_on = ? where id = ?", [visit.today.isoformat(), grid.id]
    )
    return Receipt(f"网格“{grid.name}”停用了，以前的都留着。", grid.id)


@writes(Permission.CHANGE_REGISTRY)
def reopen_grid(visit: Visit, grid_id: int, *, slip: str) -> Receipt:
    """Raises WrongState for one in use."""
    grid = _grid(visit.db, grid_id)
    if grid.closed_on is None:
        raise WrongState(f"“{grid.name}”正在用。")
    visit.db.execute("update grids set closed_on = null where id = ?", [grid.id])
    return Receipt(f"网格“{grid.name}”重新启用了。", grid.id)
