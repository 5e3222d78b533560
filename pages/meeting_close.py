"""The end of a meeting (散会): what is still open, each with its way there; then the number."""

from functools import partial

import streamlit as st

from db.meeting_agenda import minutes, sittings
from db.visit import Visit
from domain.days import clock
from domain.meeting_agenda.deciding import Way
from pages import meeting_items, meeting_minutes
from pages.acts import act
from pages.meeting_now import Now
from ui import layout


def closing(visit: Visit, at: Now) -> None:
    if at.over:
        _over(visit, at)
        return
    left = [item for item in at.items if item.id not in at.outcomes]
    if left:
        st.markdown(f":orange[**还有 {len(left)} 项没有结果。**]点开一项，记下结果，或者顺延。")
        to = partial(meeting_items.to_items, bool(at.turns))
        meeting_items.timeline(at, to).show(left)
        return
    silent = sum(1 for line in at.lines if line.presence is None)
    if silent:
        st.markdown(f":orange[签到表上还有 {silent} 人没记来没来。]")
    back = sum(1 for one in at.outcomes.values() if one.way is Way.CARRIED)
    again = f"顺延的 {back} 项排进下一次会。" if back else ""
    layout.second_line(f"每一项都有结果了。散会以后给纪要编号，草稿按记下的写好。{again}")
    act(visit, "散会", sittings.close_meeting, at.of.id, icon="stop_circle", primary=True)


def _over(visit: Visit, at: Now) -> None:
    made = minutes.minutes_of(visit.db, at.of.id)
    when = clock(at.sitting.closed_at) if at.sitting.closed_at else ""
    layout.second_line(f"{layout.escaped(at.sitting.closed_by or '')} {when} 记为散会。")
    st.markdown(f"### 纪要 {made.numbered}：{made.state.label}", anchors=False)
    if at.final:
        layout.second_line("纪要已经签发，上面的都不能再改。写错的，发一份更正。")
    else:
        layout.second_line("签发以前，签到、结果、意见和承诺都还可以改。")
    st.button(
        f"看纪要（{made.state.label}）", icon=":material/description:", key="to_minutes",
        on_click=meeting_minutes.open_minutes, args=(at.of.id,),
    )  # fmt: skip
