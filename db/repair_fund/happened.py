"""What happened to a project and when (缘由): the events a date on a form is held against."""

from collections.abc import Callable
from datetime import date

from sqlite_utils import Database

from db.brought import Brought
from db.rows import value
from domain.dates import Event
from domain.repair_fund.projects import Happening, Talk

# Where a project is talked over: the talks about it, those of a meeting still to come as well.
TALKS = Brought[Callable[[Database, int], list[Talk]]]()

# Where a fact carries the day it really was, that day counts; else the day it was recorded.
EVENTS = {
    Happening.PROPOSED: "select proposed_on from repair_projects where id = :id",
    Happening.SURVEYED: "select surveyed_on from surveys where project_id = :id",
    Happening.PLANNED: "select max(made_on) from plans where project_id = :id",
    Happening.EMERGENCY: "select max(confirmed_on) from emergencies where project_id = :id",
    Happening.VOTED: """
        select max(happened_on) from project_steps
         where project_id = :id and to_state = 'vote_passed'
    """,
    Happening.APPLIED: """
        select max(happened_on) from project_steps
         where project_id = :id and to_state = 'applied' and from_state <> 'suspended'
    """,
    Happening.APPROVED: "select min(approved_on) from fund_approvals where project_id = :id",
    Happening.CHARGED: """
        select min(approved_on) from fund_payments
         where project_id = :id and approved_by is not null
    """,
    Happening.BEGAN: "select works_from from repair_projects where id = :id",
    Happening.INSPECTED: "select max(looked_on) from acceptances where project_id = :id",
    Happening.ACCEPTED: """
        select max(looked_on) from acceptances where project_id = :id and outcome = 'accepted'
    """,
    Happening.SETTLED: """
        select max(happened_on) from project_steps
         where project_id = :id and to_state = 'settled' and from_state <> 'suspended'
    """,
    Happening.RAISED: """
        select max(happened_on) from project_steps
         where project_id = :id and to_state = 'vote_passed'
    """,
}


def event(db: Database, project_id: int, what: Happening) -> Event | None:
    """When something last happened to a project; None when it has not."""
    if what is Happening.TALKED:
        made = value(db, "select max(made_on) from plans where project_id = :id", id=project_id)
        days = [talk.at.date() for talk in talks_since(db, project_id, made)]
        return Event(what.label, min(days)) if days else None
    found = value(db, EVENTS[what], id=project_id)
    return Event(what.label, date.fromisoformat(found)) if found else None


def talks_since(db: Database, project_id: int, made_on: str | None) -> list[Talk]:
    """The talks about a plan, on the day it was made or later; none before there is one."""
    if made_on is None:
        return []
    every = [talk for talks in TALKS for talk in talks(db, project_id)]
    return [talk for talk in every if talk.at.date() >= date.fromisoformat(made_on)]


def events(db: Database, project_id: int, *whats: Happening) -> list[Event | None]:
    """Several events, in the order they were asked for."""
    return [event(db, project_id, what) for what in whats]


def first_deposit(db: Database, estate_id: int) -> Event | None:
    """The first money an estate paid in or was opened with: nothing is earned on it before."""
    found = db.execute(
        "select min(e.booked_on) from household_entries e join units u on u.id = e.unit_id"
        " where u.estate_id = ? and e.kind in ('deposit', 'opening')",
        [estate_id],
    ).fetchone()
    return Event("第一笔交存", date.fromisoformat(found[0])) if found[0] else None
