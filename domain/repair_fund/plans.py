"""Plans (方案): the offers compared, the version people vote on, and whom it concerns."""

from dataclasses import dataclass, replace
from datetime import date

from domain.asking import Asking
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
    """One version of a plan. Owners share `net_fen`: the budget less the subsidy (补助)."""

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
    """The cost scope (列支范围) as it stands or as it was frozen. Area in 0.01 m², money in fen.

    `accounts` of the units have a household account; of the others nobody knows what is there.
    """

    units: int
    owners: int
    area_centi: int
    balance_fen: int
    accounts: int
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
    """The offer as it may be stored. Raises Invalid with all that is wrong."""
    asking = Asking()
    company = asking.ask(plain_text, offer.company, "施工单位", least=4, most=40)
    asking.must(0 < offer.amount_fen <= MOST_FEN, "报价要大于 0。请填元，最多两位小数。")
    asking.must(1 <= offer.works_days <= 1000, "工期要在 1 天到 1000 天之间。")
    asking.must(0 <= offer.warranty_months <= 240, "质保期要在 0 到 240 个月之间。")
    note = asking.ask(plain_text, offer.note, "说明", least=0, most=200)
    asking.done()
    return replace(offer, company=company, note=note)


def check_plan(plan: NewPlan, offers: int) -> NewPlan:
    """The plan as it may be stored. Fewer than three offers want a reason in words.

    Raises Invalid with all that is wrong.
    """
    asking, what = Asking(), "怎么选的施工单位"
    few = offers < OFFERS_WANTED
    extent = asking.ask(plain_text, plan.extent, "修什么、修到哪", least=4, most=300)
    asking.must(0 < plan.budget_fen <= MOST_FEN, "预算要大于 0。请填元，最多两位小数。")
    asking.must(
        0 <= plan.subsidy_fen < max(1, plan.budget_fen),
        "补助不能是负数，也要比预算少。全由补助出的，不用动维修资金。",
    )
    chosen_how = plan.chosen_how
    if few and len(chosen_how.strip()) < LONG_REASON:
        asking.must(
            False,
            f"现在有 {offers} 家报价，要 {OFFERS_WANTED} 家比选。不够的，请写明为什么，"
            f"至少 {LONG_REASON} 个字。",
        )
    else:
        least = LONG_REASON if few else 4
        chosen_how = asking.ask(plain_text, chosen_how, what, least=least, most=200)
    accepted_how = asking.ask(plain_text, plan.accepted_how, "怎么验收", least=4, most=200)
    asking.done()
    return replace(plan, extent=extent, chosen_how=chosen_how, accepted_how=accepted_how)
