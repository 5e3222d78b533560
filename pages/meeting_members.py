"""成员和规则: who sits in the meetings of a kind, for which organisation, and by what rule they decide."""

from collections import Counter

import streamlit as st

from db.meeting_agenda import members
from db.registry import bodies
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.members import MeetingRule, Member, MemberRole, PassesBy, QuorumOf
from domain.people import Permission
from pages.acts import act
from pages.meeting_member_forms import add_member_dialog, change_rule_dialog, end_member_dialog
from ui import layout, whereabouts
from ui.rows import NOTHING, Column, Rows

WHICH = "kind"  # in the address: which kind of meeting
FIRST = 24  # rows before 再看
USUAL = Kind.COUNCIL
KINDS = (Kind.COUNCIL, Kind.JOINT, Kind.OWNER_REPS, Kind.RESIDENT_REPS, Kind.RESIDENTS_ASSEMBLY)


def draw(visit: Visit) -> None:
    """Of one kind at a time; a special meeting follows the council or the joint meeting."""
    names = {"" if kind is USUAL else kind.value: kind.label for kind in KINDS}
    kind = Kind(whereabouts.pills("哪种会", WHICH, names, key="members:kind") or USUAL)
    layout.second_line("专项会议不另设名单，跟着联席会或议事会。换成员、改规则，开过的会都不变。")
    _rule(visit, kind)
    if kind is not Kind.RESIDENTS_ASSEMBLY:
        _members(visit, kind)


def _rule(visit: Visit, kind: Kind) -> None:
    layout.section("怎样才开得成，怎样才通过")
    now = members.rule(visit.db, kind, visit.today)
    st.markdown(layout.escaped(rule_words(now)))
    if changeable(now):
        act(visit, "改规则", change_rule_dialog, str(kind), icon="tune")
    every = members.rules(visit.db, kind)
    coming = [rule for rule in every if rule.from_on > visit.today]
    for rule in coming:
        since = short_day(rule.from_on, visit.today)
        st.markdown(f":blue-badge[{since}起] {layout.escaped(rule_words(rule))}")
    if len(every) > 1:
        with st.expander(f"以前和以后的规则（{len(every)} 条）", icon=":material/history:"):
            for rule in every:
                since = short_day(rule.from_on, visit.today)
                words = f"{since}起：{rule_words(rule)} 依据：{rule.basis}"
                st.markdown(layout.escaped(words))


def rule_words(rule: MeetingRule) -> str:
    """The rule as people say it: who must be there, and how it is decided."""
    if rule.quorum_of is QuorumOf.PARTIES:
        there = "组织的单位和议题点名的单位都到，才开得成"
    else:
        there = f"到会的{rule.quorum_of.label}{rule.quorum.words}，才开得成"
    if rule.manner is PassesBy.CONSENSUS:
        return f"{there}；大家协商一致才算议定，不同意见记下来。"
    if rule.manner is PassesBy.OPINIONS:
        return f"{there}；只收集意见，不表决。"
    return f"{there}；同意的{rule.passing.words}（和{rule.pass_of.label}比），才通过。"


def changeable(rule: MeetingRule) -> bool:
    """Whether it has a share that can be another one."""
    return rule.quorum_of is not QuorumOf.PARTIES or rule.manner is PassesBy.VOTE


def _members(visit: Visit, kind: Kind) -> None:
    now = members.members(visit.db, kind, visit.today)
    gone = members.past_members(visit.db, kind)
    left = [one for one in gone if one.to_on and one.to_on <= visit.today]
    coming = members.joining(visit.db, kind, visit.today)
    layout.section(f"成员 {len(now)} 人")
    if not visit.user.may(Permission.READ_MINUTES):
        _counted(now)
        return
    if not bodies(visit.db):
        layout.empty_state("apartment", "先登记参会单位",
                           "成员代表哪个单位要选出来。先到“社区和小区”里登记单位。")  # fmt: skip
        return
    act(visit, "加成员", add_member_dialog, str(kind), icon="person_add", primary=not now)
    if not now and not coming:
        layout.empty_state("groups", f"{kind.label}还没有成员",
                           "加上成员，开会时签到名单就有了，够不够人也会自己算。")  # fmt: skip
    else:
        _rows(visit, "members", acts=True).show([*now, *coming])
    if left:
        with st.expander(f"以前的成员 {len(left)} 人", icon=":material/history:"):
            _rows(visit, "left", acts=False).show(left)


def _counted(now: list[Member]) -> None:
    """Names are for the office; for everybody else how many each organisation sends."""
    sent = Counter(one.body for one in now)
    words = "、".join(f"{body} {many} 人" for body, many in sent.items())
    layout.second_line(layout.escaped(words) if words else "还没有成员名单。")


def _rows(visit: Visit, name: str, *, acts: bool) -> Rows:
    def role(one: Member) -> str:
        color = "green" if one.role is MemberRole.CHAIR else "gray"
        return f":{color}-badge[{one.role.label}]"

    def time(one: Member) -> str:
        said = f"{short_day(one.from_on, visit.today)}起"
        return said + (f"，到{short_day(one.to_on, visit.today)}止" if one.to_on else "")

    def known(one: Member) -> str:
        if one.account_id is not None:
            return "有账号"
        return "底册里的居民" if one.resident_id is not None else ":gray[只有姓名]"

    def leave(one: Member) -> None:
        if one.to_on is not None or not visit.user.may(permission_of(members.end_member)):
            st.markdown(NOTHING)  # it keeps the place
        else:
            act(visit, "不再担任", end_member_dialog, one.id, key=f"end_member:{one.id}")

    return Rows(
        name,
        title=lambda one: one.name,
        title_label="姓名",
        state=Column("role", "担任", role, 88),
        columns=(
            Column("body", "代表哪个单位", lambda one: layout.escaped(one.body), 200,
                   by=lambda one: one.body, least_first=True),
            Column("time", "什么时候", time, 240, by=lambda one: one.from_on),
            Column("known", "是谁", known, 120),
        ),
        acts=leave if acts else None,
        acts_width=112,
        first=FIRST,
    )  # fmt: skip
