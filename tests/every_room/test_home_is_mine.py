"""首页 is mine: what waits for the reader, nothing the reader cannot do, and others' in one line."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from db import home
from db.points_ledger import awards
from db.repair_fund import payments, projects
from domain.home import Due, Rank, due_for, second_person, whose
from domain.people import GRANTS, Permission, Role, User
from domain.points_ledger.awards import NewAward
from domain.repair_fund.payments import PaymentKind
from tests import community, fund_desk, fund_money
from tests.browsing import settled, sign_in_as
from tests.community import visit_of
from tests.screens import Go, door, said

DUE = Due("points", Rank.WAITED_FOR, "待核准", "{} 张等核准", "", "去核准")
PAPER = NewAward("slip-a", community.CHEN, community.PATROL, community.TODAY, minutes=60)
people = st.builds(User, st.just(1), st.just("a"), st.just("某人"), st.sampled_from(Role))
permissions = st.sampled_from(Permission)
counts = st.integers(0, 2000)


@given(people, permissions, counts, counts)
def test_what_waits_for_a_second_person_is_counted_once_and_never_as_ones_own(
    user: User, needs: Permission, others: int, own: int
):
    told = second_person(user, needs, DUE, others + own, own)
    mine = [due for due in told if not due.waits_for]
    assert [due.title for due in mine] == [f"{others:,} 张等核准"] * (
        user.may(needs) and others > 0
    )
    numbers = [int(due.title.split()[0].replace(",", "")) for due in told]
    assert sum(numbers) == others + own
    assert 0 not in numbers


@given(people, permissions)
def test_what_one_cannot_do_waits_for_those_who_can(user: User, needs: Permission):
    [due] = due_for(user, needs, DUE)
    assert bool(due.waits_for) is (not user.may(needs))
    if due.waits_for:
        assert due.waits_for == whose(needs)


def test_every_permission_is_somebodys_or_nobody_is_named():
    for needs in Permission:
        named = whose(needs)
        assert all((needs in GRANTS[role]) == (role.label in named.split("、")) for role in Role)


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(path, monkeypatch)


def mine(db: Database, who: str) -> list[str]:
    return [due.title for due in home.due_today(visit_of(db, who)) if not due.waits_for]


def others(db: Database, who: str) -> dict[str, str]:
    return {due.title: due.waits_for for due in home.due_today(visit_of(db, who)) if due.waits_for}


def test_an_award_waits_for_everybody_but_who_wrote_it_down(small: Database):
    awards.register_award(visit_of(small, "clerk"), PAPER)
    title = "1 张湾郡币登记等核准"
    assert title not in mine(small, "clerk")
    assert others(small, "clerk")[title] == "另一个人"
    assert title in mine(small, "clerk2")
    assert others(small, "accountant")[title] == "书记/主任、社工"
    assert title not in mine(small, "property"), "who does not see points is told nothing"
    assert title not in others(small, "property")


def test_a_payment_waits_for_who_approves_and_leads_to_its_project(small: Database):
    project = fund_money.approved(small)
    for papers in ("contract", "invoice"):
        fund_money.a_file(small, project, papers)
    paying = fund_money.paper(project, PaymentKind.FIRST, 1_000_00)
    payments.record_payment(visit_of(small, "accountant"), paying)
    title = "1 笔维修资金拨付等核准"
    [due] = [due for due in home.due_today(visit_of(small, "secretary")) if due.title == title]
    assert (due.waits_for, due.room) == ("", f"fund?project={project}")
    assert others(small, "accountant")[title] == "书记/主任"


def test_a_request_is_told_even_where_its_project_is_beyond_the_list(
    small: Database, monkeypatch: pytest.MonkeyPatch
):
    """The list of running projects is cut after some; those in warranty stand at its end."""
    project = fund_desk.project_at(small, "in_warranty")
    small.execute(
        "insert into step_requests (project_id, to_state, asked_by, asked_on)"
        " values (?, 'closed', ?, ?)",
        [project, community.account_id("clerk"), community.TODAY.isoformat()],
    )
    monkeypatch.setattr(projects, "running", lambda *_, **__: [])
    told = [due for due in home.due_today(visit_of(small, "clerk2")) if due.badge == "待确认"]
    assert [(due.room, due.waits_for) for due in told] == [(f"fund?project={project}", "")]


def test_a_shed_is_counted_by_who_counts(small: Database):
    later = community.NOW + timedelta(days=40)
    told = {
        who: {due.badge: due.waits_for for due in home.due_today(visit_of(small, who, later))}
        for who in ("property", "accountant")
    }
    assert told["property"]["该清点"] == ""
    assert "网格员" in told["accountant"]["该清点"]


def test_what_others_do_is_one_quiet_line(path: Path, small: Database, enter: Go):
    awards.register_award(visit_of(small, "clerk"), PAPER)
    screen = enter("clerk", "")
    assert not screen.exception
    assert "1 张湾郡币登记等核准（另一个人）" in said(screen)
    assert "去核准" not in [button.label for button in screen.button]


@pytest.mark.parametrize("size", ["page", "phone"])
def test_a_tap_anywhere_on_what_is_due_leads_there(size: str, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(size)
    sign_in_as(page, "secretary", "/")
    row = page.locator("[class*=st-key-row-due-]").first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box and 44 <= box["height"] <= 110
    page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 12)
    expect(page.get_by_role("heading", level=1)).to_have_text("湾郡币积分")
    page.goto("/")
    settled(page)
    page.get_by_role("button", name="去张贴").click()
    expect(page.get_by_role("tab", name="办理记录")).to_be_visible()
