"""Counting (计票): three signatures of three people, who is next, and the papers drawn by lot."""

import streamlit as st

from db.repair_fund import counts
from db.visit import Visit, permission_of
from domain.areas import area
from domain.days import short_day
from domain.people import Permission
from domain.repair_fund.ballots import Ballot, Channel
from domain.repair_fund.counts import CountSheet, Finding, RecountLine
from domain.repair_fund.projects import State
from pages.acts import act
from pages.repair_fund.vote_dialogs import correct_dialog, differs_dialog, withdraw_dialog
from pages.second_person import answer
from ui import layout, typed


def draw(visit: Visit, ballot: Ballot) -> None:
    signed = counts.sheet(visit, ballot.id)
    _sheet(visit, ballot, signed)
    _signatures(visit, ballot, signed)
    if visit.user.may(Permission.SEE_PAPERS) and ballot.channel is not Channel.EVOTE:
        _recounts(visit, ballot)


def _sheet(visit: Visit, ballot: Ballot, signed: CountSheet | None) -> None:
    tally = signed.tally if signed else ballot.tally
    if signed:
        day = short_day(signed.counted_on, visit.today)
        layout.card_title(f"计票统计表：{signed.result.label}（{day}）")
    st.table(
        {
            "计票": ["列支范围", "参与", "同意"],
            "人数": [f"{heads:,} 人" for heads in (tally.heads, tally.heads_in, tally.heads_yes)],
            "面积": [area(centi) for centi in (tally.area_centi, tally.area_in, tally.area_yes)],
        },
        hide_index=True,
        border="horizontal",
        alt="计票统计",
    )


def _signatures(visit: Visit, ballot: Ballot, signed: CountSheet | None) -> None:
    """Who has signed, and whose turn it is; the numbers themselves are never typed."""
    names = (
        ("计票人", signed.first if signed else None),
        ("第二位计票人", signed.second if signed else None),
        ("监票人", signed.supervisor if signed else None),
    )
    turn = next((at for at, (_, name) in enumerate(names) if name is None), len(names))
    for at, (role, name) in enumerate(names):
        if name:
            st.markdown(f":green[:material/check_circle:] {role}：{layout.bold(name)}")
        elif at == turn:
            st.markdown(f":blue[:material/play_arrow:] {role}：**轮到签字**")
        else:
            layout.second_line(f":material/radio_button_unchecked: {role}：等前一位")
    if ballot.state is State.VOTING:
        _sign(visit, ballot, signed)


def _sign(visit: Visit, ballot: Ballot, signed: CountSheet | None) -> None:
    if signed is None:
        if not ballot.may_be_counted(visit.today):
            ends = short_day(ballot.closes_on, visit.today)
            layout.second_line(f"{ends}截止，第二天起计票。全都投了可以提前计。")
        else:
            act(visit, "签字：我计的票", counts.sign_count, ballot.id, primary=True)
        return
    if signed.second_by is None:
        answer(visit, [signed.counted_by], "签字：我复核了", counts.verify_count, ballot.id)
    else:
        hands = [signed.counted_by, signed.second_by]
        answer(visit, hands, "监票确认，公布结果", counts.confirm_count, ballot.id)
    act(visit, "撤回计票表", withdraw_dialog, ballot.id, icon="undo")


def _recounts(visit: Visit, ballot: Ballot) -> None:
    """Papers drawn by lot are looked at again by the supervisor (抽查复核)."""
    drawn = counts.recounts(visit, ballot.id)
    ready = ballot.state is State.VOTING and ballot.may_be_counted(visit.today)
    supervises = ready and visit.user.may(permission_of(counts.record_recount))
    if not drawn and not ready:
        return
    layout.section("抽查复核")
    layout.second_line("截止以后由监票人抽 5%，至少 5 张，拿原票核对。谁都能按种子重抽一遍。")
    lines = counts.recount_lines(visit, ballot.id)
    for one in drawn:
        day = short_day(one.drawn_on, visit.today)
        st.markdown(
            f"{day} {layout.escaped(one.drawn_by)}从 {one.papers:,} 张里抽，随机种子 {one.seed}，"
            f"抽到 {sum(line.recount_id == one.id for line in lines)} 张。"
        )
    for line in lines:
        with layout.card_row():
            _line(visit, ballot, line, supervises)
    if ready and not any(line.open for line in lines):
        words = "再抽一次" if drawn else "抽查复核"
        act(visit, words, counts.draw_recount, ballot.id, icon="casino")


def _line(visit: Visit, ballot: Ballot, line: RecountLine, supervises: bool) -> None:
    said = f"{line.code} {line.says}"
    st.markdown(f"第 {line.number} 号票 {layout.bold(said)}", width="content")
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        if line.agrees:
            st.badge("相符", icon=":material/check:", color="green")
        elif line.agrees is False:
            _differs(visit, ballot, line)
        elif supervises:
            ids = line.recount_id, line.paper_id
            act(visit, "相符", counts.record_recount, Finding, *ids, True, icon="check")
            act(visit, "不符", differs_dialog, *ids, said, icon="close")
        else:
            st.badge("等监票人核对", icon=":material/hourglass_empty:", color="orange")


def _differs(visit: Visit, ballot: Ballot, line: RecountLine) -> None:
    if line.corrected:
        st.badge("不符，已改", icon=":material/check:", color="green")
        return
    typed.badge(f"不符：{line.note}", "warning", "red")
    if ballot.running:
        act(visit, "改票", correct_dialog, line.paper_id, icon="edit", key=f"fix:{line.paper_id}")
