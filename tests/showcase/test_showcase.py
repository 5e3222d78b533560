"""The display board (展示大屏): figures as worded, each with its source, and nobody on it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlite_utils import Database
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db import connection, sessions, showcase
from db.academy_enrollment.board import series_seats
from domain.errors import NotAllowed
from domain.people import Permission
from pages.again import visit_again
from pages.showcase import EVERY
from pages.showcase_scenes import CARDS, SCENES
from tests.conftest import NOW
from tests.visits import signed_in
from ui.layout import escaped

Board = Callable[..., AppTest]
KEYS = [scene.key for scene in SCENES]
HEADLINE = {scene.key: scene.headline for scene in SCENES}
FIRST = {scene.key: scene.first for scene in SCENES}


def _script(path, who, now):
    """Runs inside AppTest: what pages/shell.py does after sign-in, or a tick when it is gone."""
    from db import accounts, connection
    from db.visit import Visit
    from pages import showcase

    if not path.exists():
        showcase._stage([])
        return
    with connection.opened(path) as db:
        showcase.render(Visit(db, accounts.user(db, who), now))


@pytest.fixture
def board(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """`board("fund")`: a delegation looks at that screen."""
    monkeypatch.setenv("COMMUNITY_DB", str(demo))

    def look(scene: str = "overview", who: str = "delegation") -> AppTest:
        screen = AppTest.from_function(_script, args=(demo, who, NOW), default_timeout=60)
        screen.query_params["s"] = str(KEYS.index(scene) + 1)
        screen.run()
        assert not screen.exception
        return screen

    return look


def elements(block: Any) -> Iterator[Any]:
    """Everything drawn, blocks first, then what is inside."""
    yield block
    for child in getattr(block, "children", {}).values():
        yield from elements(child)


def sent(block: Any) -> bytes:
    """Every byte of a part of the screen, charts and their rows included."""
    protos = (getattr(element, "proto", None) for element in elements(block))
    return b"\n".join(proto.SerializeToString() for proto in protos if proto is not None)


def numbers(screen: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in screen.metric}


def headline(screen: AppTest) -> str:
    return next(m.value for m in screen.markdown if m.value.startswith("# ")).removeprefix("# ")


each_scene = pytest.mark.parametrize("scene", KEYS)


@each_scene
def test_each_screen_says_one_thing_with_at_most_four_big_numbers(board: Board, scene: str):
    screen = board(scene)
    assert not screen.error
    assert headline(screen) == HEADLINE[scene]
    assert 2 <= len(screen.metric) <= CARDS


@each_scene
def test_published_figures_are_shown_as_worded_and_live_ones_beside_them(
    board: Board, db: Database, scene: str
):
    screen = board(scene)
    facts = {fact.code: fact for fact in showcase.facts(db)}
    shown = numbers(screen)
    for code in FIRST[scene]:
        fact = facts[code]
        assert shown.pop(escaped(fact.label)) == f"{escaped(fact.words)} :small[{fact.unit}]"
    live = {escaped(figure.label) for figure in showcase.figures(db, scene, NOW)}
    assert shown.keys() <= live
    assert shown


def test_the_figures_of_the_article_are_never_reckoned_anew(board: Board, db: Database):
    """Whatever is counted or entered elsewhere, the article's words stay."""
    db.execute("update community set households = 7000, residents = 20000")
    shown = numbers(board("overview"))
    assert shown["居民人数"] == "16000余 :small[人]"
    assert shown["居民户数"] == "6549 :small[户]"
    told = " ".join(m.value for m in board("overview").markdown)
    for words in ("20余支", "5部", "6栋", "7处", "30余起"):
        assert f"**{words}**" in told


@each_scene
def test_every_card_carries_the_mark_of_its_source_and_its_date(board: Board, scene: str):
    """What a mark means, and that the rows are invented, stands once on the screen."""
    legend = [part for part in board(scene).markdown if "badge" in part.value]
    told = " ".join(part.value for part in legend)
    assert all(words in told for words in ("文章", "实时", "示例数据"))
    cards = [
        block
        for block in elements(board(scene).main)
        if any(getattr(child, "type", "") == "metric" for child in _inside(block))
    ]
    assert cards
    for card in cards:
        told = sent(card).decode("utf-8", "ignore")
        published = "newspaper" in told and "文章发表时" in told
        live = "sensors" in told and "数据到" in told
        assert published != live, told


def _inside(block: Any) -> Any:
    return getattr(block, "children", {}).values()


@each_scene
def test_every_live_figure_says_how_it_was_counted(board: Board, db: Database, scene: str):
    told = " ".join(m.value for m in board(scene).markdown)
    for figure in showcase.figures(db, scene, NOW):
        assert escaped(figure.how) in told


@each_scene
def test_no_resident_is_on_the_board(board: Board, db: Database, scene: str):
    told = sent(board(scene).main)
    people = db.execute("select name, phone from residents").fetchall()
    staff = db.execute(  # the property accounts are named like the companies in the article
        "select name from accounts where role not in ('delegation', 'property')"
    ).fetchall()
    rooms = db.execute("select code from units").fetchall()
    assert HEADLINE[scene].encode() in told
    for name in {name for name, _ in people} | {name for (name,) in staff}:
        assert name.encode() not in told, name
    for word in {phone for _, phone in people if phone} | {code for (code,) in rooms}:
        assert word.encode() not in told, word


