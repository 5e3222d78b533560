"""合并重复 from the pair that is found to one row and back to two, at the desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from db.names import keys
from tests.browsing import settled, sign_in_as
from tests.serving import Served

expect.set_options(timeout=30_000)
WHO = {"page": 30, "phone": 40}  # a resident each, entered a second time


@pytest.fixture
def screen(request: pytest.FixtureRequest, window: str) -> Page:
    return request.getfixturevalue(window)


def enter_again(served: Served, id: int) -> tuple[str, int]:
    """The same name and number once more; nobody says where she lives."""
    with served.opened() as db:
        name, phone = db.execute("select name, phone from residents where id = ?", [id]).fetchone()
        (again,) = db.execute(
            "insert into residents (name, phone, source) values (?, ?, 'entered') returning id",
            [name, phone],
        ).fetchone()
        for key in sorted(keys(name, phone, "")):
            db.execute("insert into resident_keys values (?, ?)", [key, again])
    return name, again


def into(served: Served, id: int) -> object:
    with served.opened() as db:
        sql = "select merged_into from residents where id = ?"
        return db.execute(sql, [id]).fetchone()[0]


@pytest.mark.parametrize("window", WHO)
def test_two_rows_are_looked_at_and_become_one_and_two_again(
    screen: Page, served: Served, window: str
):
    name, again = enter_again(served, WHO[window])
    sign_in_as(screen, "clerk", "/registry?registry:tab=alike")
    screen.get_by_role("tab", name="重复的人").click()
    settled(screen)
    screen.locator(f".st-key-merge-{WHO[window]}-{again}").get_by_role("button").click()
    dialog = screen.get_by_role("dialog")
    expect(dialog.get_by_text("留下这一条")).to_be_visible()
    expect(dialog.get_by_text(re.compile("电话一样。并进去的"))).to_be_visible()
    settled(screen)
    dialog.get_by_role("button", name="是同一个人，合并").click()
    expect(dialog).to_have_count(0)
    expect(screen.get_by_text(re.compile(f"两条{name}合成了一条（电话一样）"))).to_be_visible()
    assert into(served, again) == WHO[window]
    settled(screen)
    screen.get_by_role("button", name="撤销合并").first.click()
    expect(screen.get_by_text(f"{name}的合并撤销了，又是两条。")).to_be_visible()
    assert into(served, again) is None
    settled(screen)
    screen.locator(f".st-key-apart-{WHO[window]}-{again}").get_by_role("button").click()
    expect(screen.get_by_text(f"两位{name}不是同一个人，不再问了。")).to_be_visible()
    with served.opened() as db:
        read = "select count(*) from audit_log where action = 'readings.record_reading' and made_id = ?"
        assert db.execute(read, [again]).fetchone()[0] == 1, "the look at her number is on file"
