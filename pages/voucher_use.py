"""核销消费券: scan or type a code, see what it is, one big button under the thumb."""

import streamlit as st

from db.visit import Visit
from db.vouchers import merchants, settling, using
from domain.days import clock, short_day
from domain.errors import DomainError, Invalid
from domain.money import yuan
from domain.people import Permission, Role
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import SameUse, Shown, VoucherState
from pages.acts import act, form
from pages.feature import Room
from ui import choices, forms, layout
from ui.rows import Column, Rows

TITLE = "核销消费券"

USED = Rows(
    "used",
    title=lambda line: line.title,
    title_label="券",
    columns=(
        Column("at", "时间", lambda line: clock(line.used_at), 90, by=lambda line: line.used_at),
        Column("code", "券码", lambda line: grouped(line.code), 180),
        Column("face", "面值", lambda line: yuan(line.face_fen), 120,
               by=lambda line: line.face_fen, right=True, top=True),
    ),
    number=lambda line: line.code,
    first=20,
)  # fmt: skip
SETTLED = Rows(
    "settled",
    title=lambda paper: paper.month,
    title_label="月份",
    state=Column("state", "到哪一步", lambda paper: f":blue-badge[{paper.state.label}]", 116),
    columns=(
        Column("vouchers", "张数", lambda paper: f"{paper.vouchers:,} 张", 100, right=True),
        Column("amount", "金额", lambda paper: yuan(paper.amount_fen), 140, right=True, top=True),
    ),
    first=20,
)


def render(visit: Visit) -> None:
    st.title(TITLE, anchor=False)
    shop, known = _shop(visit)
    if not known:
        return
    _spend(visit, shop)
    if shop:
        _today(visit, shop)


def _forget_link() -> None:
    """The next code is typed into an empty field."""
    st.query_params.pop("c", None)


@form(using.use_voucher, after=_forget_link)
def _spend(visit: Visit, slip: str, shop: int | None) -> tuple[str, int] | None:
    code = st.text_input(
        "券码", value=st.query_params.get("c", "")[:80], key=f"{slip}:code", autocomplete="off",
        placeholder="用手机相机扫，或者照着念",
    )  # fmt: skip
    if code:
        forms.silence()  # the last act is this code, not the one before
    shown = _show(visit, code, shop) if code and shop else None
    # Another button before and after the voucher is seen: one tap never does both steps.
    key = f"use:{shown.voucher.id}" if shown else "early"
    with st.bottom:
        if shop and not code:
            _undo(visit, shop)
        if not forms.save_button("核销", slip, key=key, primary=True):
            return None
    if shop is None:
        raise Invalid("还没选在哪家商户用。")
    return code, shop


def _shop(visit: Visit) -> tuple[int | None, bool]:
    """(the shop, whether there is any): a merchant's own; the office says which one it helps."""
    own = visit.user.only_merchant
    if own is not None:
        layout.second_line(layout.escaped(merchants.merchant(visit.db, own).name))
        return own, True
    shops = {shop.id: shop.name for shop in merchants.merchants(visit.db) if shop.is_active}
    if not shops:
        st.warning("先要有商户。在“消费券”的“商户”里加。", icon=":material/storefront:")
        return None, False
    chosen = choices.one_of_these(
        "在哪家用的", list(shops), shops.__getitem__, key="use:merchant", placeholder="选商户"
    )
    return chosen, True


def _show(visit: Visit, code: str, shop: int) -> Shown | None:
    """What it is worth, whose and until when, before anything happens; or why it cannot be used."""
    try:
        shown = using.show(visit, code, shop)
    except SameUse as done:
        st.info(layout.escaped(str(done)), icon=":material/info:")
        return None
    except DomainError as refusal:
        forms.refuse(str(refusal))
        return None
    found = shown.voucher
    last = short_day(found.valid_to, visit.today)
    holder = f"{layout.escaped(shown.holder)}的券" if shown.holder else "不记名"
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":green[:material/check_circle: **能用**] {layout.escaped(found.title)}")
        st.markdown(f"## {yuan(found.face_fen)}", anchors=False)
        st.markdown(f"在{layout.bold(shown.shop)}用，{holder}，有效到{last}，不找零")
        layout.second_line(f"{grouped(found.code)}。看清楚了，再点“核销”。")
    return shown


def _undo(visit: Visit, shop: int) -> None:
    """The last use of one's own can be taken back for five minutes (撤销), also after a reload."""
    last = using.undoable(visit, shop)
    if last is None:
        return
    label = f"撤销 {clock(last.used_at)} 那一次（{yuan(last.face_fen)}）"
    act(visit, label, using.undo_use, last.id, icon="undo", width="stretch")


def _today(visit: Visit, shop: int) -> None:
    used = using.used_at(visit, shop, visit.today)
    good = [line for line in used if line.state is not VoucherState.VOID]
    layout.section(f"今天 {len(good)} 张，{yuan(sum(line.face_fen for line in good))}")
    if good:
        USED.show(good)
    else:
        layout.second_line("今天还没有核销。")
    layout.section("结算")
    if papers := settling.own_settlements(visit, shop):
        SETTLED.show(papers)
    else:
        layout.second_line("还没有结算单。社区每月做一次。")


ROOM = Room(
    "use", TITLE, "qr_code_scanner", Permission.USE_VOUCHER, render, frozenset({Role.MERCHANT})
)
