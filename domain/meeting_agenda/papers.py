"""Papers round a meeting (会议通知、签到表、议定事项清单、会前一页纸、议事台账), composed from its records.

The notice goes on the wall: no confidential item, no name of a resident. The list of decisions that
goes out is made of the lines of the published minutes and of nothing else (纪要公开版).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.days import WEEKDAYS, clock, long_day
from domain.meeting_agenda.actions import Action
from domain.meeting_agenda.deciding import Outcome
from domain.meeting_agenda.meetings import AgendaItem, Kind, Meeting, MeetingState
from domain.meeting_agenda.members import Member
from domain.meeting_agenda.minutes import Line
from domain.meeting_agenda.sheets import (
    Sheet,
    Table,
    by_body,
    first,
    nameless,
    plain,
    second,
    third,
)

BLANK_ROWS = 20  # of a sign-in sheet, below those on the list
SIGN_IN = ("序号", "姓名", "单位", "签名", "签到时间")
SIGN_IN_WIDTHS = (1.4, 3.0, 5.0, 4.4, 3.2)
DECIDED = ("编号", "要办的事", "责任单位", "责任人", "完成时限")
DECIDED_WIDTHS = (3.2, 6.0, 2.8, 2.2, 2.8)
LEDGER = ("日期", "哪种会", "会议", "议题", "类型", "怎么定的", "结果", "承诺项数", "已销号",
          "公开")  # fmt: skip
PUBLISHED_PARTS = ("title:", "outcome:", "asks:", "public-action:")


@dataclass(frozen=True, slots=True)
class Convened:
    """A meeting with all that its papers are composed of.

    `parties` are the organisations an item names; `residents` the names that do not go out.
    """

    community: str
    meeting: Meeting
    items: Sequence[AgendaItem]
    members: Sequence[Member]
    parties: Mapping[int, Sequence[str]]
    residents: Collection[str]

    @property
    def when(self) -> str:
        """2026年3月28日（周六）9:40—11:10"""
        of = self.meeting
        day = of.starts_at.date()
        return f"{long_day(day)}（周{WEEKDAYS[day.weekday()]}）{clock(of.starts_at)}—{clock(of.ends_at)}"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An item as it stands in the ledger of what was talked over (议事台账)."""

    meeting: Meeting
    item: AgendaItem
    outcome: Outcome | None
    promised: int
    verified: int


def notice(of: Convened) -> Sheet:
    """会议通知: when, where, what, and who is asked; of one that was called off, that it is not."""
    meeting = of.meeting
    title = f"{of.community}{meeting.kind.label}通知"
    if meeting.state is MeetingState.CANCELLED:
        said = f"原定{of.when}在{meeting.place}召开的“{meeting.title}”取消，另行通知。"
        lines = [plain(f"{_asked(of)}："), plain(said)]
    else:
        lines = [plain(f"{_asked(of)}："), plain("现定于以下时间召开会议，请准时参加。")]
        lines += [first(f"时间：{of.when}"), first(f"地点：{meeting.place}")]
        lines += [first(f"主持：{meeting.chair}"), first("议题"), *_announced(of)]
        lines.append(plain("不能参加的，请提前告诉居委会。"))
    return _nameless(Sheet(title, meeting.title, tuple(lines), seal=True), of.residents)


def _asked(of: Convened) -> str:
    if of.meeting.kind is Kind.RESIDENTS_ASSEMBLY:
        return "全体居民"
    named = [party for item in of.items if not item.confidential
             for party in of.parties.get(item.id, ())]  # fmt: skip
    seated = [member.body for member in of.members]
    more = [body for body in dict.fromkeys(named) if body not in seated]
    return "、".join(filter(None, [by_body(seated), *more])) or "各参会单位"


def _announced(of: Convened) -> Iterable[Line]:
    for item in of.items:
        if not item.confidential:
            yield second(f"{item.title}（{item.item_type.label}，{item.minutes} 分钟）")


def sign_in(of: Convened) -> Sheet:
    """签到表: the members of the day with their organisations, and at least 20 empty rows."""
    meeting = of.meeting
    rows = [(str(n), one.name, one.body, "", "") for n, one in enumerate(of.members, 1)]
    empty = range(len(rows) + 1, len(rows) + BLANK_ROWS + 1)
    rows += [(str(n), "", "", "", "") for n in empty]
    lines = (plain(f"时间：{of.when}"), plain(f"地点：{meeting.place}　　主持：{meeting.chair}"))
    table = Table(SIGN_IN, rows, SIGN_IN_WIDTHS, tall=True)
    return Sheet(f"{of.community}{meeting.kind.label}签到表", meeting.title, lines, table)


