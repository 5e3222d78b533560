"""Accounts in numbers: a list becomes accounts, each with a first password that is changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db import account_batches, accounts, passwords, sessions, tries
from db.visit import Visit
from domain.account_batches import (
    GOOD_FOR,
    MOST,
    AccountBatch,
    Listed,
    Login,
    first_password,
    read_lines,
    usernames,
)
from domain.accounts import check_password
from domain.errors import Invalid, NotAllowed, SlipTaken
from domain.people import Permission, Role
from tests.community import NOW, TODAY, visit_of

TWO = (Login("钱新来", "qianxinlai", None), Login("孙新来", "sunxinlai", None))
FIRST = ("kfm7-2wtp-x9hd", "p3rt-8mkv-w2ya")
PAPER = AccountBatch("batch", Role.VOLUNTEER, None, TWO, FIRST)
OWN = "heron-2026-Lantern"


@pytest.fixture
def admin(small: Database) -> Visit:
    return visit_of(small, "admin")


def signed_in(db: Database, username: str) -> str:
    attempt = tries.begin_try(db, username, "10.0.0.9", NOW)
    ticket = sessions.issue_ticket(db, username, "browser", NOW, attempt)
    token = sessions.redeem_ticket(db, ticket, "browser", "10.0.0.9", NOW)
    assert token
    return token


def test_a_list_is_read_line_by_line_and_says_which_line_is_wrong():
    assert read_lines("王桂花 3-1-502\n\n李建国，5栋2单元1101\n赵新来\n") == [
        Listed("王桂花", "3-1-502"), Listed("李建国", "5-2-1101"), Listed("赵新来", None),
    ]  # fmt: skip
    with pytest.raises(Invalid, match=r"第 1 行“3-1-502”不像姓名.*第 2 行的房号“在家”看不懂"):
        read_lines("3-1-502 王桂花\n李建国 在家")
    with pytest.raises(Invalid, match="名单还是空的"):
        read_lines(" \n")
    with pytest.raises(Invalid, match=f"一次最多开 {MOST} 个"):
        read_lines("\n".join("赵新来" for _ in range(MOST + 1)))


def test_a_user_name_is_the_pinyin_with_the_next_free_number():
    assert usernames(["wang", "gui", "hua"], set()) == "wangguihua"
    assert usernames(["wang", "gui", "hua"], {"wangguihua", "wangguihua2"}) == "wangguihua3"
    assert usernames(["·"], set()) == "user"


def test_two_of_one_name_get_two_user_names(admin: Visit):
    found = account_batches.logins_for(admin, [Listed("周同名", None)] * 2, None)
    assert [login.username for login in found] == ["zhoutongming", "zhoutongming2"]


def test_a_name_with_its_room_is_the_resident_and_a_wrong_room_is_said(admin: Visit):
    sql = "select r.id, r.name, u.code from residents r join units u on u.id = r.unit_id limit 1"
    id, name, code = admin.db.execute(sql).fetchone()
    assert account_batches.logins_for(admin, [Listed(name, code)], None)[0].resident_id == id
    with pytest.raises(Invalid, match="没有这个人"):
        account_batches.logins_for(admin, [Listed("没这人", code)], None)


def test_a_first_password_is_strong_and_never_twice_the_same():
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        check_password(password, "wangguihua", ["王桂花", "桂花园社区"])


def test_accounts_are_opened_together_and_only_their_hashes_are_kept(admin: Visit):
    receipt = account_batches.open_accounts(admin, PAPER)
    assert "2 个志愿者账号" in receipt.told
    for login, password in zip(TWO, FIRST):
        held = tries.password_hash(admin.db, login.username, TODAY)
        assert held and passwords.matches(password, held)
    told = " ".join(str(row) for row in admin.db.execute("select detail, told from audit_log"))
    assert not any(password in told for password in FIRST)
    assert account_batches.open_accounts(admin, PAPER) == receipt, "a second click opens nothing"
    with pytest.raises(SlipTaken):
        account_batches.open_accounts(admin, replace(PAPER, passwords=FIRST[::-1]))


def test_all_of_a_list_or_none(admin: Visit):
    taken = replace(PAPER, logins=(TWO[0], Login("别人", "clerk", None)))
    before = admin.db.execute("select count(*) from accounts").fetchone()
    with pytest.raises(Invalid, match="已经有人用了"):
        account_batches.open_accounts(admin, taken)
    assert admin.db.execute("select count(*) from accounts").fetchone() == before
    account_batches.open_accounts(admin, replace(PAPER, slip="again"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"role": Role.ADMIN}, "要一个一个开"),
        ({"role": Role.PROPERTY}, "要选一个小区"),
        ({"logins": ()}, "名单还是空的"),
        ({"logins": (TWO[0], TWO[0])}, "两个一样的用户名"),
        ({"passwords": ("short", "p3rt-8mkv-w2ya")}, "密码至少"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(admin: Visit, change: dict, told: str):
    with pytest.raises(Invalid, match=told):
        account_batches.open_accounts(admin, replace(PAPER, **change))


def test_nothing_can_be_done_before_the_first_password_is_changed(admin: Visit):
    account_batches.open_accounts(admin, PAPER)
    db, token = admin.db, signed_in(admin.db, "qianxinlai")
    user = sessions.resume(db, token, NOW)
    assert user and user.has_first_password
    assert [p for p in Permission if user.may(p)] == [Permission.OWN_ACCOUNT]
    visit = Visit(db, user, NOW)
    with pytest.raises(NotAllowed):
        account_batches.open_accounts(visit, PAPER)
    with pytest.raises(Invalid, match="和原来的一样"):
        accounts.change_own_password(visit, FIRST[0].encode(), FIRST[0].encode())
    accounts.change_own_password(visit, FIRST[0].encode(), OWN.encode())
    assert sessions.resume(db, token, NOW) is None, "every device signs in again"
    again = sessions.resume(db, signed_in(db, "qianxinlai"), NOW)
    assert again and not again.has_first_password and again.may(Permission.COUNT_SHED)


def test_a_slip_nobody_used_opens_nothing_after_its_last_day(admin: Visit):
    account_batches.open_accounts(admin, PAPER)
    last = TODAY + GOOD_FOR
    assert tries.password_hash(admin.db, "sunxinlai", last)
    assert tries.password_hash(admin.db, "sunxinlai", last + timedelta(days=1)) is None
    accounts.reset_password(admin, _id(admin), OWN.encode())
    assert tries.password_hash(admin.db, "sunxinlai", last + timedelta(days=1))


def _id(visit: Visit) -> int:
    sql = "select id from accounts where username = 'sunxinlai'"
    return int(visit.db.execute(sql).fetchone()[0])
