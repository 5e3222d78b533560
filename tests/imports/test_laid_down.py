"""New people laid down before the lock are the same people as those written one by one."""

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import connection
from db.imports import new_people, resident_writes
from tests import community
from tests.brought import bring, xlsx
from tests.community import PINE, visit_of

HEAD = ("房号", "姓名", "关系", "性别", "出生日期", "电话", "身份证后四位", "入住日期")
ROWS = (
    (
        "1-1-101",
        "新来的",
        "家属",
        "女",
        "1980-05-01",
        "027-87651234、13912345678（女儿）",
        "123X",
        "2020-01-31",
    ),
    ("1栋1单元102", "欧阳新", "租户", "", 1999, "", "", ""),
    ("1-1-201", "陈明", "", "男", "", "13912345679", "", ""),
    ("1-1-102", "陈秀花", "业主", "女", "", "13912345670", "", ""),
)
TOLD = {
    "residents": "select id, name, phone, unit_id, birth_year, birth_date, sex, id_tail, source from residents",
    "residencies": "select resident_id, unit_id, role, main, from_on, recorded_by from residencies",
    "contacts": "select resident_id, number, kind, note, rank, book, recorded_by from contacts",
    "keys": "select key, resident_id from resident_keys",
    "rows": "select number, raw, decision, target, before from import_rows",
}


def written(path: Path) -> dict[str, list[Any]]:
    with connection.opened(community.settle(path)) as db:
        bring(visit_of(db, "clerk"), "residents", xlsx(HEAD, *ROWS), estate=PINE)
        return {name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in TOLD.items()}


def test_it_makes_no_difference_how_they_were_written(tmp_path: Path, monkeypatch):
    together = written(tmp_path / "together.db")
    monkeypatch.setattr(resident_writes, "write_laid_down", lambda visit, many: None)
    assert written(tmp_path / "alone.db") == together
    assert len(together["residents"]) == 22 + 3


def test_nothing_of_it_stays_behind(small: Database):
    bring(visit_of(small, "clerk"), "residents", xlsx(HEAD, *ROWS), estate=PINE)
    assert not small.execute("select 1 from sqlite_temp_master").fetchall()


def test_what_was_laid_down_for_other_flats_is_not_written(small: Database):
    visit = visit_of(small, "clerk")
    new_people.lay_down(small, PINE, [])
    with pytest.raises(RuntimeError, match="outside the gate"):
        new_people.write_laid_down(visit, 1)
    with small.atomic():
        assert new_people.write_laid_down(visit, 1) is None