def decisions(
    of: Convened, outcomes: Mapping[int, Outcome], promised: Sequence[Action], today: date
) -> Sheet:
    """议定事项清单, internal: what was decided of each item, and who does what until when."""
    lines: list[Line] = []
    for item in of.items:
        if item.id in outcomes:
            mark = "（不公开）" if item.confidential else ""
            lines += [first(f"{item.title}{mark}"), second(outcomes[item.id].words)]
            if outcomes[item.id].dissent:
                lines.append(second(f"部分同志提出：{outcomes[item.id].dissent}"))
    lines = lines or [plain("还没有记下议定的事。")]
    rows = [
        (one.number, one.content, one.lead_body, one.person, _until(one, today))
        for one in sorted(promised, key=lambda one: one.seq)
    ]
    table = Table(DECIDED, rows, DECIDED_WIDTHS) if rows else None
    return Sheet(f"{of.community}议定事项清单", f"{of.meeting.title}（内部）", tuple(lines), table)


def public_decisions(of: Convened, published: Sequence[Line]) -> Sheet:
    """议定事项清单 for the wall: of the published minutes what was decided and promised."""
    lines = tuple(one for one in published if one.key.startswith(PUBLISHED_PARTS))
    title = f"{of.community}议定事项清单"
    return _nameless(Sheet(title, f"{of.meeting.title}（公开版）", lines, seal=True), of.residents)


def one_pages(of: Convened, open_promises: Sequence[Action], today: date) -> list[Sheet]:
    """会前一页纸: for each organisation that is asked its own items and its own open promises.

    What is confidential is told in person: a paper that leaves the house does not carry it.
    """
    named = [party for item in of.items for party in of.parties.get(item.id, ())]
    bodies = dict.fromkeys([member.body for member in of.members] + named)
    return [_one_page(of, body, open_promises, today) for body in bodies]


def _one_page(of: Convened, body: str, open_promises: Sequence[Action], today: date) -> Sheet:
    speakers = {member.name for member in of.members if member.body == body} | {body}
    mine = [
        item
        for item in of.items
        if not item.confidential
        and (body in of.parties.get(item.id, ()) or item.reporter in speakers)
    ]
    owed = [one for one in open_promises if one.lead_body == body and not one.confidential]
    lines = [plain(f"{of.when}，{of.meeting.place}。"), first("和本单位有关的议题")]
    for item in mine:
        tells = "，请准备汇报" if item.reporter in speakers else ""
        lines.append(third(f"{item.title}（{item.item_type.label}，{item.minutes} 分钟{tells}）"))
    lines += [] if mine else [plain("没有。")]
    lines.append(first("还没办完的承诺"))
    lines += [third(_owed(one, today)) for one in owed] or [plain("没有。")]
    return _nameless(Sheet(f"{body}会前一页纸", of.meeting.title, tuple(lines)), of.residents)


def _owed(one: Action, today: date) -> str:
    return f"{one.content.rstrip('。')}。完成时限：{_until(one, today)}，来自{one.number}。"


def _until(one: Action, today: date) -> str:
    """The day that counts, how often it was moved, and whether it is over."""
    late = (today - one.due_on).days
    notes = [f"已顺延 {one.carried} 次" if one.carried else "",
             f"超期 {late} 天" if one.overdue(today) else ""]  # fmt: skip
    said = "，".join(filter(None, notes))
    return f"{long_day(one.due_on)}（{said}）" if said else long_day(one.due_on)


def ledger_rows(lines: Iterable[LedgerLine]) -> list[tuple[str | int, ...]]:
    """议事台账: a row per item, the latest meeting first as it is read; counts stay numbers."""
    return [
        (
            line.meeting.starts_at.date().isoformat(), line.meeting.kind.label, line.meeting.title,
            line.item.title, line.item.item_type.label,
            line.outcome.way.label if line.outcome else "还没有结果",
            line.outcome.words if line.outcome else "", line.promised, line.verified,
            "不公开" if line.item.confidential else "",
        )
        for line in lines
    ]  # fmt: skip


def _nameless(sheet: Sheet, residents: Collection[str]) -> Sheet:
    lines = tuple(replace(one, text=nameless(one.text, residents)) for one in sheet.lines)
    return replace(sheet, under=nameless(sheet.under, residents), lines=lines)
