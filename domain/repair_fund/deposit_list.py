"""The list of deposits (交存清单): 房号 | 金额, one line a flat, pasted or brought as a table."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from domain.amounts import read_fen
from domain.columns import ROOM, Column, no_day
from domain.errors import Invalid
from domain.rooms import HIDDEN, HOW, read_room, refuse_lines
from domain.table_reading import read_pasted
from domain.tables import Problem, Table, Template

EXAMPLE = "每行写房号和金额，例如“1-1-101 8500.00”。"
_LINE = re.compile(r"(?P<room>\S.*?)[\s,;:]+(?P<amount>(?:¥\s*)?\S+(?:\s*元整?)?)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list: a room as the register writes it, and fen."""

    row: int
    sheet: str
    room: str
    fen: int


def parse_list(text: str) -> tuple[tuple[str, int], ...]:
    """Lines of room and yuan (1-1-101 8500.00) → rooms and fen. Raises Invalid naming every line."""
    return all_of(read_pasted(text, DEPOSITS))


def all_of(table: Table[Listed]) -> tuple[tuple[str, int], ...]:
    """Everything the list says. Raises Invalid naming each line while one is not understood."""
    refuse_lines([f"{problem.where}：{problem.what}" for problem in table.problems])
    return tuple((one.room, one.fen) for one in table.good)


def of_rooms(table: Table[Listed], rooms: Container[str]) -> Table[Listed]:
    """The list held against the rooms of the estate."""
    wrong = [
        Problem(one.row, one.room, "这个小区没有这个房号，请核对。", one.sheet)
        for one in table.good
        if one.room not in rooms
    ]
    return table.judged((one for one in table.good if one.room in rooms), wrong)


def _room(typed: str) -> str:
    room = read_room(no_day(typed))
    if room is None:
        raise Invalid(f"“{typed[:30]}”不是一个房号，{HOW}。")
    return room


def _amount(typed: str) -> int:
    fen = read_fen(typed)
    if not fen:
        raise Invalid("金额是 0。没交的不用写进来。")
    return fen


def _by_hand(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A line copied from a spreadsheet has its cells; one written by hand is parted at the room."""
    line = " ".join(cells).strip()
    if len(cells) > 1 and not any(cell.strip() for cell in cells[2:]):
        return cells
    found = _LINE.fullmatch(unicodedata.normalize("NFKC", HIDDEN.sub("", line)).strip())
    if len(cells) > 1 or found is None:
        raise Invalid(f"“{line[:30]}”看不懂。{EXAMPLE}")
    return found["room"], found["amount"]


DEPOSITS: Template[Listed] = Template(
    "交存清单",
    "一户",
    (
        Column("房号", _room, ROOM, required=True, text=True, note="写成 3-1-502 这样。"),
        Column(
            "金额",
            _amount,
            ("交存金额", "缴存金额", "应交金额", "首期交存", "首期"),
            required=True,
            awaited=True,
            note="单位是元，写成 8500.00 这样。没交的不填。",
        ),
    ),
    Listed,
    _by_hand,
    once=True,
)
