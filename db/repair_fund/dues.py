"""What of the repair fund waits for somebody (要办的): payments, steps, notices, votes, standstill."""

from collections.abc import Sequence

from db.repair_fund import moves, notices, payments, projects
from db.repair_fund.figures import to_notify
from db.visit import Visit, permission_of, reads
from domain.home import Due, Rank, due_for, second_person
from domain.people import Permission
from domain.repair_fund.projects import Project, State
from domain.repair_fund.transitions import step_between, steps_from
from domain.repair_fund.words import days_in_state, so_far

WAITS_LONG = 10  # days after which a project that has not moved wants a look
NAMED = 2  # projects named together, and of those that stand still
WAITING = """
    select f.project_id, f.recorded_by
      from fund_payments f join repair_projects p on p.id = f.project_id
     where f.approved_by is null and f.refused_by is null and (?1 is null or p.estate_id = ?1)
     order by f.id
"""


@reads(Permission.SEE_FUND)
def dues(visit: Visit) -> list[Due]:
    """What waits for an answer first, then what is to be posted, then what stands still."""
    running = {p.id: p for p in projects.running(visit.db, visit.user.only_estate)}
    return [
        *_payments(visit, running),
        *_requests(visit),
        *_notices(visit, running),
        *_standing(visit, list(running.values())),
    ]


def _payments(visit: Visit, running: dict[int, Project]) -> list[Due]:
    wait = visit.db.execute(WAITING, [visit.user.only_estate]).fetchall()
    own = sum(recorded_by == visit.user.id for _, recorded_by in wait)
    room, named = _where([id for id, _ in wait], running)
    title = "{} 笔维修资金拨付等核准"
    due = Due(room, Rank.WAITED_FOR, "待核准", title, named, "去核准")
    return second_person(visit.user, permission_of(payments.approve_payment), due, len(wait), own)


def _requests(visit: Visit) -> list[Due]:
    """Each by the step that was asked for: opening a ballot and closing are not one thing."""
    found = []
    for asked in moves.requests(visit):
        project = projects.project(visit.db, asked.project_id)
        step = step_between(project.state, asked.to)
        verb = step.verb if step else asked.to.label
        detail = f"{project.estate} {project.title}，{asked.asked_by_name}提请"
        room = f"fund?project={project.id}"
        due = Due(room, Rank.WAITED_FOR, "待确认", f"“{verb}”等确认", detail, "去确认")
        own = int(asked.asked_by == visit.user.id)
        found += second_person(visit.user, asked.answered_by, due, 1, own)
    return found


def _notices(visit: Visit, running: dict[int, Project]) -> list[Due]:
    numbers = to_notify(visit)
    if not numbers:
        return []
    room, named = _where(numbers, running)
    title = f"{len(numbers)} 个维修项目该张贴公示了"
    due = Due(room, Rank.ON_A_DAY, "该张贴", title, named, "去张贴")
    return due_for(visit.user, permission_of(notices.put_up_notice), due)


def _where(numbers: Sequence[int], running: dict[int, Project]) -> tuple[str, str]:
    """The project when it is one, the list when there are more; and their names."""
    room = f"fund?project={numbers[0]}" if len(numbers) == 1 else "fund"
    there = [running[id] for id in numbers if id in running]
    return room, "、".join(f"{one.estate} {one.title}" for one in there[:NAMED])


def _standing(visit: Visit, running: Sequence[Project]) -> list[Due]:
    """Projects being voted on, and those that have not moved; none in warranty, which waits."""
    found = [
        due
        for project in running
        if project.state is State.VOTING
        or (project.state is not State.IN_WARRANTY
            and days_in_state(project.state_since, visit.today) >= WAITS_LONG)
        for due in due_for(visit.user, _needs(project), _stands(visit, project))
    ]  # fmt: skip
    mine = [due for due in found if not due.waits_for]
    return mine[:NAMED] + [due for due in found if due.waits_for]


def _needs(project: Project) -> Permission:
    """What the next step of the table takes; a vote needs papers, and a stopped one a decision."""
    if project.state is State.VOTING:
        return Permission.RECORD_PAPER
    steps = steps_from(project.state)
    return steps[0].needs if steps else Permission.STOP_PROJECT


def _stands(visit: Visit, project: Project) -> Due:
    voting = project.state is State.VOTING
    return Due(
        f"fund?project={project.id}", Rank.WATCHED,
        "表决中" if voting else so_far(project.state_since, visit.today),
        f"{project.estate} {project.title}",
        f"停在“{project.state.label}”，涉及 {project.households:,} 户", "看项目",
    )  # fmt: skip
