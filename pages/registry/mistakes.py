"""What was registered in error on a flat's page: 撤销搬走, 撤销过户, and an owner who is a resident."""

import streamlit as st

from db import registry
from db.registry_book import owners, reading, undoing
from db.visit import Visit, permission_of
from domain.asking import Asking
from domain.registry_book.undoing import MoveUndone, OwnerTie, SaleUndone
from domain.registry_book.units import UnitFacts
from pages.acts import act, dialog
from ui import choices, forms, layout
from ui.finder import pick_resident

ELSEWHERE = "住在别处的"


@dialog("撤销搬走", undoing.undo_move_out)
def undo_move_dialog(visit: Visit, slip: str, residency_id: int, name: str) -> MoveUndone | None:
    st.markdown(f"{layout.bold(name)} 没有搬走，还住在这里。")
    why = _why(slip)
    return MoveUndone(slip, residency_id, why) if forms.save_button("撤销搬走", slip) else None


@dialog("撤销过户", undoing.undo_sale)
def undo_sale_dialog(visit: Visit, slip: str, unit_id: int) -> SaleUndone | None:
    layout.second_line("没有过户，产权人和电话还是原来的。正在表决的票不变。")
    why = _why(slip)
    return SaleUndone(slip, unit_id, why) if forms.save_button("撤销过户", slip) else None


def _why(slip: str) -> str:
    return st.text_input(
        "为什么撤销", placeholder="例如：点错了一户", max_chars=60, key=f"{slip}:why"
    )


@dialog("产权人就是这位居民", owners.tie_owner)
def tie_dialog(visit: Visit, slip: str, unit_id: int, member_id: int, name: str) -> OwnerTie | None:
    """Of the same name and living here is one tap; anybody else is found by name or number."""
    here = {one.resident_id: one.name for one in reading.people(visit, unit_id) if one.name == name}
    chosen = None
    if here:
        chosen = choices.one_of_these(
            f"哪一位{name}", [*here, 0], lambda id: f"住在这里的{here[id]}" if id else ELSEWHERE,
            key=f"{slip}:here",
        )  # fmt: skip
    if not here or chosen == 0:
        found = pick_resident(
            f"{slip}:who",
            lambda typed: registry.find_residents(visit, typed),
            lambda id: registry.resident(visit.db, id),
        )
        chosen = found.id if found else None
    if not forms.save_button("就是这一位", slip):
        return None
    asking = Asking()
    id = asking.given(chosen, "哪位居民")
    asking.done()
    return OwnerTie(slip, member_id, id)


def moves(visit: Visit, unit: UnitFacts) -> None:
    """Who was registered as moved out today, each with the way back."""
    if not visit.user.may(permission_of(undoing.gone_today)):
        return
    for one in undoing.gone_today(visit, unit.id):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            layout.second_line(f"{layout.escaped(one.name)} 今天登记了搬走")
            act(visit, "撤销搬走", undo_move_dialog, one.residency_id, one.name, icon="undo",
                quiet=True, key=f"back:{one.residency_id}")  # fmt: skip


def sale(visit: Visit, unit: UnitFacts) -> None:
    """A sale that was registered today can be taken back."""
    if visit.user.may(permission_of(undoing.sold_today)) and undoing.sold_today(visit, unit.id):
        act(visit, "撤销过户", undo_sale_dialog, unit.id, icon="undo", quiet=True)
