"""What was promised at a meeting (承诺、议定事项): one lead body, one person, one day, until 销号.

`open → in_progress → done_claimed → verified`; sent back it is in progress again. Overdue is
computed, never stored. A later day (顺延) is decided at a meeting, with a reason, and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.days import short_day
from domain.errors import Invalid, NotAllowed, SamePerson, WrongState
from domain.labels import Labelled
from domain.long_text import long_text
from domain.meeting_agenda.deciding import Outcome
from domain.meeting_agenda.sittings import number_words
from domain.people import Role, User
from domain.registry import plain_text
from domain.states import Moves

THREE_YEARS = 3 * 366
LONGEST = 300
TO_PARTY_COMMITTEE, ON_TOP = 2, 3  # carried over so often (顺延几次)


class ActionState(Labelled):
    OPEN = "open", "待办"
    IN_PROGRESS = "in_progress", "在办"
    DONE_CLAIMED = "done_claimed", "报完成"
    VERIFIED = "verified", "已销号"
    CANCELLED = "cancelled", "已取消"


S = ActionState
MOVES = Moves.of(
    {
        S.OPEN: {S.IN_PROGRESS, S.DONE_CLAIMED, S.CANCELLED},
        S.IN_PROGRESS: {S.DONE_CLAIMED, S.CANCELLED},
        S.DONE_CLAIMED: {S.VERIFIED, S.IN_PROGRESS, S.CANCELLED},
    }
)
OVER = frozenset({S.VERIFIED, S.CANCELLED})


@dataclass(frozen=True, slots=True)
class Action:
    """A promise as it stands. `due_on` is the day that counts now, `first_due_on` the first one.

    `carried` is how often a meeting gave it a later day; `seen` the number of its newest step.
    """

    id: int
    meeting_id: int
    meeting: str
    item_id: int
    item: str
    seq: int
    year: int
    minutes_number: int | None
    content: str
    lead_body_id: int
    lead_body: str
    person: str
    account_id: int | None
    due_on: date
    first_due_on: date
    carried: int
    state: ActionState
    claimed_by: int | None
    verified_on: date | None
    confidential: bool
    seen: int

    @property
    def number(self) -> str:
        """〔2026〕第 7 号-2; before the minutes have a number, 本次-2."""
        if self.minutes_number is None:
            return f"本次-{self.seq}"
        return f"{number_words(self.year, self.minutes_number)}-{self.seq}"

    def overdue(self, today: date) -> bool:
        """Its day is over, and it is neither verified nor cancelled."""
        return self.state not in OVER and today > self.due_on

    @property
    def on_time(self) -> bool:
        """Verified on the first day that was promised, or before."""
        return self.verified_on is not None and self.verified_on <= self.first_due_on


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One thing that happened to a promise; `due_on` where it got a day, `photo` its print."""

    id: int
    from_state: ActionState | None
    to_state: ActionState
    words: str
    due_on: date | None
    meeting: str | None
    photo: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NewAction:
    """A promise as filled in (记承诺)."""

    slip: str
    meeting_id: int
    item_id: int
    content: str
    lead_body_id: int
    person: str
    due_on: Annotated[date, Bound("完成时限", "今天", "三年以内", back=0, ahead=THREE_YEARS)]
    account_id: int | None = None
    assisting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is (报进展); the photograph stays out of the audit log."""

    slip: str
    action_id: int
    words: str
    seen: int
    photo: bytes = field(default=b"", repr=False)
    photo_name: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether what was said to be done is done (核实)."""

    slip: str
    action_id: int
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class Carry:
    """A later day (顺延), decided at a meeting, with the reason."""

    slip: str
    action_id: int
    to_on: Annotated[
        date, Bound("新的完成时限", "原来的完成时限", "三年以内", back=0, ahead=THREE_YEARS)
    ]
    reason: str
    meeting_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class Cancelling:
    """A promise is given up (取消), by a decision of a meeting."""

    slip: str
    action_id: int
    outcome_id: int
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class OnTime:
    """Of the promises of an organisation that were due in a month, how many were kept in time."""

    body_id: int
    body: str
    month: str
    due: int
    on_time: int


def check_action(new: NewAction) -> NewAction:
    """As it may be stored. Raises Invalid."""
    asking = Asking()
    content = asking.ask(long_text, new.content, "要办的事", least=4, most=LONGEST)
    person = asking.ask(plain_text, new.person, "责任人", most=20)
    asking.must(new.lead_body_id not in new.assisting, "责任单位不用再列为协助单位。")
    asking.must(len(set(new.assisting)) == len(new.assisting), "协助单位重复了。")
    asking.done()
    return replace(new, content=content, person=person)


def check_mine(user: User, action: Action, own_body: int | None) -> None:
    """The office may report of any promise, others of their own alone. Raises NotAllowed."""
    office = user.role in {Role.SECRETARY, Role.CLERK}
    mine = action.account_id == user.id or (
        own_body is not None and action.lead_body_id == own_body
    )
    if not office and not mine:
        raise NotAllowed(user.role.label, "报别人的承诺")


def check_move(action: Action, to: ActionState) -> None:
    """Raises WrongState."""
    MOVES.check(
        action.state, to,
        f"“{action.content}”现在是“{action.state.label}”，不能记为“{to.label}”。",
    )  # fmt: skip


def check_words(words: str, *, least: int) -> str:
    """What is said of a step. Raises Invalid."""
    return long_text(words, "说明", least=least, most=LONGEST)


def check_verifier(user: User, action: Action) -> None:
    """The responsible never verifies his own, nor does who said that it is done (经办不销号)."""
    if user.id in (action.account_id, action.claimed_by) or user.name == action.person:
        raise SamePerson("销号")


def check_carry(carry: Carry, action: Action, at_meeting: Sequence[int], today: date) -> str:
    """The reason as stored. Raises WrongState when it is over or was moved there already."""
    if action.state in OVER:
        raise WrongState(f"“{action.content}”{action.state.label}，不用顺延。")
    if carry.meeting_id in at_meeting:
        raise WrongState("这次会上已经顺延过一次了，现在的时限是"
                         f"{short_day(action.due_on, today)}。")  # fmt: skip
    if carry.to_on <= action.due_on:
        raise Invalid(f"新的时限要在{short_day(action.due_on, today)}以后。")
    return plain_text(carry.reason, "为什么顺延", least=2, most=100)


def check_cancelling(outcome: Outcome | None) -> None:
    """A promise ends without being kept only by a decision (取消要有决定). Raises WrongState."""
    if outcome is None or not outcome.decided:
        raise WrongState("取消承诺要有会议的决定。先在会上议定，再取消。")


def in_order(actions: Sequence[Action]) -> list[Action]:
    """What was carried over most often first, then what is overdue longest, then by its day."""
    return sorted(
        actions,
        key=lambda a: (
            a.carried < ON_TOP,
            -a.carried if a.carried >= ON_TOP else 0,
            a.due_on,
            a.id,
        ),
    )
