"""What nobody counted is unknown, never 0; a count saved by mistake is taken back (撤销清点)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from db import connection
from db.shed_capacity import sheds as shed_capacity
from domain.errors import Invalid, NotAllowed, WrongState
from domain.shed_capacity import Count, Load
from tests.browsing import problems, settled, sign_in_as
from tests.community import NOW, SHED, visit_of
from tests.screens import door, said
from tests.serving import Served

ONLY_BAYS = Count("slip-1", SHED, 60, None, None, None, NOW)
MINUTE = timedelta(minutes=1)
LAST = "select in_bays, outside_bays, charging_now, abandoned from shed_counts order by id desc limit 1"


def saved(db: Database, paper: Count = ONLY_BAYS) -> int:
    return shed_capacity.count_shed(visit_of(db, "volunteer"), paper).id


def test_what_nobody_counted_is_stored_as_unknown_and_said(small: Database):
    told = shed_capacity.count_shed(visit_of(small, "volunteer"), ONLY_BAYS).told
    assert told == "1号棚记好了：在位 60 辆，余 0 位，棚外没数，在充没数，僵尸车没数。"
    assert small.execute(LAST).fetchone() == (60, None, None, None)
    shed = shed_capacity.shed(small, SHED)
    assert (shed.counted, shed.outside_bays, shed.charging_now) == (True, None, None)
    zero = replace(ONLY_BAYS, slip="z", in_bays=0, outside_bays=0, charging_now=0, abandoned=0)
    assert "棚外 0 辆，在充 0 个" in shed_capacity.count_shed(visit_of(small, "clerk"), zero).told


def test_unknown_outside_is_not_read_as_nobody_outside(small: Database):
    saved(small, replace(ONLY_BAYS, in_bays=50))
    assert shed_capacity.shed(small, SHED).load(70, 90) is Load.TIGHT
    saved(small, replace(ONLY_BAYS, slip="s2", in_bays=50, outside_bays=11))
    assert shed_capacity.shed(small, SHED).load(70, 90) is Load.FULL


def test_a_count_without_the_bays_is_no_count(small: Database):
    with pytest.raises(Invalid, match="还没填停在位子上几辆"):
        saved(small, replace(ONLY_BAYS, in_bays=None, outside_bays=3))
    with pytest.raises(Invalid):
        saved(small, replace(ONLY_BAYS, in_bays=5, charging_now=6))
    with pytest.raises(Invalid):
        saved(small, replace(ONLY_BAYS, in_bays=5, outside_bays=2, abandoned=8))


def test_a_count_taken_back_counts_nowhere_and_stays_on_file(small: Database):
    saved(small, replace(ONLY_BAYS, in_bays=40))
    wrong = saved(small, replace(ONLY_BAYS, slip="s2", in_bays=4))
    volunteer = visit_of(small, "volunteer", NOW + 5 * MINUTE)
    assert shed_capacity.undoable(volunteer) is not None
    receipt = shed_capacity.undo_count(volunteer, wrong, slip="u")
    assert "在位 4 辆的那次清点已撤销" in receipt.told
    assert shed_capacity.undo_count(volunteer, wrong, slip="u") == receipt
    assert shed_capacity.shed(small, SHED).in_bays == 40
    assert small.execute("select count(*) from shed_counts").fetchone() == (2,)
    with pytest.raises(WrongState):
        shed_capacity.undo_count(volunteer, wrong)


def test_a_count_that_was_taken_back_counts_nowhere(small: Database):
    id = saved(small)
    assert shed_capacity.shed(small, SHED).counted
    shed_capacity.undo_count(visit_of(small, "volunteer"), id)
    assert not shed_capacity.shed(small, SHED).counted


def test_after_five_minutes_or_by_others_it_is_not_taken_back(small: Database):
    id = saved(small)
    with pytest.raises(NotAllowed):
        shed_capacity.undo_count(visit_of(small, "clerk"), id)
    with pytest.raises(WrongState, match="5 分钟"):
        shed_capacity.undo_count(visit_of(small, "volunteer", NOW + 6 * MINUTE), id)
    assert shed_capacity.undoable(visit_of(small, "volunteer", NOW + 6 * MINUTE)) is None
    late = (NOW + 6 * MINUTE).isoformat()
    for row in (f"{id}, '{late}', counted_by", f"{id}, saved_at, 1"):
        with pytest.raises(connection.IntegrityError):
            small.execute("insert into shed_count_voids (count_id, voided_at, voided_by)"
                          f" select {row} from shed_counts where id = {id}")  # fmt: skip


def test_on_a_phone_nothing_is_stored_that_nobody_said(phone: Page, served: Served):
    heard = problems(phone)
    sign_in_as(phone, "volunteer")
    phone.get_by_role("radio").filter(has_text="车棚").tap()
    phone.get_by_role("radio").filter(has_text="2号").first.tap()
    settled(phone)
    for field in ("停在位子上几辆", "停在棚外几辆", "正在充电几个", "其中僵尸车几辆"):
        expect(phone.get_by_label(field)).to_have_value("")
    phone.get_by_role("button", name="保存清点").tap()
    expect(phone.get_by_text("还没填停在位子上几辆")).to_be_visible()
    phone.get_by_label("停在位子上几辆").fill("9")
    phone.get_by_label("停在棚外几辆").fill("0")
    settled(phone)
    phone.get_by_role("button", name="保存清点").dblclick()
    expect(phone.get_by_text("在位 9 辆")).not_to_have_count(0)
    settled(phone)
    expect(phone.get_by_test_id("stAlertContentError")).to_have_count(0)
    with served.opened() as db:
        assert db.execute(LAST).fetchone() == (9, 0, None, None)
    phone.get_by_role("button", name="和上次一样").tap()
    expect(phone.get_by_label("停在位子上几辆")).to_have_value("9")
    expect(phone.get_by_label("正在充电几个")).to_have_value("")
    phone.get_by_role("button", name="撤销").tap()
    expect(phone.get_by_text("那次清点已撤销")).to_be_visible()
    with served.opened() as db:
        assert db.execute("select count(*) from shed_count_voids").fetchone() == (1,)
    assert heard == []


def test_before_anybody_counted_the_page_says_so_and_draws_no_empty_picture(
    path, monkeypatch: pytest.MonkeyPatch
):
    enter = door(path, monkeypatch)
    page = enter("clerk", "sheds")
    shown = {metric.label: metric.value for metric in page.metric}
    assert (shown["在停"], shown["余位"], shown["已满车棚"]) == ("—", "—", "—")
    assert "各棚占用" not in said(page) and "僵尸车" not in said(page)
    with connection.opened(path) as db:
        saved(db)
    page = enter("clerk", "sheds")
    assert "—" not in {metric.value for metric in page.metric if metric.label != "坏充电口"}
    assert "各棚占用" in said(page)


def test_where_no_shed_has_ports_none_is_said_to_be_in_order(path, monkeypatch: pytest.MonkeyPatch):
    with connection.opened(path) as db:
        db.execute("update sheds set bays_charging = 0, ports_total = 0, ports_ok = 0")
    page = door(path, monkeypatch)("clerk", "sheds")
    shown = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert shown["坏充电口"] == ("—", "没有充电口")
