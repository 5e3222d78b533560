"""Finding people (找人) by what is remembered of them: every word fits, and who is left is counted.

One reader of the words for the search box and for pasted lists. An estate is told by a part of its
name as the register has it; nothing typed is ever left out to make the rest fit.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from domain.columns import PHONE, ROOM, Column
from domain.errors import Invalid
from domain.pasted import one_line
from domain.registry import Resident, search_key
from domain.rooms import HIDDEN, read_room
from domain.sheets import SheetRow
from domain.table_reading import read_given
from domain.tables import Problem, Table, Template

COUNTED = 50  # beyond that nobody wants the figure: 还有 50 位以上
MOST_WORDS, MOST_TYPED = 6, 120
MAX_LINES = 500
_SPLIT = re.compile(r"[\s,;|:()\[\]【】]+|(?<!\d)、|、(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1\d{2})[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)", re.ASCII)
_GAP = re.compile(r"(?<=\d)\s*([-—–−])\s*(?=\d)|(?<=[栋幢座楼元门])\s+(?=\d)")
_NUMBERED = re.compile(r"\d{1,3}\s*[.、)](?:\s+|(?=[^\s\d]))", re.ASCII)  # 1. 张秀兰
_GLUED = (
    re.compile(r"(?P<words>[^\d\W_]+?)-?(?P<room>[0-9].*)"),
    re.compile(r"(?P<room>[0-9].*?)(?P<words>[^\d\W_]+)"),
)


@dataclass(frozen=True, slots=True)
class Found(Sequence[Resident]):
    """The first of those who fit, and how many more there are; `at_least` when not all were seen."""

    people: tuple[Resident, ...]
    more: int = 0
    at_least: bool = False

    @overload
    def __getitem__(self, at: int) -> Resident: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Resident]: ...
    def __getitem__(self, at: int | slice) -> Resident | Sequence[Resident]:
        return self.people[at]

    def __len__(self) -> int:
        return len(self.people)

    @property
    def rest(self) -> str:
        """还有 5 位，再打几个字: who fits and is not shown; empty when everybody is."""
        if self.more > COUNTED or (self.at_least and self.more):
            return f"还有 {min(self.more, COUNTED)} 位以上，再打几个字"
        if self.at_least:
            return "人太多，没有全部看完，再打几个字"
        return f"还有 {self.more} 位，再打几个字" if self.more else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a pasted list (名单): what it says of one person, and what says nothing of anybody."""

    number: int
    typed: str
    name: str = ""
    room: str = ""
    phone: str = ""
    tail: str = ""
    estates: tuple[int, ...] | None = None
    odd: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether it can mean somebody at all: a tail or an estate alone is too little."""
        return not self.odd and bool(self.name or self.room or self.phone)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a row of a list says of one person, as one line."""

    row: int
    typed: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One line of a list and whom it may mean; `why` says what keeps it from being certain."""

    line: int
    typed: str
    found: tuple[Resident, ...]
    why: str = ""
    same_as: int | None = None  # the line that named this person already
    sheet: str = ""

    @property
    def certain(self) -> Resident | None:
        """The one person every word fits; None when nobody or several."""
        return self.found[0] if len(self.found) == 1 and not self.why else None


def matched(table: Table[Typed], matches: Sequence[Match]) -> Table[Match]:
    """The list with whom it means: certain lines are good, all others problems with their reason."""
    certain = [match for match in matches if match.certain]
    wrong = [
        Problem(match.line, match.typed, f"{match.why}。", match.sheet)
        for match in matches
        if not match.certain
    ]
    return table.judged(certain, wrong)


def words(typed: str, estates: Mapping[int, Sequence[str]]) -> list[str]:
    """What was typed as words; a room or a phone with blanks in it is one, `天祥3-1-502` is two."""
    text = unicodedata.normalize("NFKC", HIDDEN.sub("", typed)).strip()
    if read_room(text):
        return [text]
    text = _PHONE.sub(r"\1\2\3", _GAP.sub(lambda gap: gap[1] or "", text))
    return [part for word in _SPLIT.split(text) if word for part in _parted(word, estates)]


def estates_meant(word: str, estates: Mapping[int, Sequence[str]]) -> tuple[int, ...]:
    """The estates whose name or short name holds this word of two letters or more."""
    plain = word.casefold()
    if len(plain) < 2 or plain.isdigit():
        return ()
    return tuple(id for id, names in estates.items() if any(plain in n.casefold() for n in names))


def read_list(given: str | Sequence[SheetRow]) -> Table[Typed]:
    """A list of people, pasted or of a file. Raises Invalid for a list that is too long."""
    table = read_given(given, PEOPLE)
    kept = len(table.good) + len(table.problems)
    if kept > MAX_LINES:
        raise Invalid(f"名单有 {kept} 行，一次最多 {MAX_LINES} 行。请分几次粘贴。")
    return table


def _typed(row: int, sheet: str, *cells: str) -> Typed:
    return Typed(row, one_line(cells), sheet)


PEOPLE = Template(
    "名单",
    "一个人",
    (
        Column("姓名", spellings=("居民姓名", "业主姓名", "名字"), required=True, note="写全名。"),
        Column("房号", spellings=ROOM, text=True, note="有同名的要写，写成 3-1-502 这样。"),
        Column("电话", spellings=PHONE, text=True, note="可以不写。"),
        Column("手机后四位", spellings=("后四位",), text=True, note="可以不写。"),
        Column("小区", note="可以不写。"),
    ),
    _typed,
    by_hand=lambda cells: (one_line(cells),),  # words of a line may come in any order
)


def read_line(number: int, typed: str, estates: Mapping[int, Sequence[str]]) -> Line:
    """Sort the words of a line: room, phone, its last four digits, estate, and the name of them all."""
    if len(typed) > MOST_TYPED:
        return Line(number, typed, odd=(f"{typed[:12]}…",))
    plain = _NUMBERED.sub("", unicodedata.normalize("NFKC", typed).strip(), count=1)
    names: list[str] = []
    odd: list[str] = []
    said: dict[str, str] = {}
    where: set[int] | None = None
    for word in words(plain, estates):
        kind, value = _kind(word)
        meant = estates_meant(word, estates)
        if kind and kind not in said:
            said[kind] = value
        elif kind or re.search(r"\d", word):
            odd.append(word)
        elif meant:
            where = set(meant) if where is None else where & set(meant)
        else:
            names.append(word)
    return Line(
        number, typed, search_key("".join(names)), said.get("room", ""), said.get("phone", ""),
        said.get("tail", ""), None if where is None else tuple(sorted(where)), tuple(odd),
    )  # fmt: skip


def _kind(word: str) -> tuple[str, str]:
    if room := read_room(word):
        return "room", room
    if re.fullmatch(r"1\d{10}", word, re.ASCII):
        return "phone", word
    if re.fullmatch(r"\d{4}", word, re.ASCII):
        return "tail", word
    return "", ""


def _parted(word: str, estates: Mapping[int, Sequence[str]]) -> list[str]:
    """A room written without a blank behind an estate or a name is a word of its own."""
    if read_room(word):
        return [word]
    for shape in _GLUED:
        found = shape.fullmatch(word)
        if found and (read_room(found["room"]) or estates_meant(found["words"], estates)):
            return [found["words"], found["room"]]
    return [word]
