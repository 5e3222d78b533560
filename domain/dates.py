"""One rule for every date on a form (日期): held against the clock, and against its event (缘由).

A date field of a paper is declared `Annotated[date, Bound(...)]`. The gate holds each against the
clock, whatever write it comes to; the write holds it against what happened before (`after`,
`until`). docs/rules.md, 日期, lists them all; a test walks the papers and finds the undeclared.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from domain.asking import Asking
from domain.days import BEIJING, short_day
from domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Bound:
    """What a date is called in a refusal, and how far from today it may lie.

    `back` days before today at most, `ahead` days after it at most; `slack` is for a clock that
    runs a little fast. `since` and `until` say in words which events bound it, for people who read
    the rules; the write names them with their days.
    """

    name: str
    since: str
    until: str = "今天"
    back: int | None = None
    ahead: int = 0
    slack: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or ends, on a day: 方案定下, 表决结果确认, 公示期满."""

    what: str
    on: date


def bounds(paper: type[Any]) -> dict[str, Bound]:
    """The date fields of a paper. Raises TypeError for one that is not declared."""
    return _bounds(cast(Hashable, paper))


@cache
def _bounds(paper: Any) -> dict[str, Bound]:
    found: dict[str, Bound] = {}
    for name, hint in get_type_hints(paper, include_extras=True).items():
        arms = get_args(hint) if get_origin(hint) is UnionType else (hint,)
        declared = [a for arm in (hint, *arms) for a in get_args(arm) if isinstance(a, Bound)]
        if declared:
            found[name] = declared[0]
        elif {date, datetime} & set(arms):
            raise TypeError(f"{paper.__name__}.{name} has no Bound")
    return found


def check_clock(paper: Any, now: datetime | date) -> None:
    """Every date of a paper held against now, or the end of a day.

    Raises Invalid naming each that cannot be, and today.
    """
    now = now if isinstance(now, datetime) else datetime.combine(now, time.max, BEIJING)
    asking = Asking()
    for name, bound in bounds(type(paper)).items():
        when = getattr(paper, name)
        if when is not None:
            asking.ask(_hold, bound, when, now)
    asking.done()


def _hold(bound: Bound, when: date, now: datetime) -> None:
    today = now.date()
    day = when.date() if isinstance(when, datetime) else when
    late = when > now + bound.slack if isinstance(when, datetime) else False
    if late or (day - today).days > bound.ahead:
        what = "还没到" if not bound.ahead else f"太远，最远到{_said(today, bound.ahead, today)}"
        raise Invalid(f"{_written(bound, day, today)}{what}，今天是{short_day(today, today)}。")
    if bound.back is None:
        return
    early = when < now - timedelta(days=bound.back) if isinstance(when, datetime) else False
    if early or (today - day).days > bound.back:
        what = "太早" if bound.back else "已经过去"
        raise Invalid(
            f"{_written(bound, day, today)}{what}，今天是{short_day(today, today)}，"
            f"最早到{_said(today, -bound.back, today)}。"
        )


def after(
    paper: Any, field: str, today: date, *events: Event | None, on_the_day: bool = True
) -> None:
    """A date is not before its events (None where there was none); or, if said, only later.

    Raises Invalid naming the latest of the events it misses, and both days.
    """
    when, bound = getattr(paper, field), bounds(type(paper))[field]
    if when is None:
        return
    missed = [
        one for one in events if one and (when < one.on or (when == one.on and not on_the_day))
    ]
    if missed:
        last = max(missed, key=lambda event: event.on)
        day = f"{last.what}的{short_day(last.on, today)}"
        raise Invalid(
            _written(bound, when, today)
            + (f"不能早于{day}。请核对日期。" if on_the_day else f"要在{day}以后。请核对日期。")
        )


def until(paper: Any, field: str, today: date, event: Event | None) -> None:
    """A date is not after an event. Raises Invalid naming both days."""
    when, bound = getattr(paper, field), bounds(type(paper))[field]
    if when is not None and event and when > event.on:
        raise Invalid(
            f"{_written(bound, when, today)}不能晚于{event.what}的{short_day(event.on, today)}。"
            "请核对日期。"
        )


def _written(bound: Bound, day: date, today: date) -> str:
    return f"{bound.name}写的是{short_day(day, today)}，"


def _said(today: date, days: int, now: date) -> str:
    return short_day(today + timedelta(days=days), now)
