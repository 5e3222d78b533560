"""Closed rooms (进不去的页面): what people who are signed in receive beyond their own rooms."""

import pytest

from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests.serving import Served
from tests.wire import Secrets, buttons, line, page_hash

pytestmark = pytest.mark.looks

ADDRESSES = [room.address for room in ROOMS]


def closed_to(role: Role) -> list[str]:
    """The rooms a role may not enter; the front page leads to its own room instead."""
    return [room.address for room in ROOMS if room.needs not in GRANTS[role] and room.address]


@pytest.fixture(scope="module")
def cookies(served: Served) -> dict[Role, str]:
    return {role: served.cookie(role) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_closed_rooms_send_nothing_of_what_is_in_them(served, secrets, cookies, role):
    with served.opened() as db:
        own = db.execute("select name from accounts where username = ?", [role]).fetchone()[0]
    for address in closed_to(role):
        with line(served, cookies[role]) as visitor:
            visitor.run(address, hash=page_hash(address))
            assert "没有" in visitor.heard.decode(errors="ignore"), address
            assert secrets.found_in(visitor.heard, spared=own) == set(), address


def test_the_halls_screen_never_receives_a_residents_name(served, secrets, cookies):
    with served.opened() as db:
        people = frozenset(row[0] for row in db.execute("select name from residents"))
    rows = Secrets(people, secrets.numbers, frozenset())
    with line(served, cookies[Role.DELEGATION]) as hall:
        for address in ADDRESSES:
            hall.run(address, hash=page_hash(address or "home"))
        assert rows.found_in(hall.heard) == set()


def test_a_volunteer_receives_no_balance_of_anybody_on_the_points_page(served, cookies):
    with served.opened() as db:
        top = "select distinct printf('%,d', balance) from point_accounts order by 1 desc limit 50"
        balances = [row[0] for row in db.execute(top) if "," in row[0]]
    with line(served, cookies[Role.VOLUNTEER]) as volunteer:
        volunteer.run("points", hash=page_hash("points"))
        text = volunteer.heard.decode(errors="ignore")
        assert "余额（枚）" not in text
        assert [number for number in balances if number in text] == []


def test_a_property_company_receives_nothing_of_other_estates(served, cookies):
    with served.opened() as db:
        own, elsewhere = (
            {row[0] for row in db.execute(
                "select title from repair_projects where (estate_id = 1) = ?"
                " union select position from sheds where (estate_id = 1) = ?", [here, here])}
            for here in (1, 0)
        )  # fmt: skip
        people = frozenset(row[0] for row in db.execute("select name from residents"))
    foreign = Secrets(people, frozenset(), frozenset(elsewhere - own))
    with line(served, cookies[Role.PROPERTY]) as property:
        for address in ("", "fund", "sheds"):
            drawn = buttons(property.run(address, hash=page_hash(address or "home")))
            for label in ("登记提议", "记一次清点"):
                if label in drawn:
                    property.run(address, widgets={drawn[label]: True})
        assert len(foreign.titles) > 3
        assert foreign.found_in(property.heard) == set()
