"""The screen of a vote through the real script: who sees what, how many taps, what is said."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db import accounts, connection, sessions, tries
from db.repair_fund import ballots, counts, papers
from db.visit import Visit
from domain.days import BEIJING
from domain.repair_fund.ballots import Ballot
from domain.repair_fund.floor_taps import AFTER, Taps
from domain.repair_fund.papers import BallotPaper, FloorPapers
from domain.repair_fund.votes import Choice
from tests import community, fund_desk
from tests.visits import BROWSER

NOW = datetime.now(BEIJING)
SCRIPT = """
from db import connection
from pages import acts
from pages.again import visit_again
from db.repair_fund import projects
from domain.people import Permission
from pages.repair_fund.vote import draw_vote
with visit_again(Permission.SEE_FUND) as visit:
    acts.news(visit)
    draw_vote(visit, projects.project(visit.db, 1))
"""
Go = Callable[[str], AppTest]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A building of eleven owners votes today, by the clock of whoever opens the page."""
    monkeypatch.setattr(fund_desk, "BALLOT_FROM", NOW.date() - timedelta(days=5))
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        fund_desk.project_at(db, closes_on=NOW.date() + timedelta(days=10))
    return path


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    def go(who: str) -> AppTest:
        with connection.opened(path) as db:
            attempt = tries.begin_try(db, who, "", NOW)
            ticket = sessions.issue_ticket(db, who, BROWSER, datetime.now(BEIJING), attempt)
            token = sessions.redeem_ticket(db, ticket, BROWSER, "本机", datetime.now(BEIJING))
        monkeypatch.setenv("COMMUNITY_DB", str(path))
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {sessions.COOKIE: token}))
        return AppTest.from_string(SCRIPT, default_timeout=60).run()

    return go


def visit(path: Path, who: str) -> Visit:
    db = connection.connect(path)
    return Visit(db, accounts.user(db, who), NOW)


def ballot(path: Path) -> Ballot:
    found = ballots.ballot(visit(path, "clerk"), 1)
    assert found is not None
    return found


def everybody(path: Path, choice: Choice = Choice.YES) -> None:
    answers = tuple((unit, choice) for unit in [*range(1, 11), 21])
    papers.record_floor(visit(path, "clerk"), FloorPapers("all", 1, answers))


def said(screen: AppTest) -> str:
    assert not screen.exception
    parts = [*screen.header, *screen.markdown, *screen.success, *screen.error, *screen.warning]
    return " ".join(str(part.value) for part in parts).replace("\\", "")


def labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def task(screen: AppTest, name: str) -> AppTest:
    screen.session_state["vote:task"] = name
    return screen.run()


def press(screen: AppTest, key: str) -> AppTest:
    return screen.button(key=key).click().run()


def tap(screen: AppTest, *units: int) -> AppTest:
    """What the browser sends after these taps: all that is tapped under the present slip."""
    key, taps = picture(screen), tapped(screen)
    for unit in units:
        next_one = AFTER[taps.pop(unit, None)]
        taps |= {unit: next_one} if next_one else {}
    said = {str(unit): str(choice) for unit, choice in taps.items()}
    slip = screen.session_state[f"{key}:told"]["slip"]
    screen.session_state[key] = {"taps": {"slip": slip, "taps": said}}
    return screen.run()


def held(screen: AppTest) -> dict[str, Any]:
    return dict(screen.session_state._state.filtered_state)


def picture(screen: AppTest) -> str:
    """The key of the picture that may be tapped."""
    state = held(screen)
    return next(key.removesuffix(":told") for key in state if key.endswith(":told"))


def tapped(screen: AppTest) -> Taps:
    """What the session keeps of it, and what becomes a draft."""
    state = held(screen)
    return dict(next(value for key, value in state.items() if key.endswith(":taps")))


def drawn(screen: AppTest) -> dict[str, Any]:
    """What the browser is given to draw."""
    return json.loads(screen.get("bidi_component")[0].proto.json)


def tiles(screen: AppTest) -> list[dict[str, Any]]:
    rows = [row for block in drawn(screen)["blocks"] for row in block["rows"]]
    return [tile for row in rows for tile in row["tiles"] if tile]


def save(screen: AppTest) -> AppTest:
    """The save button under the floor; its key carries the number it sends."""
    return press(screen, next(key for key in keys(screen) if key.startswith("send:")))


def keys(screen: AppTest) -> list[str]:
    return [str(button.key) for button in screen.button]


