"""Planning the academy: terms, days off, classes; what people enrolled for stays."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlite_utils import Database

from db import connection
from db.academy_enrollment import classes, planning, seats, terms
from db.visit import Visit
from domain.academy_enrollment.planning import ClassChange, ClassFacts, NewClass
from domain.academy_enrollment.seats import NewEnrollment, Series
from domain.academy_enrollment.terms import (
    NewBreak,
    NewTerm,
    TermChange,
    TermFacts,
    session_days,
)
from domain.errors import DomainError, Invalid, WrongState
from tests.community import TODAY, visit_of

WEEK = timedelta(weeks=1)
MONDAY = TODAY - timedelta(days=TODAY.weekday())
STARTS, ENDS = MONDAY + 60 * WEEK, MONDAY + 76 * WEEK
TERM = TermFacts("明年的学期", STARTS, ENDS, TODAY, TODAY + 2 * WEEK)
CHESS = ClassFacts(
    Series.WANQING, "象棋", "赵老师", "二号教室", 3, time(9, 30), time(11), STARTS, 12, 20, 5, 0, 50,
    None, False,
)  # fmt: skip


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


@pytest.fixture
def term(clerk: Visit) -> int:
    return terms.add_term(clerk, NewTerm("term", TERM)).id


@pytest.fixture
def chess(clerk: Visit, term: int) -> int:
    return planning.add_class(clerk, NewClass("chess", term, CHESS)).id


def change(visit: Visit, id: int, slip: str = "change", **facts: object) -> str:
    was = planning.facts(visit, id)
    now = replace(was, **facts)  # type: ignore[arg-type]
    return planning.change_class(visit, ClassChange(slip, id, was, now)).told


def elder(db: Database) -> int:
    """Somebody old enough, known by a birth date."""
    sql = "select id from residents where birth_year < 1960 and birth_year > 1950 order by id"
    return int(db.execute(sql).fetchone()[0])


def enrolled(visit: Visit, class_id: int, slip: str = "seat") -> int:
    paper = NewEnrollment(
        slip, class_id, elder(visit.db), resident_agrees=True, family_signed=True,
        emergency_name="家人", emergency_phone="10000000000",
    )  # fmt: skip
    return seats.enroll(visit, paper).id


def test_a_term_and_a_class_are_entered_and_somebody_enrols(clerk: Visit, term: int, chess: int):
    assert [known.name for known in terms.terms_from(clerk.db, TODAY)][-1] == "明年的学期"
    offering = classes.class_offering(clerk.db, chess)
    assert (offering.term, offering.free, offering.hours) == ("明年的学期", 20, "周三 9:30–11:00")
    enrolled(clerk, chess)
    assert classes.class_offering(clerk.db, chess).seated == 1


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name": ""}, "学期名称还没填"),
        ({"ends_on": STARTS}, "学期结束要在学期开始以后"),
        ({"enrol_to": TODAY - WEEK}, "报名截止不能早于开始报名"),
        ({"enrol_to": ENDS + WEEK}, "报名截止不能晚于学期结束"),
        ({"ends_on": date(2090, 1, 1)}, "太远"),
    ],
)
def test_a_term_that_cannot_be_is_refused(clerk: Visit, facts: dict, told: str):
    with pytest.raises(Invalid, match=told):
        terms.add_term(clerk, NewTerm("t", replace(TERM, **facts)))


def test_two_terms_neither_share_a_name_nor_a_day(clerk: Visit, term: int):
    with pytest.raises(Invalid, match="已经有"):
        terms.add_term(clerk, NewTerm("t", TERM))
    with pytest.raises(Invalid, match="日子重了"):
        later = replace(TERM, name="另一个", starts_on=ENDS, ends_on=ENDS + WEEK)
        terms.add_term(clerk, NewTerm("u", later))


def test_a_term_is_put_right_but_no_class_falls_out_of_it(clerk: Visit, term: int, chess: int):
    with pytest.raises(Invalid, match="最后一次课排到"):
        short = replace(TERM, ends_on=STARTS + 4 * WEEK)
        terms.change_term(clerk, TermChange("a", term, TERM, short))
    with pytest.raises(Invalid, match="就开课了"):
        late = replace(TERM, starts_on=STARTS + WEEK)
        terms.change_term(clerk, TermChange("b", term, TERM, late))
    now = replace(TERM, name="改过的学期")
    told = terms.change_term(clerk, TermChange("c", term, TERM, now)).told
    assert "名称由“明年的学期”改为“改过的学期”" in told
    with pytest.raises(WrongState, match="刚被别人改过"):
        terms.change_term(clerk, TermChange("d", term, TERM, replace(TERM, ends_on=ENDS + WEEK)))


def test_days_off_push_a_class_back_and_never_out_of_its_term(clerk: Visit, term: int, chess: int):
    last = classes.class_offering(clerk.db, chess).last_session
    paper = NewBreak("off", term, "春节", STARTS + WEEK, STARTS + 3 * WEEK - timedelta(days=1))
    off = terms.add_break(clerk, paper).id
    assert classes.class_offering(clerk.db, chess).last_session == last + 2 * WEEK
    with pytest.raises(Invalid, match="已经登记过放假"):
        terms.add_break(clerk, replace(paper, slip="again"))
    with pytest.raises(Invalid, match="放假要在学期里面"):
        terms.add_break(clerk, replace(paper, slip="out", from_on=ENDS, to_on=ENDS + WEEK))
    long = NewBreak("long", term, "装修", STARTS + 4 * WEEK, STARTS + 9 * WEEK)
    with pytest.raises(Invalid, match="最后一次课排到"):
        terms.add_break(clerk, long)
    assert len(terms.breaks(clerk.db, term)) == 1, "what was refused is not kept"
    terms.remove_break(clerk, off)
    assert classes.class_offering(clerk.db, chess).last_session == last


def test_sessions_are_weekly_and_skip_days_off():
    first = date(2026, 3, 4)
    days = session_days(first, 3, ((date(2026, 3, 10), date(2026, 3, 11)),))
    assert days == [first, date(2026, 3, 18), date(2026, 3, 25)]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"course": " "}, "班名还没填"),
        ({"ends": time(9)}, "下课要在上课以后"),
        ({"capacity": 0, "min_open": 0}, "席位要在 1 到"),
        ({"min_open": 21}, "开班人数"),
        ({"age_min": 60, "age_max": 50}, "年龄要从小到大"),
        ({"starts_on": STARTS - WEEK}, "开课日期要在学期里面"),
        ({"sessions": 17}, "最后一次课排到"),
        ({"fee_fen": 10_000_000}, "公益和低偿"),
    ],
)
def test_a_class_that_cannot_be_is_refused(clerk: Visit, term: int, facts: dict, told: str):
    with pytest.raises(Invalid, match=told):
        planning.add_class(clerk, NewClass("c", term, replace(CHESS, **facts)))


def test_one_room_and_one_teacher_hold_one_class_at_a_time(clerk: Visit, term: int, chess: int):
    other = replace(CHESS, course="围棋", begins=time(10), ends=time(12))
    with pytest.raises(Invalid, match="二号教室这个时间有“象棋”"):
        planning.add_class(clerk, NewClass("a", term, replace(other, teacher="孙老师")))
    with pytest.raises(Invalid, match="赵老师这个时间在上“象棋”"):
        planning.add_class(clerk, NewClass("b", term, replace(other, room="三号教室")))
    with pytest.raises(Invalid, match="已经有“象棋”"):
        planning.add_class(clerk, NewClass("c", term, replace(CHESS, weekday=4)))
    planning.add_class(clerk, NewClass("d", term, replace(other, begins=time(11), ends=time(12))))


def test_a_change_says_what_was_and_what_is_and_one_begun_earlier_is_refused(
    clerk: Visit, chess: int
):
    was = planning.facts(clerk, chess)
    told = change(clerk, chess, capacity=25, room="大教室", begins=time(9))
    assert told.startswith(
        "“象棋”改好了：教室由“二号教室”改为“大教室”，上课由 09:30 改为 09:00 ，席位由 20 席改为 25 席。"
    )
    with pytest.raises(WrongState, match="刚被别人改过"):
        planning.change_class(clerk, ClassChange("x", chess, was, replace(was, capacity=30)))


def test_a_class_with_people_keeps_what_they_enrolled_for(clerk: Visit, chess: int):
    seat = enrolled(clerk, chess)
    for facts in ({"fee_fen": 5_000}, {"age_min": 55}, {"need_guardian": True}):
        with pytest.raises(WrongState, match="已经有 1 位按原来的"):
            change(clerk, chess, slip=str(facts), **facts)
    change(clerk, chess, capacity=1, min_open=1)
    with pytest.raises(DomainError, match="席位"):
        change(clerk, chess, slip="none", capacity=0, min_open=0)
    with pytest.raises(WrongState, match="还有 1 位报着名"):
        planning.call_off_class(clerk, chess)
    seats.cancel_enrollment(clerk, seat)
    planning.call_off_class(clerk, chess)
    with pytest.raises(WrongState, match="已经停开"):
        planning.call_off_class(clerk, chess)


def test_seats_never_become_fewer_than_those_seated(clerk: Visit, chess: int, small: Database):
    ids = "select id from residents where birth_year between 1950 and 1970 order by id limit 2"
    for (id,) in small.execute(ids).fetchall():
        small.execute(
            "insert into enrollments (class_id, resident_id, state, applied_at, enrolled_by)"
            " values (?, ?, 'confirmed', '2026-01-01', 2)", [chess, id],
        )  # fmt: skip
    with pytest.raises(Invalid, match="已经报了 2 位"):
        change(clerk, chess, capacity=1, min_open=1)


def test_a_new_time_brings_nobody_into_two_classes_at_once(clerk: Visit, term: int, chess: int):
    go = replace(CHESS, course="围棋", teacher="孙老师", room="三号教室", weekday=4)
    other = planning.add_class(clerk, NewClass("go", term, go)).id
    enrolled(clerk, chess)
    enrolled(clerk, other, "second")
    with pytest.raises(Invalid, match="1 位学员和自己的“象棋”撞上"):
        change(clerk, other, weekday=3)
    change(clerk, other, slip="fine", weekday=5)


def test_nobody_enrols_in_a_class_called_off(clerk: Visit, chess: int, small: Database):
    planning.call_off_class(clerk, chess)
    with pytest.raises(DomainError, match="停开"):
        enrolled(clerk, chess)
    with pytest.raises(connection.IntegrityError, match="called off"):
        small.execute(
            "insert into enrollments (class_id, resident_id, state, applied_at, enrolled_by)"
            " values (?, 1, 'confirmed', '2026-01-01', 2)", [chess],
        )  # fmt: skip


def test_a_teacher_with_an_account_sees_the_class_and_one_without_is_named(
    clerk: Visit, term: int, small: Database
):
    (name,) = small.execute("select name from accounts where role = 'teacher'").fetchone()
    told = planning.add_class(clerk, NewClass("a", term, replace(CHESS, teacher=name))).told
    assert "还没有教师账号" not in told
    other = replace(CHESS, course="围棋", weekday=4)
    assert "还没有教师账号" in planning.add_class(clerk, NewClass("b", term, other)).told
    linked = "select count(*) from classes where teacher_id is not null and course = '象棋'"
    assert small.execute(linked).fetchone() == (1,)
