"""The timeline (办理记录): the latest stages are seen, the older ones stand under one tap."""

import pytest

from ui.timeline import LATEST, Event, older

DAY = Event("3月1日", "已提出", "王社工")


@pytest.mark.parametrize(
    ("stages", "folded"),
    [
        ([], 0),
        ([3, 3, 2], 0),
        ([3, 3, 3], 1),
        ([1, 3, 1, 3, 2, 2, 4, 2, 1], 6),
        ([5, LATEST + 2], 1),
        ([LATEST + 2], 0),
    ],
)
def test_whole_stages_are_folded_until_the_latest_events_are_left(stages: list[int], folded: int):
    assert older([(f"第{at}步", [DAY] * many) for at, many in enumerate(stages)]) == folded


def test_the_last_stage_is_always_seen_and_no_more_is_folded_than_need_be():
    for many in range(1, 40):
        stages = [("步", [DAY])] * many
        assert many - older(stages) == min(many, LATEST)
