"""Charts are declared once: rows and values are put in at run time, and never stay."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from db.academy_enrollment import classes
from domain.repair_fund.figures import StageDays
from domain.repair_fund.projects import Stage
from tests import community
from ui import academy_charts, board_charts, charts, fund_charts, points_charts

P = charts.LIGHT
DAYS = [StageDays(Stage.PROPOSE, 12, 20), StageDays(Stage.WORKS, 61, 12)]

each_look = pytest.mark.parametrize(
    ("p", "size"), [(p, size) for p in (charts.LIGHT, charts.DARK) for size in charts.Size]
)


@each_look
def test_a_chart_has_its_rows_under_their_name_in_every_theme_and_size(p, size):
    spec = points_charts.months_bars([("2026-03", 120, 30)], p, size)
    assert spec["data"]["name"] == "rows"
    assert [row["signed"] for row in spec["data"]["values"]] == [120, -30]
    assert p.main in str(spec) and spec["config"]["locale"]["time"]["months"][2] == "3月"


def test_the_rows_and_values_of_one_drawing_are_not_in_the_next():
    fund_charts.stage_bars(DAYS, P)
    spec = fund_charts.stage_bars(DAYS[:1], P)
    assert len(spec["data"]["values"]) == 1
    assert spec["params"] == [{"name": "most", "value": 13}]


def test_an_empty_chart_has_room_for_a_bar():
    assert board_charts.stage_bars([], P)["params"] == [{"name": "most", "value": 1}]


def test_compiling_happens_once():
    drawn = []

    @charts.declared
    def chart(p: charts.Palette, size: charts.Size):
        drawn.append(size)
        return charts.rows_of().mark_bar().encode(y=charts.name_axis())

    for number in range(3):
        assert chart([{"name": str(number)}], P, charts.Size.DESK)["data"]["values"]
    assert drawn == [charts.Size.DESK]


def test_whoever_waits_for_a_class_stands_above_the_line_of_full(small: Database):
    (full, *rest) = classes.open_classes(small, community.TODAY)
    crowded = replace(full, capacity=20, seated=20, waiting=5)
    spec = academy_charts.fill([crowded, *rest], P)
    row = spec["data"]["values"][0]
    assert (row["share"], row["beyond"], row["text"]) == (1.0, 1.25, "等 5")
    assert spec["params"][0]["value"] > row["beyond"], "there is room for the words above"
    free = academy_charts.fill([replace(full, capacity=20, seated=13, waiting=0)], P)
    assert free["data"]["values"][0]["text"] == "余 7"
