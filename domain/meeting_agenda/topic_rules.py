"""When the answer about a topic is no (议题的规矩): fields, moves, the list, notices, 四议两公开."""

from dataclasses import replace
from datetime import date

from domain.asking import Asking
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.long_text import long_text
from domain.meeting_agenda.topics import (
    MOVES,
    NOT_LISTED,
    TO,
    Answer,
    Evaluation,
    NewTopic,
    Screening,
    Siyi,
    SiyiDone,
    SiyiStep,
    Topic,
    TopicState,
)
from domain.registry import plain_text

S = TopicState


def check_topic(new: NewTopic) -> NewTopic:
    """As it may be stored. Raises Invalid."""
    asking = Asking()
    title = asking.ask(plain_text, new.title, "议题", least=4, most=60)
    text = asking.ask(long_text, new.text, "什么事", least=4, most=2000)
    proposer = asking.ask(plain_text, new.proposer, "谁提的", most=20)
    asking.done()
    return replace(new, title=title, text=text, proposer=proposer)


def check_topic_move(topic: Topic, to: TopicState) -> None:
    """Raises WrongState."""
    MOVES.check(
        topic.state, to, f"“{topic.title}”现在是“{topic.state.label}”，不能记为“{to.label}”。"
    )


def check_screening(paper: Screening, topic: Topic, into: Topic | None) -> str:
    """The words as stored. Raises Invalid, WrongState for what the list does not let in."""
    check_topic_move(topic, TO[paper.answer])
    if paper.answer is Answer.ACCEPT and topic.matter in NOT_LISTED:
        raise WrongState(f"{topic.matter.label}不在议事清单里，不能列入。不予列入或者转办。")
    if (paper.answer is Answer.MERGE) != (into is not None):
        raise Invalid("并入要选并到哪个议题，别的不选。")
    if into is not None and (into.id == topic.id or into.state in {S.MERGED, S.REJECTED}):
        raise Invalid("不能并到它自己，也不能并到没有列入的议题。")
    what = {Answer.REFUSE: "为什么不予列入", Answer.TRANSFER: "转到哪里"}.get(paper.answer, "答复")
    return long_text(paper.words, what, least=2, most=300)


def check_notice_over(topic: Topic, today: date) -> None:
    """A notice hangs through its last day; nothing goes on before (公示期满). Raises WrongState."""
    if topic.notice_ends is None or today <= topic.notice_ends:
        until = short_day(topic.notice_ends, today) if topic.notice_ends else "还没贴"
        raise WrongState(f"“{topic.title}”的公示{until}，满了第二天才能办下一步。")


def check_evaluation(paper: Evaluation, topic: Topic) -> Evaluation:
    """Raises WrongState before the result was told, Invalid for a score that is none."""
    if topic.state is not S.FEEDBACK:
        raise WrongState("结果反馈以后才评议。" if topic.state not in {S.EVALUATED, S.ARCHIVED}
                         else "评议已经结束了。")  # fmt: skip
    asking = Asking()
    who = asking.ask(plain_text, paper.evaluator, "评议人", most=20)
    words = asking.ask(long_text, paper.words, "说明", least=0, most=300)
    asking.must(1 <= paper.score <= 5, "满意度是 1 到 5 分。")
    asking.done()
    return replace(paper, evaluator=who, words=words)


def check_siyi(paper: SiyiDone, done: list[SiyiStep], needs: bool, today: date) -> str:
    """One after the other, never dated before an earlier one. Raises WrongState, Invalid."""
    if not needs:
        raise WrongState("这个议题不走四议两公开。")
    order = list(Siyi)
    if len(done) == len(order):
        raise WrongState("六项都记过了。")
    following = order[len(done)]
    if paper.step is not following:
        raise WrongState(f"先记“{following.label}”，六项要一项一项来。")
    if done and paper.done_on < done[-1].done_on:
        before = short_day(done[-1].done_on, today)
        raise Invalid(f"“{paper.step.label}”不能早于“{done[-1].step.label}”的{before}。")
    return plain_text(paper.words, "说明", least=0, most=100)


def check_archiving(topic: Topic, done: int) -> None:
    """On file only with all six of 四议两公开 where it needs them. Raises WrongState."""
    check_topic_move(topic, S.ARCHIVED)
    if topic.needs_siyi and done < len(Siyi):
        raise WrongState(f"四议两公开还缺 {len(Siyi) - done} 项，补齐再归档。")


def alike(title: str, other: str) -> bool:
    """Whether two titles share most of their pairs of letters (查重)."""
    one, two = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (title, other))
    smaller = min(len(one), len(two))
    return smaller > 0 and 2 * len(one & two) >= smaller
