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
from pages.dialogs import room_dialog
from pages.feature import Room
from ui import forms, layout

TITLE = "本地参数"

FORM = "parameter"
REST = "放假和调休"


def render(visit: Visit) -> None:
    with layout.page_head(TITLE, "法律没有定死的，都在这里。改了要写明原因，记入日志。"):
        pass
    forms.show_news(FORM)
    forms.show_news(rest_years.FORM)
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
            _words_card(visit, words)
    for parameter in parameters.parameters(visit.db):
        if parameter.topic is topic:
            _card(visit, parameter)


def _card(visit: Visit, parameter: Parameter) -> None:
    with layout.card_row():
        with st.container(width="content", gap="xxsmall"):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"{parameter.label}：{layout.bold(parameter.shown)}", width="content")
                if parameter.value != parameter.standard:
                    st.badge("改过", icon=":material/edit:", color="orange")
            _why_and_who(visit, parameter)
        fixed = parameter.least == parameter.most
        if not fixed and visit.user.may(Permission.CHANGE_PARAMETER):
            if st.button("改", key=f"change:{parameter.code}"):
                _change(parameter.code)


def _words_card(visit: Visit, words: TextParameter) -> None:
    with layout.card_row():
        with st.container(width="content", gap="xxsmall"):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"{words.label}：{layout.bold(words.shown)}", width="content")
                if not words.value:
                    st.badge("空着", icon=":material/edit:", color="orange")
            _why_and_who(visit, words)
        if visit.user.may(Permission.CHANGE_PARAMETER):
            if st.button("改", key=f"change:{words.code}"):
                _change_words(words.code)


def _why_and_who(visit: Visit, parameter: Parameter | TextParameter) -> None:
    layout.second_line(layout.escaped(parameter.basis))
    if parameter.changed_at and parameter.changed_by:
        when = moment(parameter.changed_at, visit.today)
        layout.second_line(f"{when} {layout.escaped(parameter.changed_by)}改")


@room_dialog("改参数", Permission.CHANGE_PARAMETER)
def _change(visit: Visit, code: str) -> None:
    parameter = next(p for p in parameters.parameters(visit.db) if p.code == code)
    st.markdown(f"{parameter.label}，现在是 {layout.bold(parameter.shown)}")
    slip = forms.slip(FORM)
    with st.container():
        value = _value_field(parameter, f"{slip}:value")
        reason = st.text_input(
            "为什么改", placeholder="例如：街道通知 2026年3月", max_chars=100, key=f"{slip}:reason"
        )
        sent = forms.save_button("保存", slip)
    if sent:
        forms.send(
            FORM, lambda: parameters.change_parameter(visit, Change(slip, code, value(), reason))
        )


@room_dialog("改参数", Permission.CHANGE_PARAMETER)
def _change_words(visit: Visit, code: str) -> None:
    words = next(p for p in parameters.text_parameters(visit.db) if p.code == code)
    st.markdown(f"{words.label}，现在是 {layout.bold(words.shown)}")
    slip = forms.slip(FORM)
    with st.container():
        value = st.text_input(
            "改为（留空就是不印）",
            value=words.value,
            placeholder="例如：027-87654321",
            max_chars=20,
            key=f"{slip}:value",
        )
        reason = st.text_input(
            "为什么改", placeholder="例如：居委会换了电话", max_chars=100, key=f"{slip}:reason"
        )
        sent = forms.save_button("保存", slip)
    if sent:
        change = TextChange(slip, code, value, reason)
        forms.send(FORM, lambda: parameters.change_text(visit, change))


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
    read = read_fen if parameter.shown_unit == "元" else read_percent
    return lambda: read(typed, parameter.label)


ROOM = Room("settings", TITLE, "tune", Permission.SEE_PARAMETERS, render)
