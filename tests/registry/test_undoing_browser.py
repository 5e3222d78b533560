"""撤销搬走, 撤销过户 and 认作居民 on a flat's page, at the desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import settled, sign_in_as
from tests.serving import Served

expect.set_options(timeout=30_000)
FLATS = {"page": 22, "phone": 24}


@pytest.fixture
def screen(request: pytest.FixtureRequest, window: str) -> Page:
    return request.getfixturevalue(window)


def done(page: Page, opens: str, fields: dict[str, str], saves: str) -> None:
    page.get_by_role("button", name=opens, exact=True).first.click()
    found = page.get_by_role("dialog")
    expect(found).to_be_visible()
    settled(page)
    for label, words in fields.items():
        found.get_by_label(label).fill(words)
        found.get_by_label(label).blur()
        settled(page)
    found.get_by_role("button", name=saves, exact=True).click()
    expect(found).to_have_count(0)
    settled(page)


@pytest.mark.parametrize("window", FLATS)
def test_what_was_registered_in_error_today_is_taken_back_where_it_was_done(
    screen: Page, served: Served, window: str
):
    unit = FLATS[window]
    sign_in_as(screen, "clerk", f"/registry?unit={unit}")
    done(screen, "搬走", {}, "登记搬走")
    done(screen, "撤销搬走", {"为什么撤销": "点错了一户"}, "撤销搬走")
    expect(screen.get_by_text(re.compile("^撤销了：.+还住在"))).to_be_visible()
    done(screen, "过户", {"新业主姓名": "李买房"}, "登记过户")
    done(screen, "撤销过户", {"为什么撤销": "点错了一户"}, "撤销过户")
    expect(screen.get_by_text(re.compile("的过户撤销了"))).to_be_visible()
    with served.opened() as db:
        living = "select count(*) from residencies where unit_id = ? and to_on is null"
        assert db.execute(living, [unit]).fetchone()[0] > 0
        sold = "select count(*) from ownerships where unit_id = ? and why = '撤销过户'"
        assert db.execute(sold, [unit]).fetchone() == (1,)


@pytest.mark.parametrize("window", FLATS)
def test_an_owner_by_name_who_lives_here_is_tied_in_three_taps(
    screen: Page, served: Served, window: str
):
    with served.opened() as db:
        unit, name, who, group = db.execute(
            "select l.unit_id, r.name, r.id, u.owner_group_id from residencies l"
            "  join residents r on r.id = l.resident_id join units u on u.id = l.unit_id"
            "  join owner_groups g on g.id = u.owner_group_id and g.kind = 'owner'"
            " where l.to_on is null and l.unit_id > 40 and not exists (select 1 from owner_members"
            "       m where m.resident_id = r.id) order by l.id limit 1 offset ?",
            [FLATS[window]],
        ).fetchone()
        db.execute("insert into owner_members (owner_group_id, name) values (?, ?)", [group, name])
    sign_in_as(screen, "clerk", f"/registry?unit={unit}")
    screen.get_by_role("button", name="认作居民", exact=True).first.click()
    found = screen.get_by_role("dialog")
    found.get_by_text(f"住在这里的{name}", exact=True).click()
    settled(screen)
    found.get_by_role("button", name="就是这一位", exact=True).click()
    expect(found).to_have_count(0)
    expect(screen.get_by_text(re.compile(f"的产权人{name}，就是居民{name}。"))).to_be_visible()
    with served.opened() as db:
        tied = "select count(*) from owner_members where resident_id = ? and to_on is null"
        assert db.execute(tied, [who]).fetchone()[0] == 1
