"""湾郡币: proposed, approved, in its notice, posted; and the books prove it at every step."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.points_ledger import awards
from db.points_ledger import books as points_books
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from domain.points_ledger.awards import AwardState, NewAward
from tests import community
from tests.community import account_id, visit_of

PAPER = NewAward("slip-1", community.CHEN, community.PATROL, community.TODAY, minutes=60)
NOTICE_OVER = community.NOW + timedelta(days=6)  # three days, ending on Monday 23 March


def proposed(db: Database, **change: object) -> int:
    return awards.register_award(visit_of(db, "clerk"), replace(PAPER, **change)).id  # type: ignore[arg-type]


def approved(db: Database, **change: object) -> int:
    return awards.approve_award(visit_of(db, "clerk2"), proposed(db, **change)).id


def held(db: Database, resident: int, points: int) -> None:
    """Give a resident a holding from long ago, by the ledger."""
    db.execute(
        "insert or ignore into point_accounts (kind, resident_id) values ('resident', ?)",
        [resident],
    )
    db.execute(
        "insert into point_entries (id, debit_id, credit_id, points, kind, earned_on, posted_at,"
        " reason, created_by, approved_by, chain) select (select coalesce(max(id), 0) + 1 from point_entries), 1, id, ?,"
        " 'earn', '2025-01-01', '2025-01-05',"
        " '从前', ?, ?, zeroblob(32) from point_accounts where resident_id = ?",
        [points, account_id("clerk"), account_id("clerk2"), resident],
    )


def proved(db: Database) -> None:
    """Every balance equals its entries, and issued = held + redeemed + expired."""
    wrong = db.execute(
        "select a.id from point_accounts a where a.balance <>"
        " (select coalesce(sum(points), 0) from point_entries where credit_id = a.id)"
        " - (select coalesce(sum(points), 0) from point_entries where debit_id = a.id)"
    ).fetchall()
    assert wrong == []
    assert points_books.books(db).balanced
    assert db.execute("select coalesce(sum(balance), 0) from point_accounts").fetchone() == (0,)


def test_an_award_moves_the_books_only_when_it_is_posted(small: Database):
    id = proposed(small)
    assert awards.award(small, id).state is AwardState.DRAFT
    awards.approve_award(visit_of(small, "clerk2"), id)
    award = awards.award(small, id)
    assert (award.state, award.notice_end) == (AwardState.IN_NOTICE, date(2026, 3, 23))
    assert award.approved_by_name == "社工clerk2"
    assert points_books.books(small).issued == points_books.balance(small, community.CHEN) == 0

    awards.post_awards(visit_of(small, "secretary", NOTICE_OVER))
    assert awards.award(small, id).state is AwardState.POSTED
    assert points_books.balance(small, community.CHEN) == 10
    books = points_books.books(small)
    assert (books.issued, books.held, books.redeemed, books.expired) == (10, 10, 0, 0)
    assert points_books.months(small, "2026-03") == [("2026-03", 10, 0)]
    proved(small)


def test_points_wait_until_the_day_after_the_last_day_of_the_notice(small: Database):
    id = approved(small)
    last_day = visit_of(small, "secretary", community.NOW.replace(day=23, hour=23, minute=59))
    with pytest.raises(WrongState):
        awards.post_awards(last_day)
    assert awards.awards_waiting(small, date(2026, 3, 23)) == (0, 0)
    assert awards.awards_waiting(small, date(2026, 3, 24)) == (0, 1)
    midnight = visit_of(small, "secretary", community.NOW.replace(day=24, hour=0, minute=0))
    assert awards.post_awards(midnight).id == id


def test_posting_twice_posts_once(small: Database):
    approved(small)
    secretary = visit_of(small, "secretary", NOTICE_OVER)
    first = awards.post_awards(secretary, slip="post-1")
    assert awards.post_awards(secretary, slip="post-1") == first
    with pytest.raises(WrongState):
        awards.post_awards(secretary, slip="post-2")
    assert small.execute("select count(*) from point_entries").fetchone() == (1,)
    proved(small)


def test_all_that_are_ready_are_posted_together_and_the_others_stay(small: Database):
    ready = [approved(small, slip=f"slip-{who}", resident_id=who) for who in (1, 4, 5)]
    draft = proposed(small, slip="slip-draft", resident_id=6)
    told = awards.post_awards(visit_of(small, "clerk", NOTICE_OVER)).told
    assert "3 张" in told
    assert "30 枚" in told
    assert {awards.award(small, id).state for id in ready} == {AwardState.POSTED}
    assert awards.award(small, draft).state is AwardState.DRAFT
    assert [entry.points for entry in points_books.latest_entries(visit_of(small, "clerk"))] == [
        10, 10, 10,
    ]  # fmt: skip
    proved(small)


def test_caps_count_what_is_still_on_its_way(small: Database):
    assert awards.award(small, proposed(small, minutes=180)).points == 30
    second = awards.award(small, proposed(small, slip="slip-2", minutes=120))
    assert (second.asked, second.points) == (20, 10)
    with pytest.raises(Invalid):
        proposed(small, slip="slip-3")
    other_day = proposed(small, slip="slip-4", earned_on=community.TODAY - timedelta(days=1))
    assert awards.award(small, other_day).points == 10


def test_the_receipt_says_what_was_asked_and_what_the_caps_left(small: Database):
    clerk = visit_of(small, "clerk")
    awards.register_award(clerk, replace(PAPER, minutes=180))
    told = awards.register_award(clerk, replace(PAPER, slip="slip-2", minutes=120)).told
    assert "应记 20" in told
    assert "限额后 10" in told


def test_a_withdrawn_award_gives_its_room_back_and_never_arrives(small: Database):
    id = approved(small, minutes=240)
    with pytest.raises(Invalid):
        proposed(small, slip="slip-2")
    awards.withdraw_award(visit_of(small, "clerk"), id)
    assert awards.award(small, proposed(small, slip="slip-3")).points == 10
    with pytest.raises(WrongState):
        awards.post_awards(visit_of(small, "secretary", NOTICE_OVER))
    with pytest.raises(WrongState):
        awards.withdraw_award(visit_of(small, "clerk"), id)


def test_a_volunteer_takes_back_the_own_slip_only(small: Database):
    own = awards.register_award(visit_of(small, "volunteer"), PAPER).id
    other = proposed(small, slip="slip-2", resident_id=4)
    with pytest.raises(NotAllowed):
        awards.withdraw_award(visit_of(small, "volunteer"), other)
    awards.withdraw_award(visit_of(small, "volunteer"), own)
    awards.withdraw_award(visit_of(small, "secretary"), other)


def test_what_is_posted_is_not_withdrawn_and_not_approved_again(small: Database):
    id = approved(small)
    with pytest.raises(WrongState):
        awards.approve_award(visit_of(small, "secretary"), id)
    awards.post_awards(visit_of(small, "secretary", NOTICE_OVER))
    with pytest.raises(WrongState):
        awards.withdraw_award(visit_of(small, "clerk"), id)
    assert points_books.balance(small, community.CHEN) == 10


@pytest.mark.parametrize(("holding", "left"), [(1990, 10), (1995, 5), (1999, 1), (2000, None)])
def test_a_balance_stops_at_its_cap(small: Database, holding: int, left: int | None):
    held(small, community.CHEN, holding)
    if left is None:
        with pytest.raises(Invalid):
            proposed(small)
    else:
        assert awards.award(small, proposed(small)).points == left
    proved(small)


def test_the_balance_cap_counts_what_is_waiting_as_well(small: Database):
    held(small, community.CHEN, 1985)
    approved(small, slip="slip-0", earned_on=community.TODAY - timedelta(days=1))
    assert awards.award(small, proposed(small)).points == 5
    with pytest.raises(Invalid):
        proposed(small, slip="slip-2", earned_on=community.TODAY - timedelta(days=2))


def test_two_meetings_a_month_count_and_a_new_month_begins_anew(small: Database):
    change = {"rule_id": community.MEETING_RULE, "minutes": 0}
    for day in (2, 9):
        proposed(small, slip=f"slip-{day}", earned_on=date(2026, 3, day), **change)
    with pytest.raises(Invalid):
        proposed(small, slip="slip-3", **change)
    proposed(small, slip="slip-4", earned_on=date(2026, 2, 28), **change)


@pytest.mark.parametrize("change", [{"resident_id": 999}, {"rule_id": 999}])
def test_nobody_and_no_rule_get_no_points(small: Database, change: dict[str, int]):
    with pytest.raises(NotFound):
        proposed(small, **change)


def test_minutes_are_kept_only_where_they_count(small: Database):
    id = proposed(small, rule_id=community.TRAINING, minutes=9999)
    assert awards.award(small, id).points == 5


@settings(database=None, deadline=None, max_examples=15,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(30, 300), st.booleans(), st.booleans()),
                max_size=8))  # fmt: skip
def test_whatever_is_proposed_the_books_stay_balanced(
    tmp_path: Path, papers: list[tuple[int, int, bool, bool]]
):
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        for number, (who, minutes, agree, back) in enumerate(papers):
            try:
                id = proposed(db, slip=f"slip-{number}", resident_id=who, minutes=minutes)
            except DomainError:
                continue
            if agree:
                awards.approve_award(visit_of(db, "clerk2"), id)
            if back:
                awards.withdraw_award(visit_of(db, "clerk"), id)
        with suppress(WrongState):
            awards.post_awards(visit_of(db, "secretary", NOTICE_OVER))
        proved(db)
        assert all(points_books.balance(db, who) <= 40 for who in (1, 2, 3))
