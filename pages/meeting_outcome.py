"""How an item ends (记结果): agreed, voted, heard in two taps; carried over (顺延) in one."""

from datetime import date

import streamlit as st

from db.meeting_agenda import deciding
from db.visit import Visit
from domain.days import clock, day
from domain.meeting_agenda.deciding import NewOutcome, Outcome, Way
from domain.meeting_agenda.meetings import AgendaItem
from domain.meeting_agenda.members import PassesBy, PassOf, passed
from pages.acts import form
from pages.meeting_now import Now, begun_on
from ui import choices, forms, layout
from ui.count_field import count_field
from ui.days_and_hours import day_field

DECIDES = (Way.CONSENSUS, Way.VOTE)
ASKS = {
    Way.CONSENSUS: "议定的事",
    Way.VOTE: "表决的事",
    Way.OPINIONS: "记下的意见",
    Way.NOTE: "记什么",
}


def outcome(visit: Visit, at: Now, item: AgendaItem) -> None:
    layout.section("结果")
    known = at.outcomes.get(item.id)
    if known is None:
        layout.second_line("还没有结果。")
    else:
        _known(visit, known)
    if not at.final:
        outcome_form(visit, item, at)
        carry_form(visit, item, at)


def _known(visit: Visit, known: Outcome) -> None:
    st.markdown(layout.bold(known.words))
    if known.dissent:
        st.markdown(f"不同意见：{layout.escaped(known.dissent)}")
    again = f"，{day(known.review_on, visit.today)}再看" if known.review_on else ""
    layout.second_line(f"{layout.escaped(known.by)} {clock(known.at)} 记{again}")


@form(deciding.record_outcome)
def outcome_form(visit: Visit, slip: str, item: AgendaItem, at: Now) -> NewOutcome | None:
    known = at.outcomes.get(item.id)
    newest = known.id if known else 0
    decides = () if at.rule.manner is PassesBy.OPINIONS else DECIDES
    label = "改成怎么定的" if known else "怎么定的"
    way = choices.one_of(label, (*decides, Way.OPINIONS, Way.NOTE), key=f"{slip}:way")
    if way is None:
        begun_on(slip, newest, begun=False, pressed=False)
        return None
    text = st.text_area(ASKS[way], key=f"{slip}:text", height=90)
    votes = _votes(slip, at, item) if way is Way.VOTE else (None, None, None)
    dissent, review_on = _beside(slip, way)
    if way in DECIDES and not at.quorum.met:
        st.markdown(f":orange[{at.quorum.words}人不够不能定事，可以记下意见或者顺延。]")
    sent = forms.save_button("改结果" if known else "记下结果", slip)
    seen = begun_on(slip, newest, begun=True, pressed=sent)
    if not sent:
        return None
    yes, no, abstain = votes
    return NewOutcome(slip, item.id, way, text, seen, dissent, yes, no, abstain, review_on)


def _beside(slip: str, way: Way) -> tuple[str, date | None]:
    """What may be left empty: who saw it otherwise, and the day it is looked at again."""
    if way not in DECIDES:
        return "", None
    with st.container(horizontal=True):
        dissent = st.text_input("不同意见（没有就不填）", key=f"{slip}:dissent")
        review_on = day_field("哪天再看（可以不填）", f"{slip}:review")
    return dissent, review_on


def _votes(slip: str, at: Now, item: AgendaItem) -> tuple[int | None, int | None, int | None]:
    with st.container(horizontal=True):
        yes = count_field("同意", slip, "yes", None)
        no = count_field("反对", slip, "no", None)
        abstain = count_field("弃权", slip, "abstain", None)
    voters = at.voters(item.id)
    if yes is None or no is None or abstain is None:
        layout.second_line(f"能表决的有 {voters} 人。没有的填 0。")
    elif yes + no + abstain != voters:
        counted = yes + no + abstain
        st.markdown(f":orange[能表决的有 {voters} 人，三项加起来是 {counted}，对不上。]")
    else:
        st.markdown(layout.strong(said(at, item, yes, no)))
    return yes, no, abstain


def said(at: Now, item: AgendaItem, yes: int, no: int) -> str:
    """通过 or 没通过, with the reason, before it is saved."""
    of_present = at.rule.pass_of is PassOf.PRESENT
    base = at.voters(item.id) if of_present else at.quorum.members
    if passed(at.rule, yes, no, base):
        return ":green[通过]"
    if yes == no:
        return ":orange[没通过：平票不通过]"
    rule = at.rule
    return f":orange[没通过：和{rule.pass_of.label}比，同意的没有{rule.passing.words}]"


@form(deciding.record_outcome)
def carry_form(visit: Visit, slip: str, item: AgendaItem, at: Now) -> NewOutcome | None:
    """顺延: the reason, and one tap."""
    known = at.outcomes.get(item.id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input(
            "议不完的，写为什么", key=f"{slip}:why", placeholder="例如：物业还没报价"
        )
        sent = forms.save_button(
            "顺延到下次", slip, width="content", key="carry", icon="event_repeat",
            above=st.container(),
        )  # fmt: skip
    seen = begun_on(slip, known.id if known else 0, begun=bool(why), pressed=sent)
    return NewOutcome(slip, item.id, Way.CARRIED, why, seen) if sent else None
