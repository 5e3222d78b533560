"""The batches (批次), a row each; a tap on one tells what became of its pieces."""

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import batches, pieces
from domain.days import short_day
from domain.money import column_yuan, yuan
from domain.people import Permission
from domain.vouchers.batches import Batch
from pages.dialogs import glance
from pages.second_person import answer
from pages.vouchers import sheet
from ui import layout, tables
from ui.rows import Column, Rows

USES = [
    tables.Column("商户", lambda line: line.merchant),
    tables.Column("已用", lambda line: f"{line.used:,}", right=True),
    tables.Column("已结", lambda line: f"{line.settled:,}", right=True),
    tables.Column("面值", lambda line: yuan(line.used_fen), right=True),
]


def show(visit: Visit, known: list[Batch]) -> None:
    Rows(
        "batches",
        title=lambda batch: batch.title,
        title_label="哪批券",
        state=Column("state", "现在", lambda batch: _state(visit, batch), 132),
        columns=(
            Column("given", "已发", lambda batch: f"已发 **{batch.given:,}** / {batch.pieces:,} 张",
                   160, by=lambda batch: batch.given),
            Column("until", "有效到", lambda batch: f"到{short_day(batch.valid_to, visit.today)}",
                   130, by=lambda batch: batch.valid_to, least_first=True),
            Column("price", "怎么发", _price, 110),
            Column("budget", "预算（元）", lambda batch: column_yuan(batch.budget_fen), 120,
                   by=lambda batch: batch.budget_fen, right=True),
            Column("face", "面值", lambda batch: yuan(batch.face_fen), 110,
                   by=lambda batch: batch.face_fen, right=True, top=True, apart=True),
        ),
        shows=lambda batch: _told(batch.id),
        acts=lambda batch: _acts(visit, batch),
        acts_width=170,
        first=20,
    ).show(known)  # fmt: skip


def _state(visit: Visit, batch: Batch) -> str:
    if batch.approved_by_name is None:
        return ":orange-badge[:material/hourglass_empty: 待核准]"
    if visit.today > batch.valid_to:
        return ":gray-badge[:material/event_busy: 已到期]"
    if batch.unissued == 0:
        return ":gray-badge[:material/check: 发完了]"
    return f":green-badge[:material/check_circle: 还剩 {batch.unissued:,} 张]"


def _price(batch: Batch) -> str:
    return "活动直接发" if batch.is_campaign else f"{batch.points_price:,} 枚换"


def _acts(visit: Visit, batch: Batch) -> None:
    if batch.approved_by_name is None:
        answer(visit, [batch.created_by], "核准，可以发", batches.approve_batch, batch.id,
               primary=False)  # fmt: skip
    elif batch.in_hand and visit.user.may(permission_of(pieces.handed_out)):
        sheet.button(batch.id)


@glance("这批券", needs=Permission.SEE_VOUCHERS)
def _told(visit: Visit, id: int) -> None:
    """What it is and who pays, what became of the pieces, what it cost, and where (批次统计)."""
    batch = batches.batch(visit.db, id)
    st.markdown(f"{layout.bold(batch.title)} {_state(visit, batch)}")
    begins, ends = (short_day(day, visit.today) for day in (batch.valid_from, batch.valid_to))
    layout.second_line(
        f"面值 {yuan(batch.face_fen)}，{_price(batch)} · {layout.escaped(batch.group_name)}类商户"
        f" · {begins}到{ends} · {layout.escaped(batch.fund_source)}出资，"
        f"预算 {yuan(batch.budget_fen)} · {layout.escaped(batch.created_by_name)}建的"
    )
    st.progress(
        batch.given / batch.pieces, text=f"已发 **{batch.given:,}** 张，共 {batch.pieces:,} 张"
    )
    if not batch.given:
        return
    st.markdown(
        f"在手里 **{batch.in_hand:,}** · 已用 **{batch.used:,}** · 已结 **{batch.settled:,}**"
        f" · 过期 **{batch.expired:,}** · 作废 **{batch.void:,}**"
    )
    layout.second_line(
        f"用掉 {yuan(batch.used_fen)}，其中已结 {yuan(batch.settled_fen)}；"
        f"手里的都用完是 {yuan(batch.may_cost_fen)}"
    )
    if batch.used:
        uses = batches.batch_uses(visit, batch.id)
        tables.show(uses, USES, alt=f"{batch.title}在各家商户", empty="还没有人用。")
