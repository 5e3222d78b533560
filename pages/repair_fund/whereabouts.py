"""Which tab and which stage of the list one looks at: in the address, so that one comes back to it."""

from collections.abc import Callable, Mapping

import streamlit as st

from domain.repair_fund.projects import Stage
from ui import layout

STAGE, TAB = "stage", "tab"  # in the address
STAGE_KEY, TAB_KEY = "fund:stage", "fund:tab"
ALL = "全部"
TABS = {"running": "在办项目", "finished": "已结项目", "accounts": "资金台账", "charts": "资金图表"}
FIRST = "running"


def tabs(*draws: Callable[[], None]) -> None:
    """The tabs of the list, the one of the address open."""
    if TAB_KEY not in st.session_state:
        st.session_state[TAB_KEY] = TABS.get(st.query_params.get(TAB, ""), TABS[FIRST])
    layout.tabs(dict(zip(TABS.values(), draws, strict=True)), TAB_KEY, _keep_tab)


def stage(there: Mapping[Stage, int]) -> Stage | None:
    """The stage looked at, of those with projects; None for all of them."""
    names = {"": ALL} | {stage.value: f"{stage.label} {many}" for stage, many in there.items()}
    asked = st.query_params.get(STAGE, "")
    chosen = st.pills(
        "看哪一步", list(names), default=asked if asked in names else "", required=True, wrap=True,
        format_func=names.__getitem__, key=STAGE_KEY, on_change=_keep_stage,
    )  # fmt: skip
    return Stage(chosen) if chosen else None


def _keep_tab() -> None:
    code = next(code for code, name in TABS.items() if name == st.session_state[TAB_KEY])
    _keep(TAB, "" if code == FIRST else code)


def _keep_stage() -> None:
    _keep(STAGE, st.session_state[STAGE_KEY] or "")


def _keep(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
