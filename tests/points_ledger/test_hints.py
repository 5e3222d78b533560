"""Hints and spot checks: what should be looked at again is found, and a sample can be redrawn."""

import hashlib
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlite_utils import Database

from db import connection
from db.points_ledger import awards, corrections
from db.points_ledger.checks import samples
from db.points_ledger.hints import draw_sample, hints, record_finding, spot_checks, spot_lines
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.points_ledger.awards import NewAward
from domain.points_ledger.hints import PERCENT, Finding, HintKind, NewFinding, sample
from tests import community
from tests.community import CHEN, CLERK_AT_HOME, CLERKS_WIFE, MOTHER, NOW, PATROL, TODAY, TRAINING
from tests.ledger import column, earn

NEXT_MONTH = datetime.fromisoformat("2026-04-02T09:00:00+08:00")


@pytest.fixture
def at(small: Database) -> Callable[..., Visit]:
    return lambda who="clerk2", now=NOW: community.visit_of(small, who, now)


@pytest.fixture
def propose(at) -> Callable[..., int]:
    """`propose(CHEN)`: somebody writes down an award of 陈明's; its slip's number."""
    count = iter(range(100))

    def write(who: int, rule: int = TRAINING, day: date = TODAY, by: str = "clerk2", **more) -> int:
        paper = NewAward(f"slip-{next(count)}", who, rule, day, **more)
        return awards.register_award(at(by), paper).id

    return write


def found(visit: Visit, kind: HintKind) -> list[tuple[str, int, str]]:
    return [(h.resident, h.count, h.awards) for h in hints(visit, "2026-03") if h.kind is kind]


def test_the_same_rule_twice_a_day_is_noticed_unless_withdrawn(at, propose):
    first, second = propose(CHEN), propose(CHEN)
    propose(CHEN, day=TODAY - timedelta(days=1))
    propose(MOTHER)
    assert found(at(), HintKind.TWICE) == [("陈明", 2, f"{first}、{second}")]
    awards.withdraw_award(at(), second)
    assert hints(at(), "2026-03") == []


def test_more_than_ten_hours_a_day_over_several_awards_are_noticed(at, propose):
    propose(CHEN, PATROL, minutes=180)
    propose(CHEN, PATROL + 1, minutes=420)
    assert found(at(), HintKind.LONG_DAY) == []
    with pytest.raises(Invalid):
        propose(CHEN, PATROL + 2, minutes=30)  # the day's cap is reached: nothing more is written
    propose(MOTHER, PATROL, minutes=30)
    propose(MOTHER, PATROL + 1, minutes=600)
    assert found(at(), HintKind.LONG_DAY) == [("陈秀花", 630, "3、4")]


def test_one_approver_for_one_person_too_often_is_noticed(small, at, propose):
    small.execute("update parameters set value = 2 where code = 'hint_same_approver'")
    for days in range(4):
        id = propose(CHEN, day=TODAY - timedelta(days=days))
        awards.approve_award(at("secretary" if days else "clerk"), id)
    hint = next(h for h in hints(at(), "2026-03") if h.kind is HintKind.SAME_APPROVER)
    assert (hint.resident, hint.count, hint.done_by) == ("陈明", 3, "书记/主任secretary")
    assert hint.told == "书记/主任secretary本月核准陈明 3 次（单子 2、3、4）。"


def test_awards_to_the_makers_own_household_are_noticed(at, propose):
    """The clerk's account belongs to 赵燕; 赵晴 lives in the same flat."""
    propose(CLERKS_WIFE, by="clerk")
    propose(CLERK_AT_HOME, by="clerk")
    propose(CHEN, by="clerk")
    propose(CLERKS_WIFE, day=TODAY - timedelta(days=1))
    assert found(at(), HintKind.OWN_HOUSEHOLD) == [("赵燕", 1, "2"), ("赵晴", 1, "1")]


def test_hints_are_for_the_month_and_for_who_may_see_points(at, propose):
    propose(CHEN)
    propose(CHEN)
    assert hints(at("supervisor", NEXT_MONTH), "2026-04") == []
    with pytest.raises(NotAllowed):
        hints(at("volunteer"), "2026-03")
    with pytest.raises(Invalid):
        hints(at(), "2026-04")


@pytest.fixture
def posted(small: Database, at) -> list[int]:
    """Forty-one awards posted in March, made by the clerk and approved by the secretary."""
    return [earn(at("clerk"), 1 + number % 8, 5) for number in range(41)]


