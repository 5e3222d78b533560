"""What is said of an item (意见), and who stands back from it (回避)."""

import streamlit as st

from db.meeting_agenda import attendance, deciding
from db.visit import Visit
from domain.asking import Asking
from domain.meeting_agenda.attendance import Attendance, Recusal
from domain.meeting_agenda.deciding import NewOpinion, Opinion, Stance, unheard
from domain.meeting_agenda.meetings import AgendaItem
from pages.acts import act, form
from pages.meeting_now import Now, on_screen
from ui import choices, drafts, forms, layout

MENDED = "opinion:mended"  # of the session: the opinion one puts right
PEOPLE = 24  # as many are one tap each
COLORS: dict[Stance, layout.Color] = {
    Stance.FOR: "green", Stance.AGAINST: "orange", Stance.OTHER: "gray",
}  # fmt: skip


def words(visit: Visit, at: Now, item: AgendaItem) -> None:
    layout.section("意见")
    spoken = [one for one in at.opinions if one.item_id == item.id]
    for one in spoken:
        _opinion(visit, at, one)
    if at.here:
        there = {line.id: line.name for line in at.here}
        silent = unheard(there, frozenset(one.attendance_id for one in spoken))
        said = f"还没发言的：{'、'.join(silent)}" if silent else "到会的人都发过言了。"
        layout.second_line(layout.escaped(said))
    if not at.final:
        if at.here:
            opinion_form(visit, item, at)
        _recusals(visit, at, item)


def _opinion(visit: Visit, at: Now, one: Opinion) -> None:
    if st.session_state.get(MENDED) == one.id and not at.final:
        mend_form(visit, one)
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"opinion-{one.id}"):
        st.markdown(
            f":{COLORS[one.stance]}-badge[{one.stance.label}] {layout.bold(one.name)}"
            f" :gray[{layout.escaped(one.body)}] {layout.escaped(one.words)}"
        )
        if not at.final:
            st.button("改", key=f"mend:{one.id}", icon=":material/edit:", type="tertiary",
                      on_click=_mend, args=(one.id,))  # fmt: skip


def _mend(id: int) -> None:
    st.session_state[MENDED] = id


def _mended() -> None:
    st.session_state.pop(MENDED, None)


@form(deciding.record_opinion)
def opinion_form(visit: Visit, slip: str, item: AgendaItem, at: Now) -> NewOpinion | None:
    drafts.settle(f"{slip}:who", at.here)
    who: Attendance | None = choices.one_of_these(
        "谁说的", at.here, lambda one: one.name, key=f"{slip}:who", few=PEOPLE
    )
    if who is None:
        return None
    stance = choices.one_of("赞成还是反对", Stance, key=f"{slip}:stance")
    said = st.text_area("说了什么", key=f"{slip}:said", height=90)
    if not forms.save_button("记下意见", slip, key="opinion", width="content"):
        return None
    asking = Asking()
    how = asking.given(stance, "赞成还是反对")
    asking.given(said, "说了什么")
    asking.done()
    return NewOpinion(slip, item.id, who.id, how, said)


@form(deciding.record_opinion, after=_mended)
def mend_form(visit: Visit, slip: str, one: Opinion) -> NewOpinion | None:
    st.markdown(f"改{layout.bold(one.name)}的意见")
    stance = choices.one_of("赞成还是反对", Stance, key=f"{slip}:stance", at=one.stance)
    said = st.text_area("说了什么", value=one.words, key=f"{slip}:said", height=90)
    with st.container(horizontal=True):
        sent = forms.save_button("改好", slip, key="mend", width="content")
        st.button("不改了", key="mend:not", on_click=_mended)
    if not sent:
        return None
    asking = Asking()
    how = asking.given(stance, "赞成还是反对")
    asking.given(said, "说了什么")
    asking.done()
    return NewOpinion(slip, one.item_id, one.attendance_id, how, said, replaces=one.id)


def _recusals(visit: Visit, at: Now, item: AgendaItem) -> None:
    with st.expander("这一项谁回避", icon=":material/person_off:", key="recusals"):
        back = {one.attendance_id: one for one in at.recusals if one.item_id == item.id}
        names = {line.id: line.name for line in at.lines}
        for id, one in back.items():
            seen = on_screen(f"recusal:{item.id}:{id}", one.seen)
            if one.recused:
                with st.container(horizontal=True, vertical_alignment="center"):
                    reason = layout.escaped(one.reason)
                    st.markdown(f"{layout.bold(names[id])} 回避：{reason}", width="content")
                    act(visit, "不用回避", attendance.recuse, Recusal, item.id, id, False, "",
                        seen, key=f"not_recused:{id}")  # fmt: skip
        seen_of = {id: one.seen for id, one in back.items()}
        there = [line for line in at.here if not (line.id in back and back[line.id].recused)]
        recusal_form(visit, item, there, seen_of)


@form(attendance.recuse)
def recusal_form(
    visit: Visit, slip: str, item: AgendaItem, there: list[Attendance], seen: dict[int, int]
) -> Recusal | None:
    drafts.settle(f"{slip}:back", there)
    who = choices.one_of_these(
        "谁回避", there, lambda one: one.name, key=f"{slip}:back", few=PEOPLE
    )
    reason = st.text_input("为什么回避", key=f"{slip}:reason", placeholder="例如：是他家的合同")
    if not forms.save_button("记下回避", slip, key="recuse", width="content", icon="person_off"):
        return None
    asking = Asking()
    chosen = asking.given(who, "谁回避")
    asking.given(reason, "为什么回避")
    asking.done()
    return Recusal(slip, item.id, chosen.id, True, reason, seen.get(chosen.id, 0))
