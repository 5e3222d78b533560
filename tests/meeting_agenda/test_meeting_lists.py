"""No meeting vanishes: at every moment each is in exactly one list, and every entry opens."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from db import connection
from db.meeting_agenda import meetings
from domain.errors import NotAllowed, NotFound, WrongState
from domain.meeting_agenda.meetings import ItemType, Listed, NewAgendaItem
from tests.browsing import item_choices, problems, settled, sign_in_as, visit_page
from tests.community import HELD, NOW, PLANNED, visit_of
from tests.demo import TODAY
from tests.screens import Go, door, press, said
from tests.serving import Served

EVENING = datetime.fromisoformat("2026-03-20T19:00:00+08:00")
OVER = EVENING + timedelta(minutes=90)
MINUTE = timedelta(minutes=1)


def another(db: Database, id: int, state: str, starts_at: str) -> None:
    db.execute(
        "insert into meetings (id, kind, year, number, title, starts_at, minutes, place, chair,"
        " invited, state, source) values (?, 'council', ?, ?, ?, ?, 60, '议事厅', '李书记', 9, ?,"
        " 'entered')",
        [id, int(starts_at[:4]), id, f"第{id}次议事会", starts_at, state],
    )


def lists(db: Database, now: datetime) -> dict[Listed, list[int]]:
    return {which: [m.id for m in meetings.meetings(db, which, now)] for which in Listed}


def test_every_meeting_is_in_exactly_one_list_at_every_moment(small: Database):
    for id, state, starts_at in (
        (3, "held", "2026-03-25T19:00:00+08:00"),  # held, though its planned hour is still to come
        (4, "confirmed", "2026-01-05T19:00:00+08:00"), (5, "cancelled", "2026-03-25T19:00:00+08:00"),
        (6, "planned", "2026-11-01T19:00:00+08:00"),
        (7, "planned", "2026-03-18T09:00:00+08:00"), (8, "planned", "2026-03-18T01:00:00+00:00"),
    ):  # fmt: skip
        another(small, id, state, starts_at)
    every = {row[0] for row in small.execute("select id from meetings")}
    moments = [NOW + timedelta(hours=hours) for hours in range(-24 * 60, 24 * 260, 37)]
    moments += [OVER, OVER - MINUTE, OVER + timedelta(seconds=1), EVENING]
    for now in moments:
        found = lists(small, now)
        ids = [id for which in found.values() for id in which]
        assert sorted(ids) == sorted(every), now
        for which, members in found.items():
            assert meetings.count(small, which, now) == len(members)
            assert all(meetings.meeting(small, id).listed(now) is which for id in members)


def test_a_planned_meeting_whose_time_is_over_waits_for_its_record(small: Database):
    assert lists(small, OVER)[Listed.COMING] == [PLANNED]
    assert lists(small, OVER + timedelta(seconds=1))[Listed.OVERDUE] == [PLANNED]
    for who in ("property", "grid", "accountant"):
        with pytest.raises(NotAllowed):
            meetings.record_held(visit_of(small, who, OVER), PLANNED)
    receipt = meetings.record_held(visit_of(small, "clerk", OVER), PLANNED, slip="a")
    assert meetings.record_held(visit_of(small, "clerk", OVER), PLANNED, slip="a") == receipt
    assert lists(small, OVER)[Listed.PAST] == [PLANNED, HELD]
    with pytest.raises(WrongState):
        meetings.record_not_held(visit_of(small, "clerk", OVER), PLANNED)


def test_what_did_not_take_place_keeps_its_items_and_is_in_its_own_list(small: Database):
    with pytest.raises(WrongState, match="还没到"):
        meetings.record_not_held(visit_of(small, "clerk"), PLANNED)
    meetings.record_not_held(visit_of(small, "clerk", OVER), PLANNED)
    assert lists(small, OVER)[Listed.CALLED_OFF] == [PLANNED]
    assert len(meetings.agenda(small, PLANNED)) == 2


@pytest.mark.parametrize(
    "sql",
    [
        f"update meetings set state = 'planned' where id = {HELD}",
        f"update meetings set state = 'cancelled' where id = {HELD}",
        f"delete from meetings where id = {HELD}",
        f"update agenda_items set project_id = 999 where meeting_id = {PLANNED}",
    ],
)
def test_the_file_refuses_a_meeting_that_goes_back_and_a_project_that_is_not_there(
    small: Database, sql: str
):
    with pytest.raises(connection.IntegrityError):
        small.execute(sql)


def test_an_item_names_a_project_on_file(small: Database):
    paper = NewAgendaItem("s", PLANNED, ItemType.CONSULT, "三栋外墙怎么修", "物业", 20, None, 999)
    with pytest.raises(NotFound):
        meetings.add_agenda_item(visit_of(small, "clerk"), paper)


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(path, monkeypatch)


def test_a_past_meeting_opens_and_another_estates_special_meeting_does_not(enter: Go):
    screen = enter("property", "agenda", meeting=str(HELD))
    assert "电梯专项会" in said(screen)
    press(screen, "回到会议单子")
    assert "meeting" not in screen.query_params
    assert "电梯专项会" not in said(enter("property2", "agenda", meeting=str(HELD)))


def test_a_press_in_a_session_that_just_arrives_opens_one_form(small: Database, enter: Go):
    """The line was cut: the session is new, and the screen before still had its button."""
    another(small, 9, "planned", f"{TODAY.year + 1}-01-02T09:00:00+08:00")
    screen = enter("clerk", "agenda", project="1")
    del screen.session_state["agenda:asked"]
    press(screen, "加议题")
    assert [field.label for field in screen.text_input].count("议什么") == 1


def test_at_the_desk_an_overdue_meeting_is_opened_and_recorded(page: Page, served: Served):
    heard = problems(page)
    with served.opened() as db:
        another(db, 901, "planned", f"{TODAY.year - 1}-01-02T09:00:00+08:00")
    sign_in_as(page, "clerk", "/agenda")
    page.get_by_role("tab", name="待补记录（1）").click()
    page.get_by_role("button", name="第901次议事会").click()
    settled(page)
    expect(page.get_by_text("还没记开没开成")).to_be_visible()
    visit_page(page, page.url)
    page.get_by_role("button", name="记为已召开").click()
    expect(page.get_by_text("“第901次议事会”记为已召开")).to_be_visible()
    with served.opened() as db:
        sql = "select state from meetings where id = 901"
        assert db.execute(sql).fetchone() == ("held",)
    assert heard == []


def test_on_a_phone_a_project_arrives_at_a_form_that_knows_it(phone: Page, served: Served):
    with served.opened() as db:
        id, title = db.execute("select id, title from repair_projects where state = 'voting'"
                               " order by id limit 1").fetchone()  # fmt: skip
    sign_in_as(phone, "clerk", f"/agenda?project={id}")
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_text("给维修项目")).to_be_visible()
    expect(dialog.get_by_label("议什么")).to_have_value(title)
    dialog.get_by_label("谁来讲").fill("力天物业")
    item_choices(phone)
    dialog.get_by_role("button", name="加到议程").click()
    expect(phone.get_by_text("已加到")).to_be_visible()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    assert "project=" not in phone.url
    with served.opened() as db:
        last = "select project_id, title from agenda_items order by id desc limit 1"
        assert db.execute(last).fetchone() == (id, title)


def test_a_title_that_is_an_english_word_stays_as_it_was_typed(page: Page, served: Served):
    with served.opened() as db, db.conn:
        planned = "select id from meetings where state = 'planned'"
        db.execute(f"update agenda_items set title = 'Close' where meeting_id in ({planned})")
    sign_in_as(page, "clerk", "/agenda")
    expect(page.get_by_test_id("stMain").get_by_text("Close").first).to_be_visible()
