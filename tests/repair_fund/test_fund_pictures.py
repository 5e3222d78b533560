"""The pictures of the fund (资金图): the rows they are made of, and where people see them."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlite_utils import Database

from db.repair_fund import figures, moves
from domain.repair_fund.accounts import BuildingFund, buildings_words
from domain.repair_fund.figures import (
    QuarterMoney,
    StageAge,
    ages_words,
    quarters_until,
    quarters_words,
)
from domain.repair_fund.moves import Move
from domain.repair_fund.projects import Stage, State
from tests import community, fund_desk
from tests.browsing import sign_in_as
from tests.community import visit_of
from ui.fund_charts import age_row
from ui.fund_money_charts import building_rows, quarter_rows

pytestmark = pytest.mark.looks

SINCE = 200  # days: the day of all steps of fund_desk
SLOW, QUICK = StageAge(Stage.VOTE, 2, 44, 39), StageAge(Stage.WORKS, 1, 20, 61)


def ages(db: Database, days_later: int = 0) -> list[StageAge]:
    return figures.stage_ages(visit_of(db, "clerk", community.NOW + timedelta(days=days_later)))


def test_the_project_longest_in_each_stage_is_told_until_today(small: Database):
    for number, state in enumerate(("proposed", "planned", "proposed")):
        fund_desk.project_at(small, state, code=f"WX-2026-0{number + 1}")
    assert ages(small) == [
        StageAge(Stage.PROPOSE, 2, SINCE, 0),
        StageAge(Stage.SURVEY, 1, SINCE, None),
    ]
    assert ages(small, days_later=7)[0].days == SINCE + 7


def test_the_steps_within_a_stage_count_as_one_stay(small: Database):
    id = fund_desk.project_at(small, "voting")
    clerk = visit_of(small, "clerk")
    small.execute(
        "insert into project_steps (project_id, from_state, to_state, happened_on, by_id)"
        " values (?, 'voting', 'suspended', ?, ?)",
        [id, community.TODAY - timedelta(days=150), clerk.user.id],
    )
    assert ages(small) == [], "who is stopped does not wait"
    stages = {row.stage for row in figures.stage_days(clerk)}
    assert Stage.VOTE not in stages, "nor has it left its stage"
    moves.resume_project(
        visit_of(small, "secretary"), Move("s1", id, State.PROPOSED, "撤诉了，接着办")
    )
    (vote,) = ages(small, days_later=6)
    assert vote == StageAge(Stage.VOTE, 1, 50 + 6, None), "the days of the stop are not its own"


def test_a_warranty_runs_its_time_and_keeps_nobody_waiting(small: Database):
    fund_desk.project_at(small, "in_warranty")
    assert ages(small) == []


def test_whoever_sees_one_estate_sees_no_other_in_the_picture(small: Database):
    fund_desk.project_at(small, "planned")
    assert figures.stage_ages(visit_of(small, "property")) != []
    assert figures.stage_ages(visit_of(small, "property2")) == []


def test_a_bar_is_as_long_as_the_stay_and_the_line_stands_at_what_is_usual():
    row = age_row(SLOW)
    assert (row["value"], row["usual"], row["late"]) == (44, 39, True)
    assert (row["text"], row["end"]) == ("44 天，通常 39 天", 44)
    assert age_row(QUICK)["end"] == 61, "the words stand right of the line too"
    assert age_row(StageAge(Stage.APPLY, 1, 0, None))["text"] == "0 天"


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        ([QUICK, SLOW], "1 步超过了通常的天数：表决（44 天，通常 39 天）。"),
        ([QUICK], "没有一步超过通常的天数；停得最久的是施工，20 天，通常 61 天。"),
    ],
)
def test_the_conclusion_on_the_stages_is_one_sentence(stages: list[StageAge], told: str):
    assert ages_words(stages) == told


def test_each_quarter_has_what_was_approved_and_what_was_paid_in_it(small: Database):
    fund_desk.deposits(small, 900_000, *range(1, 11), 21)
    id = fund_desk.project_at(small, "approved")
    fund_desk.paid(small, id, 3_000_000)
    fund_desk.paid(small, fund_desk.project_at(small, "approved", code="WX-2026-02"), 2_000_000,
                   approved=False)  # fmt: skip
    found = figures.quarters(visit_of(small, "clerk"))
    assert [one.quarter for one in found][-3:] == ["2025-3", "2025-4", "2026-1"]
    assert len(found) == 8
    money = {one.quarter: (one.approved_fen, one.paid_fen) for one in found}
    assert money["2025-3"] == (2 * fund_desk.APPROVED, 0), "on the day of all steps of fund_desk"
    assert money["2026-1"] == (0, 3_000_000)
    assert sum(paid for _, paid in money.values()) == 3_000_000, "what waits is not paid"
    elsewhere = figures.quarters(visit_of(small, "property2"))
    assert not any(one.approved_fen or one.paid_fen for one in elsewhere)


def test_quarters_run_over_the_turn_of_a_year():
    assert quarters_until(date(2026, 1, 1), 3) == ["2025-3", "2025-4", "2026-1"]
    assert quarters_until(date(2026, 12, 31), 2) == ["2026-3", "2026-4"]


def test_a_quarter_is_two_columns_and_the_conclusion_names_the_one_that_paid_most():
    quarters = [QuarterMoney("2025-4", 4_900_000, 0), QuarterMoney("2026-1", 0, 3_430_000)]
    rows = quarter_rows(quarters)
    assert [(row["quarter"], row["kind"], row["text"]) for row in rows] == [
        ("2025-4", "核定", "4.90"), ("2025-4", "付出", "0.00"),
        ("2026-1", "核定", "0.00"), ("2026-1", "付出", "3.43"),
    ]  # fmt: skip
    assert quarters_words(quarters) == (
        "近 2 个季度核定 4.90 万元，付出 3.43 万元；付得最多的是2026年一季度，3.43 万元。"
    )
    assert quarters_words(quarters[:1]).endswith("付出 0.00 万元。")


def building(number: int, left: int, estate: str = "青松园") -> BuildingFund:
    return BuildingFund(number, estate, f"{number}栋", 10, 10_000, left, 0)


def test_a_building_stands_where_its_share_is_and_the_lowest_of_an_estate_speaks():
    rows = building_rows([building(1, 3_000), building(2, 2_999), building(3, 9_000, "云岭")], 30)
    assert [(row["name"], row["share"], row["below"]) for row in rows] == [
        ("青松园2栋", 0.2999, True), ("青松园1栋", 0.3, False), ("云岭3栋", 0.9, False),
    ]  # fmt: skip
    assert [row["words"] for row in rows] == [
        "青松园 2 栋，最低 2栋 29.99%", None, "云岭 1 栋，最低 3栋 90.00%",
    ]  # fmt: skip
    assert [row["line"] for row in rows] == [0.3, None, 0.3]


@pytest.mark.parametrize(
    ("lefts", "told"),
    [
        ([3_000, 5_000], "2 栋里没有一栋低于首期的 30%；最低的是青松园1栋，剩 30.00%。"),
        ([2_999, 5_000, 0], "3 栋里 2 栋低于首期的 30%：青松园3栋、青松园1栋。"),
        ([0] * 8, "8 栋里 8 栋低于首期的 30%：" + "、".join(f"青松园{n}栋" for n in range(1, 7)) + " 等。"),
    ],
)  # fmt: skip
def test_the_buildings_below_the_line_are_named(lefts: list[int], told: str):
    buildings = [building(number + 1, left) for number, left in enumerate(lefts)]
    assert buildings_words(buildings, 30) == told


def pictured(page: Page, sentence: str) -> Locator:
    """The picture whose name is the sentence above it that begins so."""
    told = page.get_by_text(sentence).first.inner_text().split("。")[0]
    return page.get_by_role("graphics-document", name=told).or_(page.get_by_label(told)).first


def test_the_landing_tab_has_the_picture_its_sentence_and_rows_in_the_first_screen(page: Page):
    sign_in_as(page, "clerk", "/fund")
    picture = pictured(page, "超过了通常的天数")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    assert box["height"] <= 200
    rows = page.locator("[class*=st-key-row-fund-]")
    for number in range(2):
        expect(rows.nth(number)).to_be_in_viewport(ratio=1)


def test_the_charts_show_the_buildings_and_the_quarters_under_their_conclusions(page: Page):
    sign_in_as(page, "clerk", "/fund?tab=charts")
    for sentence in ("57 栋里", "近 8 个季度核定"):
        expect(pictured(page, sentence)).to_be_visible()