def tasks(screen: AppTest) -> list[str]:
    group = next(group for group in screen.button_group if group.label == "要办什么")
    return list(group.options)


def test_the_verdict_is_said_in_words_before_anything_is_tapped(enter: Go):
    screen = enter("clerk")
    assert "参与还不够，还差 8 人、660.00 m²。" in screen.header[0].value
    assert "还差 8 人" in said(screen)
    assert "最少再有 **8** 户同意就能通过" in said(screen)


def test_the_measures_are_one_picture_that_says_its_conclusion_to_all(enter: Go):
    screen = enter("clerk")
    (picture,) = (chart.proto for chart in screen.get("vega_lite_chart"))
    told = "参与面积还差 660.00 m²；参与人数还差 8 人；同意的多少，有人投票以后才算。"
    assert picture.alt == told
    assert told in said(screen)
    assert "0 / 11 人".encode() in picture.SerializeToString()


def test_a_floor_takes_a_tap_a_unit_and_one_save(enter: Go, path: Path):
    screen = enter("grid")
    for unit in (5, 6):
        tap(screen, unit)
    assert ballot(path).heads_in == 0, "a tap stores nothing"
    save(screen)
    assert (ballot(path).heads_in, ballot(path).heads_yes) == (2, 2)
    assert "已记 2 户。已参与 2 人" in said(screen)


def test_each_tap_goes_on_to_the_next_answer_and_the_fourth_takes_it_back(enter: Go):
    screen = enter("clerk")
    for answer in (Choice.YES, Choice.NO, Choice.ABSTAIN, None):
        tap(screen, 1)
        assert tapped(screen).get(1) is answer
    assert not any(key.startswith("send:") for key in keys(screen))


def test_what_a_browser_says_under_another_slip_is_not_heard(enter: Go):
    screen = tap(enter("clerk"), 1)
    said = {"taps": {"slip": "vote_grid._record:1-0", "taps": {"5": "no"}}}
    screen.session_state[picture(screen)] = said
    assert tapped(screen.run()) == {1: Choice.YES}


def test_the_picture_does_not_travel_again_with_each_tap(enter: Go):
    screen = tap(enter("clerk"), 1)
    before = drawn(screen)
    assert drawn(tap(screen, 2)) == before


def test_after_a_save_the_browser_is_told_what_was_stored_and_keeps_what_was_tapped_since(
    enter: Go,
):
    screen = save(tap(enter("clerk"), 1, 2))
    now = drawn(screen)["tapping"]
    assert now["taps"] == {}
    assert now["before"]["taps"] == {"1": "yes", "2": "yes"}
    assert now["before"]["slip"] != now["slip"]


def test_a_unit_that_voted_meanwhile_is_told_and_nothing_of_the_floor_is_stored(
    enter: Go, path: Path
):
    screen = enter("clerk")
    tap(screen, 5, 6)
    papers.record_paper(visit(path, "grid"), BallotPaper("other", 1, 6, Choice.NO))
    save(screen)
    assert "一户也没存。1-1-302 已经登记过一张票" in said(screen)
    assert ballot(path).heads_in == 1
    told = next(tile for tile in tiles(screen) if tile["id"] == 6)
    assert (told["look"], told.get("free")) == ("no", None)


def test_one_paper_is_a_room_typed_and_one_tap(enter: Go, path: Path):
    screen = task(enter("grid"), "登记一张")
    field = next(f for f in screen.text_input if f.label == "房号")
    field.set_value("1-301").run()
    press(screen, next(key for key in keys(screen) if key.endswith(":no:5")))
    assert ballot(path).heads_in == 1
    assert "已记 1-1-301：反对。" in said(screen)


def test_a_room_outside_the_scope_is_not_found(enter: Go):
    screen = task(enter("clerk"), "登记一张")
    next(f for f in screen.text_input if f.label == "房号").set_value("3-1-101").run()
    assert "没找到“3-1-101”" in said(screen)


def test_who_has_not_voted_is_listed_by_floor_in_one_tap(enter: Go, path: Path):
    papers.record_paper(visit(path, "clerk"), BallotPaper("one", 1, 1, Choice.YES))
    told = said(task(enter("clerk"), "还没投"))
    assert "**1层** 102" in told
    assert "**3层** 301、302" in told


