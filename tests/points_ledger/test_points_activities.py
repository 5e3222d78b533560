"""Everyone at an activity (活动登记), transfers in a household, and the year end."""

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from db import people_lists
from db.points_ledger import activities, books, corrections, posting
from db.writes import transaction
from domain.errors import Invalid, NotAllowed, SamePerson
from domain.finding import read_list
from domain.points_ledger.activities import NewActivity
from domain.points_ledger.books import EntryKind, Transfer
from tests import community

PEOPLE = (community.CHEN, community.MOTHER, 4)


def paper(**change) -> NewActivity:
    given = {
        "slip": "act-1",
        "title": "周六清扫楼道",
        "rule_id": community.PATROL,
        "earned_on": community.TODAY,
        "residents": PEOPLE,
        "minutes": 60,
    }
    return NewActivity(**(given | change))


def counted(db: Database, table: str) -> int:
    return db.execute(f"select count(*) from {table}").fetchone()[0]


def given(db: Database, who: int, points: int) -> None:
    """Points in hand, as if awarded."""
    visit = community.visit_of(db, "clerk")
    entry = posting.Entry(
        posting.ISSUE, posting.account_of(db, who), points, EntryKind.EARN, community.TODAY, "巡逻",
        approved_by=community.account_id("secretary"),
    )  # fmt: skip
    with transaction(db):
        posting.receive(visit, entry)


def test_everyone_is_written_down_on_one_slip(small: Database):
    leader = community.visit_of(small, "leader")
    receipt = activities.register_activity(leader, paper())
    assert "记了 3 人，共 30 枚" in receipt.told
    assert activities.register_activity(leader, paper()) == receipt, "a second click"
    (batch,) = activities.open_batches(small)
    assert (batch.people, batch.points) == (3, 30)


def test_one_who_cannot_be_awarded_stops_all_and_is_named(small: Database):
    leader = community.visit_of(small, "leader")
    for number in range(2):
        activities.register_activity(
            leader, paper(slip=f"m{number}", rule_id=community.MEETING_RULE,
                          residents=(community.CHEN,), title=f"议事 {number}"),
        )  # fmt: skip
    before = counted(small, "awards")
    with pytest.raises(Invalid) as refusal:
        activities.register_activity(leader, paper(rule_id=community.MEETING_RULE))
    assert "陈明" in str(refusal.value)
    assert "一个也没记" in str(refusal.value)
    assert counted(small, "awards") == before
    assert counted(small, "award_batches") == 2


def test_nobody_twice_and_nobody_at_all_are_refused(small: Database):
    leader = community.visit_of(small, "leader")
    for residents in ((), (1, 1)):
        with pytest.raises(Invalid):
            activities.register_activity(leader, paper(residents=residents))


def test_a_second_person_approves_everyone_at_once(small: Database):
    receipt = activities.register_activity(community.visit_of(small, "clerk2"), paper())
    with pytest.raises(SamePerson):
        activities.approve_activity(community.visit_of(small, "clerk2"), receipt.id)
    activities.approve_activity(community.visit_of(small, "secretary"), receipt.id)
    states = {row[0] for row in small.execute("select state from awards")}
    assert states == {"in_notice"}
    assert activities.open_batches(small) == []


def test_a_large_activity_needs_the_committee_head(small: Database):
    small.execute("update parameters set value = 50 where code = 'points_batch_head'")
    leader = community.visit_of(small, "leader")
    receipt = activities.register_activity(leader, paper(minutes=240, residents=(1, 2)))
    with pytest.raises(NotAllowed):
        activities.approve_activity(community.visit_of(small, "clerk2"), receipt.id)
    activities.approve_activity(community.visit_of(small, "secretary"), receipt.id)


def test_a_pasted_list_takes_the_certain_and_names_the_rest(small: Database):
    visit = community.visit_of(small, "leader")
    matches = people_lists.match_list(visit, read_list("陈明\n\n查无此人\n陈\n"))
    assert [(match.line, match.typed) for match in matches] == [
        (1, "陈明"), (3, "查无此人"), (4, "陈"),
    ]  # fmt: skip
    assert matches[0].certain is not None
    assert matches[0].certain.id == community.CHEN
    assert matches[1].certain is None
    assert matches[2].certain is None, "several people are called 陈"
    assert len(matches[2].found) > 1


def test_points_are_given_inside_a_household_within_the_year(small: Database):
    visit = community.visit_of(small, "clerk")
    given(small, community.MOTHER, 300)
    corrections.transfer_points(
        visit, Transfer("t1", community.MOTHER, community.CHILD, 150, "买书")
    )
    assert books.balance(small, community.CHILD) == 150
    with pytest.raises(Invalid) as refusal:
        corrections.transfer_points(
            visit, Transfer("t2", community.MOTHER, community.CHILD, 51, "买书")
        )
    assert "还能转 50 枚" in str(refusal.value)
    with pytest.raises(Invalid):
        corrections.transfer_points(
            visit, Transfer("t3", community.MOTHER, community.CHEN, 1, "邻居")
        )


def test_a_childs_points_are_given_only_with_the_guardian(small: Database):
    visit = community.visit_of(small, "clerk")
    given(small, community.CHILD, 20)
    away = Transfer("t1", community.CHILD, community.MOTHER, 10, "给妈妈")
    with pytest.raises(Invalid):
        corrections.transfer_points(visit, away)
    corrections.transfer_points(visit, away, guardian_agrees=True)
    assert books.balance(small, community.MOTHER) == 10


def test_a_gift_keeps_the_day_it_expires(small: Database):
    visit = community.visit_of(small, "clerk")
    given(small, community.MOTHER, 30)
    corrections.transfer_points(
        visit, Transfer("t1", community.MOTHER, community.CHILD, 30, "买书")
    )
    (holding,) = books.holdings(visit, community.CHILD)
    assert (holding.points, holding.expires_on.year) == (30, community.TODAY.year + 1)


def test_the_year_end_is_seen_beforehand_and_run_once(small: Database):
    visit = community.visit_of(small, "clerk")
    given(small, community.CHEN, 40)
    due = datetime(community.TODAY.year + 1, 12, 31, tzinfo=visit.now.tzinfo)
    (line,) = corrections.expiring(visit, due.date())
    assert (line.resident_id, line.points) == (community.CHEN, 40)
    later = type(visit)(small, visit.user, due + timedelta(days=1))
    corrections.expire_points(later)
    assert books.balance(small, community.CHEN) == 0
    assert books.books(small).balanced
