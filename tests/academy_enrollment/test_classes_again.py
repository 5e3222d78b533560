"""The classes of the last term in a new one: moved by weekday, around holidays, seen before stored."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.academy_enrollment import classes, copying, planning, terms
from db.visit import Visit
from domain.academy_enrollment.copying import CopiedClasses, DaysOff, last_day, moved
from domain.academy_enrollment.planning import ClassFacts, NewClass
from domain.academy_enrollment.seats import Series
from domain.academy_enrollment.terms import NewTerm, Term, TermFacts
from domain.errors import Invalid, NotAllowed
from tests.community import TODAY, visit_of
from tests.screens import door, press, said

WEEK = timedelta(weeks=1)
AUTUMN = Term(1, "秋季", date(2026, 9, 1), date(2026, 12, 31), TODAY, TODAY, 1)
SPRING = Term(2, "春季", date(2027, 3, 3), date(2027, 6, 30), TODAY, TODAY, 0)
CHESS = ClassFacts(
    Series.WANQING, "象棋", "赵老师", "二号教室", 2, time(9, 30), time(11), date(2026, 9, 8), 12, 20,
    5, 0, 50, None, False,
)  # fmt: skip


def test_a_class_keeps_its_weekday_and_the_week_it_began_in():
    new = moved(CHESS, AUTUMN, SPRING, ())
    assert new.starts_on == date(2027, 3, 9)  # the second week's Tuesday, as 8 September was
    assert (new.starts_on.isoweekday(), new.sessions) == (2, 12)


def test_a_first_week_that_began_without_its_weekday_begins_a_week_later():
    new = moved(replace(CHESS, starts_on=date(2026, 9, 1)), AUTUMN, SPRING, ())
    assert new.starts_on == date(2027, 3, 9)  # Tuesday 2 March is before the term


def test_holidays_move_it_on_and_a_shorter_term_makes_it_fewer():
    off = (DaysOff("劳动节", date(2027, 5, 1), date(2027, 5, 5)),)
    new = moved(CHESS, AUTUMN, SPRING, off)
    assert last_day(new, off) == date(2027, 6, 1)
    short = replace(SPRING, ends_on=date(2027, 4, 30))
    assert moved(CHESS, AUTUMN, short, ()).sessions == 8


# Stored ------------------------------------------------------------------------------------------

MONDAY = TODAY - timedelta(days=TODAY.weekday())
OLD = TermFacts("老学期", MONDAY + 30 * WEEK, MONDAY + 46 * WEEK, TODAY, TODAY + 2 * WEEK)
NEW = TermFacts("新学期", MONDAY + 50 * WEEK, MONDAY + 67 * WEEK, TODAY, TODAY + 2 * WEEK)


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


@pytest.fixture
def new(clerk: Visit) -> int:
    old = terms.add_term(clerk, NewTerm("old", OLD)).id
    facts = replace(CHESS, starts_on=OLD.starts_on, sessions=8)
    planning.add_class(clerk, NewClass("a", old, facts))
    planning.add_class(clerk, NewClass("b", old, replace(facts, course="书法", weekday=4)))
    return terms.add_term(clerk, NewTerm("new", NEW)).id


def paper(visit: Visit, id: int, slip: str = "copy") -> CopiedClasses:
    plan = copying.proposed(visit, id)
    assert plan
    return CopiedClasses(
        slip, id, plan.off, tuple(one.facts for one in plan.classes if not one.wrong)
    )


def test_what_was_seen_is_opened_and_nothing_else(clerk: Visit, new: int):
    seen = paper(clerk, new)
    assert [facts.course for facts in seen.classes] == ["象棋", "书法"]
    told = copying.copy_classes(clerk, seen).told
    assert "新学期开了 2 个班" in told
    opened = terms.classes_in(clerk, new)
    assert [(one.course, one.first_session, one.teacher) for one in opened] == [
        (facts.course, facts.starts_on, "赵老师") for facts in seen.classes
    ]
    assert all(one.last_session <= NEW.ends_on for one in opened)
    assert all(one.seated == 0 for one in opened), "nobody is taken along"


def test_holidays_of_the_term_are_seen_and_entered_with_the_classes(clerk: Visit, new: int):
    seen = paper(clerk, new)
    assert seen.off, "fifteen weeks have a holiday"
    for one in seen.off:
        assert one.words and NEW.starts_on <= one.from_on <= one.to_on <= NEW.ends_on
    copying.copy_classes(clerk, seen)
    known = [(b.from_on, b.to_on) for b in terms.breaks(clerk.db, new)]
    assert known == [(one.from_on, one.to_on) for one in seen.off]
    again = copying.proposed(clerk, new)
    assert again and again.off == ()


def test_a_class_that_is_there_or_has_no_room_is_said_and_left_out(clerk: Visit, new: int):
    taken = replace(CHESS, course="国画", starts_on=NEW.starts_on, sessions=16)
    planning.add_class(clerk, NewClass("c", new, taken))
    plan = copying.proposed(clerk, new)
    assert plan
    assert ["二号教室这个时间有“国画”" in one.wrong for one in plan.classes] == [True, False]


def test_all_of_them_or_none(clerk: Visit, new: int):
    seen = paper(clerk, new)
    planning.add_class(clerk, NewClass("d", new, seen.classes[1]))
    with pytest.raises(Invalid, match="已经有“书法”"):
        copying.copy_classes(clerk, seen)
    assert [one.course for one in terms.classes_in(clerk, new)] == ["书法"]
    assert terms.breaks(clerk.db, new) == []


def test_nothing_left_is_refused_and_so_is_who_may_not(clerk: Visit, new: int):
    with pytest.raises(Invalid, match="一个班也没有留下"):
        copying.copy_classes(clerk, CopiedClasses("none", new, (), ()))
    with pytest.raises(NotAllowed):
        copying.proposed(visit_of(clerk.db, "leader"), new)


def test_a_class_that_was_called_off_does_not_come_back(clerk: Visit, new: int):
    (first, _) = classes_of_old(clerk)
    planning.call_off_class(clerk, first)
    assert [facts.course for facts in paper(clerk, new).classes] == ["书法"]


def classes_of_old(visit: Visit) -> tuple[int, ...]:
    sql = "select c.id from classes c join terms t on t.id = c.term_id where t.name = '老学期'"
    return tuple(row[0] for row in visit.db.execute(f"{sql} order by c.id"))


def test_the_button_stands_where_a_term_has_no_class(
    path: Path, clerk: Visit, new: int, monkeypatch
):
    screen = door(path, monkeypatch)("clerk", "academy")
    screen = press(screen, "照老学期开新学期的班")
    assert "象棋" in said(screen)
    assert "开这 2 个班" in {button.label for button in screen.button}
    assert classes.class_offering(clerk.db, classes_of_old(clerk)[0]).course == "象棋"
