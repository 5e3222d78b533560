"""Accounts: opened, reset, locked and changed by the administrator, of whom one always stays."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from db import accounts, passwords, sessions, tries
from domain.accounts import NewAccount
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.people import Role
from tests import community
from tests.community import PASSWORD, account_id, visit_of

PAPER = NewAccount("slip-1", "zhangsan", " 张三 ", Role.GRID, "winter-2026-river")
ADMIN = account_id("admin")


def row(db: Database, username: str) -> dict[str, object]:
    return dict(next(db.query("select * from accounts where username = ?", [username])))


def signed_in(db: Database, username: str) -> str:
    """A session as the door opens it; its token."""
    attempt = tries.begin_try(db, username, "10.0.0.9", community.NOW)
    ticket = sessions.issue_ticket(db, username, "browser", community.NOW, attempt)
    token = sessions.redeem_ticket(db, ticket, "browser", "10.0.0.9", community.NOW)
    assert token is not None
    return token


def test_a_new_account_is_a_named_person_who_can_sign_in(small: Database):
    made = accounts.create_account(visit_of(small, "admin"), PAPER)
    found = accounts.account(small, made.id)
    assert (found.username, found.name, found.role, found.is_active) == (
        "zhangsan", "张三", Role.GRID, True,
    )  # fmt: skip
    held = tries.password_hash(small, "zhangsan", community.TODAY)
    assert held is not None
    assert passwords.matches("winter-2026-river", held)
    assert row(small, "zhangsan")["is_demo"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"username": "clerk"},
        {"username": "Zhang"},
        {"password": "short"},
        {"role": Role.PROPERTY},
        {"name": ""},
    ],
)
def test_an_account_not_filled_in_properly_is_not_opened(
    small: Database, change: dict[str, object]
):
    with pytest.raises(Invalid):
        accounts.create_account(visit_of(small, "admin"), replace(PAPER, **change))  # type: ignore[arg-type]
    assert len(accounts.accounts(small)) == len(community.CAST)


def test_the_last_administrator_stays(small: Database):
    admin = visit_of(small, "admin")
    with pytest.raises(WrongState):
        accounts.close_account(admin, ADMIN)
    with pytest.raises(WrongState):
        accounts.change_role(admin, ADMIN, Role.CLERK, None)
    assert (row(small, "admin")["role"], row(small, "admin")["is_active"]) == ("admin", 1)


def test_with_two_administrators_one_may_go_and_then_no_more(small: Database):
    admin = visit_of(small, "admin")
    accounts.change_role(admin, account_id("secretary"), Role.ADMIN, None)
    accounts.close_account(admin, ADMIN)
    second = visit_of(small, "secretary")
    with pytest.raises(WrongState):
        accounts.change_role(second, second.user.id, Role.SECRETARY, None)
    accounts.reopen_account(second, ADMIN)
    accounts.change_role(second, second.user.id, Role.SECRETARY, None)


def test_a_closed_administrator_is_not_the_last_one(small: Database):
    admin = visit_of(small, "admin")
    accounts.change_role(admin, account_id("secretary"), Role.ADMIN, None)
    accounts.close_account(admin, account_id("secretary"))
    accounts.change_role(admin, account_id("secretary"), Role.CLERK, None)
    assert row(small, "secretary")["role"] == "clerk"


def test_another_role_is_signed_out_and_works_from_now_on(small: Database):
    token = signed_in(small, "clerk")
    accounts.change_role(visit_of(small, "admin"), account_id("clerk"), Role.GRID, None)
    assert sessions.resume(small, token, community.NOW) is None
    assert visit_of(small, "clerk").user.role is Role.GRID
    with pytest.raises(WrongState):
        accounts.change_role(visit_of(small, "admin"), account_id("clerk"), Role.GRID, None)


def test_property_belongs_to_one_estate(small: Database):
    admin = visit_of(small, "admin")
    with pytest.raises(Invalid):
        accounts.change_role(admin, account_id("clerk"), Role.PROPERTY, None)
    accounts.change_role(admin, account_id("property"), Role.PROPERTY, community.CLOUD)
    assert visit_of(small, "property").user.only_estate == community.CLOUD


def test_a_closed_account_is_out_and_opens_again(small: Database):
    admin, id = visit_of(small, "admin"), account_id("clerk")
    token = signed_in(small, "clerk")
    accounts.close_account(admin, id)
    assert sessions.resume(small, token, community.NOW) is None
    assert tries.password_hash(small, "clerk", community.TODAY) is None
    with pytest.raises(WrongState):
        accounts.close_account(admin, id)
    accounts.reopen_account(admin, id)
    assert sessions.resume(small, token, community.NOW) is None, "the old session stays closed"
    assert sessions.resume(small, signed_in(small, "clerk"), community.NOW) is not None


def test_a_reset_password_replaces_the_old_one_everywhere(small: Database):
    token = signed_in(small, "clerk")
    new = "autumn-2026-river"
    accounts.reset_password(visit_of(small, "admin"), account_id("clerk"), new.encode())
    assert sessions.resume(small, token, community.NOW) is None
    held = str(row(small, "clerk")["password_hash"])
    assert passwords.matches(new, held)
    assert not passwords.matches(PASSWORD, held)


@pytest.mark.parametrize(
    "new", [b"short", b"clerk123456", "汉".encode() * 25, b" padded-2026-river"]
)
def test_a_weak_new_password_changes_nothing(small: Database, new: bytes):
    before = row(small, "clerk")
    with pytest.raises(Invalid):
        accounts.reset_password(visit_of(small, "admin"), account_id("clerk"), new)
    with pytest.raises(Invalid):
        accounts.change_own_password(visit_of(small, "clerk"), PASSWORD.encode(), new)
    assert row(small, "clerk") == before


def test_the_own_password_is_changed_by_whoever_knows_the_old_one(small: Database):
    clerk, new = visit_of(small, "clerk"), b"autumn-2026-river"
    for wrong in (b"", b"wrong-2026-river", b"x" * 73):
        with pytest.raises(Invalid):
            accounts.change_own_password(clerk, wrong, new)
    accounts.change_own_password(clerk, PASSWORD.encode(), new)
    assert passwords.matches(new.decode(), str(row(small, "clerk")["password_hash"]))
    assert row(small, "clerk")["password_epoch"] == 2


def test_all_sessions_of_an_account_end_together(small: Database):
    tokens = [signed_in(small, "clerk") for _ in range(3)]
    other = signed_in(small, "grid")
    assert accounts.account(small, account_id("clerk")).open_sessions == 3
    told = accounts.end_account_sessions(visit_of(small, "admin"), account_id("clerk")).told
    assert "3 处" in told
    assert [sessions.resume(small, token, community.NOW) for token in tokens] == [None] * 3
    assert sessions.resume(small, other, community.NOW) is not None


@pytest.mark.parametrize(
    "deed",
    [
        lambda visit: accounts.close_account(visit, 999),
        lambda visit: accounts.reopen_account(visit, 999),
        lambda visit: accounts.change_role(visit, 999, Role.CLERK, None),
        lambda visit: accounts.reset_password(visit, 999, b"autumn-2026-river"),
        lambda visit: accounts.end_account_sessions(visit, 999),
    ],
)
def test_an_account_that_is_not_there_is_not_found(small: Database, deed):
    with pytest.raises(NotFound):
        deed(visit_of(small, "admin"))


def test_the_secretary_opens_no_accounts(small: Database):
    with pytest.raises(NotAllowed):
        accounts.create_account(visit_of(small, "secretary"), PAPER)
    assert len(accounts.accounts(small)) == len(community.CAST)
