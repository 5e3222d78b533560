"""承诺 (what was promised): who answers for it, until when, how often put off, kept in time or not."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from db.meeting_agenda import promised, promising
from db.visit import Visit
from domain.days import short_day
from domain.meeting_agenda.actions import ON_TOP, OVER, Action, ActionState, OnTime, Progress
from pages.acts import act
from pages.meeting_promise import PARAMETER, badge, carried
from ui import charts, layout, meeting_charts, whereabouts
from ui.rows import NOTHING, Column, Rows

STATE, BODY = "promises", "body"  # in the address: which state, which organisation
EVERY_BODY = "全部单位"
FIRST = 12  # rows before 再看


def open_promise(id: int) -> None:
    """The address carries it, so that 首页 leads to it in one tap."""
    st.query_params[PARAMETER] = str(id)


def draw(visit: Visit) -> None:
    found = promised.promises(visit)
    if not found:
        layout.empty_state(
            "handshake", "还没有承诺",
            "开会时议定的事，记下责任单位、责任人和完成时限，就会排在这里，办完销号。",
        )  # fmt: skip
        return
    _said(visit, found)
    chosen = _filtered(visit, found)
    if chosen:
        _rows(visit).show(chosen)
    else:
        layout.second_line("这一类里没有承诺。换一类看看。")
    _in_time(promised.kept_in_time(visit))


def _said(visit: Visit, found: list[Action]) -> None:
    """What stands first: how much is open, overdue, put off three times."""
    still = [one for one in found if one.state not in OVER]
    late = sum(one.overdue(visit.today) for one in still)
    often = sum(one.carried >= ON_TOP for one in still)
    words = f"没办完 {len(still)} 项"
    words += f"，超期 {late} 项" if late else "，没有超期的"
    words += f"，顺延过 {ON_TOP} 次以上 {often} 项，排在最前" if often else ""
    layout.second_line(f"{words}。")


def _filtered(visit: Visit, found: list[Action]) -> list[Action]:
    kinds: Mapping[str, tuple[str, Callable[[Action], bool]]] = {
        "": ("没办完", lambda one: one.state not in OVER),
        "late": ("超期", lambda one: one.overdue(visit.today)),
        "claimed": ("等核实", lambda one: one.state is ActionState.DONE_CLAIMED),
        "verified": ("已销号", lambda one: one.state is ActionState.VERIFIED),
        "cancelled": ("已取消", lambda one: one.state is ActionState.CANCELLED),
    }
    names = {code: f"{word} {sum(of(one) for one in found)}" for code, (word, of) in kinds.items()}
    there = sorted({one.lead_body for one in found})
    body = EVERY_BODY
    with st.container(horizontal=True, gap="medium"):
        with st.container(width="content"):
            chosen = whereabouts.pills("看哪些", STATE, names, key="promises:state")
        if len(there) > 1:
            body = whereabouts.select("哪个单位", BODY, [EVERY_BODY, *there], key="promises:body")
    of = kinds[chosen][1]
    return [one for one in found if of(one) and body in (EVERY_BODY, one.lead_body)]


def _rows(visit: Visit) -> Rows:
    return Rows(
        "promises",
        title=lambda one: one.content,
        title_label="答应了什么",
        state=Column("state", "怎样了", partial(badge, visit), 104,
                     by=lambda one: list(ActionState).index(one.state), least_first=True),
        columns=(
            Column("who", "谁负责", _who, 188, by=lambda one: (one.lead_body, one.person),
                   least_first=True),
            Column("due", "什么时候办好", partial(due, visit), 296, by=lambda one: one.due_on,
                   least_first=True),
        ),
        opens=lambda one: open_promise(one.id),
        acts=partial(_next, visit),
        acts_width=112,
        first=FIRST,
    )  # fmt: skip


def _who(one: Action) -> str:
    return layout.escaped(f"{one.lead_body} {one.person}")


def due(visit: Visit, one: Action) -> str:
    """The day that counts, how far it is away, how often put off; of what is over only the day."""
    said = short_day(one.due_on, visit.today)
    days = (one.due_on - visit.today).days
    if one.state in OVER:
        return f":gray[{said}]"
    if days < 0:
        far = f":red[超期 {-days} 天]"
    else:
        far = f":gray[还有 {days} 天]" if days else ":orange[今天到期]"
    return " ".join(filter(None, (said, far, carried(one))))


def _next(visit: Visit, one: Action) -> None:
    """The one thing that can be done with it now, by who may."""
    if one.state is ActionState.OPEN and promised.may_report(visit, one):
        act(visit, "开始办", promising.begin, Progress, one.id, "", one.seen)
    elif one.state is ActionState.IN_PROGRESS and promised.may_report(visit, one):
        _opens("办好了", one)
    elif one.state is ActionState.DONE_CLAIMED and promised.may_verify(visit, one):
        _opens("去核实", one)
    else:
        st.markdown(":gray[等核实]" if one.state is ActionState.DONE_CLAIMED else NOTHING)


def _opens(label: str, one: Action) -> None:
    st.button(label, key=f"promise:{one.id}", on_click=open_promise, args=(one.id,))


def _in_time(found: list[OnTime]) -> None:
    layout.section("说到做到没有")
    if not found:
        layout.second_line(f"近 {promised.MONTHS} 个月没有到期的承诺。")
        return
    words = conclusion(found)
    layout.second_line(layout.escaped(words))
    charts.show(meeting_charts.kept_in_time(found, charts.palette()), words)
    layout.second_line("格子里是“按时销号 / 到期”，按最早答应的日子算，顺延不算按时。")


def conclusion(found: list[OnTime]) -> str:
    """How many were kept in time, of how many, and whose share is the smallest."""
    whole, kept = sum(one.due for one in found), sum(one.on_time for one in found)
    words = f"近 {promised.MONTHS} 个月到期 {whole} 项，按时销号 {kept} 项（{round(kept / whole * 100)}%）。"
    bodies: dict[str, tuple[int, int]] = {}
    for one in found:
        had, done = bodies.get(one.body, (0, 0))
        bodies[one.body] = had + one.due, done + one.on_time
    if len(bodies) < 2:
        return words
    name, (had, done) = min(bodies.items(), key=lambda body: body[1][1] / body[1][0])
    if done == had:
        return f"{words}每个单位都按时。"
    return f"{words}按时最少的是{name}：{had} 项里 {done} 项。"
