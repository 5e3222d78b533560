"""The chair's script (主持稿): of each item who reports, the motion, the words of the vote, what is left blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.days import long_day
from domain.meeting_agenda.actions import Action
from domain.meeting_agenda.meetings import STANDING_ITEM, AgendaItem, ItemType
from domain.meeting_agenda.members import MeetingRule, PassesBy, Quorum, QuorumOf
from domain.meeting_agenda.minutes import Line
from domain.meeting_agenda.papers import Convened
from domain.meeting_agenda.sheets import HAND, Sheet, first, plain, second, third
from domain.meeting_agenda.speaking import SPEAKING


@dataclass(frozen=True, slots=True)
class Floor:
    """How the meeting decides and how it stands: `begun` once the sign-in was opened.

    `silent` are those present who said nothing of an item yet (还没发言的).
    """

    rule: MeetingRule
    quorum: Quorum
    begun: bool
    silent: Mapping[int, Sequence[str]]
    reported: Sequence[Action]


def script(of: Convened, floor: Floor, today: date) -> Sheet:
    """主持稿, for the chair alone: confidential items are in it, and marked."""
    lines = [plain(f"{of.when}，{of.meeting.place}。"), plain(_there(floor))]
    for item in of.items:
        lines += _item(item, floor, today)
    lines.append(plain("议完了，谢谢大家。现在散会。"))
    title = f"{of.community}{of.meeting.kind.label}主持稿"
    return Sheet(title, f"{of.meeting.title}（内部）", tuple(lines))


def _there(floor: Floor) -> str:
    """Who is there and whether it is enough; before the sign-in, with room for the number."""
    quorum, rule = floor.quorum, floor.rule
    if floor.begun:
        return quorum.words
    due = HAND if rule.quorum_of is QuorumOf.ELIGIBLE else str(quorum.members)
    if rule.quorum_of is QuorumOf.PARTIES:
        return f"应到 {due} 人，实到 {HAND} 人。组织的单位和议题点名的单位都到了，才定得了事。"
    least = f"至少要 {quorum.needed} 人" if quorum.members else f"到会{rule.quorum.words}"
    return f"应到 {due} 人，实到 {HAND} 人。{least}才开得成。"


def _item(item: AgendaItem, floor: Floor, today: date) -> list[Line]:
    mark = "（不公开）" if item.confidential else ""
    report = f"第 {item.position} 项，由{item.reporter}汇报，{item.minutes} 分钟。"
    lines = [first(f"{item.title}{mark}"), second(report)]
    if item.title == STANDING_ITEM:
        return [*lines, *(third(_promise(one, today)) for one in floor.reported)]
    if item.item_type in (ItemType.REPORT, ItemType.FEEDBACK):
        return [*lines, second("大家有什么要问的、要补充的？")]
    silent = floor.silent.get(item.id, ())
    named = f"：{'、'.join(silent)}" if silent else ""
    lines += [
        second(f"现在的动议是“{item.title}”。"),
        second(f"先请还没发言的同志说{named}。每人最多 {SPEAKING.times} 次，"
               f"每次不超过 {SPEAKING.minutes} 分钟。"),
        second("有没有修改意见？有的，先议修改意见。"),
        *(second(words) for words in _deciding(item, floor)),
    ]  # fmt: skip
    if floor.rule.manner is not PassesBy.OPINIONS:
        lines.append(second(f"由{HAND}负责，{HAND}月{HAND}日前完成。"))
    return lines


def _deciding(item: AgendaItem, floor: Floor) -> list[str]:
    """The words before it is decided; a tie fails (平票不通过)."""
    rule = floor.rule
    if rule.manner is PassesBy.OPINIONS:
        return [f"{rule.kind.label}只收集意见，不作决定，也代替不了业主表决。意见都记下来了。"]
    if item.item_type is not ItemType.VOTE:
        return ["有没有不同意的？没有，就这样议定；有，把不同意见记下来。"]
    due = HAND if rule.quorum_of is QuorumOf.ELIGIBLE else str(floor.quorum.members)
    came = str(floor.quorum.present) if floor.begun else HAND
    return [
        f"同意的请举手：{HAND}人。不同意的请举手：{HAND}人。弃权的请举手：{HAND}人。",
        f"应到 {due} 人，实到 {came} 人，同意{rule.passing.words}{rule.pass_of.label}才通过，"
        "平票不通过。现在宣布：□通过　□没有通过。",
    ]


def _promise(one: Action, today: date) -> str:
    late = f"，超期 {(today - one.due_on).days} 天" if one.overdue(today) else ""
    return (
        f"{one.content.rstrip('。')}（{one.lead_body}，{one.person}，"
        f"{long_day(one.due_on)}，{one.state.label}{late}）"
    )
