"""Topics (议题、待议池): from a resident's first word to the file, state by state, each with its act.

六事: 百姓点事 → “两委”定事 → 居民议事 → 与会决事 → 多方办事 → 公众评事.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from domain.dates import Bound
from domain.labels import Labelled
from domain.states import Moves

REPLY_DAYS, EVALUATORS = 7, 3


class TopicState(Labelled):
    RAISED = "raised", "提议"
    COLLECTED = "collected", "入库"
    SCREENED = "screened", "定题"
    PRE_NOTICE = "pre_notice", "会前公示"
    DELIBERATED = "deliberated", "协商过"
    CARRIED_OVER = "carried_over", "顺延"
    DECIDED = "decided", "议定"
    TO_BALLOT = "to_ballot", "提交业主表决"
    POST_NOTICE = "post_notice", "结果公示"
    EXECUTING = "executing", "执行"
    FEEDBACK = "feedback", "反馈"
    EVALUATED = "evaluated", "评议"
    ARCHIVED = "archived", "归档"
    REJECTED = "rejected", "不予列入"
    MERGED = "merged", "并入别的议题"
    TRANSFERRED = "transferred", "转办"


S = TopicState
TALKED = frozenset({S.DELIBERATED, S.CARRIED_OVER, S.DECIDED})  # an outcome may be put right
MOVES = Moves.of(
    {
        S.RAISED: {S.COLLECTED},
        S.COLLECTED: {S.SCREENED, S.REJECTED, S.MERGED, S.TRANSFERRED},
        S.SCREENED: {S.PRE_NOTICE, S.DELIBERATED, S.CARRIED_OVER},
        S.PRE_NOTICE: {*TALKED},
        S.CARRIED_OVER: {S.PRE_NOTICE, S.DELIBERATED, S.DECIDED},
        S.DELIBERATED: {S.CARRIED_OVER, S.DECIDED, S.POST_NOTICE},
        S.DECIDED: {S.DELIBERATED, S.CARRIED_OVER, S.POST_NOTICE, S.TO_BALLOT},
        S.POST_NOTICE: {S.EXECUTING},
        S.EXECUTING: {S.FEEDBACK},
        S.FEEDBACK: {S.EVALUATED},
        S.EVALUATED: {S.ARCHIVED},
    }
)
ON_AN_AGENDA = frozenset({S.SCREENED, S.PRE_NOTICE, *TALKED})  # these may be put on one


class Channel(Labelled):
    """How it came (来源)."""

    DOOR = "door", "上门走访"
    DESK = "desk", "来访"
    PHONE = "phone", "电话"
    ONLINE = "online", "网上"
    MEETING = "meeting", "会上提的"
    HOTLINE = "hotline", "12345 转来"


class Matter(Labelled):
    """What it is by the list of what may be deliberated (议事清单)."""

    REPAIR = "repair", "公共设施维修"
    PARKING = "parking", "停车"
    CHARGING = "charging", "充电"
    SURROUNDINGS = "surroundings", "环境"
    CULTURE = "culture", "文体"
    PUBLIC_MONEY = "public_money", "惠民资金、公益金使用"
    COVENANT = "covenant", "规约公约"
    OWNERS_BALLOT = "owners_ballot", "依法由业主表决的事"
    LAW_CASE = "law_case", "个别案件"
    APPEAL = "appeal", "正在申诉的事"
    PRIVACY = "privacy", "个人隐私"
    DISCIPLINE = "discipline", "党纪处分"


NOT_LISTED = frozenset({Matter.LAW_CASE, Matter.APPEAL, Matter.PRIVACY, Matter.DISCIPLINE})


class Answer(Labelled):
    """What the party committee says of it (审核定题)."""

    ACCEPT = "accept", "列入"
    MERGE = "merge", "并入"
    REFUSE = "refuse", "不予列入"
    TRANSFER = "transfer", "转办"


TO = {
    Answer.ACCEPT: S.SCREENED,
    Answer.MERGE: S.MERGED,
    Answer.REFUSE: S.REJECTED,
    Answer.TRANSFER: S.TRANSFERRED,
}


class Siyi(Labelled):
    """四议两公开, in their order."""

    BRANCH = "branch", "支委会提议"
    BOTH_COMMITTEES = "both", "“两委”会商议"
    PARTY_MEMBERS = "members", "党员大会审议"
    RESIDENTS = "residents", "居民（代表）会议决议"
    DECISION_SHOWN = "decision_shown", "决议公开"
    RESULT_SHOWN = "result_shown", "实施结果公开"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it stands; `seen` is the number of its newest step."""

    id: int
    title: str
    text: str
    channel: Channel
    estate_id: int | None
    estate: str | None
    proposer: str
    matter: Matter | None
    needs_siyi: bool
    confidential: bool
    state: TopicState
    merged_into: int | None
    clerk: str | None
    raised_on: date
    replied_on: date | None
    notice_ends: date | None
    evaluations: int
    score_sum: int
    seen: int

    @property
    def reply_due(self) -> date:
        """The last day on which the proposer is answered (7 日内答复)."""
        return self.raised_on + timedelta(days=REPLY_DAYS)

    def reply_late(self, today: date) -> bool:
        return (self.replied_on or today) > self.reply_due


@dataclass(frozen=True, slots=True)
class TopicStep:
    id: int
    from_state: TopicState | None
    to_state: TopicState
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SiyiStep:
    step: Siyi
    done_on: date
    words: str


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic as it is brought (提议); who proposed it never stands in public."""

    slip: str
    title: str
    text: str
    channel: Channel
    proposer: str
    estate_id: int | None = None
    resident_id: int | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Collecting:
    """What it is, and who sees to it (入库)."""

    slip: str
    topic_id: int
    matter: Matter
    clerk_id: int
    needs_siyi: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The party committee's answer (审核定题): the words are told to the proposer."""

    slip: str
    topic_id: int
    answer: Answer
    words: str
    seen: int
    into_id: int | None = None


@dataclass(frozen=True, slots=True)
class TopicNotice:
    """A notice as it was put up (公示): before the meeting, or of the result."""

    slip: str
    topic_id: int
    places: str
    posted_on: Annotated[date, Bound("张贴日期", "定题；会议议定", back=60)]
    seen: int


@dataclass(frozen=True, slots=True)
class Going:
    """The next step with its words: begin to carry out, tell the result, put on file."""

    slip: str
    topic_id: int
    words: str
    seen: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How content somebody is (评议), 1 to 5."""

    slip: str
    topic_id: int
    evaluator: str
    score: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class SiyiDone:
    """One of the six was done on a day (四议两公开)."""

    slip: str
    topic_id: int
    step: Siyi
    done_on: Annotated[date, Bound("办理日期", "前一项的日期", back=3 * 366)]
    words: str
