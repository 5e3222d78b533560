"""合并重复: two rows of one human become one, nothing of money or votes changes, and it can be undone."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection, registry
from db.checks import report
from db.points_ledger import books
from db.points_shop import reservations, shelf
from db.registry_book import alike, homes, merges, merging
from db.visit import Visit
from domain.errors import NotAllowed, NotFound, WrongState
from domain.points_shop import NewReservation
from domain.registry_book.homes import NewNumber
from tests import community, fund_desk, voucher_desk
from tests.community import CHILD, ELDER, MOTHER, NOW, visit_of
from tests.ledger import earn
from tests.points_shop.test_points_shop import RICE
from tests.twins import UNDER, enter_twin, whole

LATER = NOW + timedelta(hours=1)
NAMING = {(one.table, one.column) for part in merging.PEOPLE for one in part.names}


@pytest.fixture
def clerk(small: Database) -> Visit:
    yield visit_of(small, "clerk", LATER)
    assert red(small) == [], "whatever a test did, every check holds"


def red(db: Database) -> list[str]:
    return [one.code for one in report.run(db, deep=False) if not one.ok]


def under(db: Database, who: int) -> dict[str, int]:
    return dict(merging.counts(db, who))


def test_every_column_that_names_a_resident_is_told(small: Database):
    tables = "select name from sqlite_master where type = 'table'"
    found = {
        (table, row[3])
        for (table,) in small.execute(tables).fetchall()
        for row in small.execute(f"pragma foreign_key_list({table})").fetchall()
        if row[2] == "residents"
    }
    own = {("resident_keys", "resident_id"), ("resident_merges", "kept_id"),
           ("resident_merges", "gone_id"), ("merge_moves", "who"), ("alike_answers", "one_id"),
           ("alike_answers", "other_id")}  # fmt: skip
    assert found - own == NAMING


def test_whatever_named_the_one_is_read_under_the_other(clerk: Visit):
    gone = enter_twin(clerk.db, UNDER, sex="f", id_tail="1231")
    told = merges.merge_residents(clerk, ELDER, gone, slip="m").told
    assert told == "两条王淑芬合成了一条（电话一样，住同一套房）。4月17日以前可以撤销。"
    assert under(clerk.db, ELDER) == {
        "居住": 3, "产权": 2, "电话": 3, "身份": 3, "电动车": 1, "登录账号": 1, "由他监护的人": 1,
        "湾郡币登记": 2, "学苑报名": 2}  # fmt: skip
    assert under(clerk.db, gone) == {"居住": 1, "电话": 1, "身份": 1}, "what both had, ended"
    facts = "select sex, id_tail, birth_year, phone, unit_id from residents where id = ?"
    assert clerk.db.execute(facts, [ELDER]).fetchone() == ("f", "1231", 1944, "13800001012", 11)
    assert clerk.db.execute(facts, [gone]).fetchone()[3:] == ("", None)
    assert [one.id for one in registry.find_residents(clerk, "王淑芬").people] == [ELDER]
    assert registry.someone(clerk.db, gone).id == ELDER, "an old address leads to who is left"
    with pytest.raises(NotFound):
        homes.add_number(clerk, NewNumber("n", "13911110000", gone))


def test_an_undo_puts_every_row_back_and_what_came_since_stays(clerk: Visit):
    gone = enter_twin(clerk.db, UNDER, sex="f")
    before = whole(clerk.db)
    id = merges.merge_residents(clerk, ELDER, gone, slip="m").id
    homes.add_number(clerk, NewNumber("n", "13911110000", ELDER))
    told = merges.undo_merge(clerk, id, slip="u").told
    assert told == "王淑芬的合并撤销了，又是两条。合并以后新登记的，留在原来那一条。"
    numbers = "select resident_id from contacts where number = '13911110000'"
    assert clerk.db.execute(numbers).fetchone() == (ELDER,)
    after = whole(clerk.db)
    assert {name for name in before if before[name] != after[name]} == {"contacts"}
    with pytest.raises(WrongState, match="已经撤销"):
        merges.undo_merge(clerk, id, slip="u2")


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(UNDER))),
    st.sampled_from([None, "points", "gone points"]),
    st.booleans(),
    st.booleans(),
)
def test_no_sum_changes_and_merge_with_undo_is_as_if_nothing_was(
    under: set[str], points: str | None, lower: bool, ballot: bool
):
    with tempfile.TemporaryDirectory() as folder:
        path = community.settle(Path(folder) / "community.db")
        with connection.opened(path) as db:
            gone, clerk = enter_twin(db, under), visit_of(db, "clerk", LATER)
            if points:
                earn(visit_of(db, "clerk"), ELDER if points == "points" else gone, 40)
            if ballot:
                fund_desk.project_at(db, "vote_passed")
            one, other = (ELDER, gone) if lower else (gone, ELDER)
            before = whole(db)
            id = merges.merge_residents(clerk, one, other, slip="m").id
            _only_names_changed(before, whole(db))
            assert red(db) == []
            merges.undo_merge(clerk, id, slip="u")
            assert whole(db) == before
            assert red(db) == []


def _only_names_changed(before: dict[str, list], after: dict[str, list]) -> None:
    naming = {table for table, _ in NAMING} | {"resident_keys"}
    for table in before:
        if table not in naming:
            assert before[table] == after[table], f"{table} is not about who is who"
    counted = {table: len(rows) for table, rows in before.items() if table != "resident_keys"}
    assert counted == {table: len(after[table]) for table in counted}
    # Points, awards and seats keep every cell but whom they name.
    for table, column in (("point_accounts", 2), ("awards", 2), ("enrollments", 2)):
        assert _without(before[table], column) == _without(after[table], column)


def _without(rows: list, column: int) -> list:
    return sorted((row[:column] + row[column + 1 :] for row in rows), key=repr)


def test_the_points_of_the_one_are_the_others_until_they_move(clerk: Visit):
    db = clerk.db
    gone = enter_twin(db)
    this_morning = visit_of(db, "clerk")
    earn(this_morning, gone, 100)
    shelf.add_item(this_morning, RICE)
    reservations.reserve(this_morning, NewReservation("r", 1, gone))
    voucher_desk.exchanged(db, voucher_desk.approved(db, voucher_desk.SPRING), gone)
    id = merges.merge_residents(clerk, ELDER, gone, slip="m").id
    assert books.balance(db, ELDER) == 50 and books.balance(db, gone) == 0
    assert under(db, ELDER).items() >= {"消费券": 1, "积分超市预约": 1, "湾郡币账户": 1}.items()
    earn(visit_of(db, "clerk", LATER + timedelta(hours=1)), ELDER, 10)
    with pytest.raises(WrongState, match="又进出过"):
        merges.undo_merge(clerk, id, slip="u")


AGAINST = {
    "两条的证件后四位不一样": "update residents set id_tail = iif(id = 12, '1231', '1232')",
    "两条的性别不一样": "update residents set sex = iif(id = 12, 'f', 'm')",
    "两条的生日不一样": "update residents set birth_date = '1944-01-16', birth_year = 1944"
                        " where id = :gone",
    "两条的出生年不一样": "update residents set birth_year = 1950 where id = :gone",
    "除了姓名没有别的对得上": "update contacts set ended_on = '2026-03-18'"
                              " where resident_id = :gone",
    "两条的姓名不一样": "update residents set name = '王素芬' where id = :gone",
    "同一套房的两位共有人": "insert into owner_members (owner_group_id, resident_id)"
                            " values (11, 12), (11, :gone)",
    "一个人是另一个人的监护人": "update residents set guardian_id = 12 where id = :gone",
    "是别人的监护人": "update residents set guardian_id = iif(id = 3, :gone, 15)"
                      " where id in (3, 12)",
    "两个人都有登录账号": "update accounts set resident_id = iif(username = 'leader', 12, :gone)"
                          " where username in ('leader', 'grid')",
    "占着名额": "insert into enrollments (class_id, resident_id, state, applied_at, enrolled_by)"
                " select 2, id, 'confirmed', '2026-03-01T09:00:00+08:00', 3 from residents"
                " where id in (12, :gone)",
}  # fmt: skip


@pytest.mark.parametrize("words", AGAINST)
def test_what_cannot_be_one_says_why(clerk: Visit, words: str):
    gone = enter_twin(clerk.db)
    clerk.db.execute("savepoint before")
    clerk.db.execute(AGAINST[words], {"gone": gone} if ":gone" in AGAINST[words] else {})
    before = whole(clerk.db)
    clerk.db.conn.execute("release before")
    with pytest.raises(WrongState, match=words):
        merges.merge_residents(clerk, ELDER, gone, slip="m")
    assert whole(clerk.db) == before
    if (
        words == "是别人的监护人"
    ):  # an elder with a guardian who guards is what `check` refuses, too
        clerk.db.execute("update residents set guardian_id = null where id = ?", [ELDER])


def test_two_books_of_points_stay_two(clerk: Visit):
    gone = enter_twin(clerk.db)
    earn(clerk, ELDER, 20)
    earn(clerk, gone, 35)
    with pytest.raises(WrongState, match="两个人都有湾郡币账户（20 枚和 35 枚）"):
        merges.merge_residents(clerk, ELDER, gone, slip="m")
    assert (books.balance(clerk.db, ELDER), books.balance(clerk.db, gone)) == (20, 35)


def test_who_answered_one_ballot_twice_stays_two(clerk: Visit):
    gone = enter_twin(clerk.db)
    clerk.db.execute(
        "insert into owner_members (owner_group_id, resident_id) values (1, 12), (2, ?)", [gone]
    )
    fund_desk.project_at(clerk.db, "vote_passed")
    with pytest.raises(WrongState, match="两个人都交了票"):
        merges.merge_residents(clerk, ELDER, gone, slip="m")


def test_thirty_days_and_no_more(clerk: Visit):
    id = merges.merge_residents(clerk, ELDER, enter_twin(clerk.db), slip="m").id
    assert merges.still_open(visit_of(clerk.db, "clerk", LATER + timedelta(days=30)), id)
    late = visit_of(clerk.db, "clerk", LATER + timedelta(days=31))
    assert not merges.still_open(late, id)
    with pytest.raises(WrongState, match="满 30 天"):
        merges.undo_merge(late, id, slip="u")


def test_three_rows_become_one_and_come_apart_the_other_way_round(clerk: Visit):
    second, third = enter_twin(clerk.db), enter_twin(clerk.db)
    before = whole(clerk.db)
    first = merges.merge_residents(clerk, second, third, slip="m1").id
    last = merges.merge_residents(clerk, ELDER, second, slip="m2").id
    assert registry.someone(clerk.db, third).id == ELDER
    with pytest.raises(WrongState, match="先撤销那一次"):
        merges.undo_merge(clerk, first, slip="u")
    merges.undo_merge(clerk, last, slip="u2")
    merges.undo_merge(clerk, first, slip="u1")
    assert whole(clerk.db) == before


def test_two_of_one_name_are_asked_about_only_with_something_in_common(clerk: Visit):
    db = clerk.db
    gone = enter_twin(db)
    enter_twin(db, phone="13900009999")  # the name alone
    enter_twin(db, birth_year=1944, birth_date="1944-01-15", phone="", sex="f")
    many, found = alike.pairs(clerk)
    assert many == 2
    assert {(one.id, other.id) for one, other in found} == {(ELDER, gone), (ELDER, gone + 2)}
    db.execute("update residents set sex = 'm' where id = ?", [ELDER])
    assert alike.pairs(clerk)[0] == 1, "what contradicts is two people"


def test_who_was_told_apart_is_not_asked_about_again_until_it_was_a_mistake(clerk: Visit):
    gone = enter_twin(clerk.db)
    id = alike.tell_apart(clerk, gone, ELDER, slip="a").id
    assert alike.pairs(clerk) == (0, [])
    with pytest.raises(WrongState, match="已经看过"):
        alike.tell_apart(clerk, ELDER, gone, slip="a2")
    alike.ask_again(clerk, id, slip="b")
    assert alike.pairs(clerk)[0] == 1
    with pytest.raises(WrongState, match="重新看过"):
        alike.ask_again(clerk, id, slip="c")


@pytest.mark.parametrize("who", ["grid", "property", "supervisor", "leader", "admin"])
def test_only_the_office_merges(clerk: Visit, who: str):
    gone = enter_twin(clerk.db)
    other = visit_of(clerk.db, who)
    with pytest.raises(NotAllowed):
        merges.merge_residents(other, ELDER, gone, slip="m")
    id = merges.merge_residents(clerk, ELDER, gone, slip="m1").id
    with pytest.raises(NotAllowed):
        merges.undo_merge(other, id, slip="u")
    with pytest.raises(NotAllowed):
        alike.pairs(other)


def test_by_hand_whom_a_row_names_changes_with_no_move(clerk: Visit):
    gone = enter_twin(clerk.db, UNDER)
    for table in ("residencies", "contacts", "marks", "vehicles", "owner_members", "awards",
                  "enrollments"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            clerk.db.execute(
                f"update {table} set resident_id = {MOTHER} where resident_id = {gone}"
            )
    merges.merge_residents(clerk, ELDER, gone, slip="m")
    for table in ("residencies", "contacts", "marks", "vehicles", "owner_members", "awards",
                  "enrollments"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            clerk.db.execute(
                f"update {table} set resident_id = {CHILD} where resident_id = {ELDER}"
            )
