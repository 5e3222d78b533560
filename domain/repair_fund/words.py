"""Figures of a project in words (一个数一个说法): what, of what, as of when. Every page asks here.

已付 is what was approved, repayments taken off; what waits for its approval is named beside it.
Its share is always of what the authority approved (审核通过), never of the budget.
"""

from datetime import date

from domain.money import percent, yuan
from domain.repair_fund.projects import Project, State


def paid_words(paid_fen: int, approved_fen: int | None) -> str:
    """已付 34,300.00 元，占审核通过 49,000.00 元的 70.00%."""
    if not approved_fen:
        return f"已付 {yuan(paid_fen)}"
    return (
        f"已付 {yuan(paid_fen)}，占审核通过 {yuan(approved_fen)}的 {share(paid_fen, approved_fen)}"
    )


def share(paid_fen: int, approved_fen: int) -> str:
    """How much of what was approved is paid."""
    return percent(paid_fen, approved_fen)


def waiting_words(waiting_fen: int) -> str:
    """What is recorded and not approved yet: it is not paid. Repayments are negative."""
    if waiting_fen < 0:
        return f"另有施工单位退款 {yuan(-waiting_fen)}等核准，还没从已付里减掉。"
    return f"另有 {yuan(waiting_fen)}等核准，还没算进已付。"


def days_in_state(since: date, today: date) -> int:
    """Whole days since the last step: the same count the usual duration is made of."""
    return (today - since).days


def so_far(since: date, today: date) -> str:
    """How long a project stands where it is: 已 15 天, and on its first day 今天开始."""
    days = days_in_state(since, today)
    return f"已 {days} 天" if days else "今天开始"


def usual_words(state: State, days: int) -> str:
    """How long projects here usually stay in this one state, not in the whole stage."""
    return f"“{state.label}”通常 {days} 天"


def standing(project: Project) -> str:
    """What the rail says at the stage a project stands in: never 进行中 where nothing goes on."""
    return {
        State.SUSPENDED: "已中止",
        State.CANCELLED: "已终止",
        State.VOTE_FAILED: "没通过",
        State.RETURNED: "退回补正",
        State.RECTIFYING: "整改中",
    }.get(project.state, "进行中")
