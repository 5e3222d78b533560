"""Every screen × every role, through the real script of a visit and a real session."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db import connection, sessions
from db.points_ledger import awards
from db.shed_capacity import sheds as shed_capacity
from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests import ROOT
from tests.demo import demo_copy
from tests.visits import signed_in

WHO = {
    "admin": Role.ADMIN,
    "secretary": Role.SECRETARY,
    "clerk": Role.CLERK,
    "accountant": Role.ACCOUNTANT,
    "supervisor": Role.SUPERVISOR,
    "property": Role.PROPERTY,
    "grid": Role.GRID,
    "leader": Role.LEADER,
    "volunteer": Role.VOLUNTEER,
    "teacher": Role.TEACHER,
    "merchant": Role.MERCHANT,
    "delegation": Role.DELEGATION,
}
# Which rooms each role may enter, written out; the front page leads some of them elsewhere.
ENTERS = {
    "admin": {"", "agenda", "fund", "sheds", "academy", "board", "community", "settings", "people", "backups",
              "me"},
    "secretary": {"", "quick", "agenda", "fund", "sheds", "points", "shop", "vouchers", "use",
                  "academy", "registry", "import", "board", "community", "settings", "me",
                  "resident"},
    "clerk": {"", "quick", "agenda", "fund", "sheds", "points", "shop", "vouchers", "use",
              "academy", "registry", "import", "board", "community", "settings", "me", "resident"},
    "accountant": {"", "agenda", "fund", "sheds", "points", "vouchers", "academy", "board",
                   "settings", "me", "resident", "import"},
    "supervisor": {"", "agenda", "fund", "sheds", "points", "vouchers", "academy", "board",
                   "settings", "me", "resident"},
    "property": {"", "agenda", "fund", "sheds", "registry", "me"},
    "grid": {"", "quick", "agenda", "fund", "sheds", "academy", "registry", "me",
             "resident"},
    "leader": {"", "quick", "agenda", "sheds", "points", "academy", "me", "resident"},
    "volunteer": {"quick", "sheds", "me", "resident"},
    "teacher": {"academy", "me"},
    "merchant": {"use", "me"},
    "delegation": {"board"},
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_copy(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch):
    """`enter("clerk", "fund")`: that person opens that address with a real session cookie."""

    def go(who: str | None, address: str) -> AppTest:
        cookies = {sessions.COOKIE: signed_in(path, who)} if who else {}
        monkeypatch.setenv("COMMUNITY_DB", str(path))
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
        screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60)
        screen._page_hash = calc_hash(address or "home") if address else ""
        return screen.run()

    return go


def refused(screen: AppTest) -> bool:
    return any("没有“" in error.value for error in screen.error)


@pytest.mark.parametrize("who", WHO)
def test_each_role_enters_its_own_rooms_and_no_other(enter, who: str):
    for room in ROOMS:
        if room.address == "" and "" not in ENTERS[who]:
            continue  # the front page leads these to their own
        screen = enter(who, room.address)
        assert not screen.exception, (room.address, screen.exception)
        assert refused(screen) is (room.address not in ENTERS[who]), room.address


def test_the_rooms_of_a_role_are_those_it_was_granted():
    for who, role in WHO.items():
        granted = {room.address for room in ROOMS if room.needs in GRANTS[role]}
        assert granted == ENTERS[who], who


@pytest.mark.parametrize("address", [room.address for room in ROOMS])
def test_before_signing_in_every_address_is_the_sign_in_page(enter, address: str):
    screen = enter(None, address)
    assert not screen.exception
    assert screen.title[0].value == "湾郡社区议事厅"
    assert not screen.metric
    assert not screen.table


def test_whoever_may_not_write_sees_no_button_for_it(enter):
    labels = {button.label for button in enter("accountant", "agenda").button}
    assert "加议题" not in labels
    assert "加议题" in {button.label for button in enter("clerk", "agenda").button}


def test_property_sees_its_own_estate_only(enter, path: Path):
    screen = enter("property", "sheds")
    shown = " ".join(element.value for element in screen.markdown)
    assert "安普顿" in shown
    assert "鑫龙湾" not in shown
    assert "天祥尚府" not in shown


def test_a_teacher_sees_the_own_classes_only(enter, path: Path):
    with connection.opened(path) as db:
        own, every = db.execute(
            "select count(*) filter (where teacher_id is not null), count(*) from classes"
            " where term_id = (select max(term_id) from classes)"
        ).fetchone()
    assert 0 < own < every
    buttons = enter("teacher", "academy").button
    rosters = [b for b in buttons if str(b.key).startswith("open:classes:")]
    assert len(rosters) == own


def test_a_count_is_saved_on_the_phone_screen_and_told_in_words(enter, path: Path):
    screen = enter("volunteer", "quick")
    screen.button_group(key="quick:task").set_value("车棚").run()
    with connection.opened(path) as db:
        shed = shed_capacity.sheds(db)[3]
    screen.button_group(key="count:shed").set_value(shed).run()
    screen.number_input[0].set_value(shed.bays_total + 1).run()
    _press(screen, "保存清点")
    assert f"在位不能多过 {shed.bays_total} 辆" in screen.error[0].value
    assert screen.number_input[0].value == shed.bays_total + 1, "what was typed is kept"

    screen.number_input[0].set_value(7).run()
    _press(screen, "保存清点")
    assert screen.success[0].value.startswith(f"{shed.name}记好了：在位 7 辆")
    with connection.opened(path) as db:
        assert shed_capacity.shed(db, shed.id).in_bays == 7


def test_saving_too_early_says_what_is_missing(enter):
    screen = enter("volunteer", "quick")
    _press(screen, "登记，等人核准")
    assert screen.error[0].value == "还没选是谁。在第 1 步点一个名字。"


def test_an_award_is_written_down_undone_and_told(enter, path: Path):
    screen = enter("leader", "quick")
    screen.text_input[0].set_value("zxl").run()
    found = [button for button in screen.button if str(button.key).startswith("pick:")]
    assert 1 <= len(found) <= 6
    found[0].click().run()
    with connection.opened(path) as db:
        rule = next(r for r in awards.rules(db, date(2026, 1, 1)) if r.code == "training")
        before = db.execute("select count(*) from awards").fetchone()[0]
    screen.button_group(key="award:rule").set_value(rule).run()
    _press(screen, "登记，等人核准")
    assert "+5 枚，等人核准" in screen.success[0].value
    _press(screen, "撤销")
    assert "已撤回" in screen.success[0].value
    with connection.opened(path) as db:
        state, count = db.execute(
            "select (select state from awards order by id desc limit 1), count(*) from awards"
        ).fetchone()
    assert (state, count) == ("withdrawn", before + 1)


def test_the_second_person_approves_and_the_maker_cannot(enter):
    screen = enter("clerk2", "points")
    waiting = [button for button in screen.button if button.label == "核准"]
    assert waiting
    waiting[0].click().run()
    assert "已核准，公示到" in screen.success[0].value


def _press(screen: AppTest, label: str) -> None:
    next(button for button in screen.button if button.label == label).click().run()


def test_a_broken_database_is_told_in_one_sentence(tmp_path: Path, monkeypatch):
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is not a database" * 100)
    monkeypatch.setenv("COMMUNITY_DB", str(broken))
    screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60).run()
    assert not screen.exception
    assert "不是数据库" in screen.error[0].value


def test_a_closed_account_is_out_at_its_next_click(enter, tmp_path, monkeypatch):
    own = demo_copy(tmp_path)
    monkeypatch.setenv("COMMUNITY_DB", str(own))
    token = signed_in(own, "grid")
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {sessions.COOKIE: token}))
    screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60).run()
    assert "好，" in screen.title[0].value
    with connection.opened(own) as db:
        db.execute("update accounts set is_active = 0 where username = 'grid'")
    screen.run()
    assert screen.title[0].value == "湾郡社区议事厅"
    assert not screen.metric
