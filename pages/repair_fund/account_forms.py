"""Dialogs of the household accounts (入账): deposits, interest, top-ups, and taking one back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar

import streamlit as st

from db.repair_fund import booking, raised
from db.visit import Visit, permission_of
from domain.money import yuan
from domain.receipts import Receipt
from domain.repair_fund.booking import (
    BookedBefore,
    BookingCorrection,
    Deposit,
    Interest,
    TopUp,
    who_paid,
)
from domain.repair_fund.deposit_list import DEPOSITS, Listed, all_of
from domain.rooms import read_rooms
from domain.table_reading import read_given
from domain.tables import Table
from pages import lists, missing
from pages.acts import Doing, act, dialog, doing
from ui import choices, forms, layout, press
from ui.days_and_hours import day_field
from ui.yuan import yuan_input

Money = TypeVar("Money", Deposit, Interest)
WHOLE, LISTED = "按每平方米", "按名单"


def buttons(visit: Visit, estate_id: int | None) -> None:
    """What the accountant may book; nothing for anybody else."""
    with st.container(horizontal=True):
        act(visit, "登记交存", deposit_dialog, estate_id, icon="savings", primary=True)
        if estate_id is not None:
            act(visit, "登记收益", interest_dialog, estate_id, icon="percent")
            act(visit, "登记续交", topup_dialog, estate_id, icon="add_card")


def _estate(visit: Visit, estate_id: int | None, slip: str) -> int | None:
    """The estate chosen on the page, to be changed here; None when no estate has a room yet."""
    names = {e.id: e.short_name for e in missing.estates_with_rooms(visit)}
    if not names:
        return None
    ids = list(names)
    at = ids.index(estate_id) if estate_id in ids else forms.only(ids)
    chosen = choices.one_of_these(
        "哪个小区", ids, names.__getitem__, key=f"{slip}:estate", at=at, placeholder="选小区"
    )
    if chosen is None:
        layout.second_line("先选哪个小区。")
    return chosen


@dialog("登记交存", booking.record_deposit, width="medium")
def deposit_dialog(visit: Visit, slip: str, estate_id: int | None) -> Doing | None:
    estate = _estate(visit, estate_id, slip)
    if estate is None:
        return None
    how = st.segmented_control(
        "怎么登记", [WHOLE, LISTED], default=WHOLE, required=True, key=f"{slip}:how"
    )
    rate, listed = None, None
    if how == WHOLE:
        rate = yuan_input("每平方米", key=f"{slip}:rate")
    else:
        listed = _listed(visit, slip, estate)
    day = _day(visit, slip)
    note = st.text_input(
        "说明", placeholder="可以不写，例如：首期交存", max_chars=100, key=f"{slip}:note"
    )
    return _book(
        slip, forms.save_button("登记交存", slip), booking.record_deposit,
        lambda: Deposit(
            slip, estate, rate.fen if rate else 0, all_of(listed) if listed else (), day, note
        ),
    )  # fmt: skip


def _listed(visit: Visit, slip: str, estate_id: int) -> Table[Listed] | None:
    """The list of rooms and amounts, and what became of each row, before anything is booked."""
    given = lists.paste_or_upload(
        slip, "一行一户：房号和金额", f"{slip}:text",
        lambda: lists.template(
            "交存清单", DEPOSITS, permission_of(booking.rooms_to_book),
            lambda visit: [(room,) for room in booking.rooms_to_book(visit, estate_id)],
        ),
        height=160, placeholder="1-1-101 8500.00\n1-1-102 9600.00",
    )  # fmt: skip
    if given is None:
        layout.second_line("房号和金额之间空一格，也可以从表格里连着两列复制过来。")
        return None
    read = read_given(given if isinstance(given, str) else given.rows, DEPOSITS)
    table = booking.preview_deposits(visit, estate_id, read)
    lists.counts(table)
    if table.problems:
        st.markdown(":orange[有问题的改好以前，一笔也不登记。]")
        if isinstance(given, lists.Upload):
            needs = permission_of(booking.rooms_to_book)
            lists.give_back(given, table, needs, wrong_only=False, key=f"{slip}:back")
        lists.problems(table, DEPOSITS)
    return table


@dialog("登记增值收益", booking.record_interest)
def interest_dialog(visit: Visit, slip: str, estate_id: int) -> Doing | None:
    estate = _estate(visit, estate_id, slip)
    if estate is None:
        return None
    total = yuan_input("银行给这个小区的收益", key=f"{slip}:total")
    layout.second_line("按每一户的余额分，分到每一分钱。")
    day = _day(visit, slip)
    note = st.text_input(
        "说明", placeholder="例如：2025年增值收益", max_chars=100, key=f"{slip}:note"
    )
    return _book(
        slip, forms.save_button("登记收益", slip), booking.record_interest,
        lambda: Interest(slip, estate, total.fen, day, note),
    )  # fmt: skip


@dialog("登记续交", booking.record_topup, width="medium")
def topup_dialog(visit: Visit, slip: str, estate_id: int) -> TopUp | None:
    found = raised.passed_votes(visit, estate_id)
    if not found:
        layout.second_line("还没有表决通过的续交。续交要全体相关业主表决，四分之三以上同意。")
        return None
    names = {vote.project_id: f"{vote.code} {vote.title}" for vote in found}
    project = choices.one_of_these(
        "哪一次续交", list(names), names.__getitem__, key=f"{slip}:project",
        at=forms.only(found), placeholder="选一次",
    )  # fmt: skip
    if project is None:
        layout.second_line("先选哪一次续交。")
        return None
    vote = next(vote for vote in found if vote.project_id == project)
    layout.second_line(
        f"表决通过 {yuan(vote.total_fen)}，按面积分。已交 {vote.paid:,} 户，共 {vote.units:,} 户。"
    )
    text = st.text_area(
        "交了的房号，一行一个",
        height=160,
        placeholder="1-1-101\n1-1-102",
        key=f"{slip}:text",
    )
    left = vote.units - vote.paid
    words = f"没交过的 {left:,} 户这次全部交齐了，不用写房号"
    everybody = st.checkbox(words, key=f"{slip}:everybody")
    day = _day(visit, slip)
    if not forms.save_button("登记续交", slip):
        return None
    return TopUp(slip, project, who_paid(read_rooms(text), everybody), day)


@dialog("更正一次入账", booking.correct_booking)
def correct_dialog(
    visit: Visit, slip: str, booked: str, households: int, fen: int
) -> BookingCorrection | None:
    st.markdown(
        f"这 **{households:,}** 户、共 **{yuan(fen)}** 每一户补记一笔相反的。原来的不会删掉。"
    )
    why = forms.why("更正", slip, "金额多打了一个零", button="整批更正")
    return None if why is None else BookingCorrection(slip, booked, why)


def _book(
    slip: str, sent: bool, book: Callable[[Visit, Money], Receipt], make: Callable[[], Money]
) -> Doing | None:
    """Book what was filled in; the same as before is said first, and asks for a tap of its own."""
    asked, below = f"again:{slip}", st.empty()

    @wraps(book)
    def noticing(visit: Visit, paper: Money) -> Receipt:
        try:
            return book(visit, paper)
        except BookedBefore:
            st.session_state[asked] = replace(paper, again=True)
            _insist(below, slip)
            raise

    if sent:
        st.session_state.pop(asked, None)
        return doing(noticing, make())
    meant: Money | None = st.session_state.get(asked)
    return doing(book, meant) if meant is not None and _insist(below, slip) else None


def _insist(place: Any, slip: str) -> bool:
    with place:
        return press.button("又到账一次，再登记", icon=":material/repeat:", key=f"insist:{slip}")


def _day(visit: Visit, slip: str) -> date:
    return day_field("哪天到账的", f"{slip}:day", visit.today, most=visit.today)
