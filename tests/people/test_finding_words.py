"""Finding by several words, the estate among them; and whom the lines of a pasted list mean."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection, people_lists, registry
from db.visit import Visit
from domain.finding import Found, Match, read_line, read_list, words
from tests import community

NAMES = {1: ("当代青松园", "青松园"), 2: ("翠竹苑", "翠竹苑")}
TWINS = [  # (id, name, phone, code, estate): the same room in two estates, eleven people
    *((100 + n, f"马大{'一二三四五六七八'[n]}", f"1390000200{n}", "1-1-101", 1) for n in range(8)),
    *((110 + n, f"马小{'一二三'[n]}", f"1390000210{n}", "1-1-101", 2) for n in range(3)),
    (120, "王红", "13900002201", "1-1-101", 1),
    (121, "王红", "13900002202", "1-1-102", 1),
    (122, "王红", "13900002203", "1-1-101", 2),
    (123, "李王红", "13900002204", "1-1-102", 1),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = community.settle(tmp_path_factory.mktemp("words") / "community.db")
    with connection.opened(path) as db:
        unit = "select id from units where estate_id = ? and code = ?"
        second = db.execute("select id, name, short_name from estates where id = 2").fetchone()
        assert second, "the small community has a second estate"
        if db.execute(unit, [2, "1-1-101"]).fetchone() is None:
            _a_room_in(db, 2)
        for id, name, phone, code, estate in TWINS:
            (unit_id,) = db.execute(unit, [estate, code]).fetchone()
            db.execute(
                "insert into residents (id, name, phone, unit_id, source) values (?, ?, ?, ?, 'demo')",
                [id, name, phone, unit_id],
            )
        community.add_keys(db, [(id, name, phone, code) for id, name, phone, code, _ in TWINS])
        yield db


def _a_room_in(db: Database, estate: int) -> None:
    db.execute("insert into buildings (id, estate_id, label) values (990, ?, '1')", [estate])
    db.execute("insert into owner_groups (id, estate_id, kind) values (990, ?, 'owner')", [estate])
    db.execute(
        "insert into units (estate_id, building_id, floor, room, code, purpose, area_centi,"
        " area_source, owner_group_id, source)"
        " values (?, 990, 1, '101', '1-1-101', 'flat', 9000, 'register', 990, 'demo')",
        [estate],
    )


@pytest.fixture(scope="module")
def clerk(db: Database) -> Visit:
    return community.visit_of(db, "clerk")


@pytest.fixture(scope="module")
def short(db: Database) -> str:
    """The first two characters people call the second estate by."""
    return str(registry.estate_names(db)[2][1])[:2]


def ids(found: Found) -> set[int]:
    return {person.id for person in found}


def test_who_is_not_shown_is_counted(clerk: Visit):
    found = registry.find_residents(clerk, "马")
    assert (len(found), found.more, found.rest) == (6, 5, "还有 5 位，再打几个字")
    assert registry.find_residents(clerk, "马小").rest == ""


def test_the_estate_narrows_in_any_order_and_without_a_blank(clerk: Visit, short: str):
    for typed in (f"{short} 1-1-101", f"1-1-101 {short}", f"{short}1-1-101", f"{short}1栋1单元101"):
        found = registry.find_residents(clerk, typed)
        assert ids(found) == {110, 111, 112, 122}, typed
        assert found.rest == ""
    assert ids(registry.find_residents(clerk, f"王 {short}")) == {122}
    assert ids(registry.find_residents(clerk, f"1-1-101 wanghong {short}")) == {122}


def test_every_word_must_fit(clerk: Visit, short: str):
    assert ids(registry.find_residents(clerk, "王红 1-1-102")) == {121, 123}
    assert not registry.find_residents(clerk, f"王红 9-9-901 {short}")
    assert not registry.find_residents(clerk, "马小一 诸葛孔明")
    assert not registry.find_residents(clerk, "王 " * 40), "too many words are none at all"


def test_whoever_was_chosen_leaves_room_for_the_next(clerk: Visit):
    first = registry.find_residents(clerk, "马")
    rest = registry.find_residents(clerk, "马", without=[person.id for person in first])
    assert (len(rest), rest.more) == (5, 0)
    assert not ids(first) & ids(rest)


def test_more_than_fifty_are_not_counted_one_by_one(tmp_path: Path):
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        rows = [(n, f"钱{n}", "", None) for n in range(1_000, 22_000)]
        db.conn.executemany(
            "insert into residents (id, name, source) values (?, ?, 'entered')",
            [row[:2] for row in rows],
        )
        db.conn.executemany(
            "insert into resident_keys (key, resident_id) values ('钱', ?)",
            [row[:1] for row in rows],
        )
        clerk = community.visit_of(db, "clerk")
        assert registry.find_residents(clerk, "钱").rest == "还有 50 位以上，再打几个字"
        short = registry.estate_names(db)[2][1][:2]
        found = registry.find_residents(clerk, f"钱 {short}")
        assert (len(found), found.rest) == (0, "人太多，没有全部看完，再打几个字")


@settings(database=None, deadline=None, max_examples=150)
@given(st.text(max_size=40))
def test_anything_typed_becomes_words_without_losing_a_sign(typed: str):
    assert all(word.strip() for word in words(typed, NAMES))
    line = read_line(1, typed, NAMES)
    assert line.typed == typed


# Pasted lists -----------------------------------------------------------------------------------


def matched(clerk: Visit, *pasted: str) -> list[Match]:
    return people_lists.match_list(clerk, read_list("\n".join(pasted)))


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("王红 1-1-102", 121), ("1-1-102 王红", 121), ("王红，1栋1单元102室", 121),
        ("１－１－１０２　王红", 121), ("王 红\t1-1-102", 121), ("1. 王红 1-1-102", 121), ("王红1-1-102", 121),
        ("王红（1-1-102）", 121), ("王红 139 0000 2202", 121), ("王红 2203", 122), ("马大一", 100),
        ("李王红", 123), ("13900002201", 120), ("John Smith", 18),
    ],
)  # fmt: skip
def test_a_line_that_says_enough_is_that_one_person(clerk: Visit, typed: str, id: int):
    (match,) = matched(clerk, typed)
    assert match.certain is not None, match.why
    assert match.certain.id == id


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("王红 9-9-901", "没有登记过居民"), ("乔丽娟 1-1-101", "没有叫“乔丽娟”"),
        ("1-1-102 诸葛孔明", "没有叫“诸葛孔明”"), ("马大一 1-1-102", "对不上"), ("马", "没有叫“马”"),
        ("王红", "有 3 人，请加房号"), ("王红 1-1-101", "有 2 人，请加手机后四位"), ("王红 组长", "没有叫"),
        ("王红 3", "看不懂“3”"), ("王红 1-1-101 1-1-102", "看不懂"), ("2202", "看不出是谁"),
        ("马大一、马大二", "没有叫"), ("马大一 1-1-1", "没有登记过"), ("马大", "没有叫“马大”"),
        ("长" * 200, "看不懂"),
    ],
)  # fmt: skip
def test_a_line_with_a_word_that_fits_nobody_is_named_and_nobody_is_taken(
    clerk: Visit, typed: str, why: str
):
    (match,) = matched(clerk, typed)
    assert match.certain is None
    assert why in match.why


def test_the_estate_tells_two_of_one_name_and_room_apart(clerk: Visit, short: str):
    (match,) = matched(clerk, f"王红 {short} 1-1-101")
    assert match.certain is not None
    assert match.certain.id == 122


def test_the_same_person_on_two_lines_is_told(clerk: Visit):
    matches = matched(clerk, "马大一", "", "马大一 1-1-101")
    assert [(m.line, m.same_as) for m in matches] == [(1, None), (3, 1)]
