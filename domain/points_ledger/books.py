"""The books (账本): entries, balances, reversals, and the chain that binds the entries."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.errors import Invalid, NotAllowed, WrongState
from domain.labels import Labelled
from domain.registry import plain_text


class EntryKind(Labelled):
    """What a ledger entry is (流水类别)."""

    EARN = "earn", "志愿服务"
    AWARD = "award", "奖励"
    REDEEM = "redeem", "兑换"
    EXPIRE = "expire", "过期"
    TRANSFER = "transfer", "家庭转赠"
    REVERSAL = "reversal", "冲正"


@dataclass(frozen=True, slots=True)
class Balance:
    """One resident's holding (余额) with the day it last moved."""

    resident_id: int
    resident: str
    room: str
    points: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger (流水), seen from the residents: plus is received."""

    id: int
    earned_on: date
    resident_id: int
    resident: str
    kind: EntryKind
    points: int
    reason: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Books:
    """Issued = held + redeemed + expired (发行＝持有＋已兑＋已过期), in points."""

    issued: int
    held: int
    redeemed: int
    expired: int

    @property
    def balanced(self) -> bool:
        return self.issued == self.held + self.redeemed + self.expired

    @property
    def told(self) -> str:
        """The one line that proves or disproves them, with every figure in it."""
        return (
            f"发行 {self.issued:,} ＝ 持有 {self.held:,} ＋ 已兑 {self.redeemed:,}"
            f" ＋ 过期 {self.expired:,}"
        ).replace("＝", "＝" if self.balanced else "≠")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved one way in a month and what was taken back in it (发出、冲正), in points."""

    out: int
    back: int
    words: tuple[str, str]

    @property
    def net(self) -> int:
        """The figure that is shown; below zero when more was taken back than moved."""
        return self.out - self.back

    @property
    def told(self) -> str:
        """The reckoning in words: 发出 100 − 冲正 40 ＝ 60."""
        done, undone = self.words
        net = f"{self.net:,}".replace("-", "−")
        return f"{done} {self.out:,} − {undone} {self.back:,} ＝ {net}"


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """What one month moved (本月发放、本月兑换、本月过期), by the month of posting.

    A reversal counts in the month it is posted in, so that a published month never changes.
    Rule: docs/rules.md, 月度公示.
    """

    month: str
    issued: Moved
    redeemed: Moved
    expired: Moved


def months_words(months: Sequence[tuple[str, int, int]]) -> str:
    """What the months (month, issued, redeemed) say: how much came back of what was given."""
    issued, redeemed = sum(month[1] for month in months), sum(month[2] for month in months)
    told = f"最近 {len(months)} 个月发放 {issued:,} 枚"
    if issued <= 0:
        return f"{told}，兑换 {redeemed:,} 枚。"
    return f"{told}，每发 100 枚兑掉 {(200 * redeemed + issued) // (2 * issued):,} 枚。"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of one resident's statement (对账单): signed points, and the balance after it."""

    id: int
    earned_on: date
    posted_at: datetime
    kind: EntryKind
    points: int
    balance: int
    reason: str
    recorded_by: str
    reverses_id: int | None
    reversed_by: int | None


@dataclass(frozen=True, slots=True)
class Holding:
    """Points that can be used through one day; without a day they never expire."""

    expires_on: date | None
    points: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """One line of the expiry preview (过期预览), in points."""

    account_id: int
    resident_id: int
    resident: str
    points: int


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as it stands in the ledger, for reversing it and for the chain. Points > 0."""

    id: int
    debit_id: int
    credit_id: int
    points: int
    kind: EntryKind
    earned_on: date
    posted_at: datetime
    reason: str
    created_by: int
    reversed_by: int | None


UNDO_WITHIN = timedelta(minutes=5)
GENESIS = bytes(32)  # what the first entry is chained to
_told = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def chained(before: bytes, row: Sequence[object]) -> bytes:
    """SHA-256 over the hash before and the entry's fields as JSON: change one, break all after."""
    return hashlib.sha256(before + _told(list(row)).encode()).digest()


def check_reversal(entry: Posted, reason: str) -> str:
    """Any entry may be reversed once, with a reason; a reversal itself may not (冲正)."""
    if entry.kind is EntryKind.REVERSAL:
        raise WrongState("冲正本身不能再冲正。要改回来，重新登记一笔。")
    if entry.reversed_by is not None:
        raise WrongState(f"这一笔已经由第 {entry.reversed_by} 笔冲正过，不能再冲。")
    return plain_text(reason, "冲正原因", least=2, most=100)


def check_undo(entry: Posted, user_id: int, now: datetime) -> None:
    """Undoing (撤销) is one's own last act within five minutes; later it takes a reason."""
    if entry.created_by != user_id:
        raise NotAllowed("别人", "撤销这一笔")
    if now - entry.posted_at > UNDO_WITHIN:
        raise WrongState("已经过了 5 分钟，不能直接撤销。请用冲正，写明原因。")


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points given inside one household (家庭转赠)."""

    slip: str
    from_id: int
    to_id: int
    points: int
    reason: str


def check_transfer(
    transfer: Transfer, from_unit: int | None, to_unit: int | None, this_year: int, most: int
) -> str:
    """Only within one registered household and the yearly limit, in points; never for money."""
    if transfer.from_id == transfer.to_id:
        raise Invalid("不能转给自己。")
    if from_unit is None or from_unit != to_unit:
        raise Invalid("只能转给登记在同一户的家人。")
    if transfer.points <= 0:
        raise Invalid("转赠要大于 0 枚。")
    if this_year + transfer.points > most:
        left = max(0, most - this_year)
        raise Invalid(f"每人每年最多转出 {most} 枚，今年已转 {this_year} 枚，还能转 {left} 枚。")
    return plain_text(transfer.reason, "说明", least=2, most=60)


GUARDED_AGE = 14


def check_guardian(name: str, age: int, guardian_id: int | None, guardian_agrees: bool) -> None:
    """Under 14, points are spent by the guardian (未满 14 周岁由监护人办理)."""
    if age >= GUARDED_AGE:
        return
    if guardian_id is None:
        raise Invalid(f"{name}未满 {GUARDED_AGE} 周岁，底册里还没有监护人。请先登记监护人。")
    if not guardian_agrees:
        raise Invalid(f"{name}未满 {GUARDED_AGE} 周岁，要监护人来办。还没勾“监护人在场”。")
