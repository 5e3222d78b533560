"""Sheds (非机动车棚): bays, charging ports, and one evening's count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from domain.dates import Bound
from domain.errors import Invalid, NotAllowed, WrongState
from domain.labels import Labelled


class Load(Labelled):
    """How full a shed is (占用状态), by the thresholds in the parameters."""

    FREE = "free", "有空位"
    TIGHT = "tight", "紧张"
    FULL = "full", "已满"
    UNKNOWN = "unknown", "还没数过"


@dataclass(frozen=True, slots=True)
class Shed:
    """A shed with its latest count. Before the first one the four counted figures are None;
    afterwards each but `in_bays` is None where nobody counted it: unknown, never 0.
    """

    id: int
    number: int
    name: str
    position: str
    estate_id: int
    estate: str
    bays_total: int
    ports_total: int
    ports_ok: int
    in_bays: int | None
    outside_bays: int | None
    charging_now: int | None
    abandoned: int | None
    counted_at: datetime | None
    counted_by: str | None

    @property
    def counted(self) -> bool:
        return self.in_bays is not None

    @property
    def free(self) -> int:
        """Free bays (余位), never below zero."""
        return max(0, self.bays_total - (self.in_bays or 0))

    @property
    def ports_broken(self) -> int:
        return self.ports_total - self.ports_ok

    def load(self, tight: int, full: int) -> Load:
        """By whole-number percentages of the bays: above `full`, or anything outside, is full.

        Rule: docs/rules.md, 车棚. Compared by cross-multiplication, never by a rounded rate.
        Where nobody counted outside, the bays alone decide, and the screen says so.
        """
        if self.in_bays is None or self.bays_total == 0:
            return Load.UNKNOWN
        over = self.outside_bays is not None and self.in_bays + self.outside_bays > self.bays_total
        if self.in_bays * 100 > full * self.bays_total or over:
            return Load.FULL
        if self.in_bays * 100 >= tight * self.bays_total:
            return Load.TIGHT
        return Load.FREE


HOURS_OVER = timedelta(days=90)  # over which days the hours of the counts are averaged


@dataclass(frozen=True, slots=True)
class HourLoad:
    """How full a shed was at an hour of the day, on average of its counts: parked by bays."""

    shed: str
    hour: int
    counts: int
    in_bays: int
    bays: int

    @property
    def share(self) -> float:
        return self.in_bays / self.bays


LATEST = timedelta(minutes=5)  # a phone's clock may run a little fast
OLDEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Count:
    """One count (清点) as filled in: vehicles, each in exactly one of bays or outside.

    `charging` and `abandoned` are among those parked; `outside` is the overflow within 10 m.
    None is what nobody counted; it is stored as unknown. `in_bays` has to be counted.
    """

    slip: str
    shed_id: int
    in_bays: int | None
    outside_bays: int | None
    charging_now: int | None
    abandoned: int | None
    counted_at: Annotated[
        datetime,
        Bound("清点时间", "两天以内", "现在，差 5 分钟以内", back=OLDEST.days, slack=LATEST),
    ]


@dataclass(frozen=True, slots=True)
class Saved:
    """A count on file (记下的清点), as far as taking it back asks for it."""

    id: int
    shed: str
    estate_id: int
    in_bays: int
    counted_by: int
    saved_at: datetime | None
    voided: bool


MAX_OUTSIDE = 300
UNDO_WITHIN = timedelta(minutes=5)


def check_undo(saved: Saved, user_id: int, now: datetime) -> None:
    """Taking a count back (撤销) is one's own act within five minutes; later a right one follows."""
    if saved.voided:
        raise WrongState(f"{saved.shed}的这次清点已经撤销过了。")
    if saved.counted_by != user_id:
        raise NotAllowed("别人", "撤销这次清点")
    if saved.saved_at is None or now - saved.saved_at > UNDO_WITHIN:
        raise WrongState("已经过了 5 分钟，不能直接撤销。再数一遍，记一次对的。")


def check_count(count: Count, shed: Shed, now: datetime) -> int:
    """How many stand in bays; raises the first reason this count cannot be true or stored."""
    if count.in_bays is None:
        raise Invalid("还没填停在位子上几辆。数过，一辆也没有，就填 0。")
    figures = (count.in_bays, count.outside_bays, count.charging_now, count.abandoned)
    if min(figure for figure in figures if figure is not None) < 0:
        raise Invalid("数量不能小于 0。")
    if count.in_bays > shed.bays_total:
        raise Invalid(
            f"在位不能多过 {shed.bays_total} 辆，{shed.name}只有这么多车位。多出来的记到“棚外”。"
        )
    if count.outside_bays is not None and count.outside_bays > MAX_OUTSIDE:
        raise Invalid(f"棚外 {count.outside_bays} 辆太多了，请再数一遍（最多 {MAX_OUTSIDE} 辆）。")
    if count.charging_now is not None and count.charging_now > shed.ports_ok:
        raise Invalid(f"在充不能多过 {shed.ports_ok} 个，能用的充电口只有这么多。")
    if count.charging_now is not None and count.charging_now > count.in_bays:
        raise Invalid("在充的车也停在位子上，不能多过在位的车。")
    parked = count.in_bays + (MAX_OUTSIDE if count.outside_bays is None else count.outside_bays)
    if count.abandoned is not None and count.abandoned > parked:
        raise Invalid("僵尸车不能多过停着的车。")
    if count.counted_at > now + LATEST:
        raise Invalid("清点时间不能晚于现在。")
    if count.counted_at < now - OLDEST:
        raise Invalid("清点时间太早了，只能补记两天以内的。")
    return count.in_bays
