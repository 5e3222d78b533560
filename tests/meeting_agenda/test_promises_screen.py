"""承诺 on the screen: who sees which, what stands first, what can be done, and how it is filtered."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import connection
from db.meeting_agenda import action_dues, promised, promising
from domain.days import BEIJING
from domain.errors import NotFound
from domain.meeting_agenda.actions import Carry, OnTime, Progress
from pages.meeting_promises import conclusion
from tests import meeting_desk, screens
from tests.meeting_desk import PROMISE, at
from tests.screens import labels, press, said

NOW = datetime.now(BEIJING)


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> screens.Go:
    return screens.door(path, monkeypatch)


@pytest.fixture
def held(path: Path) -> meeting_desk.Held:
    with connection.opened(path) as db:
        return meeting_desk.held(db, NOW)


def test_where_nothing_was_promised_the_tab_says_how_it_comes(enter: screens.Go):
    screen = enter("clerk", "agenda", tab="promises")
    assert "还没有承诺" in said(screen)
    assert not screen.exception


def test_the_list_tells_state_who_until_when_and_how_late(
    enter: screens.Go, held: meeting_desk.Held
):
    told = said(enter("clerk", "agenda", tab="promises"))
    for words in ("没办完 1 项，超期 1 项", "周经理", "超期 3 天", "按时销号 0 项（0%）"):
        assert words in told, words


def test_a_company_sees_its_own_and_another_company_nothing(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    assert any(PROMISE in label for label in labels(enter("property", "agenda", tab="promises")))
    assert "还没有承诺" in said(enter("property2", "agenda", tab="promises"))
    with connection.opened(path) as db, pytest.raises(NotFound):
        promised.promise(at(db, "property2", NOW), held.action_id)


def test_what_is_confidential_is_seen_by_the_office_and_by_who_answers_for_it(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    with connection.opened(path) as db, db.conn:
        db.execute("update agenda_items set confidential = 1 where id = ?", [held.item_id])
    for who, many in (("clerk", 1), ("supervisor", 1), ("property", 1), ("grid", 0), ("admin", 0)):
        with connection.opened(path) as db:
            assert len(promised.promises(at(db, who, NOW))) == many, who


def test_the_page_of_one_offers_only_what_the_reader_may(
    enter: screens.Go, held: meeting_desk.Held
):
    id = str(held.action_id)
    assert {"开始办", "办好了"} <= set(labels(enter("property", "agenda", action=id)))
    grid = labels(enter("grid", "agenda", action=id))
    assert not {"开始办", "办好了", "顺延", "取消"} & set(grid)
    assert {"开始办", "办好了", "顺延", "取消"} <= set(labels(enter("clerk", "agenda", action=id)))


def test_who_said_it_is_done_is_not_offered_to_strike_it_off(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    with connection.opened(path) as db:
        secretary = at(db, "secretary", NOW)
        seen = promised.promise(secretary, held.action_id).seen
        promising.claim_done(secretary, Progress("c", held.action_id, "换好了", seen))
    id = str(held.action_id)
    screen = enter("secretary", "agenda", action=id)
    assert "不能自己销号" in said(screen) and "销号" not in labels(screen)
    assert {"销号", "退回去办"} <= set(labels(enter("supervisor", "agenda", action=id)))


def test_sent_back_it_needs_what_is_missing(enter: screens.Go, path: Path, held: meeting_desk.Held):
    with connection.opened(path) as db:
        company = at(db, "property", NOW)
        seen = promised.promise(company, held.action_id).seen
        promising.claim_done(company, Progress("c", held.action_id, "换好了", seen))
    screen = press(enter("supervisor", "agenda", action=str(held.action_id)), "退回去办")
    assert any("说明" in str(error.value) for error in screen.error)
    field = next(field for field in screen.text_input if field.label.startswith("核实情况"))
    field.set_value("西门还没换").run()
    assert "退回去接着办" in said(press(screen, "退回去办"))


def test_what_was_put_off_three_times_stands_first(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    with connection.opened(path) as db:
        for n in range(1, 4):
            later = meeting_desk.held(db, NOW, 20 - n, f"later{n}")
            clerk = at(db, "clerk", NOW)
            seen = promised.promise(clerk, held.action_id).seen
            to = (NOW + timedelta(days=20 + n)).date()
            put_off = Carry(f"v{n}", held.action_id, to, "一直下雨", later.meeting_id, seen)
            promising.carry_over(clerk, put_off)
        first, *others = promised.promises(at(db, "clerk", NOW))
    assert first.id == held.action_id and len(others) == 3
    told = said(enter("secretary", "agenda", tab="promises"))
    assert "顺延过 3 次以上 1 项，排在最前" in told and "已顺延 3 次" in told


def test_state_and_organisation_are_filters_of_the_address(
    enter: screens.Go, held: meeting_desk.Held
):
    none = enter("clerk", "agenda", tab="promises", promises="verified")
    assert "这一类里没有承诺" in said(none)
    late = enter("clerk", "agenda", tab="promises", promises="late")
    assert any(PROMISE in label for label in labels(late))


def test_the_conclusion_counts_and_names_the_smallest_share():
    rows = [OnTime(1, "居委会", "2026-02", 2, 2), OnTime(2, "青松物业", "2026-02", 3, 1),
            OnTime(2, "青松物业", "2026-03", 1, 0)]  # fmt: skip
    assert conclusion(rows) == (
        "近 6 个月到期 6 项，按时销号 3 项（50%）。按时最少的是青松物业：4 项里 1 项。"
    )
    assert conclusion(rows[:1]).endswith("（100%）。")


@pytest.mark.parametrize("who", ["property", "secretary"])
def test_the_first_page_leads_to_the_promise_in_one_tap(
    enter: screens.Go, path: Path, held: meeting_desk.Held, who: str
):
    with connection.opened(path) as db:
        company = at(db, "property", NOW)
        if who == "secretary":
            seen = promised.promise(company, held.action_id).seen
            promising.claim_done(company, Progress("c", held.action_id, "换好了", seen))
        rooms = [due.room for due in action_dues.dues(at(db, who, NOW))]
    assert f"agenda?tab=promises&action={held.action_id}" in rooms
