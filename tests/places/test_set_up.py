"""上线清单: what a new community still needs, for its administrator until all of it is there."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection, set_up
from db.backups import making
from db.features import FEATURES
from domain.errors import Invalid
from domain.home import MARKS, PUT_AWAY
from tests import community, empty
from tests.screens import door, labels, press, said

NOTHING_YET = {"社区资料", "楼栋和房屋", "居民", "第一次备份"}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty.settle_empty(tmp_path_factory.mktemp("set_up") / "community.db")


def lines(db: Database, who: str) -> dict[str, bool]:
    return {part.title: part.done for part in set_up.set_up(community.visit_of(db, who))}


def test_a_new_community_has_its_accounts_and_nothing_else(bare: Path):
    with connection.opened(bare) as db:
        found = set_up.set_up(community.visit_of(db, "admin"))
    assert [part.title for part in found if part.done] == ["开账号"]
    assert found[0].there == "10 个"
    assert {part.title for part in found if not part.done and not part.there} >= NOTHING_YET


def test_every_line_reads_its_own_count_in_a_file_with_everything(demo: Path):
    with connection.opened(demo) as db:
        for part in (part for feature in FEATURES for part in feature.parts):
            assert db.execute(part.there).fetchone()[0] in (0, 1), part.title
            if part.count:
                assert part.unit and db.execute(part.count).fetchone()[0] > 0, part.title


def test_a_demonstration_asks_for_nothing(demo: Path):
    with connection.opened(demo) as db:
        assert set_up.set_up(community.visit_of(db, "admin")) == []


def test_once_people_can_work_only_the_administrator_still_has_the_list(small: Database):
    assert lines(small, "clerk") == {}
    assert not lines(small, "admin")["第一次备份"]


def test_what_no_table_can_show_is_said_by_hand_and_taken_back(small: Database):
    admin = community.visit_of(small, "admin")
    id = set_up.mark_done(admin, "parameters", "m1").id
    assert lines(small, "admin")["核对本地参数"]
    with pytest.raises(Invalid, match="已经记过"):
        set_up.mark_done(admin, "parameters", "m2")
    set_up.bring_back(admin, id, "m3")
    assert not lines(small, "admin")["核对本地参数"]
    with pytest.raises(Invalid):
        set_up.bring_back(admin, id, "m4")
    with pytest.raises(Invalid, match="没有这一项"):
        set_up.mark_done(admin, "anything", "m5")


def test_the_list_is_put_away_and_comes_back(small: Database):
    admin = community.visit_of(small, "admin")
    id = set_up.mark_done(admin, PUT_AWAY, "p1").id
    assert lines(small, "admin") == {}
    set_up.bring_back(admin, id, "p2")
    assert lines(small, "admin")


def test_what_is_missing_is_asked_of_the_others_even_when_the_administrator_put_it_away(bare: Path):
    with connection.opened(bare) as db:
        admin = community.visit_of(db, "admin")
        id = set_up.mark_done(admin, PUT_AWAY, "q1").id
        assert lines(db, "admin") == {}
        assert "楼栋和房屋" in lines(db, "clerk")
        set_up.bring_back(admin, id, "q2")


def test_the_list_goes_by_itself_when_everything_is_there(small: Database):
    admin = community.visit_of(small, "admin")
    for code in set(MARKS) - {PUT_AWAY}:
        set_up.mark_done(admin, code, f"d-{code}")
    making.make_copy(admin, "first copy")
    small.execute("update community set households = 21")
    small.execute("insert into owner_members (owner_group_id, name)"
                  " select id, '某人' from owner_groups")  # fmt: skip
    small.execute("insert into household_accounts (unit_id, first_deposit_fen) values (1, 0)")
    missing = [title for title, done in lines(small, "admin").items() if not done]
    assert missing == ["积分超市的货"]
    small.execute(
        "insert into shop_items (name, price, stock, limit_each, source)"
        " values ('纸巾', 10, 0, 2, 'entered')"
    )
    assert lines(small, "admin") == {}


def test_the_administrator_marks_puts_away_and_brings_back_on_the_screen(path: Path, monkeypatch):
    enter = door(path, monkeypatch)
    home = press(enter("admin", ""), "办过了")
    assert "记下了：本地参数核对过了" in said(home)
    home = press(home, "收起清单")
    assert "上线清单：" not in said(home) and "撤销" in labels(home)
    facts = press(enter("admin", "community", tab="facts"), "再打开上线清单")
    assert "撤销了" in said(facts)
    assert "上线清单：" in said(enter("admin", ""))
    assert "收起清单" not in labels(enter("clerk", ""))


def test_what_somebody_else_has_to_do_says_whose_it_is_in_its_own_line(bare: Path, monkeypatch):
    with connection.opened(bare) as db:
        assert lines(db, "clerk")
    told = said(door(bare, monkeypatch)("clerk", ""))
    assert "印在纸上和大屏上。管理员来办。" in told
    assert "一次建好整栋。社工" not in told  # that one is the clerk's own
