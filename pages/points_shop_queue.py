"""What is to be handed over at the counter (待取), and what went out last: a row each."""

from collections.abc import Callable

import streamlit as st

from db.points_shop import reservations
from db.visit import Visit
from domain.days import moment, short_day
from domain.points_shop import Reservation
from pages import person
from pages.acts import act, dialog
from ui import forms, layout
from ui.rows import Column, Rows

NUMBER = Column("number", "第几号", lambda held: f"第 {held.id:,} 号", 90)


def draw(visit: Visit) -> None:
    waiting = reservations.open_reservations(visit)
    late = [held for held in waiting if held.overdue(visit.today)]
    if not waiting:
        layout.empty_state("task_alt", "没有待取的", "约好的东西会排在这里，等人来取。")
    if late:
        label = f"{len(late)} 份过期未取，全部退回"
        act(visit, label, reservations.expire_reservations, icon="undo")
    if waiting:
        _queue_rows(visit).show(waiting)
    _handed_over(visit)


def _handed_over(visit: Visit) -> None:
    """What went out last; what came back, or was never given, is taken back with a reason."""
    gone = reservations.handed_over(visit)
    if not gone:
        return
    layout.section("最近取走的")
    Rows(
        "gone",
        title=lambda held: held.resident,
        title_label="居民",
        state=Column("gone", "到哪一步", lambda _: ":green-badge[:material/check: 已取走]", 150),
        columns=(
            Column("what", "换了什么", _what, 200),
            Column("when", "什么时候", lambda held: _closed(visit, held), 150),
            NUMBER,
            _points(),
        ),
        shows=_person(visit),
        acts=lambda held: act(visit, "退回", _return_goods, held.id),
        acts_width=90,
    ).show(gone)  # fmt: skip


def _points(by: Callable[[Reservation], int] | None = None) -> Column:
    return Column("points", "枚", lambda held: f"{held.points:,}", 70, by=by, right=True, top=True)


def _what(held: Reservation) -> str:
    return layout.escaped(f"{held.item} {held.pieces} 件")


def _closed(visit: Visit, held: Reservation) -> str:
    return moment(held.closed_at, visit.today) if held.closed_at else ""


def _person(visit: Visit) -> Callable[[Reservation], None] | None:
    """A row opens its resident's page, for who may."""
    if not visit.user.may(person.NEEDS):
        return None
    return lambda held: layout.go_to(person.address(held.resident_id))


@dialog("退回一份取走的", reservations.return_goods)
def _return_goods(visit: Visit, slip: str, id: int) -> tuple[int, str] | None:
    st.markdown(f"第 {id} 号：东西放回货架，湾郡币退给本人，补记一笔相反的流水。")
    why = forms.why("退回", slip, "点错了人，东西没给", most=60)
    return None if why is None else (id, why)


def _queue_rows(visit: Visit) -> Rows:
    def hand_over(held: Reservation) -> None:
        act(visit, "取走", reservations.pick_up, held.id)
        act(visit, "取消", reservations.cancel_reservation, held.id, quiet=True)

    return Rows(
        "queue",
        title=lambda held: held.resident,
        title_label="居民",
        state=Column("due", "最晚哪天", lambda held: _due(visit, held), 150,
                     by=lambda held: held.due_on, least_first=True),
        columns=(
            Column("what", "换什么", _what, 200, by=lambda held: held.item, least_first=True),
            Column("by", "经手", lambda held: layout.escaped(held.reserved_by), 90),
            NUMBER,
            _points(by=lambda held: held.points),
        ),
        shows=_person(visit),
        acts=hand_over,
        acts_width=140,
    )  # fmt: skip


def _due(visit: Visit, held: Reservation) -> str:
    if held.overdue(visit.today):
        return ":orange-badge[:material/warning: 过期未取]"
    return f":blue-badge[:material/event: 最晚{short_day(held.due_on, visit.today)}]"
