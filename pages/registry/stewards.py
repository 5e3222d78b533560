"""换网格员、换管家: a building has another one from a day on; a grid worker is chosen by account."""

import streamlit as st

from db.registry_book import care, grids
from db.visit import Visit
from domain.asking import Asking
from domain.registry_book.care import AHEAD, Duty, NewSteward
from domain.registry_book.grids import Grid, GridAccount
from pages.acts import dialog
from ui import choices, forms, layout
from ui.days_and_hours import day_field

NO_ACCOUNT = GridAccount(0, "没有账号的人", "")


@dialog("换人来管", care.change_steward)
def steward_dialog(visit: Visit, slip: str, building_id: int, duty: Duty) -> NewSteward | None:
    duty = Duty(duty)
    layout.second_line(f"整栋楼的{duty.label}一起换。")
    account, grid = _of_a_grid(visit, slip) if duty is Duty.GRID else (NO_ACCOUNT, None)
    name = phone = ""
    if account is NO_ACCOUNT:
        name = st.text_input(
            f"新{duty.label}的姓名", max_chars=40, key=f"{slip}:name", autocomplete="off"
        )
        phone = st.text_input(
            "电话", placeholder="不知道就空着", max_chars=20, key=f"{slip}:phone",
            autocomplete="off",
        )  # fmt: skip
    on = day_field("哪天接手", f"{slip}:on", visit.today)
    layout.second_line(f"最远可以写到 {AHEAD} 天以后。")
    if not forms.save_button("换好", slip):
        return None
    asking = Asking()
    chosen = asking.given(account, "谁来管")
    if account is NO_ACCOUNT:
        asking.given(name, "姓名")
    day = asking.given(on, "哪天接手")
    asking.done()
    return NewSteward(
        slip, building_id, duty, name, day, phone, chosen.id or None, grid.id if grid else None
    )


def _of_a_grid(visit: Visit, slip: str) -> tuple[GridAccount | None, Grid | None]:
    """Who signs in there sees the building's registry from that day on."""
    known = grids.accounts(visit)
    account = choices.one_of_these(
        "谁来管", [*known, NO_ACCOUNT], lambda one: one.told if one.id else one.name,
        key=f"{slip}:account", placeholder="选网格员的账号",
    )  # fmt: skip
    layout.second_line("选了账号的，从接手那天起看得到这栋楼的底册。")
    open_grids = [one for one in grids.grids(visit) if one.closed_on is None]
    grid = None
    if open_grids:
        grid = choices.one_of_these(
            "划进哪个网格（不选就不变）", open_grids, lambda one: one.name, key=f"{slip}:grid"
        )
    return account, grid
