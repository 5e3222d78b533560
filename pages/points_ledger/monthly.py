"""The month's work on the ledger (月度): 公示, hints, spot checks, expiry, and the journal."""

from datetime import date, timedelta

import streamlit as st

from db import parameters
from db.points_ledger import corrections, month_papers
from db.points_ledger import hints as spot
from db.points_ledger.journal import journal
from db.visit import Visit, permission_of
from domain.asking import Asking
from domain.days import short_day
from domain.people import Permission
from domain.points_ledger.hints import Finding, NewFinding, is_over
from pages.acts import act, dialog
from pages.again import download
from pages.points_ledger.desk import LINK, desk_of, page_link, page_of
from pages.points_ledger.listing import signed
from ui import choices, documents, forms, layout, whereabouts
from ui.rows import Column, Rows

FIRST = 10  # rows of each list, before 再看


def monthly(visit: Visit) -> None:
    month = whereabouts.select("哪个月", "month", _months(visit.today), key="monthly:month")
    _notice(visit, month)
    _hints(visit, month)
    _spot_check(visit, month)
    _expiry(visit)


def _months(today: date) -> list[str]:
    """This month and the twelve before it, the newest first."""
    first, months = today.replace(day=1), []
    for _ in range(13):
        months.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def _notice(visit: Visit, month: str) -> None:
    layout.section("公示和账本")
    layout.second_line("公示里的姓名已隐去，末尾印着账本的链头，谁改了账都对不上。")
    _phone(visit)
    with st.container(horizontal=True):
        download(
            "公示文档", f"湾郡币公示-{month}.docx", documents.DOCX,
            lambda now: documents.notice_docx(month_papers.month_paper(now, month)),
            Permission.SEE_POINTS, icon="description",
        )  # fmt: skip
        download(
            "公示表格", f"湾郡币公示-{month}.xlsx", documents.XLSX,
            lambda now: documents.notice_xlsx(month_papers.month_paper(now, month)),
            Permission.SEE_POINTS, icon="table_view",
        )  # fmt: skip
        download(
            "复式账本", "湾郡币.journal", "text/plain",
            lambda now: "\n".join(journal(now.db)).encode(), Permission.SEE_POINTS,
            icon="menu_book",
        )  # fmt: skip

    _posted(visit, month)


def _posted(visit: Visit, month: str) -> None:
    """Once the notice hangs, it prints as it was, whatever is posted or renamed later."""
    if day := month_papers.posted_on(visit, month):
        layout.second_line(f"{short_day(day, visit.today)}已登记张贴，以后打印都和那一份一样。")
    elif is_over(month, visit.today) and visit.user.may(permission_of(month_papers.put_up_month)):
        layout.second_line("贴出去以后登记一下，数字就存底，以后打印都和贴的一样。")
        act(visit, "登记张贴", month_papers.put_up_month, month, icon="push_pin")


def _phone(visit: Visit) -> None:
    """Whom people call about the notice; without it the paper has a line to fill in by hand."""
    if phone := parameters.text_of(visit.db, "objection_phone"):
        layout.second_line(f"公示上的意见电话：{layout.escaped(phone)}")
    else:
        st.markdown(
            ":orange[:material/warning: 公示上的意见电话还没填，印出来是空白。"
            "请管理员在“本地参数”的“公示”里填。]"
        )


def _hints(visit: Visit, month: str) -> None:
    layout.section("要再看一眼的")
    found = spot.hints(visit, month)
    if not found:
        st.markdown(":green[:material/check_circle: 没有重复，也没有异常。]")
        return
    Rows(
        "hints",
        title=lambda hint: hint.resident,
        title_label="居民",
        state=Column("kind", "为什么", lambda hint: f":orange-badge[{hint.kind.label}]", 240,
                     by=lambda hint: hint.kind.label, least_first=True),
        columns=(
            Column("told", "怎么回事", lambda hint: layout.escaped(hint.told), 400),
            Column("day", "哪天", lambda hint: short_day(hint.happened_on, visit.today), 100,
                   by=lambda hint: hint.happened_on),
        ),
        opens=desk_of(visit),
        shows=page_of(visit),
        number=lambda hint: f"{hint.kind}-{hint.resident_id}-{hint.happened_on}-{hint.awards}",
        acts=page_link if desk_of(visit) else None,
        acts_width=LINK,
        first=FIRST,
    ).show(found)  # fmt: skip


