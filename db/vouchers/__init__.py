"""消费券 vouchers: batches, giving, using, disputes, settlements, and the merchants."""

from db.vouchers.batches import approve_batch, batch, batch_uses, batches, create_batch
from db.vouchers.disputes import (
    dispute_voucher,
    disputed,
    settle_dispute,
    undo_giving,
    void_voucher,
)
from db.vouchers.giving import expire_vouchers, give_voucher, issue_voucher, overdue
from db.vouchers.merchants import (
    add_group,
    add_merchant,
    close_merchant,
    groups,
    merchant,
    merchants,
    reopen_merchant,
)
from db.vouchers.pieces import handed_out, look_up, piece
from db.vouchers.settling import (
    approve_settlement,
    check_settlement,
    draft_settlement,
    own_settlements,
    pay_settlement,
    settlement,
    settlement_lines,
    settlements,
    unsettled,
    withdraw_settlement,
)
from db.vouchers.using import show, undo_use, undoable, use_voucher, used_at, weigh

__all__ = [
    "add_group",
    "add_merchant",
    "approve_batch",
    "approve_settlement",
    "batch",
    "batch_uses",
    "batches",
    "check_settlement",
    "close_merchant",
    "create_batch",
    "dispute_voucher",
    "disputed",
    "draft_settlement",
    "expire_vouchers",
    "give_voucher",
    "groups",
    "handed_out",
    "issue_voucher",
    "look_up",
    "merchant",
    "merchants",
    "overdue",
    "own_settlements",
    "pay_settlement",
    "piece",
    "reopen_merchant",
    "settle_dispute",
    "settlement",
    "settlement_lines",
    "settlements",
    "show",
    "undo_giving",
    "undo_use",
    "undoable",
    "unsettled",
    "use_voucher",
    "used_at",
    "void_voucher",
    "weigh",
    "withdraw_settlement",
]
