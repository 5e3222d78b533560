"""Keeping the sheds: built, put right, closed and opened again; nothing is removed or undone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db import connection
from db.shed_capacity import keeping
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from domain.errors import DomainError, Invalid, NotFound, WrongState
from domain.shed_capacity import Count
from domain.shed_keeping import NewShed, ShedChange, ShedClosing, ShedFacts
from tests import community
from tests.community import NOW, TODAY, visit_of

FACTS = ShedFacts("东门车棚", "东门内侧", 30, 10, 12, 11)
NEW = NewShed("new", community.PINE, FACTS, TODAY)


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


def counted(visit: Visit, shed_id: int, in_bays: int, slip: str = "count") -> None:
    shed_capacity.count_shed(visit, Count(slip, shed_id, in_bays, None, None, None, NOW))


def change(visit: Visit, id: int, slip: str = "change", **facts: object) -> str:
    was = keeping.facts(visit, id)
    now = replace(was, **facts)  # type: ignore[arg-type]
    return keeping.change_shed(visit, ShedChange(slip, id, was, now)).told


def test_a_new_shed_can_be_counted_at_once(small: Database, clerk: Visit):
    id = keeping.add_shed(clerk, NEW).id
    assert keeping.add_shed(clerk, NEW).id == id, "a second click builds no second one"
    shed = shed_capacity.shed(small, id)
    assert (shed.number, shed.name, shed.bays_total, shed.counted) == (3, "东门车棚", 30, False)
    counted(clerk, id, 12)
    assert shed_capacity.shed(small, id).free == 18


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name": " "}, "车棚名称还没填"),
        ({"bays_total": 0, "bays_charging": 0}, "车位要在 1 到"),
        ({"bays_charging": 31}, "充电车位不能多过车位"),
        ({"ports_ok": 13}, "一共只有 12 个"),
        ({"ports_total": -1, "ports_ok": -1}, "不能小于 0"),
    ],
)
def test_a_shed_that_cannot_be_is_refused_in_a_sentence(clerk: Visit, facts: dict, told: str):
    with pytest.raises(Invalid, match=told):
        keeping.add_shed(clerk, replace(NEW, facts=replace(FACTS, **facts)))


def test_two_sheds_have_two_names_also_after_a_change(clerk: Visit):
    id = keeping.add_shed(clerk, NEW).id
    with pytest.raises(Invalid, match="已经有叫"):
        keeping.add_shed(clerk, replace(NEW, slip="again"))
    other = keeping.facts(clerk, community.SHED).name
    with pytest.raises(Invalid, match="已经有叫"):
        change(clerk, id, name=other)


def test_a_change_says_what_was_and_what_is(small: Database, clerk: Visit):
    id = keeping.add_shed(clerk, NEW).id
    told = change(clerk, id, bays_total=45, position="西门")
    assert told == "“东门车棚”改好了：位置由“东门内侧”改为“西门”，车位由 30 个改为 45 个。"
    (detail,) = small.execute("select detail from audit_log order by id desc limit 1").fetchone()
    assert '"bays_total": 30' in detail and '"bays_total": 45' in detail
    with pytest.raises(WrongState, match="没有改动"):
        change(clerk, id, slip="nothing")


def test_a_change_begun_before_anothers_does_not_undo_it(clerk: Visit):
    was = keeping.facts(clerk, community.SHED)
    change(clerk, community.SHED, bays_total=was.bays_total + 5)
    late = ShedChange("late", community.SHED, was, replace(was, position="别处"))
    with pytest.raises(WrongState, match="刚被别人改过"):
        keeping.change_shed(clerk, late)
    assert keeping.facts(clerk, community.SHED).bays_total == was.bays_total + 5


def test_bays_do_not_become_fewer_than_the_vehicles_last_counted(clerk: Visit):
    counted(clerk, community.SHED, 40)
    with pytest.raises(Invalid, match="最近一次清点停了 40 辆"):
        change(clerk, community.SHED, bays_total=39, bays_charging=0)
    change(clerk, community.SHED, bays_total=40, bays_charging=0)


def test_a_closed_shed_is_counted_no_more_and_keeps_its_past(small: Database, clerk: Visit):
    counted(clerk, community.SHED, 40)
    keeping.close_shed(clerk, ShedClosing("close", community.SHED, TODAY, "改成晾晒场"))
    with pytest.raises(NotFound):
        counted(clerk, community.SHED, 1, "late")
    with pytest.raises(NotFound):
        keeping.close_shed(clerk, ShedClosing("twice", community.SHED, TODAY, "改成晾晒场"))
    assert [shed.id for shed in keeping.closed_sheds(clerk)] == [community.SHED]
    assert small.execute("select count(*) from shed_counts").fetchone() == (1,)
    keeping.reopen_shed(clerk, community.SHED)
    assert shed_capacity.shed(small, community.SHED).in_bays == 40
    assert keeping.closed_sheds(clerk) == []


@pytest.mark.parametrize(("days", "told"), [(1, "还没到"), (-1, "最近一次清点")])
def test_a_shed_closes_after_its_last_count_and_not_tomorrow(clerk: Visit, days: int, told: str):
    counted(clerk, community.SHED, 40)
    paper = ShedClosing("close", community.SHED, TODAY + timedelta(days=days), "改成晾晒场")
    with pytest.raises(DomainError, match=told):
        keeping.close_shed(clerk, paper)


def test_a_shed_is_never_removed(small: Database):
    with pytest.raises(connection.IntegrityError, match="closed, never removed"):
        small.execute("delete from sheds where id = ?", [community.SHED])
