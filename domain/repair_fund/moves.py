"""Moving a project on (办理), as filled in: a step, a request to a second person, a stop."""

from dataclasses import dataclass, replace
from datetime import date

from domain.errors import Invalid
from domain.people import Permission
from domain.registry import plain_text
from domain.repair_fund.projects import State
from domain.repair_fund.transitions import MOVES, Transition, the_step

WANTS_WORDS = {(State.APPLIED, State.RETURNED), (State.RETURNED, State.APPLIED)}


@dataclass(frozen=True, slots=True)
class Move:
    """One step to take, with what there is to say about it."""

    slip: str
    project_id: int
    to: State
    note: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A step asked for by one person, waiting for another (等第二个人确认)."""

    project_id: int
    to: State
    note: str
    terms: str
    asked_by: int
    asked_by_name: str
    asked_on: date

    @property
    def answered_by(self) -> Permission:
        """Who may answer it: that no final payment is due is a word about money, as a payment is."""
        final = self.to is State.FINAL_PAID
        return Permission.APPROVE_PAYMENT if final else Permission.ADVANCE_PROJECT


@dataclass(frozen=True, slots=True)
class Answer:
    """The second person's word on a request: yes, or no with a reason."""

    slip: str
    project_id: int
    agrees: bool
    why_not: str = ""


def check_move(move: Move, now: State) -> tuple[Transition, Move]:
    """The step of the table that this is. Raises WrongState when there is none."""
    step = the_step(now, move.to)
    least = 4 if (now, move.to) in WANTS_WORDS else 0
    what = "退回原因" if move.to is State.RETURNED else "说明"
    note = plain_text(move.note, what, least=least, most=300)
    return step, replace(move, note=note)


def check_stop(move: Move, now: State) -> Move:
    """Suspend or cancel, with a reason; cancelled only while nothing was paid."""
    refusals = {
        State.SUSPENDED: f"“{now.label}”的项目不用中止。",
        State.CANCELLED: "已经拨过款，或者已经结束的项目，不能终止。有争议的可以先中止。",
    }
    if move.to not in refusals:
        raise Invalid("只能中止或者终止。")
    MOVES.check(now, move.to, refusals[move.to])
    return replace(move, note=plain_text(move.note, "原因", least=4, most=300))
