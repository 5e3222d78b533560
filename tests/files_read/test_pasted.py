"""Pasted lists are read by one reader: by hand or copied from a spreadsheet, no line is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.finding import read_list
from domain.pasted import pasted_lines
from domain.repair_fund.deposit_list import parse_list
from domain.rooms import read_rooms


def test_lines_keep_their_numbers_and_blanks_are_one_space():
    assert pasted_lines("陈明  3-1-502\r\n\n　\n王芳\t1-1-101\n") == [
        (1, "陈明 3-1-502"), (4, "王芳 1-1-101"),
    ]  # fmt: skip


def test_a_cell_in_quotes_is_what_it_says_in_every_list():
    assert parse_list('房号\t金额\n"1-1-101"\t"8,500.00"\n1-1-102\t9600') == (
        ("1-1-101", 850_000), ("1-1-102", 960_000),
    )  # fmt: skip
    people = read_list('"陈\n明"\t3-1-502\n王芳\t1-1-101').good
    assert [(one.row, one.typed) for one in people] == [(1, "陈 明 3-1-502"), (3, "王芳 1-1-101")]
    assert read_rooms('"1-1-\n101"\t\n1-1-102\t') == ("1-1-101", "1-1-102")


@pytest.mark.parametrize(
    "text", ['1-1-101\t1\n"1-1-102\t2\n1-1-103\t3', '1-1-101\t1\n"1-1-102\t2\n1-1-103"\t3']
)
def test_a_quote_that_swallows_lines_is_named(text: str):
    for reader in (pasted_lines, parse_list, read_list, read_rooms):
        with pytest.raises(Invalid, match="第 2 行的引号没有合上"):
            reader(text)


def test_a_quote_by_hand_is_a_letter_like_any_other():
    assert pasted_lines('"陈明" 3-1-502\n王"芳') == [(1, '"陈明" 3-1-502'), (2, '王"芳')]


WORD = st.text('陈明1-5"，, ', min_size=1).filter(str.strip)


@given(st.lists(st.lists(WORD, min_size=2, max_size=3), min_size=1))
def test_what_a_spreadsheet_copies_comes_back(rows: list[list[str]]):
    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if '"' in text else text

    copied = "\n".join("\t".join(map(cell, row)) for row in rows)
    assert pasted_lines(copied) == [
        (number, " ".join(" ".join(row).split())) for number, row in enumerate(rows, 1)
    ]
