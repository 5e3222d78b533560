"""The payments of a project as rows (拨付): how each stands, what for, when, to whom, how much."""

from db.repair_fund.payments import Paid
from db.visit import Visit
from domain.days import short_day
from domain.money import column_yuan, yuan
from ui import layout
from ui.rows import Column, Rows


def of(visit: Visit) -> Rows:
    def who(paid: Paid) -> str:
        words = [f"{layout.escaped(paid.recorded_by)}登记"]
        if paid.approved_by and paid.approved_on:
            day = short_day(paid.approved_on, visit.today)
            words.append(f"{layout.escaped(paid.approved_by)}{day}核准")
        if paid.refused_by:
            words.append(
                f"{layout.escaped(paid.refused_by)}退回：{layout.escaped(paid.refused_why)}"
            )
        return " · ".join(words)

    return Rows(
        "payments",
        title=lambda paid: paid.kind.label,
        title_label="哪一笔",
        state=Column("state", "状态", _state, 104),
        columns=(
            Column("paid", "哪天付的", lambda paid: short_day(paid.paid_on, visit.today), 128,
                   by=lambda paid: paid.paid_on),
            Column("fen", "金额（元）", _amount, 152, by=lambda paid: paid.signed_fen,
                   right=True, apart=True),
            Column("payee", "付给谁", lambda paid: layout.escaped(paid.payee), 208),
            Column("who", "谁登记、谁核准", who, 268),
        ),
    )  # fmt: skip


def _state(paid: Paid) -> str:
    if paid.waits:
        return ":orange-badge[:material/hourglass_empty: 等核准]"
    if paid.refused_by:
        return ":red-badge[:material/undo: 已退回]"
    return ":green-badge[:material/check: 已核准]"


def _amount(paid: Paid) -> str:
    amount = f"**{column_yuan(paid.signed_fen)}**"
    return f"{amount} :gray[其中补助 {yuan(paid.subsidy_fen)}]" if paid.subsidy_fen else amount
