"""The draft of minutes (纪要草稿), composed from what was tapped during the meeting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.days import clock
from domain.meeting_agenda.actions import Action, ActionState
from domain.meeting_agenda.attendance import Attendance, Presence
from domain.meeting_agenda.deciding import Opinion, Outcome, Way
from domain.meeting_agenda.meetings import STANDING_ITEM, AgendaItem, Meeting
from domain.meeting_agenda.minutes import Audience, Level, Line
from domain.meeting_agenda.sittings import Sitting


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything a draft is composed of."""

    meeting: Meeting
    sitting: Sitting
    attendances: Sequence[Attendance]
    items: Sequence[AgendaItem]
    outcomes: Mapping[int, Outcome]
    opinions: Sequence[Opinion]
    actions: Sequence[Action]
    reported: Sequence[Action]


def compose(found: Recorded) -> list[Line]:
    """The draft in the form of 纪要: the opening, each item, who came."""
    lines = [_opening(found)]
    for item in found.items:
        lines += _item(found, item)
    return [*lines, *_who_came(found.attendances)]


def _opening(found: Recorded) -> Line:
    of, until = found.meeting, found.sitting.closed_at
    day = of.starts_at
    end = f"—{clock(until)}" if until else ""
    words = (
        f"{day.year}年{day.month}月{day.day}日{clock(found.sitting.opened_at)}{end}，"
        f"{of.chair}在{of.place}主持召开{of.kind.label}。现将会议议定事项纪要如下："
    )
    return Line("opening", Level.PLAIN, words, Audience.BOTH, False)


def _item(found: Recorded, item: AgendaItem) -> Iterator[Line]:
    def line(what: str, level: Level, text: str, audience: Audience = Audience.BOTH) -> Line:
        return Line(f"{what}:{item.id}", level, text, audience, item.confidential)

    title = item.title
    if title == STANDING_ITEM:
        title = f"听取{title}{_reported(found.reported)}"
    yield line("title", Level.FIRST, title)
    said = [one for one in found.opinions if one.item_id == item.id]
    if said:
        named = "；".join(f"{one.name}（{one.body}）：{one.words}" for one in said)
        yield line("opinions", Level.SECOND, f"会议认为：{named}", Audience.INTERNAL)
        heard = f"会议听取了 {len({one.attendance_id for one in said})} 位与会人员的意见。"
        yield line("heard", Level.SECOND, heard, Audience.PUBLIC)
    if outcome := found.outcomes.get(item.id):
        yield line("outcome", Level.SECOND, _outcome(outcome))
        if outcome.dissent:
            dissent = f"部分同志提出：{outcome.dissent}已记录在案。"
            yield line("dissent", Level.SECOND, dissent)
    mine = [one for one in found.actions if one.item_id == item.id]
    if mine:
        yield line("asks", Level.SECOND, "会议要求：")
    for one in mine:
        head, due = one.content.rstrip("。"), one.first_due_on
        by = f"完成时限：{due.year}年{due.month}月{due.day}日。"
        who = f"责任单位：{one.lead_body}；"
        yield replace(
            line(
                "action", Level.THIRD, f"{head}。{who}责任人：{one.person}；{by}", Audience.INTERNAL
            ),
            key=f"action:{one.id}",
        )
        yield replace(
            line("action", Level.THIRD, f"{head}。{who}{by}", Audience.PUBLIC),
            key=f"public-action:{one.id}",
        )
    yield line("more", Level.SECOND, "")


def _reported(reported: Sequence[Action]) -> str:
    """（共 4 项：已销号 3 项，没办完 1 项）"""
    if not reported:
        return ""
    done = sum(one.state is ActionState.VERIFIED for one in reported)
    return f"（共 {len(reported)} 项：已销号 {done} 项，没办完 {len(reported) - done} 项）"


def _outcome(outcome: Outcome) -> str:
    if outcome.way is Way.VOTE:
        told = "通过" if outcome.passed else "没有通过"
        return (
            f"会议表决：同意 {outcome.yes} 票，反对 {outcome.no} 票，弃权 {outcome.abstain} 票，"
            f"{told}。{outcome.text}"
        )
    verb = {
        Way.CONSENSUS: "会议议定",
        Way.OPINIONS: "会议听取了意见",
        Way.NOTE: "会议听取",
        Way.CARRIED: "会议决定顺延到下次",
    }
    return f"{verb[outcome.way]}：{outcome.text}"


def _who_came(lines: Sequence[Attendance]) -> Iterator[Line]:
    """出席, 请假, 列席 in the same manner; the public version has organisations and numbers alone."""
    for presence in (Presence.PRESENT, Presence.LEAVE, Presence.OBSERVING, Presence.ABSENT):
        there = [one for one in lines if one.presence is presence]
        if not there:
            continue
        named = "、".join(f"{one.name}（{one.body}）" for one in there)
        key = f"came:{presence}"
        yield Line(key, Level.PLAIN, f"{presence.label}：{named}", Audience.INTERNAL, False)
        if presence in (Presence.PRESENT, Presence.OBSERVING):
            counts = {body: sum(one.body == body for one in there) for body in
                      dict.fromkeys(one.body for one in there)}  # fmt: skip
            told = "、".join(f"{body} {many} 人" for body, many in counts.items())
            key = f"public-came:{presence}"
            yield Line(key, Level.PLAIN, f"{presence.label}：{told}", Audience.PUBLIC, False)
