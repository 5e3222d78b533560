"""Papers (表决票): what is filled in when they are recorded, corrected, settled; its checks.

A paper is never changed: a later one replaces it, with a reason, and both stay.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.areas import area
from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import plain_text
from domain.repair_fund.ballots import Ballot
from domain.repair_fund.votes import Choice

MOST_PROXY, MOST_REASON, MOST_AT_ONCE = 20, 100, 1000


class CameBy(Labelled):
    """How a paper got here (登记方式)."""

    HAND = "hand", "单张"
    GRID = "grid", "逐层"
    IMPORT = "import", "表格"


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One returned paper as read off: a proxy by name, and why it does not count if so."""

    slip: str
    ballot_id: int
    unit_id: int
    choice: Choice
    proxy: str = ""
    valid: bool = True
    why_invalid: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a paper really says, and how the mistake came about (改票)."""

    slip: str
    paper_id: int
    choice: Choice
    valid: bool
    why_invalid: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnersWord:
    """An owner's written word on papers that disagree (业主书面确认)."""

    slip: str
    ballot_id: int
    owner_group_id: int
    choice: Choice
    reason: str


@dataclass(frozen=True, slots=True)
class FloorPapers:
    """The papers of one or several floors, tapped one by one and saved at once."""

    slip: str
    ballot_id: int
    answers: tuple[tuple[int, Choice], ...]


@dataclass(frozen=True, slots=True)
class EvoteTotals:
    """The totals of the city's e-voting system, with the file it exported."""

    slip: str
    ballot_id: int
    area_in: int
    heads_in: int
    area_yes: int
    heads_yes: int
    file_name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper on record with its history (表决票明细); `number` counts within its ballot (票号)."""

    id: int
    number: int
    unit_id: int
    code: str
    owner_group_id: int
    choice: Choice
    valid: bool
    why_invalid: str
    settles: bool
    proxy: str
    replaces_id: int | None
    replaces_number: int | None
    replaced: bool
    reason: str
    recorded_at: datetime
    recorded_by: str
    came_by: CameBy

    @property
    def says(self) -> str:
        """同意, or 无效（没有签名）."""
        return self.choice.label if self.valid else f"无效（{self.why_invalid}）"


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper of one flat as its resident's page tells it; of which project and ballot."""

    project_id: int
    project: str
    number: int
    choice: Choice
    valid: bool
    why_invalid: str
    settles: bool
    recorded_at: datetime

    @property
    def says(self) -> str:
        """同意（书面确认）, or 无效（没有签名）."""
        if not self.valid:
            return f"无效（{self.why_invalid}）"
        return f"{self.choice.label}（书面确认）" if self.settles else self.choice.label


def check_paper(paper: BallotPaper) -> BallotPaper:
    """The paper as it may be stored. Raises Invalid."""
    proxy = plain_text(paper.proxy, "代办人姓名", least=0, most=MOST_PROXY)
    return replace(paper, proxy=proxy, why_invalid=_why(paper.valid, paper.why_invalid))


def check_correction(paper: Correction, old: PaperLine) -> Correction:
    """Something is really different, and it says why. Raises Invalid."""
    why = _why(paper.valid, paper.why_invalid)
    reason = plain_text(paper.reason, "改票的原因", least=2, most=MOST_REASON)
    if old.settles and not paper.valid:
        raise Invalid("业主的书面确认只能改意见，不能记成无效。")
    same = (old.choice, old.valid, old.why_invalid) == (paper.choice, paper.valid, why)
    if same or (not old.valid and not paper.valid and old.why_invalid == why):
        raise Invalid(f"{old.code} 现在记的就是“{old.says}”，没有改动。")
    return replace(paper, why_invalid=why, reason=reason)


def check_owners_word(paper: OwnersWord) -> OwnersWord:
    reason = plain_text(paper.reason, "书面确认的说明", least=2, most=MOST_REASON)
    return replace(paper, reason=reason)


def check_floor(paper: FloorPapers) -> None:
    """Something was tapped, and no unit twice. Raises Invalid."""
    if not paper.answers:
        raise Invalid("还没点房号。点一下是同意，再点是反对、弃权，再点取消。")
    if len(paper.answers) > MOST_AT_ONCE:
        raise Invalid(f"一次最多存 {MOST_AT_ONCE:,} 户。请先存一部分。")
    if len({unit for unit, _ in paper.answers}) < len(paper.answers):
        raise Invalid("同一户点了两次。请刷新后再点。")


def check_totals(paper: EvoteTotals, ballot: Ballot, today: date) -> None:
    """Yes within participants within the scope, by area and by heads. Raises Invalid."""
    if today < ballot.opens_on:
        raise Invalid(f"表决从 {ballot.opens_on.isoformat()} 开始，现在还没有合计。")
    if min(paper.area_in, paper.heads_in, paper.area_yes, paper.heads_yes) < 0:
        raise Invalid("合计不能是负数。请照导出的表再看一遍。")
    if paper.heads_in > ballot.heads or paper.area_in > ballot.area_centi:
        raise Invalid(
            f"参与的比列支范围还多。范围里一共 {ballot.heads:,} 人、{area(ballot.area_centi)}。"
        )
    if paper.heads_yes > paper.heads_in or paper.area_yes > paper.area_in:
        raise Invalid("同意的比参与的还多。请照导出的表再看一遍。")
    for heads, centi, what in (
        (paper.heads_in, paper.area_in, "参与"),
        (paper.heads_yes, paper.area_yes, "同意"),
    ):
        if (heads == 0) != (centi == 0):
            raise Invalid(f"{what}的人数和面积要么都有，要么都没有。")


def _why(valid: bool, why: str) -> str:
    return "" if valid else plain_text(why, "无效的原因", least=2, most=MOST_REASON)
