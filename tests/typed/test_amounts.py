"""Typed amounts, areas and rooms: the right value, or a sentence with the way to write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import TypedAmount, read_area, read_fen, read_percent, yuan_typed
from domain.errors import Invalid
from domain.registry import search_key
from domain.repair_fund.deposit_list import parse_list
from domain.rooms import read_room, read_rooms


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("8500", 850_000), ("8500.5", 850_050), ("8,500.00", 850_000), ("１２３", 12_300),
        ("８，５００．００元", 850_000), ("￥8500", 850_000), ("¥ 8,500.5元整", 850_050),
        ("人民币8500元", 850_000), ("1,234,567.89", 123_456_789), (" 0.05 ", 5), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_every_width_and_with_its_signs(typed: str, fen: int):
    assert read_fen(typed) == fen


@pytest.mark.parametrize(
    "typed",
    ["8500,00", "８５００，００", "1,23", "1.234,00", "8500.005", "1e5", "-5", "－5", "(500)", "", "  ",
     "12,34,567", "1,2345", "0,123", ".5", "8500.", "1.234.567", "8.5万", "8 500", "٣٤", "abc", "元",
     "8500元5角", "9" * 40, "∞", "²", "8500 8500", "=8500"],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused_with_the_way_to_write_it(typed: str):
    with pytest.raises(Invalid, match=r"写成 8500\.00|多打了零"):
        read_fen(typed)


@given(st.integers(0, 10**12))
def test_an_amount_shown_in_a_field_is_read_as_itself(fen: int):
    assert read_fen(yuan_typed(fen)) == fen
    assert TypedAmount("预算", f" {yuan_typed(fen)} 元").fen == fen


@given(st.text(max_size=12))
def test_anything_typed_is_an_amount_or_a_sentence(typed: str):
    try:
        assert read_fen(typed) >= 0
    except Invalid as refusal:
        assert str(refusal).endswith("。")


def test_a_field_names_itself_and_an_optional_one_may_stay_empty():
    with pytest.raises(Invalid, match="报价还没填"):
        assert TypedAmount("报价", " ").fen
    assert TypedAmount("其中补助", "", optional=True).fen == 0
    assert TypedAmount("面值", "5,0").known is None


def test_areas_and_percentages_are_read_by_the_same_rule():
    assert [read_area(t) for t in ("89.52㎡", "１１８．３６", "1,089.52 平方米")] == [
        8952,
        11836,
        108952,
    ]
    assert [read_percent(t) for t in ("3.5", "３．５％")] == [350, 350]
    for typed in ("1089,52", "约90", "120+"):
        with pytest.raises(Invalid, match="面积"):
            read_area(typed)


# Rooms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["3-1-502", "３－１－５０２", "3栋1单元502", "3幢1单元502室", "3号楼1单元502", "3座1单元502", "3幢1门502",
     " 3 - 1 - 502 ", "3—1—502", "3.1.502", "3、1、502", "3#-1-502", "03-01-0502", "三栋一单元502",
     "3-1-502（出租）", "3栋 1单元 502室"],
)  # fmt: skip
def test_a_room_is_one_room_however_it_is_written(typed: str):
    assert read_room(typed) == search_key(typed) == "3-1-502"


@pytest.mark.parametrize(
    "typed",
    ["3栋502", "3-1-5-02", "商铺12", "502", "", "13812345678", "138 1234 5678", "2001-01-02"],
)
def test_what_leaves_the_stairwell_open_is_no_room(typed: str):
    assert read_room(typed) is None


def test_separators_are_never_dropped():
    assert read_room("1-1-1101") != read_room("11-1-101")
    assert read_room("十二栋二单元1801") == "12-2-1801"
    assert read_room("A栋1单元1203") == "A-1-1203"


def test_a_list_of_rooms_names_every_line_it_cannot_read():
    assert read_rooms("1-1-101\n\n１栋１单元１０２\n") == ("1-1-101", "1-1-102")
    with pytest.raises(Invalid, match=r"第 2 行“502”.+第 3 行的 1-1-101 在第 1 行"):
        read_rooms("1-1-101\n502\n1栋1单元101")


# Lists of rooms and amounts --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["1-1-101 8500", "１-１-１０１ 8500", "1栋1单元101室　８，５００元", "1-1-101,8,500.00", "1-1-101\t￥ 8,500",
     "1-1-101：8500.00元", "1,1,101 8500"],
)  # fmt: skip
def test_a_line_of_a_list_is_read_as_the_fields_are(line: str):
    assert parse_list(f"房号 金额\n{line}") == (("1-1-101", 850_000),)


@pytest.mark.parametrize(
    "line",
    ["1-1-101 8500,00", "1-1-101 1,23", "1-1-101 1.234,00", "1-1-101 8500.005", "1-1-101 1e5",
     "1-1-101 -5", "1-1-101 0", "1-1-101", "8500", "1栋101 8500", "1-1-101 陈明 8500", "1-1-101 8 500"],
)  # fmt: skip
def test_a_line_that_is_not_plainly_room_and_amount_is_named(line: str):
    with pytest.raises(Invalid, match=r"^第 3 行.+。$"):
        parse_list(f"1-1-102 9600\n\n{line}")


def test_every_bad_line_is_named_at_once():
    with pytest.raises(Invalid) as refusal:
        parse_list("\n".join([f"1-1-10{n} 8500,00" for n in range(1, 8)]))
    assert str(refusal.value).count("第 ") == 5
    assert "另外还有 2 行" in str(refusal.value)
