"""One voucher (一张券) on its way: made, issued, used, settled, or void on the way."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.days import clock, short_day
from domain.errors import Invalid, NotAllowed, WrongState
from domain.labels import Labelled
from domain.points_ledger.books import UNDO_WITHIN
from domain.registry import plain_text
from domain.states import Moves
from domain.vouchers.batches import Batch, Merchant


class VoucherState(Labelled):
    """Where a voucher stands (券的状态)."""

    CREATED = "created", "未发"
    ISSUED = "issued", "已发"
    USED = "used", "已用"
    SETTLED = "settled", "已结"
    EXPIRED = "expired", "已过期"
    VOID = "void", "作废"
    DISPUTED = "disputed", "有争议"


MOVES = Moves.of(
    {
        VoucherState.CREATED: {VoucherState.ISSUED, VoucherState.EXPIRED},
        VoucherState.ISSUED: {VoucherState.USED, VoucherState.EXPIRED, VoucherState.VOID},
        VoucherState.USED: {VoucherState.ISSUED, VoucherState.SETTLED, VoucherState.DISPUTED},
        VoucherState.DISPUTED: {VoucherState.USED, VoucherState.VOID},
    }
)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher with what its batch says. Nobody's name: a merchant may see this row."""

    id: int
    batch_id: int
    title: str
    group_id: int
    group_name: str
    code: str
    state: VoucherState
    face_fen: int
    points_price: int
    valid_from: date
    valid_to: date
    resident_id: int | None
    entry_id: int | None
    used_at: datetime | None
    merchant_id: int | None
    merchant: str | None
    settlement_id: int | None


@dataclass(frozen=True, slots=True)
class HeldVoucher:
    """A voucher on a resident's page, without its code: who reads it could spend it."""

    id: int
    title: str
    face_fen: int
    state: VoucherState
    valid_to: date
    used_at: datetime | None
    merchant: str | None


@dataclass(frozen=True, slots=True)
class UsedVoucher:
    """A line of a merchant's list (核销记录): no resident, only the voucher itself."""

    id: int
    code: str
    title: str
    face_fen: int
    state: VoucherState
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A voucher as it is shown before it is spent (先看后核销); `holder` is masked, or empty."""

    voucher: Voucher
    shop: str
    holder: str


@dataclass(frozen=True, slots=True)
class Redemption:
    """One voucher in exchange for a resident's points (换券)."""

    slip: str
    batch_id: int
    resident_id: int
    guardian_agrees: bool = False


@dataclass(frozen=True, slots=True)
class Gift:
    """Vouchers of a campaign (活动发券): one to a named resident, or several to hand out."""

    slip: str
    batch_id: int
    pieces: int = 1
    resident_id: int | None = None


class AlreadyUsed(WrongState):
    """The code was used before; `at` says when."""

    def __init__(self, at: datetime, today: date) -> None:
        super().__init__(f"这张券 {short_day(at.date(), today)} {clock(at)} 已经用过，不能再用。")
        self.at = at


class SameUse(AlreadyUsed):
    """The same person at the same shop spent it minutes ago: told as news, not as a fault."""

    def __init__(self, at: datetime, today: date) -> None:
        super().__init__(at, today)
        self.args = (
            f"这张券 {short_day(at.date(), today)} {clock(at)} 已经用过：就是刚才那一次，记好了，没有再用第二次。",
        )


def _check_open(batch: Batch, pieces: int, today: date) -> None:
    if batch.approved_by_name is None:
        raise WrongState(f"“{batch.title}”还没核准，不能发。先请另一个人核准。")
    if today > batch.valid_to:
        raise WrongState(f"“{batch.title}”{short_day(batch.valid_to, today)}就到期了，不能再发。")
    if batch.unissued < pieces:
        raise WrongState(f"“{batch.title}”只剩 {batch.unissued} 张，不够发 {pieces} 张。")


def check_redemption(batch: Batch, today: date) -> None:
    """For points: from an approved batch with a price, while pieces and days are left."""
    if batch.is_campaign:
        raise Invalid(f"“{batch.title}”是活动券，不用币换，直接发就行。")
    _check_open(batch, 1, today)


def check_gift(gift: Gift, batch: Batch, giver_unit: int | None, unit: int | None,
               giver_resident: int | None, today: date) -> None:  # fmt: skip
    """For nothing: only from a campaign, and nobody gives to the own household."""
    if not batch.is_campaign:
        raise Invalid(f"“{batch.title}”要 {batch.points_price} 枚换，不能直接发。")
    if gift.pieces < 1 or (gift.resident_id is not None and gift.pieces != 1):
        raise Invalid("写明发几张；记到一个人名下的，一次发一张。")
    same_home = giver_unit is not None and giver_unit == unit
    if gift.resident_id is not None and (same_home or giver_resident == gift.resident_id):
        raise NotAllowed("本人或家人", "发券给自己家")
    _check_open(batch, gift.pieces, today)


