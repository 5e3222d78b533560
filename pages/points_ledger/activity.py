"""Everyone at an activity (活动登记): the deed once, then names by tap or from a pasted list."""

import streamlit as st

from db import people_lists, registry
from db.points_ledger import activities, awards
from db.visit import Visit, permission_of
from domain.errors import Invalid
from domain.finding import PEOPLE, Found, Match, matched, read_list
from domain.points_ledger.activities import NewActivity
from domain.points_ledger.awards import MAX_MINUTES, AwardRule, Basis
from domain.registry import Resident
from domain.tables import Table
from pages import lists, missing
from pages.acts import dialog
from pages.points_ledger.award import USUAL_MINUTES, rule_label
from ui import forms, layout
from ui.days_and_hours import day_field
from ui.finder import show_rest
from ui.steppers import stepper

MAY_MATCH = permission_of(people_lists.match_list)
NAMES = "names"  # of a slip: the people tapped so far, by their numbers
DROPPED = "dropped"  # of a slip: people of the pasted list who were tapped away
SEARCH = "search:activity"


def _list_of(slip: str, which: str) -> list[int]:
    found: list[int] = st.session_state.setdefault(f"{slip}:{which}", [])
    return found


@dialog("登记一次活动", activities.register_activity, width="medium")
def activity_dialog(visit: Visit, slip: str) -> NewActivity | None:
    if missing.no_residents(visit):
        return None
    title = st.text_input(
        "什么活动", key=f"{slip}:title", placeholder="例如：周六清扫楼道", max_chars=40
    )
    rule = _deed(visit, slip)
    left, right = st.columns(2)
    minutes = stepper(
        "每人多少分钟（按次的不用填）", f"{slip}:minutes", most=MAX_MINUTES * 2, step=30,
        picks=USUAL_MINUTES, unit=" 分钟", place=left,
    )  # fmt: skip
    day = day_field("哪一天", f"{slip}:day", visit.today, most=visit.today, place=right)
    _by_tap(visit, slip)
    listed = _by_list(visit, slip)
    meant = [match.certain for match in listed.good] if listed else []
    people = _chosen(visit, slip, [who.id for who in meant if who])
    if not forms.save_button(f"登记 {len(people)} 人，等人核准", slip):
        return None
    unknown = len(listed.problems) if listed else 0
    if rule is None:
        raise Invalid("还没选做了什么。点一项。")
    if unknown:
        raise Invalid(f"名单里还有 {unknown} 行没认出来，一个也没记。改一改，或者删掉那几行。")
    return NewActivity(
        slip, title, rule.id, day, tuple(p.id for p in people),
        minutes if rule.basis is Basis.MINUTES else 0,
    )  # fmt: skip


def _deed(visit: Visit, slip: str) -> AwardRule | None:
    """What was done. Nothing is chosen for anybody: a deed nobody tapped is not written down."""
    rules = {
        rule.id: rule
        for rule in awards.rules(visit.db, visit.today)
        if rule.basis is not Basis.RANGE
    }
    chosen = st.pills(
        "做了什么", list(rules), wrap=True,
        format_func=lambda id: rule_label(rules[id]), key=f"{slip}:rule",
    )  # fmt: skip
    return rules.get(chosen or 0)


def _by_tap(visit: Visit, slip: str) -> None:
    """One tap a name; the search box stays, so that the next name follows at once."""
    typed = st.text_input(
        "点名字", key=SEARCH, type="search", live="300ms", autocomplete="off",
        placeholder="姓名、小区房号、拼音",
    )  # fmt: skip
    chosen = _list_of(slip, NAMES)
    found = registry.find_residents(visit, typed, without=chosen) if typed else Found(())
    for person in found:
        st.button(
            f"{layout.bold(person.name)} {layout.escaped(person.address)}",
            key=f"add:{person.id}", width="stretch", icon=":material/add:",
            on_click=_add, args=(slip, person.id),
        )  # fmt: skip
    show_rest(found)


def _add(slip: str, id: int) -> None:
    st.session_state[f"{slip}:{NAMES}"] = [*_list_of(slip, NAMES), id]
    dropped = _list_of(slip, DROPPED)
    st.session_state[f"{slip}:{DROPPED}"] = [other for other in dropped if other != id]


def _by_list(visit: Visit, slip: str) -> Table[Match] | None:
    """Lines that mean one person are taken; the others are named, and nothing is guessed."""
    given = lists.paste_or_upload(
        slip, "或者粘贴签到名单，一行一个人：姓名，或者姓名加房号", f"{slip}:list",
        lambda: lists.template("签到名单", PEOPLE, MAY_MATCH),
        height=100, placeholder="张秀兰 3-1-502\n李建国",
    )  # fmt: skip
    if given is None:
        return None
    listed = read_list(given if isinstance(given, str) else given.rows)
    found = matched(listed, people_lists.match_list(visit, listed))
    if isinstance(given, lists.Upload):
        lists.counts(found)
        lists.give_back(given, found, MAY_MATCH, wrong_only=False, key=f"{slip}:back")
    for problem in found.problems:
        where = f"{layout.escaped(problem.where)}“{layout.escaped(problem.named)}”"
        st.markdown(f":orange[{where}：{layout.escaped(problem.what)}]")
    for match in found.good:
        if match.same_as:
            where = f"第 {match.line} 行“{layout.escaped(match.typed)}”"
            layout.second_line(f"{where}和第 {match.same_as} 行是同一个人，只记一次。")
    return found


def _chosen(visit: Visit, slip: str, listed: list[int]) -> list[Resident]:
    """Whoever was tapped or listed; one tap more and they are not."""
    tapped, dropped = _list_of(slip, NAMES), _list_of(slip, DROPPED)
    ids = [id for id in dict.fromkeys([*tapped, *listed]) if id not in dropped]
    people = [registry.resident(visit.db, id) for id in ids]
    if people:
        names = {person.id: f"{person.name} {person.address}" for person in people}
        key = f"kept:{'-'.join(map(str, ids))}"
        st.pills(
            f"已选 {len(people)} 人，点一下去掉", list(names), default=list(names),
            selection_mode="multi", format_func=lambda id: layout.escaped(names[id]), wrap=True,
            key=key, on_change=_drop, args=(slip, key, ids),
        )  # fmt: skip
    return people


def _drop(slip: str, key: str, ids: list[int]) -> None:
    """Whoever was tapped away is neither among the tapped nor among the listed any more."""
    gone = set(ids) - set(st.session_state[key])
    st.session_state[f"{slip}:{NAMES}"] = [i for i in _list_of(slip, NAMES) if i not in gone]
    st.session_state[f"{slip}:{DROPPED}"] = [*_list_of(slip, DROPPED), *sorted(gone)]
