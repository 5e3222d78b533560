"""Award rules kept: never rewritten; a version ends with a month and another begins with the next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from db.points_ledger import awards, rules
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, WrongState
from domain.points_ledger.awards import Basis
from domain.points_ledger.books import EntryKind
from domain.points_ledger.rules import NewRule, RuleChange, RuleEnding, RuleFacts, facts_of
from tests.community import TODAY, visit_of

SORTING = RuleFacts("垃圾分类", Basis.FIXED, 5, 5, 4)
NEXT = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=1)
DAY = timedelta(days=1)


@pytest.fixture
def admin(small: Database) -> Visit:
    return visit_of(small, "admin")


@pytest.fixture
def sorting(admin: Visit) -> int:
    return rules.add_rule(admin, NewRule("new", SORTING, TODAY)).id


def change(visit: Visit, id: int, from_on: date, slip: str = "change", **facts: object) -> str:
    was = facts_of(rules.rule(visit.db, id))
    now = replace(was, **facts)  # type: ignore[arg-type]
    return rules.change_rule(visit, RuleChange(slip, id, was, now, from_on)).told


def test_a_new_rule_can_be_registered_from_its_day_on(admin: Visit, sorting: int):
    assert sorting in {rule.id for rule in awards.rules(admin.db, TODAY)}
    assert sorting not in {rule.id for rule in awards.rules(admin.db, TODAY - DAY)}
    kind = "select entry_kind, most from award_rules where id = ?"
    assert admin.db.execute(kind, [sorting]).fetchone() == (EntryKind.AWARD, 5)


def test_a_change_is_another_version_from_the_first_of_a_month(admin: Visit, sorting: int):
    told = change(admin, sorting, NEXT, points=8, most=8)
    assert "枚数由 5 枚改为 8 枚" in told
    before = {rule.label: rule for rule in awards.rules(admin.db, NEXT - DAY)}
    after = {rule.label: rule for rule in awards.rules(admin.db, NEXT)}
    assert (before["垃圾分类"].points, after["垃圾分类"].points) == (5, 8)
    with pytest.raises(WrongState, match="已经定了用到"):
        change(admin, sorting, NEXT, "twice", points=9, most=9)


@pytest.mark.parametrize("day", [TODAY, TODAY + DAY, NEXT + DAY])
def test_a_version_never_begins_inside_a_month(admin: Visit, sorting: int, day: date):
    with pytest.raises(Invalid, match="从一个月的 1 号起用"):
        change(admin, sorting, day, points=8, most=8)
    assert rules.rule(admin.db, sorting).valid_to is None


def test_a_rule_ends_on_a_day_and_its_name_is_free_afterwards(admin: Visit, sorting: int):
    with pytest.raises(Invalid, match="已经有“垃圾分类”"):
        rules.add_rule(admin, NewRule("twice", SORTING, TODAY))
    rules.end_rule(admin, RuleEnding("end", sorting, TODAY))
    assert sorting in {rule.id for rule in awards.rules(admin.db, TODAY)}
    assert sorting not in {rule.id for rule in awards.rules(admin.db, TODAY + DAY)}
    rules.add_rule(admin, NewRule("again", SORTING, TODAY + DAY))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"label": " "}, "做了什么还没填"),
        ({"points": 0}, "枚数要在"),
        ({"basis": Basis.RANGE, "most": 5}, "最多要比最少多"),
        ({"times_a_month": 40}, "每月次数"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(admin: Visit, facts: dict, told: str):
    with pytest.raises(Invalid, match=told):
        rules.add_rule(admin, NewRule("r", replace(SORTING, **facts), TODAY))


def test_a_change_that_changes_nothing_or_undoes_anothers_is_refused(admin: Visit, sorting: int):
    with pytest.raises(WrongState, match="没有改动"):
        change(admin, sorting, NEXT)
    was = replace(SORTING, points=3, most=3)
    with pytest.raises(WrongState, match="刚被别人改过"):
        rules.change_rule(admin, RuleChange("x", sorting, was, replace(was, points=9), NEXT))


def test_who_registers_awards_does_not_keep_their_rules(small: Database):
    with pytest.raises(NotAllowed):
        rules.add_rule(visit_of(small, "clerk"), NewRule("r", SORTING, TODAY))
