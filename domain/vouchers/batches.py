"""Batches of vouchers (券批次), and the merchants that take them (商户)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, quoted
from domain.dates import Bound
from domain.errors import WrongState
from domain.money import yuan
from domain.people import check_second_person
from domain.registry import plain_text


@dataclass(frozen=True, slots=True)
class Group:
    """Merchants that take the same vouchers (商户组): 早点, 理发, 便利店 …"""

    id: int
    name: str
    merchants: int


FAR = 3660  # days an agreement may reach back or ahead
AgreedFrom = Annotated[date | None, Bound("协议开始", "十年以内", "十年以内", back=FAR, ahead=FAR)]
AgreedTo = Annotated[date | None, Bound("协议到期", "协议开始", "十年以内", back=FAR, ahead=FAR)]
ENDS_SOON = 30  # days before its end from which an agreement is told of


def _day_said(day: date | None) -> str:
    return f"“{day.isoformat()}”" if day else "空白"


@dataclass(frozen=True, slots=True)
class Merchant:
    """A shop that takes vouchers (商户); `payee` is whom a settlement is paid to."""

    id: int
    group_id: int
    group_name: str
    name: str
    payee: str
    is_active: bool
    agreed_from: date | None
    agreed_to: date | None

    def takes(self, today: date) -> bool:
        """Whether it takes vouchers on this day: in use, and inside its agreement where one is known."""
        begun = self.agreed_from is None or self.agreed_from <= today
        return self.is_active and begun and not self.ended(today)

    def ended(self, today: date) -> bool:
        """Whether the last day of its agreement is over (协议到期)."""
        return self.agreed_to is not None and today > self.agreed_to


@dataclass(frozen=True, slots=True)
class NewMerchant:
    """A shop as it joins."""

    slip: str
    group_id: int
    name: str
    payee: str
    agreed_from: AgreedFrom = None
    agreed_to: AgreedTo = None


@dataclass(frozen=True, slots=True)
class MerchantFacts:
    """What can be put right of a shop: its kind by name, its name, whom it is paid to, how long."""

    group_name: str
    name: str
    payee: str
    agreed_from: AgreedFrom = None
    agreed_to: AgreedTo = None


MERCHANT_WORDS: dict[str, tuple[str, Says]] = {
    "group_name": ("哪一类", quoted),
    "name": ("店名", quoted),
    "payee": ("收款户名", quoted),
    "agreed_from": ("协议从哪天起", _day_said),
    "agreed_to": ("协议到哪天", _day_said),
}


@dataclass(frozen=True, slots=True)
class MerchantChange:
    """A shop put right, beside what stood on the form before (改商户)."""

    slip: str
    merchant_id: int
    was: MerchantFacts
    now: MerchantFacts


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its counts: `given` ever left the drawer, `in_hand` can still be used."""

    id: int
    title: str
    group_id: int
    group_name: str
    face_fen: int
    points_price: int
    pieces: int
    budget_fen: int
    fund_source: str
    valid_from: date
    valid_to: date
    created_by: int
    created_by_name: str
    approved_by_name: str | None
    unissued: int
    given: int
    in_hand: int
    used: int
    settled: int
    expired: int
    void: int

    @property
    def is_campaign(self) -> bool:
        """Given for nothing (活动发放); otherwise in exchange for points."""
        return self.points_price == 0

    @property
    def used_fen(self) -> int:
        return self.used * self.face_fen

    @property
    def settled_fen(self) -> int:
        return self.settled * self.face_fen

    @property
    def may_cost_fen(self) -> int:
        """Faces already used and those still in somebody's hand: what the budget is bound by."""
        return (self.used + self.in_hand) * self.face_fen

    def may_be_given(self, today: date) -> bool:
        return self.approved_by_name is not None and self.unissued > 0 and today <= self.valid_to


@dataclass(frozen=True, slots=True)
class MerchantUses:
    """How many vouchers of a batch a merchant took, and how many of them are paid (批次统计)."""

    merchant: str
    used: int
    settled: int
    used_fen: int
    settled_fen: int


MAX_DAYS = 366


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch as filled in. `points_price` 0 makes it a campaign."""

    slip: str
    title: str
    group_id: int
    face_fen: int
    points_price: int
    pieces: int
    budget_fen: int
    fund_source: str
    valid_from: Annotated[
        date,
        Bound("开始日期", "今天以前最多一年", "今天以后最多一年", back=MAX_DAYS, ahead=MAX_DAYS),
    ]
    valid_to: Annotated[
        date,
        Bound("截止日期", "开始日期，不早于今天", "开始日期以后一年", back=0, ahead=2 * MAX_DAYS),
    ]


MAX_FACE = 500_00  # fen; a voucher is a small thanks, not a purse (docs/rules.md, 消费券)
MAX_PIECES = 10_000
MAX_PRICE = 2_000  # points: no more than anybody may hold
_MONEY = re.compile(
    r"[¥￥]|(?:\d|[一二两三四五六七八九十百千])\s*(?:元(?![宵旦])|块)|人民币|RMB", re.I
)


def check_batch(paper: NewBatch, today: date) -> tuple[str, str]:
    """(title, fund source) of a batch that may be stored, or the reason why not.

    The title stands in the points ledger, so it never names a sum of money.
    """
    asking, needed = Asking(), paper.face_fen * paper.pieces
    ask, must = asking.ask, asking.must
    title = ask(plain_text, paper.title, "券名", least=2, most=30)
    must(
        not _MONEY.search(paper.title),
        "券名里不写钱数，面值另有一栏。湾郡币不是钱，两样不写在一起。",
    )
    fund = ask(plain_text, paper.fund_source, "出资方", least=2, most=30)
    must(0 < paper.face_fen <= MAX_FACE, f"面值要大于 0，最多 {yuan(MAX_FACE)}。")
    must(0 < paper.pieces <= MAX_PIECES, f"张数要在 1 到 {MAX_PIECES:,} 之间。")
    must(
        0 <= paper.points_price <= MAX_PRICE,
        f"换一张要的枚数在 0 到 {MAX_PRICE:,} 之间，0 就是活动直接发。",
    )
    must(
        paper.budget_fen >= needed,
        f"预算不够：{paper.pieces:,} 张要 {yuan(needed)}，预算是 {yuan(paper.budget_fen)}。",
    )
    must(paper.valid_from <= paper.valid_to >= today, "截止日期不能早于开始日期，也不能早于今天。")
    must(paper.valid_to - paper.valid_from <= timedelta(days=MAX_DAYS), "有效期最长一年。")
    asking.done()
    return title, fund


def check_batch_approval(batch: Batch, user_id: int) -> None:
    """The second person (第二人核准) lets a batch out of the drawer, once."""
    if batch.approved_by_name is not None:
        raise WrongState(f"“{batch.title}”已经由{batch.approved_by_name}核准过了。")
    check_second_person(batch.created_by, user_id, "消费券批次")


def check_merchant(paper: NewMerchant | MerchantFacts) -> tuple[str, str]:
    """(name, payee), both written out. Dates that are not known are none."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "商户名称", least=2, most=30)
    payee = asking.ask(plain_text, paper.payee, "收款户名", least=2, most=40)
    since, until = paper.agreed_from, paper.agreed_to
    asking.must(since is None or until is None or since <= until, "协议的最后一天不能早于第一天。")
    asking.done()
    return name, payee