def test_an_owner_who_contradicts_himself_is_shown_with_what_each_paper_says(enter: Go, path: Path):
    with connection.opened(path) as db:
        db.execute("update units set owner_group_id = 12 where id in (12, 13)")
        fund_desk.project_at(
            db, building=community.PINE_3, code="WX-2026-02",
            closes_on=NOW.date() + timedelta(days=10),
        )  # fmt: skip
    for unit, choice in ((12, Choice.YES), (13, Choice.NO)):
        papers.record_paper(visit(path, "clerk"), BallotPaper(f"p{unit}", 2, unit, choice))
    script = SCRIPT.replace("db, 1)", "db, 2)")
    enter("clerk")
    told = said(AppTest.from_string(script, default_timeout=60).run())
    assert "1 位业主的几张票意见不一，都先不计" in told
    assert "3-1-201 同意、3-1-301 反对（180.00 m²）" in told


def test_whom_it_takes_names_an_owner_in_conflict_and_nobody_outside_the_window(
    enter: Go, path: Path
):
    with connection.opened(path) as db:
        fund_desk.project_at(
            db, building=community.PINE_3, code="WX-2026-02", closes_on=NOW.date(),
            channel="wuhan_evote",
        )  # fmt: skip
    assert "同意就能通过" in said(enter("clerk"))
    evote = said(AppTest.from_string(SCRIPT.replace("db, 1)", "db, 2)"), default_timeout=60).run())
    assert "哪一户投了没有，要到市系统里看" in evote
    assert "同意就能通过" not in evote
    with connection.opened(path) as db:
        fund_desk.project_at(
            db, building=community.PINE_3, code="WX-2026-03",
            closes_on=NOW.date() - timedelta(days=1),
        )  # fmt: skip
    late = said(AppTest.from_string(SCRIPT.replace("db, 1)", "db, 3)"), default_timeout=60).run())
    assert "已经截止" in late
    assert "同意就能通过" not in late


@pytest.mark.parametrize("who", ["property", "accountant", "admin"])
def test_totals_are_for_everybody_who_sees_the_fund_and_single_answers_are_not(
    enter: Go, path: Path, who: str
):
    papers.record_paper(visit(path, "clerk"), BallotPaper("one", 1, 1, Choice.NO))
    screen = enter(who)
    assert tasks(screen) == ["计票"]
    assert "参与还不够" in said(screen)
    assert not any(word in said(screen) for word in ("1-1-", "最少再有", "301"))


def test_the_supervisor_looks_at_the_grid_and_taps_nothing(enter: Go, path: Path):
    papers.record_paper(visit(path, "clerk"), BallotPaper("one", 1, 1, Choice.NO))
    screen = enter("supervisor")
    assert tasks(screen) == ["还没投", "逐层看", "票的明细", "计票"]
    screen = task(screen, "逐层看")
    assert [tile["look"] for tile in tiles(screen)].count("no") == 1
    assert drawn(screen)["tapping"] is None
    assert not any("free" in tile or "opens" in tile for tile in tiles(screen))


def test_three_people_sign_one_after_the_other_and_the_vote_is_over(enter: Go, path: Path):
    everybody(path)
    screen = task(enter("clerk"), "计票")
    press_label(screen, "签字：我计的票")
    assert "等另一个人核准" in said(screen)
    screen = task(enter("grid"), "计票")
    press_label(screen, "签字：我复核了")
    screen = task(enter("supervisor"), "计票")
    press_label(screen, "监票确认，公布结果")
    assert "表决通过了。" in screen.header[0].value
    assert tasks(enter("clerk")) == ["逐层看", "票的明细", "计票"]


def test_the_recount_names_its_papers_and_takes_a_tap_each(enter: Go, path: Path):
    everybody(path)
    screen = task(enter("supervisor"), "计票")
    press_label(screen, "抽查复核")
    lines = counts.recount_lines(visit(path, "supervisor"), 1)
    assert len(lines) == 5
    press(screen, f"record_recount:{lines[0].recount_id}:{lines[0].paper_id}:True")
    assert "相符。还有 4 张要办。" in said(screen)


def test_before_there_is_a_ballot_the_tab_says_what_comes_first(enter: Go, path: Path):
    with connection.opened(path) as db:
        fund_desk.project_at(db, "planned", building=community.PINE_3, code="WX-2026-02")
    enter("clerk")
    script = SCRIPT.replace("db, 1)", "db, 2)")
    assert "还没开始表决" in said(AppTest.from_string(script, default_timeout=60).run())


def press_label(screen: AppTest, label: str) -> AppTest:
    return next(b for b in screen.button if b.label == label).click().run()
