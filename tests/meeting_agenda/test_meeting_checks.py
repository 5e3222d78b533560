"""What `check` asks of meetings: green after an evening, red for each thing done to it by hand."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks import report
from db.meeting_agenda import attendance, checks, deciding, minuting, promising
from domain.meeting_agenda.actions import NewAction, Progress, Verdict
from domain.meeting_agenda.attendance import Recusal
from domain.meeting_agenda.deciding import NewOpinion, Stance
from tests import meetings
from tests.community import account_id, visit_of
from tests.meeting_agenda.test_topics import BROKEN as OF_TOPICS
from tests.rude_hands import by_hand

OURS = {one.code for one in checks.INVARIANTS}
BROKEN: dict[str, tuple[str, set[str]]] = {
    "a number skipped": ("update minutes set number = 2", {"minutes_numbers"}),
    "minutes gone": ("delete from minutes", {"minutes_of_the_closed"}),
    "an outcome taken out": (
        "delete from item_outcomes where id = 1",
        {"closed_items", "item_outcomes_unbroken"},
    ),
    "a meeting opened again": ("update meetings set state = 'planned'", {"closed_states"}),
    "an opinion of another meeting": (
        "update opinions set item_id = 1",
        {"entries_of_their_meeting"},
    ),
    "a recusal of another meeting": (
        "update recusals set item_id = 1",
        {"entries_of_their_meeting"},
    ),
    "a mark out of turn": (
        "update attendance_marks set seen = -1 where seen = 0",
        {"marks_in_turn"},
    ),
    "a promise that stands elsewhere": (
        "update actions set state = 'open' where id = 1",
        {"action_states"},
    ),
    "a step from elsewhere": (
        "update action_steps set from_state = 'in_progress' where id = 2",
        {"action_steps_in_turn"},
    ),
    "verified by who reported it": (
        f"update action_steps set by_id = {account_id('property')} where to_state = 'verified'",
        {"verified_by_another"},
    ),
    "a step taken out": (
        "delete from action_steps where id = 2",
        {"action_steps_in_turn", "action_steps_unbroken"},
    ),
    "minutes that stand elsewhere": (
        "update minutes set state = 'draft'",
        {"minutes_states", "closed_states"},
    ),
    "minutes signed by who reviewed": (
        f"update minutes_steps set by_id = {account_id('clerk2')} where to_state = 'signed'",
        {"minutes_signed_by_another"},
    ),
    "a step of minutes taken out": (
        "delete from minutes_steps where id = 1",
        {"minutes_steps_unbroken"},
    ),
    "an opinion taken out": ("delete from opinions where id = 1", {"opinions_unbroken"}),
    "a mark taken out": (
        "delete from attendance_marks where id = 1",
        {"attendance_marks_unbroken", "marks_in_turn"},
    ),
}


@pytest.fixture
def evening(path: Path) -> Path:
    with connection.opened(path) as db:
        meetings.seats(visit_of(db, "clerk"), 2)
        held = meetings.opened(db)
        visit = meetings.that_evening(db)
        meetings.come(visit, held, 2)
        meetings.come(visit, held, 1, "one left")
        line, *_ = attendance.attendances(db, held.meeting_id)
        for slip in ("one", "two"):
            said = NewOpinion(slip, held.talk, line.id, Stance.OTHER, "再想想")
            deciding.record_opinion(visit, said)
        attendance.recuse(visit, Recusal("r", held.talk, line.id, True, "有关系", 0))
        meetings.closed(db, held)
        _kept(db, held)
        minuting.review(meetings.that_evening(db, "clerk2"), held.meeting_id)
        minuting.sign(meetings.that_evening(db, "secretary"), held.meeting_id)
    return path


def _kept(db: Database, held: meetings.Evening) -> None:
    """A promise, reported done by the company and verified by the supervisor."""
    due = meetings.EVENING.date()
    new = NewAction(
        "a", held.meeting_id, held.talk, "七点前收摊", meetings.PINE_COMPANY, "周经理", due
    )
    id = promising.promise(meetings.that_evening(db), new).id
    property_ = meetings.that_evening(db, "property")
    promising.claim_done(property_, Progress("p", id, "收了", 1))
    promising.verify(meetings.that_evening(db, "supervisor"), Verdict("v", id, "看过", 2))


def red(path: Path) -> set[str]:
    with connection.opened(path) as db:
        return {one.code for one in report.run(db) if not one.ok} & OURS


def test_an_evening_leaves_every_check_green(evening: Path):
    with connection.opened(evening) as db:
        assert {one.code for one in report.run(db) if not one.ok} == set()


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_done_by_hand_is_found(evening: Path, what: str):
    script, found = BROKEN[what]
    with by_hand(evening) as conn:
        conn.execute("pragma ignore_check_constraints = on")
        conn.execute(script)
    assert red(evening) == found


def test_every_check_of_meetings_is_broken_once():
    broken = [*BROKEN.values(), *OF_TOPICS.values()]
    assert set().union(*(found for _, found in broken)) == OURS
