"""Local parameters (本地参数): seen by the office, changed by the administrator with a reason."""

from collections.abc import Callable

import streamlit as st

from db import parameters
from db.visit import Visit
from domain.amounts import read_fen, read_percent, yuan_typed
from domain.days import moment
from domain.parameters import Change, Parameter, TextChange, TextParameter, Topic
from domain.people import Permission
from pages import rest_years
from pages.acts import act, dialog
from pages.dialogs import Dialog
from pages.feature import Room
from ui import forms, layout

TITLE = "本地参数"

REST = "放假和调休"


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "法律没有定死的，都在这里。改了要写明原因，记入日志。")
    asked = REST if st.query_params.get("topic") == "rest" else Topic.FUND
    topic = st.segmented_control(
        "哪一类", [*Topic, REST], default=asked, required=True,
        format_func=lambda t: t.label if isinstance(t, Topic) else t, label_visibility="collapsed",
    )  # fmt: skip
    if topic == REST:
        rest_years.draw(visit)
        return
    for words in parameters.text_parameters(visit.db):
        if words.topic is topic:
            _card(visit, words, "" if words.value else "空着", _change_words)
    for parameter in parameters.parameters(visit.db):
        if parameter.topic is topic:
            fixed = parameter.least == parameter.most
            changed = "改过" if parameter.value != parameter.standard else ""
            _card(visit, parameter, changed, None if fixed else _change)


def _card(
    visit: Visit, parameter: Parameter | TextParameter, note: str, change: Dialog | None
) -> None:
    with layout.card_row():
        with st.container(width="content", gap="xxsmall"):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"{parameter.label}：{layout.bold(parameter.shown)}", width="content")
                if note:
                    st.badge(note, icon=":material/edit:", color="orange")
            layout.second_line(layout.escaped(parameter.basis))
            if parameter.changed_at and parameter.changed_by:
                when = moment(parameter.changed_at, visit.today)
                layout.second_line(f"{when} {layout.escaped(parameter.changed_by)}改")
        if change:
            act(visit, "改", change, parameter.code, key=f"change:{parameter.code}")


@dialog("改参数", parameters.change_parameter)
def _change(visit: Visit, slip: str, code: str) -> Change | None:
    parameter = next(p for p in parameters.parameters(visit.db) if p.code == code)
    st.markdown(f"{parameter.label}，现在是 {layout.bold(parameter.shown)}")
    value = _value_field(parameter, f"{slip}:value")
    reason = _why(slip, "例如：街道通知 2026年3月")
    return Change(slip, code, value(), reason) if forms.save_button("保存", slip) else None


@dialog("改参数", parameters.change_text)
def _change_words(visit: Visit, slip: str, code: str) -> TextChange | None:
    words = next(p for p in parameters.text_parameters(visit.db) if p.code == code)
    st.markdown(f"{words.label}，现在是 {layout.bold(words.shown)}")
    value = st.text_input(
        "改为（留空就是不印）", value=words.value, placeholder="例如：027-87654321", max_chars=20,
        key=f"{slip}:value",
    )  # fmt: skip
    reason = _why(slip, "例如：居委会换了电话")
    return TextChange(slip, code, value, reason) if forms.save_button("保存", slip) else None


def _why(slip: str, example: str) -> str:
    return st.text_input("为什么改", placeholder=example, max_chars=100, key=f"{slip}:reason")


def _value_field(parameter: Parameter, key: str) -> Callable[[], int]:
    """The new value in its stored unit, typed in the shown one; read when it is saved."""
    if parameter.yes_no:
        on = st.toggle(parameter.label, value=bool(parameter.value), key=key)
        return lambda: int(on)
    bounds = f"{parameter.say(parameter.least)} 到 {parameter.say(parameter.most)}"
    if parameter.scale == 1:
        count = st.number_input(f"改为（{bounds}）", value=parameter.value, step=1, key=key)
        return lambda: int(count)
    typed = st.text_input(
        f"改为（{bounds}）", yuan_typed(parameter.value), key=key, max_chars=30, autocomplete="off"
    )
    read = read_fen if parameter.is_money else read_percent
    return lambda: read(typed, parameter.label)


ROOM = Room("settings", TITLE, "tune", Permission.SEE_PARAMETERS, render)
