"""Plans (方案): the offers compared, the version people vote on, and whom it concerns."""

from dataclasses import dataclass, replace
from datetime import date

from domain.errors import Invalid
from domain.registry import plain_text

OFFERS_WANTED = 3  # 至少三家比选，少了要说明
LONG_REASON = 10
MOST_FEN = 10_000_000_000_00


@dataclass(frozen=True, slots=True)
class NewQuotation:
    """An offer (报价) as filled in, in fen, days and months."""

    slip: str
    project_id: int
    company: str
    amount_fen: int
    works_days: int
    warranty_months: int
    note: str


@dataclass(frozen=True, slots=True)
class Quotation:
    id: int
    company: str
    amount_fen: int
    works_days: int
    warranty_months: int
    note: str


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan (方案) as filled in: what is done, for how much, by whom, accepted how."""

    slip: str
    project_id: int
    extent: str
    budget_fen: int
    subsidy_fen: int
    quotation_id: int | None
    chosen_how: str
    accepted_how: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a plan. Owners share `net_fen`: the budget less the subsidy (补贴)."""

    id: int
    project_id: int
    version: int
    extent: str
    budget_fen: int
    subsidy_fen: int
    company: str | None
    chosen_how: str
    accepted_how: str
    made_on: date
    made_by: str

    @property
    def net_fen(self) -> int:
        return self.budget_fen - self.subsidy_fen


@dataclass(frozen=True, slots=True)
class Scope:
    """The cost scope (列支范围) as it stands or as it was frozen. Area in 0.01 m², money in fen."""

    units: int
    owners: int
    area_centi: int
    balance_fen: int
    frozen: bool

    def share_of(self, net_fen: int, area_centi: int) -> int:
        """What a unit of this area will pay about, rounded down; the table is exact."""
        return net_fen * area_centi // self.area_centi if self.area_centi else 0


@dataclass(frozen=True, slots=True)
class ScopeList:
    """The rooms of a custom scope (指定范围) as filled in."""

    slip: str
    project_id: int
    unit_ids: tuple[int, ...]


def check_quotation(offer: NewQuotation) -> NewQuotation:
    if not 0 < offer.amount_fen <= MOST_FEN:
        raise Invalid("报价要大于 0。请填元，最多两位小数。")
    if not 1 <= offer.works_days <= 1000:
        raise Invalid("工期要在 1 天到 1000 天之间。")
    if not 0 <= offer.warranty_months <= 240:
        raise Invalid("质保期要在 0 到 240 个月之间。")
    return replace(
        offer,
        company=plain_text(offer.company, "施工单位", least=4, most=40),
        note=plain_text(offer.note, "说明", least=0, most=200),
    )


def check_plan(plan: NewPlan, offers: int) -> NewPlan:
    """The plan as it may be stored. Fewer than three offers want a reason in words."""
    if not 0 < plan.budget_fen <= MOST_FEN:
        raise Invalid("预算要大于 0。请填元，最多两位小数。")
    if not 0 <= plan.subsidy_fen < plan.budget_fen:
        raise Invalid("补贴不能是负数，也要比预算少。全由补贴出的，不用动维修资金。")
    least = 4 if offers >= OFFERS_WANTED else LONG_REASON
    what = "怎么选的施工单位"
    if offers < OFFERS_WANTED and len(plan.chosen_how.strip()) < LONG_REASON:
        raise Invalid(
            f"现在有 {offers} 家报价，要 {OFFERS_WANTED} 家比选。不够的，请写明为什么，"
            f"至少 {LONG_REASON} 个字。"
        )
    return replace(
        plan,
        extent=plain_text(plan.extent, "修什么、修到哪", least=4, most=300),
        chosen_how=plain_text(plan.chosen_how, what, least=least, most=200),
        accepted_how=plain_text(plan.accepted_how, "怎么验收", least=4, most=200),
    )
