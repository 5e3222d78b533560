"""照上学期开班: the classes of the last term as they would stand in a new one, then one button."""

import streamlit as st

from db.academy_enrollment import copying
from db.visit import Visit
from domain.academy_enrollment.copying import CopiedClasses, Proposal, TermPlan
from domain.days import WEEKDAYS, short_day
from pages.acts import dialog
from ui import forms, layout
from ui.rows import Column, Rows


@dialog("照上学期开班", copying.copy_classes, width="large")
def copy_classes_dialog(visit: Visit, slip: str, term_id: int) -> CopiedClasses | None:
    """Every class, its days and what is different; what is left out is chosen, nothing is hidden."""
    plan = copying.proposed(visit, term_id)
    if plan is None:
        layout.second_line("以前还没有开过班的学期。")
        return None
    fine = [one.facts for one in plan.classes if not one.wrong]
    layout.second_line(
        f"照{plan.of}，开在{plan.to.name}。星期、时间、老师、教室照旧，日子已经挪好，开好以后还能改。"
    )
    _off(visit, plan)
    _rows(visit).show(enumerate(plan.classes))
    names = [facts.course for facts in fine]
    out = st.multiselect(
        "哪些不开（都开就空着）", names, placeholder="不开的点这里", key=f"{slip}:out",
        format_func=layout.escaped,
    )  # fmt: skip
    kept = tuple(facts for facts in fine if facts.course not in out)
    if not forms.save_button(f"开这 {len(kept)} 个班", slip):
        return None
    return CopiedClasses(slip, term_id, plan.off, kept)


def _off(visit: Visit, plan: TermPlan) -> None:
    """The holidays that are entered with the classes, so that nobody teaches on one."""
    if plan.off:
        said = "、".join(
            f"{one.words} {short_day(one.from_on, visit.today)}"
            + (f"到{short_day(one.to_on, one.from_on)}" if one.to_on != one.from_on else "")
            for one in plan.off
        )
        st.markdown(f":material/beach_access: 一起登记放假，课往后顺延：{layout.escaped(said)}")


def _rows(visit: Visit) -> Rows:
    def days(numbered: tuple[int, Proposal]) -> str:
        one = numbered[1]
        if one.wrong:
            return f":red[{layout.escaped(one.wrong)}]"
        times = f"{one.facts.sessions} 次"
        if one.facts.sessions != one.was:
            times = f":orange[{times}（上学期 {one.was} 次）]"
        since = short_day(one.facts.starts_on, visit.today)
        return f"{since}到{short_day(one.last_on, one.facts.starts_on)}，{times}"

    def hours(numbered: tuple[int, Proposal]) -> str:
        facts = numbered[1].facts
        at = f"周{WEEKDAYS[facts.weekday - 1]} {facts.begins:%H:%M}–{facts.ends:%H:%M}"
        return f"{at} :gray[{layout.escaped(facts.teacher)}，{layout.escaped(facts.room)}]"

    def state(numbered: tuple[int, Proposal]) -> str:
        if numbered[1].wrong:
            return ":red-badge[:material/block: 开不了]"
        return ":green-badge[:material/check: 能开]"

    return Rows(
        "copied",
        title=lambda numbered: numbered[1].facts.course,
        title_label="班",
        state=Column("state", "", state, 100),
        columns=(
            Column("hours", "时间、老师、教室", hours, 340),
            Column("days", "从哪天到哪天", days, 340),
        ),
        number=lambda numbered: numbered[0],
    )  # fmt: skip