def test_five_in_a_hundred_rounded_up_are_drawn_once(small, at, posted):
    told = draw_sample(at("clerk2", NEXT_MONTH), "2026-03").told
    check = spot_checks(at())[0]
    assert told == f"2026-03 从 41 笔里抽了 3 笔，随机种子 {check.seed}。"
    assert (check.percent, check.first_id, check.last_id) == (PERCENT, 1, 41)
    with pytest.raises(WrongState):
        draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    assert column(small, "select count(*) from spot_checks") == [1]


def test_the_sample_can_be_redrawn_by_anybody_from_the_seed(at, posted):
    draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    seed = spot_checks(at())[0].seed
    by_hand = sorted(posted, key=lambda id: hashlib.sha256(f"{seed}:{id}".encode()).hexdigest())[:3]
    assert {line.entry_id for line in spot_lines(at(), "2026-03")} == set(by_hand)


def test_what_is_posted_later_or_reversed_does_not_change_the_sample(small, at, posted):
    draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    for line in spot_lines(at(), "2026-03"):
        corrections.reverse_entry(at("clerk2", NEXT_MONTH), line.entry_id, "记错了")
    earn(at("clerk", NEXT_MONTH), CHEN, 5)
    assert list(samples.redrawn(small)) == []
    assert [one.code for one in samples.INVARIANTS if small.execute(one.sql).fetchone()] == []


def test_a_month_that_is_not_over_or_empty_is_not_drawn(at, posted):
    with pytest.raises(WrongState):
        draw_sample(at(), "2026-03")
    with pytest.raises(WrongState):
        draw_sample(at("clerk2", NEXT_MONTH), "2026-02")
    with pytest.raises(NotAllowed):
        draw_sample(at("supervisor", NEXT_MONTH), "2026-03")


def test_a_third_person_records_what_was_found_and_the_last_finding_counts(small, at, posted):
    draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    entry = spot_lines(at(), "2026-03")[0].entry_id
    for handled in ("clerk", "secretary"):
        with pytest.raises(NotAllowed):
            record_finding(at(handled), NewFinding("x", entry, Finding.TRUE))
    with pytest.raises(Invalid):
        record_finding(at(), NewFinding("y", entry, Finding.FALSE))
    record_finding(at(), NewFinding("a", entry, Finding.UNCLEAR, "电话没人接"))
    told = record_finding(at(), NewFinding("b", entry, Finding.FALSE, "当天不在武汉")).told
    assert told == f"第 {entry} 笔：不属实。请在流水里冲正这一笔。"
    line = spot_lines(at(), "2026-03")[0]
    assert (line.result, line.note, line.checked_by) == (
        Finding.FALSE,
        "当天不在武汉",
        "社工clerk2",
    )
    assert column(small, "select count(*) from spot_check_findings") == [2]


def test_only_what_was_drawn_is_recorded(at, posted):
    draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    drawn = {line.entry_id for line in spot_lines(at(), "2026-03")}
    other = next(id for id in posted if id not in drawn)
    with pytest.raises(NotFound):
        record_finding(at(), NewFinding("a", other, Finding.TRUE))


@pytest.mark.parametrize("table", ["spot_checks", "spot_check_lines", "spot_check_findings"])
def test_samples_and_findings_are_append_only(small, at, posted, table):
    draw_sample(at("clerk2", NEXT_MONTH), "2026-03")
    entry = spot_lines(at(), "2026-03")[0].entry_id
    record_finding(at(), NewFinding("a", entry, Finding.TRUE))
    key = "check_id" if table == "spot_check_lines" else "id"
    for rude in (f"update {table} set {key} = {key}", f"delete from {table}"):
        with pytest.raises(connection.Error):
            small.execute(rude)
    with pytest.raises(connection.Error):
        small.execute(
            "insert into spot_check_findings (entry_id, result, checked_at, checked_by)"
            " values (?, 'true', '2026', ?)", [entry, community.account_id("clerk")],
        )  # fmt: skip


def test_a_sample_grows_with_its_percentage_and_favours_nobody():
    numbers = list(range(1, 1001))
    assert len(sample("a seed of sixteen", numbers, 5)) == 50
    assert len(sample("a seed of sixteen", [7], 5)) == 1
    assert sample("a seed of sixteen", [], 5) == []
    assert sample("s", numbers, 100) == numbers
    assert set(sample("s", numbers, 5)) < set(sample("s", numbers, 10))
    shuffled = random.Random(1).sample(numbers, 1000)
    assert sample("s", shuffled, 5) == sample("s", numbers, 5)
    drawn = [number for seed in range(400) for number in sample(f"seed-{seed}", numbers, 5)]
    assert 480 < sum(drawn) / len(drawn) < 521