def _spot_check(visit: Visit, month: str) -> None:
    layout.section("每月抽查")
    drawn = next((check for check in spot.spot_checks(visit) if check.month == month), None)
    if drawn is None:
        layout.second_line("月底以后随机抽 5%，种子会记下来，谁都能按种子重抽一遍核对。")
        if not is_over(month, visit.today):
            layout.second_line("这个月还没过完，下个月再抽。")
        else:
            act(visit, "抽这个月的", spot.draw_sample, month)
        return
    lines = spot.spot_lines(visit, month)
    done = sum(line.result is not None for line in lines)
    layout.second_line(
        f"抽了 {len(lines)} 笔，查了 {done} 笔。随机种子 {drawn.seed}，{layout.escaped(drawn.drawn_by)}抽。"
    )
    waiting = [line for line in lines if line.result is None]
    if waiting:
        _spot_lines(visit).show(waiting)


def _spot_lines(visit: Visit) -> Rows:
    return Rows(
        "spots",
        title=lambda line: line.resident,
        title_label="居民",
        state=Column("state", "查了没有", lambda _: ":orange-badge[待查]", 110),
        columns=(
            Column("why", "事由", lambda line: layout.escaped(line.reason), 320,
                   by=lambda line: line.reason, least_first=True),
            Column("day", "哪天", lambda line: short_day(line.earned_on, visit.today), 110,
                   by=lambda line: line.earned_on),
            Column("points", "枚", lambda line: signed(line.points), 80,
                   by=lambda line: line.points, right=True, top=True),
        ),
        opens=desk_of(visit),
        shows=page_of(visit),
        acts=lambda line: act(visit, "记结果", _record, line.entry_id),
        acts_width=100,
        number=lambda line: line.entry_id,
        first=FIRST,
    )  # fmt: skip


@dialog("抽查结果", spot.record_finding)
def _record(visit: Visit, slip: str, entry_id: int) -> NewFinding | None:
    result = choices.one_of("查下来", Finding, key=f"{slip}:result")
    note = st.text_input("问了谁、怎么说", max_chars=100, key=f"{slip}:note")
    if not forms.save_button("记下来", slip):
        return None
    asking = Asking()
    found = asking.given(result, "查下来")
    asking.done()
    return NewFinding(slip, entry_id, found, note)


def _expiry(visit: Visit) -> None:
    """What the next year end takes, seen beforehand; the run itself once the day is over."""
    layout.section("到期")
    due = corrections.expiring(visit, visit.today - timedelta(days=1))
    if due:
        points = sum(line.points for line in due)
        st.markdown(f"已经到期：**{len(due):,}** 人共 **{points:,}** 枚。")
        act(visit, "转出到期的", corrections.expire_points, icon="event_busy")
    year_end = date(visit.today.year, 12, 31)
    coming = corrections.expiring(visit, year_end)
    points = sum(line.points for line in coming)
    st.markdown(f"今年 12 月 31 日要到期：**{len(coming):,}** 人共 **{points:,}** 枚。")
    if coming:
        layout.second_line("还没转出，请提醒居民先用。最多的排在前面。")
        Rows(
            "coming",
            title=lambda line: line.resident,
            title_label="居民",
            columns=(Column("points", "要到期（枚）", lambda line: f"**{line.points:,}**", 140,
                            right=True, top=True),),
            opens=desk_of(visit),
        shows=page_of(visit),
            number=lambda line: line.resident_id,
            acts=page_link if desk_of(visit) else None,
            acts_width=LINK,
            first=FIRST,
        ).show(coming)  # fmt: skip
