"""Steps of a project (办理步骤): the only way its state changes, inside the gate."""

from sqlite_utils import Database

from db.rows import value
from db.visit import Visit
from db.writes import inside_gate
from domain.errors import NotFound, WrongState
from domain.repair_fund import State


def state_of(db: Database, project_id: int) -> State:
    """Where a project stands now. Raises NotFound."""
    found = value(db, "select state from repair_projects where id = :id", id=project_id)
    if found is None:
        raise NotFound("这个维修项目")
    return State(found)


def estate_of(db: Database, project_id: int) -> int:
    """The estate a project lies in. Raises NotFound."""
    found = value(db, "select estate_id from repair_projects where id = :id", id=project_id)
    if found is None:
        raise NotFound("这个维修项目")
    return int(found)


@inside_gate
def must_be(visit: Visit, project_id: int, *states: State) -> State:
    """Raises WrongState unless the project stands in one of `states`."""
    now = state_of(visit.db, project_id)
    if now not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise WrongState(f"这个项目现在是“{now.label}”，这件事要在{wanted}时办。")
    return now


@inside_gate
def step_to(
    visit: Visit, project_id: int, to: State, note: str = "", *, asked_by: int | None = None
) -> None:
    """Take one step. With `asked_by` it is that person's, and this visit's user is the second.

    The file refuses a step that is not in its table, or whose facts are not on file.
    """
    visit.db.execute(
        "insert into project_steps (project_id, from_state, to_state, happened_on, note, by_id,"
        " second_id) values (?, ?, ?, ?, ?, ?, ?)",
        [
            project_id,
            state_of(visit.db, project_id),
            to,
            visit.today.isoformat(),
            note,
            asked_by or visit.user.id,
            visit.user.id if asked_by else None,
        ],
    )
