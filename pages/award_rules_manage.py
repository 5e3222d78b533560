"""计分规则: which deeds earn points and how many; kept beside the parameters, by whoever keeps those."""

import streamlit as st

from db.points_ledger import rules
from db.visit import Visit, permission_of
from domain.asking import Asking
from domain.days import short_day
from domain.points_ledger.awards import AwardRule, Basis
from domain.points_ledger.rules import NewRule, RuleChange, RuleEnding, RuleFacts, facts_of
from pages.acts import act, dialog, form
from ui import choices, forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field
from ui.opened import opened
from ui.rows import Column, Rows

Typed = tuple[str, Basis | None, int | None, int | None, int | None]


def draw(visit: Visit) -> None:
    """Every rule in force or to come; a change is another version from a day on."""
    layout.second_line("规则不改写：改了的从下个月一号起用，以前登记的不变。")
    act(visit, "加一条规则", add_rule_dialog, icon="add", primary=True)
    may = visit.user.may(permission_of(rules.change_rule))

    def until(rule: AwardRule) -> str:
        since = f"{short_day(rule.valid_from, visit.today)}起"
        return since + (f"，到{short_day(rule.valid_to, visit.today)}" if rule.valid_to else "")

    def change(rule: AwardRule) -> None:
        if rule.valid_to is None:
            act(visit, "改", change_rule_dialog, rule.id, key=f"change_rule:{rule.id}")

    Rows(
        "award_rules",
        title=lambda rule: rule.label,
        title_label="做了什么",
        columns=(
            Column("points", "记多少", _points, 240),
            Column("times", "每人每月", _times, 120),
            Column("days", "什么时候用", until, 260),
        ),
        acts=change if may else None,
        acts_width=72,
    ).show(rules.known_rules(visit))  # fmt: skip


def _points(rule: AwardRule) -> str:
    if rule.basis is Basis.MINUTES:
        return f"每半小时 **{rule.points}** 枚"
    if rule.basis is Basis.RANGE:
        return f"**{rule.points}** 到 **{rule.most}** 枚，酌情"
    return f"每次 **{rule.points}** 枚"


def _times(rule: AwardRule) -> str:
    return f"最多 {rule.times_a_month} 次" if rule.times_a_month else "不限次"


@dialog("加一条计分规则", rules.add_rule)
def add_rule_dialog(visit: Visit, slip: str) -> NewRule | None:
    typed = _fields(slip, None)
    day = day_field("从哪天起可以登记", f"{slip}:从哪天起可以登记")
    if not forms.save_button("加这条规则", slip):
        return None
    asking = Asking()
    since = asking.given(day, "从哪天起可以登记")
    return NewRule(slip, _given(typed, asking), since)


@dialog("改计分规则", rules.change_rule)
def change_rule_dialog(visit: Visit, slip: str, id: int) -> RuleChange | None:
    was = opened(slip, facts_of(rules.rule(visit.db, id)))
    typed = _fields(slip, was)
    day = day_field("从哪个月一号起", f"{slip}:从哪个月一号起")
    sent = forms.save_button("保存", slip)
    with st.expander("停用这条规则", icon=":material/block:"):
        _end(visit, id)
    if not sent:
        return None
    asking = Asking()
    since = asking.given(day, "从哪个月一号起")
    return RuleChange(slip, id, was, _given(typed, asking), since)


@form(rules.end_rule)
def _end(visit: Visit, slip: str, id: int) -> RuleEnding | None:
    day = day_field("用到哪天", f"{slip}:用到哪天")
    if not forms.save_button("停用", slip, key="end", icon="block"):
        return None
    asking = Asking()
    last = asking.given(day, "用到哪天")
    asking.done()
    return RuleEnding(slip, id, last)


def _fields(slip: str, was: RuleFacts | None) -> Typed:
    """Empty for a new one; for a change what is in force, to be put right."""
    label = st.text_input(
        "做了什么", value=was.label if was else "", max_chars=12, key=f"{slip}:label",
        placeholder="例如：垃圾分类",
    )  # fmt: skip
    basis = choices.one_of("怎么计", Basis, key=f"{slip}:basis", at=was.basis if was else None)
    points = count_field(
        "多少枚（按时长的是每半小时）", slip, "points", was.points if was else None
    )
    most = was.most if was else None
    if basis is Basis.RANGE:
        most = count_field("最多多少枚", slip, "most", most)
    times = count_field(
        "每人每月最多几次（不限就空着）", slip, "times", was.times_a_month if was else None
    )
    return label, basis, points, most, times


def _given(typed: Typed, asking: Asking) -> RuleFacts:
    """Raises Invalid naming all that is empty."""
    label, basis, points, most, times = typed
    asking.given(label, "做了什么")
    asking.given(basis, "怎么计")
    many = asking.given(points, "多少枚")
    if basis is Basis.RANGE:
        asking.given(most, "最多多少枚")
    asking.done()
    return RuleFacts(label, asking.given(basis, "怎么计"), many, most or many, times)
