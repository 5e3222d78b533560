"""Figures and honours of the board are added, changed with source and day, taken off, put back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection, showcase
from db.places import board_words
from domain.board_words import (
    FactPaper,
    HonourPaper,
    Level,
    OnScreen,
    check_fact,
    check_honour,
    fact_said,
    honour_said,
)
from domain.errors import Invalid, NotAllowed, WrongState
from pages.showcase_scenes import SCENES, read
from tests.community import TODAY, visit_of
from tests.screens import door, press, said
from ui import charts

DAY = date(2026, 3, 1)
FACT = FactPaper("f1", OnScreen.SHEDS, "新增充电口", "40余", "个", "街道 2026 年年报", DAY)
HONOUR = HonourPaper("h1", "武汉市绿色社区", Level.CITY, "武汉市生态环境局", DAY)


def on_board(db: Database) -> dict[str, str]:
    return {fact.label: f"{fact.words}{fact.unit} {fact.since}" for fact in showcase.facts(db)}


def test_a_figure_comes_with_its_source_and_its_day(small: Database):
    board_words.add_fact(visit_of(small, "clerk"), FACT)
    assert on_board(small) == {"新增充电口": "40余个 截至2026年3月1日"}
    (kept,) = board_words.facts(visit_of(small, "clerk"))
    assert (kept.note, kept.source.label) == ("街道 2026 年年报", "登记")


def test_a_change_needs_a_reason_and_tells_what_it_was(small: Database):
    clerk = visit_of(small, "clerk")
    board_words.add_fact(clerk, FACT)
    (kept,) = board_words.facts(clerk)
    was = fact_said(kept)
    new = replace(
        FACT, slip="f2", words="60余", note="街道年报", as_of=TODAY, code=kept.code, was=was
    )
    with pytest.raises(Invalid, match="为什么改"):
        board_words.change_fact(clerk, new)
    told = board_words.change_fact(clerk, replace(new, slip="f3", reason="出了年报")).told
    with pytest.raises(WrongState, match="改过"):
        board_words.change_fact(clerk, replace(new, slip="f4", words="70余", reason="又改"))
    assert "多少由“40余”改为“60余”" in told and "截至由“2026-03-01”" in told
    assert on_board(small)["新增充电口"].startswith("60余个")


def test_a_figure_of_the_article_that_is_changed_is_the_articles_no_more(db: Database, visit):
    old = board_words.fact_coded(db, "F13")
    paper = FactPaper(
        "f1", old.scene, old.label, "8", "处", "居委会", DAY, "F13", "又建了一处", fact_said(old)
    )
    board_words.change_fact(visit("clerk"), paper)
    new = board_words.fact_coded(db, "F13")
    assert (old.source.label, new.source.label, new.words) == ("文章", "登记", "8")


def test_the_words_of_the_article_fit_into_the_fields(db: Database, visit):
    for fact in board_words.facts(visit("clerk")):
        paper = FactPaper(
            "f", fact.scene, fact.label, fact.words, fact.unit, fact.note, DAY, fact.code, "核对"
        )
        assert check_fact(paper).words == fact.words
    for honour in board_words.honours(visit("clerk")):
        check_honour(HonourPaper("h", honour.title, honour.level, "某某局", DAY, honour.id))


def test_what_is_taken_off_is_kept_and_comes_back(small: Database):
    clerk = visit_of(small, "clerk")
    board_words.add_fact(clerk, FACT)
    (kept,) = board_words.facts(clerk)
    board_words.take_off_fact(clerk, kept.code, "t1")
    assert on_board(small) == {}
    assert board_words.fact_coded(small, kept.code).ended_on == TODAY
    with pytest.raises(WrongState):
        board_words.take_off_fact(clerk, kept.code, "t2")
    board_words.put_back_fact(clerk, kept.code, "t3")
    assert list(on_board(small)) == ["新增充电口"]
    with pytest.raises(connection.IntegrityError):
        small.execute("delete from facts")


def test_of_ones_own_figures_a_screen_shows_the_two_that_are_first(small: Database):
    clerk = visit_of(small, "clerk")
    for number, words in enumerate(("甲数", "乙数", "丙数")):
        board_words.add_fact(
            clerk, FactPaper(f"f{number}", OnScreen.SHEDS, words, "1", "", "居委会", DAY)
        )
    (sheds,) = [scene for scene in SCENES if scene.key == "sheds"]
    shown = read(clerk, sheds, charts.LIGHT, charts.Size.DESK).facts
    assert [fact.label for fact in shown] == ["甲数", "乙数"]
    last = board_words.facts(clerk)[-1]
    board_words.put_fact_first(clerk, last.code, "first")
    shown = read(clerk, sheds, charts.LIGHT, charts.Size.DESK).facts
    assert [fact.label for fact in shown] == ["丙数", "甲数"]


def test_an_honour_is_added_once_changed_and_taken_off(small: Database):
    clerk = visit_of(small, "clerk")
    id = board_words.add_honour(clerk, HONOUR).id
    with pytest.raises(Invalid, match="已经有"):
        board_words.add_honour(clerk, HonourPaper("h2", HONOUR.title, Level.CITY, "某某局", DAY))
    was = honour_said(board_words.honour_numbered(small, id))
    paper = HonourPaper("h3", HONOUR.title, Level.PROVINCE, "湖北省", DAY, id, "写错了", was)
    assert "哪一级由“市”改为“省”" in board_words.change_honour(clerk, paper).told
    assert [honour.title for honour in showcase.honours(small)] == [HONOUR.title]
    board_words.take_off_honour(clerk, id, "h4")
    assert showcase.honours(small) == []
    board_words.put_back_honour(clerk, id, "h5")
    assert len(showcase.honours(small)) == 1


def test_who_may_not_keep_places_writes_nothing_on_the_board(small: Database):
    with pytest.raises(NotAllowed):
        board_words.add_fact(visit_of(small, "leader"), FACT)


def test_all_that_is_missing_is_said_at_once(small: Database):
    with pytest.raises(Invalid) as refusal:
        board_words.add_fact(
            visit_of(small, "clerk"), FactPaper("f", OnScreen.FUND, " ", "", "", "", DAY)
        )
    assert all(word in str(refusal.value) for word in ("叫什么", "多少", "从哪里来"))


def test_the_tab_has_both_lists(path: Path, monkeypatch):
    enter = door(path, monkeypatch)
    screen = enter("clerk", "community", tab="board")
    assert "展示数字 0" in said(screen) and "荣誉 0" in said(screen)
    assert "加展示数字" in {button.label for button in press(screen, "加展示数字").button}
