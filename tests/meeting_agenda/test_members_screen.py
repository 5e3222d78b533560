"""成员和规则 and 系列 on the screen: in words, for who may, and where one begins in an empty community."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import connection
from db.meeting_agenda import members, series
from domain.days import BEIJING
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.members import (
    MeetingRuleChange,
    MemberEnd,
    MemberRole,
    NewMember,
    PassOf,
    Share,
)
from domain.meeting_agenda.series import NewSeries, SeriesEnd, SeriesFacts
from pages.meeting_members import KINDS, changeable, rule_words
from tests import screens
from tests.meeting_desk import at
from tests.screens import labels, press, said

NOW = datetime.now(BEIJING)
FACTS = SeriesFacts("金花议事会", 3, 4, "19:00", 90, "议事厅", "李书记", 21)


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> screens.Go:
    return screens.door(path, monkeypatch)


def joins(path: Path, name: str, days: int = 0) -> int:
    with connection.opened(path) as db:
        clerk = at(db, "clerk", NOW)
        day = clerk.today + timedelta(days=days)
        new = NewMember(f"m-{name}", Kind.COUNCIL, name, MemberRole.MEMBER, day, 1)
        return members.add_member(clerk, new).id


def test_without_members_the_tab_says_what_they_are_for_and_offers_the_first(enter: screens.Go):
    screen = enter("clerk", "agenda", tab="members")
    assert "金花议事会还没有成员" in said(screen) and "加成员" in labels(screen)


def test_without_organisations_it_leads_to_where_they_are_entered(enter: screens.Go, path: Path):
    with connection.opened(path) as db, db.conn:
        db.execute("pragma foreign_keys = off")
    with connection.opened(path) as db:
        db.execute("pragma foreign_keys = off")
        db.execute("delete from bodies")
    screen = enter("clerk", "agenda", tab="members")
    assert "先登记参会单位" in said(screen) and "加成员" not in labels(screen)


def test_every_kind_says_its_rule_in_words_and_only_the_administrator_changes_it(
    enter: screens.Go, path: Path
):
    with connection.opened(path) as db:
        for kind in KINDS:
            words = rule_words(members.rule(db, kind, NOW.date()))
            assert words.startswith(("到会", "组织")) and words.endswith("。"), kind
        assert not changeable(members.rule(db, Kind.JOINT, NOW.date()))
    screen = enter("clerk", "agenda", tab="members")
    assert "到会的成员达到3 分之 2，才开得成；同意的超过半数（和到会人数比），才通过。" in said(
        screen
    )
    assert "改规则" not in labels(screen)
    assert "改规则" in labels(enter("admin", "agenda", tab="members"))
    assert "改规则" not in labels(enter("admin", "agenda", tab="members", kind="joint"))


def test_another_rule_stands_below_the_present_one_until_its_day(enter: screens.Go, path: Path):
    with connection.opened(path) as db:
        admin = at(db, "admin", NOW)
        day = admin.today + timedelta(days=9)
        new = MeetingRuleChange(
            "r",
            Kind.COUNCIL,
            day,
            Share(3, 4, True),
            Share(1, 2, False),
            PassOf.MEMBERS,
            "章程第六条",
        )
        members.change_rule(admin, new)
    told = said(enter("clerk", "agenda", tab="members"))
    assert "到会的成员达到3 分之 2" in told
    assert "到会的成员达到4 分之 3" in told and "依据：章程第六条" in told


def test_names_are_for_the_office_and_for_others_how_many_each_organisation_sends(
    enter: screens.Go, path: Path
):
    joins(path, "赵委员")
    assert any("赵委员" in label or "赵委员" in said(screen) for screen in
               [enter("supervisor", "agenda", tab="members")] for label in ["", *labels(screen)])  # fmt: skip
    grid = said(enter("grid", "agenda", tab="members"))
    assert "赵委员" not in grid and "1 人" in grid


def test_who_left_stands_apart_and_who_comes_later_is_named(enter: screens.Go, path: Path):
    gone = joins(path, "钱委员")
    joins(path, "孙委员", 9)
    with connection.opened(path) as db:
        clerk = at(db, "clerk", NOW)
        members.end_member(clerk, MemberEnd("e", gone, clerk.today))
        coming = members.joining(db, Kind.COUNCIL, clerk.today)
        assert [one.name for one in coming] == ["孙委员"]
    told = said(enter("clerk", "agenda", tab="members"))
    assert "成员 0 人" in told and "孙委员" in told and "钱委员" in told


def test_where_there_is_no_series_the_tab_says_what_one_is_for(enter: screens.Go):
    screen = enter("clerk", "agenda", tab="series")
    assert "还没有系列" in said(screen) and "设一个系列" in labels(screen)
    assert "设一个系列" not in labels(enter("grid", "agenda", tab="series"))


def test_the_next_meeting_is_one_tap_and_an_ended_series_offers_none(enter: screens.Go, path: Path):
    with connection.opened(path) as db:
        id = series.start_series(at(db, "clerk", NOW), NewSeries("s", Kind.COUNCIL, FACTS)).id
    screen = press(enter("clerk", "agenda", tab="series"), "排下一次会")
    assert "排好了" in said(screen)
    with connection.opened(path) as db:
        assert db.execute("select count(*) from series_meetings").fetchone()[0] == 1
        clerk = at(db, "clerk", NOW)
        series.end_series(clerk, SeriesEnd("e", id, clerk.today))
    assert "排下一次会" not in labels(enter("clerk", "agenda", tab="series"))
