"""打印券: vouchers with code and QR on a sheet of paper, to be cut out."""

import streamlit as st

from db.visit import Visit, permission_of
from db.vouchers import batches, pieces
from domain.days import short_day
from domain.money import yuan
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import Voucher
from ui import layout, qr

ACROSS, ON_A_PAGE = 3, 48
LOCAL = ":material/info: 现在用的是本机网址，手机扫码打不开。用办公室的网址打开本页，二维码才有用。"


def button(batch_id: int) -> None:
    """Opens the sheet of a batch in a window of its own."""
    st.link_button("打印", f"?print={batch_id}", icon=":material/print:")


def draw(visit: Visit, batch_id: int) -> None:
    """What was given out of a batch and is not used yet; codes are worth money, so few see them."""
    visit.user.must(permission_of(pieces.handed_out))
    batch = batches.batch(visit.db, batch_id)
    pages = max(1, -(-batch.in_hand // ON_A_PAGE))
    with st.container(key="noprint", gap="small"):
        layout.second_line("按 Ctrl+P 打印，再沿边剪开。已经用过和作废的不在里面。")
        if qr.only_here():
            layout.second_line(LOCAL)
        page = st.pagination(pages, key="sheet:page") if pages > 1 else 1
    found = pieces.handed_out(visit, batch_id, ON_A_PAGE, ((page or 1) - 1) * ON_A_PAGE)
    st.title(layout.escaped(batch.title), anchor=False)
    if not found:
        layout.empty_state("print", "没有要打印的券", "发出去、还没用的券会出现在这里。")
    with st.container(key="voucher-sheet"):
        for first in range(0, len(found), ACROSS):
            row = st.columns(ACROSS, wrap=False, border=True)
            for column, voucher in zip(row, found[first : first + ACROSS]):
                with column, st.container(gap="xxsmall"):
                    card(voucher, visit)


def card(voucher: Voucher, visit: Visit) -> None:
    """One voucher as its holder gets it: no name, only what the shop needs."""
    st.markdown(f"{layout.bold(voucher.title)} {yuan(voucher.face_fen)}")
    st.image(
        qr.picture(qr.link(f"use?c={voucher.code}")), width=160,
        alt=f"券 {grouped(voucher.code)} 的二维码",
    )  # fmt: skip
    st.markdown(f"**{grouped(voucher.code)}**")
    begins, ends = (short_day(day, visit.today) for day in (voucher.valid_from, voucher.valid_to))
    layout.second_line(
        f"{begins}到{ends}，{layout.escaped(voucher.group_name)}类商户。"
        "限用一次，不找零，不换现金。"
    )
