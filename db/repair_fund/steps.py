"""Steps of a project (办理步骤): the only way its state changes, inside the gate."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlite_utils import Database

from db.rows import put, value
from db.visit import Visit, reads
from db.writes import inside_gate
from domain.errors import NotFound, WrongState
from domain.people import Permission
from domain.repair_fund.projects import State

P = ParamSpec("P")
T = TypeVar("T")
Of = Callable[Concatenate[Visit, int, P], T]


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


def of_a_project(permission: Permission) -> Callable[[Of[P, T]], Of[P, T]]:
    """Mark a read of one project, named first after the visit: `reads`, and of the own estate only.

    Raises NotAllowed for another estate's project (物业只看本小区), NotFound for none.
    """

    def mark(read: Of[P, T]) -> Of[P, T]:
        @wraps(read)
        def covered(visit: Visit, project_id: int, *args: P.args, **kwargs: P.kwargs) -> T:
            if visit.user.only_estate is not None:
                visit.user.must_cover(estate_of(visit.db, project_id))
            return read(visit, project_id, *args, **kwargs)

        return cast(Of[P, T], reads(permission)(covered))

    return mark


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
    put(
        visit.db, "project_steps", project_id=project_id, from_state=state_of(visit.db, project_id),
        to_state=to, happened_on=visit.today, note=note, by_id=asked_by or visit.user.id,
        second_id=visit.user.id if asked_by else None,
    )  # fmt: skip
