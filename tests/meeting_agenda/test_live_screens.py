"""The screens of a meeting as it is held: each part, and what two people at once are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db import accounts, connection
from db.meeting_agenda import attendance, deciding, promising, sittings
from db.registry import bodies
from db.visit import Visit
from domain.days import BEIJING
from domain.meeting_agenda.actions import NewAction
from domain.meeting_agenda.attendance import Mark, Marks, Presence
from domain.meeting_agenda.deciding import NewOutcome, Stance, Way
from domain.meeting_agenda.members import Quorum
from domain.meeting_agenda.sittings import Opening
from domain.meeting_agenda.speaking import SpeakingTime
from tests.live_meeting import NAMES, TALK, VOTE, Today, planned_today
from tests.screens import Go, door, labels, press, said
from ui.quorum_bar import bar

LAST = "(select max(id) from meetings)"  # the one of today, put in after those of the story
ITEMS = f"item_id in (select id from agenda_items where meeting_id = {LAST})"
CARRY = "议不完的，写为什么"


@pytest.fixture
def today(demo: Path) -> Today:
    return planned_today(demo)


@pytest.fixture
def enter(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(demo, monkeypatch)


def opened(enter: Go, today: Today, who: str = "clerk") -> AppTest:
    return press(enter(who, "agenda", meeting=str(today.meeting_id)), "开会")


def discussed(enter: Go, today: Today) -> AppTest:
    """Everybody there, and the first item in hand."""
    return press(press(opened(enter, today), "全部到了"), "开始议第 1 项")


def rows(path: Path, sql: str) -> list[Any]:
    with connection.opened(path) as db:
        return list(db.execute(sql).fetchall())


@contextmanager
def secretary(path: Path) -> Iterator[Visit]:
    """A second person, at her own computer."""
    with connection.opened(path) as db:
        yield Visit(db, accounts.user(db, "secretary"), datetime.now(BEIJING))


def choose(screen: AppTest, label: str, option: Any) -> AppTest:
    """One tap on a pill."""
    next(one for one in screen.button_group if one.label == label).set_value(option)
    return screen.run()


def fill(screen: AppTest, **fields: str) -> AppTest:
    for label, words in fields.items():
        every = [*screen.text_area, *screen.text_input]
        next(one for one in every if one.label == label).set_value(words)
    return screen.run()


def vote(screen: AppTest, yes: int, no: int, abstain: int) -> AppTest:
    for label, count in (("同意", yes), ("反对", no), ("弃权", abstain)):
        next(one for one in screen.number_input if one.label == label).set_value(count)
    return screen.run()


def tap(screen: AppTest, key: str) -> AppTest:
    screen.button(key=key).click().run()
    assert not screen.exception
    return screen


# Opening and signing in -----------------------------------------------------------------------


def test_a_meeting_is_opened_by_one_tap_on_its_day_and_by_the_office_alone(
    enter: Go, today: Today, demo: Path
):
    assert "开会" not in labels(enter("grid", "agenda", meeting=str(today.meeting_id)))
    screen = opened(enter, today)
    assert "应到 15 人，实到 0 人，至少要 10 人，还差 10 人。" in said(screen)
    assert rows(demo, f"select count(*) from sittings where meeting_id = {LAST}") == [(1,)]
    assert "开会" not in labels(screen)


def test_fifteen_are_there_by_one_tap_and_one_more_for_each_who_is_not(
    enter: Go, today: Today, demo: Path
):
    screen = press(opened(enter, today), "全部到了")
    assert "实到 15 人，至少要 10 人，够了" in said(screen)
    third = rows(
        demo, f"select id from attendances where meeting_id = {LAST} order by id limit 1 offset 2"
    )[0][0]
    screen = tap(screen, f"mark:{third}:leave")
    assert "实到 14 人" in said(screen)
    sql = (
        "select m.presence, count(*) from attendance_marks m join attendances t"
        f" on t.id = m.attendance_id where t.meeting_id = {LAST} group by 1 order by 1"
    )
    assert rows(demo, sql) == [("leave", 1), ("present", 15)]
    assert "实到 15 人" in said(tap(screen, f"mark:{third}:present")), "put right by one tap"


def test_a_guest_is_added_and_never_counted(enter: Go, today: Today):
    screen = press(opened(enter, today), "全部到了")
    screen = choose(fill(screen, 姓名="街道周科长"), "怎么来的", Presence.OBSERVING)
    box = next(one for one in screen.selectbox if one.label == "代表哪家")
    screen = press(box.select_index(0).run(), "添上")
    assert "街道周科长记为列席。" in said(screen)
    assert "应到 15 人，实到 15 人" in said(screen)
    assert "另有列席 1 人" in said(screen)


def test_who_is_overtaken_at_the_list_is_told_by_whom_and_may_press_again(
    enter: Go, today: Today, demo: Path
):
    screen = press(opened(enter, today), "全部到了")
    with secretary(demo) as visit:
        line = attendance.attendances(visit.db, today.meeting_id)[0]
        marks = (Mark(line.id, Presence.ABSENT, line.seen),)
        attendance.mark_presence(visit, Marks("hers", today.meeting_id, marks))
    screen = tap(screen, f"mark:{line.id}:leave")
    assert "陈书记" in said(screen)
    assert "已经记了“缺席”" in said(screen)
    assert "记为请假" in said(tap(screen, f"mark:{line.id}:leave"))


# Items ----------------------------------------------------------------------------------------


def test_an_item_is_heard_in_two_taps_and_carried_over_in_one(enter: Go, today: Today, demo: Path):
    screen = choose(discussed(enter, today), "怎么定的", Way.NOTE)
    screen = press(fill(screen, 记什么="四项里办好了两项"), "记下结果")
    assert "听取：四项里办好了两项" in said(screen)
    screen = press(press(screen, "下一项"), "下一项")
    screen = press(fill(screen, **{CARRY: "物业还没报价"}), "顺延到下次")
    sql = f"select item_id, way, text from item_outcomes where {ITEMS} order by item_id"
    first, _, third = today.items
    assert rows(demo, sql) == [
        (first, "note", "四项里办好了两项"), (third, "carried", "物业还没报价"),
    ]  # fmt: skip


def test_a_vote_says_before_it_is_saved_whether_it_passes_and_a_tie_fails(
    enter: Go, today: Today, demo: Path
):
    screen = choose(press(discussed(enter, today), "下一项"), "怎么定的", Way.VOTE)
    assert "能表决的有 15 人。没有的填 0。" in said(screen)
    assert "三项加起来是 14，对不上" in said(vote(screen, 7, 7, 0))
    assert "没通过：平票不通过" in said(vote(screen, 7, 7, 1))
    assert "没通过：和到会人数比，同意的没有超过半数" in said(vote(screen, 7, 3, 5))
    assert ":green[通过]" in said(vote(screen, 8, 7, 0))
    screen = press(fill(screen, 表决的事="换成人脸和刷卡两用"), "记下结果")
    assert "表决通过（同意 8，反对 7，弃权 0）" in said(screen)
    assert rows(demo, f"select yes, no, abstain, passed from item_outcomes where {ITEMS}") == [
        (8, 7, 0, 1)
    ]


def test_who_stands_back_is_no_voter_of_that_item(enter: Go, today: Today, demo: Path):
    screen = press(discussed(enter, today), "下一项")
    with connection.opened(demo) as db:
        her = attendance.attendances(db, today.meeting_id)[10]
    screen = choose(fill(screen, 为什么回避="是他家的合同"), "谁回避", her)
    screen = choose(press(screen, "记下回避"), "怎么定的", Way.VOTE)
    assert "能表决的有 14 人" in said(screen)
    assert "能表决的有 15 人" in said(press(screen, "不用回避")), "put right by one tap"


def test_an_opinion_is_written_down_and_put_right(enter: Go, today: Today, demo: Path):
    screen = discussed(enter, today)
    with connection.opened(demo) as db:
        one = attendance.attendances(db, today.meeting_id)[0]
    assert f"还没发言的：{one.name}" in said(screen)
    screen = choose(choose(screen, "谁说的", one), "赞成还是反对", Stance.AGAINST)
    screen = press(fill(screen, 说了什么="价钱太高"), "记下意见")
    assert f"还没发言的：{one.name}" not in said(screen)
    screen = fill(press(screen, "改"), 说了什么="价钱再谈一谈")
    assert "价钱再谈一谈" in said(press(screen, "改好"))
    assert rows(demo, f"select words, replaces > 0 from opinions where {ITEMS} order by id") == [
        ("价钱太高", None), ("价钱再谈一谈", 1),
    ]  # fmt: skip


def test_a_promise_takes_a_body_a_person_and_a_day_in_three_taps(
    enter: Go, today: Today, demo: Path
):
    screen = fill(discussed(enter, today), 要办的事="把三处飞线拆掉", 责任人="周经理")
    with connection.opened(demo) as db:
        lead = next(one for one in bodies(db) if one.name == "力天物业")
    screen = press(choose(choose(screen, "责任单位", lead), "哪天办好", 14), "记下承诺")
    assert "把三处飞线拆掉" in said(screen)
    due = datetime.now(BEIJING).date() + timedelta(days=14)
    sql = f"select content, lead_body_id, person, due_on from actions where {ITEMS}"
    assert rows(demo, sql) == [("把三处飞线拆掉", lead.id, "周经理", due.isoformat())]


def test_a_stale_outcome_is_told_what_changed_and_keeps_what_was_typed(
    enter: Go, today: Today, demo: Path
):
    screen = choose(discussed(enter, today), "怎么定的", Way.CONSENSUS)
    screen = fill(screen, 议定的事="下周二以前拆完")
    with secretary(demo) as visit:
        hers = NewOutcome("hers", today.items[0], Way.NOTE, "听过了，没有意见", 0)
        deciding.record_outcome(visit, hers)
    screen = screen.run()  # what the fragment does within three seconds
    assert "听过了，没有意见" in said(screen)
    screen = press(screen, "改结果")
    assert "已经记了“听过了，没有意见”" in said(screen)
    assert "下周二以前拆完" in [one.value for one in screen.text_area]
    screen = press(screen, "改结果")
    assert "协商一致：下周二以前拆完" in said(screen)
    with connection.opened(demo) as db:
        assert [one.by for one in deciding.outcome_log(db, today.items[0])] == ["王社工", "陈书记"]


# Closing, and coming back ---------------------------------------------------------------------


def test_what_is_left_is_named_and_then_the_number_is_shown(enter: Go, today: Today, demo: Path):
    discussed(enter, today)
    there = {"meeting": str(today.meeting_id), "tab": "close"}
    screen = enter("clerk", "agenda", **there)
    assert "还有 3 项没有结果" in said(screen)
    assert "散会" not in labels(screen)
    assert any(VOTE in label for label in labels(screen))
    assert any(TALK in label for label in labels(screen))
    with secretary(demo) as visit:
        for item in today.items:
            paper = NewOutcome(f"end-{item}", item, Way.NOTE, "听取了情况", 0)
            deciding.record_outcome(visit, paper)
    screen = press(enter("clerk", "agenda", **there), "散会")
    number = rows(demo, f"select year, number from minutes where meeting_id = {LAST}")
    assert f"〔{number[0][0]}〕第 {number[0][1]} 号：草稿" in said(screen)


def test_the_same_address_opens_the_running_meeting_on_another_computer(enter: Go, today: Today):
    press(discussed(enter, today), "下一项")
    other = enter("secretary", "agenda", meeting=str(today.meeting_id))
    assert f"## {VOTE}" in said(other)
    assert "正在议" in said(other)


def test_who_may_not_read_internal_minutes_sees_the_agenda_alone(enter: Go, today: Today):
    discussed(enter, today)
    for who in ("leader", "grid", "property"):
        screen = enter(who, "agenda", meeting=str(today.meeting_id))
        assert NAMES[0] not in said(screen)
        assert VOTE in said(screen)


def test_every_entry_of_another_moves_the_number_the_screen_watches(
    enter: Go, today: Today, demo: Path
):
    seen = []
    with secretary(demo) as visit:
        sittings.open_meeting(visit, Opening("open", today.meeting_id))
        for act in (
            lambda: attendance.mark_all_present(visit, today.meeting_id, slip="all"),
            lambda: sittings.begin_item(visit, today.items[0], slip="begin"),
            lambda: promising.promise(visit, NewAction(
                "p", today.meeting_id, today.items[0], "把飞线拆掉", 1, "周经理", visit.today)),
        ):  # fmt: skip
            seen.append(sittings.newest(visit.db, today.meeting_id))
            act()
        seen.append(sittings.newest(visit.db, today.meeting_id))
    assert seen == sorted(set(seen))


# Rules and pictures ---------------------------------------------------------------------------


def test_an_item_too_short_for_its_speakers_is_warned_of():
    rule = SpeakingTime(minutes=2, times=2)
    assert rule.needed(12) == 48
    assert "要 48 分钟，这一项只排了 40 分钟" in rule.warning(40, 12)
    assert rule.warning(48, 12) == ""


def test_the_bar_has_its_tick_where_it_is_enough():
    drawn = bar(Quorum(15, 12, 1, 10, True, "够了"))
    assert "width:80%" in drawn
    assert "66.7%" in drawn
    assert "66.7%" not in bar(Quorum(15, 12, 0, 0, True, "都到了")), "parties have no number"
