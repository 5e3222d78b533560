"""A flat changes hands (过户): another owner set from a day on; the old one is kept with its dates."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from domain.asking import Asking
from domain.dates import Bound
from domain.errors import Invalid
from domain.registry import plain_text
from domain.registry_book.homes import MOST_NAME, read_number

MOST_OWNERS = 12
NOBODY = {
    "无",
    "未知",
    "空置",
    "不详",
    "暂无",
    "没有",
    "同上",
}  # what people write where they know none
_UNCLEAR = re.compile(r"转|[（(【].*[)）】]")


@dataclass(frozen=True, slots=True)
class Sale:
    """The new owners by name, 李四、王五 for two who own together; one number for all of them."""

    slip: str
    unit_id: int
    on: Annotated[date, Bound("过户日期", "上一次过户")]
    owners: str
    phone: str = field(default="", repr=False)


def read_owners(typed: str) -> tuple[str, ...]:
    """The people of an owner set, each once, in the order written.

    Split at 、 / ， ； and line ends, never at · (part of a name). A company is one owner.
    Raises Invalid for nobody, for a filler, and for what may be two answers (李四转王五).
    """
    names: list[str] = []
    for part in re.split(r"[、/，,；;\n]", typed):
        if not part.strip():
            continue
        name = plain_text(part, "业主姓名", most=MOST_NAME)
        if name in NOBODY:
            raise Invalid(f"“{name}”不是姓名。不知道新业主是谁，先不要登记过户。")
        if _UNCLEAR.search(name):
            raise Invalid(f"“{name}”看不清是谁。只写新业主的姓名，别的不要写在这里。")
        if name not in names:
            names.append(name)
    if not names:
        raise Invalid("新业主的姓名还没填。")
    if len(names) > MOST_OWNERS:
        raise Invalid(f"一套房最多写 {MOST_OWNERS} 位共有人。")
    return tuple(names)


def check_sale(paper: Sale) -> tuple[str, ...]:
    """The new owner set by name. Raises Invalid with everything that is wrong."""
    asking = Asking()
    names = asking.ask(read_owners, paper.owners)
    if paper.phone.strip():
        asking.ask(read_number, paper.phone)
    asking.done()
    return names
