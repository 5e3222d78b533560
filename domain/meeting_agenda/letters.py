"""Letters about what was decided (督办单、答复单): to who promised and is late, to who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.days import long_day
from domain.errors import WrongState
from domain.meeting_agenda.actions import Action, ActionStep
from domain.meeting_agenda.sheets import HAND, Sheet, first, plain, third
from domain.meeting_agenda.topics import Topic, TopicState, TopicStep

REFUSED = frozenset({TopicState.REJECTED, TopicState.MERGED, TopicState.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Answered:
    """What a meeting said of a topic, with the promises that came of it."""

    held_on: date
    meeting: str
    words: str
    confidential: bool
    promised: Sequence[Action]


def reminder(community: str, one: Action, steps: Sequence[ActionStep], today: date) -> Sheet:
    """督办单 for a promise whose day is over; its number is that of the promise, so none is given twice.

    Raises WrongState for one that is not overdue: there is nothing to remind of.
    """
    if not one.overdue(today):
        raise WrongState(f"“{one.content}”没有超期，不用督办。")
    moved = f"，已顺延 {one.carried} 次，现在的时限是{long_day(one.due_on)}" if one.carried else ""
    late = (today - one.due_on).days
    said = next((step.words for step in reversed(steps) if step.words), "还没有报过进展")
    lines = [
        plain(f"{one.lead_body}："),
        third(f"来自：{one.meeting}，{_origin(one)}"),
        third(f"事项：{one.content}"),
        third(f"责任人：{one.person}"),
        third(f"原定完成时限：{long_day(one.first_due_on)}{moved}，到今天超期 {late} 天。"),
        third(f"现状：{one.state.label}。{said.rstrip('。')}。"),
        third(f"请于{HAND}年{HAND}月{HAND}日前办结，或者书面说明为什么办不了、哪天能办完。"),
    ]
    under = f"督办 {one.number}（内部）" if one.confidential else f"督办 {one.number}"
    foot = (f"签发：{HAND * 2}", f"签收：{HAND * 2}")
    return Sheet(f"{community}督办单", under, tuple(lines), foot=foot, seal=True)


def _origin(one: Action) -> str:
    if one.minutes_number is None:
        return f"第 {one.seq} 项承诺（纪要还没编号）"
    return f"纪要{one.number.rsplit('-', 1)[0]}第 {one.seq} 项"


def reply(
    community: str, topic: Topic, steps: Sequence[TopicStep], answers: Sequence[Answered]
) -> Sheet:
    """答复单 to the one who asked: what he raised, what a meeting said, who does it, and what then.

    It is his alone, and names no other person. Raises WrongState before anything was answered.
    """
    said = _answer(topic, steps, answers)
    lines = [
        plain(f"{topic.proposer}："),
        plain(f"您{long_day(topic.raised_on)}提的“{topic.title}”，答复如下。"),
        first("怎么定的"), *(third(words) for words in said),
        first("谁在办，什么时候办完"),
        *([third(_by_whom(one)) for answer in answers if not answer.confidential
           for one in answer.promised if not one.confidential]
          or [plain("目前没有要单独办的事。")]),
        first("不同意怎么办"),
        plain("请到居委会说明，或者写下新的理由再提一次；也可以参加下一次会议当面说。"),
    ]  # fmt: skip
    return Sheet(f"{community}答复单", topic.title, tuple(lines), seal=True)


def _answer(topic: Topic, steps: Sequence[TopicStep], answers: Sequence[Answered]) -> list[str]:
    """What meetings decided, else why it was refused, merged or handed on."""
    found = []
    for one in answers:
        words = "结果按规定不在纸上写，请到居委会当面了解。" if one.confidential else one.words
        found.append(f"{long_day(one.held_on)}的“{one.meeting}”：{words}")
    if not found and topic.state in REFUSED:
        last = next((step for step in reversed(steps) if step.to_state is topic.state), None)
        found = [f"{topic.state.label}。{last.words if last else ''}"]
    if not found:
        raise WrongState(f"“{topic.title}”还没有结果，答复单等会议定了再打印。")
    return found


def _by_whom(one: Action) -> str:
    """The organisation and the day; who there does it is their own matter."""
    return f"{one.content.rstrip('。')}。由{one.lead_body}办，{long_day(one.due_on)}前办完。"
