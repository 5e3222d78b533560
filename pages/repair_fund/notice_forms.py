"""Dialogs of notices, objections and the terms of a ballot (公示、异议、表决办法)."""

import streamlit as st

from db import parameters
from db.repair_fund import electorate, moves, notices, projects, scopes
from db.visit import Visit
from domain.asking import Asking
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.notices import NewObjection, Notice, PuttingUp, Reply, TakingDown
from domain.repair_fund.transitions import NEXT_NOTICE
from pages.acts import dialog
from ui import choices, forms, layout
from ui.days_and_hours import day_field

PICTURES = ["jpg", "jpeg", "png", "webp"]


@dialog("登记公示", notices.put_up_notice, width="medium")
def put_up_dialog(visit: Visit, slip: str, project_id: int) -> PuttingUp | None:
    project = projects.project(visit.db, project_id)
    kind = NEXT_NOTICE.get(project.state)
    if kind is None:
        layout.second_line("现在没有要张贴的公示。")
        return None
    text = st.text_area(
        "公示内容", f"{project.title}：{kind.label}", max_chars=1000, key=f"{slip}:text"
    )
    places = st.text_input(
        "贴在哪里",
        placeholder="例如：单元门口、小区公告栏",
        max_chars=100,
        key=f"{slip}:places",
    )
    on = day_field("哪天贴的", f"{slip}:on", visit.today, most=visit.today)
    photo = st.file_uploader("张贴照片", PICTURES, max_upload_size=10, key=f"{slip}:photo")
    if not forms.save_button("登记公示", slip):
        return None
    asking = Asking()
    paper = PuttingUp(
        slip, project_id, asking.given(text, "公示内容"), asking.given(places, "贴在哪里"), on,
        photo.name if photo else "", photo.getvalue() if photo else b"",
    )  # fmt: skip
    asking.done()
    return paper


@dialog("登记撤下", notices.take_down_notice)
def take_down_dialog(visit: Visit, slip: str, notice_id: int) -> TakingDown | None:
    on = day_field("哪天撤的", f"{slip}:on", visit.today, most=visit.today)
    photo = st.file_uploader("撤下前的照片", PICTURES, max_upload_size=10, key=f"{slip}:photo")
    if not forms.save_button("登记撤下", slip):
        return None
    return TakingDown(
        slip, notice_id, on, photo.name if photo else "", photo.getvalue() if photo else b""
    )


@dialog("记一条异议", notices.record_objection)
def objection_dialog(visit: Visit, slip: str, notice: Notice) -> NewObjection | None:
    who = st.text_input("谁提的", placeholder="房号或姓名", max_chars=30, key=f"{slip}:who")
    words = st.text_area("提了什么", max_chars=500, key=f"{slip}:words")
    last = min(visit.today, notice.ends_on)
    on = day_field("哪天提的", f"{slip}:on", last, least=notice.posted_on, most=last)
    if not forms.save_button("记下", slip):
        return None
    return NewObjection(slip, notice.id, who, words, on)


@dialog("答复异议", notices.answer_objection, width="medium")
def answer_dialog(visit: Visit, slip: str, project_id: int) -> Reply | None:
    """The oldest open objection first; answered one by one."""
    waiting = [one for one in notices.objections(visit, project_id) if one.open]
    if not waiting:
        layout.second_line("异议都答复过了。")
        return None
    one = waiting[-1]
    st.markdown(f"{layout.bold(one.raised_by)}：{layout.escaped(one.words)}")
    words = st.text_area("怎么答复的", max_chars=500, key=f"{slip}:words")
    if not forms.save_button("存答复", slip):
        return None
    return Reply(slip, one.id, words)


def unknown_owners(visit: Visit, project_id: int, parking: bool) -> None:
    """Nobody's heads are counted in silence: how many owners are unknown, and what that may mean."""
    voting = electorate.electorate(visit, project_id, parking=parking)
    alike = scopes.heads_to_vote(visit, project_id, parking=parking)
    if voting.told:
        st.markdown(f":orange[:material/person_search: {voting.told}]")
    if told := alike.further if voting.unknown else alike.told:
        st.markdown(f":orange[:material/group: {told}到“底册”的“同名业主”里核对。]")


@dialog("定表决办法", moves.ask_ballot, width="medium")
def ballot_dialog(visit: Visit, slip: str, project_id: int) -> Opening | None:
    """Nothing is chosen for anybody; a second person then opens it."""
    least = parameters.value_of(visit.db, "vote_min_days")
    most = parameters.value_of(visit.db, "vote_max_days")
    matter = choices.one_of("表决什么", Matter, key=f"{slip}:matter")
    channel = choices.one_of("怎么表决", Channel, key=f"{slip}:channel")
    left, right = st.columns(2)
    opens = day_field("哪天开始", f"{slip}:opens", visit.today, least=visit.today, place=left)
    closes = day_field("哪天截止", f"{slip}:closes", least=visit.today, place=right)
    parking = st.checkbox("登记产权的车位也算一份", key=f"{slip}:parking")
    basis = ""
    if parking:
        basis = st.text_input("车位计入的书面依据", max_chars=200, key=f"{slip}:basis")
    unknown_owners(visit, project_id, parking)
    layout.second_line(f"表决要开 {least} 到 {most} 天。名单和面积在开始那一刻定住。")
    if not forms.save_button("提请开始表决", slip):
        return None
    asking = Asking()
    opening = Opening(
        slip, project_id, asking.given(matter, "表决什么"), asking.given(channel, "怎么表决"),
        opens, asking.given(closes, "哪天截止"), parking, basis,
    )  # fmt: skip
    asking.done()
    return opening
