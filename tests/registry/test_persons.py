"""更正: a person's name, sex, birth and mobile are put right, and what was stays to be read."""

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from db import registry
from db.academy_enrollment import seats
from db.registry_book import persons
from db.visit import Visit
from domain.academy_enrollment.seats import NewEnrollment
from domain.errors import Invalid, NotAllowed, WrongState
from domain.registry_book.persons import PersonChange, PersonFacts, Sex, read_birth, read_facts
from tests.community import CHEN, MOTHER, PHOTOGRAPHY, TODAY, visit_of

WAS = PersonFacts("陈明", None, 1970, date(1970, 5, 1), "13800001001")
PAPER = PersonChange("c", CHEN, "照身份证改正", WAS, replace(WAS, name="陈鸣", sex=Sex.M))


@pytest.fixture
def clerk(small: Database) -> Visit:
    return visit_of(small, "clerk")


def test_a_name_is_put_right_found_and_the_old_one_is_read_with_who_and_why(clerk: Visit):
    told = persons.correct_person(clerk, PAPER).told
    assert told == "陈鸣的姓名、性别更正了。原因：照身份证改正。"
    card = persons.card(clerk, CHEN)
    assert card.facts == PAPER.now
    assert [(one.field, one.before, one.after, one.why, one.by) for one in card.changes] == [
        ("性别", "没登记", "男", "照身份证改正", "社工clerk"),
        ("姓名", "“陈明”", "“陈鸣”", "照身份证改正", "社工clerk"),
    ]
    assert [one.id for one in registry.find_residents(clerk, "陈鸣").people] == [CHEN]
    assert registry.find_residents(clerk, "陈明").people == ()


def test_a_wrong_number_ends_and_the_right_one_stands_in_its_place(clerk: Visit):
    clerk.db.execute(
        "insert into contacts (resident_id, number, kind, rank) values (1, '13911112222', 'mobile', 2)"
    )
    now = replace(WAS, phone="13800001009")
    told = persons.correct_person(clerk, replace(PAPER, now=now)).told
    assert told == "陈明的手机更正了。原因：照身份证改正。"
    assert persons.card(clerk, CHEN).facts.phone == "13800001009"
    rows = "select number, ended_on, ended_by from contacts where resident_id = 1 order by id"
    assert clerk.db.execute(rows).fetchall() == [
        ("13800001001", "2026-03-18", clerk.user.id), ("13911112222", None, None),
        ("13800001009", None, None)]  # fmt: skip
    (line,) = persons.card(clerk, CHEN).changes
    assert (line.before, line.after) == ("138****1001", "138****1009")


def test_no_number_and_no_birthday_goes_into_the_log(clerk: Visit):
    now = replace(WAS, birth_date=date(1970, 5, 10), phone="13800001009")
    persons.correct_person(clerk, replace(PAPER, now=now))
    (said,) = clerk.db.execute("select detail || told from audit_log where slip = 'c'").fetchone()
    assert not any(part in said for part in ("1970", "1001", "1009", "05-1"))
    assert "生日、手机" in said


def test_what_somebody_else_changed_meanwhile_is_not_undone(clerk: Visit):
    persons.correct_person(clerk, PAPER)
    second = visit_of(clerk.db, "clerk2")
    with pytest.raises(WrongState, match="别人改过"):
        persons.correct_person(second, replace(PAPER, slip="d", now=replace(WAS, name="陈铭")))
    with pytest.raises(WrongState, match="没有改动"):
        persons.correct_person(clerk, replace(PAPER, slip="e", was=PAPER.now))
    with pytest.raises(Invalid, match="为什么改"):
        persons.correct_person(clerk, replace(PAPER, slip="f", reason=" "))


def test_a_birth_that_would_leave_a_child_alone_is_refused(clerk: Visit):
    seats.enroll(clerk, NewEnrollment("e", PHOTOGRAPHY, CHEN, True))
    child = replace(WAS, birth_year=2012, birth_date=date(2012, 5, 1))
    with pytest.raises(WrongState, match="还缺监护人同意"):
        persons.correct_person(clerk, replace(PAPER, now=child))
    mother = persons.card(clerk, MOTHER).facts
    young = replace(mother, birth_year=2012, birth_date=date(2012, 5, 1))
    with pytest.raises(WrongState, match="别人的监护人"):
        persons.correct_person(clerk, PersonChange("g", MOTHER, "抄错了", mother, young))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", (None, None)),
        ("1970", (1970, None)),
        ("1970年", (1970, None)),
        ("1970-5-1", (1970, date(1970, 5, 1))),
        ("１９７０.05.01", (1970, date(1970, 5, 1))),
        ("1970年5月1日", (1970, date(1970, 5, 1))),
    ],
)
def test_a_birth_is_read_as_people_write_it(typed: str, read: object):
    assert read_birth(typed, TODAY) == read


@pytest.mark.parametrize("typed", ["70", "1870", "2027", "2026-03-19", "五月"])
def test_what_is_no_birth_is_asked(typed: str):
    with pytest.raises(Invalid, match="出生日期"):
        read_birth(typed, TODAY)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Invalid) as refusal:
        read_facts("无", None, "70", "18999999999", TODAY)
    assert all(word in str(refusal.value) for word in ("不是姓名", "1970-05-01", "凑数"))


@pytest.mark.parametrize("who", ["grid", "property", "supervisor", "leader", "volunteer"])
def test_only_the_office_reads_and_puts_right(clerk: Visit, who: str):
    other = visit_of(clerk.db, who)
    with pytest.raises(NotAllowed):
        persons.card(other, CHEN)
    with pytest.raises(NotAllowed):
        persons.correct_person(other, PAPER)
