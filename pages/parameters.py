"""Local parameters (本地参数): seen by the office, changed by the administrator with a reason."""

from collections.abc import Callable

import streamlit as st

from db import parameters
from db.visit import Visit
from domain.amounts import read_fen, read_percent, yuan_typed
from domain.days import moment
from domain.parameters import Change, Parameter, TextChange, TextParameter, Topic
from domain.people import Permission
from pages import award_rules_manage, rest_years
from pages.acts import act, dialog
from pages.feature import Room
from ui import forms, layout, whereabouts
from ui.rows import Column, Rows

TITLE = "本地参数"

REST = "rest"  # in the address, beside the topics
TOPICS = {"": Topic.FUND.label} | {
    topic.value: topic.label for topic in Topic if topic is not Topic.FUND
}
TOPICS[REST] = "放假和调休"
RULES = "rules"
TOPICS[RULES] = "计分规则"

Known = Parameter | TextParameter


def render(visit: Visit) -> None:
    layout.page_head(TITLE, "法律没有定死的，都在这里。改了要写明原因，记入日志。")
    code = whereabouts.pills("哪一类", "topic", TOPICS, key="settings:topic")
    if code == REST:
        rest_years.draw(visit)
        return
    if code == RULES:
        award_rules_manage.draw(visit)
        return
    topic = Topic(code or Topic.FUND)
    words = [words for words in parameters.text_parameters(visit.db) if words.topic is topic]
    numbers = [number for number in parameters.parameters(visit.db) if number.topic is topic]
    _rows(visit).show([*words, *numbers])


def _rows(visit: Visit) -> Rows:
    """A row a parameter: whether it was changed, its value, what it rests on, and who changed it."""

    def change(known: Known) -> None:
        if isinstance(known, TextParameter):
            act(visit, "改", _change_words, known.code, key=f"change:{known.code}")
        elif known.least < known.most:
            act(visit, "改", _change, known.code, key=f"change:{known.code}")
        else:
            layout.second_line("不能改")

    def changed(known: Known) -> str:
        if not known.changed_at or not known.changed_by:
            return ":gray[没有改过]"
        return f"{moment(known.changed_at, visit.today)} {layout.escaped(known.changed_by)}改"

    return Rows(
        "parameters",
        title=lambda known: known.label,
        title_label="参数",
        state=Column("state", "状态", _state, 96),
        columns=(
            Column("value", "现在是", lambda known: layout.bold(known.shown), 128),
            Column("basis", "依据", lambda known: f":gray[{layout.escaped(known.basis)}]", 320),
            Column("changed", "谁改的", changed, 200, by=lambda known: known.changed_at),
        ),
        acts=change if visit.user.may(_change.permission) else None,
        acts_width=72,
        number=lambda known: known.code,
    )  # fmt: skip


def _state(known: Known) -> str:
    if isinstance(known, TextParameter):
        return ":gray-badge[填了]" if known.value else ":orange-badge[:material/edit: 空着]"
    if known.value != known.standard:
        return ":orange-badge[:material/edit: 改过]"
    return ":gray-badge[照标准]"


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
