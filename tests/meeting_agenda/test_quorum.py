"""Quorum and majority (法定人数、通过): whole numbers, crosswise; a tie fails; a rule has its days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db.meeting_agenda import members, sittings
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.meeting_agenda.meetings import Kind
from domain.meeting_agenda.members import (
    MeetingRule,
    MeetingRuleChange,
    MemberEnd,
    MemberRole,
    NewMember,
    PassesBy,
    PassOf,
    QuorumOf,
    Share,
    passed,
    quorum_of_members,
)
from tests import meetings
from tests.community import TODAY, visit_of

TWO_THIRDS, HALF = Share(2, 3, True), Share(1, 2, False)
COUNCIL = MeetingRule(
    2, Kind.COUNCIL, date(2000, 1, 1), QuorumOf.MEMBERS, 2, 3, True, PassesBy.VOTE, PassOf.PRESENT,
    1, 2, False, None, "章程",
)  # fmt: skip
quick = settings(database=None, deadline=None, max_examples=300)


@pytest.mark.parametrize(
    ("members", "present", "met"),
    [(21, 14, True), (21, 13, False), (20, 14, True), (20, 13, False)],
)
def test_two_thirds_of_the_members_are_counted_crosswise(members: int, present: int, met: bool):
    assert TWO_THIRDS.reached(present, members) is met
    assert TWO_THIRDS.needed(members) == 14


@pytest.mark.parametrize(("yes", "no", "passes"), [(8, 6, True), (7, 7, False), (7, 0, False)])
def test_of_fourteen_present_eight_pass_and_seven_do_not(
    small: Database, yes: int, no: int, passes: bool
):
    rule = members.rule(small, Kind.COUNCIL, TODAY)
    assert passed(rule, yes, no, 14) is passes


def test_a_tie_fails_even_where_half_would_do(small: Database):
    rule = replace(members.rule(small, Kind.COUNCIL, TODAY), pass_at_least=True)
    assert not passed(rule, 7, 7, 14)
    assert passed(rule, 7, 6, 14)


@quick
@given(st.integers(1, 60), st.integers(1, 60), st.booleans(), st.integers(0, 2000))
def test_the_number_needed_is_the_smallest_that_is_enough(
    top: int, more: int, at_least: bool, whole: int
):
    share = Share(top, top + more, at_least)
    needed = share.needed(whole)
    assert share.reached(needed, whole) is (whole > 0)
    assert not share.reached(needed - 1, whole)


@quick
@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_observers_never_count(seats: int, present: int, observers: int):
    alone = quorum_of_members(COUNCIL, seats, present, 0)
    assert alone.met is quorum_of_members(COUNCIL, seats, present, observers).met
    assert alone.met is (seats > 0 and 3 * present >= 2 * seats)


@pytest.mark.parametrize(
    ("kind", "enough", "of"),
    [(Kind.COUNCIL, 14, 21), (Kind.RESIDENT_REPS, 14, 21), (Kind.OWNER_REPS, 11, 21)],
)
def test_each_kind_has_the_rule_of_its_row(small: Database, kind: Kind, enough: int, of: int):
    rule = members.rule(small, kind, TODAY)
    assert rule.quorum.needed(of) == enough
    assert rule.passing == HALF


def test_an_assembly_of_residents_is_told_ten_days_before(small: Database):
    assert members.rule(small, Kind.RESIDENTS_ASSEMBLY, TODAY).notice_days == 10


def change(**other: object) -> MeetingRuleChange:
    paper = MeetingRuleChange(
        "rule",
        Kind.COUNCIL,
        TODAY + timedelta(days=1),
        TWO_THIRDS,
        HALF,
        PassOf.MEMBERS,
        "章程第九条",
    )
    return replace(paper, **other)  # type: ignore[arg-type]


def test_a_rule_is_followed_by_another_and_earlier_meetings_keep_theirs(small: Database):
    members.change_rule(visit_of(small, "admin"), change())
    assert members.rule(small, Kind.COUNCIL, TODAY).pass_of is PassOf.PRESENT
    tomorrow = members.rule(small, Kind.COUNCIL, TODAY + timedelta(days=1))
    assert (tomorrow.pass_of, tomorrow.basis) == (PassOf.MEMBERS, "章程第九条")
    with pytest.raises(WrongState, match="没有改动"):
        members.change_rule(visit_of(small, "admin"), change(slip="again"))


def test_a_rule_that_cannot_be_is_refused(small: Database):
    admin = visit_of(small, "admin")
    for wrong, told in (
        ({"quorum": Share(3, 2, True)}, "法定人数的比例"),
        ({"passing": Share(1, 3, False)}, "不能少于半数"),
        ({"why": " "}, "依据还没填"),
        ({"kind": Kind.COUNCIL, "from_on": TODAY - timedelta(days=1)}, "已经过去"),
    ):
        with pytest.raises(Invalid, match=told):
            members.change_rule(admin, change(**wrong))
    with pytest.raises(NotAllowed):
        members.change_rule(visit_of(small, "clerk"), change())


# Members --------------------------------------------------------------------------------------


def test_a_member_joins_and_ends_by_a_day(small: Database):
    clerk = visit_of(small, "clerk")
    id = meetings.seat(clerk, "王大爷")
    end = TODAY + timedelta(days=5)
    members.end_member(clerk, MemberEnd("end", id, end))
    assert [m.name for m in members.members(small, Kind.COUNCIL, TODAY)] == ["王大爷"]
    assert members.members(small, Kind.COUNCIL, end) == []
    assert [m.to_on for m in members.past_members(small, Kind.COUNCIL)] == [end]
    with pytest.raises(WrongState, match="不用再记"):
        members.end_member(clerk, MemberEnd("again", id, end))


def test_nobody_has_two_seats_for_one_organisation(small: Database):
    clerk = visit_of(small, "clerk")
    meetings.seat(clerk, "王大爷")
    paper = NewMember("two", Kind.COUNCIL, " 王大爷", MemberRole.CHAIR, TODAY, meetings.COMMITTEE)
    with pytest.raises(WrongState, match="已经是"):
        members.add_member(clerk, paper)
    members.add_member(clerk, replace(paper, slip="other", body_id=meetings.PINE_COMPANY))


def test_a_member_that_cannot_be_is_refused(small: Database):
    clerk = visit_of(small, "clerk")
    paper = NewMember("m", Kind.COUNCIL, "王大爷", MemberRole.MEMBER, TODAY, meetings.COMMITTEE)
    for wrong, kind in (
        ({"name": " "}, Invalid),
        ({"kind": Kind.SPECIAL}, Invalid),
        ({"kind": Kind.RESIDENTS_ASSEMBLY}, Invalid),
        ({"body_id": 99}, NotFound),
        ({"account_id": 99}, NotFound),
        ({"resident_id": 999}, NotFound),
        ({"from_on": TODAY + timedelta(days=400)}, Invalid),
    ):
        with pytest.raises(kind):
            members.add_member(clerk, replace(paper, **wrong))
    id = members.add_member(clerk, paper).id
    with pytest.raises(Invalid, match="不能更早"):
        members.end_member(clerk, MemberEnd("e", id, TODAY - timedelta(days=1)))


def test_members_replaced_between_two_meetings_change_no_past_one(small: Database):
    clerk = visit_of(small, "clerk")
    seats = meetings.seats(clerk, 3)
    evening = meetings.opened(small)
    meetings.come(meetings.that_evening(small), evening, 2)
    before = sittings.quorum(small, evening.meeting_id)
    meetings.closed(small, evening)
    later = visit_of(small, "clerk", meetings.EVENING + timedelta(days=1))
    for id in seats:
        members.end_member(later, MemberEnd(f"end-{id}", id, TODAY))  # told too late, dated back
    meetings.seat(later, "新委员")
    assert sittings.quorum(small, evening.meeting_id) == before
    assert (before.members, before.present, before.met) == (3, 2, True)
