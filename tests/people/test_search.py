"""全部搜索: every kind by its words, only what one may see, and no large table read whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.features import FEATURES
from db.points_shop import shelf
from db.search import finders, found_everywhere
from db.visit import Visit
from domain.people import Role
from domain.points_shop import NewItem
from domain.search import MOST_HITS, Hit, search_words
from pages.rooms import ROOMS
from tests import community, fund_desk
from tests.community import visit_of

OFFICE = ["居民", "会议", "维修项目", "车棚", "班级", "商户", "货架"]
FINDS = {
    "admin": ["会议", "维修项目", "车棚", "班级"],
    "secretary": OFFICE,
    "clerk": OFFICE,
    "accountant": ["会议", "维修项目", "车棚", "班级", "商户"],
    "supervisor": ["会议", "维修项目", "车棚", "班级", "商户"],
    "property": ["会议", "维修项目", "车棚"],
    "grid": ["居民", "会议", "维修项目", "车棚", "班级"],
    "leader": ["居民", "会议", "车棚", "班级"],
    "volunteer": ["居民", "车棚"],
    "teacher": ["班级"],
    "merchant": [],
    "delegation": [],
}
# Tables that grow with the community and with the years.
LARGE = {
    "residents", "resident_keys", "units", "point_entries", "point_accounts", "point_lots", "awards",
    "vouchers", "enrollments", "household_entries", "household_accounts", "ballot_papers",
    "scope_units", "shed_counts", "audit_log", "stock_moves", "reservations",
}  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = community.settle(tmp_path_factory.mktemp("search") / "community.db")
    with connection.opened(path) as db:
        fund_desk.project_at(db)
        shelf.add_item(visit_of(db, "clerk"), NewItem("a", "大米 5 斤", 30, 2, 5))
        yield db


def found(visit: Visit, typed: str) -> dict[str, list[Hit]]:
    return {finder.kind: list(hits.hits) for finder, hits in found_everywhere(visit, typed)}


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_these_kinds_and_no_other(full: Database, role: Role):
    assert [finder.kind for finder in finders(visit_of(full, role.value))] == FINDS[role.value]


@pytest.mark.parametrize(
    ("typed", "kind", "title", "room"),
    [
        ("cxh", "居民", "陈秀花", "resident?id=2"),
        ("1-1-102", "居民", "陈秀花", "resident?id=2"),
        ("三月", "会议", "三月联席会", "agenda?meeting=1"),
        ("专项会议 青松园", "会议", "电梯专项会", "agenda?meeting=2"),
        ("渗水", "维修项目", "外墙渗水维修", "fund?project=1"),
        ("wx-2026-01", "维修项目", "外墙渗水维修", "fund?project=1"),
        ("ＷＸ-2026　1栋", "维修项目", "外墙渗水维修", "fund?project=1"),
        ("东门", "车棚", "1号棚", "sheds?shed=1"),
        ("书法", "班级", "书法", "academy?class=1"),
        ("青苗班", "班级", "儿童绘画", "academy?class=3"),
        ("大米", "货架", "大米 5 斤", "shop?item=1"),
        ("早点 包子", "商户", "老街包子铺", "vouchers?merchant=1"),
    ],
)  # fmt: skip
def test_each_kind_is_found_by_what_people_remember(full, typed, kind, title, room):
    hits = found(visit_of(full, "clerk"), typed)[kind]
    assert (title, room) in [(hit.title, hit.room) for hit in hits]


def test_every_hit_leads_to_a_room_its_finder_may_enter(full: Database):
    needs = {room.address: room.needs for room in ROOMS}
    for role in Role:
        visit = visit_of(full, role.value)
        for typed in ("电", "1", "陈", "班", "商户", "大米", "外墙", "联席"):
            for hits in found(visit, typed).values():
                for hit in hits:
                    assert visit.user.may(needs[hit.room.partition("?")[0]]), (role, hit)


def test_property_finds_its_own_estate_only_and_a_teacher_the_own_classes(full: Database):
    own, other = visit_of(full, "property"), visit_of(full, "property2")
    assert [hit.title for hit in found(own, "号棚")["车棚"]] == ["1号棚"]
    assert [hit.title for hit in found(other, "号棚")["车棚"]] == ["2号棚"]
    assert "维修项目" in found(own, "渗水") and found(other, "渗水") == {}
    assert "会议" in found(own, "电梯专项") and found(other, "电梯专项") == {}
    assert [hit.title for hit in found(visit_of(full, "teacher"), "教室")["班级"]] == ["书法"]


def test_at_most_eight_of_a_kind_and_that_there_are_more_is_said(path: Path):
    with connection.opened(path) as db:
        for number in range(10, 20):
            community.add_class(db, number, f"太极{number}")
        ((_, hits),) = found_everywhere(visit_of(db, "leader"), "太极")
        assert len(hits.hits) == MOST_HITS
        assert hits.rest == "还有更多，再打几个字"


@settings(database=None, deadline=None, max_examples=100)
@given(st.text(max_size=140))
def test_anything_at_all_may_be_typed(full: Database, typed: str):
    for hits in found(visit_of(full, "clerk"), typed).values():
        assert len(hits) <= MOST_HITS


@pytest.mark.parametrize(
    "typed", ["", " ", "　", "x" * 500, "a b c d e f g", "%", "_", "' or 1=1 --"]
)
def test_nothing_that_means_nothing_finds_anything_but_by_its_letters(full: Database, typed: str):
    assert found(visit_of(full, "clerk"), typed) == {}


def test_words_are_half_width_and_small(full: Database):
    assert search_words("ＷＸ－２０２６　 3栋") == ["wx-2026", "3栋"]


def whole_tables(db: Database, typed: str) -> set[str]:
    """The tables that any statement of the search reads from the first row to the last."""
    asked: list[tuple[str, Any]] = []
    with db.tracer(lambda sql, given: asked.append((sql, given))):
        found_everywhere(visit_of(db, "secretary"), typed)
    read = set()
    for sql, named in asked:
        names = {
            alias: table for table, alias in re.findall(r"\b(?:from|join)\s+(\w+)\s+(\w+)", sql)
        }
        for row in db.execute(f"explain query plan {sql}", named).fetchall():
            if step := re.match(r"SCAN (\w+)", row[3]):
                read.add(names.get(step[1], step[1]))
    return read


@pytest.mark.parametrize("typed", ["陈", "3-1-502", "青松 陈", "电梯 2026", "8001"])
def test_no_table_that_grows_is_read_whole(full: Database, typed: str):
    read = whole_tables(full, typed)
    assert "repair_projects" in read, "the few are"
    assert read & LARGE == set()


def test_the_list_of_finders_is_the_features(full: Database):
    assert [finder.kind for feature in FEATURES for finder in feature.finders] == OFFICE
