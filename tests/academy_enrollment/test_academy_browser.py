"""The roster in a real browser, at the desk and on a phone: give back, offer, accept, pass on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import problems, settled, sign_in_as
from tests.demo import TODAY
from tests.serving import Served

WAITED_FOR = """
    select c.id, c.course from classes c join terms t on t.id = c.term_id
     where t.id = (select max(id) from terms)
       and (select count(*) from enrollments e where e.class_id = c.id and e.state = 'waitlisted') > 2
       and (select count(*) from enrollments e where e.class_id = c.id
             and e.state in ('confirmed', 'attending', 'offered')) = c.capacity
     order by c.id limit 1 offset ?
"""
FIRST = """
    select e.id, r.name from enrollments e join residents r on r.id = e.resident_id
     where e.class_id = ? and e.state = ? order by e.place, e.id limit 1
"""


def _class(served: Served, offset: int) -> tuple[int, str]:
    with served.opened() as db:
        found = db.execute(WAITED_FOR, [offset]).fetchone()
        assert found, "the demonstration has classes people wait for"
        return int(found[0]), str(found[1])


def _first(served: Served, class_id: int, state: str) -> int:
    with served.opened() as db:
        return int(db.execute(FIRST, [class_id, state]).fetchone()[0])


def _state(served: Served, id: int) -> str:
    with served.opened() as db:
        return str(db.execute("select state from enrollments where id = ?", [id]).fetchone()[0])


def _roster(page: Page, class_id: int) -> None:
    page.locator(f".st-key-open-classes-{class_id} button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)


@pytest.mark.usefixtures("browser")  # asked for by name below, so that it is marked
@pytest.mark.parametrize(("size", "offset"), [("desk", 0), ("phone", 1)])
def test_a_seat_given_back_by_a_colleague_is_offered_accepted_and_declined(
    request: pytest.FixtureRequest, served: Served, size: str, offset: int
):
    page: Page = request.getfixturevalue("page" if size == "desk" else "phone")
    heard = problems(page)
    class_id, course = _class(served, offset)
    seated, first = _first(served, class_id, "confirmed"), _first(served, class_id, "waitlisted")
    sign_in_as(page, "clerk2", "/academy")
    _roster(page, class_id)
    page.get_by_role("dialog").get_by_role("button", name="取消报名").first.click()
    popover = page.get_by_test_id("stPopoverBody")
    expect(popover.get_by_text("席位马上留给候补的下一位")).to_be_visible()
    popover.get_by_role("button").click()
    expect(page.get_by_text(f"的“{course}”报名已取消。席位留给了候补第 1 位")).to_be_visible()
    assert (_state(served, seated), _state(served, first)) == ("cancelled", "offered")

    _roster(page, class_id)
    page.get_by_role("dialog").get_by_role("button", name="不来了").click()
    expect(page.get_by_text("席位留给了候补第 2 位")).to_be_visible()
    second = _first(served, class_id, "offered")
    _roster(page, class_id)
    page.get_by_role("dialog").get_by_role("button", name="接受").click()
    expect(page.get_by_text(f"接受了，录取进“{course}”。")).to_be_visible()
    assert (_state(served, first), _state(served, second)) == ("cancelled", "confirmed")
    assert heard == []


def test_which_classes_are_seen_stands_in_the_address_and_stays(page: Page, served: Served):
    with served.opened() as db:
        every = "select count(*) from classes where term_id = (select max(id) from terms)"
        old = db.execute(f"{every} and series = 'wanqing'").fetchone()[0]
    sign_in_as(page, "clerk", "/academy")
    listed = page.locator("[class*=st-key-row-classes-]")
    page.get_by_role("radio", name="老年").click()
    expect(page).to_have_url(re.compile(r"series=wanqing$"))
    expect(listed).to_have_count(old)
    page.get_by_text("只看还有席的").click()
    expect(page).to_have_url(re.compile(r"series=wanqing&free=1$"))
    settled(page)
    seats = listed.filter(has_text=re.compile(r"(余|只剩) \d+ 席"))
    roomy = listed.count()
    assert 0 < roomy < old
    assert seats.count() == roomy, "each of them says how many seats it has"
    page.reload()
    expect(listed).to_have_count(roomy)
    page.get_by_text("只看还有席的").click()
    expect(page).to_have_url(re.compile(r"series=wanqing$"))
    expect(listed).to_have_count(old)


NEW = """
    select r.name from residents r
     where r.birth_year between :now - 58 and :now - 53 and r.guardian_id is null
       and not exists (select 1 from enrollments e where e.resident_id = r.id)
       and (select count(*) from residents n where n.name = r.name) = 1
     order by r.id limit 1
"""
ROOMY = """
    select c.course from classes c where c.term_id = (select max(id) from terms)
       and c.series = 'wanqing'
       and not exists (select 1 from enrollments e where e.class_id = c.id and e.state = 'waitlisted')
       and (select count(*) from enrollments e where e.class_id = c.id
             and e.state in ('confirmed', 'attending', 'offered')) < c.capacity
     order by c.id limit 1
"""


def test_after_an_enrolment_is_undone_something_is_said(phone: Page, served: Served):
    heard = problems(phone)
    with served.opened() as db:
        name = str(db.execute(NEW, {"now": TODAY.year}).fetchone()[0])
        course = str(db.execute(ROOMY).fetchone()[0])
    sign_in_as(phone, "clerk2", "/quick")
    phone.get_by_role("radio", name="报名").click()
    phone.get_by_role("combobox", name="哪个班").fill(course)
    phone.get_by_role("option", name=course).first.click()
    settled(phone)
    phone.get_by_label("找居民").fill(name)
    phone.get_by_role("button").filter(has_text=name).click()
    phone.get_by_text("已当面确认本人愿意报名").click()
    settled(phone)
    save = phone.get_by_test_id("stBottom").get_by_role("button", name="报名", exact=True)
    save.click()
    expect(phone.get_by_text(f"{name}报上了“{course}”")).to_be_visible()
    settled(phone)
    save.click()  # the second of two taps: it is still told of, and can still be taken back
    settled(phone)
    expect(phone.get_by_text(f"{name}报上了“{course}”")).to_be_visible()
    expect(phone.get_by_text("还没选班")).to_be_hidden()
    phone.get_by_role("button", name="撤销报名").click()
    expect(phone.get_by_text(f"{name}的“{course}”报名已取消。")).to_be_visible()
    expect(phone.get_by_text("报上了")).to_be_hidden()
    expect(phone.get_by_role("button", name="撤销报名")).to_be_hidden()
    assert heard == []
