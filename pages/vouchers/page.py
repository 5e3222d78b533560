"""消费券: the batches with their counts, a new batch, and its approval by a second person."""

from datetime import timedelta
from functools import partial

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import batches
from db.vouchers import giving as vouchers_giving
from db.vouchers import merchants as vouchers_merchants
from domain.amounts import both_fen, typed_counts, yuan_typed
from domain.asking import Asking
from domain.people import Permission
from domain.vouchers.batches import NewBatch
from pages import asked, voucher_use
from pages.acts import act, dialog
from pages.feature import Feature, Room
from pages.vouchers import giving, listing, merchants, of_resident, settling, sheet
from ui import forms, layout, whereabouts
from ui.yuan import yuan_input

TITLE = "消费券"

TAB = "vouchers:tab"
SPANS = {"一个月": 30, "三个月": 91, "半年": 182, "一年": 365}


def render(visit: Visit) -> None:
    printing = st.query_params.get("print", "")
    if printing.isdecimal():
        sheet.draw(visit, int(printing))
        return
    with layout.page_head(TITLE, "一份谢意，不是钱：不卖，不找零，不换现金。"):
        act(visit, "新批次", _batch_dialog, icon="add", primary=True)
    if (shop := asked.only("merchant", "全部消费券")) is not None:
        merchants.one(visit, shop)
        return
    gives = visit.user.may(permission_of(vouchers_giving.give_voucher))
    tabs = {"give": ("发券", giving.draw)} if gives else {}
    tabs |= {
        "batches": ("批次", _batches),
        "settle": ("商户结算", settling.draw),
        "merchants": ("商户", merchants.draw),
    }
    whereabouts.tabs(
        {code: name for code, (name, _) in tabs.items()},
        *(partial(draw, visit) for _, draw in tabs.values()), key=TAB,
    )  # fmt: skip


def _batches(visit: Visit) -> None:
    _overdue(visit)
    known = batches.batches(visit)
    if not known:
        may = visit.user.may(_batch_dialog.permission)
        how = "点“新批次”建一批" if may else "社工建一批"
        layout.empty_state("confirmation_number", "还没有券", f"{how}，另一个人核准后就能发。")
        return
    listing.show(visit, known)


def _overdue(visit: Visit) -> None:
    gone = vouchers_giving.overdue(visit.db, visit.today.isoformat())
    if gone:
        label = f"{gone:,} 张券到期了，作过期处理"
        act(visit, label, vouchers_giving.expire_vouchers, icon="event_busy")


@dialog("新批次", batches.create_batch)
def _batch_dialog(visit: Visit, slip: str) -> NewBatch | None:
    groups = {group.id: group.name for group in vouchers_merchants.groups(visit.db)}
    if not groups:
        st.warning("还没有商户。先在“商户”里加一类商户，再来建券。", icon=":material/storefront:")
        return None
    group = st.pills(
        "在哪类商户用", list(groups), wrap=True,
        format_func=lambda id: layout.escaped(groups[id]), key=f"{slip}:group",
    )  # fmt: skip
    title = st.text_input(
        "券名", key=f"{slip}:title", placeholder="例如：早点券。钱数写在面值里", max_chars=30
    )
    left, right = st.columns(2, wrap=False)
    with left:
        face = yuan_input("面值", key=f"{slip}:face", hint="例如：5.00")
    with right:
        price = st.number_input(
            "几枚换（0 就直接发）", min_value=0, value=None, step=10, key=f"{slip}:price"
        )
    pieces = st.number_input("做几张", min_value=0, value=None, step=10, key=f"{slip}:pieces")
    worth = (face.known or 0) * (pieces or 0)
    span = st.pills("用多久", list(SPANS), key=f"{slip}:span")
    fund = st.text_input(
        "谁出资", key=f"{slip}:fund", max_chars=30, placeholder="例如：社区公益资金"
    )
    least = f"，至少 {yuan_typed(worth)}" if worth else ""
    budget = yuan_input(f"预算{least}", key=f"{slip}:budget", what="预算")
    if not forms.save_button("建好，等人核准", slip):
        return None
    asking = Asking()
    whom, name = asking.given(group, "在哪类商户用"), asking.given(title, "券名")
    long, payer = asking.given(span, "用多久"), asking.given(fund, "谁出资")
    fens = asking.ask(both_fen, face, budget)
    counts = asking.ask(lambda: typed_counts(几枚换=price, 做几张=pieces))
    asking.done()
    until = visit.today + timedelta(days=SPANS[long])
    return NewBatch(slip, name, whom, fens[0], counts[0], counts[1], fens[1], payer,
                    visit.today, until)  # fmt: skip


FEATURE = Feature(
    rooms=(
        Room("vouchers", TITLE, "confirmation_number", Permission.SEE_VOUCHERS, render),
        voucher_use.ROOM,
    ),
    resident=(of_resident.PART,),
)
