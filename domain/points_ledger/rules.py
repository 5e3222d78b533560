"""Award rules kept (管计分规则): a rule is never rewritten; it ends, and another one begins."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.dates import Bound
from domain.errors import Invalid
from domain.points_ledger.awards import AwardRule, Basis
from domain.points_ledger.books import EntryKind
from domain.registry import plain_text

MOST_POINTS, MOST_TIMES = 500, 31
AHEAD = 366


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A deed and its points: per half hour, each time, or from `points` to `most`."""

    label: str
    basis: Basis
    points: int
    most: int
    times_a_month: int | None


WORDS: dict[str, tuple[str, Says]] = {
    "label": ("名称", quoted),
    "basis": ("计分", lambda basis: f"“{Basis(basis).label}”"),
    "points": ("枚数", counted("枚")),
    "most": ("最多", counted("枚")),
    "times_a_month": ("每人每月", lambda times: "不限次" if times is None else f" {times} 次"),
}


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as it is entered (加计分规则)."""

    slip: str
    facts: RuleFacts
    from_on: Annotated[date, Bound("开始用的日期", "今天", "一年以内", back=0, ahead=AHEAD)]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Another version of a rule from the first of a month on, beside the one in force (改计分规则)."""

    slip: str
    rule_id: int
    was: RuleFacts
    now: RuleFacts
    from_on: Annotated[date, Bound("从哪天起", "下个月一号", "一年以内", back=0, ahead=AHEAD)]


@dataclass(frozen=True, slots=True)
class RuleEnding:
    """The last day of a rule (停用计分规则)."""

    slip: str
    rule_id: int
    last_on: Annotated[date, Bound("最后一天", "今天", "一年以内", back=0, ahead=AHEAD)]


def facts_of(rule: AwardRule) -> RuleFacts:
    """What the form of a change begins with."""
    return RuleFacts(rule.label, rule.basis, rule.points, rule.most, rule.times_a_month)


def check_rule(facts: RuleFacts) -> RuleFacts:
    """As it is stored. Raises Invalid with everything that cannot be."""
    asking = Asking()
    label = asking.ask(plain_text, facts.label, "做了什么", least=2, most=12)
    asking.must(1 <= facts.points <= MOST_POINTS, f"枚数要在 1 到 {MOST_POINTS} 之间。")
    if facts.basis is Basis.RANGE:
        asking.must(facts.points < facts.most <= MOST_POINTS, "酌情的，最多要比最少多。")
    times = facts.times_a_month
    asking.must(times is None or 1 <= times <= MOST_TIMES, f"每月次数要在 1 到 {MOST_TIMES} 之间。")
    asking.done()
    most = facts.most if facts.basis is Basis.RANGE else facts.points
    return replace(facts, label=label, most=most)


def kind_of(basis: Basis) -> EntryKind:
    """Time given is earned (服务); a deed is awarded (奖励)."""
    return EntryKind.EARN if basis is Basis.MINUTES else EntryKind.AWARD


def check_first_of_month(from_on: date, today: date) -> date:
    """The day before a new version begins. It begins with a month to come: what counts by the
    month is counted by one rule. Raises Invalid.
    """
    if from_on <= today or from_on.day != 1:
        after = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        raise Invalid(
            f"新的算法从一个月的 1 号起用，最早 {after.month}月1日，这样一个月只有一种算法。"
        )
    return from_on - timedelta(days=1)
