"""Who may do what: the table as the committee would read it, held against every function."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from sqlite_utils import Database

from db import connection
from db.shed_capacity import sheds as shed_capacity
from domain.errors import NotAllowed
from domain.people import BOUND_TO_ESTATE, BOUND_TO_MERCHANT, GRANTS, KIOSK, Permission, Role
from tests import community
from tests.deeds import GUARDED, WRITES
from tests.writer import a_count

OFFICE = "secretary clerk"
READERS = f"admin {OFFICE} accountant supervisor"
FIELD = f"{OFFICE} grid leader volunteer"
MAY = {
    "see_home": f"{READERS} property grid leader",
    "see_meetings": f"{READERS} property grid leader",
    "add_agenda_item": f"{OFFICE} property grid",
    "record_meeting": OFFICE,
    "plan_meeting": OFFICE,
    "keep_promise": f"{OFFICE} property grid",
    "verify_action": "secretary supervisor",
    "read_minutes": f"{OFFICE} supervisor",
    "sign_minutes": "secretary",
    "screen_topic": "secretary",
    "see_fund": f"{READERS} property grid",
    "register_proposal": f"{OFFICE} property grid",
    "record_paper": f"{OFFICE} grid",
    "see_papers": f"{OFFICE} supervisor grid",
    "count_ballot": f"{OFFICE} grid",
    "supervise_ballot": "supervisor",
    "plan_repair": f"{OFFICE} property",
    "advance_project": OFFICE,
    "stop_project": "secretary",
    "record_payment": "accountant",
    "approve_payment": "secretary",
    "see_fund_accounts": f"{OFFICE} accountant supervisor",
    "see_sheds": f"{READERS} property grid leader volunteer",
    "count_shed": f"{FIELD} property",
    "manage_sheds": OFFICE,
    "see_points": f"{OFFICE} accountant supervisor leader",
    "register_award": FIELD,
    "approve_award": OFFICE,
    "post_award": OFFICE,
    "reverse_entry": OFFICE,
    "redeem": OFFICE,
    "manage_shop": OFFICE,
    "see_vouchers": f"{OFFICE} accountant supervisor",
    "manage_vouchers": OFFICE,
    "approve_money": "secretary accountant",
    "use_voucher": f"{OFFICE} merchant",
    "see_classes": f"{READERS} grid leader teacher",
    "enroll": f"{OFFICE} leader",
    "see_roster": f"{OFFICE} supervisor teacher",
    "manage_classes": OFFICE,
    "find_resident": FIELD,
    "see_registry": f"{OFFICE} property grid",
    "see_residents": f"{OFFICE} grid",
    "change_registry": OFFICE,
    "open_resident": f"{FIELD} accountant supervisor",
    "print_own_sheet": OFFICE,
    "check_homes": f"{OFFICE} grid",
    "import_list": f"{OFFICE} accountant",
    "undo_any_import": "secretary",
    "quick_entry": FIELD,
    "see_showcase": f"{READERS} delegation",
    "see_parameters": READERS,
    "change_parameter": "admin",
    "manage_accounts": "admin",
    "keep_community": "admin",
    "keep_places": f"admin {OFFICE}",
    "keep_backups": "admin",
    "own_account": f"{READERS} property grid leader volunteer teacher merchant",
}


def dummy(hint: Any) -> Any:
    """Something of the right type and nothing behind it."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if kinds and not isinstance(hint, type):
        return dummy(kinds[0])
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{f.name: dummy(hints[f.name]) for f in fields(hint)})
    if issubclass(hint, Enum):
        return next(iter(hint))
    if issubclass(hint, datetime):
        return community.NOW
    return community.TODAY if issubclass(hint, date) else hint()


