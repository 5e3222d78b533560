"""Volunteers and past learners from the file to the stored rows and back, in a real Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.brought import xlsx
from tests.browsing import settled, sign_in_as, window
from tests.serving import Served

expect.set_options(timeout=30_000)
SOMEBODY = """
    select r.id, r.name, r.phone, e.short_name from residents r join units u on u.id = r.unit_id
      join estates e on e.id = u.estate_id
     where e.id = 1 and r.phone <> '' and r.birth_year between 1950 and 1975
       and not exists (select 1 from residents o where o.name = r.name and o.id <> r.id)
     order by r.id limit 1
"""
STORED = {
    "volunteers": "select 1 from volunteers where resident_id = ? and ended_on is null",
    "learners": "select 1 from enrollments e join classes c on c.id = e.class_id"
    " where e.resident_id = ? and c.course = '旧国画' and e.state = 'completed'",
}


def an_old_class(served: Served) -> None:
    with served.opened() as db:
        db.execute(
            "insert into terms (name, starts_on, ends_on, enrol_from, enrol_to)"
            " values ('2020秋季', '2020-09-01', '2020-12-31', '2020-08-01', '2020-08-31')"
        )
        db.execute(
            "insert into classes (term_id, series, course, teacher, room, weekday, begins, ends, starts_on,"
            " sessions, capacity, min_open, fee_fen, age_min, source)"
            " select max(id), 'wanqing', '旧国画', '王老师', '一号', 3, '09:00', '10:00', '2020-09-02', 12, 20,"
            " 1, 0, 18, 'entered' from terms where name = '2020秋季'"
        )


@pytest.mark.parametrize(
    ("code", "head", "cells"),
    [
        ("volunteers", ("姓名", "手机", "服务意向"), ("义诊",)),
        ("learners", ("姓名", "手机", "班级", "学期", "结业"), ("旧国画", "2020秋季", "结业")),
    ],
)
def test_a_list_of_people_is_written_and_taken_back(
    browser: Browser, served: Served, tmp_path: Path, code: str, head: tuple[str, ...],
    cells: tuple[str, ...],
):  # fmt: skip
    with served.opened() as db:
        who, name, phone, estate = db.execute(SOMEBODY).fetchone()
    if code == "learners":
        an_old_class(served)
    file = tmp_path / "名单.xlsx"
    file.write_bytes(xlsx(head, (name, phone, *cells), ("底册里没有的人", "13912345678", *cells)))
    with window(browser, served.url, "desk") as context:
        page = context.new_page()
        sign_in_as(page, "clerk", f"/import?list={code}")
        page.get_by_role("radio", name=estate).or_(
            page.get_by_role("button", name=estate)
        ).first.click()
        page.locator("input[type=file]").set_input_files(str(file))
        expect(page.get_by_text("底册里没有叫底册里没有的人的人").first).to_be_visible()
        page.get_by_role("button", name="写入 1 行").click()
        expect(page.get_by_text("写好了：新增 1 行，1 行不能收。")).to_be_visible()
        settled(page)
        with served.opened() as db:
            assert db.execute(STORED[code], [who]).fetchone()
        page.get_by_role("tab", name="导过的").click()
        page.get_by_test_id("stPopover").first.get_by_role("button").click()
        page.get_by_role("button", name="整批撤销").click()
        expect(page.get_by_text("撤销了 1 行")).to_be_visible()
        settled(page)
    with served.opened() as db:
        assert not db.execute(STORED[code], [who]).fetchone()
