"""Local parameters: changed by the administrator, within bounds, with a reason, at once."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection, parameters
from db.points_ledger import awards
from domain.errors import DomainError, Invalid, NotAllowed, NotFound
from domain.parameters import Change, TextChange, Topic
from domain.points_ledger.awards import NewAward
from tests import community
from tests.community import visit_of
from tests.screens import door, labels, said
from ui.typed import bold

PHONE = TextChange("slip-1", "objection_phone", "027-87654321", "换了办公室")
CHANGE = Change("slip-1", "shed_full_pct", 85, "街道开会定的")


def test_every_parameter_starts_at_its_standard_with_a_basis(small: Database):
    found = parameters.parameters(small)
    assert {parameter.topic for parameter in found} == set(Topic)
    for parameter in found:
        assert parameter.least <= parameter.value == parameter.standard <= parameter.most
        assert parameter.label
        assert parameter.basis
        assert parameter.shown
        assert (parameter.changed_at, parameter.changed_by) == (None, None)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("points_day_cap", 40), ("points_month_cap", 300), ("points_balance_cap", 2000),
        ("points_notice_days", 3), ("shed_tight_pct", 70), ("shed_full_pct", 90),
        ("classes_per_term", 2), ("offer_hours", 48), ("contact_age", 60), ("signature_age", 80),
        ("plan_notice_days", 7), ("result_notice_days", 7), ("settle_notice_days", 10),
        ("affairs_notice_days", 15), ("estate_ballot_notice_days", 15), ("first_pct", 70),
        ("retention_bp", 300), ("silence_rule", 0), ("include_parking", 0), ("lock_failures", 5),
        ("idle_minutes", 30),
    ],
)  # fmt: skip
def test_the_defaults_are_the_agreed_ones(small: Database, code: str, value: int):
    assert parameters.value_of(small, code) == value


def test_a_change_is_in_force_at_once_and_keeps_who_and_when(small: Database):
    receipt = parameters.change_parameter(visit_of(small, "admin"), CHANGE)
    assert parameters.value_of(small, "shed_full_pct") == 85
    (found,) = [p for p in parameters.parameters(small) if p.code == "shed_full_pct"]
    assert (found.changed_at, found.changed_by) == (community.NOW, "管理员admin")
    assert "90" in receipt.told
    assert "85" in receipt.told
    (line,) = small.query("select * from audit_log")
    assert "街道开会定的" in line["detail"]


def test_a_new_cap_counts_for_the_very_next_award(small: Database):
    change = Change("slip-1", "points_day_cap", 5, "试行")
    parameters.change_parameter(visit_of(small, "admin"), change)
    paper = NewAward("slip-2", 1, community.PATROL, community.TODAY, minutes=60)
    id = awards.register_award(visit_of(small, "clerk"), paper).id
    assert awards.award(small, id).points == 5


@pytest.mark.parametrize(
    ("code", "value", "reason", "refusal"),
    [
        ("shed_full_pct", 101, "试", Invalid),
        ("shed_full_pct", 0, "试", Invalid),
        ("shed_full_pct", 90, "试", Invalid),
        ("shed_full_pct", 80, "  ", Invalid),
        ("affairs_notice_days", 14, "想短一点", Invalid),
        ("points_notice_days", 2, "想短一点", Invalid),
        ("silence_rule", 1, "想启用", Invalid),
        ("idle_minutes", 60, "想长一点", Invalid),
        ("no_such_parameter", 1, "试", NotFound),
    ],
)
def test_a_change_that_may_not_be_leaves_the_value(
    small: Database, code: str, value: int, reason: str, refusal: type[DomainError]
):
    before = parameters.parameters(small)
    with pytest.raises(refusal):
        change = Change("slip-1", code, value, reason)
        parameters.change_parameter(visit_of(small, "admin"), change)
    assert parameters.parameters(small) == before


@pytest.mark.parametrize("who", ["secretary", "clerk", "accountant", "delegation"])
def test_only_the_administrator_changes_parameters(small: Database, who: str):
    with pytest.raises(NotAllowed):
        parameters.change_parameter(visit_of(small, who), CHANGE)
    assert parameters.value_of(small, "shed_full_pct") == 90


def test_a_parameter_nobody_knows_is_a_loud_mistake(small: Database):
    with pytest.raises(NotFound):
        parameters.value_of(small, "no_such_parameter")


# Words -------------------------------------------------------------------------------------------


def test_the_phone_for_objections_is_empty_until_somebody_fills_it_in(small: Database):
    assert parameters.text_of(small, "objection_phone") == ""
    (found,) = parameters.text_parameters(small)
    assert (found.topic, found.shown, found.changed_by) == (Topic.NOTICE, "还没填", None)


def test_a_new_phone_is_in_force_at_once_and_keeps_who_when_and_why(small: Database):
    told = parameters.change_text(visit_of(small, "admin"), PHONE).told
    assert told == "“意见电话”由 还没填 改为 027-87654321。"
    assert parameters.text_of(small, "objection_phone") == "027-87654321"
    (found,) = parameters.text_parameters(small)
    assert (found.changed_at, found.changed_by) == (community.NOW, "管理员admin")
    (line,) = small.query("select * from audit_log")
    assert "换了办公室" in line["detail"]
    assert line["told"] == told
    empty = TextChange("slip-2", "objection_phone", " ", "先不印")
    assert "改为 空白" in parameters.change_text(visit_of(small, "admin"), empty).told
    assert parameters.text_of(small, "objection_phone") == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12345", "12345"), ("027-12345", "027-12345"), ("０２７－８７６５４３２１", "027-87654321"),
        ("(027) 8765 4321", "027-87654321"), ("027—87654321", "027-87654321"),
        ("87654321", "87654321"), ("138 0000 1234", "13800001234"),
        ("027-87654321-803", "027-87654321-803"), ("400-800-1234", "400-800-1234"),
    ],
)  # fmt: skip
def test_a_phone_is_stored_as_it_will_be_printed(small: Database, typed: str, stored: str):
    change = TextChange("slip-1", "objection_phone", typed, "试")
    parameters.change_text(visit_of(small, "admin"), change)
    assert parameters.text_of(small, "objection_phone") == stored


@pytest.mark.parametrize(
    ("code", "typed", "reason", "refusal"),
    [
        ("objection_phone", "找王主任", "试", Invalid),
        ("objection_phone", "8765", "试", Invalid),
        ("objection_phone", "=1+1", "试", Invalid),
        ("objection_phone", "1380000123", "试", Invalid),
        ("objection_phone", "٠٢٧٨٧٦٥٤٣٢١", "试", Invalid),
        ("objection_phone", "", "没有改", Invalid),
        ("objection_phone", "12345", "  ", Invalid),
        ("no_such_words", "12345", "试", NotFound),
    ],
)
def test_words_that_are_no_phone_leave_the_old_ones(
    small: Database, code: str, typed: str, reason: str, refusal: type[DomainError]
):
    with pytest.raises(refusal):
        change = TextChange("slip-1", code, typed, reason)
        parameters.change_text(visit_of(small, "admin"), change)
    assert parameters.text_of(small, "objection_phone") == ""


@pytest.mark.parametrize("who", ["secretary", "clerk", "supervisor", "delegation"])
def test_only_the_administrator_changes_words(small: Database, who: str):
    with pytest.raises(NotAllowed):
        parameters.change_text(visit_of(small, who), PHONE)
    with pytest.raises(NotFound):
        parameters.text_of(small, "no_such_words")


@pytest.mark.parametrize(
    "sql",
    [
        "update text_parameters set value = '找王主任'",
        "update text_parameters set value = '123456789012345678901'",
        "update text_parameters set label = '报警电话'",
        "delete from text_parameters",
        "insert or replace into text_parameters select * from text_parameters",
    ],
)
def test_the_file_itself_keeps_words_fit_to_print(small: Database, sql: str):
    with pytest.raises(connection.IntegrityError):
        small.execute(sql)


def test_the_office_sees_the_phone_and_does_not_change_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = community.settle(tmp_path / "community.db")
    enter = door(path, monkeypatch)
    for phone, shown in (("", "还没填"), ("027-87654321", "027-87654321")):
        with connection.opened(path) as db:
            db.execute("update text_parameters set value = ?", [phone])
        for who in ("clerk", "admin"):
            screen = enter(who, "settings")
            screen.button_group[0].set_value(Topic.NOTICE).run()
            assert bold(shown).replace("\\", "") in said(screen)
            assert ("改" in labels(screen)) is (who == "admin")
