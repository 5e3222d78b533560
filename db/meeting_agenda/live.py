"""What every entry of a meeting asks first: is it open, what is its rule, who was quicker."""

from typing import Any

from sqlite_utils import Database

from db import parameters
from db.meeting_agenda import members
from db.meeting_agenda.meetings import meeting
from db.rows import first, value
from db.visit import Visit
from db.writes import inside_gate
from domain.errors import NotFound
from domain.meeting_agenda.meetings import Meeting
from domain.meeting_agenda.members import MeetingRule
from domain.meeting_agenda.seen import Newest, check_seen
from domain.meeting_agenda.sittings import MinutesState, Sitting, check_live

SITTINGS = """
    select s.meeting_id, s.opened_at, a.name as opened_by, s.eligible, s.counted, s.closed_at,
           c.name as closed_by, s.members, s.present, s.quorum_met
      from sittings s join accounts a on a.id = s.opened_by
      left join accounts c on c.id = s.closed_by
"""


def sitting(db: Database, meeting_id: int) -> Sitting | None:
    """The meeting as it is held; None before it was opened."""
    return first(db, Sitting, f"{SITTINGS} where s.meeting_id = :id", id=meeting_id)


def minutes_state(db: Database, meeting_id: int) -> MinutesState | None:
    """How far the minutes are; None before the meeting was closed."""
    found = value(db, "select state from minutes where meeting_id = :id", id=meeting_id)
    return None if found is None else MinutesState(found)


def rule_of(db: Database, of: Meeting) -> MeetingRule:
    """The rule of a meeting: that of its day."""
    return members.rule(db, of.rule_kind, of.starts_at.date())


def notice_days(db: Database, rule: MeetingRule) -> int:
    """How many days before a meeting of this rule its items are announced (会前公布)."""
    return rule.notice_days or int(parameters.value_of(db, "meeting_notice_days"))


def meeting_of(db: Database, item_id: int) -> Meeting:
    """The meeting an item is on the agenda of. Raises NotFound."""
    id = value(db, "select meeting_id from agenda_items where id = :id", id=item_id)
    if id is None:
        raise NotFound("这项议题")
    return meeting(db, id)


@inside_gate
def must_be_live(visit: Visit, of: Meeting) -> Sitting:
    """Opened, and its minutes not signed yet. Raises WrongState."""
    found = sitting(visit.db, of.id)
    check_live(of, found, minutes_state(visit.db, of.id))
    assert found is not None
    return found


def must_have_seen(db: Database, what: str, seen: int, newest: str, **named: Any) -> None:
    """Nobody wrote since. `newest` is SQL of the last entry: id, said, by, at. Raises WrongState."""
    check_seen(what, seen, first(db, Newest, newest, **named))
