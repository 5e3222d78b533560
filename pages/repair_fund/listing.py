"""The list of projects (项目一览): a row each, with what has lasted too long named first."""

from collections.abc import Mapping
from datetime import date

from domain.money import column_yuan
from domain.repair_fund import words
from domain.repair_fund.projects import Project, Stage, State
from pages.repair_fund.project import SLOW, open_project
from ui import layout
from ui.rows import Column, Rows


def of(name: str, today: date, usual: Mapping[State, int]) -> Rows:
    """The rows as of this day; `usual` is how many days projects stay in a state here."""

    def age(project: Project) -> str:
        so_far = words.so_far(project.state_since, today)
        lingers = project.lingers(today, usual.get(project.state))
        return f"{so_far} :orange[{SLOW}]" if lingers else so_far

    return Rows(
        name,
        title=_title,
        title_label="项目",
        state=Column("state", "办到哪里", _state, 132, by=_step, least_first=True),
        columns=(
            Column("place", "哪里", _place, 172, by=_place, least_first=True),
            Column("age", "停了多久", age, 156,
                   by=lambda project: words.days_in_state(project.state_since, today)),
            Column("size", "涉及", _size, 72, by=lambda project: project.households, right=True),
            Column("money", "核定（元）", _money, 136, by=_whole, right=True),
            Column("paid", "已付（元）", _paid, 160, by=lambda project: project.paid_fen, right=True),
        ),
        opens=lambda project: open_project(project.id),
    )  # fmt: skip


def _title(project: Project) -> str:
    """An emergency goes another way, and whoever reads the list must see it (R13, 抢修先行)."""
    return f"{project.title}（抢修）" if project.emergency else project.title


def _state(project: Project) -> str:
    color = _color(project.state)
    return f":{color}-badge[{project.state.label}]"


def _color(state: State) -> layout.Color:
    if state in (State.VOTE_FAILED, State.SUSPENDED, State.CANCELLED):
        return "red"
    if state in (State.RETURNED, State.RECTIFYING):
        return "orange"
    return "green" if state is State.CLOSED else "blue"


def _step(project: Project) -> int | None:
    """How far along its rail."""
    return None if project.stage is None else list(Stage).index(project.stage)


def _place(project: Project) -> str:
    return layout.escaped(f"{project.estate} {project.place}")


def _size(project: Project) -> str:
    return f"{project.households:,} 户"


def _whole(project: Project) -> int | None:
    """What the authority approved, or what was planned before (fen)."""
    return project.budget_fen if project.approved_fen is None else project.approved_fen


def _money(project: Project) -> str:
    fen = _whole(project)
    if fen is None:
        return ":gray[还没有预算]"
    return column_yuan(fen) if project.approved_fen is not None else f"预算 {column_yuan(fen)}"


def _paid(project: Project) -> str:
    """With its share of what was approved, never of the budget."""
    if not project.paid_fen:
        return ":gray[还没付款]"
    approved = project.approved_fen
    share = f" · {words.share(project.paid_fen, approved)}" if approved else ""
    return f"{column_yuan(project.paid_fen)}{share}"
