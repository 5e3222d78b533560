"""Whoever holds most (余额), and the newest lines of the ledger (最近流水): a row each."""

from db.points_ledger import books
from db.visit import Visit
from domain.days import short_day
from domain.points_ledger.books import Balance, Entry, EntryKind
from pages.points_ledger.desk import LINK, desk_of, page_link, page_of
from ui import layout
from ui.rows import Column, Rows

COLORS: dict[EntryKind, layout.Color] = {
    EntryKind.EARN: "green",
    EntryKind.AWARD: "green",
    EntryKind.REDEEM: "blue",
    EntryKind.EXPIRE: "gray",
    EntryKind.TRANSFER: "violet",
    EntryKind.REVERSAL: "orange",
}


def kind_badge(kind: EntryKind) -> str:
    return f":{COLORS[kind]}-badge[{kind.label}]"


# Of a line of the ledger, in the list of all and on a resident's statement.
KIND = Column("kind", "类别", lambda line: kind_badge(line.kind), 110)
BY = Column("by", "经手", lambda line: layout.escaped(line.recorded_by), 90)


def signed(points: int) -> str:
    """+20 and −20; what was given is not what was taken."""
    return f"**{points:+,}**".replace("-", "−")


def balances(visit: Visit) -> None:
    rows = Rows(
        "balances",
        title=lambda held: held.resident,
        title_label="居民",
        columns=(
            Column("room", "房号", lambda held: layout.escaped(held.room), 260),
            Column("last", "最近一次", lambda held: _last(visit, held), 140),
            Column("points", "余额（枚）", lambda held: f"**{held.points:,}**", 120, right=True,
                   top=True),
        ),
        opens=desk_of(visit),
        shows=page_of(visit),
        acts=page_link if desk_of(visit) else None,
        acts_width=LINK,
        number=lambda held: held.resident_id,
        first=20,
    )  # fmt: skip
    held = books.top_balances(visit, rows.shown + 1)
    if held:
        rows.show(held)
        layout.second_line("最多的排在前面。找一个人的余额，在上面输名字。")
    else:
        layout.second_line("还没有人有湾郡币。")


def _last(visit: Visit, held: Balance) -> str:
    return short_day(held.last_on, visit.today) if held.last_on else ""


def entries(visit: Visit) -> None:
    rows = Rows(
        "entries",
        title=lambda entry: entry.resident,
        title_label="居民",
        state=KIND,
        columns=(
            Column("why", "事由", _why, 300),
            BY,
            Column("day", "哪天", lambda entry: short_day(entry.earned_on, visit.today), 100),
            Column("points", "枚", lambda entry: signed(entry.points), 90, right=True, top=True),
        ),
        opens=desk_of(visit),
        shows=page_of(visit),
        acts=page_link if desk_of(visit) else None,
        acts_width=LINK,
        first=20,
    )  # fmt: skip
    found = books.latest_entries(visit, rows.shown + 1)
    if found:
        rows.show(found)
    else:
        layout.second_line("还没有流水。")


def _why(entry: Entry) -> str:
    return layout.escaped(entry.reason)
