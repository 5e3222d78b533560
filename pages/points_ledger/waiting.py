"""What waits to be booked (待办登记): awards and whole activities, a row each, and their answers."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from db.calendar import Calendar, calendar
from db.points_ledger import activities, awards
from db.visit import Visit, permission_of
from domain.days import short_day
from domain.points_ledger.activities import Batch
from domain.points_ledger.awards import Award, AwardState
from pages.acts import act
from pages.points_ledger.desk import desk_of
from pages.second_person import answer
from ui import layout, whereabouts
from ui.rows import Column, Rows

READ = 200  # the oldest of them; the figures above count them all
KINDS = {"draft": "待核准", "notice": "公示中", "ready": "可入账"}


def draw(visit: Visit) -> None:
    found = [award for award in awards.open_awards(visit.db, READ) if not _in_batch(award)]
    batches = activities.open_batches(visit.db)
    if not found and not batches:
        layout.empty_state("task_alt", "没有待办的登记", "新登记的会排在这里，等第二个人核准。")
        return
    kind = partial(_kind, visit)
    shown = _filter(visit, found, kind)
    known = calendar(visit.db)
    if batches:
        _activities(visit).show(batches)
    if shown:
        _awards(visit, known).show(shown)


def _in_batch(award: Award) -> bool:
    """Awards of one activity wait together, as one line."""
    return award.batch_id is not None and award.state is AwardState.DRAFT


def _kind(visit: Visit, award: Award) -> str:
    if award.state is AwardState.DRAFT:
        return "draft"
    return "ready" if award.ready(visit.today) else "notice"


def _filter(visit: Visit, found: list[Award], kind: Callable[[Award], str]) -> list[Award]:
    """By what it waits for, and the one act that is for all of them."""
    many = [kind(award) for award in found]
    names = {code: f"{word} {many.count(code)}" for code, word in KINDS.items() if code in many}
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        with st.container(width="content"):
            chosen = whereabouts.pills("等什么", "state", {"": "全部"} | names, key="points:state")
        if "ready" in many:
            act(visit, "公示期满的全部入账", awards.post_awards, icon="publish")
    return [award for award in found if not chosen or kind(award) == chosen]


def _awards(visit: Visit, known: Calendar) -> Rows:
    return Rows(
        "awards",
        title=lambda award: award.resident,
        title_label="居民",
        state=Column("step", "到哪一步", partial(_state, visit, known), 140,
                     by=lambda award: (list(KINDS).index(_kind(visit, award)), award.notice_end or award.earned_on),
                     least_first=True),
        columns=(
            Column("deed", "做了什么", _deed, 230, by=lambda award: award.rule, least_first=True),
            Column("by", "谁登记", lambda award: layout.escaped(award.created_by_name), 80,
                   by=lambda award: award.created_by_name, least_first=True),
            Column("day", "哪天", lambda award: short_day(award.earned_on, visit.today), 84,
                   by=lambda award: award.earned_on),
            Column("points", "枚", _points, 110, by=lambda award: award.points, right=True,
                   top=True),
        ),
        opens=desk_of(visit),
        acts=partial(_award_acts, visit),
        acts_width=150,
        first=20,
    )  # fmt: skip


def _state(visit: Visit, known: Calendar, award: Award) -> str:
    if award.state is not AwardState.IN_NOTICE or award.notice_end is None:
        return ":orange-badge[:material/hourglass_empty: 待核准]"
    if award.ready(visit.today):
        return ":green-badge[:material/check: 公示期满]"
    end = f"{short_day(award.notice_end, visit.today)}{known.note(award.notice_end)}"
    return f":blue-badge[:material/campaign: 公示到{end}]"


def _deed(award: Award) -> str:
    return layout.escaped(f"{award.rule}：{award.note}" if award.note else award.rule)


def _points(award: Award) -> str:
    less = f"（应记 {award.asked:,}）" if award.points < award.asked else ""
    return f"**+{award.points:,}**{less}"


def _award_acts(visit: Visit, award: Award) -> None:
    if award.state is AwardState.DRAFT:
        answer(visit, [award.created_by], "核准", awards.approve_award, award.id, primary=False)
    mine = award.created_by == visit.user.id
    if mine or visit.user.may(permission_of(awards.approve_award)):
        act(visit, "撤回", awards.withdraw_award, award.id, quiet=True)


def _activities(visit: Visit) -> Rows:
    return Rows(
        "activities",
        title=lambda batch: batch.title,
        title_label="一次活动",
        state=Column("step", "到哪一步", lambda _: _WAITS, 140),
        columns=(
            Column("deed", "做了什么", lambda batch: f"{batch.rule}，{batch.people} 人", 230),
            Column("by", "谁登记", lambda batch: layout.escaped(batch.created_by_name), 80),
            Column("day", "哪天", lambda batch: short_day(batch.earned_on, visit.today), 84),
            Column("points", "枚", lambda batch: f"**+{batch.points:,}**", 110, right=True,
                   top=True),
        ),
        acts=partial(_activity_acts, visit),
        acts_width=150,
    )  # fmt: skip


_WAITS = ":orange-badge[:material/hourglass_empty: 待核准]"


def _activity_acts(visit: Visit, batch: Batch) -> None:
    label = f"核准 {batch.people} 人"
    answer(visit, [batch.created_by], label, activities.approve_activity, batch.id, primary=False)
