"""Meetings that come every month (系列): by the weekday of a week, with what stands on each agenda."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated

from domain.asking import Asking
from domain.changes import Says, counted, quoted
from domain.dates import Bound
from domain.days import BEIJING, WEEKDAYS
from domain.errors import Invalid, WrongState
from domain.meeting_agenda.meetings import STANDING_ITEM, ItemType, Kind
from domain.meeting_agenda.planning import LEAST, MOST, MOST_INVITED
from domain.registry import plain_text

LAST = 5  # the week that stands for the last one of a month
WEEK_WORDS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", LAST: "最后一个"}
MOST_STANDING = 10


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """When in the month, where, who leads it. `week` 1 to 4, or 5 for the last; Monday is 0."""

    name: str
    week: int
    weekday: int
    begins: str
    minutes: int
    place: str
    chair: str
    invited: int


@dataclass(frozen=True, slots=True)
class StandingItem:
    """What stands on every agenda after 上次议定事项落实情况."""

    title: str
    item_type: ItemType
    reporter: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NewSeries:
    slip: str
    kind: Kind
    facts: SeriesFacts
    items: tuple[StandingItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """A series put right for the meetings that are not planned yet (改系列)."""

    slip: str
    series_id: int
    was: SeriesFacts
    now: SeriesFacts


@dataclass(frozen=True, slots=True)
class SeriesEnd:
    slip: str
    series_id: int
    last_on: Annotated[date, Bound("最后一天", "今天", "一年以内", back=0, ahead=366)]


@dataclass(frozen=True, slots=True)
class Series:
    id: int
    kind: Kind
    name: str
    week: int
    weekday: int
    begins: str
    minutes: int
    place: str
    chair: str
    invited: int
    last_on: date | None
    planned_until: date | None

    @property
    def facts(self) -> SeriesFacts:
        return SeriesFacts(
            self.name, self.week, self.weekday, self.begins, self.minutes, self.place, self.chair,
            self.invited,
        )  # fmt: skip

    @property
    def rule(self) -> str:
        """每月第三个周五 19:00."""
        return f"每月{WEEK_WORDS[self.week]}周{WEEKDAYS[self.weekday]} {self.begins}"


def words() -> dict[str, tuple[str, Says]]:
    """How a change of a series is said."""
    return {
        "name": ("名称", quoted),
        "week": ("第几个", lambda week: WEEK_WORDS[week]),
        "weekday": ("星期", lambda day: f"周{WEEKDAYS[day]}"),
        "begins": ("几点", quoted),
        "minutes": ("开多久", counted("分钟")),
        "place": ("地点", quoted),
        "chair": ("主持", quoted),
        "invited": ("应到", counted("人")),
    }


def day_in(year: int, month: int, week: int, weekday: int) -> date:
    """The first, second … or last such weekday of a month."""
    if week == LAST:
        last = date(year, month, monthrange(year, month)[1])
        return last.replace(day=last.day - (last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (week - 1))


def next_day(week: int, weekday: int, after: date) -> date:
    """The first such day that lies after a day."""
    found = day_in(after.year, after.month, week, weekday)
    if found > after:
        return found
    year, month = divmod(after.year * 12 + after.month, 12)
    return day_in(year, month + 1, week, weekday)


def next_beginning(series: Series, now: datetime) -> datetime:
    """When the next meeting of a series begins. Raises WrongState when the series has ended."""
    after = max(filter(None, (series.planned_until, now.date())))
    day = next_day(series.week, series.weekday, after)
    if series.last_on is not None and day > series.last_on:
        raise WrongState(f"“{series.name}”已经停了，不再往下排。")
    return datetime.combine(day, time.fromisoformat(series.begins), BEIJING)


def check_facts(facts: SeriesFacts) -> SeriesFacts:
    """As they are stored. Raises Invalid with everything that cannot be."""
    asking = Asking()
    name = asking.ask(plain_text, facts.name, "名称", least=2, most=20)
    place = asking.ask(plain_text, facts.place, "地点", least=2, most=30)
    chair = asking.ask(plain_text, facts.chair, "主持", most=20)
    asking.must(facts.week in WEEK_WORDS and 0 <= facts.weekday <= 6, "每月哪一天还没选好。")
    asking.ask(_hour, facts.begins)
    asking.must(LEAST <= facts.minutes <= MOST, f"开多久要在 {LEAST} 到 {MOST} 分钟之间。")
    asking.must(0 < facts.invited <= MOST_INVITED, f"应到要在 1 到 {MOST_INVITED:,} 人之间。")
    asking.done()
    return replace(facts, name=name, place=place, chair=chair)


def _hour(typed: str) -> None:
    try:
        when = time.fromisoformat(typed)
    except ValueError:
        raise Invalid("几点开要写成 19:00 这样。") from None
    if typed != f"{when:%H:%M}":
        raise Invalid("几点开要写成 19:00 这样。")


def check_series(new: NewSeries) -> NewSeries:
    """As it may be stored. Raises Invalid."""
    facts = check_facts(new.facts)
    asking = Asking()
    asking.must(new.kind is not Kind.SPECIAL, "专项会议一次一次排，不设系列。")
    asking.must(len(new.items) <= MOST_STANDING, f"常设议题最多 {MOST_STANDING} 个。")
    items = []
    for item in new.items:
        title = asking.ask(plain_text, item.title, "常设议题", least=4, most=60)
        asking.must(title != STANDING_ITEM, f"“{STANDING_ITEM}”每次都有，不用再写。")
        reporter = asking.ask(plain_text, item.reporter, "汇报人", most=20)
        asking.must(1 <= item.minutes <= 120, "常设议题的时长要在 1 到 120 分钟之间。")
        items.append(replace(item, title=title, reporter=reporter))
    asking.done()
    return replace(new, facts=facts, items=tuple(items))


def check_running(series: Series) -> None:
    """Raises WrongState when it has an end already."""
    if series.last_on is not None:
        raise WrongState(f"“{series.name}”已经停了，要再开就新设一个系列。")
