"""What becomes of an item (议定): opinions, consensus with dissent, a vote, a note, 顺延."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.errors import Invalid, WrongState
from domain.labels import Labelled
from domain.long_text import long_text
from domain.meeting_agenda.meetings import ItemType
from domain.meeting_agenda.members import MeetingRule, PassesBy, PassOf, Quorum, passed

LONGEST = 2000


class Stance(Labelled):
    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    OTHER = "other", "意见"


class Way(Labelled):
    """How an item ended (怎么定的)."""

    CONSENSUS = "consensus", "协商一致"
    VOTE = "vote", "表决"
    OPINIONS = "opinions", "记下意见"
    NOTE = "note", "听取"
    CARRIED = "carried", "顺延"


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """What somebody said (意见); `replaces` is the one it puts right."""

    slip: str
    item_id: int
    attendance_id: int
    stance: Stance
    words: str
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    id: int
    item_id: int
    attendance_id: int
    name: str
    body: str
    stance: Stance
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NewParty:
    """An organisation an item cannot be settled without (点名的单位)."""

    slip: str
    item_id: int
    body_id: int


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """How an item ends, as filled in; for 顺延 the text is the reason.

    `yes`, `no` and `abstain` of a vote alone. On `review_on` the decision comes back by itself.
    """

    slip: str
    item_id: int
    way: Way
    text: str
    seen: int
    dissent: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    review_on: Annotated[
        date | None, Bound("复议的日子", "明天", "三年以内", back=0, ahead=3 * 366)
    ] = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended. `voters` could vote, `base` is what the yes were held against."""

    id: int
    item_id: int
    way: Way
    text: str
    dissent: str
    yes: int | None
    no: int | None
    abstain: int | None
    voters: int | None
    base: int | None
    passed: bool | None
    review_on: date | None
    at: datetime
    by: str

    @property
    def decided(self) -> bool:
        """Whether something was decided: agreed, or voted through."""
        return self.way is Way.CONSENSUS or (self.way is Way.VOTE and bool(self.passed))

    @property
    def words(self) -> str:
        """议定, 表决通过（同意 8，反对 5，弃权 1）…, with the text."""
        if self.way is not Way.VOTE:
            return f"{self.way.label}：{self.text}"
        told = "通过" if self.passed else "没通过"
        return f"表决{told}（同意 {self.yes}，反对 {self.no}，弃权 {self.abstain}）：{self.text}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item is at the moment it is decided: its kind, who could vote, how it was told."""

    item_type: ItemType
    announced_days: int
    notice_days: int
    rule: MeetingRule
    quorum: Quorum
    voters: int


def check_opinion(new: NewOpinion) -> NewOpinion:
    """Raises Invalid."""
    return replace(new, words=long_text(new.words, "意见", least=2, most=LONGEST))


def check_outcome(new: NewOutcome, stands: Standing) -> NewOutcome:
    """As it may be stored. Raises Invalid for the fields, WrongState where the rule forbids it.

    What decides needs the quorum; what was not announced is not voted on (不公布不表决).
    """
    asking = Asking()
    what = {Way.CARRIED: "为什么顺延", Way.NOTE: "记什么"}.get(new.way, "议定的事")
    text = asking.ask(long_text, new.text, what, least=2, most=LONGEST)
    dissent = asking.ask(long_text, new.dissent, "不同意见", least=0, most=LONGEST)
    votes = (new.yes, new.no, new.abstain)
    if new.way is Way.VOTE:
        asking.must(None not in votes, "同意、反对、弃权各几票都要填，没有的填 0。")
        asking.must(all(v is None or v >= 0 for v in votes), "票数不能是负数。")
    else:
        asking.must(votes == (None, None, None), "只有表决才填票数。")
    decides = new.way in {Way.CONSENSUS, Way.VOTE}
    asking.must(new.review_on is None or decides, "只有议定的事才定复议的日子。")
    asking.done()
    if decides:
        _may_decide(new, stands)
    return replace(new, text=text, dissent=dissent)


def _may_decide(new: NewOutcome, stands: Standing) -> None:
    if stands.rule.manner is PassesBy.OPINIONS:
        raise WrongState(
            f"{stands.rule.kind.label}只收集意见，不作决定，也代替不了业主表决。请记下意见。"
        )
    if not stands.quorum.met:
        raise WrongState(f"{stands.quorum.words}人不够不能定事，可以记下意见或者顺延。")
    if new.way is Way.VOTE:
        if stands.announced_days < stands.notice_days:
            raise WrongState(
                f"这项没有在会前 {stands.notice_days} 天公布，不能表决。可以协商，或者顺延到下次。"
            )
        cast = (new.yes or 0) + (new.no or 0) + (new.abstain or 0)
        if cast != stands.voters:
            raise Invalid(
                f"能表决的有 {stands.voters} 人，三项加起来是 {cast}，对不上。请重新数一遍。"
            )


def base_of(stands: Standing) -> int:
    """What the yes are held against; who stands back (回避) is not present for the item."""
    return stands.voters if stands.rule.pass_of is PassOf.PRESENT else stands.quorum.members


def vote_result(new: NewOutcome, stands: Standing) -> bool | None:
    """Whether a vote passed; None of what was no vote."""
    if new.way is not Way.VOTE:
        return None
    return passed(stands.rule, new.yes or 0, new.no or 0, base_of(stands))


def unheard(present: Mapping[int, str], spoken: frozenset[int]) -> list[str]:
    """Who is there and has said nothing yet (还没发言的), in the order of the list."""
    return [name for id, name in present.items() if id not in spoken]
