"""查勘与紧急使用: the warranty first, then whoever else has to pay, then the fund."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.repair_fund.eligibility import (
    PAYER,
    PROOF,
    EmergencyKind,
    EmergencyPaper,
    Excluded,
    LiftClass,
    NotForTheFund,
    Route,
    Survey,
    UnderWarranty,
    check_emergency,
    check_survey,
    default_warranty_years,
    warranty_end,
)
from domain.repair_fund.plans import NewPlan, NewQuotation, check_plan, check_quotation
from domain.repair_fund.projects import Category

TODAY = date(2026, 3, 18)
ROOF = Survey(
    "slip-1", 1, TODAY, date(2015, 6, 30), 5, "3栋屋面防水层", None, None, "", Route.BALLOT, ""
)
LIFT = replace(
    ROOF, warranty_years=2, common_part="1单元电梯", lift_class=LiftClass.MAJOR,
    equipment_no="梯11鄂A00123",
)  # fmt: skip
STOPPED = EmergencyPaper(
    "slip-2", 1, EmergencyKind.LIFT, "关东街道办事处", TODAY, True, 8_000_000, ""
)


@pytest.mark.parametrize(
    ("category", "years"),
    [
        (Category.ROOF, 5), (Category.FACADE_LEAK, 5), (Category.LIFT, 2), (Category.FIRE, 2),
        (Category.PUMP, 2), (Category.DRAIN, 2), (Category.OTHER, 2),
    ],
)  # fmt: skip
def test_roof_and_outer_wall_have_five_years_the_rest_two(category: Category, years: int):
    assert default_warranty_years(category) == years


@pytest.mark.parametrize(
    ("completed", "years", "end"),
    [
        (date(2021, 3, 18), 5, date(2026, 3, 18)),
        (date(2020, 2, 29), 5, date(2025, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(1996, 2, 29), 4, date(2000, 2, 29)),
        (date(2020, 2, 29), 0, date(2020, 2, 29)),
    ],
)
def test_a_warranty_ends_on_the_same_day_of_its_last_year(completed: date, years: int, end: date):
    assert warranty_end(completed, years) == end


@settings(database=None, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 50))
def test_every_day_has_an_end_of_its_warranty(completed: date, years: int):
    end = warranty_end(completed, years)
    assert end.year == completed.year + years
    assert (
        timedelta()
        <= date(2000, completed.month, completed.day) - date(2000, end.month, end.day)
        <= timedelta(days=1)
    )


def test_until_the_last_day_of_the_warranty_the_fund_pays_nothing():
    last_day = replace(ROOF, completed_on=date(2021, 3, 18))
    with pytest.raises(UnderWarranty, match="开发建设单位") as refused:
        check_survey(last_day, Category.ROOF, TODAY)
    assert refused.value.until == TODAY
    check_survey(last_day, Category.ROOF, TODAY + timedelta(days=1))


def test_a_roof_is_not_a_lift_when_the_warranty_is_counted():
    with pytest.raises(Invalid):
        check_survey(replace(ROOF, warranty_years=2), Category.ROOF, TODAY)
    check_survey(replace(ROOF, warranty_years=8), Category.ROOF, TODAY)
    check_survey(replace(ROOF, warranty_years=0), Category.OTHER, TODAY)


@pytest.mark.parametrize("years", [-1, 51])
def test_no_warranty_is_shorter_than_nothing_or_longer_than_a_house(years: int):
    with pytest.raises(Invalid):
        check_survey(replace(ROOF, warranty_years=years), Category.OTHER, TODAY)


@pytest.mark.parametrize("why", Excluded)
def test_what_somebody_else_has_to_pay_is_refused_and_says_who(why: Excluded):
    with pytest.raises(NotForTheFund, match=PAYER[why]) as refused:
        check_survey(replace(ROOF, excluded=why), Category.ROOF, TODAY)
    assert refused.value.why is why


@pytest.mark.parametrize(
    "survey",
    [
        replace(ROOF, surveyed_on=TODAY + timedelta(days=1)),
        replace(ROOF, completed_on=TODAY + timedelta(days=1)),
        replace(ROOF, surveyed_on=date(2015, 6, 29)),
        replace(ROOF, common_part=" "),
        replace(ROOF, note="长" * 301),
    ],
)
def test_a_survey_is_of_a_day_that_was_and_names_the_part(survey: Survey):
    with pytest.raises(Invalid):
        check_survey(survey, Category.ROOF, TODAY)


@pytest.mark.parametrize(
    "survey", [replace(LIFT, equipment_no=" "), replace(LIFT, lift_class=None)]
)
def test_a_lift_needs_its_number_and_the_size_of_the_repair(survey: Survey):
    with pytest.raises(Invalid):
        check_survey(survey, Category.LIFT, TODAY)


def test_what_belongs_to_a_lift_is_not_stored_for_a_roof():
    stored = check_survey(
        replace(LIFT, warranty_years=5, common_part=" 屋面\n"), Category.ROOF, TODAY
    )
    assert (stored.lift_class, stored.equipment_no, stored.common_part) == (None, "", "屋面")
    kept = check_survey(replace(LIFT, equipment_no=" 梯11鄂A00123 "), Category.LIFT, TODAY)
    assert kept == LIFT


def test_every_emergency_says_which_proof_will_do():
    assert set(PROOF) == set(EmergencyKind)
    assert set(PAYER) == set(Excluded)


def test_an_emergency_is_stored_with_whoever_confirmed_it():
    assert check_emergency(replace(STOPPED, confirming_body=" 关东街道办事处\t"), TODAY) == STOPPED


@pytest.mark.parametrize(
    "paper",
    [
        replace(STOPPED, confirming_body=" "),
        replace(STOPPED, confirmed_on=TODAY + timedelta(days=1)),
        replace(STOPPED, budget_fen=0),
        replace(STOPPED, budget_fen=-1),
        replace(STOPPED, kind=EmergencyKind.OTHER, note=" "),
    ],
)
def test_nobody_confirmed_nothing_budgeted_or_no_danger_named_is_no_emergency(
    paper: EmergencyPaper,
):
    with pytest.raises(Invalid):
        check_emergency(paper, TODAY)


def test_all_that_is_wrong_with_a_plan_is_said_at_once():
    plan = NewPlan("s", 1, "修", 0, 0, None, "最低", "")
    with pytest.raises(Invalid) as refused:
        check_plan(plan, 2)
    for words in ("修什么、修到哪至少", "预算要大于 0", "现在有 2 家报价", "怎么验收还没填"):
        assert words in str(refused.value), words


def test_all_that_is_wrong_with_an_offer_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        check_quotation(NewQuotation("s", 1, "", 0, 0, 500, ""))
    for words in ("施工单位还没填", "报价要大于 0", "工期要在", "质保期要在"):
        assert words in str(refused.value), words


def test_who_else_has_to_pay_is_said_before_any_field():
    nothing = replace(ROOF, excluded=next(iter(Excluded)), common_part="", warranty_years=99)
    with pytest.raises(NotForTheFund):
        check_survey(nothing, Category.ROOF, TODAY)
    with pytest.raises(UnderWarranty):
        check_survey(
            replace(ROOF, completed_on=TODAY - timedelta(days=9), common_part=""),
            Category.ROOF,
            TODAY,
        )


def test_all_that_is_wrong_with_a_survey_or_an_emergency_is_said_at_once():
    tomorrow = TODAY + timedelta(days=1)
    wrong = replace(LIFT, surveyed_on=tomorrow, lift_class=None, equipment_no="", common_part="")
    with pytest.raises(Invalid) as refused:
        check_survey(wrong, Category.LIFT, TODAY)
    for words in ("查勘日期", "共用部位还没填", "还没选小修", "电梯设备编号还没填"):
        assert words in str(refused.value), words
    paper = replace(STOPPED, confirming_body="", confirmed_on=tomorrow, budget_fen=0)
    with pytest.raises(Invalid) as refused:
        check_emergency(paper, TODAY)
    for words in ("认定单位还没填", "认定日期", "应急预算要大于 0"):
        assert words in str(refused.value), words