def called_with_dummies(name: str, role: Role, db: Database) -> BaseException | None:
    """What a deed answers to a visitor of this role who brings empty papers."""
    deed = GUARDED[name]
    hints = get_type_hints(deed)
    papers = {p: dummy(hints[p]) for p in inspect.signature(deed).parameters if p != "visit"}
    try:
        deed(community.visit_of(db, role.value), **papers)
    except Exception as answer:  # noqa: BLE001  # whatever it is, it is compared below
        return answer
    return None


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = community.settle(tmp_path_factory.mktemp("permissions") / "community.db")
    with connection.opened(path) as db:
        yield db


@pytest.mark.parametrize("permission", Permission)
def test_exactly_these_roles_carry_a_permission(permission: Permission):
    expected = {Role(role) for role in MAY[permission].split()}
    assert {role for role in Role if permission in GRANTS[role]} == expected


def test_the_table_speaks_of_every_permission_and_every_role():
    assert set(MAY) == {permission.value for permission in Permission}
    assert set(GRANTS) == set(Role)
    assert {Role.PROPERTY} == BOUND_TO_ESTATE
    assert {Role.MERCHANT} == BOUND_TO_MERCHANT
    assert {Role.DELEGATION} == KIOSK


def test_the_administrator_keeps_the_house_and_not_its_business():
    business = {GUARDED[name].permission for name in WRITES}  # type: ignore[attr-defined]
    keeping = {Permission.CHANGE_PARAMETER, Permission.MANAGE_ACCOUNTS, Permission.OWN_ACCOUNT,
               Permission.KEEP_COMMUNITY, Permission.KEEP_PLACES, Permission.KEEP_BACKUPS}  # fmt: skip
    assert GRANTS[Role.ADMIN] & business == keeping


def test_teacher_and_visitors_store_nothing_the_supervisor_watches_and_a_merchant_takes_vouchers():
    business = {GUARDED[name].permission for name in WRITES}  # type: ignore[attr-defined]
    business.remove(Permission.OPEN_RESIDENT)  # stored is only that somebody has read
    own = Permission.OWN_ACCOUNT
    assert GRANTS[Role.TEACHER] & business == {own}
    watches = {Permission.SUPERVISE_BALLOT, Permission.VERIFY_ACTION}  # 居务监督委员会销号
    assert GRANTS[Role.SUPERVISOR] & business == {own, *watches}
    fund = {Permission.APPROVE_MONEY, Permission.RECORD_PAYMENT, Permission.IMPORT_LIST}
    assert GRANTS[Role.ACCOUNTANT] & business == {own, *fund}
    assert GRANTS[Role.MERCHANT] & business == {own, Permission.USE_VOUCHER}
    assert GRANTS[Role.DELEGATION] == {Permission.SEE_SHOWCASE}


def test_the_search_for_writes_finds_them():
    for known in ("count_shed", "register_award", "approve_award", "enroll", "register_proposal",
                  "add_item", "change_parameter", "create_account", "change_own_password"):  # fmt: skip
        assert any(name.endswith(f".{known}") for name in WRITES), known


@pytest.mark.parametrize("name", GUARDED)
def test_a_deed_is_refused_first_of_all_and_exactly_without_its_permission(
    small: Database, name: str
):
    permission = GUARDED[name].permission  # type: ignore[attr-defined]
    for role in Role:
        before = small.conn.total_changes
        answer = called_with_dummies(name, role, small)
        refused = isinstance(answer, NotAllowed) and answer.deed == permission.label
        assert refused is (role.value not in MAY[permission].split()), f"{role.label}: {answer}"
        if refused:
            assert small.conn.total_changes == before, role.label
        assert not small.conn.in_transaction, role.label


def test_every_write_is_behind_some_button_of_some_role():
    for name in WRITES:
        assert MAY[GUARDED[name].permission].split(), name  # type: ignore[attr-defined]


def test_a_visit_made_by_hand_with_another_role_opens_nothing(small: Database):
    """The role in the visit is checked against the file, not believed."""
    supervisor = community.visit_of(small, "supervisor")
    dressed_up = replace(supervisor, user=replace(supervisor.user, role=Role.CLERK))
    with pytest.raises(NotAllowed):
        shed_capacity.count_shed(dressed_up, a_count("slip-x", 1))
