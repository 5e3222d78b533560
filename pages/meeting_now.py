"""One meeting as it stands (此刻的会): read once for a screen, and what the screen showed before."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from db import registry
from db.meeting_agenda import actions, attendance, deciding, live, meetings, sittings
from db.visit import Visit
from domain.meeting_agenda.actions import Action
from domain.meeting_agenda.attendance import Attendance, Presence, Recused
from domain.meeting_agenda.deciding import Opinion, Outcome
from domain.meeting_agenda.meetings import AgendaItem, Meeting
from domain.meeting_agenda.members import MeetingRule, Quorum, QuorumOf
from domain.meeting_agenda.sittings import FINAL, ItemTurn, Sitting
from domain.registry import Body

SHOWN = "meeting:shown"  # of the session: the newest entry of each matter that was on the screen


@dataclass
class Now:
    """What the screens of a meeting ask; each part is read when it is first asked for."""

    visit: Visit
    of: Meeting
    sitting: Sitting

    @cached_property
    def items(self) -> list[AgendaItem]:
        return meetings.agenda(self.visit.db, self.of.id)

    @cached_property
    def turns(self) -> list[ItemTurn]:
        return sittings.turns(self.visit.db, self.of.id)

    @cached_property
    def running(self) -> AgendaItem | None:
        """The item that is talked about."""
        at = sittings.running_item(self.visit.db, self.of.id)
        return next((item for item in self.items if item.id == at), None)

    @cached_property
    def lines(self) -> list[Attendance]:
        return attendance.attendances(self.visit.db, self.of.id)

    @cached_property
    def here(self) -> list[Attendance]:
        """Who is there and may speak: members and observers."""
        there = {Presence.PRESENT, Presence.OBSERVING}
        return [line for line in self.lines if line.presence in there]

    @cached_property
    def quorum(self) -> Quorum:
        return sittings.quorum(self.visit.db, self.of.id)

    @cached_property
    def rule(self) -> MeetingRule:
        return live.rule_of(self.visit.db, self.of)

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        return deciding.outcomes(self.visit.db, self.of.id)

    @cached_property
    def opinions(self) -> list[Opinion]:
        return deciding.opinions(self.visit.db, self.of.id)

    @cached_property
    def recusals(self) -> list[Recused]:
        return attendance.recusals(self.visit.db, self.of.id)

    @cached_property
    def promises(self) -> list[Action]:
        which = actions.ActionFilter(meeting_id=self.of.id)
        return actions.actions(self.visit.db, which)

    @cached_property
    def bodies(self) -> list[Body]:
        """Those who sit here first: they are whom something is promised by."""
        here = {line.body_id for line in self.here}
        return sorted(registry.bodies(self.visit.db), key=lambda body: body.id not in here)

    @property
    def over(self) -> bool:
        return self.sitting.closed_at is not None

    @cached_property
    def final(self) -> bool:
        """Whether the minutes are signed: nothing is written down any more."""
        return live.minutes_state(self.visit.db, self.of.id) in FINAL

    def voters(self, item_id: int) -> int:
        """Who can vote on an item: the members there but for those who stand back from it."""
        if self.rule.quorum_of is QuorumOf.ELIGIBLE:
            return self.quorum.present
        back = {
            one.attendance_id for one in self.recusals if one.item_id == item_id and one.recused
        }
        return sum(
            1
            for line in self.lines
            if line.member_id and line.presence is Presence.PRESENT and line.id not in back
        )

    def used(self, item_id: int) -> int:
        """Whole minutes an item took so far."""
        turns = [turn for turn in self.turns if turn.item_id == item_id]
        return sum(turn.minutes(self.visit.now) for turn in turns)


def now(visit: Visit, of: Meeting) -> Now | None:
    """None before the sign-in began."""
    sitting = live.sitting(visit.db, of.id)
    return None if sitting is None else Now(visit, of, sitting)


def on_screen(matter: str, newest: int) -> int:
    """The newest entry of a matter that was on the screen when a button was pressed.

    A press draws the page anew from the file; what its person saw is what was drawn before. Who
    was overtaken is told once (domain/meeting_agenda/seen.py) and may press again.
    """
    shown: dict[str, int] = st.session_state.setdefault(SHOWN, {})
    was = shown.get(matter, newest)
    shown[matter] = newest
    return was


def begun_on(slip: str, newest: int, *, begun: bool, pressed: bool) -> int:
    """The newest entry that was there when this form was begun, until its button is pressed.

    Somebody else's entry meanwhile is drawn beside the form within seconds, and the press is told
    of it all the same; the next press has seen it.
    """
    shown: dict[str, int] = st.session_state.setdefault(SHOWN, {})
    was = shown.get(slip, newest)
    if begun and not pressed:
        shown[slip] = was
    else:
        shown[slip] = newest
    return was