def test_fewer_than_five_learners_are_not_shown_nor_left_to_subtraction(board: Board, db: Database):
    before = {seats.series: seats for seats in series_seats(db, NOW.date())}
    db.execute(
        "update enrollments set state = iif(state = 'attending', 'dropped', 'cancelled')"
        " where state in ('confirmed', 'attending', 'waitlisted', 'offered')"
        " and id not in (select e.id from enrollments e"
        " join classes c on c.id = e.class_id where c.series = 'qingge'"
        " and e.state in ('confirmed', 'attending') limit 3) and class_id in"
        " (select id from classes where series = 'qingge')"
    )
    after = {seats.series: seats for seats in series_seats(db, NOW.date())}
    qingge = next(series for series in after if series == "qingge")
    assert after[qingge].seated == 3 < before[qingge].seated
    others = [seats for series, seats in after.items() if series != "qingge"]

    screen = board("academy")
    shown = numbers(screen)
    assert shown["在班"] == f"{sum(s.seated for s in others):,} :small[人次]"
    assert shown["还有空席"] == f"{sum(s.free for s in others):,} :small[席]"
    told = sent(screen.main).decode("utf-8", "ignore")
    assert "刚开始报名" in told
    assert f"3 / {after[qingge].capacity}" not in told
    assert f"余 {after[qingge].free} 席" not in told


def test_the_screen_turns_when_its_time_is_over_and_not_before(board: Board):
    screen = board("overview")
    screen.session_state["board:since"] = NOW - EVERY / 2
    assert headline(screen.run()) == HEADLINE["overview"]
    screen.session_state["board:since"] = NOW - EVERY
    assert headline(screen.run()) == HEADLINE["meetings"]


def test_a_paused_board_stays_and_the_buttons_still_turn_it(board: Board):
    screen = board("academy")
    buttons = {button.label: button for button in screen.button}
    buttons["暂停"].click().run()
    screen.session_state["board:since"] = NOW - 10 * EVERY
    assert headline(screen.run()) == HEADLINE["academy"]
    next(b for b in screen.button if b.label == "下屏").click()
    assert headline(screen.run()) == HEADLINE["overview"]
    next(b for b in screen.button if b.label == "上屏").click()
    assert headline(screen.run()) == HEADLINE["academy"]
    assert "继续" in {button.label for button in screen.button}


@pytest.mark.parametrize("asked", ["0", "7", "-1", "x", "", "²", "99999999999999999999"])
def test_an_odd_address_begins_at_the_first_screen(board: Board, demo: Path, asked: str):
    screen = AppTest.from_function(_script, args=(demo, "delegation", NOW), default_timeout=60)
    screen.query_params["s"] = asked
    assert headline(screen.run()) == HEADLINE["overview"]


def test_the_last_good_screen_stays_while_the_database_is_away(board: Board, demo: Path):
    screen = board("sheds")
    good = numbers(screen)
    demo.rename(demo.with_suffix(".away"))
    screen.run()
    assert not screen.exception
    assert numbers(screen) == good
    assert any("暂时连不上" in m.value for m in screen.markdown)


# A tick asks again who is looking ------------------------------------------------------------


@pytest.fixture
def cookie(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """`cookie("delegation")`: from now on the browser carries that person's session."""
    monkeypatch.setenv("COMMUNITY_DB", str(demo))

    def carry(who: str) -> str:
        token = signed_in(demo, who)
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {sessions.COOKIE: token}))
        return token

    return carry


class AskedToSignIn(Exception):
    pass


def test_a_tick_makes_its_own_visit(cookie):
    cookie("delegation")
    with visit_again(Permission.SEE_SHOWCASE) as visit:
        assert visit.user.username == "delegation"
        assert visit.db.execute("select 1").fetchone()


def test_a_tick_refuses_a_role_that_may_not_see_the_board(cookie):
    cookie("volunteer")
    with pytest.raises(NotAllowed), visit_again(Permission.SEE_SHOWCASE):
        pass


def test_a_tick_of_an_ended_session_leads_to_the_sign_in_page(cookie, demo, monkeypatch):
    token = cookie("delegation")
    with connection.opened(demo) as db:
        sessions.leave(db, token, NOW + timedelta(seconds=1))

    def sign_in(scope: str) -> None:
        assert scope == "app"
        raise AskedToSignIn

    monkeypatch.setattr(st, "rerun", sign_in)
    with pytest.raises(AskedToSignIn), visit_again(Permission.SEE_SHOWCASE):
        pass


def test_the_books_are_proved_on_the_board_green_or_red(board: Board, demo: Path):
    green = _told(board("points"))
    assert ":green[:material/check_circle: **账平**] 发行" in green
    assert "账平" not in _told(board("fund"))
    with connection.opened(demo) as db:
        db.execute("update point_holdings set held = held + 1")
    red = _told(board("points"))
    assert ":red[:material/error: **账不平**]" in red
    assert "≠ 持有" in red


def _told(screen: AppTest) -> str:
    return " ".join(str(part.value) for part in screen.markdown)
