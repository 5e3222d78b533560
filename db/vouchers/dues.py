"""What of the vouchers waits for somebody (要办的): settlements, batches, disputes."""

from db.rows import value
from db.visit import Visit, permission_of, reads
from db.vouchers import batches, disputes, merchants, settling
from domain.home import Due, Rank, due_for, second_person
from domain.people import Permission

WAITING = """
    select count(*) filter (where state = 'draft') as drafts,
           count(*) filter (where state = 'draft' and created_by = :me) as own_drafts,
           count(*) filter (where state = 'checked') as checked,
           count(*) filter (where state = 'checked' and :me in (created_by, checked_by))
           as own_checked,
           count(*) filter (where state = 'approved') as approved
      from settlements where state in ('draft', 'checked', 'approved')
"""


@reads(Permission.SEE_VOUCHERS)
def dues(visit: Visit) -> list[Due]:
    """Settlements and batches that wait for a hand, and vouchers somebody disputes."""
    return [*_settlements(visit), *_batches(visit), *_disputed(visit), *_agreements(visit)]


def _settlements(visit: Visit) -> list[Due]:
    """Checked by one, approved by another, paid: each step by whoever may take it."""
    wait = visit.db.query(WAITING, {"me": visit.user.id})
    count = next(iter(wait))

    def due(badge: str, title: str, action: str) -> Due:
        return Due("vouchers", Rank.WAITED_FOR, badge, title, "商户在等钱", action)

    user, check, approve = visit.user, settling.verify_settlement, settling.approve_settlement
    found = second_person(
        user, permission_of(check), due("待核对", "{} 张商户结算单等核对", "去核对"),
        count["drafts"], count["own_drafts"],
    ) + second_person(
        user, permission_of(approve), due("待核准", "{} 张商户结算单等核准", "去核准"),
        count["checked"], count["own_checked"],
    )  # fmt: skip
    if count["approved"]:
        paying = due("待付款", f"{count['approved']} 张商户结算单核准了，还没付款", "去付款")
        found += due_for(user, permission_of(settling.pay_settlement), paying)
    return found


def _batches(visit: Visit) -> list[Due]:
    waiting = "select count(*), coalesce(sum(created_by = ?), 0) from voucher_batches where approved_by is null"
    total, own = visit.db.execute(waiting, [visit.user.id]).fetchone()
    due = Due(
        "vouchers",
        Rank.WAITED_FOR,
        "待核准",
        "{} 批消费券等核准",
        "核准以后才能发",
        "去核准",
    )
    return second_person(visit.user, permission_of(batches.approve_batch), due, total, own)


def _agreements(visit: Visit) -> list[Due]:
    """Agreements that ended, or end within a month: renewed, or the shop is closed."""
    ended, soon = merchants.ending(visit.db, visit.today)
    if not ended and not soon:
        return []
    words = [f"{ended} 家到期了" if ended else "", f"{soon} 家 30 天内到期" if soon else ""]
    due = Due(
        "vouchers?tab=merchants",
        Rank.ON_A_DAY,
        "商户协议",
        f"商户协议：{'，'.join(filter(None, words))}",
        "到期第二天起不能核销；续签了改日期，不续就停用",
        "去看",
    )
    return due_for(visit.user, permission_of(merchants.change_merchant), due)


def _disputed(visit: Visit) -> list[Due]:
    count = value(visit.db, "select count(*) from vouchers where state = 'disputed'")
    if not count:
        return []
    due = Due(
        "vouchers",
        Rank.WAITED_FOR,
        "有争议",
        f"{count} 张消费券有争议",
        "争议没了结，不能结算",
        "去处理",
    )
    return due_for(visit.user, permission_of(disputes.resolve_dispute), due)
