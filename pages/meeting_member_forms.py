"""A member joins or leaves (加成员、不再担任), and another rule from a day on (改议事规则)."""

import streamlit as st

from db import accounts, registry
from db.meeting_agenda import members
from db.visit import Visit
from domain.asking import Asking
from domain.days import short_day
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.members import (
    MeetingRuleChange,
    MemberEnd,
    MemberRole,
    NewMember,
    PassesBy,
    PassOf,
    QuorumOf,
    Share,
)
from pages.acts import dialog
from pages.choosing import choose_resident
from ui import choices, drafts, forms, layout
from ui.days_and_hours import day_field
from ui.opened import opened

ACCOUNT, RESIDENT, NAMED = "有账号的人", "底册里的居民", "直接写姓名"
SHARES = (
    Share(1, 2, False), Share(1, 2, True), Share(3, 5, True), Share(2, 3, True),
    Share(2, 3, False), Share(3, 4, True), Share(1, 1, True),
)  # fmt: skip
Who = tuple[str, int | None, int | None]  # name, account, resident


@dialog("加成员", members.add_member, width="medium")
def add_member_dialog(visit: Visit, slip: str, of: str) -> NewMember | None:
    kind = Kind(of)
    layout.second_line(f"加到{kind.label}。")
    which = st.pills("是谁", [ACCOUNT, RESIDENT, NAMED], wrap=True, key=f"{slip}:which")
    name, account, resident = _who(visit, slip, which)
    found = registry.bodies(visit.db)
    drafts.settle(f"{slip}:body", found)
    body = choices.one_of_these(
        "代表哪个单位", found, lambda one: one.name, key=f"{slip}:body", placeholder="选一个单位"
    )
    role = choices.one_of("担任", MemberRole, key=f"{slip}:role")
    since = day_field("从哪天起", f"{slip}:day")
    if not forms.save_button("加上", slip):
        return None
    asking = Asking()
    asking.given(which, "是谁")
    if which:
        asking.given(name, "姓名" if which == NAMED else which)
    speaks, sits = asking.given(body, "代表哪个单位"), asking.given(role, "担任")
    day = asking.given(since, "从哪天起")
    asking.done()
    return NewMember(slip, kind, name, sits, day, speaks.id, account, resident)


def _who(visit: Visit, slip: str, which: str | None) -> Who:
    if which == ACCOUNT:
        active = [one for one in accounts.accounts(visit.db) if one.is_active]
        drafts.settle(f"{slip}:account", active)
        one = choices.one_of_these(
            "哪个账号", active, lambda a: f"{a.name}（{a.role.label}）", key=f"{slip}:account",
            placeholder="选一个账号", few=0,
        )  # fmt: skip
        return (one.name, one.id, None) if one else ("", None, None)
    if which == RESIDENT:
        person = choose_resident(visit, f"{slip}:resident", balance=False)
        return (person.name, None, person.id) if person else ("", None, None)
    if which == NAMED:
        return st.text_input("姓名", max_chars=20, key=f"{slip}:name"), None, None
    return "", None, None


@dialog("不再担任", members.end_member)
def end_member_dialog(visit: Visit, slip: str, id: int) -> MemberEnd | None:
    one = members.member(visit.db, id)
    since = short_day(one.from_on, visit.today)
    st.markdown(f"{layout.bold(one.name)}，{layout.escaped(one.body)}，{since}起。")
    layout.second_line("开过的会不变，以后开会的名单里没有他。")
    last = day_field("从哪天起不再担任", f"{slip}:day")
    if not forms.save_button("不再担任", slip):
        return None
    asking = Asking()
    day = asking.given(last, "从哪天起不再担任")
    asking.done()
    return MemberEnd(slip, id, day)


@dialog("改规则", members.change_rule)
def change_rule_dialog(visit: Visit, slip: str, of: str) -> MeetingRuleChange | None:
    kind = Kind(of)
    now = members.rule(visit.db, kind, visit.today)
    opened(slip, now.id)
    quorum, passing, against = now.quorum, now.passing, now.pass_of
    if now.quorum_of is not QuorumOf.PARTIES:
        quorum = _share(f"到会的占{now.quorum_of.label}", f"{slip}:quorum", quorum)
    if now.manner is PassesBy.VOTE:
        passing = _share("同意的占多少才通过", f"{slip}:passing", passing)
        against = choices.one_of("和谁比", PassOf, key=f"{slip}:against", at=against) or against
    since = day_field("从哪天起", f"{slip}:day")
    why = st.text_input("依据", max_chars=60, key=f"{slip}:why",
                        placeholder="例如：议事会章程第六条")  # fmt: skip
    layout.second_line("这一天以前的会照原来的规则。")
    if not forms.save_button("改规则", slip):
        return None
    asking = Asking()
    day, basis = asking.given(since, "从哪天起"), asking.given(why, "依据")
    asking.done()
    return MeetingRuleChange(slip, kind, day, quorum, passing, against, basis)


def _share(label: str, key: str, now: Share) -> Share:
    words = {one.words: one for one in (*SHARES, now)}
    chosen = st.selectbox(label, list(words), index=list(words).index(now.words), key=key)
    return words[chosen]
