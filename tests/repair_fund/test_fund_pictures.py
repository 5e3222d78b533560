"""The pictures of the fund (资金图): the rows they are made of, and where people see them."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from db.repair_fund import figures, moves
from domain.repair_fund.figures import StageAge, ages_words
from domain.repair_fund.moves import Move
from domain.repair_fund.projects import Stage, State
from tests import community, fund_desk
from tests.browsing import sign_in_as
from tests.community import visit_of
from ui.fund_charts import age_row

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


def test_the_landing_tab_has_the_picture_its_sentence_and_rows_in_the_first_screen(page: Page):
    sign_in_as(page, "clerk", "/fund")
    told = page.get_by_text("超过了通常的天数").inner_text().split("。")[0]
    picture = page.get_by_role("graphics-document", name=told).or_(page.get_by_label(told))
    expect(picture.first).to_be_visible()
    box = picture.first.bounding_box()
    assert box
    assert box["height"] <= 200
    rows = page.locator("[class*=st-key-row-fund-]")
    for number in range(2):
        expect(rows.nth(number)).to_be_in_viewport(ratio=1)
