"""纪要 on the screen: who reads which version, what comes next, and what the Word files say."""

from datetime import datetime
from pathlib import Path

import pytest

from db import connection, registry
from db.meeting_agenda import minutes, minuting
from domain.days import BEIJING
from domain.meeting_agenda.minutes import Edit, NewCorrection
from pages.meeting_minutes import internal_lines
from tests import meeting_desk, screens
from tests.meeting_desk import ITEM, PROMISE, TITLE, at
from tests.screens import labels, said
from tests.word_files import words
from ui.meeting_papers import MinutesPaper, minutes_docx

NOW = datetime.now(BEIJING)


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> screens.Go:
    return screens.door(path, monkeypatch)


@pytest.fixture
def held(path: Path) -> meeting_desk.Held:
    with connection.opened(path) as db:
        return meeting_desk.held(db, NOW)


def to_published(path: Path, id: int) -> None:
    with connection.opened(path) as db:
        minuting.review(at(db, "clerk", NOW), id)
        minuting.sign(at(db, "secretary", NOW), id)
        minuting.publish(at(db, "secretary", NOW), id)


def test_where_no_meeting_was_closed_the_tab_says_how_minutes_come(enter: screens.Go):
    assert "还没有纪要" in said(enter("clerk", "agenda", tab="minutes"))
    assert "还没有公开的纪要" in said(enter("grid", "agenda", tab="minutes"))


def test_a_draft_is_there_for_the_office_and_for_nobody_else(
    enter: screens.Go, held: meeting_desk.Held
):
    clerk = enter("clerk", "agenda", tab="minutes")
    assert any(TITLE in label for label in labels(clerk)) and "草稿" in said(clerk)
    assert "还没有公开的纪要" in said(enter("grid", "agenda", tab="minutes"))
    screen = enter("grid", "agenda", minutes=str(held.meeting_id))
    assert ITEM not in said(screen) and "找不到" in said(screen)


def test_each_paragraph_of_a_draft_has_its_button_and_says_where_it_will_stand(
    enter: screens.Go, held: meeting_desk.Held
):
    screen = enter("clerk", "agenda", minutes=str(held.meeting_id))
    assert "只在内部版" in said(screen) and "只在公开版" in said(screen)
    assert labels(screen).count("改") > 6
    assert "审核通过，送去签发" in labels(screen) and "签发" not in labels(screen)


def test_who_reviewed_is_told_that_another_signs(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    with connection.opened(path) as db:
        minuting.review(at(db, "secretary", NOW), held.meeting_id)
    screen = enter("secretary", "agenda", minutes=str(held.meeting_id))
    assert "签发" not in labels(screen) and "退回草稿" in labels(screen)


def test_internal_and_public_stand_side_by_side_and_outside_is_the_public_one_alone(
    enter: screens.Go, path: Path, held: meeting_desk.Held
):
    to_published(path, held.meeting_id)
    office = said(enter("supervisor", "agenda", minutes=str(held.meeting_id)))
    assert "内部版" in office and "公开版" in office and "周经理" in office
    grid = said(enter("grid", "agenda", minutes=str(held.meeting_id)))
    assert PROMISE in grid and "周经理" not in grid and "赵委员" not in grid
    assert "改" not in labels(enter("clerk", "agenda", minutes=str(held.meeting_id)))


def test_the_word_files_have_the_form_of_minutes(path: Path, held: meeting_desk.Held):
    with connection.opened(path) as db:
        clerk = at(db, "clerk", NOW)
        minuting.edit_paragraph(
            clerk, Edit("e", held.meeting_id, f"more:{held.item_id}", "另请物业贴出通知。", 0)
        )
        draft = minutes.minutes_of(db, held.meeting_id)
        lines = internal_lines(minutes.paragraphs(clerk, held.meeting_id))
        assert "草稿，未签发" in words(
            minutes_docx(MinutesPaper("桂花社区", draft, lines, (), False))
        )
    to_published(path, held.meeting_id)
    with connection.opened(path) as db:
        secretary = at(db, "secretary", NOW)
        new = NewCorrection("n", held.meeting_id, "刷卡两用", "刷卡和扫码两用", False)
        minuting.correct_minutes(secretary, new)
        known = minutes.minutes_of(db, held.meeting_id)
        community = registry.community(db)
        assert community is not None
        both = {}
        for public in (False, True):
            lines = (
                minutes.public_paragraphs(db, held.meeting_id)
                if public
                else minutes.paragraphs(secretary, held.meeting_id)
            )
            corrected = minutes.corrections(db, held.meeting_id, public_only=public)
            sheet = MinutesPaper(community.name, known, lines, corrected, public)
            both[public] = words(minutes_docx(sheet))
    inside, outside = both[False], both[True]
    assert inside.startswith(f"{community.name}金花议事会会议纪要\n{known.numbered}\n")
    for part in ("一、听取上次议定事项落实情况", f"二、{ITEM}", "（一）会议议定：", "1.", "出席：赵委员",
                 "责任人：周经理", "另请物业贴出通知。", "更正之1：原文“刷卡两用”", "记录：", "审核：",
                 "签发：", "印发日期："):  # fmt: skip
        assert part in inside, part
    assert "周经理" not in outside and "赵委员" not in outside and "更正" not in outside
    assert "出席：" in outside and PROMISE in outside
