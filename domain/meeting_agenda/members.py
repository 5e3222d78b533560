"""Who sits in a meeting (成员), how many must be there (法定人数), and what passes (怎样算通过).

Whole numbers are compared crosswise: 14 of 21 are two thirds (42 ≥ 42), 13 are not.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.meeting_agenda.meetings import Kind
from domain.registry import plain_text

SINCE = 3660  # days back that a membership may have begun
YEAR = 366


class MemberRole(Labelled):
    CHAIR = "chair", "召集人"
    MEMBER = "member", "成员"


class QuorumOf(Labelled):
    """What a quorum is counted of (应到的是谁)."""

    MEMBERS = "members", "成员"
    PARTIES = "parties", "组织的单位和议题点名的单位"
    ELIGIBLE = "eligible", "有权参加的人"


class PassesBy(Labelled):
    """How a meeting of a kind decides (怎么定)."""

    CONSENSUS = "consensus", "协商一致"
    VOTE = "vote", "表决"
    OPINIONS = "opinions", "只收集意见"


class PassOf(Labelled):
    """What the yes of a vote are held against (同意数和谁比)."""

    PRESENT = "present", "到会人数"
    MEMBERS = "members", "成员总数"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: at least two thirds, or more than one half."""

    top: int
    bottom: int
    at_least: bool

    def reached(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough; of nobody nothing is."""
        if whole <= 0:
            return False
        left, right = part * self.bottom, whole * self.top
        return left >= right if self.at_least else left > right

    def needed(self, whole: int) -> int:
        """The smallest number that is enough."""
        exact, rest = divmod(whole * self.top, self.bottom)
        return exact if self.at_least and not rest else exact + 1

    @property
    def words(self) -> str:
        said = "半数" if (self.top, self.bottom) == (1, 2) else f"{self.bottom} 分之 {self.top}"
        return f"达到{said}" if self.at_least else f"超过{said}"


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """How meetings of a kind decide, from a day on (议事规则). A special one follows its parent's."""

    id: int
    kind: Kind
    from_on: date
    quorum_of: QuorumOf
    quorum_top: int
    quorum_bottom: int
    quorum_at_least: bool
    manner: PassesBy
    pass_of: PassOf
    pass_top: int
    pass_bottom: int
    pass_at_least: bool
    notice_days: int | None
    basis: str

    @property
    def quorum(self) -> Share:
        return Share(self.quorum_top, self.quorum_bottom, self.quorum_at_least)

    @property
    def passing(self) -> Share:
        return Share(self.pass_top, self.pass_bottom, self.pass_at_least)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits in the meetings of a kind, and for which organisation he speaks."""

    id: int
    kind: Kind
    name: str
    role: MemberRole
    body_id: int
    body: str
    account_id: int | None
    resident_id: int | None
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member as filled in (加成员); signs in as `account_id`, lives here as `resident_id`."""

    slip: str
    kind: Kind
    name: str
    role: MemberRole
    from_on: Annotated[date, Bound("从哪天起", "十年以内", "一年以内", back=SINCE, ahead=YEAR)]
    body_id: int
    account_id: int | None = None
    resident_id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberEnd:
    """A membership that ends (不再担任): `to_on` is the first day on which it holds no more."""

    slip: str
    member_id: int
    to_on: Annotated[date, Bound("到哪天止", "担任的第一天", "一年以内", back=SINCE, ahead=YEAR)]


@dataclass(frozen=True, slots=True)
class MeetingRuleChange:
    """Another quorum or majority for a kind, for meetings from a day on (改议事规则)."""

    slip: str
    kind: Kind
    from_on: Annotated[date, Bound("从哪天起", "今天", "一年以内", back=0, ahead=YEAR)]
    quorum: Share
    passing: Share
    pass_of: PassOf
    why: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are there (够不够人), as it stands at this moment, and in words."""

    members: int
    present: int
    observers: int
    needed: int
    met: bool
    words: str


def check_member(new: NewMember, there: Collection[Member], today: date) -> NewMember:
    """As it may be stored. Raises Invalid for the name, WrongState when he sits there already."""
    asking = Asking()
    name = asking.ask(plain_text, new.name, "姓名", most=20)
    asking.must(new.kind is not Kind.SPECIAL, "专项会议用联席会或议事会的成员，不另设。")
    asking.must(new.kind is not Kind.RESIDENTS_ASSEMBLY, "居民会议全体居民都能参加，不设成员名单。")
    asking.done()
    for one in there:
        if one.name == name and one.body_id == new.body_id:
            since = short_day(one.from_on, today)
            raise WrongState(f"{name}已经是{new.kind.label}的{one.role.label}，从{since}起。")
    return replace(new, name=name)


def check_member_end(member: Member, end: MemberEnd, today: date) -> None:
    """Raises WrongState when it has ended, Invalid for a day before it began."""
    if member.to_on is not None:
        raise WrongState(f"{member.name}已经到{short_day(member.to_on, today)}止，不用再记。")
    if end.to_on < member.from_on:
        raise Invalid(f"{member.name}从{short_day(member.from_on, today)}起，止的日子不能更早。")


def check_rule(change: MeetingRuleChange, now: MeetingRule) -> MeetingRuleChange:
    """Raises Invalid for a share that is none, WrongState when nothing would change."""
    asking = Asking()
    for share, what in ((change.quorum, "法定人数"), (change.passing, "通过")):
        asking.must(0 < share.top <= share.bottom <= 100, f"{what}的比例要在 0 和 1 之间。")
    half = change.passing.top * 2 < change.passing.bottom
    asking.must(not half, "通过的比例不能少于半数。")
    why = asking.ask(plain_text, change.why, "依据", least=2, most=60)
    asking.must(change.kind is not Kind.SPECIAL, "专项会议跟着联席会或议事会的规则。")
    asking.done()
    was = (now.quorum, now.passing, now.pass_of)
    if was == (change.quorum, change.passing, change.pass_of):
        raise WrongState("和现在的规则一样，没有改动。")
    return replace(change, why=why)


def quorum_of_members(rule: MeetingRule, members: int, present: int, observers: int) -> Quorum:
    """`3 · present ≥ 2 · members` and the like; observers (列席) never count."""
    needed = rule.quorum.needed(members)
    met = rule.quorum.reached(present, members)
    if not members:
        words = "还没有成员名单，算不出法定人数。"
    else:
        short = "够了" if met else f"还差 {needed - present} 人"
        words = f"应到 {members} 人，实到 {present} 人，至少要 {needed} 人，{short}。"
    return Quorum(members, present, observers, needed, met, words)


def quorum_of_parties(
    missing: Collection[str], organised: bool, members: int, present: int, observers: int
) -> Quorum:
    """The organiser and every party the items name (联席会): who is missing is named."""
    absent = [*([] if organised else ["组织的单位（党委或居委会）"]), *sorted(missing)]
    words = f"应到 {members} 人，实到 {present} 人，" + (
        f"还缺：{'、'.join(absent)}。" if absent else "该来的单位都到了。"
    )
    return Quorum(members, present, observers, 0, not absent, words)


def passed(rule: MeetingRule, yes: int, no: int, base: int) -> bool:
    """More than the share of `base`, and more for it than against it: a tie fails (平票不通过)."""
    return yes > no and rule.passing.reached(yes, base)
