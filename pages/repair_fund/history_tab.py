"""The history of a project (办理记录): every step, who took it, and who was the second."""

import streamlit as st

from db.repair_fund import notices, projects, works
from db.visit import Visit
from domain.days import short_day
from domain.repair_fund.notices import Notice
from domain.repair_fund.projects import Project
from pages.acts import act
from pages.repair_fund.notice_forms import answer_dialog, objection_dialog, take_down_dialog
from ui import layout


def draw(visit: Visit, project: Project) -> None:
    _notices(visit, project)
    layout.section("每一步")
    for step in projects.steps_of(visit.db, project.id):
        note = f"：{layout.escaped(step.note)}" if step.note else ""
        second = f"，{layout.escaped(step.second)}确认" if step.second else ""
        st.markdown(
            f"**{short_day(step.happened_on, visit.today)}** {step.to_state.label}{note}"
            f" :gray[{layout.escaped(step.by)}{second}]"
        )
    looked = works.inspections(visit, project.id)
    if looked:
        layout.section("验收")
    for one in looked:
        words = "合格" if one.passed else f"要整改：{layout.escaped(one.defects)}"
        st.markdown(
            f"**{short_day(one.looked_on, visit.today)}** 验收{words}"
            f" :gray[到场 {layout.escaped(one.representatives)}]"
        )


def _notices(visit: Visit, project: Project) -> None:
    posted = notices.notices(visit, project.id)
    if posted:
        layout.section("公示")
    for notice in posted:
        _notice(visit, notice)
    if not visit.user.may(answer_dialog.permission):
        return
    for one in notices.objections(visit, project.id):
        answer = f"答复：{layout.escaped(one.reply)}" if one.reply else ":orange[还没答复]"
        st.markdown(
            f"**异议** {layout.escaped(one.raised_by)}：{layout.escaped(one.words)}　{answer}"
        )
        if one.open:
            act(visit, "答复异议", answer_dialog, project.id, key=f"answer:{one.id}")


def _notice(visit: Visit, notice: Notice) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            st.markdown(f"**{notice.kind.label}** {layout.escaped(notice.text)}")
            until = short_day(notice.ends_on, visit.today)
            down = f"，{short_day(notice.removed_on, visit.today)}撤下" if notice.removed_on else ""
            layout.second_line(
                f"{short_day(notice.posted_on, visit.today)}贴在{layout.escaped(notice.places)}，"
                f"{until}满{notice.note}{down}"
            )
            if notice.first_end:
                before = short_day(notice.first_end, visit.today)
                layout.second_line(f"原来到{before}，按放假安排顺延。墙上的要补贴说明。")
        with st.container(horizontal=True, width="content"):
            if visit.today <= notice.ends_on:
                act(visit, "记异议", objection_dialog, notice)
            elif notice.removed_on is None:
                act(visit, "登记撤下", take_down_dialog, notice.id)
