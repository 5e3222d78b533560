"""湾郡币 on a resident's page: balance, what is on its way, the latest entries; the desk is a link away."""

import streamlit as st

from db import registry
from db.points_ledger import awards, books
from db.visit import Visit, permission_of, reads
from domain.days import short_day
from domain.own_sheet import Line
from domain.people import Permission
from domain.points_ledger.awards import Award
from domain.points_ledger.books import StatementLine
from domain.registry import Resident
from pages.feature import ResidentPart
from ui import layout, tables

LATEST = 5
LINES = [
    tables.Column("日期", lambda line: line.earned_on.isoformat()),
    tables.Column("事由", lambda line: line.reason),
    tables.Column("枚", lambda line: f"{line.points:+,}", right=True),
]
Told = tuple[int, list[Award], list[StatementLine]]


@reads(Permission.SEE_POINTS)
def _read(visit: Visit, resident_id: int) -> Told | None:
    """Balance, awards on their way and the latest lines; None where there is nothing of it."""
    waiting = awards.on_the_way(visit, resident_id)
    lines = books.statement(visit, resident_id, LATEST)
    held = books.balance(visit.db, resident_id)
    return (held, waiting, lines) if held or waiting or lines else None


def _draw(visit: Visit, who: Resident, told: Told) -> None:
    held, waiting, lines = told
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"现有 **{held:,}** 枚", width="content")
        if visit.user.may(permission_of(registry.find_residents)):  # who may choose people there
            layout.link("对账单", f"points?resident={who.id}")
    for award in waiting:
        when = short_day(award.earned_on, visit.today)
        st.markdown(
            f":orange-badge[{award.state.label}] **+{award.points} 枚** {award.rule}，{when}"
        )
    if lines:
        tables.show(lines, LINES, alt=f"最近 {len(lines)} 笔流水", empty="")


def _words(told: Told) -> list[Line]:
    held, waiting, lines = told
    found = [("现有", f"{held:,} 枚")]
    found += [(award.rule, f"{award.points:+,} 枚，{award.state.label}") for award in waiting]
    found += [(f"{line.earned_on}", f"{line.reason}，{line.points:+,} 枚") for line in lines]
    return [*found, ("更早的流水", "看湾郡币对账单")]


PART = ResidentPart("湾郡币", "loyalty", _read, _draw, "还没有湾郡币。", words=_words)
