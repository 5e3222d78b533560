"""A row is put down by the names of its columns; days and moments are turned both ways."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from db import connection
from db.points_ledger import awards
from db.rows import first, move_to, put, put_many, value
from domain.errors import WrongState
from domain.points_ledger.awards import AwardState
from tests import community, fund_desk

MOMENT = community.NOW.replace(second=7, microsecond=654_321)


@dataclass(frozen=True, slots=True)
class Counted:
    id: int
    counted_at: datetime
    outside_bays: int | None


def counted(db: connection.Database) -> int:
    return put(
        db, "shed_counts", shed_id=community.SHED, counted_at=MOMENT, in_bays=True,
        outside_bays=None, counted_by=3, saved_at=MOMENT,
    )  # fmt: skip


def test_a_moment_is_kept_to_the_second_and_comes_back_as_one(path: Path):
    with connection.opened(path) as db:
        id = counted(db)
        kept = value(db, "select counted_at from shed_counts where id = :id", id=id)
        assert kept == "2026-03-18T09:40:07+08:00"
        sql = "select id, counted_at, outside_bays from shed_counts where counted_at = :at"
        assert first(db, Counted, sql, at=MOMENT) == Counted(
            id, MOMENT.replace(microsecond=0), None
        )
        assert counted(db) == id + 1


def test_the_number_is_that_of_the_row_whatever_the_triggers_put_down(path: Path):
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, 1, 2)
        last = value(db, "select max(id) from household_entries")
        made = put(
            db, "household_entries", unit_id=1, kind="interest", amount_fen=100,
            booked_on=date(2026, 3, 1), by_id=3, source="entered",
        )  # fmt: skip
        assert made == last + 1
        sql = "select count(*) from household_entries where booked_on = :day"
        assert value(db, sql, day=date(2026, 3, 1)) == 1


def test_many_rows_are_kept_as_one_is(path: Path):
    with connection.opened(path) as db:
        seen = {"shed_id": community.SHED, "counted_at": MOMENT, "in_bays": 4, "counted_by": 3}
        put_many(db, "shed_counts", (seen | {"in_bays": bays} for bays in (4, 5)))
        put_many(db, "shed_counts", iter(()))
        kept = db.execute("select counted_at, in_bays from shed_counts order by id desc limit 2")
        assert kept.fetchall() == [
            ("2026-03-18T09:40:07+08:00", 5),
            ("2026-03-18T09:40:07+08:00", 4),
        ]


def test_a_row_with_other_columns_than_the_first_is_not_guessed_at(path: Path):
    rows = [{"id": 90, "name": "修鞋"}, {"name": "配钥匙", "id": 91}]
    with connection.opened(path) as db, pytest.raises(TypeError, match="merchant_groups"):
        put_many(db, "merchant_groups", rows)


def test_a_column_there_is_not_is_a_bug_and_stays_loud(path: Path):
    with connection.opened(path) as db, pytest.raises(connection.Error, match="no column"):
        put(db, "merchant_groups", nmae="早点")


def test_a_row_goes_on_only_from_where_it_was_read_and_keeps_a_moment_to_the_second(path: Path):
    with connection.opened(path) as db:
        award = put(
            db, "awards", resident_id=1, rule_id=1, asked=10, points=10, earned_on=MOMENT.date(),
            state=AwardState.DRAFT, created_by=3, created_at=MOMENT,
        )  # fmt: skip
        read = awards.award(db, award)
        end = MOMENT.date() + timedelta(days=7)
        approved = {"approved_by": 4, "approved_at": MOMENT, "notice_end": end}
        move_to(db, "awards", read, AwardState.IN_NOTICE, **approved)
        kept = "select state, approved_by, approved_at, notice_end from awards"
        now = ("in_notice", 4, "2026-03-18T09:40:07+08:00", "2026-03-25")
        assert db.execute(kept).fetchall() == [now]
        with pytest.raises(WrongState, match="有人办过"):
            move_to(db, "awards", read, AwardState.WITHDRAWN)
        assert db.execute(kept).fetchall() == [now]
