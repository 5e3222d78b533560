"""Survey and emergency (查勘、紧急使用): whether the fund may pay for this at all.

Only after the warranty, only for common parts, and never for what somebody else has to pay
(住宅专项维修资金管理办法 18、25). docs/rules.md, 维修资金.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

from domain.asking import Asking
from domain.dates import Bound, Event, check_clock, until
from domain.errors import DomainError
from domain.labels import Labelled
from domain.registry import plain_text

if TYPE_CHECKING:
    from domain.repair_fund.projects import Category

CENTURY = 36_525  # days


class Excluded(Labelled):
    """Costs the fund never bears (不得列支)."""

    DEVELOPER = "developer", "开发商保修责任"
    UTILITY = "utility", "水电气热通信专营"
    PERSON = "person", "人为损坏"
    PROPERTY_CONTRACT = "property_contract", "物业合同已包含"


PAYER: dict[Excluded, str] = {
    Excluded.DEVELOPER: "应由开发建设单位负责修好",
    Excluded.UTILITY: "应由供水、供电、供气、供热或通信单位承担",
    Excluded.PERSON: "应由造成损坏的人承担",
    Excluded.PROPERTY_CONTRACT: "应由物业公司按物业合同承担",
}


class LiftClass(Labelled):
    """How large a lift repair is (电梯修理类别); a major one needs a supervised inspection."""

    MINOR = "minor", "小修"
    MEDIUM = "medium", "中修"
    MAJOR = "major", "大修"


class Route(Labelled):
    """How the owners' consent is had (办理路线); an emergency skips the vote and nothing else."""

    BALLOT = "ballot", "表决"
    EMERGENCY = "emergency", "紧急"


class UnderWarranty(DomainError):
    """Somebody else still has to repair it free of charge, through the whole of `until`."""

    def __init__(self, until: date) -> None:
        self.until = until
        super().__init__(
            f"还在保修期内，到{until.year}年{until.month}月{until.day}日为止由开发建设单位负责保修，"
            "不能动用维修资金。请联系开发建设单位来修。"
        )


class NotForTheFund(DomainError):
    """A cost the fund never bears; `why` says whose it is."""

    def __init__(self, why: Excluded) -> None:
        self.why = why
        super().__init__(f"这是“{why.label}”，{PAYER[why]}，不能动用维修资金。")


# The least warranty (最低保修期限) in years. Other parts have the one their contract says.
WARRANTY_YEARS = {"roof": 5, "facade_leak": 5, "lift": 2, "fire": 2, "pump": 2, "drain": 2}
USUAL_WARRANTY, LONGEST_WARRANTY = 2, 50


def default_warranty_years(category: "Category") -> int:
    """Roof and outer wall five years, equipment and pipes two (建设工程质量管理条例 40)."""
    return WARRANTY_YEARS.get(category, USUAL_WARRANTY)


def warranty_end(completed_on: date, years: int) -> date:
    """The last day of a warranty; from 29 February it ends on 28 where there is no 29 (民法典 202)."""
    year = completed_on.year + years
    if (completed_on.month, completed_on.day) == (2, 29):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return date(year, 2, 29 if leap else 28)
    return completed_on.replace(year=year)


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey (查勘记录) as filled in; `completed_on` is the day the part was accepted as built."""

    slip: str
    project_id: int
    surveyed_on: Annotated[date, Bound("查勘日期", "提议")]
    completed_on: Annotated[date, Bound("竣工验收日期", "一百年以前", "查勘", back=CENTURY)]
    warranty_years: int
    common_part: str
    excluded: Excluded | None
    lift_class: LiftClass | None
    equipment_no: str
    route: Route
    note: str


def check_survey(survey: Survey, category: "Category", today: date) -> Survey:
    """The survey as it may be stored.

    First whether the fund may pay at all (NotForTheFund, UnderWarranty), then all that is wrong
    with the fields (Invalid).
    """
    if survey.excluded is not None:
        raise NotForTheFund(survey.excluded)
    asking = Asking()
    asking.ask(check_clock, survey, today)
    asking.ask(until, survey, "completed_on", today, Event("查勘", survey.surveyed_on))
    least = WARRANTY_YEARS.get(category, 0)
    asking.must(
        least <= survey.warranty_years <= LONGEST_WARRANTY,
        f"“{category.label}”的保修期要在 {least} 年到 {LONGEST_WARRANTY} 年之间。",
    )
    if not asking.wrong:
        last = warranty_end(survey.completed_on, survey.warranty_years)
        if today <= last:
            raise UnderWarranty(last)
    part = asking.ask(plain_text, survey.common_part, "共用部位", least=2, most=60)
    number, is_lift = "", category == "lift"
    if is_lift:
        asking.must(
            survey.lift_class is not None, "还没选小修、中修还是大修。大修验收时要有监督检验报告。"
        )
        number = asking.ask(plain_text, survey.equipment_no, "电梯设备编号", least=4, most=30)
    note = asking.ask(plain_text, survey.note, "查勘说明", least=0, most=300)
    asking.done()
    return replace(
        survey, common_part=part, equipment_no=number, note=note,
        lift_class=survey.lift_class if is_lift else None,
    )  # fmt: skip


class EmergencyKind(Labelled):
    """What the danger is (紧急情形)."""

    LIFT = "lift", "电梯危险"
    FIRE = "fire", "消防设施失效"
    FACADE_FALL = "facade_fall", "外立面脱落"
    LEAK = "leak", "屋面外墙严重渗漏"
    PUMP = "pump", "二次供水中断"
    DRAIN = "drain", "排水塌陷堵塞爆裂"
    OTHER = "other", "其他危险"


PROOF: dict[EmergencyKind, str] = {
    EmergencyKind.LIFT: "特种设备检验机构的通知、停用或整改通知书、安全评估，有一样就行",
    EmergencyKind.FIRE: "消防救援机构的责令改正通知书",
    EmergencyKind.FACADE_FALL: "有资质单位的鉴定，或有关部门的通知加现场照片",
    EmergencyKind.LEAK: "有资质单位的鉴定、受影响住户名单、现场照片，有一样就行",
    EmergencyKind.PUMP: "供水主管部门的证明（设施还没移交供水公司）",
    EmergencyKind.DRAIN: "现场照片，或街道、社区的现场记录",
    EmergencyKind.OTHER: "街道的书面确认",
}


@dataclass(frozen=True, slots=True)
class EmergencyPaper:
    """An emergency (紧急使用认定) as filled in; with danger to life the works may begin first."""

    slip: str
    project_id: int
    kind: EmergencyKind
    confirming_body: str
    confirmed_on: Annotated[date, Bound("认定日期", "提议")]
    life_safety: bool
    budget_fen: int
    note: str


def check_emergency(paper: EmergencyPaper, today: date) -> EmergencyPaper:
    """The paper as it may be stored: who confirmed it, when, and what it may cost."""
    asking, told = Asking(), 5 if paper.kind is EmergencyKind.OTHER else 0
    body = asking.ask(plain_text, paper.confirming_body, "认定单位", least=2, most=40)
    asking.ask(check_clock, paper, today)
    asking.must(paper.budget_fen > 0, "应急预算要大于 0。")
    what = "是什么危险" if told else "说明"
    note = asking.ask(plain_text, paper.note, what, least=told, most=300)
    asking.done()
    return replace(paper, confirming_body=body, note=note)
