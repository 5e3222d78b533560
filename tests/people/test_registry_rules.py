"""What people type: rooms, names and phones in any width, and text of any kind."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accounts import NewAccount, check_account, check_password
from domain.errors import Invalid
from domain.parameters import Change, Parameter, Topic, check_change
from domain.people import Role
from domain.registry import MAX_QUERY, check_phone, plain_text, search_key
from domain.repair_fund.projects import Category, Proposal, ScopeType, check_proposal

quick = settings(database=None, deadline=None, max_examples=300)


@pytest.mark.parametrize(
    "typed",
    [
        "3-1-502", "３－１－５０２", "3－1－502", "3栋1单元502", "3栋1单元502室", "3幢1单元502",
        "3号楼1单元502", " 3 - 1 - 502 ", "3—1—502", "3–1–502", "3_1_502", "3/1/502", "3#1#502",
        "３栋１单元５０２室", "3，-1-502", "3-1-502-",
    ],
)  # fmt: skip
def test_a_room_is_one_key_however_it_is_typed(typed: str):
    assert search_key(typed) == "3-1-502"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("陈 明", "陈明"),
        ("陈　明", "陈明"),
        ("阿不都·热合曼", "阿不都热合曼"),
        ("ＳＺＱ", "szq"),
        ("Shan", "shan"),
        ("１００１", "1001"),
        ("😀", "😀"),
        ("   ", ""),
        ("　\t\n\u200b", ""),
        ("", ""),
        ("-", ""),
        ("%", "%"),
        ("'; drop table residents;--", "';droptableresidents;"),
    ],
)
def test_names_and_tails_are_found_half_width_and_without_spaces(typed: str, key: str):
    assert search_key(typed) == key


@quick
@given(st.text())
def test_a_key_is_short_and_stays_what_it_is(typed: str):
    key = search_key(typed)
    assert len(key) <= MAX_QUERY
    assert not any(c.isspace() for c in key)
    key.encode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  漏水  ", "漏水"),
        ("一行\r\n又一行", "一行 又一行"),
        ("制表\t符\x00\x07", "制表 符"),
        ("笑脸😀和家庭👨‍👩‍👧", "笑脸😀和家庭👨‍👩‍👧"),
        ("\u202e反写\u202c", "反写"),
        ("隐\u200b身\ufeff", "隐身"),
        ("e\u0301", "é"),
        ("㐀𠮷", "㐀𠮷"),
        ("\ud800坏", "坏"),
    ],
)
def test_text_is_kept_as_people_mean_it(typed: str, stored: str):
    assert plain_text(typed, "说明") == stored


@pytest.mark.parametrize(
    "typed", ["", " ", "　　", "\n\t", "\x00", "\u200b", "\u200d\u200d", " \ufeff ", "\u2028"]
)
def test_what_cannot_be_seen_is_not_an_answer(typed: str):
    with pytest.raises(Invalid):
        plain_text(typed, "说明")


def test_text_has_a_least_and_a_most():
    assert plain_text("四个字了", "议题", least=4, most=4) == "四个字了"
    for wrong in ("三个字", "五个字了吧", "长" * 1_000_000):
        with pytest.raises(Invalid):
            plain_text(wrong, "议题", least=4, most=4)
    assert plain_text("   ", "说明", least=0) == ""


@quick
@given(st.text(max_size=80))
def test_stored_text_can_be_stored_again_unchanged(typed: str):
    try:
        stored = plain_text(typed, "说明", most=200)
    except Invalid:
        return
    assert plain_text(stored, "说明", most=200) == stored
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in stored)
    stored.encode()


@pytest.mark.parametrize("typed", ["13812341234", "138 1234 1234", "１３８-1234-1234"])
def test_a_phone_is_eleven_digits_however_they_are_typed(typed: str):
    assert check_phone(typed) == "13812341234"


@pytest.mark.parametrize(
    "typed", ["", "1381234123", "138123412345", "23812341234", "027-87651234", "一三八", "1" * 99]
)
def test_what_is_no_mobile_number_is_refused(typed: str):
    with pytest.raises(Invalid):
        check_phone(typed)


PROPOSAL = Proposal("s", 1, Category.LIFT, ScopeType.UNIT_STACK, 1, 2, "电梯大修", "总是停在三楼")


@pytest.mark.parametrize(
    "change",
    [
        {"building_id": None},
        {"stairwell": None},
        {"scope_type": ScopeType.BUILDING, "building_id": None},
        {"title": "电梯"},
        {"title": "　　　　"},
        {"need": "坏了"},
        {"need": "长" * 301},
    ],
)
def test_a_proposal_says_where_what_and_why(change: dict[str, object]):
    with pytest.raises(Invalid):
        check_proposal(replace(PROPOSAL, **change))  # type: ignore[arg-type]


def test_a_wider_scope_drops_the_narrower_place():
    whole = check_proposal(replace(PROPOSAL, scope_type=ScopeType.ESTATE))
    assert (whole.building_id, whole.stairwell) == (None, None)
    building = check_proposal(replace(PROPOSAL, scope_type=ScopeType.BUILDING))
    assert (building.building_id, building.stairwell) == (1, None)


PARAMETER = Parameter("x", Topic.SHED, "紧张", 70, 70, 1, 100, "%", "", False, None, None)


@pytest.mark.parametrize(("value", "reason"), [(0, "试"), (101, "试"), (70, "试"), (80, " ")])
def test_a_parameter_changes_within_bounds_really_and_for_a_reason(value: int, reason: str):
    with pytest.raises(Invalid):
        check_change(Change("s", "x", value, reason), PARAMETER)
    check_change(Change("s", "x", 80, "开会定的"), PARAMETER)


@pytest.mark.parametrize(
    "password", ["short-123", "a" * 73, "汉" * 25, " spaces-2026", "spaces-2026 ", "clerk12345",
                 "CLERK99999", "1111111111", "ababababab"],
)  # fmt: skip
def test_a_weak_or_endless_password_is_refused(password: str):
    with pytest.raises(Invalid):
        check_password(password, "clerk")


@pytest.mark.parametrize(
    "password", ["spring-2026-river", "春天的河水流过门口了呀", "汉字" * 4 + "abcd"]
)
def test_a_long_password_of_any_script_will_do(password: str):
    check_password(password, "clerk")


@pytest.mark.parametrize(
    "change",
    [
        {"username": "a"},
        {"username": "Zhang"},
        {"username": "zhang san"},
        {"username": "张三"},
        {"username": "z" * 33},
        {"username": "a'b"},
        {"name": "  "},
        {"name": "长" * 21},
        {"role": Role.PROPERTY},
    ],
)
def test_an_account_has_a_plain_name_and_property_an_estate(change: dict[str, object]):
    paper = NewAccount("s", "zhang", "张三", Role.CLERK, "spring-2026-river")
    check_account(paper)
    with pytest.raises(Invalid):
        check_account(replace(paper, **change))  # type: ignore[arg-type]
