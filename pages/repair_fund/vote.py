"""The vote of a project (表决): the verdict in words first, then what is missing, then the work."""

from collections.abc import Callable

import streamlit as st

from db.repair_fund import ballot_grid, ballots, counts, papers
from db.visit import Visit, permission_of
from domain.areas import area
from domain.days import short_day
from domain.people import Permission
from domain.repair_fund.ballots import Ballot, Channel, Closer, Standing, verdict
from domain.repair_fund.projects import Project, State
from domain.repair_fund.tally_words import measures_words
from domain.repair_fund.votes import Result
from pages.acts import act
from pages.repair_fund import vote_count, vote_grid, vote_import, vote_record
from pages.repair_fund.vote_dialogs import owners_word_dialog
from ui import charts, layout, vote_charts

MOST_CLOSERS = 12
Draw = Callable[[Visit, Ballot], None]
LOOKS: dict[Result, tuple[str, layout.Color]] = {
    Result.PASS: ("check_circle", "green"),
    Result.REJECTED: ("block", "red"),
    Result.NO_QUORUM: ("hourglass_empty", "orange"),
}


def draw_vote(visit: Visit, project: Project) -> None:
    """The content of the tab 表决 of one project."""
    ballot = ballots.ballot(visit, project.id)
    if ballot is None:
        layout.empty_state(
            "how_to_vote", "还没开始表决", "方案公示期满、没有异议，两个人确认后开始。"
        )
        return
    now = ballots.tally(visit, ballot.id)
    asks = visit.user.may(Permission.SEE_PAPERS) and ballot.running
    with st.container(border=True, key="close-verdict"):
        left, right = st.columns([3, 2])
        with left:
            _verdict(visit, ballot, now)
            if asks:
                _closers(visit, ballot)
        with right:
            _measures(now)
    if asks:
        _conflicts(visit, ballot)
    _work(visit, ballot)
    _before(visit, project)


def _verdict(visit: Visit, ballot: Ballot, now: Standing) -> None:
    final = ballot.state is not State.VOTING
    icon, color = LOOKS[now.result]
    with st.container(gap="xsmall"):
        st.header(f":{color}[:material/{icon}:] {verdict(now, final=final)}", anchor=False)
        layout.second_line(
            f"{ballot.matter.label} · {ballot.channel.label} · {_window(visit, ballot)}"
            f" · {now.rule.basis}"
        )
        people = f"范围里共 **{ballot.heads:,}** 位业主、**{area(ballot.area_centi)}**。"
        several = "一个业主有几套也算一人，面积合在一起。"
        parking = "车位也算在内。" if ballot.include_parking else ""
        st.markdown(people + several + parking)
        st.markdown(f"{measures_words(now.measures)}:gray[图里的竖线是规定的最少数。]")


def _window(visit: Visit, ballot: Ballot) -> str:
    starts, ends = (short_day(day, visit.today) for day in (ballot.opens_on, ballot.closes_on))
    if ballot.state is not State.VOTING or visit.today > ballot.closes_on:
        return f"{starts}到{ends}，已经截止"
    if visit.today < ballot.opens_on:
        return f"{starts}开始，到{ends}"
    left = (ballot.closes_on - visit.today).days
    return f"{starts}到{ends}，" + (f"还有 {left} 天" if left else "今天截止")


def _measures(now: Standing) -> None:
    told = measures_words(now.measures)
    chart = vote_charts.bullets(now.measures, charts.palette())
    charts.show(chart, told)


def _closers(visit: Visit, ballot: Ballot) -> None:
    """Whom it takes at least, while an answer still counts; what they say is theirs."""
    if ballot.channel is Channel.EVOTE:
        layout.second_line("市电子投票只登记合计，哪一户投了没有，要到市系统里看。")
        return
    if not ballot.takes_papers(visit.today):
        return
    found = ballot_grid.closers(visit, ballot.id)
    if found is None:
        layout.second_line("还差得多，先照“还没投”一户一户问。")
    elif found:
        rooms = "、".join(_closer(one) for one in found[:MOST_CLOSERS])
        more = f" 等 {len(found)} 户" if len(found) > MOST_CLOSERS else ""
        with st.expander(
            f"最少再有 {len(found)} 户，是哪几户", icon=":material/groups:",
            key=f"closers:{ballot.id}",
        ):  # fmt: skip
            st.markdown(f"最少再有 **{len(found)}** 户同意就能通过，例如：{rooms}{more}。")
            layout.second_line("只是算出来最快的几户。怎么投由业主自己定。")


def _closer(one: Closer) -> str:
    torn = "（几张票意见不一，等书面确认）" if one.in_conflict else ""
    return layout.escaped(one.rooms) + torn


def _conflicts(visit: Visit, ballot: Ballot) -> None:
    if not ballot.conflicts:
        return
    st.warning(
        f"{ballot.conflicts} 位业主的几张票意见不一，都先不计，等业主书面确认。",
        icon=":material/warning:",
    )
    for one in ballot_grid.conflicts(visit, ballot.id):
        with layout.card_row():
            st.markdown(f"{layout.escaped(one.papers)}（{area(one.area_centi)}）", width="content")
            act(visit, "书面确认", owners_word_dialog, ballot.id, one.owner_group_id, one.papers)


def _work(visit: Visit, ballot: Ballot) -> None:
    tasks = _tasks(visit, ballot)
    chosen = st.pills(
        "要办什么", list(tasks), default=next(iter(tasks)), required=True, wrap=True,
        key="vote:task", label_visibility="collapsed",
    )  # fmt: skip
    tasks.get(chosen or "", vote_count.draw)(visit, ballot)


def _tasks(visit: Visit, ballot: Ballot) -> dict[str, Draw]:
    """What this person may do on this ballot today; the most frequent first."""
    may, records = visit.user.may, visit.user.may(permission_of(papers.record_paper))
    tasks: dict[str, Draw] = {}
    on_paper = ballot.channel is not Channel.EVOTE
    by_floor = records and ballot.takes_papers(visit.today)
    if by_floor:
        tasks |= {"逐层登记": vote_grid.draw, "登记一张": vote_record.draw}
    if may(Permission.SEE_PAPERS) and on_paper:
        if ballot.takes_papers(visit.today) and ballot.outstanding:
            tasks["还没投"] = vote_grid.draw_missing
        if not by_floor:
            tasks["逐层看"] = vote_grid.draw
    if records and ballot.running:
        if not on_paper:
            tasks["登记合计"] = vote_import.draw_totals
        elif ballot.takes_papers(visit.today):
            tasks["表格导入"] = vote_import.draw
    if may(Permission.SEE_PAPERS) and on_paper:
        tasks["票的明细"] = vote_record.draw_history
    return {**tasks, "计票": vote_count.draw}


def _before(visit: Visit, project: Project) -> None:
    """Earlier ballots that did not pass."""
    for old in ballots.ballots_before(visit, project.id):
        signed = counts.sheet(visit, old.id)
        if signed:
            day = short_day(signed.counted_on, visit.today)
            layout.second_line(
                f"上一次表决 {day}计票：{signed.result.label}，"
                f"参与 {old.heads_in:,} 人，同意 {old.heads_yes:,} 人，共 {old.heads:,} 人。"
            )