def check_use(
    voucher: Voucher, merchant: Merchant, now: datetime, user_id: int, used_by: int | None
) -> None:
    """Why this voucher cannot be used here today, in the order people ask (核销)."""
    today = now.date()
    if not merchant.is_active:
        raise WrongState(f"“{merchant.name}”已经停用，不能核销。请找社区。")
    _check_agreement(merchant, today)
    if voucher.state is VoucherState.USED and voucher.used_at is not None:
        just_now = now - voucher.used_at <= UNDO_WITHIN
        if just_now and (user_id, merchant.id) == (used_by, voucher.merchant_id):
            raise SameUse(voucher.used_at, today)
    if voucher.used_at is not None and voucher.state is not VoucherState.VOID:
        raise AlreadyUsed(voucher.used_at, today)
    if voucher.state is VoucherState.CREATED:
        raise WrongState("这张券还没发出去，不能用。")
    if voucher.state is VoucherState.VOID:
        raise WrongState("这张券已经作废，不能用。")
    if voucher.state is VoucherState.EXPIRED or today > voucher.valid_to:
        raise WrongState(f"这张券{short_day(voucher.valid_to, today)}已经到期，不能用。")
    if today < voucher.valid_from:
        raise WrongState(f"这张券从{short_day(voucher.valid_from, today)}起才能用。")
    if voucher.group_id != merchant.group_id:
        raise WrongState(f"这张券只能在“{voucher.group_name}”的商户用，这里不能用。")


def _check_agreement(merchant: Merchant, today: date) -> None:
    """A shop takes vouchers while its agreement runs (协议期内); one without dates, always."""
    if merchant.takes(today):
        return
    where = "请社区在“消费券”的“商户”里改协议的日期。"
    if merchant.ended(today) and merchant.agreed_to:
        ended = short_day(merchant.agreed_to, today)
        raise WrongState(f"“{merchant.name}”的协议到{ended}为止，不能核销。续签了，{where}")
    if merchant.agreed_from:
        begins = short_day(merchant.agreed_from, today)
        raise WrongState(f"“{merchant.name}”的协议从{begins}起，还不能核销。日子写错了，{where}")


def check_undo_use(voucher: Voucher, used_by: int | None, user_id: int, now: datetime) -> None:
    """Spent by mistake (撤销核销): whoever tapped it takes it back within five minutes.

    Not once it is on a settlement: what was signed there counts it already.
    """
    if voucher.state is not VoucherState.USED or voucher.used_at is None:
        raise WrongState(f"这张券现在是“{voucher.state.label}”，没有可以撤销的核销。")
    if voucher.settlement_id is not None:
        raise WrongState(
            f"这张券已经做进第 {voucher.settlement_id} 号结算单，不能撤销。"
            "请社区先撤回那张结算单，再登记争议。"
        )
    if used_by != user_id:
        raise NotAllowed("别人", "撤销这次核销")
    if now - voucher.used_at > UNDO_WITHIN:
        raise WrongState("已经过了 5 分钟，不能直接撤销。请社区在“查券”里登记争议。")


def check_void(voucher: Voucher, reason: str) -> str:
    """An unused voucher may be taken back, with a reason (作废); its points return."""
    if voucher.state is not VoucherState.ISSUED:
        hint = "先登记争议再作废。" if voucher.state is VoucherState.USED else "不能作废。"
        raise WrongState(f"这张券{voucher.state.label}，{hint}")
    return plain_text(reason, "作废原因", least=2, most=100)


def check_undo_giving(issued_by: int | None, at: datetime, user_id: int, now: datetime) -> None:
    """Given by mistake (撤销): taken back without a reason by whoever gave it, within minutes."""
    if issued_by != user_id:
        raise NotAllowed("别人", "撤销这张券")
    if now - at > UNDO_WITHIN:
        raise WrongState("已经过了 5 分钟，不能直接撤销。请查这张券，写明原因作废。")


def check_dispute(voucher: Voucher, reason: str) -> str:
    """A used voucher may be questioned until it is on a settlement (争议)."""
    no = f"这张券{voucher.state.label}，只有已用、还没结算的券能登记争议。"
    MOVES.check(voucher.state, VoucherState.DISPUTED, no)
    if voucher.settlement_id is not None:
        raise WrongState(f"这张券在第 {voucher.settlement_id} 号结算单里，先撤回那张结算单。")
    return plain_text(reason, "争议说明", least=2, most=100)


def check_verdict(voucher: Voucher, reason: str) -> str:
    """The end of a dispute: the use stands, or the voucher is void (了结争议)."""
    if voucher.state is not VoucherState.DISPUTED:
        raise WrongState(f"这张券{voucher.state.label}，没有要了结的争议。")
    return plain_text(reason, "处理说明", least=2, most=100)
