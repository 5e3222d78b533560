"""Finding a resident by whatever people type: at most six, by index, and never by accident."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection, registry
from db.names import keys, sounds
from db.visit import Visit
from tests import community


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = community.settle(tmp_path_factory.mktemp("finding") / "community.db")
    with connection.opened(path) as db:
        yield db


@pytest.fixture(scope="module")
def clerk(small: Database) -> Visit:
    return community.visit_of(small, "clerk")


def found(visit: Visit, typed: str) -> set[str]:
    return {resident.name for resident in registry.find_residents(visit, typed)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("陈", {"陈明", "陈秀花", "陈小禾"}),
        ("秀花", {"陈秀花"}),
        ("花", {"陈秀花"}),
        ("陈秀花", {"陈秀花"}),
        ("陈 秀花", {"陈秀花"}),
        ("cxh", {"陈秀花", "陈小禾"}),
        ("CXH", {"陈秀花", "陈小禾"}),
        ("chenxiuhua", {"陈秀花"}),
        ("xiuhua", {"陈秀花"}),
        ("chenxiu", {"陈秀花"}),
        ("1012", {"王淑芬"}),
        ("１０１２", {"王淑芬"}),
        ("3-1-502", {"欧阳建国"}),
        ("3栋1单元502", {"欧阳建国"}),
        ("３－１－５０２", {"欧阳建国"}),
        ("3号楼1单元502室", {"欧阳建国"}),
        ("1-1-102", {"陈秀花", "陈小禾", "John Smith"}),
        ("john", {"John Smith"}),
        ("Smith", {"John Smith"}),
        ("孙一", {"孙一"}),
    ],
)
def test_a_resident_is_found_by_what_people_remember(clerk: Visit, typed: str, names: set[str]):
    assert found(clerk, typed) == names


@pytest.mark.parametrize(
    ("surname", "pinyin", "initials", "name"),
    [
        ("单", "shan", "szq", "单志强"),
        ("解", "xie", "xm", "解敏"),
        ("仇", "qiu", "qyl", "仇玉兰"),
        ("查", "zha", "zdh", "查大海"),
        ("曾", "zeng", "zqx", "曾庆祥"),
        ("盖", "ge", "gh", "盖红"),
        ("覃", "qin", "ql", "覃丽"),
        ("欧阳", "ouyang", "oyjg", "欧阳建国"),
    ],
)
def test_awkward_surnames_are_read_as_surnames(
    clerk: Visit, surname: str, pinyin: str, initials: str, name: str
):
    assert name in found(clerk, surname)
    assert name in found(clerk, pinyin)
    assert name in found(clerk, initials)


def test_a_surname_character_inside_a_given_name_keeps_its_usual_sound():
    assert sounds("王单") == ["wang", "dan"]
    assert sounds("单王") == ["shan", "wang"]
    assert sounds("欧阳单") == ["ou", "yang", "dan"]
    assert sounds("单于飞") == ["chan", "yu", "fei"]
    assert sounds("") == []


@pytest.mark.parametrize("typed", ["", " ", "　", "\t\n", "-", "室", "·", "，", "\u200b", "\ud800"])
def test_nothing_is_found_for_nothing(clerk: Visit, typed: str):
    assert found(clerk, typed) == set()


@pytest.mark.parametrize(
    "typed",
    ["%", "_", "%陈%", "陈%", "'", '"', "' or 1=1 --", "陈' or '1'='1", "*", "?", "[a-z]", "\\",
     "\x00", "😀", "👨‍👩‍👧", "陈\x00明", "长" * 10_000, "𠮷", "\U0010ffff"],
)  # fmt: skip
def test_signs_of_a_query_language_mean_nothing(clerk: Visit, typed: str):
    assert found(clerk, typed) == set()


@settings(database=None, deadline=None, max_examples=150)
@given(st.text(max_size=30))
def test_anything_at_all_may_be_typed(clerk: Visit, typed: str):
    assert len(registry.find_residents(clerk, typed)) <= 6


@pytest.mark.parametrize("start", range(3))
def test_every_resident_is_found_by_the_name_from_any_character_on(clerk: Visit, start: int):
    for who in community.RESIDENTS:
        part = who[1].replace(" ", "")[start:]
        if part:
            assert who[1] in found(clerk, part)


def test_never_more_than_six_and_each_once(tmp_path: Path):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        people = [(100 + number, f"马大{'一二三四五六七八九十'[number]}") for number in range(10)]
        db.conn.executemany(
            "insert into residents (id, name, source) values (?, ?, 'entered')", people
        )
        community.add_keys(db, [(id, name, "", None) for id, name in people])
        clerk = community.visit_of(db, "clerk")
        for typed in ("马", "m", "ma", "大"):
            ids = [resident.id for resident in registry.find_residents(clerk, typed)]
            assert len(ids) == len(set(ids)) == 6, typed
        assert found(clerk, "马大十") == {"马大十"}


def test_who_is_found_is_told_apart_by_home_and_nothing_more(clerk: Visit):
    (who,) = registry.find_residents(clerk, "陈小禾")
    assert (who.address, who.guardian) == ("青松园 1-1-102", "陈秀花")
    (homeless,) = registry.find_residents(clerk, "孙一")
    assert (homeless.estate, homeless.room, homeless.birth_year) == ("", "", None)


def test_keys_hold_the_tail_of_a_phone_and_never_the_phone():
    made = keys("陈秀花", "13812341234", "3-1-502")
    assert {"陈秀花", "秀花", "花", "cxh", "xh", "h", "chenxiuhua", "1234", "3-1-502"} <= made
    assert not any(re.search(r"\d{5}", key) for key in made)


def _plan(db: Database, typed: str) -> list[str]:
    """How SQLite goes about the very statement the search sends."""
    asked: list[str] = []
    with db.tracer(lambda sql, _: asked.append(sql)):
        registry.find_residents(community.visit_of(db, "clerk"), typed)
    (sql,) = [sql for sql in asked if "resident_keys" in sql]
    return [
        row[3]
        for row in db.execute(f"explain query plan {sql}", {"key": typed, "phone": None}).fetchall()
    ]


def test_the_search_walks_a_range_of_keys_and_reads_no_table_whole(small: Database):
    plan = _plan(small, "陈")
    assert any("SEARCH resident_keys USING PRIMARY KEY (key>? AND key<?)" in step for step in plan)
    scanned = [step for step in plan if step.startswith("SCAN")]
    assert all("found" in step for step in scanned), plan


def test_the_plan_would_show_a_whole_table_being_read(small: Database):
    steps = small.execute("explain query plan select * from residents where name like '陈%'")
    assert any(row[3].startswith("SCAN") for row in steps.fetchall())


def test_a_whole_phone_number_finds_its_owner_only(small: Database):
    found = registry.find_residents(community.visit_of(small, "clerk"), "138 0000 1004")
    assert [person.phone for person in found] == ["13800001004"]
