"""The history of a project (办理记录): every step, who took it, and who was the second."""

from functools import partial
from itertools import groupby

import streamlit as st

from db.repair_fund import notices, projects, works
from db.subjects import Decided, decisions
from db.visit import Visit
from domain.days import short_day
from domain.repair_fund.notices import Notice
from domain.repair_fund.projects import STAGE_OF, Project, Step
from domain.repair_fund.works import Inspection
from pages.acts import act
from pages.repair_fund.notice_forms import answer_dialog, objection_dialog, take_down_dialog
from ui import layout, timeline
from ui.rows import Column, Rows
from ui.timeline import Event


def draw(visit: Visit, project: Project) -> None:
    _notices(visit, project)
    layout.section("每一步")
    steps = projects.steps_of(visit.db, project.id)
    stages = [(stage, list(taken)) for stage, taken in groupby(steps, _stage)]
    told = [(stage, [_event(visit, step) for step in taken]) for stage, taken in stages]
    looked = [_inspected(visit, one) for one in works.inspections(visit, project.id)]
    met = [_decided(visit, one) for one in decisions(visit.db, "project", project.id)]
    also = [(title, events) for title, events in (("验收", looked), ("会上议定", met)) if events]
    timeline.show("history", [*told, *also])


def _decided(visit: Visit, one: Decided) -> Event:
    day = short_day(one.held_on, visit.today)
    return Event(day, layout.escaped(one.words), layout.escaped(one.meeting))


def _stage(step: Step) -> str:
    stage = STAGE_OF.get(step.to_state)
    return stage.label if stage else step.to_state.label


def _event(visit: Visit, step: Step) -> Event:
    note = f"：{layout.escaped(step.note)}" if step.note else ""
    second = f"，{layout.escaped(step.second)}确认" if step.second else ""
    return Event(
        short_day(step.happened_on, visit.today),
        f"{step.to_state.label}{note}",
        f"{layout.escaped(step.by)}{second}",
    )


def _inspected(visit: Visit, one: Inspection) -> Event:
    words = "合格" if one.passed else f"要整改：{layout.escaped(one.defects)}"
    day = short_day(one.looked_on, visit.today)
    return Event(day, f"验收{words}", f"到场 {layout.escaped(one.representatives)}")


def _notices(visit: Visit, project: Project) -> None:
    posted = notices.notices(visit, project.id)
    if posted:
        layout.section("公示")
        _rows(visit).show(posted)
    if not visit.user.may(answer_dialog.permission):
        return
    for one in notices.objections(visit, project.id):
        answer = f"答复：{layout.escaped(one.reply)}" if one.reply else ":orange[还没答复]"
        st.markdown(
            f"**异议** {layout.escaped(one.raised_by)}：{layout.escaped(one.words)}　{answer}"
        )
        if one.open:
            act(visit, "答复异议", answer_dialog, project.id, key=f"answer:{one.id}")


def _rows(visit: Visit) -> Rows:
    """A row a notice: whether it still hangs, which, from when to when, and where."""

    def state(notice: Notice) -> str:
        if notice.removed_on:
            return ":gray-badge[:material/check: 撤下了]"
        if visit.today <= notice.ends_on:
            return ":blue-badge[:material/campaign: 公示中]"
        return ":orange-badge[:material/schedule: 满了，该撤下]"

    def acts(notice: Notice) -> None:
        if visit.today <= notice.ends_on:
            act(visit, "记异议", objection_dialog, notice)
        elif notice.removed_on is None:
            act(visit, "登记撤下", take_down_dialog, notice.id)
        else:
            layout.second_line(f"{short_day(notice.removed_on, visit.today)}撤下")

    return Rows(
        "notices",
        title=lambda notice: notice.kind.label,
        title_label="哪张公示",
        state=Column("state", "状态", state, 132),
        columns=(
            Column("days", "哪天到哪天", partial(_days, visit), 220),
            Column("places", "贴在哪里", lambda notice: layout.escaped(notice.places), 168),
            Column("text", "公示什么", lambda notice: layout.escaped(notice.text), 248),
        ),
        acts=acts,
        acts_width=112,
    )  # fmt: skip


def _days(visit: Visit, notice: Notice) -> str:
    posted, until = (short_day(day, visit.today) for day in (notice.posted_on, notice.ends_on))
    words = f"{posted}贴，{until}满{notice.note}"
    if not notice.first_end:
        return words
    before = short_day(notice.first_end, visit.today)
    return f"{words}。原来到{before}，按放假安排顺延。墙上的要补贴说明。"
