"""重复的人: two rows of one name that may be one human, a second look at both, one press to merge."""

from datetime import timedelta

import streamlit as st

from db.registry_book import alike, merges
from db.visit import Visit
from domain.days import short_day
from domain.privacy import masked_phone
from domain.registry_book.alike import UNDO_DAYS, Merged, Side, evidence
from pages.acts import act, dialog
from pages.person import note_reading
from ui import forms, layout

READ = "出生年和电话"


@dialog("合并重复", merges.merge_residents, width="large")
def merge_dialog(visit: Visit, slip: str, kept_id: int, gone_id: int) -> tuple[int, int] | None:
    looked = alike.look(visit, kept_id, gone_id)
    for side in (looked.kept, looked.gone):
        note_reading(visit, side.who.id, READ, slip)
    for column, title, side in zip(
        st.columns(2, gap="medium"), ("留下这一条", "这一条并进去"), (looked.kept, looked.gone)
    ):
        with column:
            _side(title, side)
    if looked.objection:
        layout.second_line(layout.escaped(f"不能合并。{looked.objection}"))
        return None
    layout.second_line(
        layout.escaped(
            f"{looked.evidence}。并进去的居住、产权、电话、身份、湾郡币、报名这些，都算在留下的一条名下，"
            f"数目和票都不变。{UNDO_DAYS} 天里可以撤销。"
        )
    )
    if not forms.save_button("是同一个人，合并", slip):
        return None
    return kept_id, gone_id


def _side(title: str, side: Side) -> None:
    st.markdown(f":gray[{title}]")
    st.markdown(f"{layout.bold(side.who.name)}  \n{layout.escaped(side.who.told)}")
    numbers = "、".join(masked_phone(number) for number in side.who.numbers.split())
    layout.second_line(layout.escaped(f"电话 {numbers}" if numbers else "没有登记电话"))
    under = "，".join(f"{called} {many}" for called, many in side.under)
    layout.second_line(f"名下有：{under}" if under else "名下什么也没有")


def draw(visit: Visit) -> None:
    many, pairs = alike.pairs(visit)
    if not many:
        layout.empty_state("group", "没有看着重复的人", "同名又有别的对得上的，会出现在这里。")
    else:
        layout.second_line(
            f"{many} 对。姓名一样，又有别的对得上，多半是一个人登记了两次；只是同名的不会出现在这里。"
        )
    for one, other in pairs:
        with layout.card_row():
            with st.container(width="content", gap=None):
                there = " 和 ".join(
                    side.homes or side.owns or "没有登记住处" for side in (one, other)
                )
                st.markdown(f"{layout.bold(one.name)}：{layout.escaped(there)}")
                layout.second_line("，".join(evidence(one, other)))
            with st.container(horizontal=True, width="content"):
                act(visit, "看看两条", merge_dialog, one.id, other.id, icon="group",
                    key=f"merge:{one.id}:{other.id}")  # fmt: skip
                act(visit, "不是同一个人", alike.tell_apart, one.id, other.id,
                    key=f"apart:{one.id}:{other.id}")  # fmt: skip
    if many > len(pairs):
        layout.second_line("看完这几对，后面的接着出来。")
    _merged(visit)


def _merged(visit: Visit) -> None:
    """Merges that can still be taken back."""
    found = merges.recent(visit, visit.today - timedelta(days=UNDO_DAYS))
    if not found:
        return
    layout.section("这 30 天合并过的")
    for one in found:
        with layout.card_row():
            with st.container(width="content", gap=None):
                st.markdown(layout.bold(one.name))
                layout.second_line(layout.escaped(_told(visit, one)))
            act(visit, "撤销合并", merges.undo_merge, one.id, icon="undo", key=f"unmerge:{one.id}")


def _told(visit: Visit, one: Merged) -> str:
    made, until = (
        short_day(one.merged_at.date(), visit.today),
        short_day(one.undo_ends(), visit.today),
    )
    return f"{one.evidence}，{one.by} {made}合并，{until}以前可以撤销"
