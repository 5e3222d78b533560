"""Sheds (非机动车棚): bays, charging ports, and one evening's count."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import Invalid
from domain.labels import Labelled


class Load(Labelled):
    """How full a shed is (占用状态), by the thresholds in the parameters."""

    FREE = "free", "有空位"
    TIGHT = "tight", "紧张"
    FULL = "full", "已满"
    UNKNOWN = "unknown", "还没数过"


@dataclass(frozen=True, slots=True)
class Shed:
    """A shed with its latest count; the four counted figures are None before the first one."""

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
        """
        if self.in_bays is None or self.bays_total == 0:
            return Load.UNKNOWN
        pressed = self.in_bays + (self.outside_bays or 0)
        if self.in_bays * 100 > full * self.bays_total or pressed > self.bays_total:
            return Load.FULL
        if self.in_bays * 100 >= tight * self.bays_total:
            return Load.TIGHT
        return Load.FREE


@dataclass(frozen=True, slots=True)
class Count:
    """One count (清点) as filled in: vehicles, each in exactly one of bays or outside.

    `charging` and `abandoned` are among those parked; `outside` is the overflow within 10 m.
    """

    slip: str
    shed_id: int
    in_bays: int
    outside_bays: int
    charging_now: int
    abandoned: int
    counted_at: datetime


MAX_OUTSIDE = 300
LATEST = timedelta(minutes=5)  # a phone's clock may run a little fast
OLDEST = timedelta(days=2)


def check_count(count: Count, shed: Shed, now: datetime) -> None:
    """Raise the first reason this count cannot be true."""
    if min(count.in_bays, count.outside_bays, count.charging_now, count.abandoned) < 0:
        raise Invalid("数量不能小于 0。")
    if count.in_bays > shed.bays_total:
        raise Invalid(
            f"在位不能多过 {shed.bays_total} 辆，{shed.name}只有这么多车位。多出来的记到“棚外”。"
        )
    if count.outside_bays > MAX_OUTSIDE:
        raise Invalid(f"棚外 {count.outside_bays} 辆太多了，请再数一遍（最多 {MAX_OUTSIDE} 辆）。")
    if count.charging_now > shed.ports_ok:
        raise Invalid(f"在充不能多过 {shed.ports_ok} 个，能用的充电口只有这么多。")
    if count.charging_now > count.in_bays:
        raise Invalid("在充的车也停在位子上，不能多过在位的车。")
    if count.abandoned > count.in_bays + count.outside_bays:
        raise Invalid("僵尸车不能多过停着的车。")
    if count.counted_at > now + LATEST:
        raise Invalid("清点时间不能晚于现在。")
    if count.counted_at < now - OLDEST:
        raise Invalid("清点时间太早了，只能补记两天以内的。")
